SELECT batch, content FROM _batches ORDER BY batch DESC LIMIT 1;
