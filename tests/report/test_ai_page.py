"""The page on AI: empty it says what to do; full it names every figure; subjects are named by their engine."""

from datetime import date

import pytest

from probant.decision.answers import answers
from probant.report import ai_page
from probant.report.agents import HEADS, AgentsView, AiView, MapView, Parts, PassageView, metric
from probant.report.charts.paths import ordered, paths
from probant.report.chrome import Chrome
from probant.report.initiatives import InitiativesView
from probant.report.language import Language, label
from probant.report.names import AGENTS
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

PASSAGES = (
    PassageView("(start)", "look", 9, 9),
    PassageView("look", "change", 6, 6),
    PassageView("change", "look", 2, 2),
    PassageView("look", "look", 3, 2),
    PassageView("change", "(end)", 7, 7),
)


def shown(value, low, high, better="more"):
    from probant.decision.answer import Shown

    told = {HEADS["agents.efficiency"]: Estimate(value, "points of 100", Interval(low, high, 0.95))}
    return Shown(
        "id", Evidence("agents.efficiency", say("e"), Purpose.EFFICIENCY, "shop", told, Grade.E, better=better)
    )


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_an_empty_page_says_what_fills_it(tag):
    view = AiView(answers([], [], {}), InitiativesView((), None), AgentsView(()))
    page = ai_page.ai_page(view, Language.of(tag), chrome=Chrome(here="ai"), stamp=Stamp("Essai", "1"))
    assert "probant initiatives declare initiatives.toml" in page
    assert "probant ingest traces.otlp.jsonl.gz" in page


@pytest.mark.parametrize(
    ("after", "better", "turn"),
    [
        ((80, 75, 85), "more", "better"),
        ((80, 75, 85), "less", "worse"),
        ((66, 61, 71), "more", "unclear"),
    ],
)
def test_a_trend_is_one_only_where_the_intervals_do_not_touch(after, better, turn):
    parts = Parts(since=date(2026, 1, 5), before=shown(60, 55, 65), after=shown(*after, better=better))
    assert metric("agents.efficiency", shown(60, 55, 65), parts).trend.turn == turn


def test_goal_is_called_by_what_its_engine_means():
    english = Language.of("en")
    assert label("(goal)", english, "agents.efficiency") == "Goal fidelity"
    assert label("(goal)", english, "agents.deviation") != "Goal fidelity"
    assert not [subject for subject in AGENTS if label(subject, english).startswith("(")]


def test_tools_stand_between_start_and_end_in_the_order_of_the_paths():
    assert ordered(PASSAGES) == ("(start)", "look", "change", "(end)")


def test_arcs_on_the_right_go_on_and_those_on_the_left_go_back():
    spec = paths(MapView(9, {"look": 12, "change": 6}, PASSAGES, 0), Language.of("en"))
    arcs = spec["layer"][0]["data"]["values"]
    assert {row["arc"] for row in arcs if row["x"] < 0} == {2}
    assert {row["arc"] for row in arcs if row["x"] > 0} == {0, 1, 4}
    assert paths(MapView(0, {}, (), 0), Language.of("en")) is None
