"""Numbers and sentences in the reader's language; the one place that knows a locale."""

from __future__ import annotations

import copyreg
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from math import floor, log10
from string import Formatter

from babel.dates import format_date, format_interval, format_time

from probant.errors import UnknownName
from probant.report.catalogue import PSEUDO, Translate, translate
from probant.report.names import NAMES, TOTALS, named
from probant.report.numerals import (
    NAMELESS,
    NOISE,
    Number,
    Numerals,
    is_compact,
    is_currency,
    known,
    numerals,
    places_of_money,
    places_of_number,
    places_of_share,
)
from probant.report.units import NOUNS, PLAIN, points
from probant.vocabulary import Estimate, Period
from probant.words import Fact, Words, say

LOCALES: Mapping[str, str] = {"en": "en_GB", "fr": "fr"}
NOTHING = "–"
"""Stands in a cell for what is not known; faces give it the accessible text 'not known'."""
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SIGNS = "+\N{MINUS SIGN}"
_BEFORE_PER_CENT = re.compile(r"(?<=\d) (?=%)")
_UNIT_AT_END = re.compile(r"^(?P<number>[+\N{MINUS SIGN}]?\d(.*\d)?)(?P<unit>\D*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Language:
    """One reader's language: `say` for sentences, `quantity` and its kin for figures."""

    tag: str
    texts: Translate
    numerals: Numerals

    @staticmethod
    @cache
    def of(tag: str) -> Language:
        """The language 'fr' or 'en'; `UnknownName` for another."""
        if tag not in LOCALES and tag != PSEUDO:
            raise UnknownName(say("language"), tag, LOCALES)
        return Language(tag, translate(tag), numerals(LOCALES.get(tag, "en_GB")))

    def say(self, words: Words) -> str:
        """The sentence in this language, its facts written by locale."""
        text = _Filled(self).vformat(self.texts(words.template), (), words.facts)
        return _BEFORE_PER_CENT.sub(_NO_BREAK, text)

    def quantity(
        self,
        value: Number | None,
        unit: str,
        compact: bool = False,
        *,
        like: Number | None = None,
        signed: bool = False,
    ) -> str:
        """A number with its unit; '–' where it is not known.

        Parameters
        ----------
        value : float, Decimal, int or None
            In `unit`; a share and a difference of shares ('points') are fractions of 1.
        unit : str
            'share', 'points', an ISO 4217 code, a noun, or 'a / b'. XXX names no currency and is not written.
        compact : bool
            Three digits and a sign for thousands and more: '4,21 M €'.
        like : float, optional
            The number whose precision and scale this one shares, e.g. the estimate inside its interval.
        signed : bool
            Whether a plus sign is written; differences of shares always have one.
        """
        number = self.figure(value, unit, compact, like=like, signed=signed)
        beside = "" if number == NOTHING else self.beside(unit)
        return f"{number}{_NO_BREAK}{beside}" if beside else number

    def figure(
        self,
        value: Number | None,
        unit: str,
        compact: bool = False,
        *,
        like: Number | None = None,
        signed: bool = False,
    ) -> str:
        """The number of `quantity` with its signs (%, pt, €), without the nouns that `beside` gives."""
        if value is None or not known(value):
            return NOTHING
        top, _, bottom = unit.partition(" / ")
        return _number(self, value, "" if top == bottom else top, compact, like, signed)

    def beside(self, unit: str) -> str:
        """The words of a unit that stand beside the number: 'orders', 'per new customer', or ''."""
        top, _, bottom = unit.partition(" / ")
        if top == bottom:
            return ""
        first = "" if top in ("share", "points") or is_currency(top) else self.noun(top)
        last = self.say(say("per {thing}", thing=self.noun(bottom))) if bottom and self.noun(bottom) else ""
        return f"{first} {last}".strip()

    def interval(self, estimate: Estimate, compact: bool = True, *, signed: bool = False) -> str:
        """'3,41 – 5,04 M €', '−0,4 à +2,8 pt', or that there is no interval."""
        around, like = estimate.interval, precision(estimate)
        if around is None:
            return self.say(say("no interval"))
        low, high = (
            self.quantity(end, estimate.unit, compact, like=like, signed=signed) for end in (around.low, around.high)
        )
        first = _without_unit(low, high)
        if first[0] in _SIGNS or high[0] in _SIGNS:
            return self.say(say("{low} to {high}", low=first, high=high))
        return f"{first}{_NO_BREAK}– {high}"

    def change(self, relative: float | None) -> str:
        """A relative change with its sign: '+4,1 %'; '–' where it is not known."""
        if relative is None or not known(relative):
            return NOTHING
        places = 1 if abs(relative) < 10 else 0
        return self.numerals.plain(relative * 100, places, signed=True) + self.numerals.percent

    def percent(self, share: Number) -> str:
        """A share within a sentence, without needless zeros: '95 %', '12,3 %'."""
        return self.numerals.plain(float(share) * 100, places_of_share(share), trim=True) + self.numerals.percent

    def date(self, day: date) -> str:
        """'22 nov. 2026', and the time in UTC where it is an instant."""
        text = str(format_date(day, "medium", locale=self.numerals.locale))
        if isinstance(day, datetime):
            return f"{text}, {format_time(day, 'HH:mm', locale=self.numerals.locale)} UTC"
        return text

    def period(self, period: Period) -> str:
        """First and last day, both inclusive; what they share is said once."""
        last = period.end - timedelta(days=1)
        text = format_interval(period.start, last, "yMMMd", locale=self.numerals.locale)
        return str(text).replace("\N{THIN SPACE}", " ")

    def noun(self, unit: str) -> str:
        """The word for a unit: 'customers', the sign of a currency; '' where a reader needs none."""
        if unit in PLAIN or unit in ("XXX", NAMELESS):
            return ""
        if is_currency(unit):
            return self.numerals.money(" ", unit).strip()
        return self.say(NOUNS[unit]) if unit in NOUNS else unit


def _by_tag(language: Language) -> tuple[Callable[[str], Language], tuple[str]]:
    """Sent to another process by its name: the catalogue is read there."""
    return Language.of, (language.tag,)


copyreg.pickle(Language, _by_tag)


class _Filled(Formatter):
    """Fills a template with facts written by the locale; a field's format is its unit, after a '+' with its sign."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def format_field(self, value: Fact, format_spec: str) -> str:
        """One fact; None is 'not known', a tuple a list with commas."""
        language = self._language
        if value is None:
            return language.say(say("not known"))
        if isinstance(value, tuple):
            return ", ".join(self.format_field(item, format_spec) for item in value)
        if isinstance(value, bool):
            return language.say(say("yes") if value else say("no"))
        if isinstance(value, Number):
            return _figure(value, format_spec, language)
        return _text(value, language)


def _figure(value: Number, unit: str, language: Language) -> str:
    if unit == "share" and known(value):
        return language.percent(value)
    return language.quantity(value, unit.removeprefix("+"), signed=unit.startswith("+"))


def _text(value: Fact, language: Language) -> str:
    if isinstance(value, Words):
        return language.say(value)
    if isinstance(value, str) and value in TOTALS:
        return language.say(TOTALS[value])
    return language.date(value) if isinstance(value, date) else str(value)


def precision(estimate: Estimate) -> float:
    """The number whose decimals and scale an estimate and its interval share.

    The estimate itself, unless it is next to zero, or an end needs the next sign: '−4.32 to +6.57M', not '+6,572K'.
    """
    around = estimate.interval
    if around is None:
        return estimate.value
    wide = max(abs(around.low), abs(around.high))
    near = abs(estimate.value) <= wide / 10
    return wide if near or (is_compact(wide) and _thousands(wide) > _thousands(estimate.value)) else estimate.value


def _thousands(size: float) -> int:
    """How often a number, not next to zero, can be divided by a thousand."""
    return floor(log10(abs(size)) / 3)


def label(subject: str, language: Language, engine: str = "") -> str:
    """A subject as it stands alone: words of ours begin with a capital, names of data stay as they are."""
    text = language.say(named(subject, engine))
    return upfirst(text) if subject in NAMES else text


def upfirst(text: str) -> str:
    """The text with a capital first, as titles have it."""
    return text[:1].upper() + text[1:]


def _without_unit(low: str, high: str) -> str:
    """The low end without the unit that the high end repeats: '3,41' of '3,41 M €', but all of '€3.41M'."""
    first, last = _UNIT_AT_END.match(low), _UNIT_AT_END.match(high)
    return first["number"] if first and last and first["unit"] == last["unit"] else low


def _number(language: Language, value: Number, unit: str, compact: bool, like: Number | None, signed: bool) -> str:
    """A number with the sign of its unit, as precise as `like`; zeros at the end go where nothing else is near."""
    signs, alone = language.numerals, like is None
    like = value if like is None else like
    if abs(float(value)) < NOISE * abs(float(like)):
        value = 0
    if unit == "share":
        return signs.plain(float(value) * 100, places_of_share(like), signed=signed) + signs.percent
    if unit == "points":
        text = signs.plain(float(value) * 100, places_of_share(like), signed=True)
        return language.say(points(text))
    money = is_currency(unit)
    if compact and is_compact(like):
        number = signs.scaled(value, like, signed=signed)
    elif money:
        number = signs.plain(value, places_of_money(like), signed=signed)
    else:
        number = signs.plain(value, places_of_number(like), signed=signed, trim=alone)
    return signs.money(number, unit) if money else number
