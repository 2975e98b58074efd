-- The promise, as a structure: there is no way to write down an account whose address is not verified.
CREATE TABLE account (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email            text        NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    verified_at      timestamptz NOT NULL,
    verified_by      text        NOT NULL CHECK (length(verified_by) BETWEEN 1 AND 64),
    name             text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_hash    text CHECK (length(password_hash) <= 255),
    role             text CHECK (role IN ('administrator')),
    enabled          boolean     NOT NULL DEFAULT true,
    proof_due_at     timestamptz,
    credential_epoch integer     NOT NULL DEFAULT 0,
    created_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN account.verified_by IS 'how the address was proved: code, link, or provider:ID';
COMMENT ON COLUMN account.proof_due_at IS 'when set, a new proof of the address is demanded and the issuing gate is shut until it is given';
COMMENT ON COLUMN account.credential_epoch IS 'raised when credentials are recovered; what was issued under a lower one is dead';

CREATE TABLE federated_identity (
    provider   text        NOT NULL CHECK (length(provider) BETWEEN 1 AND 32),
    authority  text        NOT NULL CHECK (length(authority) BETWEEN 1 AND 512),
    subject    text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    email      text CHECK (length(email) <= 254),
    linked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (provider, authority, subject)
);
COMMENT ON COLUMN federated_identity.authority IS 'whose subject it is: the issuer, or the application to which the provider scopes its ids';
COMMENT ON COLUMN federated_identity.email IS 'what the provider last said the address was; shown, never a login key';
CREATE INDEX federated_identity_account ON federated_identity (account_id);

-- A row here means that there has been an administrator; the bootstrap never acts again.
CREATE TABLE administrator_bootstrap (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    account_id uuid        NOT NULL,
    acted_at   timestamptz NOT NULL DEFAULT now()
);
