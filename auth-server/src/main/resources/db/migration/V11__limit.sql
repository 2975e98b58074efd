-- What was used up of a limit that is not a column of the row it guards. Bucket4j writes it: see the package limit.
DROP TABLE budget;

CREATE TABLE bucket (
    id         text   PRIMARY KEY CHECK (length(id) <= 600),
    state      bytea,
    expires_at bigint NOT NULL DEFAULT 0
);
COMMENT ON COLUMN bucket.id IS 'the limit, how often within how long, and for whom';
COMMENT ON COLUMN bucket.state IS 'Bucket4j''s own format; null until the statement after the one that inserts it';
COMMENT ON COLUMN bucket.expires_at IS 'when nothing is used up any more, in milliseconds since 1970';
CREATE INDEX bucket_expires_at ON bucket (expires_at);
