"""The printed report beside the decision: each part stands where there is something to show, in both languages."""

import sys
from dataclasses import replace
from datetime import date
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from probant.decision.allocate import allocate, estimated, setting
from probant.decision.answer import Shown
from probant.decision.answers import answers
from probant.decision.budget.scenario import Mix, sketches
from probant.decision.budget.terms import Terms
from probant.report import document, printed_ai, printed_data, printed_mix
from probant.report.agents import HEADS, AgentsView, AgentView, AiView, MapView, metric
from probant.report.document import Beside
from probant.report.initiatives import InitiativesView
from probant.report.language import Language
from probant.report.quality import FlawView, QualityView
from probant.report.refresh import Moved, Refreshed, Side
from probant.report.views import DataView
from probant.vocabulary import Check, Estimate, Evidence, Grade, Interval, Period, Purpose
from probant.words import say

spec = spec_from_file_location("probant_part_budgets", Path(__file__).parents[1] / "decision" / "budgets.py")
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)

FAILS = Check("plausible", False, say("More is given than there is."), lowers=3)


def of_mix(*checks):
    """A mix view of four channels; it does not hold where the checks take all grades away."""
    found, draws = budgets.evidence()
    days = [date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 15)]
    parts = {name: tuple((day, 9.0 if name == "(seen)" else 1.5) for day in days) for name in ("(seen)", "(base)")}
    parts |= {name: tuple((day, 1.875) for day in days) for name in found.curves}
    estimates = {name: estimated(draws.values[:, place], "EUR / EUR", 0.9) for place, name in enumerate(found.curves)}
    whole = replace(found, estimates=estimates, over_time=parts, line=1.0, checks=checks)
    made = setting(whole, draws, Terms())
    proposal = None if checks else allocate(whole, draws, Terms(), evidence_id="new")
    return Mix(Shown("new", whole), proposal, sketches(made))


def of_agents():
    """One agent with one figure, three without."""
    told = {HEADS["agents.efficiency"]: Estimate(61.0, "points of 100", Interval(52.0, 70.0, 0.95))}
    one = Evidence("agents.efficiency", say("index"), Purpose.EFFICIENCY, "shop", told, Grade.E)
    metrics = tuple(metric(name, Shown("id", one) if name == one.engine else None) for name in HEADS)
    agent = AgentView("refunds", "shop", 40, metrics, MapView(40, {}, (), 0), None, ())
    return AiView(answers([], [], {}), InitiativesView((), None), AgentsView((agent,)))


def of_data():
    """One flaw, nothing reconciled."""
    flaw = FlawView(
        "gaps", "spend", "shop", (), "serious", say("Days are missing."), say("export again"), None, None, 1
    )
    return DataView((), (), (), QualityView((flaw,), ("spend",)))


def moved():
    period = Period(date(2024, 1, 1), date(2024, 6, 3))
    sides = (Side("old", period, Grade.D), Side("new", period, Grade.D))
    figures = (Estimate(1.0, "ratio", Interval(0.8, 1.2, 0.9)), Estimate(1.5, "ratio", Interval(1.2, 1.8, 0.9)))
    return Refreshed("shop", *sides, (Moved("tv", *figures, 4.1, say("the data")),), (say("It moved."),))


WHOLE = Beside(of_mix(), (moved(),), of_agents(), of_data())


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_a_report_with_all_parts_is_accessible_and_weighs_at_most_150_kilobytes(nouns, tag):
    made = document.pdf(nouns.BOARD, Language.of(tag), beside=WHOLE)
    assert made.startswith(b"%PDF")
    assert b"pdfuaid:part>1<" in made
    assert len(made) <= 150_000


def test_parts_stand_only_where_there_is_something_to_show(en):
    nothing = Beside(Mix(None), (), AiView((), InitiativesView((), None), AgentsView(())), DataView((), (), ()))
    assert nothing.parts({}, en) == Beside().parts({}, en) == []
    titles = [one["title"] for one in WHOLE.parts({}, en)]
    assert titles == ["What each channel adds, and where the next money goes", "What AI is worth", "Data"]


def test_the_mix_is_drawn_with_words_for_every_picture(en):
    blocks = printed_mix.part(of_mix(), (moved(),), en).blocks
    drawn = [one for one in blocks if one["kind"] == "wide"] + [
        item for one in blocks if one["kind"] == "cards" for item in one["items"]
    ]
    assert len(drawn) == 2 + len(budgets.NAMES)
    assert all(one["svg"] and one["alt"] for one in drawn)
    assert all("var(--" not in one["svg"] for one in drawn)
    assert "It moved." in [line for one in blocks if one["kind"] == "lines" for line in one["lines"]]


def test_what_moved_to_another_fit_than_the_one_shown_is_left_out(en):
    other = replace(moved(), now=replace(moved().now, id="another"))
    blocks = printed_mix.part(of_mix(), (other,), en).blocks
    assert "It moved." not in [line for one in blocks if one["kind"] == "lines" for line in one["lines"]]


def test_a_mix_that_does_not_hold_says_why_and_draws_nothing(en):
    (block,) = printed_mix.part(of_mix(FAILS), (), en).blocks
    assert (block["kind"], block["bad"], block["grade"]["letter"]) == ("lines", True, "F")
    assert block["lines"] == ["More is given than there is."]


def test_an_agents_metric_without_a_figure_is_a_dash(en):
    (block,) = printed_ai.part(of_agents(), en).blocks
    told = "61.0 points of 100 (52.0 – 70.0)".replace(" points", "\N{NO-BREAK SPACE}points")
    assert block["rows"] == [["refunds", "40", told.replace(" – ", "\N{NO-BREAK SPACE}– "), "–", "–", "–"]]


def test_a_flaw_says_where_it_is_and_what_to_do(en):
    part = printed_data.part(of_data(), {}, en)
    (row,) = next(one for one in part.blocks if one["kind"] == "table")["rows"]
    assert row == ["Missing days", "Serious", "spend · shop", "Days are missing.", "–", "Export again"]


def test_evidence_with_more_figures_than_a_page_holds_shows_those_that_lead(nouns, en):
    many = {f"c{place}": Estimate(float(place), "ratio") for place in range(40)}
    shown = replace(nouns.EVIDENCE[0], evidence=replace(nouns.COMOVEMENT, estimates=many))
    board = replace(nouns.BOARD, evidence=(shown,))
    (told,) = document.content(board, en, ())["figures"]
    assert len(told["rows"]) - len(nouns.COMOVEMENT.unknown) == 24
    assert told["limits"][-1] == "+ 16 more in the table"
