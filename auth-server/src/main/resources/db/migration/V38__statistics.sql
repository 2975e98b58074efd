-- How often something happened, by the hour.
CREATE TABLE statistic (
    hour  timestamptz NOT NULL,
    kind  text COLLATE "C" NOT NULL CHECK (length(kind) <= 64),
    label text COLLATE "C" NOT NULL CHECK (length(label) <= 64),
    count bigint      NOT NULL,
    PRIMARY KEY (hour, kind, label)
);
COMMENT ON COLUMN statistic.label IS 'how it ended, or what it was for';

-- What has happened before anybody counted.
INSERT INTO statistic
SELECT date_trunc('hour', occurred_at, 'UTC'), kind, outcome, count(*) FROM audit_event
WHERE occurred_at > now() - interval '400 days' GROUP BY 1, 2, 3;
INSERT INTO statistic
SELECT hour, 'token.issued', 'authorization_code', count FROM statistic
WHERE kind = 'authorization_code.redeemed' AND label = 'success';
INSERT INTO statistic
SELECT date_trunc('hour', sent_at, 'UTC'), 'mail.attempt', 'sent', count(*) FROM mail WHERE sent_at IS NOT NULL GROUP BY 1;

-- A proof that nobody gave is deleted when its time is over; in the same transaction it is counted, whichever node it is.
CREATE FUNCTION count_expired_challenges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO statistic AS counted
    SELECT date_trunc('hour', expires_at, 'UTC'), 'challenge.expired', 'failure', count(*) FROM gone
    WHERE spent_at IS NULL AND NOT decoy AND purpose NOT IN ('recovery', 'revert') AND expires_at <= now()
    GROUP BY 1
    ORDER BY 1
    ON CONFLICT (hour, kind, label) DO UPDATE SET count = counted.count + excluded.count;
    RETURN NULL;
END $$;
CREATE TRIGGER challenge_expired AFTER DELETE ON challenge
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION count_expired_challenges();

-- What did not succeed is rare, and so are some kinds of mail: they are found without looking at all the others.
CREATE INDEX audit_event_unsuccessful ON audit_event (outcome, occurred_at, id) WHERE outcome <> 'success';
CREATE INDEX audit_event_unsuccessful_kind ON audit_event (kind, outcome, occurred_at, id) WHERE outcome <> 'success';
CREATE INDEX mail_template ON mail (template, created_at, id);
