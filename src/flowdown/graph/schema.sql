-- Version 1 of the store; later versions are in migrations/. One text for SQLite and PostgreSQL.
-- Claims are appended, never edited or deleted. Days are ISO 8601 texts, empty where open; moments are UTC, one width.
CREATE TABLE store (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
CREATE TABLE claim (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  object TEXT NOT NULL,
  qualifiers TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_until TEXT NOT NULL,
  stance TEXT NOT NULL,
  confidence TEXT NOT NULL,
  attribution TEXT NOT NULL,
  document TEXT NOT NULL,
  revision TEXT NOT NULL,
  locator TEXT NOT NULL,
  recorded_at TEXT NOT NULL
);
CREATE INDEX claim_by_subject ON claim (subject);
CREATE INDEX claim_by_object ON claim (object);
INSERT INTO store (name, value) VALUES ('version', '1');
