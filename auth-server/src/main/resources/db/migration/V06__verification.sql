-- A sign-up, or a first federated login, whose address is not proved: no account, reserves nothing, blocks nobody.
CREATE TABLE pending_sign_up (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text        NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_hash text CHECK (length(password_hash) <= 255),
    provider      text,
    authority     text,
    subject       text,
    provider_email text CHECK (length(provider_email) <= 254),
    proved_at     timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    expires_at    timestamptz NOT NULL,
    CHECK ((password_hash IS NULL) <> (subject IS NULL)),
    CHECK (num_nulls(provider, authority, subject) IN (0, 3))
);
COMMENT ON COLUMN pending_sign_up.proved_at IS 'the address was proved (or is trusted) but has a holder, who has to sign in before the identity is linked';
CREATE INDEX pending_sign_up_email ON pending_sign_up (email, created_at);
CREATE INDEX pending_sign_up_expires_at ON pending_sign_up (expires_at);

-- One asking for a proof. The code and the link are HMACs over (id, generation): the row holds neither.
CREATE TABLE challenge (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    purpose            text        NOT NULL CHECK (purpose IN ('sign_up')),
    email              text        NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    pending_sign_up_id uuid REFERENCES pending_sign_up ON DELETE CASCADE,
    key_id             text        NOT NULL,
    generation         integer     NOT NULL DEFAULT 1,
    attempts           integer     NOT NULL DEFAULT 0,
    asked_at           timestamptz NOT NULL DEFAULT now(),
    code_expires_at    timestamptz NOT NULL,
    link_expires_at    timestamptz NOT NULL,
    spent_at           timestamptz,
    created_at         timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN challenge.pending_sign_up_id IS 'null for a decoy: it behaves like any other, and no code satisfies it';
CREATE INDEX challenge_pending_sign_up ON challenge (pending_sign_up_id);
CREATE INDEX challenge_email ON challenge (email, asked_at);
CREATE INDEX challenge_link_expires_at ON challenge (link_expires_at);
