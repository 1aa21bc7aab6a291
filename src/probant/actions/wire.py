"""Sentences and errors as they go between a command and the process that serves its project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from probant import errors
from probant.errors import ProbantError
from probant.words import Words, decode, encode


def write_words(words: Words) -> dict[str, Any]:
    """A sentence as plain JSON values, template and facts apart: the reader's side knows the language."""
    return encode(words)


def read_words(raw: object) -> Words:
    """The sentence that `write_words` wrote. Raises ValueError for anything else."""
    return decode(raw)


def write_error(error: ProbantError) -> dict[str, Any]:
    """An error as plain JSON values: the name of its class, what was seen, and what mends it."""
    return {"name": type(error).__name__, "what": encode(error.what), "mend": encode(error.mend)}


def read_error(raw: Mapping[str, Any]) -> ProbantError:
    """The error that `write_error` wrote, of the same class; of ProbantError where we know none of that name.

    It bears its two sentences and not what else its class may keep. Raises ValueError for anything else.
    """
    kind = getattr(errors, str(raw.get("name")), ProbantError)
    if not (isinstance(kind, type) and issubclass(kind, ProbantError)):
        kind = ProbantError
    error: ProbantError = kind.__new__(kind)
    ProbantError.__init__(error, decode(raw.get("what")), mend=decode(raw.get("mend")))
    return error
