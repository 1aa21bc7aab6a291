"""Sentences for users, kept as a template and its facts until a face knows the reader's language.

The floor below `errors`: an error, a check and a proposal all carry sentences, and none of them may
know a locale. `report.language` translates the template and formats the facts by the locale; here is
only the plain English reading, for logs and tracebacks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from numbers import Integral, Real
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

    def __hash__(self) -> int:
        # Facts are few and may be lists of sentences: their names suffice to spread sentences over a table.
        return hash((self.template, *self.facts))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        """Sentences in values that pydantic reads and writes go by `encode` and `decode`.

        Where the serialisation context holds a `say`, the sentence in the reader's language goes with them.
        """
        from pydantic_core import core_schema

        write = core_schema.plain_serializer_function_ser_schema(_written, info_arg=True)
        return core_schema.no_info_plain_validator_function(decode, serialization=write)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: object, handler: object) -> dict[str, Any]:
        """What a reader of the API is told of a sentence."""
        text = {"type": "string", "description": "The sentence in the language that was asked for."}
        properties = {"template": {"type": "string"}, "facts": {"type": "object"}, "text": text}
        return {"type": "object", "properties": properties, "required": ["template", "facts"]}


def say(template: str, /, **facts: Fact) -> Words:
    """A sentence for users; the name is the mark by which the texts to translate are found."""
    return Words(template, facts)


def verbatim(text: str) -> Words:
    """A user's own text as a sentence: braces in it are no fields; translated only if the catalogue knows it."""
    return Words(text.replace("{", "{{").replace("}", "}}"))


def encode(words: Words) -> dict[str, Any]:
    """A sentence as plain JSON values; `decode` gives back an equal one.

    Raises TypeError for a fact of a kind that no sentence may hold.
    """
    return {"template": words.template, "facts": {name: _plain(fact) for name, fact in words.facts.items()}}


def decode(raw: object) -> Words:
    """The sentence that `encode` wrote; one that is no JSON yet stands as it is.

    Raises ValueError for anything else.
    """
    if isinstance(raw, Words):
        return raw
    match raw:
        case {"template": str(template), "facts": {**facts}}:
            return Words(template, {str(name): _fact(plain) for name, plain in facts.items()})
    raise ValueError("not a sentence: a template and its facts")


def _plain(fact: Fact) -> Any:
    """JSON tells str, bool, None, integers and finite floats apart; all other kinds bear their name.

    Numbers of numpy become Python's, members of an enumeration their value.
    """
    if fact is None or isinstance(fact, (bool, str)):
        return str(fact) if isinstance(fact, str) else fact
    if isinstance(fact, Integral):
        return int(fact)
    if isinstance(fact, Real):
        return float(fact) if isfinite(fact) else {"float": str(float(fact))}
    if isinstance(fact, tuple):
        return [_plain(item) for item in fact]
    if isinstance(fact, Words):
        return encode(fact)
    for kind, (name, write, _) in _NAMED.items():
        if isinstance(fact, kind):
            return {name: write(fact)}
    raise TypeError(f"a sentence cannot hold a {type(fact).__name__}")


def _fact(plain: Any) -> Fact:
    if isinstance(plain, list):
        return tuple(_fact(item) for item in plain)
    if not isinstance(plain, Mapping):
        return plain
    if "template" in plain:
        return decode(plain)
    for name, _, read in _NAMED.values():
        if set(plain) == {name}:
            try:
                return read(plain[name])
            except (TypeError, ArithmeticError) as error:
                raise ValueError(f"not a {name}") from error
    raise ValueError(f"not a fact: {sorted(plain)}")


_NAMED: Mapping[type, tuple[str, Callable[[Any], str], Callable[[str], Fact]]] = {
    float: ("float", str, float),
    Decimal: ("decimal", str, Decimal),
    datetime: ("instant", datetime.isoformat, datetime.fromisoformat),
    date: ("day", date.isoformat, date.fromisoformat),
}
"""Kinds of fact that JSON cannot tell apart, in the order in which they are tried: an instant is a date too."""


def _written(words: Words, info: Any) -> dict[str, Any]:
    read = (info.context or {}).get("say")
    return encode(words) if read is None else {**encode(words), "text": read(words)}


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
    """A number in its unit; with its sign where the unit is led by a plus, as a difference of shares always is."""
    sign, unit = ("+" if unit.startswith("+") or unit == "points" else ""), unit.removeprefix("+")
    if unit == "share":
        return f"{value:{sign}.1%}"
    if unit == "points":
        return f"{value * 100:{sign},.3g} pt"
    plain = value.is_integer() or abs(value) >= 10_000
    number = f"{value:{sign},.0f}" if plain else f"{value:{sign},.4g}"
    return f"{number} {unit}".rstrip()
