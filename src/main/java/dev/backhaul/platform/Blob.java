package dev.backhaul.platform;

/**
 * A file, whole in memory.
 *
 * @param name its name with extension, without any path
 * @param type its content type
 * @param content its bytes; not to be changed
 */
public record Blob(String name, String type, byte[] content) {
  /** Never prints the name: people give it. */
  @Override
  public String toString() {
    return "Blob[" + type + ", " + content.length + " bytes]";
  }
}
