-- What administrators have set at run time, each of which goes before the property of the same meaning: see the package setting.
CREATE TABLE setting (
    name        text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    value       jsonb NOT NULL,
    declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64)
);
COMMENT ON COLUMN setting.declared_by IS 'the name of the configuration document that has set it; the API otherwise';

CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON setting
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('setting');
