"""Files of a folder that are no table, and are known all the same: traces of agents, and the truth of a simulation."""

from __future__ import annotations

import gzip
from pathlib import Path

from probant.words import Words, say

TRUTH = "truth.json"
"""What `probant simulate` writes of an invented company; a company must not load the truth about itself."""
_HEAD = 1 << 12
_TRACES = (b'"resourceSpans"', b'"resource_spans"', b'"scopeSpans"')
_JSON = (".jsonl", ".ndjson", ".json")
_PACKED = ".gz"


def aside(path: Path) -> Words | None:
    """Why a file is kept aside; None where it may be a table."""
    if is_traces(path):
        return say("Traces of AI agents (OTLP): they fill the tables of agents.")
    if path.suffix.casefold() in _JSON and path.name == TRUTH:
        return say("Kept aside: the truth about an invented company. No table takes it.")
    return None


def is_traces(path: Path) -> bool:
    """Whether a file holds requests of OTLP in JSON, one a line, packed by gzip or not."""
    packed = path.suffix.casefold() == _PACKED
    ending = (path.with_suffix("") if packed else path).suffix.casefold()
    if ending not in _JSON or not path.is_file():
        return False
    try:
        with path.open("rb") as raw, gzip.open(raw) if packed else raw as file:
            head = file.read(_HEAD)
    except (OSError, EOFError):
        return False
    return any(mark in head for mark in _TRACES)
