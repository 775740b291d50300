-- What the webhook gateway has answered for (docs/decisions/0014-gateway.md).

-- Requests that were believed and kept. A sender is answered only after the row is committed.
CREATE TABLE inbox (
  seq         BIGINT  NOT NULL PRIMARY KEY, -- order of arrival
  point       TEXT    NOT NULL,             -- the integration
  sent_id     TEXT    NOT NULL,             -- what the sender repeats when it tries again
  delivery_id TEXT    NOT NULL,             -- what we repeat when we try again
  lane        TEXT    NOT NULL,             -- events of one lane are delivered one after the other
  state       TEXT    NOT NULL,             -- HELD, GIVEN (see delivery), SKIPPED, ANSWERED
  received_at BIGINT  NOT NULL,
  payload     BYTEA   NOT NULL              -- the request as it came: personal data
);
CREATE UNIQUE INDEX inbox_sent_id ON inbox (point, sent_id);
CREATE INDEX inbox_state ON inbox (state, point, seq);

-- Who is to have an event, and whether it has. State: QUEUED (a replay, at its rate), OPEN, DONE, DEAD.
CREATE TABLE delivery (
  seq        BIGINT  NOT NULL,
  role       TEXT    NOT NULL,              -- target, source
  point      TEXT    NOT NULL,
  lane       TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  attempts   INTEGER NOT NULL,
  retry_at   BIGINT,                        -- not before
  status     INTEGER,                       -- the last answer's
  error      TEXT,                          -- why the last attempt failed; no content
  settled_at BIGINT,
  PRIMARY KEY (seq, role)
);
CREATE INDEX delivery_state ON delivery (state, point, role, seq);
CREATE INDEX delivery_retry ON delivery (point, role, lane) WHERE retry_at IS NOT NULL;

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
  point    TEXT    NOT NULL PRIMARY KEY,
  steer    TEXT    NOT NULL,                -- hold, target, source, both
  releases INTEGER NOT NULL,                -- 1: what is held goes there too, oldest first
  rate     INTEGER,                         -- released events a second; null: as configured
  actor    TEXT    NOT NULL,
  reason   TEXT    NOT NULL,
  at       BIGINT  NOT NULL
);

-- When a sender last asked who we are: a probe that it has our address.
CREATE TABLE handshake (
  point TEXT   NOT NULL PRIMARY KEY,
  at    BIGINT NOT NULL
);
