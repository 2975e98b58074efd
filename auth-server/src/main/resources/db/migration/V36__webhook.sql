-- Where events are told to, and what has become of each telling: see the package webhook.
CREATE TABLE webhook (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    url               text        NOT NULL UNIQUE CHECK (length(url) BETWEEN 1 AND 2048),
    description       text CHECK (length(description) BETWEEN 1 AND 200),
    kinds             text[]      NOT NULL CHECK (cardinality(kinds) BETWEEN 1 AND 50),
    enabled           boolean     NOT NULL DEFAULT true,
    created_at        timestamptz NOT NULL DEFAULT now(),
    failures          integer     NOT NULL DEFAULT 0,
    failing           boolean     NOT NULL DEFAULT false,
    reason            text CHECK (length(reason) <= 200),
    resume_at         timestamptz NOT NULL DEFAULT now(),
    last_attempt_at   timestamptz,
    last_delivered_at timestamptz
);
COMMENT ON COLUMN webhook.kinds IS 'kinds of events; one that ends in .* means all that begin so, and * means all';
COMMENT ON COLUMN webhook.failures IS 'attempts since the last that succeeded';
COMMENT ON COLUMN webhook.failing IS 'a delivery has been given up since the last that succeeded';
COMMENT ON COLUMN webhook.resume_at IS 'nothing is delivered before';

-- Not at each delivery: that changes nothing of what nodes remember.
CREATE TRIGGER outdate BEFORE INSERT OR UPDATE OF kinds, enabled OR DELETE OR TRUNCATE ON webhook
    FOR EACH STATEMENT EXECUTE FUNCTION outdate('webhook');

CREATE TABLE webhook_secret (
    webhook_id uuid        NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    key_id     text        NOT NULL,
    secret     bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz
);
COMMENT ON COLUMN webhook_secret.secret IS 'encrypted with AES-256-GCM under the keyring key that key_id names';
CREATE INDEX webhook_secret_webhook ON webhook_secret (webhook_id);
CREATE INDEX webhook_secret_expires_at ON webhook_secret (expires_at);

-- Without a reference: whoever signs in while a webhook is deleted has nothing to do with it, and the purge comes anyway.
CREATE TABLE webhook_delivery (
    id              uuid PRIMARY KEY     DEFAULT gen_random_uuid(),
    number          bigint GENERATED ALWAYS AS IDENTITY,
    webhook_id      uuid        NOT NULL,
    kind            text        NOT NULL,
    payload         text        NOT NULL,
    state           text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'retrying', 'delivered', 'failed')),
    attempts        integer     NOT NULL DEFAULT 0,
    status          integer,
    reason          text CHECK (length(reason) <= 200),
    created_at      timestamptz NOT NULL DEFAULT now(),
    queued_at       timestamptz NOT NULL DEFAULT now(),
    next_attempt_at timestamptz NOT NULL DEFAULT now(),
    delivered_at    timestamptz
);
COMMENT ON COLUMN webhook_delivery.payload IS 'what is sent, to the letter: the signature is over it';
COMMENT ON COLUMN webhook_delivery.status IS 'what the receiver answered last, if it did';
COMMENT ON COLUMN webhook_delivery.queued_at IS 'from when on it is tried for a day';
CREATE INDEX webhook_delivery_waiting ON webhook_delivery (webhook_id, number) WHERE state IN ('queued', 'retrying');
CREATE INDEX webhook_delivery_webhook ON webhook_delivery (webhook_id, number);
CREATE INDEX webhook_delivery_created_at ON webhook_delivery (created_at);
