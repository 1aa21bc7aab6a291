-- 0 proves that all keys of the batch differ; anything else is a suspicion.
SELECT count(*) - count(DISTINCT hash({key})) FROM {table} WHERE _batch = $batch;
