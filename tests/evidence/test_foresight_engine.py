"""foresight.skill over weeks made by hand: what it tests, what it sets aside, and what it refuses."""

from datetime import date, timedelta
from decimal import Decimal

import ibis
import numpy as np
import pytest

from probant.contract.catalog import CONTRACTS
from probant.errors import Inconsistent, TooLittle, UnknownName
from probant.evidence.foresight.engine import ForecastSkill
from probant.evidence.foresight.kinship import KIN
from probant.evidence.foresight.question import SkillQuestion
from probant.metrics.catalog import METRICS
from probant.vocabulary import Grade

MONDAY, WEEKS = date(2023, 1, 2), 120
SMALL = {"leads": 3, "training_weeks": 30, "fewest_forecasts": 26, "draws": 199}


def week(number, **more):
    return {"day": MONDAY + timedelta(weeks=number), "span_days": 7, "business": "shop", **more}


def company(*, weeks=WEEKS, currency="EUR", signals=None):
    """Rows of a shop whose clicks announce revenue two weeks before; signals by name are lists of values."""
    rng = np.random.default_rng(3)
    interest = rng.standard_normal(weeks + 2)
    revenue = 1000 * np.exp(0.2 * interest[:weeks] + 0.05 * rng.standard_normal(weeks))
    spend = [
        week(n, channel="search", currency=currency, amount=Decimal(f"{rng.gamma(9, 20):.2f}"),
             clicks=int(2000 * np.exp(0.2 * interest[n + 2])), impressions=int(rng.gamma(9, 5000)))
        for n in range(weeks)
    ]  # fmt: skip
    outcomes = [
        week(n, currency=currency, revenue=Decimal(f"{revenue[n]:.2f}"), orders=int(revenue[n] / 10))
        for n in range(weeks)
    ]
    controls = [
        week(n, control=name, kind="other", value=float(value))
        for name, values in (signals or {}).items()
        for n, value in enumerate(values)
        if value is not None
    ]
    return spend, outcomes, controls


@pytest.fixture
def asked(sample):
    def ask(made, **question):
        names = ("spend", "outcomes", "controls")
        tables = sample.tables() | {name: sample.table(name, rows) for name, rows in zip(names, made, strict=True)}
        return sample.ask(ForecastSkill(), SkillQuestion(**{"business": "shop"} | SMALL | question), tables)

    return ask


@pytest.fixture(scope="module")
def evidence(sample):
    rng = np.random.default_rng(8)
    signals = {
        "noise": np.exp(rng.standard_normal(WEEKS)),
        "flat": np.ones(WEEKS),
        "index": [float(row["revenue"]) * 3 for row in company()[1]],
        "late": [None] * 80 + [1.0 + n % 7 for n in range(40)],
        "gappy": [None if n % 3 else 1.0 + n % 5 for n in range(WEEKS)],
    }
    made = company(signals=signals)
    tables = sample.tables() | {
        name: sample.table(name, rows) for name, rows in zip(("spend", "outcomes", "controls"), made, strict=True)
    }
    metrics = (
        "clicks",
        "impressions",
        "revenue",
        "orders",
        "average_order_value",
        "marketing_efficiency_ratio",
        "spend",
    )
    return sample.ask(ForecastSkill(), SkillQuestion(business="shop", metrics=metrics, **SMALL), tables)


def test_what_announces_is_found_at_its_lead_and_noise_is_not(evidence):
    clicks, noise = evidence.readings["clicks"], evidence.readings["noise"]
    assert clicks["lead"] == 2
    assert clicks["adjusted"] < 0.05 < noise["adjusted"]
    assert evidence.estimates["clicks"].value > 0.2
    assert evidence.estimates["clicks"].interval.low > 0
    assert clicks["direction"] == clicks["wanted"] == 1
    assert clicks["saved"] == pytest.approx(evidence.estimates["clicks"].value * clicks["error"])
    assert evidence.ids["unit"] == "EUR"
    assert evidence.grade is Grade.E


def test_money_itself_is_never_tested(evidence):
    for name in ("revenue", "orders", "average_order_value", "marketing_efficiency_ratio", "spend", "index"):
        assert "reports money and cannot announce it" in str(evidence.unknown[name])
        assert evidence.readings[name]["money"] == 1
    assert not evidence.estimates.keys() & KIN["revenue"]


def test_what_cannot_be_tested_says_why(evidence):
    assert "does not change" in str(evidence.unknown["flat"])
    assert "has 40 weeks; 59 are the least" in str(evidence.unknown["late"])
    assert "of its weeks nothing is known" in str(evidence.unknown["gappy"])


def test_few_weeks_give_no_verdict_on_any_metric(asked):
    evidence = asked(company(weeks=50), metrics=("clicks", "impressions"))
    assert evidence.estimates == {}
    assert "has 49 weeks; 59 are the least" in str(evidence.unknown["clicks"])
    power = next(check for check in evidence.checks if check.name == "ruled_out")
    assert power.passed is None


def test_a_week_that_is_not_over_and_the_first_one_are_left_out(asked):
    spend, outcomes, controls = company(weeks=80)
    begun = [{**row, "span_days": 1} for row in outcomes[-1:]]
    evidence = asked((spend, outcomes[:-1] + begun, controls), metrics=("clicks",))
    assert evidence.sample["clicks"] == 78
    assert evidence.period.start == MONDAY + timedelta(weeks=1)


def test_money_in_several_currencies_is_refused(asked):
    spend, outcomes, controls = company(weeks=80)
    with pytest.raises(Inconsistent, match="several currencies: EUR, USD"):
        asked((spend, [*outcomes, {**outcomes[0], "area": "US", "currency": "USD"}], controls), metrics=("clicks",))


def test_a_business_without_outcomes_is_not_there(asked):
    with pytest.raises(UnknownName, match="No business with outcomes is named “shopp”"):
        asked(company(weeks=60), business="shopp", metrics=("clicks",))


def test_an_outcome_that_is_not_known_is_too_little(asked):
    with pytest.raises(TooLittle, match="No whole week of pipeline is known"):
        asked(company(weeks=60), outcome="pipeline_created", metrics=("clicks",))


def test_every_metric_that_counts_the_sales_themselves_is_kin_of_revenue():
    """By the columns that it reads: revenue and margin of outcomes, and the amounts of conversions."""
    tables = {name: ibis.table(ibis.Schema.from_pyarrow(one.schema), name=name) for name, one in CONTRACTS.items()}
    money = {("outcomes", "revenue"), ("outcomes", "new_revenue"), ("outcomes", "contribution_margin"),
             ("outcomes", "orders")}  # fmt: skip
    for name, one in METRICS.items():
        fields = one.over({need: tables[need] for need in one.needs}).op().find(ibis.expr.operations.Field)
        read = {
            (base.name, field.name) for field in fields for base in field.rel.find(ibis.expr.operations.UnboundTable)
        }
        if read & money:
            assert name in KIN["revenue"]


def test_every_kin_is_a_metric():
    assert {name for names in KIN.values() for name in names} <= set(METRICS)
