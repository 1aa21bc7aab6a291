-- 0 proves that all keys differ: equal keys have equal hashes. Anything else is only a suspicion.
SELECT count(*) - count(DISTINCT hash({key})) FROM {table} WHERE _batch = $batch;
