-- What was done is never edited or deleted.
CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was done is kept';
END $$;
CREATE TRIGGER audit_is_kept BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION keep_audit();
CREATE TRIGGER audits_are_kept BEFORE TRUNCATE ON audit EXECUTE FUNCTION keep_audit();
