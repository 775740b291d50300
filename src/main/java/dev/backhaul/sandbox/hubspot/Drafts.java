package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.sandbox.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes of API clients. A write is first checked wholly, as a draft; committing a draft cannot
 * fail. One instance serves one call, so that two rows of a batch cannot claim one unique value.
 */
final class Drafts {
  private static final String LIFECYCLE = Lifecycle.STAGE;

  /** A write that may be made. A null record is one to be created. */
  record Draft(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> values, List<Link> links) {}

  /** A link that a created record gets. */
  record Link(Associations.End to, int typeId) {}

  private final HubSpotState state;
  private final Ledger ledger;
  private final Set<String> claimed = new HashSet<>();

  Drafts(HubSpotState state, Ledger ledger) {
    this.state = state;
    this.ledger = ledger;
  }

  /** A new record, with the links the input names. */
  Draft create(ObjectType type, JsonNode input) {
    Map<String, String> values = checked(type, null, Call.properties(input));
    if (type == ObjectType.TICKETS && !values.containsKey("hs_pipeline")) {
      values.put("hs_pipeline", "0");
    }
    String required =
        switch (type) {
          case TICKETS -> "hs_pipeline_stage";
          case NOTES, EMAILS -> "hs_timestamp";
          case CONTACTS, COMPANIES, DEALS -> null;
        };
    if (required != null && values.getOrDefault(required, "").isEmpty()) {
      throw Refusal.of(
          new BadValue(required, "REQUIRED_PROPERTY", "Required properties are missing"));
    }
    List<Link> links = new ArrayList<>();
    for (JsonNode link : input.path("associations")) {
      for (JsonNode kind : link.path("types")) {
        links.add(link(type, link.path("to").path("id").asText(), kind));
      }
    }
    return new Draft(type, null, stages(type, null, values), links);
  }

  /** A change of a record that exists. */
  Draft update(CrmRecord record, JsonNode input) {
    ObjectType type = record.type();
    Map<String, String> values = checked(type, record, Call.properties(input));
    String stage = values.get(LIFECYCLE);
    if (stage != null && backward(record.value(LIFECYCLE), stage, type)) {
      // HubSpot answers 200 and keeps the later stage.
      values.remove(LIFECYCLE);
    }
    return new Draft(type, record, stages(type, record, values), List.of());
  }

  /** Makes the write; answers the record. */
  CrmRecord commit(Draft draft, Instant at, SourceTag source) {
    CrmRecord record = draft.record();
    boolean fresh = record == null;
    if (record == null) {
      record = state.records().create(draft.type(), null, at, source);
    }
    List<String> changed = state.records().put(record, draft.values(), at, source);
    Associations.End from = new Associations.End(record.type(), record.id());
    draft.links().forEach(link -> state.associations().add(from, link.to(), link.typeId()));
    ledger.write(record.type().plural(), record.key(), fresh ? "created" : "updated", changed);
    new Enrolment(state, ledger).written(record, fresh, at);
    return record;
  }

  /** The record that an id means in a property; archived ones only when asked for. */
  @Nullable CrmRecord find(
      ObjectType type, String id, @Nullable String idProperty, boolean archived) {
    CrmRecord found;
    if (idProperty == null || idProperty.equals("hs_object_id")) {
      found = state.records().find(type, id);
    } else {
      PropertyDefinition property = state.schema().find(type, idProperty);
      if (property == null || !property.unique()) {
        throw Refusal.invalid(
            "idProperty "
                + idProperty
                + " is not a unique identifying property of "
                + type.plural());
      }
      try {
        found = state.records().keyed(type, idProperty, property.normal(id));
      } catch (BadValue e) {
        throw Refusal.of(e);
      }
    }
    return found != null && found.archived() == archived ? found : null;
  }

  private Map<String, String> checked(
      ObjectType type, @Nullable CrmRecord self, Map<String, String> properties) {
    Map<String, String> values;
    try {
      values = state.schema().normal(type, properties);
    } catch (BadValue e) {
      throw Refusal.of(e);
    }
    values.forEach((name, value) -> claim(type, self, name, value));
    String owner = values.getOrDefault("hubspot_owner_id", "");
    if (!owner.isEmpty() && !state.directory().ownerKnown(owner)) {
      throw Refusal.of(
          new BadValue("hubspot_owner_id", "INVALID_OWNER_ID", "the owner does not exist"));
    }
    return values;
  }

  private void claim(ObjectType type, @Nullable CrmRecord self, String name, String value) {
    PropertyDefinition property = state.schema().find(type, name);
    if (property == null || !property.unique() || value.isEmpty()) {
      return;
    }
    CrmRecord holder = state.records().holder(type, name, value);
    if (holder != null && holder != self) {
      if (name.equals("email")) {
        throw new Refusal(409, "CONFLICT", "Contact already exists. Existing ID: " + holder.key());
      }
      throw Refusal.of(
          new BadValue(name, "CONFLICTING_UNIQUE_VALUE", "another record has that value already"));
    }
    if (!claimed.add(name + "\n" + value)) {
      throw Refusal.of(
          new BadValue(name, "CONFLICTING_UNIQUE_VALUE", "another input has that value already"));
    }
  }

  private Map<String, String> stages(
      ObjectType type, @Nullable CrmRecord record, Map<String, String> values) {
    String pipelines = type.pipelineProperty();
    String stages = type.stageProperty();
    if (pipelines == null || stages == null) {
      return values;
    }
    if (values.containsKey(pipelines) || values.containsKey(stages)) {
      String pipeline = values.getOrDefault(pipelines, now(record, pipelines));
      String stage = values.getOrDefault(stages, now(record, stages));
      String wrong = state.directory().misplaced(type, pipeline, stage);
      if (wrong != null) {
        throw Refusal.of(new BadValue(stages, "INVALID_OPTION", wrong));
      }
    }
    return values;
  }

  private Link link(ObjectType type, String toId, JsonNode kind) {
    int typeId = kind.path("associationTypeId").asInt();
    for (ObjectType to : ObjectType.values()) {
      if (Associations.knows(type, to, typeId)) {
        CrmRecord record = state.records().find(to, toId);
        if (record == null || record.archived()) {
          throw Refusal.missing(to, toId);
        }
        return new Link(new Associations.End(to, record.id()), typeId);
      }
    }
    throw Refusal.invalid("Association type " + typeId + " does not exist for " + type.singular());
  }

  private boolean backward(@Nullable String from, String to, ObjectType type) {
    PropertyDefinition property = state.schema().find(type, LIFECYCLE);
    if (property == null || from == null || to.isEmpty()) {
      return false;
    }
    return property.options().indexOf(to) < property.options().indexOf(from);
  }

  private static String now(@Nullable CrmRecord record, String property) {
    String value = record == null ? null : record.value(property);
    return value == null ? "" : value;
  }
}
