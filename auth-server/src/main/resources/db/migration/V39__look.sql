-- What an application's people see of it while they sign in.
ALTER TABLE client ADD logo_uri text CHECK (length(logo_uri) <= 8000);
ALTER TABLE client ADD brand_color text CHECK (brand_color ~ '^#[0-9a-f]{6}$');
ALTER TABLE client ADD tos_uri text CHECK (length(tos_uri) <= 2048);
ALTER TABLE client ADD policy_uri text CHECK (length(policy_uri) <= 2048);
COMMENT ON COLUMN client.logo_uri IS 'the picture itself, as a data: URI, so that nobody''s browser is sent elsewhere to see it';
