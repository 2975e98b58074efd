-- What a client was granted is found by the client when it is deleted, bit by bit.
CREATE INDEX oauth2_consent_client ON oauth2_consent (client_id);
