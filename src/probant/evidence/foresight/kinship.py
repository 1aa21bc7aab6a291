"""Metrics that are money themselves: they report the outcome or its cost, and cannot announce it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_COST = frozenset({"spend"})
_SALES = _COST | {
    "revenue",
    "orders",
    "average_order_value",
    "new_customer_revenue_share",
    "contribution_margin",
    "contribution_margin_after_marketing",
    "marketing_efficiency_ratio",
    "marketing_orders_last_touch",
    "marketing_revenue_last_touch",
    "roas_last_touch",
    "early_customer_value",
    "ltv_observed",
    "ltv_to_cac",
    "payback_months",
    "net_revenue_retention",
    "gross_revenue_retention",
    "revenue_sourced_by_marketing",
    "revenue_influenced_by_marketing",
}
_PIPELINE = _COST | {
    "pipeline_created",
    "pipeline_reported",
    "pipeline_growth",
    "pipeline_velocity",
}
KIN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "revenue": _SALES,
        "contribution_margin": _SALES,
        "orders": _SALES,
        "pipeline_created": _PIPELINE,
        "pipeline_reported": _PIPELINE,
    }
)
"""By outcome: metrics with a side that counts the same sales or opportunities, and spend, which is held fixed.

A ratio of them moves when the outcome moves, whatever else it holds: were it tested, one more reading of
the outcome's own past could pass for foresight.
"""
