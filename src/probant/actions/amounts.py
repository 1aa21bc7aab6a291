"""Amounts by channel, and groups of channels, as they are written in a command or an address."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from typing import Any

from probant.errors import Refused
from probant.words import say


def amounts(texts: Iterable[str]) -> dict[str, float]:
    """Amounts by channel, each written CHANNEL=AMOUNT with a decimal point. Raises Refused for another form."""
    found: dict[str, float] = {}
    for text in texts:
        channel, _, amount = text.rpartition("=")
        value = _number(amount)
        if not channel or value is None:
            raise Refused(
                say("“{text}” is not an amount for a channel.", text=text),
                mend=say("write it as channel=amount, e.g. {example}", example="radio=500"),
            )
        if channel in found:
            raise Refused(say("“{channel}” was given two amounts.", channel=channel), mend=say("leave one of them out"))
        found[channel] = value
    return found


def groups(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Groups written NAME=A+B:LEAST..MOST, where either end may be left out. Raises Refused for another form."""
    return [_group(text) for text in texts]


def _group(text: str) -> dict[str, Any]:
    name, equals, rest = text.partition("=")
    channels, colon, ends = rest.rpartition(":")
    low, dots, high = ends.partition("..")
    least, most = _number(low or "0"), _number(high or "inf")
    if not (name and equals and channels and colon and dots) or least is None or most is None:
        raise Refused(
            say("“{text}” is not a group.", text=text),
            mend=say(
                "write it as name=channel+channel:least..most, e.g. {example}", example="audio=radio+podcast:0..900"
            ),
        )
    return {"name": name, "channels": channels.split("+"), "least": least, "most": most}


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return None if isnan(value) else value
