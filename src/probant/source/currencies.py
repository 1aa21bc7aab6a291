"""Currencies as files write them: a code, or a sign that may stand for several."""

from __future__ import annotations

import re
from functools import cache

_SIGNS = {
    "€": "EUR",
    "£": "GBP GIP FKP SHP SSP EGP LBP SYP",
    "¥": "JPY CNY",
    "$": "USD CAD AUD NZD MXN SGD HKD TWD ARS BRL CLP COP BBD BMD BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD XCD",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD NIO",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "MX$": "MXN",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₪": "ILS",
    "₺": "TRY",
    "₫": "VND",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "฿": "THB",
    "₸": "KZT",
    "kr": "SEK NOK DKK ISK",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "Fr.": "CHF",
    "₣": "CHF XPF XOF XAF",
}
TOKEN = "(?:[A-Z]{3}|" + "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)) + ")"
"""Pattern of a code or a sign; RE2 and Python's `re` read it alike."""
AROUND = "[0-9.,()+−\\s'’eE\u00a0\u1680\u2000-\u200a\u202f\u205f-]"
"""Pattern of what stands in a cell of money beside its currency."""
BESIDE = f"[^{AROUND[1:]}"
"""Pattern of anything else."""


@cache
def meant(token: str) -> frozenset[str]:
    """ISO 4217 codes that a token can stand for; none where it is no currency."""
    if token in _SIGNS:
        return frozenset(_SIGNS[token].split())
    return frozenset({token}) if token in _codes() else frozenset()


@cache
def _codes() -> frozenset[str]:
    from babel.numbers import list_currencies  # Read only for files that name one: it opens a large locale file.

    return frozenset(list_currencies())
