"""What a dlt source yields, resource by resource, as rows like those of any file."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

from probant.errors import Missing, ProbantError, Refused, UnknownName, Unreadable
from probant.source.fetched import Fetched
from probant.source.settings import SourceSettings
from probant.vocabulary import Tell
from probant.words import say

_STEP = 10_000
"""Rows between two words on how far it is."""


def fetch_dlt(settings: SourceSettings, folder: Path, *, home: Path, tell: Tell) -> Fetched:
    """Write what the resource yields into a file in `folder`, one JSON object a line.

    All that the resource yields is written each time: dlt keeps its own place only in a pipeline, and here
    loading is idempotent. Objects inside a row become columns, `customer__id` for `id` in `customer`, as in dlt.

    Parameters
    ----------
    settings
        Its `dlt` names module and source; its `relation` the resource, where there are several.
    home
        The project folder; modules in it can be imported.

    Raises
    ------
    Missing
        If dlt or the module is not there.
    UnknownName, Refused
        If the module has no such source or the source no such resource, or it is open which is meant.
    Unreadable
        If the source fails, with its own reason.
    """
    path = folder / settings.label.replace("/", "_")
    path = path.with_name(f"{path.name}.jsonl")
    count = 0
    with _reasons(settings), _importable(home), path.open("w", encoding="utf-8") as out:
        for row in _rows(_resource(settings)):
            out.write(f"{_line(_flat(row))}\n")
            count += 1
            if count % _STEP == 0:
                tell(0.5, say("fetching {source}: {count} rows", source=settings.label, count=count))
    return Fetched(path, count, f"dlt:{settings.dlt}" + (f"#{settings.relation}" if settings.relation else ""))


@contextmanager
def _reasons(settings: SourceSettings) -> Iterator[None]:
    """What goes wrong in a stranger's code, as one of our errors."""
    try:
        yield
    except ProbantError:
        raise
    except Exception as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unreadable(
            say("The dlt source {source} failed: {reason}", source=str(settings.dlt), reason=reason),
            mend=say("run it by itself until it works, then load again"),
        ) from error


@contextmanager
def _importable(home: Path) -> Iterator[None]:
    sys.path.insert(0, str(home))
    try:
        yield
    finally:
        sys.path.remove(str(home))


def _resource(settings: SourceSettings) -> Iterable[Any]:
    try:
        from dlt.extract import DltResource, DltSource
    except ImportError as error:
        raise Missing(say("dlt is not installed."), mend=say("install it: `pip install 'probant[dlt]'`")) from error
    module, name = str(settings.dlt).split(":")
    try:
        made = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        raise Missing(
            say("There is no module {module}.", module=str(error.name)),
            mend=say("put it into the project folder, or install it"),
        ) from error
    except AttributeError:
        raise UnknownName(say("source in module {module}", module=module), name, ()) from None
    found = made if isinstance(made, DltResource | DltSource) else made()
    return _of_source(settings, found) if isinstance(found, DltSource) else found


def _of_source(settings: SourceSettings, source: Any) -> Iterable[Any]:
    held: Mapping[str, Iterable[Any]] = source.resources
    if settings.relation is None and len(held) == 1:
        return next(iter(held.values()))
    if settings.relation is None:
        raise Refused(
            say("The dlt source {source} has several resources: {names}.", source=str(settings.dlt), names=tuple(held)),
            mend=say('say which in probant.toml, under its [[source]]: relation = "…"'),
        )
    if settings.relation not in held:
        raise UnknownName(say("resource of {source}", source=str(settings.dlt)), settings.relation, held)
    return held[settings.relation]


def _rows(items: Iterable[Any]) -> Iterator[Mapping[str, Any]]:
    """Single rows, of whatever pages a resource yields: objects, lists of them, tables of Arrow."""
    for item in items:
        if isinstance(item, Mapping):
            yield item
        elif hasattr(item, "to_pylist"):
            yield from item.to_pylist()
        else:
            yield from _rows(item)


def _flat(row: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}__")
        else:
            yield f"{before}{name}", value


def _line(cells: Iterable[tuple[str, Any]]) -> str:
    return "{" + ", ".join(f"{json.dumps(name)}: {_cell(value)}" for name, value in cells) + "}"


def _cell(value: Any) -> str:
    """A value as JSON; a decimal with all its digits, what is no number as nothing."""
    if isinstance(value, Decimal | float) and not math.isfinite(value):
        return "null"
    if isinstance(value, Decimal):
        return format(value, "f")
    return json.dumps(value, default=lambda one: one.isoformat() if hasattr(one, "isoformat") else str(one))
