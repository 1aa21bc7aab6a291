"""What is known of all initiatives, put together for a page: evidence, lines, courses, gates, roadmap."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from statistics import median
from typing import Any

from probant.actions.project import Project
from probant.decision.answer import Shown
from probant.evidence.initiatives import data as expressions
from probant.evidence.initiatives import gates, lines, roadmap
from probant.evidence.initiatives import question as asked
from probant.evidence.initiatives.gates import Outlook
from probant.evidence.initiatives.lines import LINES, MODELS, Model
from probant.evidence.initiatives.roadmap import Slot
from probant.report import initiatives as views
from probant.report.initiatives import (
    AdoptionView,
    CourseView,
    Horizons,
    InitiativesView,
    InitiativeView,
    LineView,
    PointView,
    ReturnView,
    StepView,
)
from probant.vocabulary import Estimate, Interval

Row = Mapping[str, Any]
RETURN, PRIORITY = "initiatives.return", "initiatives.priority"
DECIDED = frozenset({"decide", "accept", "refuse", "override"})
"""Acts of the ledger that decide on evidence, where they name it."""


@dataclass(frozen=True, slots=True)
class Register:
    """One initiative of the register."""

    business: str
    name: str
    row: Row


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store and the archive hold."""

    rows: Mapping[str, Sequence[Row]]
    shown: Mapping[tuple[str, str, str], Shown]
    """Newest evidence by business, initiative and model."""
    priority: Mapping[str, Shown]
    """Newest ranking by business."""
    decision_days: float | None

    def of(self, table: str, one: Register) -> list[Row]:
        """Rows of an initiative."""
        return [row for row in self.rows[table] if (row["business"], row["initiative"]) == (one.business, one.name)]

    def evidence(self, one: Register, model: Model) -> Shown | None:
        """The newest on an initiative under a model."""
        return self.shown.get((one.business, one.name, model.value))


def registers(project: Project) -> tuple[Register, ...]:
    """All initiatives, by business and name."""
    table = project.tables()["initiatives"]
    found = project.fetch({"held": table.order_by("business", "initiative")})["held"]
    return tuple(Register(row["business"], row["initiative"], row) for row in found.to_pylist())


def board(project: Project, listed: Sequence[Shown], *, capacity: float) -> InitiativesView:
    """The view of all initiatives: the best ranked first, those without a rank by name.

    Parameters
    ----------
    project : Project
        The open project.
    listed : sequence of Shown
        The newest evidence to each question.
    capacity : float
        Person-months a month, > 0.
    """
    held = registers(project)
    if not held:
        return InitiativesView((), _decision_days(project))
    known = _known(project, listed)
    worth = {one.name: _ranked(known, one, "person-month") for one in held}
    order = sorted(held, key=lambda one: (inf if worth[one.name] is None else -(worth[one.name] or 0.0), one.name))
    slots = _slots(order, capacity)
    return InitiativesView(tuple(_view(known, one, slots.get(one.name)) for one in order), known.decision_days)


def _known(project: Project, listed: Sequence[Shown]) -> _Known:
    held = project.tables()
    people = held["initiative_adoption"].order_by("business", "initiative", "team", "day")
    tables = project.fetch({**expressions.needs(asked.Horizons(), held, None), "people": people})
    shown: dict[tuple[str, str, str], Shown] = {}
    priority: dict[str, Shown] = {}
    for one in listed:
        ids, engine = one.evidence.ids, one.evidence.engine
        if engine == RETURN:
            shown[one.evidence.business, ids["initiative"], ids["model"]] = one
        elif engine == PRIORITY and (ids["model"] == Model.FINANCIAL.value or one.evidence.business not in priority):
            priority[one.evidence.business] = one
    rows = {name: table.to_pylist() for name, table in tables.items()}
    return _Known(rows, shown, priority, _decision_days(project))


def _decision_days(project: Project) -> float | None:
    """Median days from the entry of evidence to the decision on it."""
    gathered: dict[str, datetime] = {}
    days: list[float] = []
    for entry in project.ledger.entries():
        evidence = entry.facts.get("evidence")
        if evidence is None:
            continue
        if entry.act == "gather":
            gathered.setdefault(evidence, entry.at)
        elif entry.act in DECIDED and evidence in gathered:
            days.append((entry.at - gathered[evidence]).total_seconds() / 86_400)
    return median(days) if days else None


def _ranked(known: _Known, one: Register, part: str) -> float | None:
    """What the ranking says of it: 'person-month' or 'first'."""
    shown = known.priority.get(one.business)
    found = shown.evidence.estimates.get(f"{one.name} / {part}") if shown else None
    return None if found is None else found.value


def _slots(order: Sequence[Register], capacity: float) -> Mapping[str, Slot]:
    open_ones = [one for one in order if one.row["stage"] != "stopped" and one.row["person_months"] is not None]
    effort = {one.name: one.row["person_months"] for one in open_ones}
    needs = {one.name: one.row["needs"] for one in open_ones if one.row["needs"]}
    found = roadmap.slots([one.name for one in open_ones], effort, needs, capacity)
    return {slot.initiative: slot for slot in found}


