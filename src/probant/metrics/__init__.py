"""Table in, table out: expressions only, and the catalog."""
