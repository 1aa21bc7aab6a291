"""The door of the store: people enter under a lawful basis and a pseudonym, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.contract.batch import Batch
from probant.contract.consents import CONSENTS
from probant.contract.definition import DAY, INSTANT, Column, Contract
from probant.errors import Refused
from probant.privacy.consent import Decisions, admissible, decisions
from probant.privacy.content import hidden_arguments
from probant.privacy.keys import Key, Keyring
from probant.privacy.pseudonym import BY_KIND, DOMAINS, pseudonyms
from probant.privacy.settings import BASES, PrivacySettings
from probant.words import say

ARGUMENTS = frozenset({"spans", "agent_references"})
"""Tables with a column of what agents gave to their tools."""
_DAY_AND_ALL = np.timedelta64(1, "D") - np.timedelta64(1, "us")


def admit(
    batches: Iterable[Batch],
    contract: Contract,
    *,
    settings: PrivacySettings,
    keyring: Keyring,
    consents: pa.Table | None,
    now: datetime,
) -> Iterator[Batch]:
    """The batches as they may be stored, in their order; the basis is asked for before the first is read.

    A table without people passes untouched, as does one declared 'not_personal'. In all others each
    identifier becomes a pseudonym; on the basis 'consent' the rows of people whose consent is not in
    force are left out, counted in `refused`, and leave no other trace. A row that names nobody needs
    no consent; one that names several people needs that of each.

    Parameters
    ----------
    consents : Table or None
        What the store holds of the contract `consents`; None: nobody has agreed to anything.
    now : datetime
        Instant of loading, with a zone.

    Raises
    ------
    Refused
        If the table identifies people and no basis is declared for it, or consents are of an unknown
        kind of person. The error says what to write, and names nobody.
    """
    if settings.arguments == "pseudonyms" and contract.name in ARGUMENTS:
        batches = (replace(batch, rows=without_values(batch.rows, keyring.pseudonym)) for batch in batches)
    basis = settings.basis_of(contract.name)
    if contract.people and basis is None:
        raise _undeclared(contract)
    if not contract.people or basis == "not_personal":
        return iter(batches)
    key = keyring.pseudonym
    if basis != "consent":
        return (replace(batch, rows=_hidden(batch.rows, contract, key)) for batch in batches)
    purpose, months = settings.purpose_of(contract.name), settings.consent_months
    known = CONSENTS.schema.empty_table() if consents is None else consents
    decided = {kind: decisions(known, kind, purpose, months) for kind in _kinds(contract)}
    return (_agreed(batch, contract, key, decided, now) for batch in batches)


def without_values(rows: pa.RecordBatch, key: Key) -> pa.RecordBatch:
    """The rows with pseudonyms for the values of their arguments."""
    place = rows.schema.get_field_index("arguments")
    columns = list(rows.columns)
    columns[place] = hidden_arguments(columns[place], key)
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)


def _kinds(contract: Contract) -> set[str]:
    return {str(column.person) for column in contract.people}


def _hidden(rows: pa.RecordBatch, contract: Contract, key: Key) -> pa.RecordBatch:
    """The rows with a pseudonym in each column that identifies a person."""
    columns = list(rows.columns)
    for column in contract.people:
        position = rows.schema.get_field_index(column.name)
        by_kind = column.person == BY_KIND
        columns[position] = (
            _by_kind(columns[position], rows.column("kind"), key)
            if by_kind
            else pseudonyms(columns[position], str(column.person), key)
        )
    return pa.RecordBatch.from_arrays(columns, schema=rows.schema)


def _by_kind(identifiers: pa.Array, kinds: pa.Array, key: Key) -> pa.Array:
    """Pseudonyms of a column whose domain stands in each row."""
    hidden = pa.nulls(len(identifiers), pa.string())
    for kind in pc.unique(kinds).to_pylist():
        if kind not in DOMAINS:
            # The kind itself is not shown: where columns were mixed up, it may be somebody's name.
            raise Refused(
                say("The column “kind” holds what is no kind of person."),
                mend=say("write one of these there: {kinds}", kinds=tuple(sorted(DOMAINS))),
            )
        hidden = pc.if_else(pc.equal(kinds, kind), pseudonyms(identifiers, kind, key), hidden)
    return hidden


def _agreed(batch: Batch, contract: Contract, key: Key, decided: Mapping[str, Decisions], now: datetime) -> Batch:
    """The batch without the rows of people who have not agreed."""
    rows = _hidden(batch.rows, contract, key)
    contact = _contact(rows, contract)
    allowed = np.ones(rows.num_rows, dtype=bool)
    for column in contract.people:
        subjects = rows.column(column.name)
        agreed = admissible(decided[str(column.person)], subjects, contact, now)
        allowed &= agreed | pc.is_null(subjects).to_numpy(zero_copy_only=False)
    return replace(batch, rows=rows.filter(pa.array(allowed)), refused=batch.refused + int((~allowed).sum()))


def contact_column(contract: Contract) -> Column | None:
    """The column that says when a row's contact was: its first instant, else its first day; None without either."""
    for kind in (INSTANT, DAY):
        for column in contract.columns:
            if column.type == kind:
                return column
    return None


def _contact(rows: pa.RecordBatch, contract: Contract) -> np.ndarray | None:
    """When each contact was, (R,) datetime64[us] in UTC, not-a-time where it is not said.

    Of a day alone its end counts: who signs up and agrees on one day has agreed, who withdraws on it has not.
    """
    column = contact_column(contract)
    if column is None:
        return None
    instants: np.ndarray = rows.column(column.name).cast(pa.timestamp("us")).to_numpy(zero_copy_only=False)
    return instants + _DAY_AND_ALL if column.type == DAY else instants


def _undeclared(contract: Contract) -> Refused:
    return Refused(
        say(
            "The table “{table}” identifies people ({columns}), and no lawful basis is declared for it.",
            table=contract.name,
            columns=tuple(column.name for column in contract.people),
        ),
        mend=say(
            "write these lines in probant.toml, with the basis that holds (GDPR, article 6) out of {bases}:\n{lines}",
            bases=BASES,
            lines=f'[privacy.basis]\n{contract.name} = "consent"',
        ),
    )
