"""The pictures of the page on AI: all figures stand in the table, states and alarms are told apart."""

from datetime import date, timedelta

import pytest

from probant.decision.answer import Shown
from probant.decision.answers import answers
from probant.errors import UnknownName
from probant.evidence import registry
from probant.report import ai_page, ai_pictures, marks, plate
from probant.report.agents import HEADS, AgentsView, AgentView, AiView, MapView, Parts, PassageView, metric
from probant.report.charts.adoption import TEAMS, drawn_teams
from probant.report.chrome import Chrome
from probant.report.initiatives import (
    AdoptionView,
    CourseView,
    Horizons,
    InitiativesView,
    InitiativeView,
    PointView,
    StepView,
    in_money,
    judged,
    not_known,
    returned,
)
from probant.report.language import Language
from probant.report.table import to_csv
from probant.report.views import Stamp
from probant.vocabulary import Check, Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

STAMP = Stamp("Essai", "1.2")
BEGIN = date(2026, 3, 2)


def month(number):
    return date(2026, number, 1)


def course(indicator="time_saved", threshold=100.0):
    seen = tuple(PointView(month(n), 30.0 * n, (25.0 * n, 35.0 * n), "head of service") for n in range(1, 5))
    series = {
        "baseline": (PointView(month(1), 5.0, None, None),),
        "forecast": tuple(PointView(month(n), 28.0 * n, None, "head of service") for n in range(1, 7)),
        "realised": seen,
        "validated": (PointView(month(4), 96.0, (80.0, 112.0), "controller"),),
    }
    return CourseView(indicator, say("Time saved"), "hours", series, threshold, "more")


def people(*teams):
    return tuple(
        AdoptionView(month(n), team, 10 * place, n * place, None if team == "returns" else 0.1 * n)
        for place, team in enumerate(teams, start=1)
        for n in range(1, 4)
    )


def returns():
    told = {
        "drafts": Estimate(0.5, "share", Interval(-0.1, 1.2, 0.9)),
        "drafts / short": Estimate(-0.3, "share", Interval(-0.6, 0.1, 0.9)),
        "drafts / value long": Estimate(9000.0, "EUR", Interval(-2000.0, 21000.0, 0.9)),
        "drafts / value short": Estimate(-3000.0, "EUR"),
        "drafts / positive long": Estimate(0.91, "share"),
        "drafts / drives effect": Estimate(0.7, "share"),
    }
    found = Evidence("initiatives.return", say("r"), Purpose.EFFICIENCY, "shop", told, Grade.C)
    lines = (
        in_money("savings", say("Savings booked"), Estimate(12000.0, "EUR")),
        judged("brand", say("Protection of the brand"), Estimate(60.0, "points of 100"), "head of brand", None),
        not_known("risk", say("Risk avoided")),
    )
    known = returned("financial", say("Financial"), "drafts", Shown("id", found), lines, Horizons())
    return (known, returned("outcome", say("Outcome"), "drafts", None, (), Horizons()))


def initiative(**parts):
    step = StepView("pilot", "pilot", "scaled", (Check("pays", True, say("It pays.")),), (), 0.0, 2.0, 0.8)
    given = {"name": "drafts", "business": "shop", "use_case": "drafts of replies", "owner": "head of service",
             "objective": "answer within a day", "indicator": "time_saved", "threshold": 100.0, "returns": returns(),
             "step": step, "courses": (course(),), "adoption": people("service", "sales", "returns")}  # fmt: skip
    return InitiativeView(**(given | parts))


def shown(value, alarmed=False):
    told = {
        HEADS["agents.deviation"]: Estimate(value, "share", Interval(value - 0.02, value + 0.02, 0.95)),
        "(by action)": Estimate(12.0, "deviations / 1000 actions", Interval(8.0, 17.0, 0.95)),
        "asked first": Estimate(value, "share", Interval(value - 0.02, value + 0.02, 0.95)),
        "asked first / labels": Estimate(0.9, "share", Interval(0.7, 0.97, 0.95)),
        "calm": Estimate(0.5, "share"),
    }
    words = say("Alarm: rule “{rule}”, {agreed:share}.", rule="asked first", agreed=0.05)
    checks = (Check("drift asked first", not alarmed, words), Check("labelled", True, say("All labelled.")))
    return Shown("id", Evidence("agents.deviation", say("d"), Purpose.EFFICIENCY, "shop", told, Grade.E, checks=checks))


def deviations():
    weeks = [BEGIN + timedelta(weeks=n) for n in range(5)]
    periods = tuple((start, start + timedelta(weeks=1), shown(0.05 + 0.01 * n)) for n, start in enumerate(weeks))
    until = ((weeks[2], shown(0.05)), (weeks[4], shown(0.08, alarmed=True)))
    return metric("agents.deviation", shown(0.08, alarmed=True), Parts(periods=periods, until=until))


def agent():
    passages = (PassageView("(start)", "look", 9, 9), PassageView("look", "(end)", 7, 7))
    metrics = tuple(
        deviations() if engine == "agents.deviation" else metric(engine, None)
        for engine in ("agents.efficiency", "agents.autonomy", "agents.context", "agents.deviation", "agents.cost")
    )
    return AgentView("writer", "shop", 9, metrics, MapView(9, {"look": 9}, passages, 0), None, ())


@pytest.fixture
def view():
    held = InitiativesView((initiative(), initiative(name="été", courses=(course("a/b"),), adoption=())), None)
    return AiView(answers([], [], {}), held, AgentsView((agent(),)))


