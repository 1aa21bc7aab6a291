"""initiatives.return and initiatives.priority over a few rows: what they count, refuse, leave out and say."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from probant.errors import Ambiguous, Inconsistent, Refused, TooLittle, UnknownName
from probant.evidence.initiatives import pilot
from probant.evidence.initiatives.engine import Priority, Return
from probant.evidence.initiatives.question import PriorityQuestion, ReturnQuestion

START = date(2026, 1, 1)
MONTHS = sum(1.1 ** (-month / 12) for month in range(36))
"""Present value of 1 a month over three years at 10 %."""
REGISTER = {
    "use_case": "u",
    "owner": "head of service",
    "stage": "scaled",
    "objective": "o",
    "indicator": "i",
    "threshold": 1.0,
    "starts_on": START,
    "currency": "EUR",
    "feasible": 1.0,
    "person_months": 2.0,
}
PAID = {"kind": "integration", "state": "realised", "amount": 1000}
SAVED = ("saved", "savings", "saving", {"effect": 100.0})
TIME = {"volume": 10.0, "effect": 1.0, "worth": 50.0, "review": 0.2}
SOLD = {"volume": 10.0, "worth": 50.0, "margin": 0.4}
ASSUMED = {"value": 0.1, "low": 0.05, "high": 0.15, "basis": "assumed", "author": "head of shop"}


def factor(name, told):
    return {"factor": name, "basis": "measured", **(told if isinstance(told, dict) else {"value": told})}


@pytest.fixture
def tables(sample):
    """Tables of one initiative 'a'; a benefit is (name, line, kind, factors)."""

    def made(*benefits, costs=(PAID,), spans=(), adoption=(), readings=(), judgements=(), name="a", **register):
        own = {"initiative": name, "business": "shop"}
        month = {**own, "day": START, "currency": "EUR"}
        rows = {
            "initiatives": [{**own, **REGISTER, **register}],
            "initiative_costs": [{**month, **one} for one in costs],
            "initiative_benefits": [{**own, "benefit": b, "line": line, "kind": kind} for b, line, kind, _ in benefits],
            "initiative_drivers": [
                {**own, "benefit": b, **factor(key, told)}
                for b, _, _, factors in benefits
                for key, told in factors.items()
            ],
            "initiative_adoption": [{**month, "team": "t", **one} for one in adoption],
            "initiative_readings": [{**month, "unit": "share", **one} for one in readings],
            "initiative_judgements": [{**own, "judged_on": START, **one} for one in judgements],
            "spans": spans,
        }
        return sample.tables() | {key: sample.table(key, found) for key, found in rows.items()}

    return made


@pytest.fixture
def ask(sample, tables):
    def asked(*benefits, question=None, **more):
        answers = {"business": "shop", "initiative": "a", "draws": 4_000, **(question or {})}
        return sample.ask(Return(), ReturnQuestion(**answers), tables(*benefits, **more))

    return asked


def test_a_sure_saving_has_a_value_and_no_interval(ask):
    got = ask(SAVED).estimates
    assert got["a / benefit long"].value == pytest.approx(100 * MONTHS)
    assert got["a"].value == pytest.approx(100 * MONTHS / 1000 - 1)
    assert got["a"].interval is None
    assert got["a / positive long"].value == 1
    assert got["a / payback"].value == 11


def test_time_saved_counts_by_four_tenths_on_average_and_less_the_review(ask):
    got = ask(("t", "savings", "time", TIME), question={"draws": 100_000}).estimates["a / benefit long"]
    # Beta(4, 6) has mean 0.4 and standard deviation 0.148: a standard error of 0.0005.
    assert got.value == pytest.approx(10 * 50 * (0.4 - 0.2) * MONTHS, abs=10 * 50 * MONTHS * 0.002)
    assert got.interval.low < 0 < got.interval.high


def test_self_reported_savings_are_realised_as_those_of_others_were(ask):
    told = {
        **TIME,
        "review": 0.0,
        "effect": {**ASSUMED, "value": 1.0, "low": 0.9, "high": 1.1, "basis": "self_reported"},
    }
    got = ask(("t", "savings", "time", told)).estimates["a / benefit long"]
    assert got.value == pytest.approx(10 * 50 * 0.05 * MONTHS, rel=0.03)


def test_sales_count_by_their_margin(ask):
    got = ask(("s", "conversion", "sales", {**SOLD, "effect": ASSUMED}), question={"model": "outcome"})
    assert got.estimates["a / benefit long"].value == pytest.approx(10 * 50 * 0.4 * 0.1 * MONTHS, rel=0.03)
    assert got.grade.value == "F"


def test_a_tied_effect_bears_its_grade_and_its_skewed_posterior(ask):
    quantiles = tuple(float(one) for one in np.linspace(0, 1, 101) ** 3)
    tied = {"evidence": "beef0123", "subject": "new", "grade": "A", "value": 0.25, "quantiles": quantiles}
    benefit = ("s", "conversion", "sales", {**SOLD, "effect": {"basis": "evidence", "source": "beef"}})
    got = ask(benefit, question={"model": "outcome", "tied": (tied,), "draws": 100_000})
    line = got.estimates["a / line conversion"]
    assert got.grade.value == "A"
    # The mean of u^3 is 1/4, its median 1/8; standard error of the mean 0.0009.
    assert line.value == pytest.approx(10 * 50 * 0.4 * MONTHS / 4, rel=0.02)
    assert line.interval.high - line.value > line.value - line.interval.low


def test_evidence_with_several_estimates_and_no_subject_is_ambiguous(ask):
    fixed = {"evidence": "beef", "grade": "A", "value": 0.2, "low": 0.1, "high": 0.3}
    tied = tuple({**fixed, "subject": one} for one in ("x", "y"))
    benefit = ("s", "conversion", "sales", {**SOLD, "effect": {"basis": "evidence", "source": "beef"}})
    with pytest.raises(Ambiguous, match="name one as subject: x, y"):
        ask(benefit, question={"model": "outcome", "tied": tied})


def test_published_effects_are_named_as_such_and_count_as_assumed(ask):
    told = {**TIME, "effect": {"basis": "published", "source": "noy_zhang_time", "value": 1.5}}
    got = ask(("t", "savings", "time", told))
    assert any("Published elsewhere, widened" in str(limit) and "Noy & Zhang" in str(limit) for limit in got.limits)
    assert got.grade.value == "F"
    assert "100.0% of the benefit is assumed, published elsewhere" in str(got.checks[0].words)


def test_a_measured_before_and_after_is_grade_e_and_f_where_another_factor_is_assumed(ask):
    assert ask(("t", "savings", "time", TIME)).grade.value == "E"
    told = {**TIME, "volume": {**ASSUMED, "value": 10.0, "low": 5.0, "high": 15.0}}
    assert ask(("t", "savings", "time", told)).grade.value == "F"


def test_content_without_a_price_is_left_out_and_said(ask):
    got = ask(
        SAVED,
        ("c", "savings", "content", {"volume": 30.0, "worth": {**ASSUMED, "value": 5.0, "low": 1.0, "high": 9.0}}),
    )
    assert got.estimates["a / line savings"].value == pytest.approx(100 * MONTHS)
    assert any("“c” counts only where a like piece has a price" in str(check.words) for check in got.checks)
    priced = ask(("c", "savings", "content", {"volume": 30.0, "worth": 5.0}))
    assert priced.estimates["a / line savings"].value == pytest.approx(150 * MONTHS)


def test_costs_of_use_are_costs_and_not_benefits(ask):
    use = ("watch", "supervision", "cost", {"volume": 10.0, "effect": 0.1, "worth": 50.0})
    got = ask(SAVED, use).estimates
    assert got["a / cost long"].value == pytest.approx(1000 + 50 * MONTHS)
    assert got["a / benefit long"].value == pytest.approx(100 * MONTHS)


def test_adoption_of_teams_feeds_the_benefit(ask):
    half = ask(SAVED, adoption=[{"licensed": 20, "active": 16, "assisted": 0.625}])
    assert half.estimates["a / benefit long"].value == pytest.approx(50 * MONTHS)
    unknown = ask(SAVED, adoption=[{"licensed": 20, "active": 16, "assisted": None}])
    assert unknown.estimates["a / benefit long"].value == pytest.approx(80 * MONTHS)
    assert any("the assisted share is not known" in str(check.words) for check in unknown.checks)
    nobody = ask(SAVED, adoption=[{"licensed": 20, "active": 0, "assisted": 0.0}])
    assert nobody.estimates["a / benefit long"].value == 0


def span(trace, number, **more):
    at = datetime(2026, 1, 5, tzinfo=UTC)
    return {"trace": trace, "span": f"s{number}", "at": at, "day": at.date(), "business": "shop", "operation": "chat",
            "input_tokens": 10, "currency": "EUR", **more}  # fmt: skip


def test_tokens_are_read_from_the_traces_of_its_agent(ask):
    spans = [
        span("t1", 1, agent="drafter", input_tokens=None),
        span("t1", 2, cost=30),
        span("t2", 3, cost=500),
        span("t1", 4, cost=None),
    ]
    got = ask(SAVED, spans=spans, agent="drafter")
    # One month seen, and it goes on so.
    assert got.estimates["a / cost long"].value == pytest.approx(1000 + 30 * MONTHS, rel=0.05)
    assert any("have no price and are not in its cost: 1." in str(check.words) for check in got.checks)


def test_what_stands_under_another_model_is_not_counted(ask):
    got = ask(SAVED, ("s", "conversion", "sales", {**SOLD, "effect": ASSUMED}))
    assert got.estimates["a / benefit long"].value == pytest.approx(100 * MONTHS)
    assert any("never added up" in str(limit) for limit in got.limits)


def test_nothing_under_a_model_is_too_little(ask):
    with pytest.raises(TooLittle, match="nothing under the model “outcome”"):
        ask(SAVED, question={"model": "outcome"})


def test_what_is_not_paid_back_is_censored(ask):
    got = ask(("s", "savings", "saving", {"effect": 1.0}))
    assert "a / payback" not in got.estimates
    assert got.estimates["a / paid back"].value == 0
    assert "not paid back within 36 months" in str(got.unknown["a / payback"])


def test_the_strategic_view_is_the_score_and_the_option_on_what_was_shown(ask):
    ranged = {**SAVED[3], "effect": {"value": 100.0, "low": 50.0, "high": 150.0}}
    judged = [{"line": "brand", "author": "head of brand", "score": 0.5, "low": 0.3, "high": 0.7}]
    expand = {"expansion_cost": 3000, "expansion_factor": 2.0, "expansion_months": 12}
    got = ask(("saved", "savings", "saving", ranged), judgements=judged, question={"model": "strategic"}, **expand)
    assert got.estimates["a / score"].value == pytest.approx(50)
    assert got.estimates["a / score"].interval is not None
    option = got.estimates["a / option"].value
    now = 200 * MONTHS - 3000
    assert now < option < 200 * MONTHS
    assert got.estimates["a"].value == pytest.approx(option / 1000 - 1)


def test_the_exploratory_view_is_the_pilot_and_the_early_sign(ask):
    unsure = ("saved", "savings", "saving", {"effect": {**ASSUMED, "value": 30.0, "low": -70.0, "high": 130.0}})
    how = {"pilot_benefit": "saved", "pilot_error": 10.0, "pilot_cost": 100}
    reading = {"indicator": "i", "state": "realised", "value": 1.0, "low": 0.5, "high": 1.5}
    got = ask(unsure, readings=[reading], question={"model": "exploratory", "draws": 100_000}, **how)
    s = 100 / 1.6448536
    mean, sd, error = 30 * MONTHS - 1000, s * MONTHS, 10 * MONTHS
    assert got.estimates["a / learnt"].value == pytest.approx(pilot.value(mean, sd, error), rel=0.02)
    assert got.estimates["a / pilot"].value == pytest.approx(got.estimates["a / learnt"].value - 100)
    assert got.estimates["a / sign"].value == pytest.approx(0.5)


REFUSED = [
    (("a", "savngs", "saving", {"effect": 1.0}), UnknownName, "use “savings”"),
    (("a", "savings", "sales", {**SOLD, "effect": ASSUMED}), Refused, "which the line “savings” does not hold"),
    (("a", "early_signs", "saving", {"effect": 1.0}), Refused, "it is not counted in money"),
    (("a", "savings", "time", {"volume": 1.0, "effect": 1.0, "worth": 1.0}), Refused, "0 if nobody does"),
    (("a", "revenue", "sales", {"volume": 1.0, "effect": ASSUMED, "worth": 1.0}), Refused, "revenue is not a benefit"),
    (("a", "conversion", "sales", {**SOLD, "effect": 0.1}), Refused, "taken from before and after"),
    (("a", "savings", "saving", {"effect": {"basis": "evidence"}}), Refused, "is tied to evidence and names none"),
    (("a", "savings", "saving", {"effect": {"basis": "evidence", "source": "beef"}}), Refused, "was not handed in"),
    (("a", "savings", "saving", {"effect": {"basis": "published", "source": "metrr"}}), UnknownName, "use “metr”"),
    (("a", "savings", "saving", {"effect": {"value": 1.0, "basis": "assumed"}}), Refused, "has no range or no author"),
    (("a", "savings", "saving", {"effect": {"value": 9.0, "low": 1.0, "high": 2.0}}), Inconsistent, "cannot be 9"),
    (("a", "savings", "saving", {"effect": 1.0, "exposure": 1.5}), Inconsistent, "shares lie between 0 and 1"),
    (("a", "savings", "saving", {"effect": float("nan")}), Inconsistent, "cannot be"),
    (("a", "savings", "saving", {"effct": 1.0}), Refused, "lacks effect"),
    (("a", "savings", "saving", {"effect": 1.0, "volum": 2.0}), UnknownName, "use “volume”"),
    (("a", "savings", "savings", {"effect": 1.0}), UnknownName, "use “saving”"),
]


@pytest.mark.parametrize(("benefit", "error", "said"), REFUSED)
def test_a_benefit_that_cannot_be_as_declared_is_refused_with_the_mend(ask, benefit, error, said):
    with pytest.raises(error) as caught:
        ask(benefit)
    assert said in str(caught.value)


def test_a_benefit_with_two_homes_is_refused(ask):
    with pytest.raises(Refused, match="“a” has several homes: revenue, savings"):
        ask(("a", "savings", "saving", {"effect": 1.0}), ("a", "revenue", "sales", {}))


def test_one_effect_of_one_experiment_has_one_home(ask):
    told = {"effect": {"basis": "evidence", "source": "beef", "subject": "new"}}
    with pytest.raises(Refused, match="“x” and “y” are both the effect of evidence beef"):
        ask(("x", "savings", "saving", told), ("y", "conversion", "sales", {**SOLD, **told}))


def test_a_benefit_without_any_cost_is_refused(ask):
    with pytest.raises(Refused, match="a return on nothing is no number"):
        ask(SAVED, costs=())


def test_costs_in_another_currency_are_named(ask):
    with pytest.raises(Inconsistent, match="its costs are in USD"):
        ask(SAVED, costs=({**PAID, "currency": "USD"},))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"costs": ({**PAID, "kind": "lunch"},)}, "No kind of cost is named “lunch”"),
        ({"costs": ({**PAID, "state": "hoped"},)}, "No state of a cost is named “hoped”"),
        ({"stage": "dream"}, "No stage is named “dream”"),
    ],
)
def test_unknown_words_are_named(ask, more, said):
    with pytest.raises(UnknownName, match=said):
        ask(SAVED, **more)


def test_an_initiative_that_is_not_there_is_named_with_the_nearest(ask):
    with pytest.raises(UnknownName, match="No initiative is named “aa”"):
        ask(SAVED, question={"initiative": "aa"})


def test_an_initiative_without_start_and_cost_must_say_when(ask):
    use = ("watch", "supervision", "cost", {"volume": 1.0, "effect": 1.0, "worth": 1.0})
    with pytest.raises(TooLittle, match="declare its starts_on"):
        ask(SAVED, use, costs=(), starts_on=None)
    assert ask(SAVED, use, costs=(), starts_on=None, question={"start": START}).period.start == START


def test_without_threshold_it_stays_an_idea(ask):
    check = next(one for one in ask(SAVED, threshold=None).checks if one.name == "may_start")
    assert check.passed is False
    assert "“scaled” and has no threshold: it stays an idea" in str(check.words)


def test_a_stopped_initiative_is_not_ranked_and_one_without_effort_neither(sample, tables):
    question = PriorityQuestion(business="shop", draws=1_000, top=1)
    with pytest.raises(TooLittle, match="No initiative can be ranked: 1"):
        sample.ask(Priority(), question, tables(SAVED, stage="stopped"))
    with pytest.raises(TooLittle, match="No initiative can be ranked: 1"):
        sample.ask(Priority(), question, tables(SAVED, person_months=None))


def test_a_rank_is_value_per_person_month(sample, tables):
    got = sample.ask(Priority(), PriorityQuestion(business="shop", draws=1_000), tables(SAVED, feasible=0.5))
    assert got.estimates["a / person-month"].value == pytest.approx((0.5 * (100 * MONTHS - 1000)) / 2)
    assert got.estimates["a / first"].value == 1
