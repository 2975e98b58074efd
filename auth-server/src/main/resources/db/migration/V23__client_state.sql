ALTER TABLE client ADD enabled boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN client.enabled IS 'a disabled client is one that nobody knows, and what it was granted waits; no setting changes this';

ALTER TABLE client ADD jwks_uri text CHECK (length(jwks_uri) <= 2048);
COMMENT ON COLUMN client.jwks_uri IS 'where a client that authenticates with its keys publishes them; null where jwks has them';
