-- Rows of the batch that repeat or contradict one another.
INSERT INTO _removed
WITH
shared AS (
    SELECT digest FROM _new GROUP BY digest HAVING count(*) > 1
),
suspects AS (
    SELECT rowid AS place, {columns} FROM {table}
    WHERE _batch = $batch AND rowid IN (SELECT place FROM _new WHERE digest IN (FROM shared))
),
copies AS (
    SELECT place, {key}, row_number() OVER (PARTITION BY {columns} ORDER BY place) AS copy FROM suspects
),
versions AS (
    SELECT place, copy, count(*) FILTER (copy = 1) OVER (PARTITION BY {key}) AS versions FROM copies
)
SELECT place, CASE WHEN copy > 1 THEN 'duplicate' ELSE 'contradiction' END
FROM versions
WHERE copy > 1 OR versions > 1;
