ALTER TABLE audit_event ADD changes jsonb;
COMMENT ON COLUMN audit_event.changes IS 'what an administrator changed, by field: {"before": …, "after": …}, each absent where there was or is nothing; no secrets';

-- Its indicator is a URI, which no path can hold.
ALTER TABLE resource_server ADD id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE;
