"""The answers to an engine's questions as a command line gives them: key=value."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from typing import Any

from probant.errors import Refused
from probant.words import say


def answers(pairs: Iterable[str]) -> dict[str, Any]:
    """Answers by field, each value as TOML where it is TOML: 3, true, 2026-01-15, ["a", "b"]; else as text.

    Raises Refused for a word without '=' or without a key, and for a key given twice.
    """
    found: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals or not key.strip():
            raise Refused(
                say("“{word}” is not an answer.", word=pair),
                mend=say("write it as key=value, e.g. {example}", example="experiment=checkout"),
            )
        if key.strip() in found:
            raise Refused(
                say("“{key}” was answered twice.", key=key.strip()),
                mend=say("leave one of them out; a list is written {example}", example='key=["a", "b"]'),
            )
        found[key.strip()] = value(text)
    return found


def value(text: str) -> Any:
    """`text` as one TOML value; `text` itself where it is none.

    It has to be the same value in two places, so that nothing slips in beside it: a comment, a second
    value or a line of its own. Numbers that JSON cannot carry stay text.
    """
    if text.strip().lstrip("+-") in ("inf", "nan"):
        return text
    try:
        listed = tomllib.loads(f"at = [{text}]")
        named = tomllib.loads(f"at = {{key = {text}}}")
    except ValueError:
        return text
    return listed["at"][0] if listed == {"at": [named["at"]["key"]]} and len(named["at"]) == 1 else text
