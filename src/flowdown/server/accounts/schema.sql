-- Version 1 of the accounts. One text for SQLite and PostgreSQL; moments are UTC texts of one width, empty where none.
-- Nothing secret stands here in clear: passwords are argon2 digests, everything that opens a door is a SHA-256 digest.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
CREATE TABLE organisation (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  made_at TEXT NOT NULL
);
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  made_at TEXT NOT NULL,
  barred_at TEXT NOT NULL
);
CREATE TABLE member (
  organisation TEXT NOT NULL REFERENCES organisation (id),
  person TEXT NOT NULL REFERENCES person (id),
  role TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (organisation, person)
);
CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  organisation TEXT NOT NULL,
  made_at TEXT NOT NULL,
  seen_at TEXT NOT NULL,
  ends_at TEXT NOT NULL
);
CREATE TABLE token (
  digest TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  organisation TEXT NOT NULL REFERENCES organisation (id),
  person TEXT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  scopes TEXT NOT NULL,
  made_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  ended_at TEXT NOT NULL,
  used_at TEXT NOT NULL
);
CREATE TABLE invitation (
  digest TEXT PRIMARY KEY,
  organisation TEXT NOT NULL,
  role TEXT NOT NULL,
  person TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  used_at TEXT NOT NULL
);
CREATE TABLE enquiry (
  id TEXT PRIMARY KEY,
  organisation TEXT NOT NULL REFERENCES organisation (id),
  supplier TEXT NOT NULL,
  firm TEXT NOT NULL,
  vendors TEXT NOT NULL,
  note TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  ends_at TEXT NOT NULL,
  answered_at TEXT NOT NULL,
  ended_at TEXT NOT NULL
);
CREATE TABLE attempt (
  key TEXT NOT NULL,
  at TEXT NOT NULL
);
CREATE INDEX attempt_by_key ON attempt (key, at);
CREATE TABLE upload (
  id TEXT PRIMARY KEY,
  organisation TEXT NOT NULL,
  person TEXT NOT NULL,
  at TEXT NOT NULL,
  name TEXT NOT NULL,
  size TEXT NOT NULL,
  digest TEXT NOT NULL,
  fate TEXT NOT NULL,
  told TEXT NOT NULL
);
CREATE INDEX upload_by_organisation ON upload (organisation, at);
CREATE TABLE audit (
  id TEXT PRIMARY KEY,
  organisation TEXT NOT NULL,
  at TEXT NOT NULL,
  person TEXT NOT NULL,
  way TEXT NOT NULL,
  act TEXT NOT NULL,
  object TEXT NOT NULL,
  note TEXT NOT NULL,
  address TEXT NOT NULL
);
CREATE INDEX audit_by_organisation ON audit (organisation, at);
INSERT INTO setting (name, value) VALUES ('version', '1');
