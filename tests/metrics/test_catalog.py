"""What every entry of the catalog must hold."""

from datetime import date

import pytest

from probant.contract.catalog import CONTRACTS
from probant.errors import UnknownName
from probant.metrics.catalog import METRICS, metric, profile
from probant.metrics.definition import BOTH
from probant.metrics.parts import DIMENSIONS
from probant.vocabulary import Grade, Period

EVERY_METRIC = pytest.mark.parametrize("one", METRICS.values(), ids=METRICS)


def test_the_catalog_holds_what_the_methods_ask_for():
    wanted = """spend impressions clicks click_through_rate cost_per_click cost_per_thousand_impressions revenue orders
        average_order_value new_customers new_customer_revenue_share marketing_efficiency_ratio cac_blended
        cac_by_channel contribution_margin contribution_margin_after_marketing sessions engagement_rate leads
        cost_per_lead lead_qualification_rate qualified_to_opportunity_rate win_rate pipeline_created pipeline_growth
        pipeline_velocity sales_cycle_days conversion_rate roas_claimed roas_last_touch marketing_orders_last_touch
        marketing_revenue_last_touch revenue_sourced_by_marketing revenue_influenced_by_marketing repeat_rate churn_rate
        net_revenue_retention gross_revenue_retention ltv_observed ltv_to_cac payback_months claimed_conversions
        claimed_value content_made ai_content_acceptance_rate cost_per_accepted_output time_saved_per_accepted_output
        content_quality ai_content_share agent_run_cost agent_error_rate cost_per_accepted_run qualified_visits"""
    assert set(wanted.split()) <= set(METRICS)


@EVERY_METRIC
def test_an_entry_reads_known_contracts_and_is_in_a_profile(one):
    assert set(one.needs) <= set(CONTRACTS)
    assert one.profiles
    assert one.profiles <= BOTH
    assert "business" in one.dimensions
    assert set(one.dimensions) <= set(DIMENSIONS)


@EVERY_METRIC
def test_an_entry_says_itself_in_words(one):
    assert str(one.meaning).endswith(".")
    assert not str(one.label).endswith(".")
    assert "not known" not in str(one.label)


def test_no_two_entries_bear_one_label():
    assert len({str(one.label) for one in METRICS.values()}) == len(METRICS)


def test_what_credits_marketing_or_a_channel_bears_its_attribution_model():
    crediting = {one.name for one in METRICS.values() if one.attribution is not None}
    assert crediting == {
        "cac_by_channel", "claimed_conversions", "claimed_value", "conversion_rate", "ltv_to_cac",
        "marketing_orders_last_touch", "marketing_revenue_last_touch", "payback_months",
        "revenue_influenced_by_marketing", "revenue_sourced_by_marketing", "roas_claimed", "roas_last_touch",
    }  # fmt: skip


def test_claims_and_judgements_are_f_and_all_that_only_describes_is_e():
    told = {"claimed_conversions", "claimed_value", "roas_claimed", "content_quality"}
    assert {one.name for one in METRICS.values() if one.grade is Grade.F} == told
    assert {one.grade for one in METRICS.values()} == {Grade.E, Grade.F}


def test_shares_lie_between_0_and_1_but_for_growth_and_retention():
    free = {one.name for one in METRICS.values() if one.unit == "share" and one.valid != (0.0, 1.0)}
    assert free == {"pipeline_growth", "net_revenue_retention"}


@EVERY_METRIC
def test_only_a_ratio_has_a_scale(one):
    assert one.scale == 1 or one.denominator is not None


@EVERY_METRIC
def test_without_rows_there_is_no_bucket(one, held):
    months = Period(date(2024, 1, 1), date(2024, 3, 1))
    found = one.over(held(), every="all", by=one.dimensions, within=months).to_pyarrow()
    assert found.num_rows == 0
    assert found.column_names == ["start", *one.dimensions, "numerator", "denominator", "value"]


def test_profiles_differ_and_share_what_both_need():
    b2b, b2c = ({one.name for one in profile(model)} for model in ("b2b", "b2c"))
    assert b2b | b2c == set(METRICS)
    assert "pipeline_created" in b2b - b2c
    assert "average_order_value" in b2c - b2b
    assert "marketing_efficiency_ratio" in b2b & b2c


def test_an_unknown_metric_or_model_names_the_nearest():
    with pytest.raises(UnknownName, match="use “win_rate”"):
        metric("winrate")
    with pytest.raises(UnknownName, match="business model"):
        profile("b2g")
