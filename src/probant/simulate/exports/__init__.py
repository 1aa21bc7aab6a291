"""Files as the platforms write them: one module a family of platforms, columns as data."""
