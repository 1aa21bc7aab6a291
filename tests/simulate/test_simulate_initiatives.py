"""The ledger of initiatives is what a company can know of itself; what they return is worked out from what moves it."""

from datetime import date, timedelta

import numpy as np
import pytest

from probant.evidence.initiatives.gates import stage
from probant.simulate.channels import RETARGETING
from probant.simulate.demand import demand
from probant.simulate.initiatives import FILE, returns
from probant.simulate.months import DAYS, LONG, later, months
from probant.simulate.settings import Settings
from probant.simulate.shop import world
from probant.simulate.toml_text import tables
from probant.simulate.ventures import Venture, added
from probant.source.initiative_file import declared, parsed
from probant.source.initiative_form import InitiativesForm


def ledger(company):
    form = InitiativesForm.model_validate(parsed(company.folder / FILE))
    return {one.name: one for one in form.initiative}


def test_the_ledger_is_read_without_fault_and_each_initiative_has_its_truth(company):
    found = ledger(company)
    assert set(found) == {name for name, told in company.truth.initiatives.items() if "returns" in told}
    form = InitiativesForm.model_validate(parsed(company.folder / FILE))
    rows = {one.contract.name: one.rows.num_rows for one in declared(form, business="shop", currency="EUR")}
    assert rows["initiatives"] == 6
    assert rows["initiative_adoption"] == 16
    for name, one in found.items():
        models = company.truth.initiatives[name]["returns"]
        assert bool(one.benefit) is bool(models)
        assert all(
            set(told) == {"return_short", "value_short", "return_long", "value_long"} for told in models.values()
        )


def test_one_without_threshold_stays_an_idea_and_all_others_are_in_use(company):
    stages = {name: stage(one.register()) for name, one in ledger(company).items()}
    assert stages.pop("smart_search") == "idea"
    assert set(stages.values()) == {"scaled"}


def test_what_a_test_or_a_trace_shows_is_tied_to_it(company):
    tied = {
        (name, benefit.effect.evidence, benefit.effect.subject)
        for name, one in ledger(company).items()
        for benefit in one.benefit
        if getattr(benefit.effect, "evidence", None)
    }
    assert tied == {
        ("retargeting_audiences", "retargeting_holdout", "ads"),
        ("social_creatives", "geo_switch_off", "on"),
        ("ai_assistant", "shopping-assistant", "(effective)"),
        ("lead_qualifier", "lead-qualifier", "(effective)"),
    }


def test_a_return_is_discounted_by_month_and_set_against_all_costs():
    gains, costs = np.full(LONG, 300.0), np.full(LONG, 100.0)
    costs[0] += 500.0
    told = returns(Venture({}, {"financial": gains}, costs))["financial"]
    year = sum(1.1 ** (-month / 12) for month in range(12))
    assert told["value_short"] == pytest.approx(200 * year - 500)
    assert told["return_short"] == pytest.approx(300 * year / (100 * year + 500) - 1)
    assert told["return_long"] > told["return_short"]


def test_the_money_of_a_channel_is_booked_in_the_months_in_which_it_was_spent(company):
    spend = company.truth.channels[RETARGETING].spend_by_week
    rows = [one for one in ledger(company)["retargeting_audiences"].cost if one.kind == "invoices"]
    booked = {one.month: float(one.amount) for one in rows if one.state == "realised"}
    assert list(booked) == [later(date(2024, 1, 1), month) for month in range(23)]
    # The first day of December 2025 is the first of the hundred and first week.
    assert sum(booked.values()) == pytest.approx(sum(spend[:100]), abs=0.15)
    (ahead,) = [one for one in rows if one.state == "forecast"]
    assert (ahead.month, ahead.months) == (date(2025, 12, 1), LONG - 23)
    assert float(ahead.amount[1]) == pytest.approx(sum(spend[52:]) / 364 * DAYS, abs=0.01)


@pytest.mark.parametrize("channel", ["meta", "retargeting", "search_generic"])
def test_what_a_channel_is_expected_to_add_is_what_it_added_but_for_chance(large, channel):
    told = large.truth.channels[channel]
    found = added(world(large.settings, demand(large.settings)), channel).sum()
    # Revenue is a compound Poisson sum: value of an order 59, its root mean square about 76.
    assert abs(found - told.incremental_direct) < 4 * 76 * np.sqrt(told.incremental_direct / 59)


def test_content_by_ai_saves_what_is_true_of_it_times_what_is_put_to_use(company):
    how, own = company.settings.content, company.settings.initiatives
    told = company.truth.initiatives["ai_content"]
    weight = 1.1 ** (-np.arange(LONG) / 12)
    month = how.assets * how.ai_share * DAYS / 7
    saved = month * told["minutes_saved_per_asset"] / 60 * own.wage * weight.sum()
    value, ratio = told["returns"]["financial"]["value_long"], told["returns"]["financial"]["return_long"]
    cost = value / ratio
    # The share that is put to use is the one thing that no file shows.
    assert 0 < (value + cost) / saved < 1
    known = own.integration + (own.licence + how.tool_cost * month) * weight.sum()
    assert cost == pytest.approx(known, rel=own.unsure)


def test_a_period_too_short_for_tests_and_agents_leaves_only_content_and_the_idea(other):
    found = other(weeks=40)
    assert list(ledger(found)) == ["ai_content", "smart_search"]
    assert "returns" not in found.truth.initiatives["ai_assistant"]


def test_months_are_whole_ones_of_the_data_and_usual_ones_after():
    settings = Settings(weeks=104)
    span = months(settings, 30)
    assert (span.first, span.known) == (date(2024, 8, 1), 16)
    assert settings.start + timedelta(weeks=30) <= span.first
    spread = span.spread(np.ones(7 * 104))
    assert list(spread[:3]) == [31.0, 30.0, 31.0]
    assert set(spread[16:]) == {DAYS}
    assert months(settings, 103) is None


def test_toml_is_what_was_said(tmp_path):
    said = {"name": "a “b” \\ é", "at": date(2026, 1, 2), "range": (0.1, 1e-07, 3), "how": {"low": -1.5, "on": True},
            "cost": [{"kind": "x"}, {"kind": "y", "part": [{"n": 1}]}], "none": []}  # fmt: skip
    (tmp_path / "it.toml").write_text(tables("row", [said, {"name": "c"}]), encoding="utf-8")
    read = parsed(tmp_path / "it.toml")["row"]
    assert read == [{**{key: value for key, value in said.items() if key != "none"}, "range": [0.1, 1e-07, 3]},
                    {"name": "c"}]  # fmt: skip
