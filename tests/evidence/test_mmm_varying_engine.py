"""mmm with effects that change and with channels of reach and frequency: what it finds, says and refuses."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from pydantic import ValidationError

from probant.errors import Inconsistent, UnknownName
from probant.evidence.mmm.engine import Mix
from probant.evidence.mmm.question import MixQuestion
from probant.stats.response import response_curves

MONDAY = date(2023, 1, 2)
BOTH = {"business": "shop", "currency": "EUR", "span_days": 7}
WEEKS = 104


@pytest.fixture
def mix(sample):
    def ask(spend, revenue, *, seed=7, more=None, **question):
        weeks = [MONDAY + timedelta(weeks=number) for number in range(len(revenue))]
        paid = [
            {
                **BOTH,
                "day": day,
                "channel": name,
                "amount": Decimal(f"{one:.2f}"),
                **(more or {}).get(name, {}).get(n, {}),
            }
            for name, amounts in spend.items()
            for n, (day, one) in enumerate(zip(weeks, amounts, strict=True))
        ]
        earned = [
            {**BOTH, "day": day, "revenue": Decimal(f"{one:.2f}")} for day, one in zip(weeks, revenue, strict=True)
        ]
        rows = {"spend": paid, "outcomes": earned, "controls": []}
        tables = {**sample.tables(), **{name: sample.table(name, one) for name, one in rows.items()}}
        asked = MixQuestion(**{"proof": False, "draws": 400, "harmonics": 0, **question})
        return sample.ask(Mix(), asked, tables, seed=seed)

    return ask


def check(evidence, name):
    return next(check for check in evidence.checks if check.name == name)


def fading(seed=1, noise=100.0):
    """Two channels on a level of 5,000: social's effect falls from 1.5 to .5 of its mean, search's is steady."""
    rng = np.random.default_rng(seed)
    spend = {"search": 400 * rng.lognormal(0, 0.5, WEEKS), "social": 300 * rng.lognormal(0, 0.6, WEEKS)}
    course = 1 + 0.5 * np.cos(np.pi * (np.arange(WEEKS) + 0.5) / WEEKS)
    worked = {
        "search": 3000 * np.tanh(spend["search"] / 1200),
        "social": 3000 * np.tanh(spend["social"] / 1000) * course,
    }
    return spend, 5000 + sum(worked.values()) + noise * rng.normal(size=WEEKS), worked


def test_a_fading_channel_is_seen_to_fade_and_a_steady_one_not(mix):
    spend, revenue, worked = fading()
    evidence = mix(spend, revenue, changing=("(all)",))
    assert evidence.estimates["social / change"].interval.high < -0.3
    steady = evidence.estimates["search / change"].interval
    assert steady.low < 0.0 < steady.high
    for half, weeks in (("2023 H1", slice(0, 26)), ("2024 H2", slice(78, 104))):
        true = worked["social"][weeks].sum() / spend["social"][weeks].sum()
        found = evidence.estimates[f"social / {half}"].interval
        assert found.low < true < found.high
    assert "social" in str(check(evidence, "changes").words)
    assert check(evidence, "above_zero").passed is True
    assert "last 182 days" in " ".join(map(str, evidence.limits))
    curves = response_curves(evidence.curves, evidence.draws.subjects, evidence.draws.values)
    now = curves.steady_state_response(np.array([400.0, 300.0])).mean(axis=0)[1]
    assert now == pytest.approx(
        3000 * np.tanh(0.3) * (worked["social"] / 3000 / np.tanh(spend["social"] / 1000))[78:].mean(), rel=0.2
    )


def test_a_spread_of_nothing_is_the_steady_model(mix):
    spend, revenue, _ = fading()
    steady, asked = mix(spend, revenue), mix(spend, revenue, changing=("social",), change_spread=0.0)
    assert asked.estimates == steady.estimates
    assert asked.checks == steady.checks


def test_a_change_that_crosses_nothing_costs_a_grade(mix):
    spend, _, _ = fading()
    rng = np.random.default_rng(3)
    turned = 5000 + 2000 * np.tanh(spend["social"] / 1000) * np.linspace(2, -2, WEEKS) + 50 * rng.normal(size=WEEKS)
    evidence = mix(spend, turned, changing=("social",), change_spread=1.0)
    assert check(evidence, "above_zero").passed is False
    assert "below 0" in str(check(evidence, "above_zero").words)


def shown(often, seed=2):
    """Spend, reach and impressions of a channel, and its rows' further columns."""
    rng = np.random.default_rng(seed)
    people = np.round(50_000 * rng.lognormal(0, 0.5, WEEKS))
    views = np.round(people * often)
    return people, {
        n: {"reach": int(one), "impressions": int(two)} for n, (one, two) in enumerate(zip(people, views, strict=True))
    }


def test_the_best_frequency_is_found_with_its_interval(mix):
    rng = np.random.default_rng(4)
    often = rng.uniform(1.0, 9.0, WEEKS)
    people, more = shown(often)
    spend = {"search": 400 * rng.lognormal(0, 0.5, WEEKS), "video": people * often / 100}
    hill = 1 / (1 + (3.0 / often) ** 2.5)
    worked = 0.06 * people * hill
    revenue = 5000 + worked + 1000 * np.tanh(spend["search"] / 1200) + 60 * rng.normal(size=WEEKS)
    evidence = mix(spend, revenue, more={"video": more}, reach=("video",))
    best = evidence.estimates["video / best frequency"]
    assert best.unit == "impressions / person"
    assert best.interval.low < 3.0 * 1.5**0.4 < best.interval.high
    assert best.interval.high - best.interval.low < 1.5
    assert evidence.estimates["video / contribution"].value == pytest.approx(worked.sum(), rel=0.03)
    assert set(evidence.curves) == {"search"}
    assert check(evidence, "frequency").passed is False
    assert "an impression returns most at" in str(check(evidence, "frequency").words)
    assert "counts twice" in " ".join(map(str, evidence.limits))


def test_reach_that_is_not_known_or_known_by_day_is_refused(mix):
    spend, revenue, _ = fading()
    with pytest.raises(Inconsistent, match="Reach and impressions are not known for all the spend on social"):
        mix(spend, revenue, reach=("social",))
    by_day = {"social": {n: {"reach": 9, "impressions": 20, "span_days": 1} for n in range(WEEKS)}}
    with pytest.raises(Inconsistent, match="The reach of social is known by day"):
        mix(spend, revenue, more=by_day, reach=("social",))


def test_names_of_changing_and_reaching_channels_are_checked(mix):
    spend, revenue, _ = fading()
    for field in ("changing", "reach"):
        with pytest.raises(UnknownName, match="No channel with spend is named “socail”"):
            mix(spend, revenue, **{field: ("socail",)})


@pytest.mark.parametrize("asked", [{"changing": ("(all)",)}, {"changing": ("search",)}, {"reach": ("search",)}])
def test_what_cannot_be_combined_is_refused(asked):
    lift = {"channel": "search", "start": MONDAY, "end": MONDAY + timedelta(weeks=8), "spend": 5, "lift": 6, "error": 5}
    with pytest.raises(ValidationError, match="an experiment cannot hold a channel whose effect changes"):
        MixQuestion(lifts=(lift,), **asked)
    with pytest.raises(ValidationError, match="with by_area effects do not change"):
        MixQuestion(by_area=True, **asked)
