-- What a person may do in the administration. All that is listed is listed by address, byte by byte.
ALTER TABLE account
    DROP CONSTRAINT account_role_check,
    ADD CONSTRAINT account_role_check CHECK (role IN ('viewer', 'operator', 'administrator'));
COMMENT ON COLUMN account.role IS 'what the person may do in the administration; null is nothing';
CREATE INDEX account_listed ON account (email COLLATE "C");
CREATE INDEX account_disabled ON account (email COLLATE "C") WHERE NOT enabled;
CREATE INDEX account_proof_due ON account (email COLLATE "C") WHERE proof_due_at IS NOT NULL;
CREATE INDEX account_staff ON account (email COLLATE "C") WHERE role IS NOT NULL;

-- What clients may be told of an account; to this server it means nothing.
CREATE TABLE role (
    name        text COLLATE "C" PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    description text        NOT NULL DEFAULT '' CHECK (length(description) <= 200),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE account_role (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    role       text COLLATE "C" NOT NULL REFERENCES role ON DELETE CASCADE,
    PRIMARY KEY (account_id, role)
);
CREATE INDEX account_role_role ON account_role (role);

CREATE TABLE account_group (
    name        text COLLATE "C" PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
    description text        NOT NULL DEFAULT '' CHECK (length(description) <= 200),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE group_role (
    group_name text COLLATE "C" NOT NULL REFERENCES account_group ON DELETE CASCADE,
    role       text COLLATE "C" NOT NULL REFERENCES role ON DELETE CASCADE,
    PRIMARY KEY (group_name, role)
);
COMMENT ON TABLE group_role IS 'the roles that every member of a group has';
CREATE INDEX group_role_role ON group_role (role);
CREATE TABLE group_member (
    account_id uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    group_name text COLLATE "C" NOT NULL REFERENCES account_group ON DELETE CASCADE,
    PRIMARY KEY (account_id, group_name)
);
CREATE INDEX group_member_group ON group_member (group_name);

-- An invitation is a mailed proof that somebody else asked for; it goes with its challenge.
ALTER TABLE challenge
    DROP CONSTRAINT challenge_purpose_check,
    ADD CONSTRAINT challenge_purpose_check
        CHECK (purpose IN ('sign_up', 'proof', 'reset', 'new_address', 'recovery', 'revert', 'invitation')),
    DROP CONSTRAINT challenge_account_check,
    ADD CONSTRAINT challenge_account_check CHECK (CASE purpose
        WHEN 'sign_up' THEN account_id IS NULL
        WHEN 'invitation' THEN account_id IS NULL
        WHEN 'reset' THEN decoy OR account_id IS NOT NULL
        ELSE account_id IS NOT NULL END);
CREATE TABLE invitation (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email        text COLLATE "C" NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    challenge_id uuid        NOT NULL UNIQUE REFERENCES challenge ON DELETE CASCADE,
    roles        text[]      NOT NULL,
    groups       text[]      NOT NULL,
    invited_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL
);
COMMENT ON COLUMN invitation.roles IS 'what the account will have, of those that there are by then; likewise its groups';

-- The sessions of an account, and what tells one from another.
ALTER TABLE browser_session
    ADD COLUMN source text CHECK (length(source) <= 64),
    ADD COLUMN device text CHECK (length(device) <= 200);
COMMENT ON COLUMN browser_session.source IS 'the address that it was begun from';
CREATE INDEX browser_session_principal ON browser_session (principal) WHERE principal IS NOT NULL;

-- What happened, by what it was and for which client.
CREATE INDEX audit_event_kind ON audit_event (kind, occurred_at, id);
CREATE INDEX audit_event_client ON audit_event (client_id, occurred_at, id) WHERE client_id IS NOT NULL;

-- The messages to an address, and those that did not leave.
CREATE INDEX mail_recipient ON mail (recipient, created_at);
CREATE INDEX mail_not_sent ON mail (state, created_at) WHERE state <> 'sent';
