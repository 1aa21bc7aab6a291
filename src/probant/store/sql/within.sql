-- Rows of the batch that repeat or contradict one another. Hashes only choose whom to compare;
-- what is equal is decided on the values.
CREATE TEMP TABLE _removed AS
WITH
shared AS (
    SELECT hash({key}) AS digest FROM {table} WHERE _batch = $batch GROUP BY digest HAVING count(*) > 1
),
suspects AS (
    SELECT rowid AS place, {columns} FROM {table} WHERE _batch = $batch AND hash({key}) IN (FROM shared)
),
copies AS (
    SELECT place, {key}, row_number() OVER (PARTITION BY {columns} ORDER BY place) AS copy FROM suspects
),
versions AS (
    SELECT place, copy, count(*) FILTER (copy = 1) OVER (PARTITION BY {key}) AS versions FROM copies
)
SELECT place, CASE WHEN copy > 1 THEN 'duplicate' ELSE 'contradiction' END AS why
FROM versions
WHERE copy > 1 OR versions > 1;
