"""Yes and no, as English and French programs write them."""

from __future__ import annotations

from probant.words import Words, say

_YES = ("true", "yes", "oui", "vrai", "1")
_NO = ("false", "no", "non", "faux", "0")
YES = sorted({form for word in _YES for form in (word, word.title(), word.upper())})
"""Every spelling that `flag` reads as true, in the cases that programs write."""
NO = sorted({form for word in _NO for form in (word, word.title(), word.upper())})


def flag(text: str) -> bool | Words:
    """True or False, or why it is neither."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    return say("This is neither yes nor no.")
