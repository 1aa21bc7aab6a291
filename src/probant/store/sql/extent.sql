SELECT min("day"), max("day") FROM {table} WHERE _batch = $batch;
