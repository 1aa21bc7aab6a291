"""mmm over weeks made by hand: what it finds, what it checks, and what it refuses."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from pydantic import ValidationError

from probant.errors import Inconsistent, Refused, TooLittle, UnknownName
from probant.evidence.mmm import answer as answering
from probant.evidence.mmm.engine import Mix
from probant.evidence.mmm.linear import holidays_of
from probant.evidence.mmm.question import MixQuestion
from probant.stats.response import response_curves
from probant.vocabulary import Grade, Period, Purpose

MONDAY = date(2023, 1, 2)
BOTH = {"business": "shop", "currency": "EUR", "span_days": 7}


def rows_of(spend, revenue, *, controls=None, impressions=None):
    """Rows by table; a week of None is not known."""
    paid = [
        {
            **BOTH,
            "day": MONDAY + timedelta(weeks=number),
            "channel": channel,
            "amount": Decimal(f"{amount:.2f}"),
            "impressions": None if impressions is None else round(impressions[channel][number]),
        }
        for channel, amounts in spend.items()
        for number, amount in enumerate(amounts)
    ]
    earned = [
        {**BOTH, "day": MONDAY + timedelta(weeks=number), "revenue": None if one is None else Decimal(f"{one:.2f}")}
        for number, one in enumerate(revenue)
    ]
    held = [
        {**BOTH, "day": MONDAY + timedelta(weeks=number), "control": name, "value": float(one)}
        for name, values in (controls or {}).items()
        for number, one in enumerate(values)
    ]
    return {"spend": paid, "outcomes": earned, "controls": held}


@pytest.fixture
def mix(sample):
    def ask(rows, *, seed=7, **question):
        tables = {**sample.tables(), **{name: sample.table(name, one) for name, one in rows.items()}}
        return sample.ask(Mix(), MixQuestion(**{"proof": False, "draws": 400, **question}), tables, seed=seed)

    return ask


def world(steps=110, *, seed=1, noise=150.0):
    """Two channels that work, one of them twice as well, on a level of 5,000."""
    rng = np.random.default_rng(seed)
    spend = {"search": 400 * rng.lognormal(0, 0.5, steps), "social": 300 * rng.lognormal(0, 0.6, steps)}
    worked = 3000 * np.tanh(spend["search"] / 1200) + 3000 * np.tanh(spend["social"] / 1500)
    return spend, 5000 + worked + noise * rng.normal(size=steps)


def check(evidence, name):
    return next(check for check in evidence.checks if check.name == name)


def test_returns_have_units_intervals_and_draws(mix):
    spend, revenue = world()
    evidence = mix(rows_of(spend, revenue), margin=0.4)
    search = evidence.estimates["search"]
    true = 0.4 * (3000 * np.tanh(spend["search"] / 1200)).sum() / spend["search"].sum()
    assert search.unit == "EUR / EUR"
    assert search.interval.low < true < search.interval.high
    assert search.interval.level == 0.9
    assert evidence.estimates["search / gross"].value == pytest.approx(search.value / 0.4)
    assert evidence.estimates["search / contribution"].unit == "EUR"
    assert evidence.estimates["search / delay"].unit == "days"
    assert evidence.line == 1.0
    assert evidence.purpose is Purpose.EFFICIENCY
    assert evidence.period == Period(MONDAY, MONDAY + timedelta(weeks=110))
    assert evidence.draws.values.shape[1] == len(evidence.draws.subjects)
    assert evidence.draws.values.mean(axis=0)[evidence.draws.subjects.index("search")] == pytest.approx(search.value)


def test_curves_and_draws_give_the_contribution_back(mix):
    spend, revenue = world()
    evidence = mix(rows_of(spend, revenue))
    curves = response_curves(evidence.curves, evidence.draws.subjects, evidence.draws.values)
    assert curves.channels == ("search", "social")
    assert curves.largest[0] == pytest.approx(max(spend["search"]), abs=0.01)
    plan = np.column_stack(list(spend.values()))
    nothing = curves.planned_response(np.zeros_like(plan))
    brought = (curves.planned_response(plan) - nothing).mean(axis=0)
    for place, channel in enumerate(curves.channels):
        assert brought[place] == pytest.approx(evidence.estimates[f"{channel} / contribution"].value, rel=0.05)


def test_contributions_over_time_add_up_to_what_was_seen(mix):
    evidence = mix(rows_of(*world()))
    days = [day for day, _ in evidence.over_time["(seen)"]]
    columns = {name: np.array([value for _, value in row]) for name, row in evidence.over_time.items()}
    np.testing.assert_allclose(columns["(base)"] + columns["search"] + columns["social"], columns["(seen)"])
    assert days[0] == MONDAY
    assert columns["search"].sum() == pytest.approx(evidence.estimates["search / contribution"].value)


def test_without_margin_no_line_is_drawn(mix):
    evidence = mix(rows_of(*world()))
    assert evidence.line is None
    assert "search / gross" not in evidence.estimates


def test_chains_that_do_not_agree_give_no_number(mix, monkeypatch):
    from dataclasses import replace

    honest = answering.fit
    monkeypatch.setattr(
        answering, "fit", lambda *given: replace(drawn := honest(*given), sample=replace(drawn.sample, divergences=3))
    )
    evidence = mix(rows_of(*world()))
    assert evidence.estimates == {}
    assert evidence.draws is None
    assert check(evidence, "convergence").passed is False
    assert "3 divergences" in str(check(evidence, "convergence").words)
    assert "do not agree" in str(evidence.unknown["search"])
    assert evidence.grade is Grade.E


def test_a_lift_holds_the_model_and_raises_the_design(mix):
    spend, revenue = world(noise=1500.0)
    free = mix(rows_of(spend, revenue))
    window = {"start": MONDAY + timedelta(weeks=40), "end": MONDAY + timedelta(weeks=48)}
    more = sum(spend["search"][40:48]) * 0.5
    without = np.array(spend["search"][40:48]) - more / 8
    true = (3000 * (np.tanh(spend["search"][40:48] / 1200) - np.tanh(without / 1200))).sum()
    lifts = ({"channel": "search", **window, "spend": more, "lift": true, "error": 0.1 * true, "later_steps": 1},)
    held = mix(rows_of(spend, revenue), lifts=lifts)
    assert (free.design, held.design) == (Grade.D, Grade.C)
    assert check(held, "experiments").passed is True
    assert check(held, "calibrated").passed is True
    width = {
        name: one.interval.high - one.interval.low
        for name, one in ((0, free.estimates["search"]), (1, held.estimates["search"]))
    }
    assert width[1] < width[0]
    assert "whole country" in " ".join(map(str, held.limits))


def test_a_lift_of_a_small_channel_does_not_calibrate_the_rest(mix):
    spend, revenue = world()
    spend["tiny"] = 3.0 * np.random.default_rng(2).lognormal(0, 0.4, 110)
    lift = {"channel": "tiny", "start": MONDAY, "end": MONDAY + timedelta(weeks=8), "spend": 5, "lift": 6, "error": 5}
    evidence = mix(rows_of(spend, revenue), lifts=(lift,))
    assert check(evidence, "calibrated").passed is False
    assert evidence.grade.value > "C"


def test_experiments_that_contradict_the_data_are_named(mix):
    spend, revenue = world(noise=50.0)
    lift = {
        "channel": "search",
        "start": MONDAY + timedelta(weeks=8),
        "end": MONDAY + timedelta(weeks=28),
        "spend": 3000,
        "lift": 90_000,
        "error": 4_000,
    }
    evidence = mix(rows_of(spend, revenue), lifts=(lift,))
    assert check(evidence, "experiments").passed is False
    assert "search" in str(check(evidence, "experiments").words)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"start": MONDAY - timedelta(weeks=9)}, "lies outside the period"),
        ({"spend": 1e9}, "less than nothing would have been spent"),
    ],
)
def test_a_test_that_cannot_have_been_is_refused(mix, change, words):
    lift = {
        "channel": "search",
        "start": MONDAY + timedelta(weeks=8),
        "end": MONDAY + timedelta(weeks=12),
        "spend": 100,
        "lift": 90,
        "error": 10,
        **change,
    }
    with pytest.raises(Refused, match=words):
        mix(rows_of(*world(40)), lifts=(lift,))


def test_a_control_and_an_organic_channel_are_held(mix):
    rng = np.random.default_rng(3)
    spend, revenue = world()
    price, letters = rng.normal(size=110), rng.gamma(2.0, 100.0, 110)
    with_both = revenue - 400 * price + 2000 * np.tanh(letters / 600)
    evidence = mix(rows_of(spend, with_both, controls={"price": price, "newsletter": letters}), organic=("newsletter",))
    assert "newsletter" not in evidence.estimates
    found = evidence.estimates["newsletter / contribution"].interval
    assert found.low < (2000 * np.tanh(letters / 600)).sum() < found.high
    assert "newsletter" not in evidence.curves


def test_impressions_work_in_place_of_money(mix):
    spend, revenue = world()
    shown = {channel: 1000 * amounts for channel, amounts in spend.items()}
    money = mix(rows_of(spend, revenue, impressions=shown))
    views = mix(rows_of(spend, revenue, impressions=shown), exposure="impressions")
    assert views.estimates["search"].value == pytest.approx(money.estimates["search"].value, rel=0.02)
    assert views.estimates["search / half"].value == pytest.approx(money.estimates["search / half"].value, rel=0.1)
    with pytest.raises(Inconsistent, match="Impressions are not known for all the spend on search, social"):
        mix(rows_of(spend, revenue), exposure="impressions")


def test_weeks_of_unknown_outcome_are_left_out_and_said(mix):
    spend, revenue = world()
    holed = [None if 30 <= number < 33 else one for number, one in enumerate(revenue)]
    evidence = mix(rows_of(spend, holed))
    assert check(evidence, "gaps").passed is False
    assert "3 steps" in str(check(evidence, "gaps").words)
    assert len(evidence.over_time["(seen)"]) == 107
    whole = mix(rows_of(spend, revenue))
    assert evidence.estimates["search"].value == pytest.approx(whole.estimates["search"].value, rel=0.15)


def test_a_channel_never_on_has_no_number_and_a_reason(mix):
    spend, revenue = world()
    evidence = mix(rows_of({**spend, "radio": np.zeros(110)}, revenue))
    assert "radio" not in evidence.estimates
    assert "never on" in str(evidence.unknown["radio"])


def test_spend_that_never_changes_is_said(mix):
    spend, revenue = world()
    evidence = mix(rows_of({**spend, "flat": np.full(110, 50.0)}, revenue))
    assert check(evidence, "variation").passed is False
    assert "flat" in str(check(evidence, "variation").words)


def test_channels_that_move_as_one_have_a_joint_return(mix):
    rng = np.random.default_rng(4)
    spend, _ = world()
    twin = spend["search"] * rng.lognormal(0, 0.01, 110)
    revenue = 5000 + 3000 * np.tanh((spend["search"] + twin) / 2400) + 100 * rng.normal(size=110)
    evidence = mix(rows_of({"search": spend["search"], "twin": twin}, revenue), draws=1000)
    assert check(evidence, "told_apart").passed is False
    joint = evidence.estimates["search + twin / joint"]
    alone = evidence.estimates["search"]
    assert joint.interval.high - joint.interval.low < alone.interval.high - alone.interval.low


def test_more_effect_than_outcome_is_said(mix):
    rng = np.random.default_rng(5)
    spend = 500 * rng.lognormal(0, 0.5, 110)
    evidence = mix(rows_of({"search": spend}, spend * 10 - 2000 + 30 * rng.normal(size=110)), prior_share=3.0)
    assert check(evidence, "plausible").passed is False
    assert "more than there is" in str(check(evidence, "plausible").words)


def test_what_the_data_do_not_say_is_called_believed(mix):
    spend, revenue = world()
    spend["tiny"] = 3.0 * np.random.default_rng(2).lognormal(0, 0.4, 110)
    evidence = mix(rows_of(spend, revenue), prior_share=0.1)
    assert "tiny" in str(check(evidence, "learned").words)
    assert any("Mostly believed beforehand" in str(one) and "tiny" in str(one) for one in evidence.limits)
    assert evidence.estimates["tiny / learned"].value < 0.25 < evidence.estimates["search / learned"].value


@pytest.mark.parametrize(
    ("spend", "revenue", "error", "words"),
    [
        ({"search": [100.0] * 39 + [-5.0]}, [1000.0] * 40, Inconsistent, "spend on “search” is negative on 2023-10-02"),
        ({"search": [100.0] * 40}, [0.0] * 40, TooLittle, "revenue is 0 in every step"),
        ({"search": [0.0] * 40}, [10.0] * 40, TooLittle, "No channel was on"),
        ({"search": [9.0, 8.0] * 4}, [10.0] * 8, TooLittle, "There are 8 steps .*, and 10 quantities"),
        ({"search": [9.0] * 8}, [None] * 8, TooLittle, "No whole step has both spend and revenue"),
    ],
)
def test_bad_input_is_refused_with_what_was_seen(mix, spend, revenue, error, words):
    with pytest.raises(error, match=words):
        mix(rows_of(spend, revenue))


def test_unknown_names_name_the_nearest(mix):
    rows = rows_of(*world(40))
    with pytest.raises(UnknownName, match="No channel with spend is named “serch”"):
        mix(rows, channels=("serch",))
    with pytest.raises(UnknownName, match="No control is named “price”"):
        mix(rows, controls=("price",))
    with pytest.raises(UnknownName, match="No business with spend is named “shap”"):
        mix(rows, business="shap")


def test_several_currencies_are_refused(mix):
    rows = rows_of(*world(40))
    rows["spend"][3]["currency"] = "USD"
    with pytest.raises(Inconsistent, match="table spend has several currencies: EUR, USD"):
        mix(rows)


def test_questions_that_cannot_be_meant_are_refused():
    with pytest.raises(ValidationError, match="a prior on returns needs prior_roi"):
        MixQuestion(prior="roi")
    with pytest.raises(ValidationError, match="must all differ"):
        MixQuestion(channels=("a",), organic=("a",))


def test_holidays_are_flattened_into_the_weeks_that_hold_them():
    days = [date(2024, 12, 16) + timedelta(weeks=n) for n in range(3)]
    found = holidays_of("FR", days, 7)
    np.testing.assert_array_equal(found["Noël"] if "Noël" in found else found["Christmas Day"], [0, 1, 0])


def test_an_alternative_prior_may_be_of_returns(mix):
    rows = rows_of(*world())
    evidence = mix(rows, prior="roi", prior_roi={"(all)": (0.02, 0.05)})
    assert evidence.estimates["search"].value < 0.1


def by_area(areas=6, steps=60, seed=8):
    """Rows of areas of several sizes, whose effects scatter; and what each channel truly brought in all."""
    rng = np.random.default_rng(seed)
    tables, true = {"spend": [], "outcomes": [], "controls": []}, {"search": 0.0, "social": 0.0}
    for number in range(areas):
        size = 1.0 + number
        spend = {name: size * 100 * rng.lognormal(0, 0.6, steps) for name in true}
        worked = {
            name: size * (1 + 0.2 * rng.normal()) * most * np.tanh(spend[name] / size / half)
            for name, most, half in (("search", 600, 150), ("social", 300, 250))
        }
        for name, one in worked.items():
            true[name] += one.sum()
        revenue = size * (1000 + 30 * rng.normal(size=steps)) + sum(worked.values())
        for name, rows in rows_of(spend, revenue).items():
            tables[name] += [{**row, "area": f"area {number}"} for row in rows]
    return tables, true


def test_areas_teach_one_another(mix):
    rows, true = by_area()
    evidence = mix(rows, by_area=True, harmonics=0, proof=True)
    assert check(evidence, "convergence").passed is True
    assert check(evidence, "forecast").passed is True
    assert check(evidence, "placebo").passed is True
    assert check(evidence, "prior").passed is True
    for name, whole in true.items():
        found = evidence.estimates[f"{name} / contribution"]
        assert found.value == pytest.approx(whole, rel=0.25)
        assert f"{name} / area 3" in evidence.estimates
    assert check(evidence, "proof").words.facts == {"count": 6, "areas": 6}
    assert check(evidence, "residuals").passed is True
    assert check(evidence, "weights").passed is True
    curves = response_curves(evidence.curves, evidence.draws.subjects, evidence.draws.values)
    brought = curves.steady_state_response(curves.usual).mean(axis=0) * 60
    assert brought[0] == pytest.approx(true["search"], rel=0.35)


def test_a_single_area_is_no_panel(mix):
    rows, _ = by_area(areas=1)
    with pytest.raises(TooLittle, match="Areas with both spend and outcome: 1"):
        mix(rows, by_area=True)


def test_an_area_whose_outcome_is_nowhere_known_but_0_is_refused(mix):
    rows, _ = by_area(areas=3)
    for row in rows["outcomes"][60:120]:
        row["revenue"] = Decimal(0)
    with pytest.raises(Refused, match="The outcome of the area “area 1” is 0, or not known, in every step"):
        mix(rows, by_area=True)


def test_steps_of_an_area_whose_outcome_is_not_known_are_left_out(mix):
    rows, _ = by_area(areas=3)
    for place in (70, 71, 90):
        rows["outcomes"][place]["revenue"] = None
    evidence = mix(rows, by_area=True, harmonics=0)
    gaps = check(evidence, "gaps")
    assert gaps.passed is False
    assert (gaps.words.facts["areas"], gaps.words.facts["lacking"]) == (1, 3)
    assert len(evidence.over_time["(seen)"]) == 57


def test_experiments_in_some_areas_hold_the_panel_and_raise_its_grade(mix):
    rows, _ = by_area(areas=4)
    lift = {"channel": "search", "start": date(2023, 7, 3), "end": date(2023, 7, 31), "spend": -300.0}
    found = {"lift": -650.0, "error": 200.0, "areas": ["area 1", "area 2"]}
    evidence = mix(rows, by_area=True, harmonics=0, lifts=[{**lift, **found}])
    assert evidence.design is Grade.C
    assert check(evidence, "calibrated").words.facts["count"] == 1
    assert check(evidence, "experiments").passed is True
    assert check(evidence, "weights").passed is True
    with pytest.raises(UnknownName, match="area 9"):
        mix(rows, by_area=True, lifts=[{**lift, **found, "areas": ["area 9"]}])


def test_effects_of_areas_may_be_left_free_in_sign(mix):
    rows, _ = by_area(areas=3)
    evidence = mix(rows, by_area=True, harmonics=0, area_effects="free")
    assert "of the draws of areas' effects are below 0" in str(check(evidence, "signs").words)


def test_areas_added_up_are_the_national_question(mix):
    rows, _ = by_area(areas=3)
    evidence = mix(rows)
    assert evidence.sample["search"] == 60
    spent = sum(float(row["amount"]) for row in rows["spend"] if row["channel"] == "search")
    assert evidence.curves["search"].usual * 60 == pytest.approx(spent)


def test_the_proof_is_made_of_checks(mix, monkeypatch):
    from probant.evidence.mmm import proof

    monkeypatch.setattr(proof, "_REHEARSED", 4)
    evidence = mix(rows_of(*world(80)), proof=True, harmonics=0)
    looked_at = {one.name for one in evidence.checks}
    assert {"models", "forecast", "placebo", "prior", "curves", "rehearsal"} <= looked_at
    assert check(evidence, "models").words.facts["count"] >= 2
    assert check(evidence, "forecast").passed is True
    assert check(evidence, "placebo").passed is True
    assert evidence.estimates["search"].interval.low > 0


def test_a_refresh_says_what_moved_and_why(mix):
    from dataclasses import replace

    from probant.evidence.mmm import refresh
    from probant.vocabulary import Provenance

    def kept(evidence, **question):
        made = Provenance(MixQuestion(**question).model_dump_json(), "data", 1, 7, "0")
        return replace(evidence, provenance=made)

    spend, revenue = world()
    old = kept(mix(rows_of({name: one[:90] for name, one in spend.items()}, revenue[:90])))
    new = kept(mix(rows_of(spend, revenue)))
    said = " ".join(map(str, refresh.report(old, new)))
    assert "The data now reach" in said
    assert "the data moved it" in said
    small = {"prior_share": 0.02, "prior_spread": 0.0}
    believed = kept(mix(rows_of(spend, revenue), **small), **small)
    moved = refresh.moves(new, believed)
    assert abs(moved[0].deviations) >= 1
    assert "the prior's" in " ".join(map(str, refresh.report(new, believed)))
