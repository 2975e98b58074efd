ALTER TABLE client ADD jwks text CHECK (length(jwks) <= 65536);
COMMENT ON COLUMN client.jwks IS 'the public keys of a client that authenticates with them, a JWK set';

-- The JWTs by which clients have authenticated (RFC 7523), until they expire: none counts twice.
CREATE TABLE client_assertion (
    client_id  text        NOT NULL,
    jti        text        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (client_id, jti)
);
CREATE INDEX client_assertion_expires_at ON client_assertion (expires_at);
