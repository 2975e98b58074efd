-- What nodes remember of a subject holds as long as its version; see the package freshness.
CREATE TABLE freshness (
    subject text PRIMARY KEY,
    version uuid NOT NULL
);
COMMENT ON COLUMN freshness.version IS 'random, so that a restored database never looks like one in which nothing has happened';

-- A trigger, so that no writer can forget it, somebody at a prompt included. It fires before the statement: whoever writes
-- takes its turn here before it locks a row, so that two writers cannot lock each other out.
CREATE FUNCTION outdate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO freshness (subject, version) VALUES (TG_ARGV[0], gen_random_uuid())
    ON CONFLICT (subject) DO UPDATE SET version = excluded.version;
    RETURN NULL;
END
$$;

CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON client
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('client');
CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON client_secret
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('client');
CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON resource_server
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('resource_server');
CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON resource_scope
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('resource_server');
CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('signing_key');
