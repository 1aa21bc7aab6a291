"""Tables in which channels stand side by side, one column each: which columns seem to be what a channel cost."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from probant.source.glimpse import Glimpse
from probant.source.headers import plain

_REGRESSOR = re.compile(r"x_?\d{1,2}", re.IGNORECASE)
_RESPONSE = "y"
_ROBYN = "_S"
"""Ending of columns of spend in the data of Robyn, beside _I for impressions and _P for clicks."""


def channels(seen: Sequence[str], shown: Glimpse) -> Mapping[str, str]:
    """Header -> channel, for each column that seems to be what one channel cost; none where nothing speaks for it.

    The first of these that finds anything decides: names that say money was paid ('tv_spend', 'Dépense TV', 'tv_S'),
    two names of media that count nothing else ('TV', 'google_search'), and x1, x2 beside y.

    Examples
    --------
    >>> shown = Glimpse(rows=2, numbers=frozenset({"tv_spend", "tv_impressions"}))
    >>> dict(channels(["date", "tv_spend", "tv_impressions"], shown))
    {'tv_spend': 'tv'}
    """
    numbers, amounts = ([one for one in seen if one in kind] for kind in (shown.numbers, shown.amounts))
    for found in (_paid(numbers), _media(amounts), _regressors(amounts, seen)):
        if found:
            once = Counter(found.values())
            return MappingProxyType({header: name for header, name in found.items() if once[name] == 1})
    return MappingProxyType({})


def pays(header: str) -> bool:
    """Whether a name says that money was paid, and for nothing in particular: 'Dépense HT', 'Total cost (EUR)'."""
    parts = _parts(header)
    return bool(_word("paid") & {*parts}) and not _word("counted") & {*parts} and not _is_channel(_rest(parts))


def _paid(numbers: Collection[str]) -> Mapping[str, str]:
    said = {header: _rest(_parts(header)) for header in numbers if _word("paid") & {*_parts(header)}}
    ended = {header: _parts(header)[:-1] for header in numbers if header.endswith(_ROBYN)}
    found = {**said, **(ended if len(ended) > 1 else {})}
    return {header: "_".join(rest) for header, rest in found.items() if _is_channel(rest)}


def _is_channel(rest: Sequence[str]) -> bool:
    return not all(part in _word("sums") or part.isdecimal() for part in rest)


def _rest(parts: Sequence[str]) -> list[str]:
    """What is left of a name that says money was paid; nothing where it counts something else by that money."""
    if _word("counted") & {*parts}:
        return []
    return [part for part in parts if part not in _word("paid") | _word("beside")]


def _media(numbers: Collection[str]) -> Mapping[str, str]:
    named = {header: _parts(header) for header in numbers}
    found = {
        header: "_".join(parts)
        for header, parts in named.items()
        if {*parts[:1], *parts[-1:]} & _word("media") and not {*parts} & (_word("counted") | _word("sums"))
    }
    return found if len(found) > 1 else {}


def _regressors(numbers: Collection[str], seen: Sequence[str]) -> Mapping[str, str]:
    found = {header: plain(header) for header in numbers if _REGRESSOR.fullmatch(header)}
    return found if len(found) > 1 and _RESPONSE in seen else {}


def _parts(header: str) -> list[str]:
    return [part for part in re.split(r"[^\w]+|_", plain(header)) if part]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    raw = tomllib.loads(files("probant.source").joinpath("wide.toml").read_text(encoding="utf-8"))
    return MappingProxyType({kind: frozenset(words) for kind, words in raw.items()})


def _word(kind: str) -> frozenset[str]:
    return _words()[kind]
