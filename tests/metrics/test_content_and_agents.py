"""Content, agents and platform claims, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

WEEK = date(2024, 1, 1)


@pytest.fixture
def content(held):
    def piece(name, made_by, **more):
        return {"asset": name, "published_on": WEEK, "made_by": made_by, "kind": "ad", "channel": None} | more

    return held(
        content=[
            piece("1", "human", quality=0.9, accepted=True, cost=Decimal(500), minutes=300.0),
            piece("2", "ai", quality=0.5, accepted=True, cost=Decimal(6), minutes=20.0, baseline_minutes=50.5),
            piece("3", "both", accepted=True, cost=Decimal(4), minutes=40.0, baseline_minutes=30.0),
            piece("4", "ai", quality=0.1, accepted=False, cost=Decimal(2), minutes=10.0, baseline_minutes=90.0),
            piece("5", "ai", cost=Decimal(100), minutes=1.0),
        ]
    )


def test_content_is_counted_and_judged_where_it_was_judged(values, content):
    assert values("content_made", content) == {WEEK: 5}
    assert values("ai_content_share", content) == {WEEK: 0.8}
    assert values("content_quality", content) == {WEEK: 0.5}


def test_ai_content_whose_fate_is_not_known_is_neither_accepted_nor_refused(values, content):
    assert values("ai_content_acceptance_rate", content) == {WEEK: pytest.approx(2 / 3)}
    assert values("cost_per_accepted_output", content) == {WEEK: (6 + 4 + 2) / 2}


def test_time_is_saved_only_against_a_measured_baseline_and_only_by_what_was_released(values, content):
    assert values("time_saved_per_accepted_output", content) == {WEEK: (30.5 - 10) / 2}


@pytest.fixture
def spans(held, at):
    def span(trace, name, parent=None, **more):
        return {"trace": trace, "span": name, "parent": parent, "at": at(3), "day": date(2024, 1, 3),
                "operation": "chat"} | more  # fmt: skip

    return held(
        spans=[
            span("1", "a", is_error=False, accepted=True),
            span("1", "b", "a", input_tokens=9, cost=Decimal("0.02")),
            span("1", "c", "a", is_error=True, cost=Decimal("0.01")),
            span("2", "a", is_error=True, accepted=False, cost=Decimal("0.05")),
            span("3", "a", accepted=True, input_tokens=9),
            span("3", "b", "a", cost=Decimal(9)),
            span("4", "b", "root not come yet", cost=Decimal(1000), is_error=True),
        ]
    )


def test_a_run_costs_what_its_spans_cost_and_what_has_no_price_is_not_free(values, spans):
    assert values("agent_runs", spans) == {WEEK: 3}
    assert values("agent_run_cost", spans) == {WEEK: 0.04}
    assert values("agent_priced_share", spans) == {WEEK: pytest.approx(2 / 3)}
    assert values("cost_per_accepted_run", spans) == {WEEK: 0.08}


def test_a_run_fails_if_its_root_fails(values, spans):
    assert values("agent_error_rate", spans) == {WEEK: 0.5}
    assert values("agent_acceptance_rate", spans) == {WEEK: pytest.approx(2 / 3)}


def test_claims_under_several_windows_are_not_added_up(values, held):
    def claim(channel, window, value):
        return {"day": WEEK, "platform": "meta", "channel": channel, "window": window, "value": value,
                "conversions": Decimal("1.5")}  # fmt: skip

    tables = held(
        claims=[claim("social", "7d_click", Decimal(80)), claim("social", "28d_click", Decimal(100)),
                claim("video", "7d_click", Decimal(20))],
        spend=[
            {"day": WEEK, "channel": name, "amount": Decimal(size)}
            for name, size in (("social", 25), ("video", 5), ("tv", 900))
        ],
    )  # fmt: skip
    assert values("claimed_value", tables) == {WEEK: Decimal(120)}
    assert values("claimed_conversions", tables) == {WEEK: Decimal(3)}
    assert values("roas_claimed", tables) == {WEEK: 4.0}
    assert values("roas_claimed", tables, by=("channel",)) == {(WEEK, "social"): 4.0, (WEEK, "video"): 4.0}
