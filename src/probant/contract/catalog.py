"""All contracts, in the order in which a new user meets them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.contract.agent_context import AGENT_CONTEXT
from probant.contract.agent_deviations import AGENT_DEVIATIONS
from probant.contract.agent_insights import AGENT_INSIGHTS
from probant.contract.agent_interventions import AGENT_INTERVENTIONS
from probant.contract.agent_labels import AGENT_LABELS
from probant.contract.agent_prices import AGENT_PRICES
from probant.contract.agent_references import AGENT_REFERENCES
from probant.contract.agent_required import AGENT_REQUIRED
from probant.contract.agent_rules import AGENT_RULES
from probant.contract.agent_runs import AGENT_RUNS
from probant.contract.agent_tools import AGENT_TOOLS
from probant.contract.agent_uses import AGENT_USES
from probant.contract.assignments import ASSIGNMENTS
from probant.contract.claims import CLAIMS
from probant.contract.consents import CONSENTS
from probant.contract.content import CONTENT
from probant.contract.controls import CONTROLS
from probant.contract.conversions import CONVERSIONS
from probant.contract.customers import CUSTOMERS
from probant.contract.deals import DEALS
from probant.contract.definition import Contract
from probant.contract.initiative_adoption import INITIATIVE_ADOPTION
from probant.contract.initiative_benefits import INITIATIVE_BENEFITS
from probant.contract.initiative_costs import INITIATIVE_COSTS
from probant.contract.initiative_drivers import INITIATIVE_DRIVERS
from probant.contract.initiative_judgements import INITIATIVE_JUDGEMENTS
from probant.contract.initiative_readings import INITIATIVE_READINGS
from probant.contract.initiatives import INITIATIVES
from probant.contract.leads import LEADS
from probant.contract.observations import OBSERVATIONS
from probant.contract.outcomes import OUTCOMES
from probant.contract.spans import SPANS
from probant.contract.spend import SPEND
from probant.contract.touches import TOUCHES
from probant.errors import UnknownName
from probant.words import say

_ALL = (
    SPEND,
    OUTCOMES,
    TOUCHES,
    CONVERSIONS,
    CUSTOMERS,
    LEADS,
    DEALS,
    ASSIGNMENTS,
    OBSERVATIONS,
    CONTROLS,
    CLAIMS,
    CONTENT,
    SPANS,
    AGENT_RUNS,
    AGENT_TOOLS,
    AGENT_REFERENCES,
    AGENT_INTERVENTIONS,
    AGENT_REQUIRED,
    AGENT_CONTEXT,
    AGENT_RULES,
    AGENT_DEVIATIONS,
    AGENT_LABELS,
    AGENT_INSIGHTS,
    AGENT_USES,
    AGENT_PRICES,
    INITIATIVES,
    INITIATIVE_COSTS,
    INITIATIVE_BENEFITS,
    INITIATIVE_DRIVERS,
    INITIATIVE_ADOPTION,
    INITIATIVE_READINGS,
    INITIATIVE_JUDGEMENTS,
    CONSENTS,
)
CONTRACTS: Mapping[str, Contract] = MappingProxyType({contract.name: contract for contract in _ALL})


def contract(name: str) -> Contract:
    """The contract of that name; `UnknownName` names the nearest one."""
    if name not in CONTRACTS:
        raise UnknownName(say("table"), name, CONTRACTS)
    return CONTRACTS[name]
