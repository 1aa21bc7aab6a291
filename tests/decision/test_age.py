"""Proof ages: twelve months after, it is worth one grade less."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from probant.decision.age import aged, last_days
from probant.decision.answer import Shown
from probant.vocabulary import Estimate, Evidence, Grade, Period, Purpose
from probant.words import say

ENDED = date(2025, 3, 1)
PROOF = Shown(
    "0" * 16,
    Evidence(
        engine="experiments.difference",
        estimand=say("difference"),
        purpose=Purpose.CUSTOMERS,
        business="shop",
        estimates={"ai": Estimate(1.0, "points")},
        design=Grade.A,
        period=Period(ENDED - timedelta(days=28), ENDED),
    ),
)


@pytest.mark.parametrize(("days", "grade"), [(0, Grade.A), (365, Grade.A), (366, Grade.B), (3650, Grade.B)])
def test_a_year_costs_one_grade_and_no_more(days, grade):
    (shown,) = aged((PROOF,), {"shop": ENDED + timedelta(days=days)})
    assert shown.evidence.grade is grade
    assert bool(shown.evidence.reasons) is (grade is not Grade.A)


def test_without_a_period_age_is_not_known_and_costs_nothing():
    timeless = replace(PROOF, evidence=replace(PROOF.evidence, period=None))
    assert aged((timeless,), {"shop": ENDED}) == (timeless,)


def test_the_newest_of_all_that_is_at_hand_counts():
    newer = replace(PROOF, evidence=replace(PROOF.evidence, period=Period(ENDED, ENDED + timedelta(days=500))))
    assert last_days((PROOF, newer), ()) == {"shop": ENDED + timedelta(days=500)}
    assert aged((PROOF, newer), last_days((PROOF, newer), ()))[0].evidence.grade is Grade.B
