INSERT OR REPLACE INTO _about VALUES ('schema_version', $version);
