SELECT * REPLACE (epoch_us("at") AS "at") FROM _batches ORDER BY batch;
