CREATE TABLE signing_key (
    kid         text PRIMARY KEY,
    algorithm   text        NOT NULL CHECK (algorithm IN ('ES256', 'RS256', 'PS256', 'EdDSA')),
    state       text        NOT NULL CHECK (state IN ('next', 'active', 'retired')),
    public_jwk  jsonb       NOT NULL,
    key_id      text        NOT NULL,
    private_key bytea       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz
);
COMMENT ON COLUMN signing_key.private_key IS 'PKCS#8, encrypted with AES-256-GCM under the keyring key that key_id names';
CREATE UNIQUE INDEX signing_key_active ON signing_key (algorithm) WHERE state = 'active';
