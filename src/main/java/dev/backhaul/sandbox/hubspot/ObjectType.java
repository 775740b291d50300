package dev.backhaul.sandbox.hubspot;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of record the simulation knows, with the names HubSpot gives them. */
enum ObjectType {
  CONTACTS("contact", "0-1", "createdate", "lastmodifieddate", "email,firstname,lastname"),
  COMPANIES("company", "0-2", "createdate", "hs_lastmodifieddate", "name,domain"),
  DEALS(
      "deal",
      "0-3",
      "createdate",
      "hs_lastmodifieddate",
      "amount,closedate,dealname,dealstage,pipeline"),
  TICKETS(
      "ticket",
      "0-5",
      "createdate",
      "hs_lastmodifieddate",
      "content,hs_pipeline,hs_pipeline_stage,hs_ticket_category,hs_ticket_priority,subject"),
  NOTES("note", "0-46", "hs_createdate", "hs_lastmodifieddate", ""),
  EMAILS("email", "0-49", "hs_createdate", "hs_lastmodifieddate", "");

  private final String singular;
  private final String typeId;
  private final String created;
  private final String modified;

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> defaults;

  ObjectType(String singular, String typeId, String created, String modified, String defaults) {
    this.singular = singular;
    this.typeId = typeId;
    this.created = created;
    this.modified = modified;
    this.defaults = defaults.isEmpty() ? List.of() : List.of(defaults.split(","));
  }

  /** The type a path segment means (plural, singular or type id), or null. */
  static @Nullable ObjectType find(String name) {
    for (ObjectType type : values()) {
      if (type.plural().equals(name) || type.singular.equals(name) || type.typeId.equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** The type, for callers in this process. */
  static ObjectType of(String name) {
    ObjectType type = find(name);
    if (type == null) {
      throw new IllegalArgumentException(
          "HubSpot sandbox has no object '" + name + "'; use contacts, companies, tickets...");
    }
    return type;
  }

  String plural() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** HubSpot's id of the type (0-1). */
  String typeId() {
    return typeId;
  }

  String singular() {
    return singular;
  }

  /** The property that holds the creation time. */
  String created() {
    return created;
  }

  /** The property that holds the time of the last change: contacts have their own name for it. */
  String modified() {
    return modified;
  }

  /** What a read without {@code properties} answers, besides id and times. */
  List<String> defaults() {
    return defaults;
  }

  /** The scope a call needs. Notes and e-mails go with contacts. */
  String scope(boolean write) {
    return switch (this) {
      case TICKETS -> "tickets";
      case COMPANIES, DEALS -> "crm.objects." + plural() + (write ? ".write" : ".read");
      case CONTACTS, NOTES, EMAILS -> "crm.objects.contacts" + (write ? ".write" : ".read");
    };
  }

  /** The pipeline and stage properties, or null where the type has none. */
  @Nullable String pipelineProperty() {
    return this == TICKETS ? "hs_pipeline" : this == DEALS ? "pipeline" : null;
  }

  /** The stage property, or null where the type has none. */
  @Nullable String stageProperty() {
    return this == TICKETS ? "hs_pipeline_stage" : this == DEALS ? "dealstage" : null;
  }
}
