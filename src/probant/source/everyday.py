"""What the columns of a table that somebody made may be called: what is proposed for them, and never taken unasked."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from probant.contract.catalog import contract as contract_of
from probant.contract.definition import Contract
from probant.contract.dimensions import CURRENCY
from probant.source import headers
from probant.source.settings import quoted

_SHARED = "shared"
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_MARKS = re.compile(r"[\s_\-–/€$£]+")
_WEEKS = re.compile(r"\b(?:week|weekly|semaine|hebdo)\b")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file could be, if its columns mean what such names usually mean."""

    contract: Contract
    columns: Mapping[str, str]
    """Contract column -> header of the file, where the two differ."""
    own: tuple[str, ...]
    """Contract columns that the file has under their own names."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Columns that the table needs and no header is likely to be; the currency may be the project's."""
        needed = (one for one in self.contract.columns if one.required and one.default is None and one != CURRENCY)
        return tuple(one.name for one in needed if one.name not in self.columns and one.name not in self.own)

    @property
    def telling(self) -> int:
        """How many columns are this table's own matter, and not a day, a channel or a place that any table has."""
        return len({*self.columns, *self.own} & set(_names().get(self.contract.name, ())))

    @property
    def weekly(self) -> bool:
        """Whether the column of days is called a week."""
        return bool(_WEEKS.search(plain(self.columns.get("day", ""))))

    def lines(self, file: str) -> str:
        """The block of probant.toml that says so."""
        said = ", ".join(f"{column} = {quoted(header)}" for column, header in self.columns.items())
        spans = ["constants = { span_days = 7 }"] if self.weekly and "span_days" in self.contract.by_name else []
        block = ["[[source]]", f"file = {quoted('**/' + file)}", f'table = "{self.contract.name}"']
        return "\n".join([*block, f"columns = {{ {said} }}", *spans])


def proposed(contract: Contract, seen: Sequence[str]) -> Proposal:
    """What the headers of a file would be in one table; a header that could be two of its columns is neither."""
    own = tuple(one.name for one in contract.columns if headers.find(one.name, seen))
    taken = {headers.key(name) for name in own}
    free = [one for one in seen if one and headers.key(one) not in taken]
    by_name = {plain(one): one for one in free}
    names = {**_names()[_SHARED], **_names().get(contract.name, {})}
    meant = {
        column: found
        for column, known in names.items()
        if column in contract.by_name and column not in own and (found := _first(known, by_name)) is not None
    }
    times = Counter(meant.values())
    return Proposal(contract, {column: one for column, one in meant.items() if times[one] == 1}, own)


def proposals(seen: Sequence[str]) -> tuple[Proposal, ...]:
    """Tables of which a file could have all that they need, those first of which it has the most.

    Examples
    --------
    >>> [one.contract.name for one in proposals(["Date", "Canal", "Dépense (€)"])]
    ['spend']
    """
    made = [proposed(contract_of(name), seen) for name in _names() if name != _SHARED]
    whole = [one for one in made if not one.missing and one.telling]
    return tuple(sorted(whole, key=lambda one: -one.telling))


def may_be(column: str, header: str) -> bool:
    """Whether a header is what people often call a column that many tables have."""
    return plain(header) in _names()[_SHARED][column]


def plain(header: str) -> str:
    """A header in small letters, without accents, what stands in brackets, and signs of money."""
    parted = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", headers.key(header)))
    return _MARKS.sub(" ", "".join(one for one in parted if not unicodedata.combining(one))).strip()


def _first(known: Iterable[str], by_name: Mapping[str, str]) -> str | None:
    return next((by_name[name] for name in known if name in by_name), None)


@cache
def _names() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Table, or 'shared' -> column -> names."""
    raw = tomllib.loads(files("probant.source").joinpath("everyday.toml").read_text(encoding="utf-8"))
    return MappingProxyType({table: {name: tuple(of) for name, of in part.items()} for table, part in raw.items()})
