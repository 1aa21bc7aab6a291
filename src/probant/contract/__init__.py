"""What each table means: one file a table, `catalog` lists them."""
