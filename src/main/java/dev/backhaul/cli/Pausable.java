package dev.backhaul.cli;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What can be paused. */
final class Pausable implements Iterable<String> {
  static final List<String> ALL = List.of("delta", "plan", "apply", "all");

  @Override
  public Iterator<String> iterator() {
    return ALL.iterator();
  }

  /** Refuses a name that nothing would listen to. */
  static final class Reader implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!ALL.contains(value)) {
        throw new TypeConversionException(
            "must be one of " + String.join(", ", ALL) + ", was '" + value + "'");
      }
      return value;
    }
  }
}
