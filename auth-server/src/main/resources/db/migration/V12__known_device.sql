-- The browsers that a person has signed in with. The row holds the SHA-256 of the cookie's 256 random bits.
CREATE TABLE known_device (
    account_id       uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    device_hash      bytea       NOT NULL CHECK (length(device_hash) = 32),
    credential_epoch integer     NOT NULL,
    first_seen_at    timestamptz NOT NULL DEFAULT now(),
    last_seen_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, device_hash)
);
COMMENT ON COLUMN known_device.credential_epoch IS 'the account''s at the last sign-in; under another one the device is no longer known';
CREATE INDEX known_device_last_seen_at ON known_device (last_seen_at);
