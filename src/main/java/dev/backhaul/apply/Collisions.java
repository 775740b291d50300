package dev.backhaul.apply;

import com.fasterxml.jackson.databind.JsonNode;
import dev.backhaul.manifest.ObjectType;
import dev.backhaul.plan.Decision;
import dev.backhaul.plan.Question;
import dev.backhaul.platform.Account;
import dev.backhaul.platform.Item;
import dev.backhaul.platform.ReadRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Looks, before a write sets a natural key that no two records may share, who holds it already:
 * writing would be refused, or leave people two records of one person or company.
 */
final class Collisions {
  private final Account account;
  private final Patience patience;

  Collisions(Account account, Patience patience) {
    this.account = account;
    this.patience = patience;
  }

  /** The question of each decision whose key another record holds, by the decision's id. */
  Map<String, Question> of(List<Decision> batch) {
    Map<String, Question> questions = new HashMap<>();
    if (batch.isEmpty()) {
      return questions;
    }
    String object = batch.get(0).object();
    account
        .type(object)
        .ifPresent(
            type -> type.distinct().forEach(name -> look(object, type, name, batch, questions)));
    return questions;
  }

  private void look(
      String object,
      ObjectType type,
      String name,
      List<Decision> batch,
      Map<String, Question> questions) {
    String path = Objects.requireNonNull(type.naturalKeys().get(name));
    Map<String, List<Decision>> setters = new TreeMap<>();
    for (Decision decision : batch) {
      JsonNode value = decision.set().path(path);
      if (value.isTextual() && !value.asText().isBlank()) {
        setters.computeIfAbsent(folded(value.asText()), key -> new ArrayList<>()).add(decision);
      }
    }
    if (setters.isEmpty()) {
      return;
    }
    List<String> values = List.copyOf(setters.keySet());
    Map<String, List<String>> holders = new HashMap<>();
    for (Item item : patience.read(() -> account.read(object, new ReadRequest(name, values)))) {
      String alias = type.aliases().get(name);
      String others = alias == null ? path : alias;
      String held =
          Leaves.at(item.fields(), path).asText() + ";" + Leaves.at(item.fields(), others).asText();
      for (String value : held.split(";", -1)) {
        holders
            .computeIfAbsent(folded(value), key -> new ArrayList<>())
            .add(item.id() + " " + item.joinKey());
      }
    }
    setters.forEach(
        (value, decisions) -> {
          for (Decision decision : decisions) {
            List<String> foreign =
                holders.getOrDefault(value, List.of()).stream()
                    .filter(holder -> !own(decision, holder))
                    .map(holder -> holder.substring(0, holder.indexOf(' ')))
                    .distinct()
                    .toList();
            if (!foreign.isEmpty()) {
              questions.put(decision.id(), Asked.keyTaken(decision, name, path, foreign));
            }
          }
        });
  }

  /** Whether the holder is the very record that the decision writes to, or has made. */
  private static boolean own(Decision decision, String holder) {
    return decision.sourceId() != null
        ? holder.startsWith(decision.sourceId() + " ")
        : holder.endsWith(" " + decision.joinKey());
  }

  private static String folded(String value) {
    return value.strip().toLowerCase(Locale.ROOT);
  }
}
