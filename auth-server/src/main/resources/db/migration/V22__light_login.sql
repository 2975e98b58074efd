-- Browser sessions, one row each. The id is the SHA-256 of the cookie's 256 random bits.
DROP TABLE spring_session_attributes;
DROP TABLE spring_session;

CREATE TABLE browser_session (
    id           bytea       PRIMARY KEY CHECK (length(id) = 32),
    begun_at     timestamptz NOT NULL DEFAULT now(),
    used_at      timestamptz NOT NULL DEFAULT now(),
    idle_seconds integer     NOT NULL CHECK (idle_seconds > 0),
    expires_at   timestamptz NOT NULL,
    principal    text,
    attributes   jsonb       NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN browser_session.used_at IS 'the last request, to the minute';
COMMENT ON COLUMN browser_session.principal IS 'who is signed in, by the name of the authentication';
COMMENT ON COLUMN browser_session.attributes IS 'each serialized by itself, so that requests of one session do not undo each other''s';
CREATE INDEX browser_session_expires_at ON browser_session (expires_at);

-- What is left of a limit that is not a column of the row it guards: of each of its rates so much, until its window is over.
DROP TABLE bucket;

CREATE TABLE limit_count (
    id         text          PRIMARY KEY CHECK (length(id) <= 600),
    remaining  integer[]     NOT NULL,
    until      timestamptz[] NOT NULL CHECK (cardinality(until) = cardinality(remaining)),
    expires_at timestamptz   NOT NULL
);
COMMENT ON COLUMN limit_count.id IS 'the limit, how often within how long, and for whom';
COMMENT ON COLUMN limit_count.expires_at IS 'when nothing is used up any more';
CREATE INDEX limit_count_expires_at ON limit_count (expires_at);
