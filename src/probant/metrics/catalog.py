"""All metrics, by name and by the business model that they serve.

Their names in the reader's language are translations of their labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.errors import UnknownName
from probant.metrics.acquisition import ACQUISITION
from probant.metrics.advertising import ADVERTISING
from probant.metrics.agents import AGENTS
from probant.metrics.attributed import ATTRIBUTED
from probant.metrics.claims import CLAIMS
from probant.metrics.content import CONTENT
from probant.metrics.definition import BOTH, Metric
from probant.metrics.engagement import ENGAGEMENT
from probant.metrics.lifetime import LIFETIME
from probant.metrics.pipeline import PIPELINE
from probant.metrics.retention import RETENTION
from probant.metrics.revenue import REVENUE
from probant.words import say

_ALL = (
    *REVENUE,
    *ACQUISITION,
    *LIFETIME,
    *RETENTION,
    *PIPELINE,
    *ENGAGEMENT,
    *ATTRIBUTED,
    *ADVERTISING,
    *CONTENT,
    *AGENTS,
    *CLAIMS,
)
"""In the order of their use: money first, claims last."""
METRICS: Mapping[str, Metric] = MappingProxyType({metric.name: metric for metric in _ALL})


def metric(name: str) -> Metric:
    """The metric of that name; `UnknownName` names the nearest one."""
    if name not in METRICS:
        raise UnknownName(say("metric"), name, METRICS)
    return METRICS[name]


def profile(business_model: str) -> tuple[Metric, ...]:
    """Metrics of 'b2c' or 'b2b', in the catalog's order; `UnknownName` for any other model."""
    if business_model not in BOTH:
        raise UnknownName(say("business model"), business_model, BOTH)
    return tuple(metric for metric in METRICS.values() if business_model in metric.profiles)
