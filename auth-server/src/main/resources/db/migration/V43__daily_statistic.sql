-- How often something happened, by the day of UTC: who looks at months need not add up their hours each time.
CREATE TABLE daily_statistic (
    day   timestamptz NOT NULL,
    kind  text COLLATE "C" NOT NULL CHECK (length(kind) <= 64),
    label text COLLATE "C" NOT NULL CHECK (length(label) <= 64),
    count bigint      NOT NULL,
    PRIMARY KEY (day, kind, label)
);
COMMENT ON TABLE daily_statistic IS 'the sums of statistic, which whoever counts need not know';

-- Rows are added to in the order of those that were written, so that no two nodes wait for each other.
CREATE FUNCTION add_daily_statistic() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO daily_statistic AS counted
    VALUES (date_trunc('day', NEW.hour, 'UTC'), NEW.kind, NEW.label, NEW.count - coalesce(OLD.count, 0))
    ON CONFLICT (day, kind, label) DO UPDATE SET count = counted.count + excluded.count;
    RETURN NULL;
END $$;
CREATE TRIGGER statistic_added AFTER INSERT OR UPDATE ON statistic FOR EACH ROW EXECUTE FUNCTION add_daily_statistic();

INSERT INTO daily_statistic
SELECT date_trunc('day', hour, 'UTC'), kind, label, sum(count) FROM statistic GROUP BY 1, 2, 3;
