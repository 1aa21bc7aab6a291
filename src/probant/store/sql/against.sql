-- Rows of the batch whose key a current row of an earlier batch has, and whether all values agree.
CREATE TEMP TABLE _met AS
SELECT earlier.rowid AS earlier_place, newer.rowid AS newer_place, {equal} AS same
FROM {table} AS newer JOIN {table} AS earlier USING ({key})
WHERE newer._batch = $batch
  AND earlier._batch < $batch
  AND earlier._until IS NULL
  AND NOT EXISTS (FROM _removed WHERE place = newer.rowid);
