SELECT * FROM _batches ORDER BY batch;
