"""What the store holds, and the account of every batch that came in."""

from __future__ import annotations

from collections.abc import Iterable

from probant.actions.project import Project
from probant.actions.quality import quality
from probant.actions.reconcile import reconciliations
from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.report.views import ColumnView, DataView, Quarantined, TableView
from probant.vocabulary import Receipt


def data(project: Project) -> DataView:
    """All receipts, what was kept apart and why, and what each table means and holds."""
    counts = project.store.counts()
    receipts = project.store.receipts()
    return DataView(
        receipts=receipts,
        quarantined=tuple(_kept_apart(project, receipts)),
        tables=tuple(table_view(contract, counts.get(contract.name, 0)) for contract in CONTRACTS.values()),
        quality=quality(project),
        reconciliation=reconciliations(project),
    )


def _kept_apart(project: Project, receipts: Iterable[Receipt]) -> Iterable[Quarantined]:
    """One line a batch and reason: how many rows, and where the first of them stands."""
    for receipt in receipts:
        first = {str(one.reason): one for one in reversed(project.store.rejects(receipt.batch))}
        for one in receipt.reasons:
            seen = first.get(str(one.words))
            yield Quarantined(
                table=receipt.table,
                reason=one.words,
                rows=one.rows,
                file=receipt.source,
                line=seen.line if seen else None,
            )


def table_view(contract: Contract, rows: int) -> TableView:
    """A contract in the words of its documentation."""
    columns = tuple(
        ColumnView(one.name, str(one.type), one.unit, one.meaning, one.required, one.person is not None)
        for one in contract.columns
    )
    return TableView(contract.name, contract.meaning, contract.grain, rows, contract.key, columns)
