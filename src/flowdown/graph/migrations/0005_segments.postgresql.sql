-- Segments are of SQLite alone.
UPDATE store SET value = '5' WHERE name = 'version';
