"""Months as words, in English and French."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

LANGUAGES = ("en", "fr")
_SHORTEST = 3


def month(name: str) -> int | None:
    """Number of a month, from its name or the beginning of one: 'janv.', 'Fév', 'march'; None where it is none.

    Examples
    --------
    >>> month("juil."), month("jui")
    (7, None)
    """
    plain = _plain(name)
    if plain in _months():
        return _months()[plain]
    meant = {number for known, number in _months().items() if known.startswith(plain)}
    return meant.pop() if len(plain) >= _SHORTEST and len(meant) == 1 else None


@cache
def _months() -> Mapping[str, int]:
    from babel.dates import get_month_names  # Read only for files that write a month as a word.

    return {
        _plain(name): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in get_month_names(width, locale=language).items()
    }


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.casefold().rstrip("."))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
