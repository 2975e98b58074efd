-- The outbox. A row names a template and, where the message carries a secret, the challenge and generation that it is
-- derived from; the secret itself is never written.
CREATE TABLE mail (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    template     text        NOT NULL,
    recipient    text        NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254),
    locale       text        NOT NULL,
    challenge_id uuid,
    generation   integer,
    model        jsonb       NOT NULL DEFAULT '{}',
    state        text        NOT NULL DEFAULT 'queued'
        CHECK (state IN ('queued', 'sending', 'sent', 'retrying', 'failed', 'abandoned')),
    attempts     integer     NOT NULL DEFAULT 0,
    reason       text CHECK (length(reason) <= 500),
    created_at   timestamptz NOT NULL DEFAULT now(),
    sent_at      timestamptz,
    CHECK ((challenge_id IS NULL) = (generation IS NULL))
);
CREATE INDEX mail_challenge ON mail (challenge_id, generation) WHERE challenge_id IS NOT NULL;
CREATE INDEX mail_created_at ON mail (created_at);
