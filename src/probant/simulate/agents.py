"""Runs of AI agents as OTLP/JSON spans under the GenAI conventions, one request a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from probant.simulate.chance import child
from probant.simulate.settings import Settings
from probant.simulate.shop import moments

MODEL = "sim-large-1"
_READS = {"shopping-assistant": ("get_customer", "search_products"), "lead-qualifier": ("get_lead", "get_company")}
NAMES = tuple(_READS)
SHARES = (0.7, 0.3)
"""Of the runs, by agent."""
_CALLS, _TOKENS = 3.0, (1_800, 140)
"""Mean calls of the model in a run, two at the least; mean tokens that a call reads and writes."""
_WRITES = {"shopping-assistant": "add_to_basket", "lead-qualifier": "set_lead_stage"}
_RULE = {"shopping-assistant": "discount_over_limit", "lead-qualifier": "contact_without_consent"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run, before it is written."""

    number: int
    agent: str
    at: int
    """Nanoseconds since 1970, UTC."""
    ok: bool
    handed: bool
    deviates: bool
    tokens: tuple[tuple[int, int], ...]
    """Tokens read and written by each call of the model."""


def write_agents(folder: Path, settings: Settings) -> Mapping[str, Any]:
    """Write the traces; say what truly holds of them, as set and as it came out."""
    every = runs(settings)
    with (folder / "spans.otlp.jsonl").open("w", encoding="utf-8") as file:
        for run in every:
            file.write(json.dumps(_request(settings, run), separators=(",", ":")) + "\n")
    micro = sum(_micro(settings, *pair) for run in every for pair in run.tokens)
    return {
        "runs": len(every),
        "succeeded": sum(run.ok for run in every),
        "handed_to_a_person": sum(run.handed for run in every),
        "deviated": sum(run.deviates for run in every),
        "token_cost": micro / 1e6,
        "minutes_saved": settings.agents.minutes_saved * sum(run.ok for run in every),
        "success_share_as_set": settings.agents.success,
        "handoff_share_as_set": settings.agents.handoff,
        "deviation_share_as_set": settings.agents.deviation,
    }


def runs(settings: Settings) -> list[Run]:
    """Runs from the rollout on, in order of time; a run handed over did not reach its goal by itself."""
    how = settings.agents
    rng = child(settings.seed, "agents")
    count = how.runs if how.rollout < settings.weeks else 0
    week = rng.integers(min(how.rollout, settings.weeks - 1), settings.weeks, count)
    at = np.sort(moments(rng, settings, week))
    first = datetime(settings.start.year, settings.start.month, settings.start.day, tzinfo=UTC)
    handed, ok = rng.random(count) < how.handoff, rng.random(count) < how.success / max(1 - how.handoff, 1e-9)
    deviates, agent = rng.random(count) < how.deviation, rng.random(count) < SHARES[1]
    calls = 2 + rng.poisson(_CALLS - 2, count)
    origin = int(first.timestamp()) * 10**9
    return [
        Run(
            number=i,
            agent=NAMES[int(agent[i])],
            at=origin + int(at[i] * 7 * 86_400) * 10**9,
            ok=bool(ok[i] and not handed[i]),
            handed=bool(handed[i]),
            deviates=bool(deviates[i] and not handed[i]),
            tokens=tuple((int(a), int(b)) for a, b in rng.poisson(_TOKENS, (calls[i], 2))),
        )
        for i in range(count)
    ]


def _request(settings: Settings, run: Run) -> dict[str, Any]:
    name = {"key": "service.name", "value": {"stringValue": run.agent}}
    scope = {"scope": {"name": "probant.simulate"}, "spans": _spans(settings, run)}
    return {"resourceSpans": [{"resource": {"attributes": [name]}, "scopeSpans": [scope]}]}


