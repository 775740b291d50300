-- What Kafka has not been told yet (docs/how-to/publish-to-kafka.md). Empty while Kafka is off.

-- Topics being published. A topic without a row here collects nothing.
CREATE TABLE publication (
  topic    TEXT   NOT NULL PRIMARY KEY,
  position BIGINT NOT NULL                 -- the highest seq the broker has acknowledged
);

-- One row for each thing that changed since it was last acknowledged, in the transaction that changed
-- it. Changed again, it moves to the end: seq grows, and only the row as it was read is removed.
CREATE TABLE outbox (
  topic  TEXT   NOT NULL,
  id     TEXT   NOT NULL,                  -- of the thing: a record's symbol, a decision, a question
  record TEXT   NOT NULL,                  -- symbol of the record it is about: the message's key
  seq    BIGINT NOT NULL,
  PRIMARY KEY (topic, id)
);
CREATE INDEX outbox_seq ON outbox (topic, seq);
