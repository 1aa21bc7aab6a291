"""One row per step of a path that is known to do a task."""

from __future__ import annotations

from probant.contract.definition import COUNT, FLAG, TEXT, Column, Contract
from probant.contract.dimensions import BUSINESS
from probant.words import say

AGENT_REFERENCES = Contract(
    name="agent_references",
    meaning=say("Paths that are known to do a task, step by step."),
    grain=say("one row per business, task, reference and position"),
    key=("business", "task", "reference", "position"),
    columns=(
        BUSINESS,
        Column("task", TEXT, "id", say("Task, as in spans.")),
        Column("reference", TEXT, "name", say("Name of the path."), default="ideal"),
        Column("position", COUNT, "count", say("Place of the step in the path, from 1 up."), low=1),
        Column(
            "tool",
            TEXT,
            "name",
            say("Tool to call; empty, on a row of its own: nothing is to be done."),
            required=False,
        ),
        Column("arguments", TEXT, "text", say("Its arguments, as JSON, in the form that spans have."), required=False),
        Column(
            "after",
            COUNT,
            "count",
            say("Position of the step that must come before this one; empty: any order will do."),
            required=False,
            low=1,
        ),
        Column(
            "fails",
            FLAG,
            "boolean",
            say("Whether the step failed when the path was replayed; it is then left out of the path."),
            default=False,
        ),
    ),
)
