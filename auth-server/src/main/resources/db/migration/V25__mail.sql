-- What a mailbox's owner has granted us for sending from it, encrypted under the keyring.
CREATE TABLE mail_authorization (
    client_id     text PRIMARY KEY CHECK (length(client_id) BETWEEN 1 AND 255),
    key_id        text        NOT NULL,
    refresh_token bytea       NOT NULL,
    expires_at    timestamptz,
    granted_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN mail_authorization.client_id IS 'our OAuth client at the mail provider';
COMMENT ON COLUMN mail_authorization.expires_at IS 'when it ends whatever is done with it, if that is known';

-- Mail to account holders that administrators write: to one, or to all of a query.
CREATE TABLE mailing (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    idempotency_key text        NOT NULL UNIQUE CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    request_hash    bytea       NOT NULL,
    created_by      text        NOT NULL,
    contents        jsonb       NOT NULL,
    recipients      jsonb       NOT NULL,
    queued          integer     NOT NULL DEFAULT 0,
    last_account    uuid,
    created_at      timestamptz NOT NULL DEFAULT now(),
    queued_at       timestamptz
);
CREATE INDEX mailing_created_at ON mailing (created_at);
COMMENT ON COLUMN mailing.contents IS 'subject and text by language';
COMMENT ON COLUMN mailing.recipients IS 'which accounts';
COMMENT ON COLUMN mailing.last_account IS 'all accounts up to this id have been gone through';
COMMENT ON COLUMN mailing.queued_at IS 'when the last of them had been';

ALTER TABLE mail
    ADD COLUMN mailing_id uuid,
    ADD COLUMN account_id uuid,
    ADD CONSTRAINT mail_mailing_check CHECK ((mailing_id IS NULL) = (account_id IS NULL));
CREATE INDEX mail_mailing ON mail (mailing_id, state) WHERE mailing_id IS NOT NULL;
COMMENT ON COLUMN mail.mailing_id IS 'the mailing that says what is in it';

CREATE TABLE mailing_opt_out (
    account_id uuid PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE mailing_opt_out IS 'who wants no mail but what is about the account''s safety';
