package dev.backhaul.parity;

import dev.backhaul.plan.Decision;
import dev.backhaul.progress.Progress;
import dev.backhaul.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts each staged record into the one column that says what became of it. */
final class Accounting {
  private static final int PAGE = 500;
  private static final int SHOWN = 5;
  private static final String OPEN =
      " AND NOT EXISTS (SELECT 1 FROM answer a WHERE a.scope = q.id OR a.scope = q.grp)";

  /**
   * A decision's id is the symbol of its target record; a child's parent is named by symbol, too.
   * The role is no plain column here: SQLite would take an index on it, which the whole journal
   * matches, for that on the decision.
   */
  private static final String ROWS =
      """
      SELECT s.id, s.version, s.staged_at, d.kind, d.state, d.payload, p.state AS parent_state, m.origin,
        (SELECT COUNT(*) FROM question q WHERE q.decision = d.id OPEN) AS asking,
        (SELECT COUNT(*) FROM question q WHERE q.decision = d.id AND q.holds = 1 OPEN) AS holding,
        EXISTS (SELECT 1 FROM journal j WHERE j.decision = d.id AND j.role || '' = 'SOURCE'
          AND j.state = 'VERIFIED') AS verified
      FROM staged s
      LEFT JOIN decision d ON d.id = s.object || ':' || s.id
      LEFT JOIN decision p ON p.id = s.parent
      LEFT JOIN id_map m ON m.target_object = s.object AND m.target_id = s.id
      WHERE s.object = :object AND s.id > :after ORDER BY s.id LIMIT :size
      """
          .replace("OPEN", OPEN);

  private enum Column {
    HOME,
    TRAVELLED,
    NOTHING,
    QUESTIONS,
    REFUSED,
    WAITING,
    UNDONE,
    UNEXPLAINED
  }

  private record Row(
      String id,
      boolean moved,
      Decision.@Nullable Kind kind,
      Decision.@Nullable State state,
      Decision.@Nullable State parent,
      @Nullable String origin,
      boolean travels,
      long asking,
      long holding,
      boolean verified) {}

  private final Store store;
  private final Progress progress;
  private final long plannedAt;

  Accounting(Store store, Progress progress) {
    this.store = store;
    this.progress = progress;
    plannedAt =
        store.read(
            handle ->
                handle
                    .createQuery("SELECT COALESCE(MAX(made_at), 0) FROM plan")
                    .mapTo(Long.class)
                    .one());
  }

  /**
   * One object's account.
   *
   * @param staged how many records it should come to, counted elsewhere
   */
  ParityRow of(String object, long staged) {
    Map<Column, Long> sums = new EnumMap<>(Column.class);
    List<String> lost = new ArrayList<>();
    long asking = 0;
    long done = 0;
    String after = "";
    for (List<Row> page = page(object, after); !page.isEmpty(); page = page(object, after)) {
      for (Row row : page) {
        Column column = column(row);
        sums.merge(column, 1L, Long::sum);
        asking += row.asking() > 0 ? 1 : 0;
        if (column == Column.UNEXPLAINED && lost.size() < SHOWN) {
          lost.add(object + ":" + row.id());
        }
        after = row.id();
      }
      done += page.size();
      progress.moved("parity", object, done, staged);
    }
    return new ParityRow(
        object,
        staged,
        sums.getOrDefault(Column.HOME, 0L),
        sums.getOrDefault(Column.TRAVELLED, 0L),
        sums.getOrDefault(Column.NOTHING, 0L),
        sums.getOrDefault(Column.QUESTIONS, 0L),
        sums.getOrDefault(Column.REFUSED, 0L),
        sums.getOrDefault(Column.WAITING, 0L),
        sums.getOrDefault(Column.UNDONE, 0L),
        asking,
        lost);
  }

  private static Column column(Row row) {
    Decision.Kind kind = row.kind();
    Decision.State state = row.state();
    if (kind == null || state == null) {
      return Column.UNEXPLAINED;
    }
    if (row.moved()) {
      return Column.WAITING;
    }
    return switch (state) {
      case REFUSED -> Column.REFUSED;
      case UNDONE -> Column.UNDONE;
      case STALE -> Column.WAITING;
      case HELD -> row.asking() > 0 ? Column.QUESTIONS : Column.WAITING;
      case APPLIED -> applied(row, kind);
      case READY -> kind == Decision.Kind.NONE ? without(row) : Column.WAITING;
    };
  }

  /**
   * A record that claims to be home needs a trace: a verified write, or a home that was there
   * before.
   */
  private static Column applied(Row row, Decision.Kind kind) {
    if (row.holding() > 0) {
      return Column.QUESTIONS;
    }
    boolean foundThere =
        kind == Decision.Kind.UPDATE || kind == Decision.Kind.DELETE || row.origin() != null;
    return row.verified() || foundThere ? Column.HOME : Column.UNEXPLAINED;
  }

  /** Nothing to write by itself: it travels with its parent, or it really has nothing. */
  private static Column without(Row row) {
    boolean carried = "CARRIED".equals(row.origin());
    Decision.State parent = row.parent();
    if (!carried && !row.travels()) {
      return row.asking() > 0 ? Column.QUESTIONS : Column.NOTHING;
    }
    if (parent == null) {
      return carried ? Column.TRAVELLED : Column.UNEXPLAINED;
    }
    return switch (parent) {
      case UNDONE -> Column.UNDONE;
      case REFUSED -> carried ? Column.TRAVELLED : Column.REFUSED;
      case APPLIED -> carried ? Column.TRAVELLED : Column.UNEXPLAINED;
      case HELD -> carried ? Column.TRAVELLED : Column.QUESTIONS;
      case READY, STALE -> carried ? Column.TRAVELLED : Column.WAITING;
    };
  }

  private List<Row> page(String object, String after) {
    return store.read(
        handle ->
            handle
                .createQuery(ROWS)
                .bind("object", object)
                .bind("after", after)
                .bind("size", PAGE)
                .map((row, context) -> row(row))
                .list());
  }

  private Row row(ResultSet row) throws SQLException {
    String kind = row.getString("kind");
    String state = row.getString("state");
    String parent = row.getString("parent_state");
    byte[] payload = row.getBytes("payload");
    boolean travels = false;
    boolean moved = false;
    if (payload != null) {
      var decision = store.payload().decodeObject(payload);
      travels = decision.path("parent").isTextual();
      // A new plan leaves what is home and has nothing new as it was decided then.
      moved =
          !decision.path("targetVersion").asText().equals(row.getString("version"))
              && (!"APPLIED".equals(state) || row.getLong("staged_at") > plannedAt);
    }
    return new Row(
        row.getString("id"),
        moved,
        kind == null ? null : Decision.Kind.valueOf(kind),
        state == null ? null : Decision.State.valueOf(state),
        parent == null ? null : Decision.State.valueOf(parent),
        row.getString("origin"),
        travels,
        row.getLong("asking"),
        row.getLong("holding"),
        row.getBoolean("verified"));
  }
}
