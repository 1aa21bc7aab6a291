"""How one language writes numbers: the same signs and invisible spaces in text, charts and PDF.

Babel and d3 disagree about French spaces, so neither formats a number here: both are handed the
signs that this file reads from the CLDR, and a test compares what they write.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import floor, isfinite, log10

from babel import Locale
from babel.numbers import get_currency_symbol

Number = float | int | Decimal
MINUS = "\N{MINUS SIGN}"
NAMELESS = "currency"
_NO_BREAK = "\N{NO-BREAK SPACE}"
SCALED_FROM = 100_000
"""Smallest size that a compact number shortens: 96,400 stays, 964,000 becomes 964K."""
MOST_PLACES = 7
"""Decimals that a reader can still count."""
NOISE = 1e-9
"""Share of the number it stands beside, below which a number is what floating point left of zero."""


@dataclass(frozen=True, slots=True)
class Numerals:
    """The signs of one locale."""

    locale: Locale
    decimal: str
    group: str
    percent: str
    """Percent sign with the space before it, if any."""
    scales: tuple[tuple[int, str], ...]
    """Size and the sign that stands for it, the largest first: (1000000, ' M')."""
    currency_first: bool

    def plain(self, value: Number, places: int, *, signed: bool = False, trim: bool = False) -> str:
        """A number with `places` decimals; `trim` drops zeros at its end."""
        text = f"{value:{'+' if signed else ''},.{places}f}"
        if trim and "." in text:
            text = text.rstrip("0").rstrip(".")
        if not any(digit in text for digit in "123456789"):
            text = text.lstrip("+-")
        return "".join({",": self.group, ".": self.decimal, "-": MINUS}.get(sign, sign) for sign in text)

    def scaled(self, value: Number, like: Number, *, signed: bool = False) -> str:
        """A number with three digits and a sign for thousands, millions or more, at the scale of `like`."""
        size, sign = next((size, sign) for size, sign in self.scales if abs(float(like)) >= size)
        reduced = float(like) / size
        places = 2 - floor(log10(abs(reduced)))
        return self.plain(float(value) / size, max(0, places), signed=signed) + sign

    def money(self, number: str, currency: str) -> str:
        """The currency's sign around a number that is written already; XXX names no currency and has none."""
        if currency in ("XXX", NAMELESS):
            return number
        sign = get_currency_symbol(currency, self.locale)
        if not self.currency_first:
            return f"{number}{_NO_BREAK}{sign}"
        lead, digits = (number[0], number[1:]) if number[0] in f"+{MINUS}" else ("", number)
        return f"{lead}{sign}{digits}"

    @property
    def d3_numbers(self) -> dict[str, object]:
        """The same signs as a d3-format locale."""
        return {
            "decimal": self.decimal,
            "thousands": self.group,
            "grouping": [3],
            "currency": ["", ""],
            "percent": self.percent,
            "minus": MINUS,
        }

    @property
    def d3_times(self) -> dict[str, object]:
        """Names of days and months as a d3-time-format locale."""
        months, days = self.locale.months["format"], self.locale.days["format"]
        week = (6, 0, 1, 2, 3, 4, 5)
        return {
            "dateTime": "%x %X",
            "date": "%d/%m/%Y",
            "time": "%H:%M:%S",
            "periods": ["AM", "PM"],
            "days": [days["wide"][day] for day in week],
            "shortDays": [days["abbreviated"][day] for day in week],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        }


@cache
def numerals(locale_name: str) -> Numerals:
    """The signs that the CLDR gives for a locale such as 'fr' or 'en_GB'."""
    locale = Locale.parse(locale_name)
    symbols = locale.number_symbols["latn"]
    short = locale.compact_decimal_formats["short"]["other"]
    scales = [(10**zeros, short[str(10**zeros)].pattern.lstrip("0").replace("'", "")) for zeros in (9, 6, 3)]
    percent = locale.percent_formats[None].pattern
    return Numerals(
        locale=locale,
        decimal=symbols["decimal"],
        group=symbols["group"],
        percent=percent[percent.rindex("0") + 1 :],
        scales=tuple(scales),
        currency_first=locale.currency_formats["standard"].pattern.startswith("¤"),
    )


def known(value: Number | None) -> bool:
    """Whether there is a number to write: None, NaN and infinity are none."""
    return value is not None and isfinite(value)


def is_currency(unit: str) -> bool:
    """Whether a unit is an ISO 4217 code, XXX included; 'currency' is money of which no code was declared."""
    return unit == NAMELESS or (len(unit) == 3 and unit.isascii() and unit.isupper())


def is_compact(value: Number) -> bool:
    """Whether a compact reading shortens this number."""
    return abs(float(value)) >= SCALED_FROM


def _places_below(size: float) -> int:
    """Decimals for two digits that count; none where that were a row of zeros, which nobody reads."""
    places = 1 - floor(log10(size))
    return places if places <= MOST_PLACES else 0


def places_of_share(value: Number) -> int:
    """Decimals of a percentage, from the share: 12.3 %, 0.46 %, 0.012 %."""
    percent = abs(float(value)) * 100
    if percent == 0 or percent >= 1_000:
        return 0
    if percent >= 10:
        return 1
    return 2 if percent >= 0.1 else _places_below(percent)


def places_of_money(value: Number) -> int:
    """Decimals of an amount: cents below a thousand; two digits that count where it is below a cent."""
    size = abs(float(value))
    if size >= 1_000:
        return 0
    return 2 if size >= 0.1 or size == 0 else _places_below(size)


def places_of_number(value: Number) -> int:
    """Decimals of a plain number: none from a hundred up, two from a tenth up, two digits that count below."""
    size = abs(float(value))
    if size == 0 or size >= 100:
        return 0
    if size >= 10:
        return 1
    return 2 if size >= 0.1 else _places_below(size)
