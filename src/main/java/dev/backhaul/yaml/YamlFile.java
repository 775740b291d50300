package dev.backhaul.yaml;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML 1.2 document to a tree of located nodes. Files are treated as hostile: bounds on
 * size, depth and expanded aliases; no tags, no merge keys, no second document, no key twice.
 */
public final class YamlFile {
  /** Longest file in characters. The largest manifest is a twentieth of it. */
  static final int MAX_CHARACTERS = 2_000_000;

  private YamlFile() {}

  /**
   * Reads a UTF-8 file; the path as given is the name in messages.
   *
   * @throws YamlException if it cannot be read or is not one well-formed document
   */
  public static Node read(Path path) {
    String name = path.toString().replace('\\', '/');
    return read(name, content(path, name));
  }

  /**
   * Reads text; {@code name} stands in messages.
   *
   * @throws YamlException if it is not one well-formed document
   */
  public static Node read(String name, String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw tooLarge(name);
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setCodePointLimit(MAX_CHARACTERS).build();
    try {
      return new Composer(name, new Parse(settings).parseString(text).iterator()).document();
    } catch (MarkedYamlEngineException e) {
      Place place =
          e.getProblemMark()
              .or(e::getContextMark)
              .map(mark -> new Place(name, mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(Place.of(name));
      throw new YamlException(place, "not YAML: " + e.getProblem(), "");
    } catch (YamlEngineException e) {
      throw new YamlException(
          Place.of(name),
          "not YAML: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
          "");
    }
  }

  private static String content(Path path, String name) {
    try {
      if (Files.size(path) > 4L * MAX_CHARACTERS) {
        throw tooLarge(name);
      }
      return Files.readString(path);
    } catch (NoSuchFileException e) {
      throw new YamlException(Place.of(name), "no such file", "");
    } catch (CharacterCodingException e) {
      throw new YamlException(Place.of(name), "not UTF-8", "save the file as UTF-8");
    } catch (IOException e) {
      throw new YamlException(
          Place.of(name), "cannot be read (" + e.getClass().getSimpleName() + ")", "");
    }
  }

  private static YamlException tooLarge(String name) {
    return new YamlException(
        Place.of(name), "longer than " + MAX_CHARACTERS + " characters", "split the file");
  }
}
