SELECT file, line, "column", reason FROM _rejects WHERE batch = $batch ORDER BY file, line LIMIT $most;
