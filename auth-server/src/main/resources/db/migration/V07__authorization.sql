-- One row per authorization: first it may wait for consent, then it holds the code, then the refresh family.
-- Every secret is a hash (consent state, code) or derived (refresh token), and access tokens are not stored at all.
CREATE TABLE oauth2_authorization (
    id                          uuid PRIMARY KEY,
    client_id                   text        NOT NULL REFERENCES client ON DELETE CASCADE,
    account_id                  uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    -- how the person was signed in when it was granted
    credential_epoch            integer     NOT NULL,
    authenticated_at            timestamptz NOT NULL,
    session_id                  text        NOT NULL,
    authentication_methods      text[]      NOT NULL,
    -- the authorization request
    redirect_uri                text,
    client_state                text,
    requested_scopes            text[]      NOT NULL,
    authorized_scopes           text[]      NOT NULL DEFAULT '{}',
    resources                   text[]      NOT NULL DEFAULT '{}',
    code_challenge              text,
    nonce                       text,
    -- waiting for consent
    consent_state_hash          bytea UNIQUE,
    -- the authorization code
    code_hash                   bytea UNIQUE,
    code_issued_at              timestamptz,
    code_expires_at             timestamptz,
    code_redeemed_at            timestamptz,
    -- the refresh family
    refresh_key_id              text,
    refresh_generation          integer,
    refresh_rotated_at          timestamptz,
    refresh_expires_at          timestamptz,
    refresh_absolute_expires_at timestamptz,
    -- the end
    revoked_at                  timestamptz,
    revocation_reason           text,
    created_at                  timestamptz NOT NULL DEFAULT now(),
    CHECK (num_nulls(refresh_key_id, refresh_generation, refresh_rotated_at, refresh_expires_at, refresh_absolute_expires_at) IN (0, 5)),
    CHECK (num_nulls(code_hash, code_issued_at, code_expires_at) IN (0, 3))
);
CREATE INDEX oauth2_authorization_account ON oauth2_authorization (account_id);
CREATE INDEX oauth2_authorization_client ON oauth2_authorization (client_id);

CREATE TABLE oauth2_consent (
    account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    client_id  text        NOT NULL REFERENCES client ON DELETE CASCADE,
    scopes     text[]      NOT NULL,
    granted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, client_id)
);

-- Access tokens that were revoked one by one (RFC 7009), until they expire by themselves.
CREATE TABLE revoked_access_token (
    jti        text PRIMARY KEY,
    expires_at timestamptz NOT NULL
);
