-- What an answer to refused writes changes about them, beyond its choice.
CREATE TABLE correction (
  answer   TEXT  NOT NULL PRIMARY KEY,
  payload  BYTEA NOT NULL              -- {"paths":[],"to":value,"map":{}}: may hold personal data
);

-- Which files are in force, since when, by whom.
CREATE TABLE applied_config (
  seq      BIGINT NOT NULL PRIMARY KEY,
  at       BIGINT NOT NULL,
  actor    TEXT   NOT NULL,
  hash     TEXT   NOT NULL,
  payload  BYTEA  NOT NULL             -- each file's hash and tree
);

-- What became of the newest look at the files (last), and who asked for one (request).
CREATE TABLE reload (
  name     TEXT   NOT NULL PRIMARY KEY,
  actor    TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  detail   TEXT   NOT NULL
);
