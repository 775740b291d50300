package dev.backhaul.laws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles one changed source in memory, over the classes as they are. */
final class Mutation {
  private static final Path SOURCES = Path.of("src/main/java");

  private Mutation() {}

  /**
   * The classes that differ, by name.
   *
   * @throws AssertionError if the text is not there exactly once, or what stands instead does not
   *     compile: the list of mutants must be kept current
   */
  static Map<String, byte[]> of(Mutant mutant) throws IOException {
    Path file = SOURCES.resolve(mutant.type().replace('.', '/') + ".java");
    String source = Files.readString(file);
    int first = source.indexOf(mutant.text());
    if (first < 0 || source.indexOf(mutant.text(), first + 1) >= 0) {
      throw new AssertionError(
          file
              + (first < 0 ? " no longer holds" : " holds more than once")
              + " what the mutant \""
              + mutant.law()
              + "\" changes; bring LawMutantsTest up to date:\n"
              + mutant.text());
    }
    return compiled(mutant, source.replace(mutant.text(), mutant.instead()));
  }

  private static Map<String, byte[]> compiled(Mutant mutant, String source) throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    StringWriter said = new StringWriter();
    try (Memory memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
      boolean done =
          compiler
              .getTask(
                  said,
                  memory,
                  null,
                  List.of(
                      "-proc:none",
                      "-nowarn",
                      "-parameters",
                      "-cp",
                      System.getProperty("java.class.path")),
                  null,
                  List.of(new Source(mutant.type(), source)))
              .call();
      if (!done) {
        throw new AssertionError("the mutant \"" + mutant.law() + "\" does not compile:\n" + said);
      }
      Map<String, byte[]> out = new HashMap<>();
      memory.written.forEach((name, bytes) -> out.put(name, bytes.toByteArray()));
      return out;
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String type, String text) {
      super(URI.create("mutant:///" + type.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreErrors) {
      return text;
    }
  }

  private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    Memory(JavaFileManager files) {
      super(files);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String type, JavaFileObject.Kind kind, FileObject sibling) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      written.put(type, bytes);
      return new SimpleJavaFileObject(URI.create("mutant:///" + type + ".class"), kind) {
        @Override
        public ByteArrayOutputStream openOutputStream() {
          return bytes;
        }
      };
    }
  }

  /** All classes of ours once more, the changed ones among them; everything else as it is. */
  static ClassLoader world(Map<String, byte[]> changed) {
    return new World(changed);
  }

  private static final class World extends ClassLoader {
    private final Map<String, byte[]> changed;

    World(Map<String, byte[]> changed) {
      super(Mutation.class.getClassLoader());
      this.changed = changed;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("dev.backhaul.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known != null ? known : findClass(name);
      }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] bytes = changed.get(name);
      if (bytes == null) {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
          if (in == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = in.readAllBytes();
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
      return defineClass(name, bytes, 0, bytes.length, Mutation.class.getProtectionDomain());
    }
  }
}
