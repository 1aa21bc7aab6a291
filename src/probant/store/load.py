"""Load one batch: wholly or not at all, once and not twice, acknowledged after it is safe."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import duckdb

from probant.contract.batch import Batch
from probant.contract.definition import Contract
from probant.errors import Unsaved
from probant.store import accounts, watermark
from probant.store.connection import Link
from probant.store.disk import require_room
from probant.store.intake import Intake
from probant.store.judge import Verdicts, contradiction, judge
from probant.store.statement import statement
from probant.vocabulary import Reason, Receipt, Tell
from probant.words import say


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is loaded, and when: table, source and content name the batch."""

    contract: Contract
    source: str
    content: str
    at: datetime


def load(link: Link, parcel: Parcel, batches: Iterable[Batch], tell: Tell) -> Receipt:
    """See `Store.load`; the caller sees to it that one load runs at a time."""
    receipt = _find(link, parcel)
    again = receipt is not None
    if receipt is None:
        require_room(link.folder, link.limits.free)
        receipt = _transact(link, parcel, batches, tell)
    _vouch(link, parcel)
    return replace(receipt, again=again)


def _transact(link: Link, parcel: Parcel, batches: Iterable[Batch], tell: Tell) -> Receipt:
    intake = Intake(parcel.contract, batches, link.folder, link.limits.free)
    cursor = link.cursor()
    try:
        cursor.execute("BEGIN")
        receipt = _fill(cursor, parcel, intake, tell)
        commit(cursor)
    except duckdb.Error as error:
        _undo(cursor)
        if intake.failure is not None:
            raise intake.failure from None
        receipt = _look(link, parcel, error)
    except BaseException:
        _undo(cursor)
        raise
    finally:
        cursor.close()
        intake.spool.close()
    return receipt


def _fill(cursor: duckdb.DuckDBPyConnection, parcel: Parcel, intake: Intake, tell: Tell) -> Receipt:
    """Write rows, rejects and receipt into the open transaction."""
    batch = accounts.last(cursor).batch + 1
    held = cursor.execute(statement("count", parcel.contract)).fetchone()
    cursor.register("incoming", intake.stream())
    cursor.execute(statement("insert", parcel.contract), {"batch": batch})
    cursor.unregister("incoming")
    tell(1.0, say("looking for rows that are there already"))
    verdicts = judge(cursor, parcel.contract, batch, parcel.source, compare=held != (0,))
    tell(1.0, say("writing the account"))
    intake.spool.keep(cursor, batch)
    receipt = _account(batch, parcel, intake, verdicts)
    accounts.enter(cursor, receipt)
    return receipt


def _account(batch: int, parcel: Parcel, intake: Intake, verdicts: Verdicts) -> Receipt:
    reasons = intake.spool.reasons()
    if verdicts.contradicted:
        reasons = (*reasons, Reason(contradiction(parcel.contract), verdicts.contradicted))
    return Receipt(
        batch=batch,
        source=parcel.source,
        table=parcel.contract.name,
        content=parcel.content,
        at=parcel.at.astimezone(UTC),
        received=intake.rows + intake.spool.count + intake.refused,
        loaded=intake.rows - verdicts.duplicate - verdicts.contradicted,
        quarantined=intake.spool.count + verdicts.contradicted,
        duplicate=verdicts.duplicate,
        refused=intake.refused,
        replaced=verdicts.replaced,
        reasons=reasons,
    )


def commit(cursor: duckdb.DuckDBPyConnection) -> None:
    """End the transaction; where this raises, it may have been kept all the same."""
    cursor.execute("COMMIT")


def _undo(cursor: duckdb.DuckDBPyConnection) -> None:
    with suppress(duckdb.Error):  # the engine may have ended the transaction itself, or need to be opened anew
        cursor.execute("ROLLBACK")


def _look(link: Link, parcel: Parcel, error: duckdb.Error) -> Receipt:
    """The receipt, if the batch is in the store after all; else Unsaved. The engine works again after this."""
    try:
        kept = _find(link, parcel)
    except duckdb.Error:
        link.renew()
        kept = _find(link, parcel)
    if kept is None:
        raise Unsaved(
            say("{source} was not loaded: {reason}", source=parcel.source, reason=str(error).splitlines()[0]),
            mend=say("see to the cause, e.g. free some disk or memory, then load again: nothing of it was kept"),
        ) from error
    return kept


def _find(link: Link, parcel: Parcel) -> Receipt | None:
    with link.cursor() as cursor:
        return accounts.find(cursor, parcel.contract.name, parcel.source, parcel.content)


def _vouch(link: Link, parcel: Parcel) -> None:
    """Bring the mark up to the last batch in the store."""
    with link.cursor() as cursor:
        held = accounts.last(cursor)
    try:
        watermark.write(link.folder, held)
    except OSError as error:
        raise Unsaved(
            say(
                "{source} is in the store, but {mark} could not be written: {reason}",
                source=parcel.source,
                mark=watermark.FILE,
                reason=str(error),
            ),
            mend=say("see to the cause, then load it again: it will be found to be there"),
        ) from error
