SELECT count(*) FROM {table} WHERE _until IS NULL;
