ALTER TABLE resource_server
    ADD access_token_lifetime    integer CHECK (access_token_lifetime BETWEEN 1 AND 900),
    ADD access_token_signing_alg text,
    ADD client_id                text;
COMMENT ON COLUMN resource_server.access_token_lifetime IS 'in seconds; null for what all tokens live';
COMMENT ON COLUMN resource_server.client_id IS 'the client as which it may introspect the tokens that are for it';
