-- The database itself refuses what no claim may suffer: being deleted, or edited in anything but an earlier moment.
CREATE FUNCTION keep_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'claims are never deleted';
END $$;
CREATE TRIGGER claim_is_kept BEFORE DELETE ON claim FOR EACH ROW EXECUTE FUNCTION keep_claim();
CREATE TRIGGER claims_are_kept BEFORE TRUNCATE ON claim EXECUTE FUNCTION keep_claim();
CREATE FUNCTION protect_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.recorded_at >= OLD.recorded_at
    OR (NEW.id, NEW.subject, NEW.predicate, NEW.object, NEW.qualifiers, NEW.valid_from, NEW.valid_until, NEW.stance,
        NEW.confidence, NEW.attribution, NEW.document, NEW.revision, NEW.locator)
    IS DISTINCT FROM (OLD.id, OLD.subject, OLD.predicate, OLD.object, OLD.qualifiers, OLD.valid_from, OLD.valid_until,
        OLD.stance, OLD.confidence, OLD.attribution, OLD.document, OLD.revision, OLD.locator)
  THEN
    RAISE EXCEPTION 'claims are never edited';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER claim_is_not_edited BEFORE UPDATE ON claim FOR EACH ROW EXECUTE FUNCTION protect_claim();
UPDATE store SET value = '2' WHERE name = 'version';
