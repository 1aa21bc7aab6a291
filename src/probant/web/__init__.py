"""The page and its API: parse, call one verb, show one view."""
