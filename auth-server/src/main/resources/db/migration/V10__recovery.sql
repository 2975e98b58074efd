-- A challenge for every purpose. What it is about dies with its account's credentials: see verification.Challenges.
ALTER TABLE challenge
    DROP CONSTRAINT challenge_purpose_check,
    ADD CONSTRAINT challenge_purpose_check
        CHECK (purpose IN ('sign_up', 'proof', 'reset', 'new_address', 'recovery', 'revert')),
    ADD COLUMN account_id uuid REFERENCES account ON DELETE CASCADE,
    ADD COLUMN credential_epoch integer,
    ADD COLUMN expires_at timestamptz;
UPDATE challenge SET expires_at = created_at + interval '24 hours';
ALTER TABLE challenge
    ALTER COLUMN expires_at SET NOT NULL,
    ADD CONSTRAINT challenge_account_check CHECK (CASE purpose
        WHEN 'sign_up' THEN account_id IS NULL
        WHEN 'reset' THEN decoy OR account_id IS NOT NULL
        ELSE account_id IS NOT NULL END),
    ADD CONSTRAINT challenge_epoch_check CHECK (credential_epoch IS NULL OR account_id IS NOT NULL);
COMMENT ON COLUMN challenge.purpose IS 'what a proof is good for: an account, a demanded proof, a new password, a new address, and behind a notice "this was not me" and the way back to the old address';
COMMENT ON COLUMN challenge.credential_epoch IS 'the challenge is dead when the account''s differs; null where it has to outlive that';
COMMENT ON COLUMN challenge.decoy IS 'it behaves like any other, but nothing satisfies it: the address had a holder (or, for a reset, none), or got one meanwhile';
DROP INDEX challenge_created_at;
CREATE INDEX challenge_expires_at ON challenge (expires_at);
CREATE INDEX challenge_account ON challenge (account_id) WHERE account_id IS NOT NULL;

ALTER TABLE account
    ADD COLUMN locale text NOT NULL DEFAULT 'en' CHECK (length(locale) BETWEEN 2 AND 35),
    ADD COLUMN frozen_until timestamptz;
COMMENT ON COLUMN account.locale IS 'the language that the person last used, as a BCP 47 tag';
COMMENT ON COLUMN account.frozen_until IS 'after a recovery the address and the factors stay as they are until then';

ALTER TABLE federated_identity ADD COLUMN email_trusted boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN federated_identity.email_trusted IS 'whether the provider''s word on that address was as good as a proof';

-- Addresses that have no account, but that nobody else may have.
CREATE TABLE reserved_address (
    email          text PRIMARY KEY CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    account_id     uuid,
    reserved_until timestamptz
);
COMMENT ON COLUMN reserved_address.account_id IS 'whose address it was, and who may have it back';
COMMENT ON COLUMN reserved_address.reserved_until IS 'null blocks it for good';
CREATE INDEX reserved_address_account ON reserved_address (account_id);
CREATE INDEX reserved_address_until ON reserved_address (reserved_until) WHERE reserved_until IS NOT NULL;
