"""Numbers as people and programs write them: what each can mean, and what it means once the decimal mark is known."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal

import pyarrow as pa
import pyarrow.compute as pc

from probant.source.currencies import TOKEN, meant
from probant.words import Words, say

MARKS = (".", ",")
"""What a decimal mark can be; the other one of the two may then part thousands."""
NOTHING = ["", "-", "--", "–", "—", "n/a", "N/A", "na", "NA", "null", "NULL", "none", "None", "#N/A"]
"""Cells of a column of numbers, days or flags that say 'not known'."""
WORKING = pa.decimal128(38, 12)
"""Wide enough for any sum of money, and for what programs append to it in binary noise."""

_GAPS = " \u00a0\u1680\u2000-\u200a\u202f\u205f'’"
_SPACE = " \u00a0\u2009\u202f"
_SIGN = "[-+−]"
_NOT_FINITE = {"nan", "inf", "infinity", "+inf", "-inf", "+infinity", "-infinity", "-nan", "∞", "-∞"}
_EXACT = Context(prec=60)


def _digits(mark: str) -> str:
    """Pattern of the bare digits where `mark` is the decimal mark; RE2 and Python's `re` read it alike."""
    other = MARKS[1 - MARKS.index(mark)]
    grouped = rf"[1-9][0-9]{{0,2}}(?:(?:[{_GAPS}][0-9]{{3}})+|(?:[{other}][0-9]{{3}})+)"
    simple = rf"(?:[0-9]+(?:[{mark}][0-9]*)?|[{mark}][0-9]+)"
    return rf"(?:{simple}(?:[eE][-+]?[0-9]{{1,6}})?|{grouped}(?:[{mark}][0-9]*)?)"


def _maybe(name: str, pattern: str) -> str:
    return f"(?P<{name}>{pattern})?"


def _number(mark: str) -> str:
    ahead = [_maybe("open", r"\("), _maybe("a", _SIGN), _maybe("before", TOKEN), _maybe("b", _SIGN)]
    behind = [_maybe("c", _SIGN), _maybe("after", TOKEN), _maybe("d", _SIGN), _maybe("close", r"\)")]
    return f"^{f'[{_SPACE}]*'.join([*ahead, f'(?P<digits>{_digits(mark)})', *behind])}$"


PATTERN = {mark: _number(mark) for mark in MARKS}
"""By decimal mark: all numbers that can be written with it, sign, brackets and currency included."""
_COMPILED = {mark: re.compile(pattern) for mark, pattern in PATTERN.items()}
_BARE = {mark: f"^-?{_digits(mark)}$" for mark in MARKS}
_PARTING = {mark: f"[{_GAPS}{MARKS[1 - MARKS.index(mark)]}]" for mark in MARKS}


def number(text: str, mark: str) -> Decimal | Words:
    """The number that a cell holds, exactly, where `mark` is the decimal mark; or why it is none.

    Brackets and a minus at the end mean less than zero. A currency before or behind is left out.
    """
    found = _COMPILED[mark].match(text)
    signs = [found[name] for name in "abcd" if found[name]] if found else []
    if found is None or len(signs) > 1 or bool(found["open"]) != bool(found["close"]) or (signs and found["open"]):
        return _why_not(text, mark)
    money = found["before"] or found["after"]
    if money and not meant(money):
        return say("This is not a number.")
    digits = re.sub(_PARTING[mark], "", found["digits"]).replace(",", ".")
    return _EXACT.create_decimal(digits) * (-1 if found["open"] or (signs and signs[0] != "+") else 1)


def _why_not(text: str, mark: str) -> Words:
    if text.casefold() in _NOT_FINITE:
        return say("This is not a finite number.")
    other = MARKS[1 - MARKS.index(mark)]
    if _COMPILED[other].match(text) and not _COMPILED[mark].match(text):
        return say("This number is not written with the decimal mark “{mark}”, as the others are.", mark=mark)
    return say("This is not a number.")


def fitted(value: Decimal, kind: pa.DataType) -> Decimal | int | float | Words:
    """A number as the column's type holds it; money is rounded half to even at the column's last decimal."""
    if pa.types.is_floating(kind):
        return float(value) if abs(float(value)) != float("inf") else say("The number is too large.")
    if pa.types.is_decimal(kind):
        if value.adjusted() >= kind.precision - kind.scale:
            return say("The number is too large.")
        rounded = value.quantize(Decimal(1).scaleb(-kind.scale), rounding=ROUND_HALF_EVEN, context=_EXACT)
        return rounded if rounded.adjusted() < kind.precision - kind.scale else say("The number is too large.")
    if value.adjusted() > 20 or abs(value) >= 2 ** (kind.bit_width - 1):
        return say("The number is too large.")
    return int(value) if value == value.to_integral_value() else say("This count is not a whole number.")


def at_once(text: pa.Array, mark: str, kind: pa.DataType) -> pa.Array | None:
    """All cells parsed together, exactly as `number` and `fitted` would; None where one of them needs a closer look."""
    bare = _bare(text, mark)
    try:
        return None if bare is None else _cast(bare, kind)
    except pa.ArrowInvalid:
        return None


def _bare(text: pa.Array, mark: str) -> pa.Array | None:
    """The digits with a point for the decimal mark and nothing between them; None where more stands there."""
    if mark == "." and not pc.any(pc.match_substring_regex(text, _PARTING[mark])).as_py():
        return text
    if not pc.all(pc.match_substring_regex(text, _BARE[mark])).as_py():
        return None
    return pc.replace_substring(pc.replace_substring_regex(text, _PARTING[mark], ""), ",", ".")


def _cast(text: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_floating(kind):
        values = text.cast(kind)
        if not pc.all(pc.is_finite(values)).as_py():
            raise pa.ArrowInvalid("not finite")
        return values
    values = text.cast(WORKING)
    if pa.types.is_decimal(kind):
        return pc.round(values, ndigits=kind.scale, round_mode="half_to_even").cast(kind)
    return values.cast(pa.decimal128(38, 0)).cast(kind)
