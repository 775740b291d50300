package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What is not a record: owners, pipelines, workflows, files, tokens. */
final class Directory {
  /** A private app's token. The value itself is the key it is kept under. */
  record Token(String appId, @Nullable String label, List<String> scopes, boolean expired) {
    boolean grants(String scope) {
      return scopes.contains(scope)
          || (scope.endsWith(".read") && scopes.contains(scope.replaceFirst("\\.read$", ".write")));
    }

    SourceTag tag() {
      return SourceTag.app(appId, label);
    }
  }

  /** One file of the file manager. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; the bytes are only handed on.
  record StoredFile(String id, String name, byte[] bytes) {
    /** The part after the last dot, or empty. */
    String extension() {
      return name.contains(".") ? name.substring(name.lastIndexOf('.') + 1) : "";
    }
  }

  final Map<Long, ObjectNode> owners = new TreeMap<>();
  final Map<ObjectType, List<ObjectNode>> pipelines = new EnumMap<>(ObjectType.class);
  final Map<String, ObjectNode> flows = new LinkedHashMap<>();
  final Map<String, StoredFile> files = new LinkedHashMap<>();
  final Map<String, Token> tokens = new ConcurrentSkipListMap<>();

  List<ObjectNode> pipelines(ObjectType type) {
    return pipelines.computeIfAbsent(type, t -> new ArrayList<>());
  }

  /** Null when the stage is one of the pipeline's, else what is wrong. Unknown types pass. */
  @Nullable String misplaced(ObjectType type, String pipeline, String stage) {
    List<ObjectNode> all = pipelines(type);
    if (all.isEmpty()) {
      return null;
    }
    for (ObjectNode json : all) {
      if (json.path("id").asText().equals(pipeline)) {
        for (JsonNode each : json.path("stages")) {
          if (each.path("id").asText().equals(stage)) {
            return null;
          }
        }
        return "'" + stage + "' is not a stage of pipeline '" + pipeline + "'";
      }
    }
    return "there is no pipeline '" + pipeline + "'";
  }

  /** True when the owner exists, or when no owners were ever given. */
  boolean ownerKnown(String id) {
    Long number = Records.number(id);
    return owners.isEmpty() || (number != null && owners.containsKey(number));
  }
}
