-- Version 2 of the accounts: by whom else somebody is known, and by which address an admin lets them be known.
CREATE TABLE identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL REFERENCES person (id),
  email TEXT NOT NULL,
  since TEXT NOT NULL,
  used_at TEXT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX identity_of_person ON identity (person, issuer);
CREATE TABLE offer (
  email TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person (id),
  organisation TEXT NOT NULL REFERENCES organisation (id),
  made_by TEXT NOT NULL,
  made_at TEXT NOT NULL,
  ends_at TEXT NOT NULL
);
UPDATE setting SET value = '2' WHERE name = 'version';