def _spans(settings: Settings, run: Run) -> list[dict[str, Any]]:
    """The root, then calls of the model and tools in turn, a second and a tenth of one each."""
    rng = child(settings.seed, "trace", run.number)
    trace = rng.bytes(16).hex()
    ids = [rng.bytes(8).hex() for _ in range(2 * len(run.tokens) + 1)]
    spans, clock = [], run.at
    for turn, (read, wrote) in enumerate(run.tokens):
        micro = _micro(settings, read, wrote)
        chat = {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": MODEL,
            "gen_ai.usage.input_tokens": read,
            "gen_ai.usage.output_tokens": wrote,
            "probant.cost": micro / 1e6,
            "probant.currency": settings.currency,
        }
        spans.append(_span(trace, ids[2 * turn + 1], ids[0], f"chat {MODEL}", (clock, clock + 10**9), chat))
        clock += 10**9
        tool, arguments = _tool(run, turn)
        if tool is not None:
            said = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool}
            said["gen_ai.tool.call.arguments"] = json.dumps(arguments)
            spans.append(_span(trace, ids[2 * turn + 2], ids[0], f"execute_tool {tool}", (clock, clock + 10**8), said))
            clock += 10**8
    return [_root(settings, run, (trace, ids[0]), clock), *spans]


def _root(settings: Settings, run: Run, ids: tuple[str, str], end: int) -> dict[str, Any]:
    trace, span = ids
    said = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": run.agent,
        "gen_ai.request.model": MODEL,
        "gen_ai.conversation.id": trace[:16],
        "probant.task.id": f"{run.agent}-{run.number % 40}",
    }
    root = _span(trace, span, None, f"invoke_agent {run.agent}", (run.at, end), said)
    score = {"gen_ai.evaluation.name": "task_success", "gen_ai.evaluation.score.value": float(run.ok)}
    label = {"gen_ai.evaluation.score.label": "pass" if run.ok else "fail"}
    events = [("gen_ai.evaluation.result", score | label)]
    if run.handed:
        minutes = settings.agents.minutes_handed
        events.append(("probant.intervention", {"probant.kind": "handoff", "probant.minutes": minutes}))
    root["events"] = [{"timeUnixNano": str(end), "name": name, "attributes": _attributes(one)} for name, one in events]
    return root


def _tool(run: Run, turn: int) -> tuple[str | None, dict[str, Any]]:
    """The tool of a turn: reads first, then the write, with what breaks a rule; last, if so, the handover."""
    reads = _READS[run.agent]
    if turn < len(run.tokens) - 1:
        return reads[turn % len(reads)], {"id": run.number}
    if run.handed:
        return "transfer_to_human", {"reason": "asked for"}
    if not run.ok and not run.deviates:
        return None, {}
    return _WRITES[run.agent], {"id": run.number, **({"breaks": _RULE[run.agent]} if run.deviates else {})}


def _span(
    trace: str, span: str, parent: str | None, name: str, when: tuple[int, int], said: Mapping[str, Any]
) -> dict[str, Any]:
    ids = {"traceId": trace, "spanId": span, **({"parentSpanId": parent} if parent else {})}
    times = {"startTimeUnixNano": str(when[0]), "endTimeUnixNano": str(when[1])}
    return {**ids, "name": name, "kind": 1, **times, "attributes": _attributes(said), "status": {}}


def _attributes(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """OTLP/JSON: integers of 64 bits are strings."""
    kinds: dict[type, tuple[str, Any]] = {
        str: ("stringValue", str),
        int: ("intValue", str),
        float: ("doubleValue", float),
    }
    return [{"key": key, "value": {kinds[type(v)][0]: kinds[type(v)][1](v)}} for key, v in said.items()]


def _micro(settings: Settings, read: int, wrote: int) -> int:
    """Cost of one call in millionths of the currency."""
    return round(read * settings.agents.input_price + wrote * settings.agents.output_price)


def run_cost(settings: Settings) -> float:
    """Expected cost of the tokens of one run, in currency."""
    return _CALLS * _micro(settings, *_TOKENS) / 1e6
