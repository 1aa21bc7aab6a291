"""All verbs by name: run here, or by the process that serves the project, with the same result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, get_type_hints

from pydantic import TypeAdapter

from probant.actions.lease import find_lease
from probant.actions.project import Project, find_folder, open_project
from probant.actions.remote import call
from probant.errors import UnknownName
from probant.vocabulary import Tell, quiet
from probant.words import say

VERBS: Mapping[str, str] = {
    "agent_run": "probant.actions.agents:agent_run",
    "agents": "probant.actions.agents:agents",
    "agents_ask": "probant.actions.agents:ask",
    "agents_watch": "probant.actions.agent_monitor:watch",
    "ai": "probant.actions.ai:ai",
    "ask": "probant.actions.gather:gather",
    "ask_declared": "probant.actions.gather:gather_declared",
    "board": "probant.actions.board:board",
    "budget": "probant.actions.budget:budget",
    "data": "probant.actions.data:data",
    "ingest_folder": "probant.actions.folder:ingest_folder",
    "initiatives": "probant.actions.initiatives:initiatives",
    "initiatives_ask": "probant.actions.initiatives:ask",
    "initiatives_declare": "probant.actions.initiatives:declare",
    "ledger": "probant.actions.verify:ledger",
    "evidence": "probant.actions.gather:show",
    "evidence_list": "probant.actions.gather:listing",
    "ingest": "probant.actions.ingest:ingest",
    "mix": "probant.actions.budget:mix",
    "metrics": "probant.actions.measure:measure",
    "metrics_choose": "probant.actions.choose:choose",
    "metrics_test": "probant.actions.vanity:vanity",
    "quality": "probant.actions.quality:quality",
    "reconcile": "probant.actions.reconcile:reconcile",
    "report": "probant.actions.report:report",
    "refresh": "probant.actions.refresh:refresh",
    "refreshed": "probant.actions.refresh:moved",
    "reproduce": "probant.actions.gather:reproduce",
    "scenario": "probant.actions.budget:scenario",
    "verify": "probant.actions.verify:verify",
}


def perform(
    verb: str, arguments: Mapping[str, Any] | None = None, *, folder: Path | None = None, tell: Tell = quiet
) -> Any:
    """Do one verb on the project in `folder` or above it.

    While `probant serve` runs it holds the store, so the verb is handed to it; otherwise the store is
    opened here, for as long as the verb takes.
    """
    home = find_folder(folder)
    lease = find_lease(home)
    if lease is not None:
        return adapter(verb).validate_json(call(lease, verb, arguments or {}, tell))
    with open_project(home) as project:
        return run(project, verb, arguments or {}, tell)


def run(project: Project, verb: str, arguments: Mapping[str, Any], tell: Tell = quiet) -> Any:
    """Do one verb on an open project."""
    function = _function(verb)
    known = get_type_hints(function)
    for name in arguments:
        if name not in known:
            raise UnknownName(say("argument of {verb}", verb=verb), name, known)
    extra = {"tell": tell} if "tell" in known else {}
    return function(project, **arguments, **extra)


@cache
def adapter(verb: str) -> TypeAdapter[Any]:
    """Writes a verb's result as JSON and reads it back."""
    return TypeAdapter(get_type_hints(_function(verb))["return"])


def _function(verb: str) -> Callable[..., Any]:
    if verb not in VERBS:
        raise UnknownName(say("verb"), verb, VERBS)
    function: Callable[..., Any] = resolve_name(VERBS[verb])
    return function
