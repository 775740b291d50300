-- One database holds one rollback (one migration episode). Times are epoch milliseconds UTC, JSON is
-- text, ids are made by the application. Only what SQLite and PostgreSQL both understand.
-- payload columns hold records (personal data): compressed, and encrypted when a key is set. BYTEA is
-- PostgreSQL's name for bytes; SQLite takes any type name and keeps bytes as bytes.

-- Where reading each target object stands; moves in the transaction that stages the page.
CREATE TABLE cursor (
  object      TEXT    NOT NULL PRIMARY KEY,
  resume      TEXT,                        -- the strategy's opaque resume point
  since       BIGINT  NOT NULL,
  read_until  BIGINT  NOT NULL,            -- all changes up to here are staged
  sweep       INTEGER NOT NULL,            -- sweeps completed
  sweep_new   BIGINT  NOT NULL,            -- records the sweep in progress found new or changed
  last_new    BIGINT  NOT NULL,            -- the same for the last completed sweep
  epoch       BIGINT  NOT NULL,            -- fencing epoch of the writer
  updated_at  BIGINT  NOT NULL
);

-- The latest state of each changed target record.
CREATE TABLE staged (
  object      TEXT   NOT NULL,
  id          TEXT   NOT NULL,
  kind        TEXT   NOT NULL,             -- CHANGED, DELETED, MERGED
  version     TEXT   NOT NULL,
  join_key    TEXT,
  created_at  BIGINT,
  changed_at  BIGINT NOT NULL,
  merged_into TEXT,
  parent      TEXT,                        -- symbol of the record it belongs to (ticket:123), for children
  payload     BYTEA   NOT NULL,
  staged_at   BIGINT NOT NULL,
  settled     TEXT,                        -- version whose evidence was gathered; null: not yet
  PRIMARY KEY (object, id)
);
CREATE INDEX staged_join_key ON staged (object, join_key);
CREATE INDEX staged_parent ON staged (parent);

-- T0 and what changed since, per staged record: {path: {t0, t1, writer, evidence}}.
CREATE TABLE loaded (
  object   TEXT   NOT NULL,
  id       TEXT   NOT NULL,
  version  TEXT   NOT NULL,
  payload  BYTEA   NOT NULL,
  PRIMARY KEY (object, id)
);

-- S0 and the latest S1 of each source record the delta touches.
CREATE TABLE original (
  object    TEXT   NOT NULL,
  id        TEXT   NOT NULL,
  s0        BYTEA,                          -- null: unknown
  s0_from   TEXT   NOT NULL,               -- how S0 is known
  s1        BYTEA   NOT NULL,
  s1_version TEXT  NOT NULL,
  read_at   BIGINT NOT NULL,
  PRIMARY KEY (object, id)
);

-- Which target record is which source record.
CREATE TABLE id_map (
  target_object TEXT NOT NULL,
  target_id     TEXT NOT NULL,
  source_object TEXT NOT NULL,
  source_id     TEXT NOT NULL,
  origin        TEXT NOT NULL,             -- migration, created
  PRIMARY KEY (target_object, target_id)
);
CREATE INDEX id_map_source ON id_map (source_object, source_id);

-- What our last verified write left in the source, leaf by leaf (W), and the P it came from.
CREATE TABLE written (
  object    TEXT NOT NULL,
  source_id TEXT NOT NULL,
  leaves    BYTEA NOT NULL,
  taken     BYTEA NOT NULL,
  PRIMARY KEY (object, source_id)
);

CREATE TABLE decision (
  id          TEXT    NOT NULL PRIMARY KEY,
  object      TEXT    NOT NULL,
  kind        TEXT    NOT NULL,
  state       TEXT    NOT NULL,
  target_object TEXT  NOT NULL,
  target_id   TEXT    NOT NULL,
  source_id   TEXT,
  join_key    TEXT,
  fingerprint TEXT    NOT NULL,
  undo        TEXT    NOT NULL,
  wave        INTEGER NOT NULL,
  position    BIGINT  NOT NULL,            -- order inside the plan: parents first, then time
  payload     BYTEA    NOT NULL,            -- the whole decision
  plan        TEXT    NOT NULL             -- the plan that last decided it
);
CREATE INDEX decision_wave ON decision (state, wave, position);
CREATE INDEX decision_target ON decision (target_object, target_id);

