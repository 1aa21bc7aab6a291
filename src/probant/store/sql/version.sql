SELECT CAST(value AS INTEGER) FROM _about WHERE name = 'schema_version';
