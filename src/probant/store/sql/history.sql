SELECT "table", batch, content FROM _batches ORDER BY batch;
