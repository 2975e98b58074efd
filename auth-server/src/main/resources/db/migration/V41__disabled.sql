-- What is disabled stays as it is and does nothing, until it is enabled again.
ALTER TABLE resource_server ADD enabled boolean NOT NULL DEFAULT true;
ALTER TABLE role ADD enabled boolean NOT NULL DEFAULT true;
ALTER TABLE account_group ADD enabled boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN resource_server.enabled IS 'whether its scopes are granted';
COMMENT ON COLUMN role.enabled IS 'whether anybody is said to have it';
COMMENT ON COLUMN account_group.enabled IS 'whether anybody is said to be in it, and has its roles by it';
