"""Personal data in the clear, found in texts that should hold none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from probant.words import Words, say

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_HEX = "[0-9A-Fa-f]{1,4}"
PATTERNS: Mapping[str, tuple[Words, str]] = {
    "email": (say("e-mail address"), r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}"),
    "phone": (
        say("telephone number"),
        r"(?:^|[^\w.+-])(?:\+\d{1,3}[ .()-]{0,2}\d(?:[ .()-]{0,2}\d){6,13}|0[1-9](?:[ .-]?\d{2}){4})(?:$|[^\w.-])",
    ),
    "ipv4": (say("IP address"), rf"(?:^|[^\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?:$|[^\w.])"),
    "ipv6": (
        say("IP address"),
        rf"(?:^|[^\w:])(?:(?:{_HEX}:){{7}}{_HEX}|(?:{_HEX}:){{1,6}}(?::{_HEX}){{1,6}})(?:$|[^\w:])",
    ),
    "iban": (say("bank account (IBAN)"), r"(?:^|\W)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?:$|\W)"),
    "national_fr": (
        say("social security number"),
        r"(?:^|\W)[12] ?\d{2} ?(?:0[1-9]|1[0-2]) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?:$|\W)",
    ),
    "national_uk": (
        say("social security number"),
        r"(?:^|\W)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?:$|\W)",
    ),
}
"""What it is called, and a regular expression (RE2) that finds it within a text."""

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of personal data in one column."""

    kind: str
    label: Words
    share: float
    """Of the rows that hold a text, in (0, 1]."""
    example: str
    """The shape of a text that holds one, its first 40 signs: letters as x, digits as 9. Nobody's data."""


def found(texts: pa.Array | pa.ChunkedArray) -> tuple[Finding, ...]:
    """Kinds of personal data that stand in a column, the most frequent first; empty where there are none.

    Each distinct text is looked at once. A guess by shape, good enough for a warning: an IBAN and a
    French number must have the right check digits, a version 1.2.3.4 looks like an address.
    """
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    counts = pc.value_counts(texts.drop_null())
    distinct, times = counts.field("values"), counts.field("counts")
    made = [_finding(kind, distinct, times) for kind in PATTERNS]
    return tuple(sorted((one for one in made if one), key=lambda one: (-one.share, one.kind)))


def _finding(kind: str, distinct: pa.Array, times: pa.Array) -> Finding | None:
    label, pattern = PATTERNS[kind]
    is_one = pc.match_substring_regex(distinct, pattern)
    verified = _VERIFIED.get(kind)
    if verified is not None:
        seen = pc.extract_regex(distinct, f"(?P<seen>{pattern})").field("seen")
        is_one = pc.and_(is_one, pa.array([verified(text or "") for text in seen.to_pylist()], pa.bool_()))
    rows = pc.sum(times.filter(is_one)).as_py()
    if not rows:
        return None
    shape = pc.replace_substring_regex(distinct.filter(is_one)[:1], r"\pL", "x")
    shape = pc.replace_substring_regex(shape, r"\pN", "9")
    return Finding(kind, label, rows / pc.sum(times).as_py(), shape[0].as_py()[:_SHOWN])


def _is_iban(text: str) -> bool:
    """ISO 13616: the four first signs moved to the end, letters as 10 to 35, the rest modulo 97 is 1."""
    plain = "".join(sign for sign in text if sign.isalnum())
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4]) or "0") % 97 == 1


def _is_french_number(text: str) -> bool:
    """INSEE: the last two digits are 97 less the rest modulo 97; Corsica's 2A counts as 19, 2B as 18."""
    plain = "".join(sign for sign in text if sign.isalnum()).replace("2A", "19").replace("2B", "18")
    return len(plain) == 15 and int(plain[13:]) == 97 - int(plain[:13]) % 97


_VERIFIED: Mapping[str, Callable[[str], bool]] = {"iban": _is_iban, "national_fr": _is_french_number}
