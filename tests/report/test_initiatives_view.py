"""Numbers of initiatives to words: the return in a sentence, lines that say what they are, readings that are named."""

import pytest

from probant.decision.answer import Shown
from probant.report.initiatives import (
    READINGS,
    Horizons,
    StepView,
    in_money,
    judged,
    measured,
    not_known,
    reading_of,
    returned,
)
from probant.vocabulary import Check, Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say


def shown(**estimates):
    told = {"a": Estimate(0.5, "share", Interval(-0.1, 1.2, 0.9))} | estimates
    checks = (Check("minor", False, say("minor")), Check("assumed", False, say("assumed"), 2))
    evidence = Evidence(
        "initiatives.return", say("r"), Purpose.EFFICIENCY, "shop", told, Grade.C, checks=checks,
        unknown={"a / score": say("nobody judged")},
    )  # fmt: skip
    return Shown("id", evidence)


def test_a_return_is_said_as_what_comes_back_for_each_one_spent():
    chance = {"a / positive long": Estimate(0.91, "share")}
    view = returned("financial", say("Financial"), "a", shown(**chance), (), Horizons())
    assert str(view.words) == "For each 1 spent, 1.5 come back in 36 months; it pays with a probability of 91.0%."
    assert (view.grade, view.evidence, view.positive) == (Grade.E, "id", 0.91)
    assert [str(one) for one in view.reasons] == ["assumed", "minor"]
    assert [str(one) for one in view.why] == ["nobody judged"]


def test_both_horizons_stand_beside_each_other():
    near = {"a / short": Estimate(-0.4, "share"), "a / value short": Estimate(-900.0, "EUR"),
            "a / positive short": Estimate(0.2, "share")}  # fmt: skip
    view = returned("financial", say("Financial"), "a", shown(**near), (), Horizons(6, 24))
    assert (view.short.value, view.short_value.value, view.short_positive) == (-0.4, -900.0, 0.2)
    assert str(view.words) == "For each 1 spent, 1.5 come back in 24 months."


def test_what_was_never_asked_is_not_known_and_has_no_grade():
    view = returned("outcome", say("Outcome"), "a", None, (), Horizons())
    assert (str(view.words), view.long, view.grade, view.evidence) == ("not known", None, None, None)


def test_what_drives_it_is_in_order_of_its_share():
    told = {"a / drives b: effect": Estimate(0.2, "share"), "a / drives costs": Estimate(0.8, "share")}
    view = returned("financial", say("Financial"), "a", shown(**told), (), Horizons())
    assert view.drivers == (("costs", 0.8), ("b: effect", 0.2))


def test_a_line_says_whether_it_is_money_measured_judged_or_not_known():
    label = say("Protection of the brand")
    assert str(in_money("brand", label, Estimate(1200.0, "EUR")).words) == "1,200 EUR over the long horizon"
    read = measured("brand", label, Estimate(0.2, "share"), "validated", "head of brand")
    assert str(read.words) == "Validated: 20.0%, read by head of brand"
    score = judged("brand", label, Estimate(60.0, "points of 100"), "head of brand", None)
    assert (score.state, str(score.words)) == ("judged", "Judgement of head of brand: 60 of 100")
    assert not_known("brand", label).state == "unknown"


def test_lines_that_are_known_and_those_that_nobody_spoke_of_are_told_apart():
    known, open_ = in_money("savings", say("Savings"), Estimate(5.0, "EUR")), not_known("risk", say("Risk"))
    view = returned("financial", say("Financial"), "a", shown(), (known, open_), Horizons())
    assert (view.named, view.open) == ((known,), (open_,))


@pytest.mark.parametrize("part", [*READINGS, "line savings", "drives costs"])
def test_every_second_reading_of_an_initiative_has_a_name(part):
    assert str(reading_of(f"a / {part}")).startswith("a: ")


def test_a_subject_of_another_engine_is_left_as_it_is():
    assert reading_of("search / spend") is None


@pytest.mark.parametrize(
    ("stage", "following", "words"),
    [("pilot", "scaled", "Before it is “Scaled”:"), ("scaled", "scaled", "To stay “Scaled”:")],
)
def test_gates_lead_to_the_next_stage_or_keep_this_one(stage, following, words):
    assert str(StepView(stage, stage, following, (), (), None, None, None).ahead) == words
