CREATE TABLE client (
    client_id                  text PRIMARY KEY CHECK (length(client_id) BETWEEN 1 AND 255),
    client_name                text        NOT NULL CHECK (length(client_name) BETWEEN 1 AND 100),
    client_uri                 text CHECK (length(client_uri) <= 2048),
    redirect_uris              text[]      NOT NULL DEFAULT '{}',
    post_logout_redirect_uris  text[]      NOT NULL DEFAULT '{}',
    grant_types                text[]      NOT NULL,
    scopes                     text[]      NOT NULL DEFAULT '{}',
    token_endpoint_auth_method text        NOT NULL,
    access_token_signing_alg   text        NOT NULL DEFAULT 'ES256',
    id_token_signing_alg       text        NOT NULL DEFAULT 'RS256',
    require_pkce               boolean     NOT NULL DEFAULT true,
    require_consent            boolean     NOT NULL DEFAULT true,
    managed_by                 text        NOT NULL CHECK (managed_by IN ('configuration', 'api')),
    created_at                 timestamptz NOT NULL DEFAULT now(),
    updated_at                 timestamptz NOT NULL DEFAULT now()
);

-- Secrets have 256 bits, so a keyed hash is enough; two are valid while one is being replaced.
CREATE TABLE client_secret (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    client_id  text        NOT NULL REFERENCES client ON DELETE CASCADE,
    key_id     text        NOT NULL,
    hash       bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
CREATE INDEX client_secret_client ON client_secret (client_id);

CREATE TABLE resource_server (
    uri        text PRIMARY KEY CHECK (length(uri) BETWEEN 1 AND 2048),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    managed_by text        NOT NULL CHECK (managed_by IN ('configuration', 'api')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE resource_scope (
    name            text PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 100),
    resource_server text NOT NULL REFERENCES resource_server ON DELETE CASCADE,
    description     text CHECK (length(description) <= 300)
);
COMMENT ON TABLE resource_scope IS 'a scope belongs to exactly one resource server, so that it names its audience';
