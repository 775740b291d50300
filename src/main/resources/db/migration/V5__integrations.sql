-- What an integration's item was like before we changed it. The open row (closed_at null) is the one a
-- restore returns to; it is closed when all our changes of the item are put back, or replaced by a newer
-- read while none of our changes stands.
CREATE TABLE integration_capture (
  id          TEXT   NOT NULL PRIMARY KEY,
  integration TEXT   NOT NULL,
  kind        TEXT   NOT NULL,
  item        TEXT   NOT NULL,
  image       BYTEA  NOT NULL,             -- payload: {image, raw, secret, owner}
  read_at     BIGINT NOT NULL,
  actor       TEXT   NOT NULL,
  closed_at   BIGINT
);
CREATE INDEX integration_capture_item ON integration_capture (integration, item, closed_at);

-- What people do where no request does it: one row a step and item, asked when its verb is due.
CREATE TABLE integration_step (
  id          TEXT   NOT NULL PRIMARY KEY,
  integration TEXT   NOT NULL,
  item        TEXT   NOT NULL,             -- empty for a step about the whole integration
  due         TEXT   NOT NULL,             -- CAPTURE, PAUSE, REPOINT, RESUME; SETTLE for a change nobody can read back
  position    INTEGER NOT NULL,            -- its place in the kind's checklist
  step        TEXT   NOT NULL,
  owner       TEXT   NOT NULL,
  evidence    TEXT   NOT NULL,             -- what to attach
  people      INTEGER NOT NULL,            -- how many must confirm it
  state       TEXT   NOT NULL,             -- ASKED, DONE, WITHDRAWN
  checked     TEXT   NOT NULL,             -- what a machine saw: UNSEEN, HOLDS, FAILS, NONE
  asked_at    BIGINT NOT NULL,
  done_at     BIGINT
);
CREATE INDEX integration_step_due ON integration_step (integration, state);

CREATE TABLE integration_confirmation (
  step    TEXT   NOT NULL,
  actor   TEXT   NOT NULL,
  effect  INTEGER NOT NULL,                -- 1: it is done, or took effect; 0: it had none
  note    TEXT   NOT NULL,
  name    TEXT,                            -- the attached file's name
  hash    TEXT,                            -- its SHA-256
  content BYTEA,                           -- payload: {base64}
  at      BIGINT NOT NULL,
  PRIMARY KEY (step, actor)
);

-- The frozen target, watched: when the freeze began, and what each look saw since.
CREATE TABLE frozen (
  id         TEXT   NOT NULL PRIMARY KEY,
  began_at   BIGINT NOT NULL,
  actor      TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  ended_at   BIGINT
);

CREATE TABLE freeze_look (
  frozen   TEXT   NOT NULL,
  seq      INTEGER NOT NULL,
  at       BIGINT NOT NULL,
  sweeps   BIGINT NOT NULL,                -- sweeps completed by then, all objects together
  strays   BIGINT NOT NULL,                -- records written to since the look before
  quiet    INTEGER NOT NULL,               -- 1: none, and every object read to its end since the freeze
  PRIMARY KEY (frozen, seq)
);

CREATE TABLE stray (
  frozen   TEXT   NOT NULL,
  writer   TEXT   NOT NULL,                -- who wrote, as the platform names them
  class    TEXT   NOT NULL,
  object   TEXT   NOT NULL,
  records  BIGINT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at  BIGINT NOT NULL,
  answered TEXT,                           -- who said what of it, null while it is open
  PRIMARY KEY (frozen, writer, object)
);
