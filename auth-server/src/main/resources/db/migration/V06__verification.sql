-- One asking for a proof of an address. The code and the link are HMACs over (id, generation): the row holds neither.
CREATE TABLE challenge (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    purpose         text        NOT NULL CHECK (purpose IN ('sign_up')),
    email           text        NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    source          text        NOT NULL CHECK (length(source) <= 64),
    decoy           boolean     NOT NULL,
    key_id          text        NOT NULL,
    generation      integer     NOT NULL DEFAULT 1,
    attempts        integer     NOT NULL DEFAULT 0,
    asked_at        timestamptz NOT NULL DEFAULT now(),
    code_expires_at timestamptz NOT NULL,
    link_expires_at timestamptz NOT NULL,
    spent_at        timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN challenge.source IS 'where it was asked from: an IPv4 address, or the /64 of an IPv6 address';
COMMENT ON COLUMN challenge.decoy IS 'it behaves like any other, but nothing satisfies it: the address had a holder, or got one meanwhile';
CREATE INDEX challenge_email ON challenge (email, created_at);
CREATE INDEX challenge_created_at ON challenge (created_at);

-- What was used up of a limit that is not a column of the row it guards.
CREATE TABLE budget (
    name  text        NOT NULL CHECK (length(name) <= 32),
    key   text        NOT NULL CHECK (length(key) <= 400),
    spent integer     NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, key)
);
CREATE INDEX budget_since ON budget (since);

-- A sign-up, or a first federated login, whose address is not proved: no account, reserves nothing, blocks nobody.
-- It lives and dies with its challenge.
CREATE TABLE pending_sign_up (
    challenge_id   uuid PRIMARY KEY REFERENCES challenge ON DELETE CASCADE,
    email          text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    password_hash  text CHECK (length(password_hash) <= 255),
    provider       text,
    authority      text,
    subject        text,
    CHECK ((password_hash IS NULL) <> (subject IS NULL)),
    CHECK (num_nulls(provider, authority, subject) IN (0, 3))
);
CREATE INDEX pending_sign_up_email ON pending_sign_up (email);
