-- Rows have their place in the order in which they came.
INSERT INTO _rejects
SELECT $batch, $file, place - (SELECT min(rowid) FROM {table} WHERE _batch = $batch) + 1, NULL, $reason
FROM _removed WHERE why = 'contradiction';
