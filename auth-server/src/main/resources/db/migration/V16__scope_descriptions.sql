ALTER TABLE resource_scope ADD COLUMN descriptions jsonb NOT NULL DEFAULT '{}';
COMMENT ON COLUMN resource_scope.descriptions IS 'the description by language, such as ko; one that is not here reads the plain one';
