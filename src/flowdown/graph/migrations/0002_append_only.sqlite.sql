-- The database itself refuses what no claim may suffer: being deleted, or edited in anything but an earlier moment.
CREATE TRIGGER claim_is_kept BEFORE DELETE ON claim
BEGIN
  SELECT RAISE(ABORT, 'claims are never deleted');
END;
CREATE TRIGGER claim_is_not_edited BEFORE UPDATE ON claim
WHEN NEW.recorded_at >= OLD.recorded_at
  OR (NEW.id, NEW.subject, NEW.predicate, NEW.object, NEW.qualifiers, NEW.valid_from, NEW.valid_until, NEW.stance,
      NEW.confidence, NEW.attribution, NEW.document, NEW.revision, NEW.locator)
  IS NOT (OLD.id, OLD.subject, OLD.predicate, OLD.object, OLD.qualifiers, OLD.valid_from, OLD.valid_until, OLD.stance,
      OLD.confidence, OLD.attribution, OLD.document, OLD.revision, OLD.locator)
BEGIN
  SELECT RAISE(ABORT, 'claims are never edited');
END;
UPDATE store SET value = '2' WHERE name = 'version';
