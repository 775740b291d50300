package dev.backhaul.yaml;

/**
 * Where something stands in a file that people edit. A record component of this type is filled by
 * the {@link Binder} with the place of the record itself; it is no key of the file.
 *
 * @param file the name the file was read under, as people know it
 * @param line from 1; 0 when the whole file is meant
 * @param column from 1; 0 when the whole file is meant
 */
public record Place(String file, int line, int column) {

  /** The whole file. */
  public static Place of(String file) {
    return new Place(file, 0, 0);
  }

  /** {@code file:line}, as compilers print it; only the file when no line is known. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
