"""One room per engine; `protocol` is the seam, `registry` the list."""
