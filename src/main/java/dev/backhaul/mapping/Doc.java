package dev.backhaul.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backhaul.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A place in a YAML file that knows its line and keeps the text of its scalars as written. */
record Doc(Path file, Node node) {

  static Doc read(Path file) {
    try {
      String text = Files.readString(file);
      LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
      Node root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new MappingException(file, 1, "the file is empty"));
      return new Doc(file, root);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      throw new MappingException(file, line, "not YAML: " + e.getProblem(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the mapping " + file, e);
    }
  }

  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  MappingException error(String message) {
    return new MappingException(file, line(), message);
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isScalar() {
    return node instanceof ScalarNode;
  }

  /** The entries in file order. */
  Map<String, Doc> entries() {
    if (!(node instanceof MappingNode map)) {
      throw error("expected `key: value` pairs");
    }
    Map<String, Doc> out = new LinkedHashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Doc key = new Doc(file, tuple.getKeyNode());
      if (out.put(key.text(), new Doc(file, tuple.getValueNode())) != null) {
        throw key.error("the key '" + key.text() + "' stands here twice");
      }
    }
    return out;
  }

  /** The entries, refusing any key that is not known here. */
  Map<String, Doc> entries(Set<String> known) {
    Map<String, Doc> out = entries();
    for (NodeTuple tuple : ((MappingNode) node).getValue()) {
      Doc key = new Doc(file, tuple.getKeyNode());
      if (!known.contains(key.text())) {
        throw key.error(Nearest.unknown("key", key.text(), known));
      }
    }
    return out;
  }

  Map<String, Doc> entries(String... known) {
    return entries(Set.copyOf(Arrays.asList(known)));
  }

  List<Doc> items() {
    if (!(node instanceof SequenceNode list)) {
      throw error("expected a list");
    }
    List<Doc> out = new ArrayList<>();
    list.getValue().forEach(item -> out.add(new Doc(file, item)));
    return out;
  }

  /** The scalar as written, without quotes. */
  String text() {
    if (!(node instanceof ScalarNode scalar)) {
      throw error("expected a single value");
    }
    return scalar.getValue();
  }

  /** A required entry of a map. */
  Doc need(String key) {
    Doc value = entries().get(key);
    if (value == null) {
      throw error("expected the key '" + key + "' here");
    }
    return value;
  }

  @Nullable Doc at(String key) {
    return entries().get(key);
  }

  boolean flag() {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error("expected true or false, found '" + text() + "'");
    };
  }

  int whole() {
    try {
      int value = Integer.parseInt(text());
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new MappingException(
          file, line(), "expected a whole number, found '" + text() + "'", e);
    }
    throw error("expected a whole number from 0, found '" + text() + "'");
  }

  /** One of the words, as its constant; words are lower case with dashes. */
  <E extends Enum<E>> E word(Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      if (word.equals(text())) {
        return constant;
      }
      words.add(word);
    }
    throw error(Nearest.unknown("value", text(), words));
  }

  dev.backhaul.mapping.Path path() {
    try {
      return dev.backhaul.mapping.Path.of(text());
    } catch (IllegalArgumentException e) {
      throw new MappingException(file, line(), String.valueOf(e.getMessage()), e);
    }
  }

  /** The value with its YAML type; quoted text stays text. */
  JsonNode json() {
    if (node instanceof MappingNode) {
      ObjectNode out = Json.object();
      entries().forEach((key, value) -> out.set(key, value.json()));
      return out;
    }
    if (node instanceof SequenceNode) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      items().forEach(item -> out.add(item.json()));
      return out;
    }
    String text = text();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return NullNode.getInstance();
    }
    if (tag.equals(Tag.BOOL)) {
      return BooleanNode.valueOf(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return Same.decimal(TextNode.valueOf(text))
          .<JsonNode>map(Fit::node)
          .orElse(TextNode.valueOf(text));
    }
    return TextNode.valueOf(text);
  }

  /** The tree for hashing: the text of scalars, and whether they were quoted. */
  JsonNode canonical() {
    if (node instanceof MappingNode) {
      ObjectNode out = Json.object();
      entries().forEach((key, value) -> out.set(key, value.canonical()));
      return out;
    }
    if (node instanceof SequenceNode) {
      ArrayNode out = JsonNodeFactory.instance.arrayNode();
      items().forEach(item -> out.add(item.canonical()));
      return out;
    }
    boolean text =
        node.getTag().equals(Tag.STR) || ((ScalarNode) node).getScalarStyle() != ScalarStyle.PLAIN;
    return text ? TextNode.valueOf(text()) : Json.object().put("plain", text());
  }
}
