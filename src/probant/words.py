"""Sentences for users, kept as a template and its facts until a face knows the reader's language.

The floor below `errors`: an error, a check and a proposal all carry sentences, and none of them may
know a locale. `report.language` translates the template and formats the facts by the locale; here is
only the plain English reading, for logs and tracebacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from string import Formatter
from typing import Any

Fact = Any
"""What a sentence may hold: str, int, float, Decimal, date, datetime, Words, a tuple of these, or None."""


@dataclass(frozen=True, slots=True)
class Words:
    """An English template and the facts that fill it.

    A field's format is a unit: `{spend:EUR}` is money, `{lift:share}` a percentage, `{n}` a plain
    number, date or text. A tuple is written as a list with commas.
    """

    template: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return _English().vformat(self.template, (), self.facts)


def say(template: str, /, **facts: Fact) -> Words:
    """A sentence for users; the name is the mark by which the texts to translate are found."""
    return Words(template, facts)


class _English(Formatter):
    """Plain English reading of a template: no locale, no currency sign."""

    def format_field(self, value: Fact, format_spec: str) -> str:
        if value is None:
            return "not known"
        if isinstance(value, tuple):
            return ", ".join(self.format_field(item, format_spec) for item in value)
        if isinstance(value, (float, Decimal, int)) and not isinstance(value, bool):
            return _number(float(value), format_spec)
        if isinstance(value, date):
            return value.isoformat()
        return str(value)


def _number(value: float, unit: str) -> str:
    if unit == "share":
        return f"{value:.1%}"
    plain = value.is_integer() or abs(value) >= 10_000
    number = f"{value:,.0f}" if plain else f"{value:,.4g}"
    return f"{number} {unit}".rstrip()
