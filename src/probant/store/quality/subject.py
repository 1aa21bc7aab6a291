"""What the checks must know of a table beyond its contract: what delivers it, its day, its money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import TEXT


@dataclass(frozen=True, slots=True)
class Subject:
    """One table as the checks see it."""

    table: str
    by: tuple[str, ...] = ()
    """Columns that tell its sources apart, beside the business."""
    day: str | None = None
    """None where rows have no day, or days long before the data begin."""
    money: str | None = None
    reported: bool = False
    """Whether it is a report, which has rows for each day, or a list of events, which may have days without any."""
    daily: bool = False
    """Whether its money runs from day to day, so that a day can be held against those around it."""
    matters: tuple[str, ...] = ()
    """Columns that may be empty, and are missed where they are."""
    twin: tuple[str, ...] = ()
    """Columns that two different events do not share all of."""

    @property
    def columns(self) -> frozenset[str]:
        """Names of the contract's columns."""
        return frozenset(CONTRACTS[self.table].by_name)

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns that hold text."""
        return tuple(column.name for column in CONTRACTS[self.table].columns if column.type == TEXT)


_DECLARED = (
    Subject(
        "spend", ("account", "channel"), "day", "amount", reported=True, daily=True, matters=("impressions", "clicks")
    ),
    Subject(
        "outcomes",
        (),
        "day",
        "revenue",
        reported=True,
        daily=True,
        matters=("revenue", "orders", "contribution_margin"),
    ),
    Subject("claims", ("platform",), "day", "value", reported=True, daily=True, matters=("conversions", "value")),
    Subject("controls", ("control",), "day", reported=True),
    Subject("touches", (), "day", twin=("business", "visitor", "at", "channel", "campaign", "kind")),
    Subject(
        "conversions",
        (),
        "day",
        "value",
        daily=True,
        matters=("value",),
        twin=("business", "kind", "customer", "day", "value"),
    ),
    Subject("customers", matters=("channel", "segment")),
    Subject("leads", (), "created_on", matters=("channel",)),
    Subject(
        "deals",
        (),
        "created_on",
        "amount",
        matters=("amount", "channel"),
        twin=("business", "created_on", "closed_on", "amount", "state"),
    ),
    Subject("content", (), "published_on", "cost", matters=("cost", "minutes", "channel")),
    Subject("spans", (), "day", "cost"),
    Subject("observations", ("experiment",)),
    Subject("assignments", ("experiment",)),
)
SUBJECTS: Mapping[str, Subject] = MappingProxyType(
    {name: next((one for one in _DECLARED if one.table == name), Subject(name)) for name in CONTRACTS}
)
"""All tables; of one that is not declared, only the texts are looked at."""
