"""Arguments of tools as sets of leaves, so that two ways to write the same thing are the same."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

Leaf = tuple[str, str]
"""Path of a value, and the value as text in lower case."""

DEPTH, LENGTH = 20, 100_000
"""What is nested deeper, or is a longer text, is not looked into: it is one value as it stands."""
_NOTHING = frozenset({"", "none", "null"})
_OPENING = frozenset("[{(")
"""Signs with which a text inside begins that holds a list or a mapping; other texts inside are values."""


def leaves(arguments: object) -> frozenset[Leaf]:
    """Values of a call's arguments with their paths, whatever the logger made of them.

    Parameters
    ----------
    arguments : object
        A mapping, a list, a scalar; or a text that holds one as JSON or as a Python literal. Texts inside
        are looked into in the same way.

    Returns
    -------
    frozenset of (path, value)
        Items of a list share a path, '.flights[].date', so that their order does not count. Values are in
        lower case without outer spaces; 5, 5.0 and "5" are one; nothing, "" and "none" leave no leaf.
    """
    found: set[Leaf] = set()
    _gather(arguments, "", 0, found)
    return frozenset(found)


def values(found: Iterable[Leaf], shortest: int = 3) -> frozenset[str]:
    """Values that are long enough, in characters, to be found again in a text."""
    return frozenset(value for _, value in found if len(value) >= shortest)


def first_sight(context: Iterable[tuple[int, str]], wanted: Iterable[str]) -> dict[str, int | None]:
    """From which call of a tool on each value stood in the context.

    Parameters
    ----------
    context : iterable of (call, text)
        What was said or returned, in order, each with the number, from 1 up, of the first call after it.
    wanted : iterable of str
        Values as `leaves` has them.

    Returns
    -------
    dict
        The number of that call by value; None where no text holds it.
    """
    found: dict[str, int | None] = dict.fromkeys(wanted)
    for call, text in context:
        low = text.lower()
        found |= {value: call for value, seen in found.items() if seen is None and value in low}
    return found


def _gather(node: Any, path: str, depth: int, found: set[Leaf]) -> None:
    """Put the leaves of a node into `found`; what is read a million times a day makes no detour."""
    if isinstance(node, str):
        bare = node.strip()
        if depth and bare[:1] not in _OPENING:
            low = bare.lower()
            if low not in _NOTHING:
                found.add((path, low))
            return
        node = _opened(bare)
    if isinstance(node, dict) and depth < DEPTH:
        for key, value in node.items():
            _gather(value, f"{path}.{_name(key)}", depth + 1, found)
    elif isinstance(node, list | tuple | set | frozenset) and depth < DEPTH:
        for value in node:
            _gather(value, f"{path}[]", depth + 1, found)
    elif (plain := _plain(node)) not in _NOTHING:
        found.add((path, plain))


@lru_cache(maxsize=4096)
def _name(key: Any) -> str:
    return str(key).strip().lower()


def _opened(bare: str) -> Any:
    """What a text holds as JSON or as a Python literal; else the text."""
    if not bare or len(bare) > LENGTH:
        return bare
    for read in (json.loads, ast.literal_eval):
        try:
            return read(bare)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return bare


def _plain(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().lower()
