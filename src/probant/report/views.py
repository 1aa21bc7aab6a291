"""What a page is told beside the nouns of the stages below: plain frozen values, filled by the caller."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta

from probant.decision.age import last_days
from probant.decision.answer import Board, Shown
from probant.report.courses import Course
from probant.report.quality import QualityView
from probant.report.reconciliation import ReconciliationView
from probant.vocabulary import Evidence, Grade, Indicator, Period, Purpose, Receipt
from probant.words import Words, say

_AT_A_GLANCE = 48
"""Letters of a fact that is read in passing."""
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
    business: str | None = None
    """Whom it speaks of, where that is one."""
    grades: tuple[Grade, ...] = ()
    """Of the proofs that are shown; empty where nothing of it is graded."""

    def about(self, one: Evidence | Indicator | Course) -> Stamp:
        """The stamp of what shows one noun alone: its own period and grade, and the data of its business."""
        until = self.covered.get(one.business, self.data_until)
        return replace(self, period=one.period, data_until=until, business=one.business, grades=(one.grade,))

    @staticmethod
    def of(board: Board, filters: tuple[Words, ...] = ()) -> Stamp:
        """The stamp of a decision board."""
        graded = {
            *(shown.evidence.grade for shown in board.evidence),
            *(one.grade for one in (*board.lag, *board.lead)),
        }
        covered = _covered(board)
        return Stamp(
            project=board.project,
            version=board.version,
            period=board.period,
            data_until=board.data_until or max(covered.values(), default=None),
            rows=board.rows,
            filters=filters,
            credits=board.credits,
            labels=board.labels,
            covered=covered,
            grades=tuple(sorted(graded)),
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
    reason: Words
    rows: int
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """A file or another source, and what came of it."""

    name: str
    tables: tuple[str, ...]
    """Those that it fills."""
    batches: int
    loaded: int
    left_out: int
    """Rows that were quarantined, duplicate or refused."""
    last: datetime

    @staticmethod
    def of(name: str, receipts: Sequence[Receipt]) -> SourceView:
        """A source as its receipts tell of it; a batch that came again counts once."""
        new = [one for one in receipts if not one.again]
        return SourceView(
            name=name,
            tables=tuple(dict.fromkeys(one.table for one in receipts)),
            batches=len({one.batch for one in receipts}),
            loaded=sum(one.loaded for one in new),
            left_out=sum(one.received - one.loaded for one in new),
            last=max(one.at for one in receipts),
        )


@dataclass(frozen=True, slots=True)
class DataView:
    """The data page: the account of each batch, what was kept apart, what the tables mean."""

    receipts: tuple[Receipt, ...]
    quarantined: tuple[Quarantined, ...]
    tables: tuple[TableView, ...]
    quality: QualityView | None = None
    """None where it was not looked at."""
    reconciliation: tuple[ReconciliationView, ...] = ()

    @property
    def sources(self) -> tuple[SourceView, ...]:
        """In the order in which they first came."""
        groups: dict[str, list[Receipt]] = {}
        for receipt in self.receipts:
            groups.setdefault(receipt.source, []).append(receipt)
        return tuple(SourceView.of(name, found) for name, found in groups.items())

    @property
    def whole(self) -> tuple[Receipt, ...]:
        """Batches that were loaded to the last row: they are many, and all say the same."""
        return tuple(one for one in self.receipts if one.received == one.loaded and not one.again)

    @property
    def partial(self) -> tuple[Receipt, ...]:
        """The other batches: of which rows were left out, or which came again."""
        return tuple(one for one in self.receipts if one.received != one.loaded or one.again)

    @property
    def held(self) -> frozenset[str]:
        """Sections of the page that have something to show; that of the sources always says at least that."""
        parts = {"sources": True, "batches": self.receipts, "quarantined": self.quarantined, "tables": self.tables}
        optional = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {*parts, "receipts"}}
        return frozenset(name for name, part in {**parts, **optional}.items() if part)


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

    @property
    def short(self) -> dict[str, str]:
        """Facts that can be read in passing."""
        return {name: text for name, text in self.facts.items() if len(text) <= _AT_A_GLANCE}

    @property
    def long(self) -> dict[str, str]:
        """Facts to be unfolded: digests, whole questions."""
        return {name: text for name, text in self.facts.items() if len(text) > _AT_A_GLANCE}


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
