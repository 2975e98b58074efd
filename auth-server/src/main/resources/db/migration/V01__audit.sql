-- What happened, append-only. A row outlives the account and the client that it names, so it refers to them by value.
CREATE TABLE audit_event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    kind        text        NOT NULL CHECK (length(kind) <= 64),
    outcome     text        NOT NULL CHECK (outcome IN ('success', 'refused', 'failure')),
    reason      text CHECK (length(reason) <= 200),
    account_id  uuid,
    client_id   text,
    source      text CHECK (length(source) <= 64),
    device      text CHECK (length(device) <= 200),
    detail      jsonb       NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_event_occurred_at ON audit_event (occurred_at);
CREATE INDEX audit_event_account ON audit_event (account_id, occurred_at) WHERE account_id IS NOT NULL;
