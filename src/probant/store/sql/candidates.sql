-- A table of its own, so that the engine knows how few they are when it joins the wide rows.
CREATE TEMP TABLE _candidates AS
SELECT earlier.rowid AS earlier_place, _new.place AS newer_place
FROM _new JOIN {table} AS earlier ON hash({earlier_key}) = _new.digest
WHERE earlier._batch < $batch AND earlier._until IS NULL AND {near};
