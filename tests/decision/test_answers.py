"""The three answers from evidence made by hand."""

from dataclasses import replace
from datetime import date

import pytest

from probant.decision.answer import Shown, Verdict
from probant.decision.answers import answers
from probant.vocabulary import Check, Estimate, Evidence, Grade, Indicator, Interval, Period, Purpose
from probant.words import say

REVENUE, EFFICIENCY, CUSTOMERS = 0, 1, 2


def evidence(value, half, *, grade=Grade.A, purpose=Purpose.CUSTOMERS, subject="ai", **more):
    interval = Interval(value - half, value + half, 0.95) if half else None
    return Evidence(
        engine="experiments.difference",
        estimand=say("difference in click rate"),
        purpose=purpose,
        business="shop",
        estimates={subject: Estimate(value, "points", interval)},
        design=grade,
        **more,
    )


def shown(*pieces):
    return tuple(Shown(f"{place:016x}", piece) for place, piece in enumerate(pieces))


def ratio(value):
    return Indicator(
        name="marketing_efficiency_ratio",
        label=say("Marketing efficiency ratio"),
        meaning=say("Revenue over spend."),
        unit="ratio",
        business="shop",
        better="more",
        timing="lag",
        period=Period(date(2026, 1, 5), date(2026, 4, 6)),
        value=value,
        previous=None,
        series=(),
        grade=Grade.E,
    )


def test_without_any_evidence_all_three_say_so_and_what_would_prove_it():
    for answer in answers((), (), {}):
        assert answer.verdict is Verdict.UNPROVEN
        assert answer.estimate is None
        assert answer.grade is None
        assert answer.would_prove


def test_a_clear_experiment_proves():
    answer = answers(shown(evidence(0.02, 0.01)), (), {})[CUSTOMERS]
    assert (answer.verdict, answer.grade) == (Verdict.PROVEN, Grade.A)


def test_an_experiment_whose_sample_ratio_broke_loses_a_grade_and_says_why():
    why = say("The arms are not of the size that chance gives.")
    broken = evidence(0.02, 0.01, grade=Grade.C, checks=(Check("sample ratio", False, why, 1),))
    answer = answers(shown(broken), (), {})[CUSTOMERS]
    assert (answer.verdict, answer.grade) == (Verdict.PROBABLE, Grade.D)
    assert why in answer.reasons


def test_the_best_grade_speaks_even_if_a_worse_one_is_louder():
    quiet_a, loud_e = evidence(0.001, 0.01), evidence(5.0, 0.1, grade=Grade.E)
    assert answers(shown(loud_e, quiet_a), (), {})[CUSTOMERS].grade is Grade.A


def test_one_lucky_test_among_ten_is_not_called_proven():
    lucky = evidence(0.0205, 0.02, subject="lucky")
    others = [evidence(0.0, 0.02, subject=f"other {n}") for n in range(9)]
    assert answers(shown(lucky), (), {})[CUSTOMERS].verdict is Verdict.PROVEN
    assert answers(shown(lucky, *others), (), {})[CUSTOMERS].verdict is not Verdict.PROVEN


def test_a_segment_explains_but_does_not_answer():
    whole = evidence(0.001, 0.01)
    men = evidence(0.02, 0.01, ids={"segment": "men"})
    assert answers(shown(men, whole), (), {})[CUSTOMERS].evidence == (f"{1:016x}",)


def test_a_ratio_of_sums_answers_efficiency_without_interval_or_cause():
    answer = answers((), (ratio(8.27),), {"shop": None})[EFFICIENCY]
    assert answer.verdict is Verdict.UNPROVEN
    assert answer.estimate == Estimate(8.27, "ratio")
    assert answer.line is None
    assert any("margin" in str(reason) for reason in answer.reasons)


def test_a_declared_margin_gives_break_even():
    assert answers((), (ratio(8.27),), {"shop": 0.4})[EFFICIENCY].line == pytest.approx(2.5)


def test_correlation_proves_nothing_however_narrow():
    moved = evidence(0.84, 0.01, grade=Grade.E, purpose=Purpose.REVENUE, subject="(total)", shares={"meta": 0.64})
    answer = answers(shown(moved), (), {})[REVENUE]
    assert answer.verdict is Verdict.UNPROVEN
    assert any("meta" in str(step) for step in answer.would_prove)


def test_harm_is_said_aloud():
    assert answers(shown(evidence(-0.02, 0.01)), (), {})[CUSTOMERS].verdict is Verdict.HARMFUL


def test_an_interval_without_a_break_even_is_not_called_an_uncertainty_that_is_missing():
    wide = evidence(108.0, 50.0, grade=Grade.D, line=None)
    answer = answers(shown(wide), (), {})[CUSTOMERS]
    assert answer.verdict is Verdict.UNPROVEN
    assert "break-even" in answer.sentence.template
    bare = answers(shown(evidence(108.0, 0, grade=Grade.D, line=None)), (), {})[CUSTOMERS]
    assert "no uncertainty is stated" in bare.sentence.template


def test_a_return_is_told_as_money_back_for_money_spent():
    found = evidence(1.15, 0.4, grade=Grade.D, purpose=Purpose.EFFICIENCY, line=1.0)
    held = replace(found, estimates={"(total)": replace(found.estimates["ai"], unit="EUR / EUR")})
    headline = answers(shown(held), (), {})[EFFICIENCY].headline
    assert (headline.facts["back"], headline.facts["unit"]) == (1.15, "EUR")
    assert "for every" in headline.template
