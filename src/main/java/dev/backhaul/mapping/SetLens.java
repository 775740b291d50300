package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An unordered set of values, each perhaps mapped. Survivors keep their order and spelling, members
 * that the mapping does not carry stay.
 *
 * @param members the value map of one member; null for none
 */
record SetLens(Texts from, Texts to, @Nullable TableLens members) implements Lens, Collected {
  @Override
  public JsonNode get(JsonNode source, References refs) {
    if (Same.blank(source)) {
      return Same.ABSENT;
    }
    List<JsonNode> out = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (JsonNode member : from.read(source)) {
      JsonNode image = image(member, refs);
      if (!Same.blank(image) && seen.add(image.asText())) {
        out.add(image);
      }
    }
    return out.isEmpty() ? Same.ABSENT : to.write(out);
  }

  private JsonNode image(JsonNode member, References refs) {
    return members == null ? member : members.get(member, refs);
  }

  @Override
  public Texts form() {
    return from;
  }

  @Override
  public JsonNode canon(JsonNode view) {
    if (Same.blank(view)) {
      return Same.ABSENT;
    }
    Set<String> sorted = new TreeSet<>();
    to.read(view)
        .forEach(
            member ->
                sorted.add(Same.fold(member.isValueNode() ? member.asText() : member.toString())));
    sorted.remove("");
    List<JsonNode> out = new ArrayList<>();
    sorted.forEach(text -> out.add(TextNode.valueOf(text)));
    return new Texts(null).write(out);
  }

  @Override
  public Put put(JsonNode view, JsonNode original, References refs) {
    Set<String> wanted = new TreeSet<>();
    canon(view).forEach(member -> wanted.add(member.asText()));
    List<JsonNode> out = new ArrayList<>();
    Set<String> held = new TreeSet<>();
    for (JsonNode member : from.read(original)) {
      JsonNode image = image(member, refs);
      if (Same.blank(image) || wanted.contains(Same.fold(image.asText()))) {
        out.add(member);
        held.add(Same.fold(image.asText()));
      }
    }
    for (JsonNode member : to.read(view)) {
      if (Same.blank(member) || !held.add(Same.fold(member.asText()))) {
        continue;
      }
      Put back = members == null ? Put.ok(member) : members.create(member, refs);
      if (!(back instanceof Put.Ok ok)) {
        return choices((Put.Stop) back, view, original, refs);
      }
      if (from.breaks(ok.value())) {
        return Put.stop(Code.SEPARATOR_IN_VALUE, "correct the value in the target");
      }
      out.add(ok.value());
    }
    return Put.ok(out.isEmpty() ? Same.ABSENT : from.write(out));
  }

  /**
   * What the target would hold if the load had lost nothing: the members people added and removed,
   * applied to what the mapping means.
   */
  JsonNode recovered(JsonNode meant, JsonNode was, JsonNode now) {
    Set<String> before = texts(was);
    Set<String> after = texts(now);
    List<JsonNode> out = new ArrayList<>();
    for (JsonNode member : to.read(meant)) {
      String text = Same.fold(member.asText());
      if (after.contains(text) || !before.contains(text)) {
        out.add(member);
      }
    }
    Set<String> held = texts(to.write(out));
    for (JsonNode member : to.read(now)) {
      String text = Same.fold(member.asText());
      if (!before.contains(text) && held.add(text)) {
        out.add(member);
      }
    }
    return out.isEmpty() ? Same.ABSENT : to.write(out);
  }

  private Set<String> texts(JsonNode view) {
    Set<String> out = new TreeSet<>();
    canon(view).forEach(member -> out.add(member.asText()));
    return out;
  }

  /** One undecided member: each of its answers gives a whole list, if nothing else is undecided. */
  private Put choices(Put.Stop stop, JsonNode view, JsonNode original, References refs) {
    List<Put.Option> options = new ArrayList<>();
    for (Put.Option option : stop.options()) {
      List<JsonNode> kept = new ArrayList<>();
      JsonNode image = image(option.value(), refs);
      for (JsonNode member : to.read(view)) {
        if (!member.asText().equals(image.asText())) {
          kept.add(member);
        }
      }
      if (put(new Texts(null).write(kept), original, refs) instanceof Put.Ok ok) {
        List<JsonNode> whole = from.read(ok.value());
        whole.add(option.value());
        options.add(new Put.Option(option.name(), from.write(whole)));
      }
    }
    return new Put.Stop(stop.code(), options, stop.rule());
  }

  @Override
  public Put create(JsonNode view, References refs) {
    return put(view, Same.ABSENT, refs);
  }

  @Override
  public boolean closed() {
    return members != null && members.closed();
  }

  @Override
  public Cells cells() {
    if (members == null) {
      return Cells.of(
          Grade.Cell.RULE, Grade.Cell.EXACT, Grade.Cell.EXACT, "the order of members is lost");
    }
    Cells cells = members.cells();
    return Cells.of(Grade.Cell.RULE, cells.edit(), cells.create(), "members: " + cells.why());
  }
}
