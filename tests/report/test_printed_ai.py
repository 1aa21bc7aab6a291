"""The printed part on AI: initiatives by model and horizon, their roadmap, agents and their alarms."""

from dataclasses import replace

import pytest

from probant.decision.answer import Shown
from probant.decision.answers import answers
from probant.report import printed_ai
from probant.report.agents import HEADS, AgentsView, AgentView, AiView, MapView, metric
from probant.report.initiatives import Horizons, InitiativesView, InitiativeView, StepView, returned
from probant.report.language import Language
from probant.report.readings import readings
from probant.vocabulary import Check, Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

GATES = tuple(Check(name, passed, say("gate")) for name, passed in (("a", True), ("b", False), ("c", None)))
STEP = StepView("pilot", "pilot", "scaled", GATES, (), 0.0, 2.5, 0.7)
TOLD = {
    "drafts": Estimate(0.5, "share", Interval(-0.1, 1.2, 0.9)),
    "drafts / short": Estimate(-0.4, "share", Interval(-0.6, -0.2, 0.9)),
    "drafts / value short": Estimate(-9_000.0, "EUR"),
    "drafts / value long": Estimate(4_000.0, "EUR"),
    "drafts / positive short": Estimate(0.1, "share"),
    "drafts / positive long": Estimate(0.8, "share"),
}


def back(model, told=None):
    """The return under a model, from evidence of grade D, or from none."""
    made = Evidence("initiatives.return", say("r"), Purpose.EFFICIENCY, "shop", told, Grade.D) if told else None
    return returned(model, say(model), "drafts", Shown("id", made) if made else None, (), Horizons(12, 36))


def initiative(*returns, **step):
    return InitiativeView(
        "drafts", "shop", "drafts of replies", "head of service", "answer within a day", "time_saved", 100.0,
        returns, replace(STEP, **step), (), (),
    )  # fmt: skip


def blocks(language, *initiatives, agents=()):
    view = AiView(answers([], [], {}), InitiativesView(initiatives, None), AgentsView(agents))
    return printed_ai.part(view, language).blocks


def tables(found):
    return [one for one in found if one["kind"] == "table"]


def test_both_horizons_stand_below_each_other_and_names_stand_once(en):
    returns, _ = tables(blocks(en, initiative(back("financial", TOLD), back("outcome"))))
    assert [row[:3] for row in returns["rows"]] == [
        ["drafts", "financial", "12"],
        ["", "", "36"],
        ["", "outcome", "36"],
    ]
    near, far, unknown = (row[3:] for row in returns["rows"])
    assert [near[0], near[2], near[3]] == ["−40.0%", "−€9,000", "10.0%"]
    assert [far[0], far[2], far[3]] == ["50.0%", "€4,000", "80.0%"]
    assert (near[4], far[4]) == ("D", "")
    assert unknown == ["–", "–", "–", "–", "–"]


def test_what_a_pilot_teaches_has_no_horizon():
    (one,) = readings(back("exploratory", {"drafts": TOLD["drafts"]}))
    assert (one.months, one.back, one.value, one.positive) == (None, TOLD["drafts"], None, None)


def test_the_roadmap_is_drawn_and_says_how_many_gates_are_passed(en):
    found = blocks(en, initiative(back("financial", TOLD)))
    (drawn,) = [one for one in found if one["kind"] == "wide"]
    assert drawn["svg"]
    assert drawn["alt"]
    _, steps = tables(found)
    assert steps["rows"] == [["drafts", "Pilot", "0", "2.5", "70.0%", "1 of 3 passed"]]


def test_what_has_no_place_on_the_roadmap_is_a_dash(en):
    found = blocks(en, initiative(back("financial"), start=None, end=None, first=None))
    _, steps = tables(found)
    assert steps["rows"][0][2:5] == ["–", "–", "–"]
    assert not [one for one in found if one["kind"] == "wide"]


def test_four_views_are_said_never_to_be_added_up(en):
    found = blocks(en, initiative(back("financial", TOLD)))
    assert ["Four views of one initiative: never add them up."] in [one.get("lines") for one in found]


@pytest.mark.parametrize("passed", [True, False])
def test_an_alarm_is_framed_as_a_warning(en, passed):
    head = {HEADS["agents.deviation"]: Estimate(0.2, "share", Interval(0.1, 0.3, 0.95))}
    drift = Check("drift asked first", passed, say("Alarm: rule “asked first”."))
    made = Evidence("agents.deviation", say("d"), Purpose.EFFICIENCY, "shop", head, Grade.E, checks=(drift,))
    metrics = (metric("agents.deviation", Shown("id", made)),)
    agent = AgentView("refunds", "shop", 40, metrics, MapView(40, {}, (), 0), None, ())
    warned = [one["lines"] for one in blocks(en, agents=(agent,)) if one["kind"] == "lines" and one["bad"]]
    assert warned == ([] if passed else [["Alarm: rule “asked first”."]])


def test_every_row_is_as_wide_as_its_heads():
    found = tables(blocks(Language.of("fr"), initiative(back("financial", TOLD), back("strategic"))))
    assert all(len(row) == len(one["heads"]) == len(one["figures"]) for one in found for row in one["rows"])
