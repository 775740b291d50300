package dev.backhaul.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds the tree from the parser's events. Built here, and not by the library's own composer,
 * because places, bounds and duplicate keys are checked while the tree grows, not after.
 */
final class Composer {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_NODES = 100_000;

  private final String file;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;

  /** A node that was given a name, and how many nodes it counts for when repeated. */
  private record Anchored(Node node, int weight) {}

  Composer(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  Node document() {
    events.next(); // the start of the stream
    Event first = events.next();
    if (!(first instanceof DocumentStartEvent)) {
      return new Node.Mapping(new Place(file, 1, 1), List.of());
    }
    Node root = node(events.next(), 0);
    if (!(events.next() instanceof DocumentEndEvent)) {
      throw new IllegalStateException("a document that does not end, in " + file);
    }
    Event last = events.next();
    if (!(last instanceof StreamEndEvent)) {
      throw new YamlException(place(last), "a second document in one file", "remove the \"---\"");
    }
    return root.isNull() ? new Node.Mapping(root.at(), List.of()) : root;
  }

  private Node node(Event event, int depth) {
    Place at = place(event);
    if (depth > MAX_DEPTH) {
      throw new YamlException(at, "nested deeper than " + MAX_DEPTH + " levels", "");
    }
    int before = nodes;
    count(1, at);
    return switch (event) {
      case AliasEvent alias -> repeated(alias, at);
      case ScalarEvent scalar -> {
        refuseTag(scalar.getTag(), at);
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        yield named(scalar.getAnchor(), new Node.Scalar(at, scalar.getValue(), plain), before);
      }
      case SequenceStartEvent start -> named(start.getAnchor(), sequence(start, at, depth), before);
      case MappingStartEvent start -> named(start.getAnchor(), mapping(start, at, depth), before);
      default -> throw new IllegalStateException("unexpected " + event.getEventId() + " at " + at);
    };
  }

  private Node sequence(CollectionStartEvent start, Place at, int depth) {
    refuseTag(start.getTag(), at);
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Node.Sequence(at, items);
  }

  private Node mapping(CollectionStartEvent start, Place at, int depth) {
    refuseTag(start.getTag(), at);
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Place> seen = new HashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      Node.Scalar key = key(node(next, depth + 1));
      Place first = seen.putIfAbsent(key.text(), key.at());
      if (first != null) {
        throw new YamlException(
            key.at(),
            "key \"" + key.text() + "\" stands twice",
            "the first one is on line " + first.line() + "; remove one");
      }
      entries.add(new Node.Entry(key, node(events.next(), depth + 1)));
    }
    return new Node.Mapping(at, entries);
  }

  private static Node.Scalar key(Node node) {
    if (!(node instanceof Node.Scalar key)) {
      throw new YamlException(node.at(), "a key must be text, found " + node.described(), "");
    }
    if (key.plain() && key.text().equals("<<")) {
      throw new YamlException(
          key.at(), "merge keys (\"<<\") are not YAML 1.2", "write the keys out here");
    }
    return key;
  }

  private Node repeated(AliasEvent alias, Place at) {
    Anchored anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw new YamlException(
          at,
          "alias \"*" + alias.getAlias() + "\" names nothing that ends before this line",
          "an alias cannot stand inside what it repeats");
    }
    count(anchored.weight() - 1, at);
    return anchored.node();
  }

  private Node named(Optional<Anchor> anchor, Node node, int before) {
    anchor.ifPresent(name -> anchors.put(name, new Anchored(node, nodes - before)));
    return node;
  }

  private void count(int more, Place at) {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw new YamlException(
          at, "more than " + MAX_NODES + " values, repeated ones counted", "split the file");
    }
  }

  private static void refuseTag(Optional<String> tag, Place at) {
    if (tag.isPresent()) {
      throw new YamlException(
          at,
          "tags (\"" + tag.get() + "\") are not allowed",
          "remove the tag; types are known here");
    }
  }

  private Place place(Event event) {
    Mark mark = event.getStartMark().orElseThrow();
    return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
