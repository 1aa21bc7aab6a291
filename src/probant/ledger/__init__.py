"""Append-only and hash-chained: who did what, when, on which data."""
