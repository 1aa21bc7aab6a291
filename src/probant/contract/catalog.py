"""All contracts, in the order in which a new user meets them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from probant.contract.assignments import ASSIGNMENTS
from probant.contract.claims import CLAIMS
from probant.contract.consents import CONSENTS
from probant.contract.content import CONTENT
from probant.contract.controls import CONTROLS
from probant.contract.conversions import CONVERSIONS
from probant.contract.customers import CUSTOMERS
from probant.contract.deals import DEALS
from probant.contract.definition import Contract
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
    CONSENTS,
)
CONTRACTS: Mapping[str, Contract] = MappingProxyType({contract.name: contract for contract in _ALL})


def contract(name: str) -> Contract:
    """The contract of that name; `UnknownName` names the nearest one."""
    if name not in CONTRACTS:
        raise UnknownName(say("table"), name, CONTRACTS)
    return CONTRACTS[name]
