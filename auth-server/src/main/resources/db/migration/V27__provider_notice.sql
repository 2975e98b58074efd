-- What a provider told us of a person who turned away from us there (Facebook's deauthorize and data-deletion callbacks).
CREATE TABLE provider_notice (
    request_hash bytea PRIMARY KEY,
    code_hash    bytea UNIQUE,
    provider     text        NOT NULL,
    unlinked     boolean     NOT NULL,
    received_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN provider_notice.request_hash IS 'SHA-256 of the signed request, which counts once';
COMMENT ON COLUMN provider_notice.code_hash IS 'SHA-256 of the confirmation code by which the person can see what became of it; null if none was asked for';
CREATE INDEX provider_notice_received_at ON provider_notice (received_at);
