package dev.backhaul.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backhaul.sandbox.http.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /crm/v3/objects/{type}/search}. The index is the account as it stood some time ago: a
 * change shows only after the delay, until then the state before it does. Archived records are
 * never found.
 */
final class SearchApi {
  private static final int MAX_BODY = 3_000;

  private final HubSpotState state;
  private final HubSpotSettings settings;
  private final Wire wire;

  SearchApi(HubSpotState state, HubSpotSettings settings) {
    this.state = state;
    this.settings = settings;
    this.wire = new Wire(state);
  }

  void routes(HubSpotSandbox sandbox) {
    sandbox.on("POST", "/crm/v3/objects/{type}/search", this::search);
  }

  /** A record seen at an instant. */
  private record Seen(CrmRecord record, Instant asOf) implements SearchQuery.Indexed {
    @Override
    public @Nullable String value(String property) {
      return record.valueAsOf(property, asOf);
    }

    /** Id and times, by which most searches go, are not made into text first. */
    @Override
    public @Nullable Comparable<?> comparable(PropertyDefinition property) {
      if (property.isId()) {
        return record.id();
      }
      String name = property.name();
      if (name.equals(record.type().modified())) {
        return record.updatedAsOf(asOf).toEpochMilli();
      }
      if (name.equals(record.type().created())) {
        return record.createdAt().toEpochMilli();
      }
      try {
        return property.comparable(value(name));
      } catch (BadValue e) {
        throw new IllegalStateException("A checked value of " + name + " cannot be compared", e);
      }
    }
  }

  private Response search(Call call) {
    ObjectType type = call.type(false);
    if (call.request().text().length() > MAX_BODY) {
      throw Refusal.invalid("The request body must not be longer than " + MAX_BODY + " characters");
    }
    SearchQuery query = SearchQuery.of(type, state.schema(), call.body());
    Instant asOf = call.now().minus(settings.indexDelay());
    List<Seen> found = new ArrayList<>();
    for (CrmRecord record : state.records().after(type, query.above())) {
      if (!record.archived() && !record.createdAt().isAfter(asOf)) {
        Seen seen = new Seen(record, asOf);
        if (query.matches().test(seen)) {
          found.add(seen);
        }
      }
    }
    // The records come by ascending id, and the sort is stable: equal values stay in that order.
    Comparator<SearchQuery.Indexed> order = query.order();
    if (order != null) {
      found.sort(order);
    }
    int from = Math.min(query.after(), found.size());
    int to = Math.min(from + query.limit(), found.size());
    ObjectNode json = Wire.object().put("total", found.size());
    Wire.Wanted wanted = new Wire.Wanted(query.properties(), List.of(), List.of());
    var results = json.putArray("results");
    for (Seen seen : found.subList(from, to)) {
      results.add(wire.record(seen.record(), wanted, asOf));
    }
    Wire.paging(json, to < found.size() ? Integer.toString(to) : null, call.request());
    return Wire.answer(200, json);
  }
}
