-- A plan of a million decisions is cut into waves, hashed and read page by page.
CREATE INDEX decision_unwaved ON decision (id) WHERE state = 'READY' AND wave = 0 AND kind <> 'NONE';

-- Grows with everything that changes the hash of the plan, so that a hash once made can be kept.
CREATE TABLE decided (
  changes  BIGINT NOT NULL
);
INSERT INTO decided (changes) VALUES (0);

-- What still lacks evidence, found without passing by all that has it.
CREATE INDEX staged_unsettled ON staged (object, id) WHERE settled IS NULL OR settled <> version;
