"""What a trace does not say by itself, declared by the agent's own program: one line each, beside its spans.

    from probant import declare

    declare.outcome(success=True)
    declare.intervention("edit", minutes=4)

Each puts one small event on the current span of OpenTelemetry, which the agent's own exporter sends. Where no span
is open, or OpenTelemetry is not installed, nothing happens: a measurement must never stop an agent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

Intervention = Literal["handoff", "refusal", "edit", "takeover", "retry", "rollback", "approval"]
Attribute = str | bool | int | float | datetime | None


def outcome(
    *,
    success: bool | None = None,
    eligible: bool | None = None,
    infrastructure_failure: str | None = None,
    memory: bool | None = None,
) -> None:
    """What came of the run.

    Parameters
    ----------
    success : bool, optional
        Whether the task was done as it should be.
    eligible : bool, optional
        Whether the task lay inside the agent's mandate; without it, it did.
    infrastructure_failure : str, optional
        What failed outside the agent and ended the run: network, harness, model endpoint.
    memory : bool, optional
        Whether the run was given what earlier runs had learned, where that was drawn by lot.
    """
    said = {"success": success, "eligible": eligible, "infrastructure_failure": infrastructure_failure}
    _declare("outcome", {**said, "memory": memory})


def intervention(kind: Intervention, *, minutes: float | None = None) -> None:
    """What a person did in the run or after it.

    Parameters
    ----------
    kind : str
        'handoff', 'refusal', 'edit', 'takeover', 'retry' or 'rollback'; 'approval' is supervision and no intervention.
    minutes : float, optional
        Working time that it took of people.
    """
    _declare("intervention", {"kind": kind, "minutes": minutes})


def context(item: str, *, as_of: datetime | None = None, used: bool | None = None) -> None:
    """A required item, by its name in the table agent_required, stood before the agent from now on.

    Parameters
    ----------
    item : str
        Name of the item, e.g. 'customer_history'; never its text.
    as_of : datetime, optional
        Moment for which it was true, with a zone.
    used : bool, optional
        Whether the result bears it.
    """
    _declare("context", {"item": item, "as_of": as_of, "used": used})


def deviation(rule: str, *, deviated: bool = True, evidence: str | None = None) -> None:
    """A rule applied to this step, and was broken or kept.

    Parameters
    ----------
    rule : str
        Name of the rule in the table agent_rules.
    deviated : bool
        False where it applied and was kept: without those no rate can be told.
    evidence : str, optional
        What was seen, in a few words without personal data.
    """
    _declare("deviation", {"rule": rule, "deviated": deviated, "evidence": evidence})


def insight(name: str, *, expires_at: datetime | None = None) -> None:
    """The run learned something that later runs can be given, under that name."""
    _declare("insight", {"insight": name, "expires_at": expires_at})


def insight_used(name: str, *, used: bool = True) -> None:
    """The run was given an insight of an earlier one; False where its result does not rest on it."""
    _declare("insight_used", {"insight": name, "used": used})


def _declare(event: str, said: Mapping[str, Attribute]) -> None:
    try:
        from opentelemetry.trace import get_current_span
    except ImportError:
        return
    attributes = {
        f"probant.{name}": value.isoformat() if isinstance(value, datetime) else value
        for name, value in said.items()
        if value is not None
    }
    get_current_span().add_event(f"probant.{event}", attributes)
