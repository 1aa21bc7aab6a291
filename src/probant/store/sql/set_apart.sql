INSERT INTO _rejects
SELECT $batch, $file, _row, NULL, $reason
FROM {table}
WHERE _batch = $batch AND rowid IN (SELECT place FROM _removed WHERE why = 'contradiction');
