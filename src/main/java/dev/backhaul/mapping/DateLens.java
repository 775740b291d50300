package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A date in another format. Where the target holds only the day, the original's time of day and
 * offset are kept.
 *
 * @param zone in which a day is a day; UTC if the file says nothing
 * @param born time of day for records born in the target; null to ask
 */
record DateLens(Stamp from, Stamp to, ZoneId zone, @Nullable LocalTime born) implements Lens {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (Same.blank(source)) {
      return source;
    }
    Optional<Instant> instant = from.instant(source, zone);
    return instant.isEmpty() ? source : to.print(instant.get(), Same.ABSENT, zone);
  }

  @Override
  public JsonNode canon(JsonNode view) {
    if (to == Stamp.DATE) {
      return view;
    }
    // Platforms answer the same instant as text or as a number; both are one value.
    Optional<Instant> instant = to.instant(view, zone);
    if (instant.isEmpty() && view.isValueNode()) {
      instant = (to == Stamp.ISO ? Stamp.EPOCH_MS : Stamp.ISO).instant(view, zone);
    }
    return instant.<JsonNode>map(i -> TextNode.valueOf(i.toString())).orElse(view);
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    if (to == Stamp.DATE && from != Stamp.DATE) {
      return day(view, original);
    }
    Optional<Instant> instant = to.instant(view, zone);
    if (instant.isEmpty() && to != Stamp.DATE) {
      instant = (to == Stamp.ISO ? Stamp.EPOCH_MS : Stamp.ISO).instant(view, zone);
    }
    return instant.isEmpty() ? bad() : Put.ok(from.print(instant.get(), original, zone));
  }

  private Put day(JsonNode view, JsonNode original) {
    Optional<LocalDate> day = Stamp.day(view);
    if (day.isEmpty()) {
      return bad();
    }
    Optional<Instant> old = from.instant(original, zone);
    if (old.isEmpty()) {
      return born == null
          ? Put.stop(Code.TIME_UNKNOWN, "add `back: {time: \"09:00\"}`")
          : at(day.get().atTime(born), original, null);
    }
    ZoneOffset offset = zone.getRules().getOffset(old.get());
    return at(LocalDateTime.of(day.get(), old.get().atZone(zone).toLocalTime()), original, offset);
  }

  private Put at(LocalDateTime local, JsonNode original, @Nullable ZoneOffset preferred) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.isEmpty()) {
      return Put.stop(Code.DST_GAP, "that time does not exist on " + local.toLocalDate());
    }
    if (offsets.size() > 1 && (preferred == null || !offsets.contains(preferred))) {
      return new Put.Stop(
          Code.DST_OVERLAP,
          offsets.stream()
              .map(o -> new Put.Option(o.getId(), from.print(local.toInstant(o), original, zone)))
              .toList(),
          "that time exists twice on " + local.toLocalDate());
    }
    ZoneOffset offset =
        preferred != null && offsets.contains(preferred) ? preferred : offsets.get(0);
    return Put.ok(from.print(local.toInstant(offset), original, zone));
  }

  private Put bad() {
    return Put.stop(Code.BAD_DATE, "correct the value in the target; expected " + to.word());
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return to != Stamp.DATE || from == Stamp.DATE;
  }

  @Override
  public Cells cells() {
    return closed()
        ? Cells.of(Grade.Cell.EXACT, Grade.Cell.EXACT, Grade.Cell.EXACT, "the same instant")
        : Cells.of(
            Grade.Cell.RULE,
            Grade.Cell.ORIGINAL,
            born == null ? Grade.Cell.RULE : Grade.Cell.ORIGINAL,
            "the time of day is lost");
  }
}
