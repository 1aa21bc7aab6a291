"""One chart a file: nouns in, a plain Vega-Lite dict out; colours are the names of `theme`."""
