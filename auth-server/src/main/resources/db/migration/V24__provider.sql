-- The providers that people may sign in with. What they are asked and called is data: see the package federation.
CREATE TABLE provider (
    id          text PRIMARY KEY CHECK (id ~ '^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$'),
    preset      text        NOT NULL CHECK (length(preset) BETWEEN 1 AND 32),
    name        text CHECK (length(name) BETWEEN 1 AND 50),
    enabled     boolean     NOT NULL DEFAULT true,
    position    integer     NOT NULL,
    client_id   text        NOT NULL CHECK (length(client_id) BETWEEN 1 AND 255),
    key_id      text        NOT NULL,
    secret      bytea       NOT NULL,
    trust       text        NOT NULL CHECK (trust IN ('never', 'authoritative', 'always')),
    domains     text[]      NOT NULL DEFAULT '{}',
    settings    jsonb       NOT NULL DEFAULT '{}',
    managed_by  text        NOT NULL CHECK (managed_by IN ('configuration', 'api')),
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN provider.name IS 'what people are shown; the preset''s name if null';
COMMENT ON COLUMN provider.secret IS 'our secret there, encrypted with AES-256-GCM under the keyring key that key_id names';
COMMENT ON COLUMN provider.domains IS 'people with an address of these domains are led there at once';
COMMENT ON COLUMN provider.settings IS 'what differs from the preset, by name';

CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON provider
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('provider');
