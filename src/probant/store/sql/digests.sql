-- Rows of the batch by a digest of their key. Digests only choose whom to compare: equal keys have equal
-- digests, and what is equal is decided on the values.
CREATE TEMP TABLE _new AS SELECT rowid AS place, hash({key}) AS digest FROM {table} WHERE _batch = $batch;
