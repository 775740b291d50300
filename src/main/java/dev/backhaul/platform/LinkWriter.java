package dev.backhaul.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.json.Json;
import dev.backhaul.manifest.Link;
import dev.backhaul.manifest.WriteOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes and takes away the association that a record carries at the first place of a link. A write
 * of a link touches nothing else, so that what became of it can be told by reading the link.
 */
final class LinkWriter {
  private final Catalogue catalogue;
  private final RecordReader reader;
  private final BatchWriter batches;

  LinkWriter(Catalogue catalogue, RecordReader reader, BatchWriter batches) {
    this.catalogue = catalogue;
    this.reader = reader;
    this.batches = batches;
  }

  /** The link that a write is of, or null if it is of plain fields. */
  @Nullable Link of(String object, Write write) {
    for (Link link : catalogue.type(object).links()) {
      boolean sets = write.set().has(link.first()) && link.link() != null;
      if (sets || write.clear().contains(link.first()) && link.unlink() != null) {
        return link;
      }
    }
    return null;
  }

  /**
   * One result per write, in order.
   *
   * @param writes all of this link, all setting or all clearing it
   */
  List<WriteResult> send(String object, Link link, List<Write> writes) {
    boolean clears = writes.getFirst().set().isEmpty();
    for (Write write : writes) {
      boolean alone = write.set().size() + write.clear().size() == 1;
      if (!alone || write.set().isEmpty() != clears || write.kind() != Write.Kind.UPDATE) {
        throw new IllegalArgumentException(
            "a write of the link " + link.into() + " of " + object + " writes nothing else");
      }
    }
    WriteOperation.Batch how = clears ? link.unlink() : link.link();
    if (how == null) {
      throw catalogue.cannot("write of " + link.into(), object);
    }
    Map<String, String> now =
        clears
            ? reader.firstLinks(
                object,
                link,
                writes.stream().map(write -> String.valueOf(write.nativeId())).toList())
            : Map.of();
    List<WriteResult> out = new ArrayList<>();
    List<Write> send = new ArrayList<>();
    List<ObjectNode> rows = new ArrayList<>();
    for (Write write : writes) {
      String was = now.get(String.valueOf(write.nativeId()));
      if (clears && was == null) {
        out.add(new WriteResult(write.key(), WriteResult.Status.UNCHANGED, write.nativeId(), null));
        continue;
      }
      JsonNode to = write.set().path(link.first());
      ObjectNode row = Json.object().put("key", write.key()).put("id", write.nativeId());
      rows.add(row.put("to", to.asText()).put("was", was));
      send.add(write);
    }
    if (!send.isEmpty()) {
      out.addAll(batches.send(how, "", send, rows));
    }
    return out;
  }
}
