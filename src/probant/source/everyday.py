"""What the columns of a table that somebody made may be called: what is proposed for them, and never taken unasked."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from glob import escape
from importlib.resources import files
from types import MappingProxyType

from probant.contract.catalog import contract as contract_of
from probant.contract.definition import Contract
from probant.contract.dimensions import CHANNEL, CURRENCY, DAY_START, SPAN
from probant.contract.spend import SPEND
from probant.source import headers
from probant.source.glimpse import Glimpse
from probant.source.headers import plain
from probant.source.settings import quoted
from probant.source.spans import Covers
from probant.source.wide import channels, pays

_SHARED = "shared"
_LONGER: tuple[tuple[Covers, re.Pattern[str]], ...] = (
    ("week", re.compile(r"\b(?:week|weekly|semaine|hebdo)\b")),
    ("month", re.compile(r"\b(?:month|monthly|mois|mensuel)\b")),
)
"""What a row covers, by how its day is called."""
_AMOUNT = "amount"
_UNKNOWN = Glimpse(0)
OPEN = "…"
"""What only the reader knows, in a line that is proposed."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file could be, if its columns mean what such names usually mean."""

    contract: Contract
    columns: Mapping[str, str]
    """Contract column -> header of the file, where the two differ."""
    own: tuple[str, ...]
    """Contract columns that the file has under their own names."""
    rivals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Contract column -> other headers of the file that often mean the same."""
    channels: Mapping[str, str] = field(default_factory=dict)
    """Header -> channel, where channels stand side by side."""
    covers: Covers | None = None
    """What a row covers, where that is more than its day."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that the table needs and no header is likely to be; the currency may be the project's."""
        needed = (one for one in self.contract.columns if one.required and one.default is None and one != CURRENCY)
        filled = {*self.columns, *self.own, *((CHANNEL.name, _AMOUNT) if self.channels else ())}
        return tuple(one.name for one in needed if one.name not in filled)

    @property
    def telling(self) -> int:
        """How many columns are this table's own matter, and not a day, a channel or a place that any table has."""
        return len({*self.columns, *self.own} & set(_names().get(self.contract.name, ()))) + len(self.channels)

    def lines(self, file: str) -> str:
        """The block of probant.toml that says so; what else a column could be stands behind a mark of comment."""
        return "\n".join(
            [
                "[[source]]",
                f"file = {quoted('**/' + escape(file))}",
                f"table = {quoted(self.contract.name)}",
                *(f"columns.{column} = {quoted(header)}" for column, header in self.columns.items()),
                *(f"columns.{column} = {quoted(OPEN)}" for column in self.missing),
                *(f"# columns.{column} = {quoted(one)}" for column, others in self.rivals.items() for one in others),
                *([f"covers = {quoted(self.covers)}"] if self.covers else []),
                *self._unpivot(),
            ]
        )

    def _unpivot(self) -> Iterable[str]:
        if self.channels:
            yield f"unpivot.name = {quoted(CHANNEL.name)}"
            yield f"unpivot.value = {quoted(_AMOUNT)}"
            yield "unpivot.drop_empty = true"
        for header, name in self.channels.items():
            yield f"unpivot.columns.{quoted(header)} = {quoted(name)}"


def proposed(contract: Contract, seen: Sequence[str], shown: Glimpse = _UNKNOWN) -> Proposal:
    """What the headers of a file would be in one table; a header that could be two of its columns is neither.

    Parameters
    ----------
    contract
        The table.
    seen
        Headers of the file.
    shown
        What its first rows show; without, channels side by side are not looked for.
    """
    own = tuple(one.name for one in contract.columns if headers.find(one.name, seen))
    meant = _meant(contract, seen, own)
    first = {column: found[0] for column, found in meant.items() if column not in own}
    times = Counter(first.values())
    columns = {column: one for column, one in first.items() if times[one] == 1}
    wide = channels(seen, shown) if contract is SPEND and CHANNEL.name not in {*own, *columns} else {}
    if wide:
        columns = {column: one for column, one in columns.items() if column != _AMOUNT and one not in wide}
        meant.pop(_AMOUNT, None)
    used = {*columns.values(), *wide}
    rivals = {
        column: left for column, found in meant.items() if (left := tuple(one for one in found if one not in used))
    }
    covers = _covers(contract, {**{name: name for name in own}, **columns}, shown)
    return Proposal(contract, columns, own, rivals, wide, covers)


def _meant(contract: Contract, seen: Sequence[str], own: Sequence[str]) -> dict[str, list[str]]:
    """Contract column -> headers that often mean it, the usual ones first; its own name is none of them."""
    by_name = {plain(one): one for one in seen if one and headers.key(one) not in own}
    names = {**_names()[_SHARED], **_names().get(contract.name, {})}
    meant = {
        column: found
        for column, known in names.items()
        if column in contract.by_name and (found := [by_name[name] for name in known if name in by_name])
    }
    paid = [one for one in by_name.values() if pays(one)] if contract is SPEND else []
    return meant if len(paid) != 1 else meant | {_AMOUNT: meant.get(_AMOUNT, paid)}


def _covers(contract: Contract, have: Mapping[str, str], shown: Glimpse) -> Covers | None:
    """What a row covers: as its days show, else as their column is called; None for a day, or where a column says."""
    day = have.get(DAY_START.name)
    if SPAN.name not in contract.by_name or SPAN.name in have or day is None:
        return None
    named = next((covers for covers, words in _LONGER if words.search(plain(day))), None)
    seen = shown.covers(day) or named
    return None if seen == "day" else seen


def proposals(seen: Sequence[str], shown: Glimpse = _UNKNOWN) -> tuple[Proposal, ...]:
    """Tables of which a file could have all that they need, those first of which it has the most.

    Examples
    --------
    >>> [one.contract.name for one in proposals(["Date", "Canal", "Dépense (€)"])]
    ['spend']
    """
    made = [proposed(contract_of(name), seen, shown) for name in _names() if name != _SHARED]
    whole = [one for one in made if not one.missing and one.telling]
    return tuple(sorted(whole, key=lambda one: -one.telling))


def nearest(seen: Sequence[str], shown: Glimpse) -> Proposal:
    """The table of which a file has the most, though it lacks something; that of spend where it has nothing of any."""
    made = [proposed(contract_of(name), seen, shown) for name in _names() if name != _SHARED]
    return max((one for one in made if one.missing), key=lambda one: one.telling)


def everyday_names() -> frozenset[str]:
    """All names that columns often have."""
    return frozenset(name for of in _names().values() for known in of.values() for name in known)


def may_be(column: str, header: str) -> bool:
    """Whether a header is what people often call a column that many tables have."""
    return plain(header) in _names()[_SHARED][column]


@cache
def _names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Table, or 'shared' -> column -> names."""
    raw = tomllib.loads(files("probant.source").joinpath("everyday.toml").read_text(encoding="utf-8"))
    return MappingProxyType({table: {name: tuple(of) for name, of in part.items()} for table, part in raw.items()})
