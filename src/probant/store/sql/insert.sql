INSERT INTO {table} ({columns}, _row, _batch) SELECT {columns}, _row, $batch FROM incoming;
