-- What the purges look for. An authorization is over by the first of these times that it has.
CREATE INDEX oauth2_authorization_over
    ON oauth2_authorization (coalesce(revoked_at, refresh_expires_at, code_expires_at, created_at));
CREATE INDEX revoked_access_token_expires_at ON revoked_access_token (expires_at);
