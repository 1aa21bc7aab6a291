"""A file of initiatives in TOML as batches of their contracts."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa

from probant.contract.batch import Batch
from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Contract
from probant.errors import Missing, Refused
from probant.source.initiative_form import InitiativeForm, InitiativesForm
from probant.words import say


@dataclass(frozen=True, slots=True)
class Declared:
    """Rows of one contract, all of them good."""

    contract: Contract
    rows: pa.RecordBatch
    content: str
    """SHA-256 over the rows and the name of the table."""

    def batches(self) -> Iterator[Batch]:
        """All rows at once."""
        yield Batch(self.rows)


def parsed(path: Path) -> Mapping[str, Any]:
    """The file as TOML.

    Raises Missing where it is not there, Refused where it is no TOML.
    """
    if not path.is_file():
        raise Missing(
            say("There is no file {file}.", file=str(path)),
            mend=say("write one; docs/initiatives.md shows how"),
        )
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            say("{file} is not valid TOML: {fault}.", file=path.name, fault=str(error)),
            mend=say("mend that line; text stands in double quotes, a list in square brackets"),
        ) from error


def declared(form: InitiativesForm, *, business: str, currency: str) -> tuple[Declared, ...]:
    """What the file says, by contract; contracts of which it says nothing are left out.

    Parameters
    ----------
    form
        The file.
    business, currency
        Of initiatives that name none.

    Raises
    ------
    Refused
        If it names an initiative, or a benefit of one, twice: a benefit has one home.
    """
    _check_once([one.name for one in form.initiative], say("initiative"))
    rows: dict[str, list[dict[str, Any]]] = {}
    for one in form.initiative:
        _check_once([benefit.name for benefit in one.benefit], say("benefit of “{initiative}”", initiative=one.name))
        fixed = {
            "initiative": one.name,
            "business": one.business or business,
            "currency": one.currency or currency,
        }
        for name, found in one.tables().items():
            rows.setdefault(name, []).extend({**row, **fixed} for row in found)
    return tuple(_declared(CONTRACTS[name], found) for name, found in rows.items() if found)


def benefits(form: InitiativesForm, *, business: str) -> dict[tuple[str, str], set[str]]:
    """Benefits that the file names, by business and initiative."""

    def named(one: InitiativeForm) -> set[str]:
        return {benefit.name for benefit in one.benefit}

    return {(one.business or business, one.name): named(one) for one in form.initiative}


def _declared(contract: Contract, rows: list[dict[str, Any]]) -> Declared:
    whole = [{column.name: row.get(column.name, column.default) for column in contract.columns} for row in rows]
    text = json.dumps([contract.name, whole], default=str, sort_keys=True)
    batch = pa.RecordBatch.from_pylist(whole, schema=contract.schema)
    return Declared(contract, batch, sha256(text.encode()).hexdigest())


def _check_once(names: list[str], what: Any) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise Refused(
            say("The {what} “{name}” is declared twice.", what=what, name=twice[0]),
            mend=say("keep one of them: each benefit has one home, each initiative one place"),
        )
