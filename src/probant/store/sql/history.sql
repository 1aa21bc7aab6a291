SELECT "table", batch, content FROM _batches
WHERE batch <= $as_of AND list_contains($tables, "table")
ORDER BY "table", batch;
