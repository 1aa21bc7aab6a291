"""Laws of every metric: what is cut, grouped, split or shuffled otherwise adds up to the same."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.contract.catalog import CONTRACTS
from probant.metrics.catalog import METRICS
from probant.metrics.series import before
from probant.metrics.several import alone, by_day, several
from probant.vocabulary import Period

FIRST = date(2024, 1, 1)
SUMS = [one for one in METRICS.values() if one.denominator is None and one.name != "payback_months"]
ROW_BY_ROW = [one for one in METRICS.values() if set(one.needs) <= {"spend", "outcomes"}]

seeds = st.integers(0, 2**32 - 1)
any_metric = st.sampled_from(list(METRICS.values()))
some_metrics = st.sets(st.sampled_from(sorted(METRICS)), min_size=2, max_size=5)
few = settings(max_examples=15, deadline=None)
fewer = settings(max_examples=8, deadline=None)


def project(seed, *businesses):
    """Rows of all contracts over five weeks, by contract; each business has its own and no two share a key."""
    found = {name: [] for name in CONTRACTS}
    for business in businesses:
        chance = Random(f"{seed} {business}")
        for name, columns in MADE.items():
            rows = [columns(chance, number) for number in range(chance.randrange(10, 24))]
            where = {"business": business, "currency": "EUR"}
            found[name] += [where | {"area": chance.choice("NS")} | row for row in rows]
    return found


def tables(rows):
    found = {}
    for name, contract in CONTRACTS.items():
        default = {column.name: column.default for column in contract.columns}
        filled = [{key: row.get(key, default[key]) for key in default} for row in rows[name]]
        found[name] = ibis.memtable(pa.Table.from_pylist(filled, schema=contract.schema))
    return found


def run(metric, rows, **how):
    return metric.over(tables(rows), **how).to_pyarrow().to_pylist()


def a_day(chance, most=35):
    return FIRST + timedelta(days=chance.randrange(most))


def money(chance):
    return chance.choice([None, Decimal(chance.randrange(1, 500)) / 4])


def count(chance):
    return chance.choice([None, 0, chance.randrange(1, 50)])


def outcome(chance, number):
    amounts = ("revenue", "new_revenue", "contribution_margin", "pipeline")
    counts = ("orders", "new_customers", "sessions", "engaged_sessions")
    seen = {name: money(chance) for name in amounts} | {name: count(chance) for name in counts}
    return {"day": a_day(chance)} | seen


def spending(chance, number):
    return {
        "day": a_day(chance), "campaign": str(number), "channel": chance.choice("xyz"), "account": "1",
        "amount": Decimal(chance.randrange(500)) / 4, "impressions": count(chance), "clicks": count(chance),
    }  # fmt: skip


def claim(chance, number):
    return {"day": a_day(chance), "platform": "p", "campaign": str(number // 2), "channel": chance.choice("xy"),
            "window": str(number), "conversions": money(chance), "value": money(chance)}  # fmt: skip


def instant(chance):
    day = a_day(chance)
    return {"day": day, "at": datetime.combine(day, time(chance.randrange(24)), tzinfo=UTC)}


def touch(chance, number):
    return instant(chance) | {
        "touch": f"{chance.random()}", "visitor": chance.choice("12"), "channel": chance.choice(["x", "y", "direct"]),
        "kind": chance.choice(["impression", "click", "visit", "qualified"]),
    }  # fmt: skip


def conversion(chance, number):
    return instant(chance) | {
        "conversion": str(number), "visitor": chance.choice([None, "1", "2"]),
        "customer": chance.choice([None, "0", "1", "2", "3"]), "value": money(chance), "margin": money(chance),
    }  # fmt: skip


def customer(chance, number):
    acquired = a_day(chance, 14)
    ended = chance.choice([None, acquired + timedelta(days=chance.randrange(20))])
    channel = chance.choice([None, "x", "y"])
    return {"customer": str(number), "acquired_on": acquired, "ended_on": ended, "channel": channel}


def lead(chance, number):
    created = a_day(chance)
    qualified = chance.choice([None, created + timedelta(days=chance.randrange(40))])
    opened = qualified and chance.choice([None, qualified + timedelta(days=chance.randrange(10))])
    return {"lead": str(number), "created_on": created, "qualified_on": qualified, "opportunity_on": opened}


def deal(chance, number):
    created, state = a_day(chance), chance.choice(["open", "won", "won", "lost"])
    closed = None if state == "open" else created + timedelta(days=chance.randrange(20))
    flag = chance.choice([None, True, False])
    return {
        "deal": str(number), "created_on": created, "closed_on": closed, "state": state, "amount": money(chance),
        "channel": chance.choice([None, "x"]), "sourced_by_marketing": flag, "influenced_by_marketing": flag,
    }  # fmt: skip


def piece(chance, number):
    return {
        "asset": str(number), "published_on": a_day(chance), "made_by": chance.choice(["ai", "human", "both"]),
        "kind": "ad", "cost": money(chance), "minutes": chance.choice([None, 0.1, 7.3]),
        "quality": chance.choice([None, 0.1, 0.7]), "baseline_minutes": chance.choice([None, 30.3]),
        "accepted": chance.choice([None, True, False]),
    }  # fmt: skip


def span(chance, number):
    return instant(chance) | {
        "trace": str(number // 2), "span": str(number), "parent": str(number - 1) if number % 2 else None,
        "operation": "chat", "input_tokens": chance.choice([None, 7]), "cost": money(chance),
        "is_error": chance.choice([None, True, False]), "accepted": chance.choice([None, True, False]),
    }  # fmt: skip


MADE = {
    "outcomes": outcome, "spend": spending, "claims": claim, "touches": touch, "conversions": conversion,
    "customers": customer, "leads": lead, "deals": deal, "content": piece, "spans": span,
}  # fmt: skip


@pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
def test_the_made_up_projects_give_every_metric_a_value(metric):
    assert any(row["value"] for seed in range(4) for row in run(metric, project(seed, "a", "b")))


@few
@given(seeds, any_metric)
def test_the_order_of_rows_changes_nothing(seed, metric):
    rows = project(seed, "a", "b")
    shuffled = {name: Random(seed).sample(held, len(held)) for name, held in rows.items()}
    assert run(metric, shuffled, by=metric.dimensions) == run(metric, rows, by=metric.dimensions)


@few
@given(seeds, any_metric, st.sampled_from(["week", "month", "all"]))
def test_another_business_changes_nothing_for_this_one(seed, metric, every):
    how = {"every": every, "within": Period(date(2024, 1, 10), date(2024, 2, 1))}
    alone, beside = project(seed, "a"), project(seed, "a", "b")
    expected = run(metric, alone, **how)
    assert run(metric, beside, business="a", **how) == expected
    grouped = run(metric, beside, by=("business",), **how)
    assert [row | {"business": "a"} for row in expected] == [row for row in grouped if row["business"] == "a"]


@few
@given(seeds, any_metric)
def test_a_period_changes_nothing_in_the_weeks_that_lie_wholly_in_it(seed, metric):
    rows, period = project(seed, "a"), Period(date(2024, 1, 10), date(2024, 2, 1))
    inside = [date(2024, 1, 15), date(2024, 1, 22)]
    free, bound = (
        [row for row in run(metric, rows, within=within) if row["start"] in inside] for within in (None, period)
    )
    assert bound == free


@few
@given(seeds, any_metric, st.integers(0, 4))
def test_a_week_is_the_period_of_its_seven_days(seed, metric, week):
    rows, start = project(seed, "a", "b"), FIRST + timedelta(weeks=week)
    whole = run(metric, rows, every="all", within=Period(start, start + timedelta(days=7)), by=("business",))
    assert whole == [row for row in run(metric, rows, by=("business",)) if row["start"] == start]


@few
@given(seeds, any_metric)
def test_a_value_is_known_where_both_sides_are_and_the_divisor_is_not_0(seed, metric):
    for row in run(metric, project(seed, "a"), by=metric.dimensions):
        top, bottom, value = row["numerator"], row["denominator"], row["value"]
        if metric.denominator is None:
            assert (value, bottom) == (top, None)
        elif top is None or not bottom:
            assert value is None
        else:
            assert value == pytest.approx(float(top) * metric.scale / float(bottom), rel=1e-15)


@few
@given(seeds, st.sampled_from(SUMS))
def test_groups_of_a_sum_add_up_to_the_ungrouped(seed, metric):
    rows = project(seed, "a", "b")
    if metric.name == "contribution_margin_after_marketing":
        rows = known_margin(rows)
    total = {row["start"]: row["value"] for row in run(metric, rows)}
    grouped = {}
    for row in run(metric, rows, by=metric.dimensions):
        grouped.setdefault(row["start"], []).append(row["value"])
    assert total == {start: added(values) for start, values in grouped.items()}


@few
@given(seeds, st.sampled_from(ROW_BY_ROW))
def test_weeks_add_up_to_the_whole_on_both_sides(seed, metric):
    rows = known_margin(project(seed, "a"))
    weeks, (whole,) = run(metric, rows), run(metric, rows, every="all")
    for side in ("numerator", "denominator"):
        assert added([row[side] for row in weeks]) == whole[side]


@few
@given(seeds, st.sampled_from(ROW_BY_ROW))
def test_a_row_split_in_two_changes_no_ratio(seed, metric):
    rows = project(seed, "a")
    halved = rows | {name: [half for row in rows[name] for half in halves(row)] for name in ("spend", "outcomes")}
    assert run(metric, halved) == run(metric, rows)


@few
@given(seeds, any_metric)
def test_no_bucket_is_made_of_nothing(seed, metric):
    rows = project(seed, "a")
    days = {value for name in metric.needs for row in rows[name] for value in row.values() if type(value) is date}
    starts = [row["start"] for row in run(metric, rows)]
    assert set(starts) <= {day - timedelta(days=day.weekday()) for day in days}
    assert starts == sorted(set(starts))


@fewer
@given(seeds, some_metrics, st.sampled_from(["day", "week", "all"]))
def test_metrics_read_together_have_the_rows_that_each_has_alone(seed, names, every):
    rows, within = project(seed, "a", "b"), Period(date(2024, 1, 10), date(2024, 2, 1))
    chosen, how = [METRICS[name] for name in sorted(names)], {"every": every, "within": within, "business": "a"}
    found = several(chosen, tables(rows), **how).to_pyarrow()
    for metric in chosen:
        assert alone(metric, found) == whole_rows(run(metric, rows, **how))


@fewer
@given(seeds, some_metrics, st.integers(0, 2))
def test_periods_read_together_have_the_value_that_each_has_alone(seed, names, back):
    rows, period = project(seed, "a"), Period(date(2024, 1, 20), date(2024, 1, 30))
    chosen = [METRICS[name] for name in sorted(names)]
    found = several(chosen, tables(rows), every="all", within=period, back=back).to_pyarrow()
    periods = list(accumulate(range(back), lambda one, _: before(one), initial=period))
    for metric in chosen:
        each = [row for one in reversed(periods) for row in run(metric, rows, every="all", within=one)]
        assert alone(metric, found) == whole_rows(each)


@fewer
@given(seeds, some_metrics, st.sampled_from(["day", "week", "month", "all"]), st.sampled_from(["a", "b", "(all)"]))
def test_days_read_once_give_what_reading_again_would(seed, names, every, business):
    rows, within = tables(project(seed, "a", "b")), Period(date(2024, 1, 10), date(2024, 2, 1))
    chosen, how = [METRICS[name] for name in sorted(names)], {"every": every, "within": within, "business": business}
    read = by_day(chosen, rows, within=Period(date(2023, 12, 1), date(2024, 3, 1)))
    days = {one: ibis.memtable(table.to_pyarrow()) for one, table in read.items()}
    again, once = (several(chosen, rows, **how, days=one).to_pyarrow() for one in (None, days))
    for metric in chosen:
        assert alone(metric, once) == alone(metric, again)


def whole_rows(rows):
    return [{"start": row["start"], "value": row["value"]} for row in rows]


def added(values):
    seen = [value for value in values if value is not None]
    return sum(seen) if seen else None


def known_margin(rows):
    """The same project with margin and spend in each area and week that has either: a difference needs both."""
    marks = {(row["business"], row["area"], row["day"]) for name in ("spend", "outcomes") for row in rows[name]}
    zero = [
        {"business": business, "area": area, "day": day, "currency": "EUR", "channel": "x", "account": "2",
         "amount": Decimal(0), "contribution_margin": Decimal(0)}
        for business, area, day in sorted(marks)
    ]  # fmt: skip
    return rows | {name: [*rows[name], *zero] for name in ("spend", "outcomes")}


def halves(row):
    """Two rows that hold together what the one held; what is not known stays so in both."""
    first = {key: value // 2 for key, value in row.items() if isinstance(value, int | Decimal)}
    return row | first, row | {key: row[key] - value for key, value in first.items()}
