package dev.backhaul.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.delta.StagedRecord;
import dev.backhaul.manifest.Jq;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.platform.Writer;
import org.jspecify.annotations.Nullable;

/** Who created a record, read from the record itself as the platform's manifest says. */
final class Creators {
  private Creators() {}

  static Writer of(ObjectType type, StagedRecord record) {
    Jq creator = type.creator();
    if (creator == null) {
      return Writer.UNKNOWN;
    }
    JsonNode who = creator.first(record.fields());
    return new Writer(
        text(who, "user"), text(who, "app"), text(who, "sourceType"), text(who, "importId"));
  }

  private static @Nullable String text(JsonNode who, String name) {
    JsonNode value = who.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }
}
