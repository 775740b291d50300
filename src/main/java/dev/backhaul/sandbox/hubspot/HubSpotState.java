package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that the simulated account holds, for seeding and for judging, past HTTP and limits. Types
 * are given in the plural ({@code tickets}). Times are UTC and cut to milliseconds. What people and
 * automations do here follows the rules of values and unique keys, but not those that bind API
 * clients only (lifecycle stages may go back, archived records may be changed). Safe for threads.
 */
public final class HubSpotState {
  private final Schema schema = new Schema();
  private final Records records = new Records(schema);
  private final Associations associations = new Associations();
  private final Conversations conversations = new Conversations();
  private final Directory directory = new Directory();

  /** An empty account with HubSpot's standard properties, and no token. */
  public HubSpotState() {}

  /**
   * Creates a record.
   *
   * @param id its number, or null for the next free one
   * @return its id
   * @throws IllegalArgumentException for an unknown property (declare it with {@link
   *     #addProperty}), a value it does not take, or a unique value that another record holds
   */
  public synchronized String create(
      String type,
      @Nullable String id,
      Map<String, String> properties,
      Instant at,
      SourceTag source) {
    ObjectType object = ObjectType.of(type);
    Map<String, String> values = checked(object, null, properties);
    Long number = id == null ? null : Records.number(id);
    if (id != null && number == null) {
      throw new IllegalArgumentException("An id of HubSpot is a number, found '" + id + "'");
    }
    CrmRecord record = records.create(object, number, cut(at), source);
    records.put(record, values, cut(at), source);
    return record.key();
  }

  /** Changes values of a record; an empty value clears. Equal values change nothing. */
  public synchronized void set(
      String type, String id, Map<String, String> properties, Instant at, SourceTag source) {
    CrmRecord record = require(ObjectType.of(type), id);
    records.put(record, checked(record.type(), record, properties), cut(at), source);
  }

  /** Moves a record to the recycling bin. */
  public synchronized void archive(String type, String id, Instant at, SourceTag source) {
    require(ObjectType.of(type), id).archive(cut(at), source);
  }

  /** Merges two records: the first survives under its own id, the second's id then means it. */
  public synchronized void merge(
      String type, String primary, String loser, Instant at, SourceTag source) {
    ObjectType object = ObjectType.of(type);
    CrmRecord winner = require(object, primary);
    CrmRecord gone = require(object, loser);
    if (winner == gone) {
      throw new IllegalArgumentException(type + " " + primary + " and " + loser + " are one");
    }
    records.merge(winner, gone, cut(at), source);
    associations.move(
        new Associations.End(object, gone.id()), new Associations.End(object, winner.id()));
    conversations.follow(object, gone.key(), winner.key());
  }

  /** Links two records by a type id of the direction given; the other side is linked too. */
  public synchronized void associate(
      String fromType, String fromId, String toType, String toId, int typeId) {
    associations.add(end(fromType, fromId), end(toType, toId), typeId);
  }

  /** Unlinks two records, with all labels. */
  public synchronized void disassociate(
      String fromType, String fromId, String toType, String toId) {
    associations.remove(end(fromType, fromId), end(toType, toId));
  }

  /** The ids of a type that a record is linked with, ascending. */
  public synchronized List<String> associated(String fromType, String fromId, String toType) {
    return associations.of(end(fromType, fromId), ObjectType.of(toType)).keySet().stream()
        .map(String::valueOf)
        .toList();
  }

  /** Adds an owner in HubSpot's form: id, email, firstName, lastName, userId, archived... */
  public synchronized void addOwner(ObjectNode owner) {
    Long id = Records.number(owner.path("id").asText());
    if (id == null) {
      throw new IllegalArgumentException("An owner needs a number as its id");
    }
    directory.owners.put(id, owner.deepCopy());
  }

  /** Adds a pipeline in HubSpot's form: id, label, displayOrder, stages with id and label. */
  public synchronized void addPipeline(String type, ObjectNode pipeline) {
    directory.pipelines(ObjectType.of(type)).add(pipeline.deepCopy());
  }

  /** Adds a property in the form of {@code POST /crm/v3/properties/{type}}. */
  public synchronized void addProperty(String type, ObjectNode definition) {
    schema.add(ObjectType.of(type), definition.deepCopy());
  }

