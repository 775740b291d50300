-- What the webhook gateway has answered for (docs/decisions/0014-gateway.md).

-- Requests that were believed and kept. A sender is answered only after the row is committed.
CREATE TABLE inbox (
  seq         BIGINT  NOT NULL PRIMARY KEY, -- order of arrival
  point       TEXT    NOT NULL,             -- the integration
  sent_id     TEXT    NOT NULL,             -- what the sender repeats when it tries again
  delivery_id TEXT    NOT NULL,             -- what we repeat when we try again
  lane        TEXT    NOT NULL,             -- events of one lane are delivered one after the other
  state       TEXT    NOT NULL,             -- HELD, OPEN, DONE, DEAD, SKIPPED, ANSWERED
  goes_to     TEXT,                         -- whom a replay sends it to; null: whoever is steered to
  attempts    INTEGER NOT NULL,
  retry_at    BIGINT,                       -- not before
  error       TEXT,                         -- why the last attempt failed; no content
  received_at BIGINT  NOT NULL,
  settled_at  BIGINT,
  payload     BYTEA   NOT NULL              -- the request as it came: personal data
);
CREATE UNIQUE INDEX inbox_sent_id ON inbox (point, sent_id);
CREATE INDEX inbox_state ON inbox (state, point, seq);
CREATE INDEX inbox_retry ON inbox (point, lane) WHERE retry_at IS NOT NULL;

-- Who has answered that it took an event: never sent to it again.
CREATE TABLE inbox_delivered (
  seq    BIGINT  NOT NULL,
  role   TEXT    NOT NULL,                  -- target, source
  status INTEGER NOT NULL,
  at     BIGINT  NOT NULL,
  PRIMARY KEY (seq, role)
);

-- Requests that could not be believed, as they came; bounded.
CREATE TABLE quarantine (
  id          BIGINT  NOT NULL PRIMARY KEY,
  point       TEXT,                         -- null: nobody knows the path
  reason      TEXT    NOT NULL,
  received_at BIGINT  NOT NULL,
  bytes       BIGINT  NOT NULL,
  payload     BYTEA   NOT NULL
);

-- Who gets an integration's events, since when, by whom. Without a row they are held.
CREATE TABLE steering (
  point       TEXT    NOT NULL PRIMARY KEY,
  steer       TEXT    NOT NULL,             -- hold, target, source, both
  released_to BIGINT  NOT NULL,             -- held events up to this seq are released, oldest first
  actor       TEXT    NOT NULL,
  reason      TEXT    NOT NULL,
  at          BIGINT  NOT NULL
);
