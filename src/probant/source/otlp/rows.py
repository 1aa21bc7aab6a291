"""Spans and their events to rows of the contract's tables."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from probant.contract.dimensions import WHOLE
from probant.source.cells import LONGEST
from probant.source.otlp.conventions import Conventions
from probant.source.otlp.declared import declared
from probant.source.otlp.span import Attributes, Sent, Span, Value, moment
from probant.words import Words, say

Row = dict[str, Any]
_DOLLARS = "USD"
"""Currency of a cost that comes without one: the conventions that have a cost say so."""
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Made:
    """Rows by table, and what was noticed on the way."""

    rows: Mapping[str, list[Row]]
    notes: Mapping[Words, int] = field(default_factory=dict)
    """What was left out or not understood, and how often."""


def rows(sent: Sent, known: Conventions) -> Made:
    """Rows of one request; events of one run make one row of `agent_runs`.

    What stands in no column of the contract is not kept: prompts and outputs above all.
    """
    notes: Counter[Words] = Counter(sent.faults)
    made: dict[str, list[Row]] = {"spans": list(_spans(sent.spans, known, notes))}
    runs: dict[str, Row] = {}
    for event in sent.events:
        table, row = declared(event, known)
        if row is None:
            notes[say("events “{name}” that no table has a place for", name=event.name)] += 1
        elif table == "agent_runs":
            runs.setdefault(event.trace, {}).update({name: one for name, one in row.items() if one is not None})
        else:
            made.setdefault(table, []).append(row)
    if runs:
        made["agent_runs"] = list(runs.values())
    return Made(made, dict(notes))


def _spans(spans: Iterable[Span], known: Conventions, notes: Counter[Words]) -> Iterator[Row]:
    resource: Attributes = {}
    common: dict[str, Value] = {}
    for span in spans:
        if span.resource is not resource:  # spans of one program come together
            resource, common = span.resource, known.told(span.resource)
        yield _span(span, {**common, **known.told(span.attributes)}, known, notes)


def _span(span: Span, said: Mapping[str, Value], known: Conventions, notes: Counter[Words]) -> Row:
    operation = known.operation(said)
    if operation is None:
        notes[say("steps of “{scope}” under no convention that is known", scope=span.scope or span.name)] += 1
    at, called = moment(span.start), operation == "execute_tool"
    row: Row = {
        "trace": span.trace,
        "span": span.span,
        "parent": span.parent,
        "at": at,
        "ended_at": _end(span, notes),
        "day": at.date(),
        "business": _text(said.get("business")) or WHOLE,
        "agent": _text(said.get("agent"))
        or (_text(span.resource.get("service.name")) if span.parent is None else None),
        "version": _text(said.get("version")),
        "task": _text(said.get("task")),
        "operation": operation or _OTHER,
        "tool": _text(said.get("tool")) if called else None,
        "arguments": _arguments(said.get("arguments"), notes) if called else None,
        "model": _text(said.get("model")),
        "is_error": span.failed or said.get("error") is not None,
        "accepted": _flag(said.get("accepted")),
        "user": _text(said.get("user")),
    }
    # The usage that stands on an agent is the sum of its children's.
    return row | _usage(said) if operation in known.spending else row


def _usage(said: Mapping[str, Value]) -> Row:
    tokens = ("input_tokens", "cached_tokens", "cache_write_tokens", "output_tokens")
    row: Row = {name: _count(said[name]) for name in tokens if name in said}
    cost = _money(said["cost"]) if "cost" in said else None
    return row if cost is None else row | {"cost": cost, "currency": _text(said.get("currency")) or _DOLLARS}


def _end(span: Span, notes: Counter[Words]) -> datetime | None:
    if span.end and span.end < span.start:
        notes[say("steps that end before they begin: clocks disagree, and their duration is not known")] += 1
        return None
    return moment(span.end) if 0 < span.end < 1 << 63 else None


def _arguments(value: Value, notes: Counter[Words]) -> str | None:
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text.encode()) > LONGEST:
        notes[say("arguments longer than {limit} bytes, which were left out", limit=LONGEST)] += 1
        return None
    return text


def _text(value: Value) -> str | None:
    text = "" if value is None else str(value).strip()
    return text if 0 < len(text) <= LONGEST // 10 else None


def _flag(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(str(value).lower())


def _count(value: Value) -> int | None:
    try:
        whole = int(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return whole if 0 <= whole < 1 << 62 else None


def _money(value: Value) -> Decimal | None:
    try:
        amount = round(Decimal(str(value)), 6)
    except (InvalidOperation, ValueError):
        return None
    return amount if 0 <= amount < Decimal(10) ** 12 else None
