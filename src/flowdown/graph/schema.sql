-- Claims are appended, never edited: seeing one again only moves last_seen. Days are ISO 8601 text.
CREATE TABLE IF NOT EXISTS claim (
  id TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  object TEXT NOT NULL,
  document TEXT NOT NULL,
  revision TEXT NOT NULL,
  locator TEXT NOT NULL,
  qualifiers TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS claim_by_subject ON claim (subject, predicate);
CREATE INDEX IF NOT EXISTS claim_by_object ON claim (object, predicate);
