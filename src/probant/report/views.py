"""What a page is told beside the nouns of the stages below: plain frozen values, filled by the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from probant.decision.age import last_days
from probant.decision.answer import Board, Shown
from probant.vocabulary import Period, Purpose, Receipt
from probant.words import Words, say

_NAMELESS = say("Amounts bear no currency sign where the data name no currency.")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What every page, file and export carries, so that a copy still says what it speaks of."""

    project: str
    version: str
    period: Period | None = None
    """None where no period was chosen: all that the store holds."""
    data_until: date | None = None
    """Last day of the data; None where there are none."""
    rows: int = 0
    filters: tuple[Words, ...] = ()
    credits: tuple[Words, ...] = ()
    labels: Mapping[str, Words] = field(default_factory=dict)
    """What readers call each business."""
    notes: tuple[Words, ...] = ()
    """What holds for all figures."""
    covered: Mapping[str, date] = field(default_factory=dict)
    """Last day of the data of each business."""

    @staticmethod
    def of(board: Board, filters: tuple[Words, ...] = ()) -> Stamp:
        """The stamp of a decision board."""
        return Stamp(
            project=board.project,
            version=board.version,
            period=board.period,
            data_until=board.data_until,
            rows=board.rows,
            filters=filters,
            credits=board.credits,
            labels=board.labels,
            covered=_covered(board),
            notes=(_NAMELESS,) if any(unit.startswith("XXX") for unit in _units(board)) else (),
        )


def _covered(board: Board) -> dict[str, date]:
    """The longest known first."""
    ends = last_days(board.evidence, (*board.lag, *board.lead))
    return {
        business: ends[business] - timedelta(days=1)
        for business in sorted(ends, key=lambda one: (-ends[one].toordinal(), one))
    }


def by_purpose(shown: Sequence[Shown]) -> tuple[Shown, ...]:
    """In the order of the three questions."""
    order = list(Purpose)
    return tuple(sorted(shown, key=lambda one: order.index(one.evidence.purpose)))


def _units(board: Board) -> set[str]:
    indicators = {one.unit for one in (*board.lag, *board.lead)}
    return indicators | {one.unit for shown in board.evidence for one in shown.evidence.estimates.values()}


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of a table's contract, as documented."""

    name: str
    type: str
    unit: str
    meaning: Words
    required: bool
    personal: bool
    """Whether it identifies a person; kept as a pseudonym."""


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the store: what it means and how much it holds."""

    name: str
    meaning: Words
    grain: Words
    rows: int
    key: tuple[str, ...]
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Rows kept apart for one reason, and where the first of them stands."""

    table: str
    reason: str | Words
    rows: int
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class DataView:
    """The data page: the account of each batch, what was kept apart, what the tables mean."""

    receipts: tuple[Receipt, ...]
    quarantined: tuple[Quarantined, ...]
    tables: tuple[TableView, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry of the ledger."""

    position: int
    """Place in the chain, from 0 up; readers count from 1."""
    at: datetime
    actor: str
    act: str
    digest: str
    """SHA-256 in hexadecimal."""
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LedgerView:
    """The ledger page: entries, the newest first, and whether the chain holds."""

    lines: tuple[LedgerLine, ...]
    total: int
    """Entries in the whole ledger, of which `lines` may be the newest few."""
    intact: bool | None
    """None where it was not verified."""
    finding: Words
    """What the verification found."""
