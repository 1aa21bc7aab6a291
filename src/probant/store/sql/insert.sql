INSERT INTO {table} ({columns}, _batch) SELECT {columns}, $batch FROM incoming;
