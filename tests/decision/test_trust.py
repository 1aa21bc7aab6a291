"""Verdicts on metrics, and the choice of the few that belong on the first page."""

from datetime import date, timedelta

import numpy as np
import pytest

from probant.decision.answer import Shown
from probant.decision.answers import answers
from probant.decision.choose import MOST, agreement, choose
from probant.decision.trust import Standing, Trust, of_evidence, standings
from probant.vocabulary import Estimate, Evidence, Grade, Indicator, Interval, Period, Purpose
from probant.words import say

PERIOD = Period(date(2024, 1, 1), date(2026, 1, 5))
GOOD = {"lead": 3.0, "saved": 400.0, "error": 4000.0, "chance": 0.001, "adjusted": 0.01, "limit": 0.05,
        "most": 0.06, "matters": 0.1, "direction": 1.0, "wanted": 1.0, "forecasts": 66.0}  # fmt: skip


def evidence(readings, *, gains=None, unknown=None, outcome="revenue"):
    gains = gains or {}
    return Evidence(
        engine="foresight.skill",
        estimand=say("gain"),
        purpose=Purpose.REVENUE,
        business="shop",
        estimates={
            name: Estimate(gains.get(name, 0.1), "share", Interval(-0.5, 0.5, 0.9))
            for name in readings
            if name not in (unknown or {})
        },
        design=Grade.E,
        unknown=unknown or {},
        ids={"about": "metrics", "outcome": outcome, "label": "revenue", "unit": "EUR", "label:visits": "Visits"},
        readings=readings,
        period=PERIOD,
    )


def verdict(gain=0.1, **changed):
    (one,) = of_evidence(evidence({"visits": GOOD | changed}, gains={"visits": gain}))
    return one


def test_a_metric_that_foretells_is_decision_grade():
    one = verdict()
    assert one.trust is Trust.DECISION
    assert str(one.reason) == "It foretells revenue 21 days ahead: forecasts err 10.0% less with it."
    assert (one.lead, one.saved, one.unit, str(one.label)) == (3, 400.0, "EUR", "Visits")


@pytest.mark.parametrize(
    ("gain", "changed", "trust", "words"),
    [
        (0.01, {}, Trust.WEAK, "forecasts hardly gain by it"),
        (0.1, {"direction": -1.0}, Trust.WEAK, "the wrong way round"),
        (0.1, {"adjusted": 0.15}, Trust.WEAK, "15.0% of such findings are false"),
        (0.1, {"adjusted": 0.6, "chance": 0.1}, Trust.UNKNOWN, "more weeks will tell"),
        (0.1, {"adjusted": 0.9, "chance": 0.7}, Trust.VANITY, "foretells nothing of revenue"),
        (0.1, {"adjusted": 0.9, "chance": 0.7, "most": 0.12}, Trust.UNKNOWN, "up to 12.0% is not ruled out"),
        (0.1, {"adjusted": 0.9, "chance": 0.7, "matters": 0.01}, Trust.UNKNOWN, "so little is counted"),
        (0.1, {"adjusted": 0.9, "chance": 0.7, "reports": 1.0}, Trust.RESULT, "reports what has happened"),
        (0.1, {"direction": -1.0, "wanted": -1.0}, Trust.DECISION, "foretells revenue"),
        (0.1, {"direction": -1.0, "wanted": 0.0}, Trust.DECISION, "foretells revenue"),
    ],
)  # fmt: skip
def test_what_falls_short_is_called_by_its_name(gain, changed, trust, words):
    one = verdict(gain, **changed)
    assert one.trust is trust
    assert words in str(one.reason)


@pytest.mark.parametrize(
    ("readings", "trust"),
    [({"money": 1.0}, Trust.RESULT), ({"known": 0.99}, Trust.VANITY), ({}, Trust.UNKNOWN),
     ({"known": 0.99, "reports": 1.0}, Trust.RESULT)],
)  # fmt: skip
def test_what_was_not_tested_says_why(readings, trust):
    (one,) = of_evidence(evidence({"visits": readings}, unknown={"visits": say("It has 3 weeks.")}))
    assert one.trust is trust
    assert str(one.reason) == "It has 3 weeks."


def test_evidence_of_an_older_version_does_not_call_anything_vanity():
    old = {name: value for name, value in GOOD.items() if name not in ("most", "matters")}
    (one,) = of_evidence(evidence({"visits": old | {"adjusted": 0.9, "chance": 0.9}}))
    assert one.trust is Trust.UNKNOWN


def test_of_two_outcomes_the_better_verdict_counts():
    told = standings((Shown("a", evidence({"visits": GOOD | {"adjusted": 0.9, "chance": 0.9}})),
                      Shown("b", evidence({"visits": GOOD}, outcome="orders"))))  # fmt: skip
    assert [one.trust for one in told] == [Trust.DECISION]


def test_what_is_known_of_metrics_answers_none_of_the_three_questions():
    about = Shown("a", evidence({"visits": GOOD}))
    assert all(one.estimate is None for one in answers((about,), (), {}))


def weekly(values):
    return tuple((date(2025, 1, 6) + timedelta(weeks=n), None if v is None else float(v)) for n, v in enumerate(values))


def indicator(name, values, timing="lead"):
    return Indicator(
        name=name, label=say("{name}", name=name), meaning=say("x"), unit="visits", business="shop", better="more",
        timing=timing, period=PERIOD, value=1.0, previous=1.0, series=weekly(values), grade=Grade.E,
    )  # fmt: skip


def standing(name, gain, trust=Trust.DECISION):
    return Standing(
        name, say("{name}", name=name), "shop", say("revenue"), trust, say("why"), Estimate(gain, "share"), 2
    )


def noise(seed):
    return np.random.default_rng(seed).standard_normal(52)


def test_the_choice_takes_what_foretells_most_and_repeats_least():
    first = noise(1)
    held = [indicator("revenue", noise(0), "lag"), indicator("a", first), indicator("echo", first + 0.05 * noise(2)),
            indicator("b", noise(3)), indicator("hint", noise(4)), indicator("idle", noise(5))]  # fmt: skip
    told = [standing("a", 0.2), standing("echo", 0.19), standing("b", 0.1), standing("hint", 0.1, Trust.WEAK),
            standing("idle", 0.3, Trust.VANITY), standing("elsewhere", 0.3)]  # fmt: skip
    made = choose(told, held, business="shop", profile="b2c")
    assert [one.metric for one in made.picks] == ["revenue", "a", "b", "hint"]
    left = {one.metric: str(one.reason) for one in made.left}
    assert "goes up and down with “a”" in left["echo"]
    assert "cannot show yet" in left["elsewhere"]
    assert "idle" not in left


def test_never_more_than_six_are_proposed():
    held = [indicator(name, noise(n)) for n, name in enumerate(["revenue", "orders", *"abcdefgh"])]
    made = choose(
        [standing(name, 0.1 + n / 10) for n, name in enumerate("abcdefgh")], held, business="s", profile="b2c"
    )
    assert [one.metric for one in made.picks] == ["revenue", "orders", "h", "g", "f", "e"]
    assert len(made.picks) == MOST
    assert "Six are enough" in str(made.left[0].reason)


def test_agreement_needs_weeks_in_common():
    one = dict(weekly(noise(1)))
    assert agreement(one, {day: -2 * value for day, value in one.items()}) == pytest.approx(1.0)
    assert agreement(one, dict(list(one.items())[:10])) == 0.0
    assert agreement(one, dict.fromkeys(one, 1.0)) == 0.0