def _view(known: _Known, one: Register, slot: Slot | None) -> InitiativeView:
    row, readings = one.row, known.of("readings", one)
    return InitiativeView(
        name=one.name,
        business=one.business,
        use_case=row["use_case"],
        owner=row["owner"],
        objective=row["objective"],
        indicator=row["indicator"],
        threshold=row["threshold"],
        returns=tuple(_return(known, one, model) for model in Model),
        step=_step(known, one, readings, slot),
        courses=_courses(row, readings),
        adoption=tuple(_adoption(people) for people in known.of("people", one)),
    )


def _return(known: _Known, one: Register, model: Model) -> ReturnView:
    shown = known.evidence(one, model)
    found = tuple(_line(known, one, shown, name) for name in lines.of(model))
    return views.returned(model.value, MODELS[model], one.name, shown, found, _horizons(shown))


def _horizons(shown: Shown | None) -> Horizons:
    """Those that were asked about; the usual ones where nothing was asked yet."""
    made = shown.evidence.provenance if shown else None
    told = json.loads(made.question) if made else {}
    usual = asked.Horizons()
    return Horizons(told.get("short_months", usual.short_months), told.get("long_months", usual.long_months))


def _line(known: _Known, one: Register, shown: Shown | None, name: str) -> LineView:
    """A line in money where the evidence has it, else as measured, else as judged."""
    label = LINES[name].label
    priced = shown.evidence.estimates.get(f"{one.name} / line {name}") if shown else None
    if priced is not None:
        return views.in_money(name, label, priced)
    if name == "decision_speed" and known.decision_days is not None:
        return views.measured(name, label, Estimate(known.decision_days, "days"), "realised", None)
    read = gates.latest(known.of("readings", one), name)
    if read is not None:
        return views.measured(name, label, _reading(read), read["state"], read["author"])
    judged = [row for row in known.of("judgements", one) if row["line"] == name]
    if judged:
        last = max(judged, key=lambda row: row["judged_on"])
        return views.judged(name, label, _score(last), last["author"], last["reason"])
    if name == "early_signs" and shown is not None and f"{one.name} / sign" in shown.evidence.estimates:
        return views.expected(name, label, shown.evidence.estimates[f"{one.name} / sign"])
    return views.not_known(name, label)


def _step(known: _Known, one: Register, readings: Sequence[Row], slot: Slot | None) -> StepView:
    outlook = _outlook(known, one)
    return StepView(
        stage=gates.stage(one.row),
        declared=one.row["stage"],
        following=gates.following(one.row),
        gates=gates.ahead(one.row, readings, outlook),
        stops=gates.stops(one.row, readings, outlook),
        start=slot.start if slot else None,
        end=slot.end if slot else None,
        first=_ranked(known, one, "first"),
    )


def _outlook(known: _Known, one: Register) -> Outlook:
    """By the model that is surest to pay: views are alternatives, so the best of them may carry it through."""
    found = [
        (shown.evidence.estimates[f"{one.name} / positive long"].value, shown.evidence.grade)
        for model in (Model.FINANCIAL, Model.OUTCOME)
        if (shown := known.evidence(one, model)) is not None
    ]
    learnt = known.evidence(one, Model.EXPLORATORY)
    pilot = learnt.evidence.estimates.get(f"{one.name} / pilot") if learnt else None
    positive, grade = max(found, key=lambda pair: pair[0], default=(None, None))
    return Outlook(positive, grade, pilot.value if pilot else None)


def _courses(register: Row, readings: Sequence[Row]) -> tuple[CourseView, ...]:
    """Indicators over time, each state apart: the one that decides, then those that every initiative is followed by."""
    decisive = register["indicator"]
    seen = {row["indicator"]: row["unit"] for row in readings}
    order = dict.fromkeys((decisive, *views.FOLLOWED, *sorted(seen)))
    return tuple(
        CourseView(
            indicator=name,
            label=views.course_label(name),
            unit=seen[name],
            series=_states([row for row in readings if row["indicator"] == name]),
            threshold=register["threshold"] if name == decisive else None,
            better=register["better"] if name == decisive else "more",
        )
        for name in order
        if name in seen
    )


def _states(readings: Sequence[Row]) -> Mapping[str, tuple[PointView, ...]]:
    found = {
        state: tuple(
            PointView(row["day"], row["value"], _around(row), row["author"])
            for row in sorted(readings, key=lambda row: row["day"])
            if row["state"] == state
        )
        for state in views.STATES
    }
    return {state: points for state, points in found.items() if points}


def _around(row: Row) -> tuple[float, float] | None:
    """The range of a reading; one without width says nothing."""
    low, high = row["low"], row["high"]
    return (low, high) if low is not None and high is not None and low < high else None


def _adoption(row: Row) -> AdoptionView:
    return AdoptionView(row["day"], row["team"], row["licensed"], row["active"], row["assisted"])


def _reading(row: Row) -> Estimate:
    around = _around(row)
    return Estimate(row["value"], row["unit"], Interval(*around, 0.9) if around else None)


def _score(row: Row) -> Estimate:
    around = _around(row)
    ranged = Interval(100 * around[0], 100 * around[1], 0.9) if around else None
    return Estimate(100 * row["score"], "points of 100", ranged)
