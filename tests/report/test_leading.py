"""Which figures lead a card, and which stand beside it."""

from probant.report.leading import leading, others
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say


def evidence(**values):
    estimates = {
        name: Estimate(value, unit, Interval(value - 1, value + 1, 0.9)) for name, (value, unit) in values.items()
    }
    return Evidence(
        engine="mmm",
        estimand=say("difference in click rate"),
        purpose=Purpose.EFFICIENCY,
        business="shop",
        estimates=estimates,
        design=Grade.D,
    )


def test_a_further_reading_in_the_same_unit_stands_beside_its_subject_and_first():
    found = evidence(
        **{
            "radio": (2.0, "ratio"),
            "radio / contribution": (9e6, "EUR"),
            "radio / marginal": (1.0, "ratio"),
            "tv": (3.0, "ratio"),
        }
    )
    assert list(leading(found)) == ["radio", "tv"]
    assert list(others(found)) == ["radio / marginal", "radio / contribution"]


def test_where_all_are_further_readings_they_lead():
    found = evidence(
        **{"(all) / orders": (1.4, "ratio"), "(all) / leads": (1.2, "ratio"), "(all) / days": (3.0, "days")}
    )
    assert list(leading(found)) == ["(all) / orders", "(all) / leads"]


def test_nothing_estimated_leads_nothing():
    assert leading(evidence()) == {}
