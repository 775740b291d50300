package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import dev.backhaul.sandbox.hubspot.Conversations.Conversation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversation threads and their messages, which are no CRM objects. */
final class ConversationsApi {
  private static final String THREADS = "/conversations/v3/conversations/threads";

  private final HubSpotState state;

  ConversationsApi(HubSpotState state) {
    this.state = state;
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox
        .on("GET", THREADS, this::threads)
        .on("GET", THREADS + "/{id}", this::thread)
        .on("GET", THREADS + "/{id}/messages", this::messages)
        .on("GET", THREADS + "/{id}/messages/{message}", this::message);
  }

  private Response threads(Call call) {
    call.need("conversations.read");
    boolean byTime = "latestMessageTimestamp".equals(call.request().param("sort"));
    String since = call.request().param("latestMessageTimestampAfter");
    if (byTime && since == null) {
      throw Refusal.invalid(
          "Sorting by latestMessageTimestamp requires latestMessageTimestampAfter");
    }
    Instant after = since == null ? Instant.EPOCH : instant(since);
    String ticket = call.request().param("associatedTicketId");
    String contact = call.request().param("associatedContactId");
    Comparator<Conversation> order = Comparator.comparing(Conversation::id);
    List<Conversation> found =
        state.conversations().all().stream()
            .filter(thread -> since == null || thread.latest().isAfter(after))
            .filter(thread -> ticket == null || thread.ticketId().equals(ticket))
            .filter(
                thread ->
                    contact == null
                        || thread.json().path("associatedContactId").asText().equals(contact))
            .sorted(
                byTime ? Comparator.comparing(Conversation::latest).thenComparing(order) : order)
            .toList();
    String cursor = call.request().param("after");
    List<ObjectNode> results = new ArrayList<>();
    int limit = call.limit(100, 500);
    String next = null;
    String last = null;
    for (Conversation thread : found) {
      if (past(thread, cursor, byTime)) {
        if (results.size() == limit) {
          next = last;
          break;
        }
        results.add(thread.json());
        last = cursor(thread, byTime);
      }
    }
    return Wire.page(results, next, call.request());
  }

  /** The cursor holds what the order goes by, so that a thread that moves is not lost. */
  private static String cursor(Conversation thread, boolean byTime) {
    return byTime ? thread.latest().toEpochMilli() + "_" + thread.id() : "" + thread.id();
  }

  private static boolean past(Conversation thread, @Nullable String cursor, boolean byTime) {
    if (cursor == null || cursor.isEmpty()) {
      return true;
    }
    try {
      if (!byTime) {
        return thread.id() > Long.parseLong(cursor);
      }
      String[] parts = cursor.split("_", 2);
      long millis = Long.parseLong(parts[0]);
      long id = parts.length < 2 ? 0 : Long.parseLong(parts[1]);
      long mine = thread.latest().toEpochMilli();
      return mine > millis || (mine == millis && thread.id() > id);
    } catch (NumberFormatException e) {
      throw Refusal.invalid("The paging cursor 'after' is not one that was given out");
    }
  }

  private Response thread(Call call) {
    return Wire.answer(200, require(call).json());
  }

  private Response messages(Call call) {
    List<ObjectNode> all = new ArrayList<>(require(call).messages());
    if ("-createdAt".equals(call.request().param("sort"))) {
      Collections.reverse(all);
    }
    int from = (int) Math.min(call.after(), all.size());
    int to = Math.min(from + call.limit(100, 100), all.size());
    String next = to < all.size() ? Integer.toString(to) : null;
    return Wire.page(all.subList(from, to), next, call.request());
  }

  private Response message(Call call) {
    for (ObjectNode message : require(call).messages()) {
      if (message.path("id").asText().equals(call.place("message"))) {
        return Wire.answer(200, message);
      }
    }
    throw new Refusal(404, "OBJECT_NOT_FOUND", "Message not found");
  }

  private Conversation require(Call call) {
    call.need("conversations.read");
    Conversation thread = state.conversations().find(call.place("id"));
    if (thread == null) {
      throw new Refusal(404, "OBJECT_NOT_FOUND", "Thread not found");
    }
    return thread;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Refusal.invalid("latestMessageTimestampAfter must be an ISO 8601 time");
    }
  }
}