CREATE TABLE question (
  id        TEXT   NOT NULL PRIMARY KEY,
  decision  TEXT   NOT NULL,
  grp       TEXT   NOT NULL,
  code      TEXT   NOT NULL,
  object    TEXT   NOT NULL,
  field     TEXT,
  holds     INTEGER NOT NULL,
  payload   BYTEA   NOT NULL,
  asked_at  BIGINT NOT NULL,
  plan      TEXT   NOT NULL
);
CREATE INDEX question_group ON question (grp);
CREATE INDEX question_decision ON question (decision);

-- Answers outlive re-planning; the newest one for a scope counts.
CREATE TABLE answer (
  id       TEXT   NOT NULL PRIMARY KEY,
  scope    TEXT   NOT NULL,                -- a question's id, or a group
  choice   TEXT   NOT NULL,
  actor    TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  at       BIGINT NOT NULL
);

CREATE TABLE plan (
  id       TEXT   NOT NULL PRIMARY KEY,
  hash     TEXT   NOT NULL,
  made_at  BIGINT NOT NULL,
  summary  TEXT   NOT NULL
);

CREATE TABLE approval (
  id         TEXT   NOT NULL PRIMARY KEY,
  kind       TEXT   NOT NULL,              -- plan, standing, waiver, consent
  subject    TEXT   NOT NULL,              -- plan hash, standing name, silence cause
  detail     TEXT   NOT NULL,
  actor      TEXT   NOT NULL,
  reason     TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  expires_at BIGINT,
  revoked_at BIGINT
);

-- Every write to the outside world. State: CAPTURED, INTENT, SENT, VERIFIED, FAILED, UNKNOWN, RESTORED.
CREATE TABLE journal (
  id         TEXT   NOT NULL PRIMARY KEY,
  seq        BIGINT NOT NULL UNIQUE,
  subject    TEXT   NOT NULL,              -- write, silence, setup, undo
  decision   TEXT,
  undoes     TEXT,                         -- the entry this one restores
  role       TEXT   NOT NULL,
  object     TEXT   NOT NULL,
  record_id  TEXT,
  join_key   TEXT,
  op         TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  touches    TEXT,                         -- object:id whose version the write moves; for an append its parent
  batch      TEXT,
  job        TEXT,
  native_id  TEXT,                         -- the id the platform answered: of the new record or child
  answered   INTEGER NOT NULL,             -- 1: the platform said it is done
  sent_at    BIGINT,
  before_image BYTEA,
  wanted     BYTEA   NOT NULL,
  after_image  BYTEA,
  before_version TEXT,
  after_version  TEXT,
  attempts   INTEGER NOT NULL,
  retry_at   BIGINT,
  error      TEXT,
  undo       TEXT   NOT NULL,
  plan       TEXT,
  epoch      BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX journal_state ON journal (state, seq);
CREATE INDEX journal_decision ON journal (decision);
CREATE INDEX journal_touches ON journal (role, touches, seq);
CREATE INDEX journal_plan ON journal (plan, created_at);
CREATE INDEX journal_record ON journal (role, object, record_id);

-- Systems in which nothing notifies or fires on our writes, proven by a canary.
CREATE TABLE silence (
  role      TEXT    NOT NULL PRIMARY KEY,
  proven_at BIGINT  NOT NULL,
  items     INTEGER NOT NULL,              -- rules switched off
  waived    TEXT    NOT NULL               -- causes a person answers for, as a JSON list
);

-- Requests already spent, so that a restarted process does not believe in a fresh window.
CREATE TABLE budget (
  account      TEXT   NOT NULL,
  name         TEXT   NOT NULL,
  state        TEXT   NOT NULL,
  updated_at   BIGINT NOT NULL,
  PRIMARY KEY (account, name)
);

CREATE TABLE desired_state (
  name     TEXT   NOT NULL PRIMARY KEY,
  state    TEXT   NOT NULL,
  actor    TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  at       BIGINT NOT NULL
);

CREATE TABLE lease (
  account  TEXT   NOT NULL PRIMARY KEY,
  owner    TEXT   NOT NULL,
  epoch    BIGINT NOT NULL,
  until    BIGINT NOT NULL
);

-- Append-only; each row's hash covers the row and the hash before it.
CREATE TABLE audit (
  seq     BIGINT NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  actor   TEXT   NOT NULL,
  action  TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  detail  TEXT   NOT NULL,
  prev    TEXT   NOT NULL,
  hash    TEXT   NOT NULL
);
