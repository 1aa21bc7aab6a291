"""What an agent's developer declares by small events: outcome, interventions, context, deviations, knowledge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from probant.contract.catalog import contract
from probant.contract.definition import Contract
from probant.contract.dimensions import WHOLE
from probant.source.otlp.conventions import Conventions
from probant.source.otlp.span import Attributes, Event, moment

Row = dict[str, Any]
_RUN = "(run)"
_PASSED = {"pass": True, "passed": True, "true": True, "success": True, "fail": False, "failed": False, "false": False}


def declared(event: Event, known: Conventions) -> tuple[str, Row | None]:
    """The table that an event fills, and its row; no row where the event is not ours or lacks what the table needs."""
    if event.name == known.evaluation:
        return "agent_runs", _evaluation(event, known)
    if event.name not in _BY_NAME:
        return "", None
    table, make = _BY_NAME[event.name]
    said = {name.removeprefix("probant."): value for name, value in event.attributes.items()}
    row = make(event, said)
    return table, row if complete(row, contract(table)) else None


def complete(row: Mapping[str, Any], of: Contract) -> bool:
    """Whether nothing is missing that the table needs and has no default for."""
    return all(row.get(one.name) is not None or one.default is not None for one in of.columns if one.required)


def _common(event: Event, said: Mapping[str, Any]) -> Row:
    return {"trace": event.trace or None, "business": str(said.get("business") or WHOLE)}


def _evaluation(event: Event, known: Conventions) -> Row | None:
    said = event.attributes
    name = str(said.get("gen_ai.evaluation.name", ""))
    if name not in known.success or not event.trace:
        return None
    label = _PASSED.get(str(said.get("gen_ai.evaluation.score.label", "")).lower())
    score = said.get("gen_ai.evaluation.score.value")
    if label is None and isinstance(score, int | float):
        label = bool(score >= 0.5)
    return None if label is None else {"trace": event.trace, "success": label, "business": WHOLE}


def _outcome(event: Event, said: Mapping[str, Any]) -> Row:
    names = ("agent", "version", "task", "success", "infrastructure_failure", "eligible", "memory")
    return _common(event, said) | {name: said.get(name) for name in names}


def _intervention(event: Event, said: Mapping[str, Any]) -> Row:
    minutes = said.get("minutes")
    return _common(event, said) | {
        "event": _identity(event, said),
        "at": _at(event),
        "kind": said.get("kind"),
        "minutes": float(minutes) if isinstance(minutes, int | float) else None,
    }


def _context(event: Event, said: Mapping[str, Any]) -> Row:
    step = said.get("step")
    return _common(event, said) | {
        "item": said.get("item"),
        "step": step if isinstance(step, int) else 1,
        "as_of": _instant(said.get("as_of")),
        "used": said.get("used"),
    }


def _deviation(event: Event, said: Mapping[str, Any]) -> Row:
    return _common(event, said) | {
        "rule": said.get("rule"),
        "span": str(said.get("span") or event.span or _RUN),
        "deviated": bool(said.get("deviated", True)),
        "evidence": said.get("evidence"),
    }


def _insight(event: Event, said: Mapping[str, Any]) -> Row:
    return _common(event, said) | {
        "insight": said.get("insight"),
        "at": _at(event),
        "expires_at": _instant(said.get("expires_at")),
        "superseded_at": _instant(said.get("superseded_at")),
    }


def _use(event: Event, said: Mapping[str, Any]) -> Row:
    used = bool(said.get("used", True))
    return _common(event, said) | {"insight": said.get("insight"), "at": _at(event), "used": used}


_BY_NAME: Mapping[str, tuple[str, Callable[[Event, Mapping[str, Any]], Row]]] = {
    "probant.outcome": ("agent_runs", _outcome),
    "probant.intervention": ("agent_interventions", _intervention),
    "probant.context": ("agent_context", _context),
    "probant.deviation": ("agent_deviations", _deviation),
    "probant.insight": ("agent_insights", _insight),
    "probant.insight_used": ("agent_uses", _use),
}


def _identity(event: Event, said: Attributes) -> str:
    """What tells an event from others of its run: what the sender says, else where and when it happened."""
    return str(said.get("event") or f"{event.span}:{event.at}")


def _at(event: Event) -> datetime | None:
    return moment(event.at) if 0 < event.at < 1 << 63 else None


def _instant(value: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
