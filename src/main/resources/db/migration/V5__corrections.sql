-- What an answer to refused writes changes about them, beyond its choice.
CREATE TABLE correction (
  answer   TEXT  NOT NULL PRIMARY KEY,
  payload  BYTEA NOT NULL              -- {"paths":[],"to":value,"map":{}}: may hold personal data
);
