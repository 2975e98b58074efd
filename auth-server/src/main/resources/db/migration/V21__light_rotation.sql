-- A rotation changes no column that an index covers, but once a day, and finds room on the row's own page: so it writes
-- the row and nothing else (a heap-only update).
ALTER TABLE oauth2_authorization
    ADD over_on timestamptz;
COMMENT ON COLUMN oauth2_authorization.over_on IS 'the midnight (UTC) behind refresh_expires_at: what the purge looks for';
UPDATE oauth2_authorization SET over_on = date_trunc('day', refresh_expires_at, 'UTC') + interval '1 day'
    WHERE refresh_expires_at IS NOT NULL;
ALTER TABLE oauth2_authorization SET (fillfactor = 80);
DROP INDEX oauth2_authorization_over;
CREATE INDEX oauth2_authorization_over ON oauth2_authorization (coalesce(revoked_at, over_on, code_expires_at, created_at));