@pytest.mark.parametrize("engine", registry.BUILT_IN)
def test_every_engine_says_its_method_in_words(engine):
    assert engine in marks.METHODS
    assert marks.method(engine).template != "{engine}"


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_page_shows_both_horizons_lines_states_rules_and_alarms(view, tag):
    language = Language.of(tag)
    page = ai_page.ai_page(view, language, chrome=Chrome(here="ai"), stamp=STAMP)
    for value in (0.5, -0.3):
        assert language.figure(value, "share", compact=True) in page
    assert language.quantity(-3000.0, "EUR", compact=True) in page
    for words in (say("Savings booked"), say("Protection of the brand"), say("Risk avoided")):
        assert language.say(words) in page
    for name in ("head of brand", "asked first", "controller"):
        assert name in page
    assert page.count('class="chart"') >= len(list(ai_pictures.pictures(view)))


def test_every_picture_has_a_plain_name_of_its_own(view):
    names = [one.id for one in ai_pictures.pictures(view)]
    assert len(names) == len(set(names)) == 5
    assert all(name.isascii() and name.replace("-", "").isalnum() for name in names)


def test_an_unknown_picture_is_named_with_those_there_are(view):
    with pytest.raises(UnknownName, match="No chart is named “adoption”"):
        ai_pictures.picture(view, "adoption")


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_a_picture_is_taken_away_with_its_title_and_its_imprint(view, tag):
    language = Language.of(tag)
    for one in ai_pictures.pictures(view):
        made = ai_pictures.plated(one, STAMP, language)
        drawn = plate.svg(made, language)
        assert "Essai" in made.imprint
        assert "1.2" in made.software
        assert made.title.split()[0] in drawn
        assert "Essai" in to_csv(one.table(language), ai_pictures.stamped(one, STAMP), language)


def test_the_table_of_an_indicator_holds_every_reading_and_who_read_it():
    held = course()
    rows = [tuple(cell.raw for cell in row) for row in ai_pictures.ai_tables.of_course(held, Language.of("en")).rows]
    assert len(rows) == sum(map(len, held.series.values()))
    assert (month(4), "validated", 96.0, 80.0, 112.0, "controller") in rows
    assert (month(1), "baseline", 5.0, None, None, None) in rows


def test_states_differ_in_shape_and_stroke_and_the_threshold_is_drawn_only_where_it_decides():
    english = Language.of("en")
    spec = ai_pictures.tracked(course(), english)
    looks = [layer["encoding"] for layer in spec["layer"]]
    shapes = next(one["shape"]["scale"]["range"] for one in looks if "shape" in one)
    strokes = next(one["strokeDash"]["scale"]["range"] for one in looks if "strokeDash" in one)
    assert len(set(shapes)) == 4
    assert len(set(map(tuple, strokes))) == 3
    drawn = [layer["data"]["values"][0] for layer in spec["layer"] if "data" in layer]
    assert {row["threshold"] for row in drawn} == {100.0}
    assert not [layer for layer in ai_pictures.tracked(course(threshold=None), english)["layer"] if "data" in layer]


def test_a_reading_without_a_range_has_no_range_in_the_picture():
    values = ai_pictures.tracked(course(), Language.of("en"))["data"]["values"]
    assert {"low" in row for row in values if row["state"] == "Baseline"} == {False}
    assert all(row["low"] < row["value"] < row["high"] for row in values if row["state"] == "Realised")


def test_the_largest_teams_are_drawn_and_all_stand_in_the_table():
    rows = people("a", "b", "c", "d", "e")
    assert drawn_teams(rows) == ["e", "d", "c", "b"]
    assert len(drawn_teams(rows)) == TEAMS
    assert len(ai_pictures.ai_tables.of_adoption(rows, Language.of("en")).rows) == len(rows)


def test_a_share_of_work_that_is_not_known_is_no_zero():
    panels = ai_pictures.adoption(people("service", "returns"), Language.of("en"))["vconcat"]
    assert {row["value"] for row in panels[2]["data"]["values"] if row["team"] == "returns"} == {None}


def test_an_adoption_of_which_nobody_knows_the_share_has_no_panel_for_it():
    assert len(ai_pictures.adoption(people("returns"), Language.of("en"))["vconcat"]) == 2


def test_the_alarm_stands_at_the_first_period_by_whose_end_it_had_gone_off():
    held = deviations()
    assert held.alarmed == BEGIN + timedelta(weeks=4)
    first = ai_pictures.periods(held, Language.of("en"))["layer"][0]["data"]["values"][0]
    assert first["day"] == (BEGIN + timedelta(weeks=3)).isoformat()
    column = [row[-1].text for row in ai_pictures.ai_tables.of_periods(held, Language.of("en")).rows]
    assert column == ["", "", "", "alarm", "alarm"]


def test_without_an_alarm_none_is_drawn_or_told():
    calm = metric(
        "agents.deviation", shown(0.05), Parts(periods=((BEGIN, BEGIN + timedelta(weeks=1), shown(0.05)),) * 2)
    )
    assert calm.alarmed is None
    assert not [layer for layer in ai_pictures.periods(calm, Language.of("en"))["layer"] if "data" in layer]
    assert len(ai_pictures.ai_tables.of_periods(calm, Language.of("en")).heads) == 5


def test_rules_with_an_alarm_stand_first_though_others_are_broken_more_often():
    first, second = deviations().rules
    assert (first.name, first.labels.value, first.drift.passed) == ("asked first", 0.9, False)
    assert (second.name, second.labels, second.drift) == ("calm", None, None)


def test_figures_of_rules_do_not_stand_beside_those_of_all_runs():
    assert [one.subject for one in deviations().beside] == ["(by action)"]
