-- What leans on what stands here again by columns, a segment for each run of rows, so that a whole day is read at once.
-- The claims decide: a segment of another scope or digest is passed over, and the claims are read instead.
CREATE TABLE segment (
  number INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  digest TEXT NOT NULL,
  body BLOB NOT NULL
);
-- The rows of which an earlier moment came to be known after their segment was written.
CREATE TABLE moved (
  place INTEGER PRIMARY KEY
);
CREATE TRIGGER claim_is_moved AFTER UPDATE ON claim
BEGIN
  INSERT INTO moved SELECT NEW.rowid WHERE NOT EXISTS (SELECT 1 FROM moved WHERE place = NEW.rowid);
END;
UPDATE store SET value = '5' WHERE name = 'version';
