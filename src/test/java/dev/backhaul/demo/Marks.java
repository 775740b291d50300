package dev.backhaul.demo;

import dev.backhaul.store.Store;
import dev.backhaul.store.StoreSettings;
import java.util.List;

/**
 * The database's own witness that whoever changes what is published marks it in the same
 * transaction: triggers note each changed row and each mark with the number of their transaction.
 */
record Marks(Store store) implements AutoCloseable {
  private static final List<String> WITNESS =
      List.of(
          "CREATE TABLE witness (tx BIGINT, mark BOOLEAN, topic TEXT, id TEXT)",
          "CREATE INDEX witness_tx ON witness (tx, topic, id)",
          """
          CREATE FUNCTION row_changed() RETURNS trigger LANGUAGE plpgsql AS $$
          DECLARE
            it jsonb;
            was jsonb;
          BEGIN
            IF TG_OP <> 'INSERT' THEN was = to_jsonb(OLD); END IF;
            IF TG_OP = 'DELETE' THEN it = was; ELSE it = to_jsonb(NEW); END IF;
            IF TG_ARGV[0] = 'delta' THEN
              INSERT INTO witness VALUES (txid_current(), false, 'delta',
                concat(it ->> 'object', chr(58), it ->> 'id'));
            ELSE
              INSERT INTO witness VALUES (txid_current(), false, TG_ARGV[0], it ->> 'id');
            END IF;
            IF it ->> 'state' = 'REFUSED' AND was ->> 'state' <> 'REFUSED' THEN
              INSERT INTO witness VALUES (txid_current(), false, 'rejects', it ->> 'id');
            END IF;
            RETURN NULL;
          END $$
          """,
          """
          CREATE FUNCTION row_answered() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO witness SELECT txid_current(), false, 'questions', question.id
            FROM question WHERE question.id = NEW.scope OR question.grp = NEW.scope;
            RETURN NULL;
          END $$
          """,
          """
          CREATE FUNCTION row_marked() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO witness VALUES (txid_current(), true, NEW.topic, NEW.id);
            RETURN NULL;
          END $$
          """,
          trigger("staged", "INSERT OR UPDATE OR DELETE", "row_changed('delta')"),
          trigger("loaded", "INSERT OR UPDATE OR DELETE", "row_changed('delta')"),
          trigger("decision", "INSERT OR UPDATE OR DELETE", "row_changed('decisions')"),
          trigger("question", "INSERT OR UPDATE OR DELETE", "row_changed('questions')"),
          trigger("answer", "INSERT", "row_answered()"),
          trigger("outbox", "INSERT OR UPDATE", "row_marked()"));

  private static String trigger(String table, String when, String what) {
    return "CREATE TRIGGER witness AFTER "
        + when
        + " ON "
        + table
        + " FOR EACH ROW EXECUTE FUNCTION "
        + what;
  }

  /** Watches a PostgreSQL store whose tables are made. */
  static Marks watched(StoreSettings settings) {
    Store store = Store.open(settings);
    store.useTransaction(tx -> WITNESS.forEach(tx::execute));
    return new Marks(store);
  }

  /** What changed without a mark in its transaction: topic and id. Empty if nothing did. */
  List<String> forgotten() {
    return store.read(
        handle -> {
          if (handle
                  .createQuery("SELECT count(*) FROM witness WHERE NOT mark")
                  .mapTo(Long.class)
                  .one()
              == 0) {
            throw new IllegalStateException("nothing changed: the witness was asleep");
          }
          return handle
              .createQuery(
                  """
                  SELECT DISTINCT concat(topic, ' ', id) FROM witness WHERE NOT mark AND NOT EXISTS (
                    SELECT 1 FROM witness AS other WHERE other.mark AND other.tx = witness.tx
                      AND other.topic = witness.topic AND other.id = witness.id)
                  ORDER BY 1 LIMIT 20
                  """)
              .mapTo(String.class)
              .list();
        });
  }

  @Override
  public void close() {
    store.close();
  }
}
