"""Numbers to words, charts, pages; computes nothing."""
