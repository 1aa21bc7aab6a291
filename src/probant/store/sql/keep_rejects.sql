INSERT INTO _rejects SELECT $batch, file, line, "column", reason FROM incoming;
