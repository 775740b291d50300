package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.Ledger;
import dev.backhaul.sandbox.http.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Up to 100 records at a time: {@code /crm/v3/objects/{type}/batch}. */
final class BatchApi {
  private static final int MOST = 100;
  private static final int MOST_WITH_HISTORY = 50;

  private final HubSpotState state;
  private final Ledger ledger;
  private final Wire wire;

  BatchApi(HubSpotState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
    this.wire = new Wire(state);
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("POST", "/crm/v3/objects/{type}/batch/read", this::read)
        .on("POST", "/crm/v3/objects/{type}/batch/create", this::create)
        .on("POST", "/crm/v3/objects/{type}/batch/update", this::update)
        .on("POST", "/crm/v3/objects/{type}/batch/upsert", this::upsert)
        .on("POST", "/crm/v3/objects/{type}/batch/archive", this::archive);
  }

  private Response read(Call call) {
    ObjectType type = call.type(false);
    ObjectNode body = call.body();
    List<String> histories = Call.names(body, "propertiesWithHistory");
    List<ObjectNode> inputs = call.inputs(body, MOST);
    if (!histories.isEmpty() && inputs.size() > MOST_WITH_HISTORY) {
      throw Refusal.invalid(
          "The maximum number of inputs supported in a batch request for property histories is"
              + " 50. Please reduce the number of items and try again");
    }
    Wire.Wanted wanted = new Wire.Wanted(Call.names(body, "properties"), histories, List.of());
    String idProperty = Call.text(body, "idProperty");
    Drafts drafts = new Drafts(state, ledger);
    Map<Long, ObjectNode> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (ObjectNode input : inputs) {
      String id = input.path("id").asText();
      CrmRecord record = drafts.find(type, id, idProperty, call.flag("archived"));
      if (record == null) {
        missing.add(id);
      } else {
        found.computeIfAbsent(record.id(), key -> wire.record(record, wanted));
      }
    }
    List<ObjectNode> errors =
        missing.isEmpty() ? List.of() : List.of(missing(type, missing).json());
    return Wire.batch(200, List.copyOf(found.values()), errors, call.now());
  }

  private Response create(Call call) {
    ObjectType type = call.type(true);
    Drafts drafts = new Drafts(state, ledger);
    return write(call, 201, drafts, false, input -> drafts.create(type, input));
  }

  private Response update(Call call) {
    ObjectType type = call.type(true);
    Drafts drafts = new Drafts(state, ledger);
    return write(
        call,
        200,
        drafts,
        false,
        input -> {
          String id = input.path("id").asText();
          CrmRecord record = drafts.find(type, id, Call.text(input, "idProperty"), false);
          if (record == null) {
            throw missing(type, List.of(id));
          }
          return drafts.update(record, input);
        });
  }

  private Response upsert(Call call) {
    ObjectType type = call.type(true);
    Drafts drafts = new Drafts(state, ledger);
    return write(
        call,
        200,
        drafts,
        true,
        input -> {
          String id = input.path("id").asText();
          String idProperty = Call.text(input, "idProperty");
          CrmRecord record = drafts.find(type, id, idProperty, false);
          if (record != null) {
            return drafts.update(record, input);
          }
          if (idProperty == null || idProperty.equals("hs_object_id")) {
            throw missing(type, List.of(id));
          }
          ObjectNode keyed = input.deepCopy();
          keyed.withObject("/properties").put(idProperty, id);
          return drafts.create(type, keyed);
        });
  }

  private Response archive(Call call) {
    ObjectType type = call.type(true);
    for (ObjectNode input : call.inputs(call.body(), MOST)) {
      CrmRecord record = state.records().find(type, input.path("id").asText());
      if (record != null && !record.archived()) {
        record.archive(call.now(), call.app().tag());
        ledger.write(type.plural(), record.key(), "deleted", List.of());
      }
    }
    return Response.empty(204);
  }

  /** Row by row if every input has a trace id of its own; else one bad row fails the call. */
  private Response write(
      Call call,
      int whole,
      Drafts drafts,
      boolean tellsNew,
      Function<ObjectNode, Drafts.Draft> check) {
    List<ObjectNode> inputs = call.inputs(call.body(), MOST);
    unique(inputs);
    boolean traced = traced(inputs);
    IdentityHashMap<ObjectNode, Drafts.Draft> ready = new IdentityHashMap<>();
    List<ObjectNode> errors = new ArrayList<>();
    for (ObjectNode input : inputs) {
      try {
        ready.put(input, check.apply(input));
      } catch (Refusal refusal) {
        if (!traced) {
          throw refusal;
        }
        String trace = input.path("objectWriteTraceId").asText();
        errors.add(refusal.context("objectWriteTraceId", List.of(trace)).json());
      }
    }
    List<ObjectNode> results = new ArrayList<>();
    for (ObjectNode input : inputs) {
      Drafts.Draft draft = ready.get(input);
      if (draft != null) {
        CrmRecord record = drafts.commit(draft, call.now(), call.app().tag());
        ObjectNode json = wire.record(record, written(input));
        if (tellsNew) {
          json.put("new", draft.record() == null);
        }
        if (input.hasNonNull("objectWriteTraceId")) {
          json.set("objectWriteTraceId", input.get("objectWriteTraceId"));
        }
        results.add(json);
      }
    }
    return Wire.batch(whole, results, errors, call.now());
  }

  private static Wire.Wanted written(ObjectNode input) {
    return new Wire.Wanted(List.copyOf(Call.properties(input).keySet()), List.of(), List.of());
  }

  private static void unique(List<ObjectNode> inputs) {
    Set<String> ids = new HashSet<>();
    for (ObjectNode input : inputs) {
      String id = Call.text(input, "id");
      if (id != null && !ids.add(Objects.toString(Call.text(input, "idProperty")) + "\n" + id)) {
        throw Refusal.invalid(
            "Duplicate IDs found in batch input: [" + id + "]. IDs must be unique");
      }
    }
  }

  private static boolean traced(List<ObjectNode> inputs) {
    Set<String> traces = new HashSet<>();
    for (ObjectNode input : inputs) {
      String trace = Call.text(input, "objectWriteTraceId");
      if (trace == null || !traces.add(trace)) {
        return false;
      }
    }
    return true;
  }

  private static Refusal missing(ObjectType type, List<String> ids) {
    return new Refusal(
            404,
            "OBJECT_NOT_FOUND",
            "Could not get some "
                + type.singular().toUpperCase(Locale.ROOT)
                + " objects, they may be deleted or not exist. Check that ids are valid.")
        .context("ids", ids);
  }
}
