-- A retired key signs no more, so that its private half is not kept.
ALTER TABLE signing_key
    ADD COLUMN activated_at timestamptz,
    ADD COLUMN retired_at   timestamptz,
    ALTER COLUMN key_id DROP NOT NULL,
    ALTER COLUMN private_key DROP NOT NULL,
    ADD CHECK (state = 'retired' OR num_nulls(key_id, private_key) = 0);
UPDATE signing_key SET activated_at = created_at WHERE state = 'active';
COMMENT ON COLUMN signing_key.expires_at IS 'when it is no longer published: nothing that it signed counts any more';
CREATE UNIQUE INDEX signing_key_next ON signing_key (algorithm) WHERE state = 'next';
CREATE INDEX signing_key_expires_at ON signing_key (expires_at);
