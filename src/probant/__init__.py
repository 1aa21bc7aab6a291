"""Probant proves what marketing earns: money, an interval, a grade of proof and the reason.

    import probant

    with probant.open_project("demo") as project:
        probant.ask(project, "experiments.difference", {"experiment": "checkout", "metric": "order"})

In a notebook evidence shows itself as a table and a chart; `probant.show` does it elsewhere, or in
another language. Names are looked up when they are used, so that the import costs next to nothing.
"""

from __future__ import annotations

import sys
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from probant.actions.board import board as board
    from probant.actions.data import data as data
    from probant.actions.demo import demo as make_demo
    from probant.actions.doctor import doctor as doctor
    from probant.actions.gather import gather as ask
    from probant.actions.gather import gather_declared as ask_declared
    from probant.actions.gather import listing as list_evidence
    from probant.actions.gather import reproduce as reproduce
    from probant.actions.gather import show as find_evidence
    from probant.actions.ingest import ingest as ingest
    from probant.actions.init import init as init
    from probant.actions.measure import measure as measure
    from probant.actions.project import open_project as open_project
    from probant.actions.refresh import refresh as refresh
    from probant.actions.report import report as write_report
    from probant.actions.show import show as show
    from probant.actions.verify import ledger as read_ledger
    from probant.actions.verify import verify as verify
    from probant.errors import ProbantError as ProbantError
    from probant.vocabulary import Estimate as Estimate
    from probant.vocabulary import Evidence as Evidence
    from probant.vocabulary import Grade as Grade
    from probant.vocabulary import Interval as Interval
    from probant.vocabulary import Period as Period

__version__ = "0.1.0"
__all__ = [
    "Estimate",
    "Evidence",
    "Grade",
    "Interval",
    "Period",
    "ProbantError",
    "ask",
    "ask_declared",
    "board",
    "data",
    "doctor",
    "find_evidence",
    "ingest",
    "init",
    "list_evidence",
    "make_demo",
    "measure",
    "open_project",
    "read_ledger",
    "refresh",
    "reproduce",
    "show",
    "verify",
    "write_report",
]
_PLACES = {
    "Estimate": "probant.vocabulary:Estimate",
    "Evidence": "probant.vocabulary:Evidence",
    "Grade": "probant.vocabulary:Grade",
    "Interval": "probant.vocabulary:Interval",
    "Period": "probant.vocabulary:Period",
    "ProbantError": "probant.errors:ProbantError",
    "ask": "probant.actions.gather:gather",
    "ask_declared": "probant.actions.gather:gather_declared",
    "board": "probant.actions.board:board",
    "data": "probant.actions.data:data",
    "doctor": "probant.actions.doctor:doctor",
    "find_evidence": "probant.actions.gather:show",
    "ingest": "probant.actions.ingest:ingest",
    "init": "probant.actions.init:init",
    "list_evidence": "probant.actions.gather:listing",
    "make_demo": "probant.actions.demo:demo",
    "measure": "probant.actions.measure:measure",
    "open_project": "probant.actions.project:open_project",
    "read_ledger": "probant.actions.verify:ledger",
    "refresh": "probant.actions.refresh:refresh",
    "reproduce": "probant.actions.gather:reproduce",
    "show": "probant.actions.show:show",
    "verify": "probant.actions.verify:verify",
    "write_report": "probant.actions.report:report",
}
"""Where each name lives; none may be that of a folder of ours, which an import would put in its place."""
_DRAWN = {"probant.decision.answer": "Shown", "probant.vocabulary": "Evidence"}
"""Module and class of what a notebook draws."""


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'probant' has no attribute '{name}'")
    found = globals()[name] = resolve_name(_PLACES[name])
    return found


def __dir__() -> list[str]:
    return [*__all__, "__version__"]


def _draw_in_notebooks() -> None:
    """Have the notebook that this process runs in, if any, draw evidence; by name, so that nothing is imported."""
    interactive = sys.modules.get("IPython")
    shell = interactive and interactive.get_ipython()
    if not shell:
        return
    for mime, method in (("text/html", "_repr_html_"), ("text/markdown", "_repr_markdown_")):
        formatter = shell.display_formatter.formatters[mime]
        for module, name in _DRAWN.items():
            formatter.for_type_by_name(module, name, _drawn(method))


def _drawn(method: str) -> Any:
    return lambda thing: getattr(__getattr__("show")(thing), method)()


_draw_in_notebooks()
