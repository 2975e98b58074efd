-- Which configuration document has named it, if nobody else has taken it up since: see the package declared.
ALTER TABLE client ADD declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64);
ALTER TABLE resource_server ADD declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64);
ALTER TABLE provider ADD declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64);
ALTER TABLE role
    ADD managed_by text NOT NULL DEFAULT 'api' CHECK (managed_by IN ('configuration', 'api')),
    ADD declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64);
ALTER TABLE account_group
    ADD managed_by text NOT NULL DEFAULT 'api' CHECK (managed_by IN ('configuration', 'api')),
    ADD declared_by text CHECK (length(declared_by) BETWEEN 1 AND 64);
COMMENT ON COLUMN client.declared_by IS 'the name of a document; one that the API manages besides was left out since, and goes when the document is applied with prune';

-- The settings named these until now.
UPDATE client SET declared_by = 'main' WHERE managed_by = 'configuration';
UPDATE resource_server SET declared_by = 'main' WHERE managed_by = 'configuration';