  /** Adds a property that is nothing but a name and a type. */
  public synchronized void addProperty(String type, String name, String valueType) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("label", name).put("type", valueType).put("fieldType", "text");
    json.put("groupName", "custom").put("hasUniqueValue", false).putArray("options");
    addProperty(type, json);
  }

  /** Adds a workflow in the form of {@code GET /automation/v4/flows/{id}}. */
  public synchronized void addFlow(ObjectNode flow) {
    directory.flows.put(flow.path("id").asText(), flow.deepCopy());
  }

  /** A workflow as it stands, or null. */
  public synchronized @Nullable ObjectNode flow(String id) {
    ObjectNode flow = directory.flows.get(id);
    return flow == null ? null : flow.deepCopy();
  }

  /**
   * Opens a conversation with a contact.
   *
   * @param id its number, or null for the next free one
   * @param ticketId the ticket it is about, or null
   * @return its id
   */
  public synchronized String addThread(
      @Nullable String id, @Nullable String ticketId, String contactId, Instant at) {
    return conversations.open(id, ticketId, contactId, cut(at));
  }

  /** Opens a conversation under the next free id. */
  public String addThread(@Nullable String ticketId, String contactId, Instant at) {
    return addThread(null, ticketId, contactId, at);
  }

  /** Adds a message under the next free id. */
  public String addMessage(String threadId, ThreadMessage message) {
    return addMessage(threadId, null, message);
  }

  /**
   * Adds a message to a conversation.
   *
   * @param id its id, any text, or null for the next free one
   * @return its id
   */
  public synchronized String addMessage(
      String threadId, @Nullable String id, ThreadMessage message) {
    ArrayNode attachments = JsonNodeFactory.instance.arrayNode();
    for (String fileId : message.fileIds()) {
      Directory.StoredFile file = directory.files.get(fileId);
      if (file == null) {
        throw new IllegalArgumentException("No file " + fileId + "; add it first");
      }
      attachments
          .addObject()
          .put("type", "FILE")
          .put("fileId", fileId)
          .put("name", file.name())
          .put("fileUsageType", file.extension().matches("png|jpe?g|gif") ? "IMAGE" : "OTHER")
          .put("url", "/files/" + fileId + "/" + file.name());
    }
    return conversations.add(threadId, id, message, attachments);
  }

  /** Puts a file into the file manager; answers its id, for {@code hs_attachment_ids}. */
  public synchronized String addFile(String name, byte[] bytes) {
    return addFile(Long.toString(70_000_001L + directory.files.size()), name, bytes);
  }

  /** Puts a file with an id of its own into the file manager. */
  public synchronized String addFile(String id, String name, byte[] bytes) {
    directory.files.put(id, new Directory.StoredFile(id, name, bytes.clone()));
    return id;
  }

  /** Lets a private app in. */
  public synchronized void token(String token, String appId, List<String> scopes) {
    directory.tokens.put(token, new Directory.Token(appId, null, List.copyOf(scopes), false));
  }

  /** Makes a token an expired one. */
  public synchronized void expire(String token) {
    directory.tokens.computeIfPresent(
        token, (t, app) -> new Directory.Token(app.appId(), app.label(), app.scopes(), true));
  }

  /** Withdraws a token. */
  public synchronized void revoke(String token) {
    directory.tokens.remove(token);
  }

  /** A record as it stands, archived ones too; a merged-away id answers the survivor. */
  public synchronized @Nullable CrmObject get(String type, String id) {
    CrmRecord record = records.find(ObjectType.of(type), id);
    return record == null ? null : record.view();
  }

  /** All records of a type by ascending id, archived ones too, merged-away ones not. */
  public synchronized List<CrmObject> all(String type) {
    return records.all(ObjectType.of(type)).stream().map(CrmRecord::view).toList();
  }

  /** All values a property had, newest first; empty for an unknown record. */
  public synchronized List<Revision> history(String type, String id, String property) {
    CrmRecord record = records.find(ObjectType.of(type), id);
    return record == null ? List.of() : record.revisions(property);
  }

  /** Merged-away ids of a type with the ids that now stand for them. */
  public synchronized Map<String, String> merged(String type) {
    ObjectType object = ObjectType.of(type);
    Map<String, String> all = new LinkedHashMap<>();
    records
        .merged(object)
        .keySet()
        .forEach(id -> all.put(id.toString(), Long.toString(records.survivor(object, id))));
    return all;
  }

  Schema schema() {
    return schema;
  }

  Records records() {
    return records;
  }

  Associations associations() {
    return associations;
  }

  Conversations conversations() {
    return conversations;
  }

  Directory directory() {
    return directory;
  }

  static Instant cut(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }

  private Associations.End end(String type, String id) {
    CrmRecord record = require(ObjectType.of(type), id);
    return new Associations.End(record.type(), record.id());
  }

  private CrmRecord require(ObjectType type, String id) {
    CrmRecord record = records.find(type, id);
    if (record == null) {
      throw new IllegalArgumentException("HubSpot sandbox: no " + type.plural() + " " + id);
    }
    return record;
  }

  private Map<String, String> checked(
      ObjectType type, @Nullable CrmRecord self, Map<String, String> properties) {
    try {
      Map<String, String> values = schema.normal(type, properties);
      values.forEach(
          (name, value) -> {
            CrmRecord holder = value.isEmpty() ? null : records.holder(type, name, value);
            if (holder != null && holder != self) {
              throw new IllegalArgumentException(
                  type.plural() + " " + holder.key() + " holds this value of " + name);
            }
          });
      return values;
    } catch (BadValue e) {
      throw new IllegalArgumentException(
          type.plural() + "." + e.property() + ": " + e.getMessage(), e);
    }
  }
}
