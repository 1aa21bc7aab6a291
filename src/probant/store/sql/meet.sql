-- Rows of the batch whose key a current row of an earlier batch has, and whether all values agree.
CREATE TEMP TABLE _met AS
SELECT earlier.rowid AS earlier_place, newer.rowid AS newer_place, {equal} AS same
FROM (
    SELECT rowid, * FROM {table} WHERE _batch = $batch AND rowid IN (SELECT newer_place FROM _candidates)
) AS newer
JOIN (
    SELECT rowid, * FROM {table} WHERE _batch < $batch AND rowid IN (SELECT earlier_place FROM _candidates)
) AS earlier USING ({key});
