"""Leads and deals as HubSpot and Salesforce export them, and in the contract's own columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from probant.simulate import cells
from probant.simulate.chance import Ints
from probant.simulate.customers import kept
from probant.simulate.demand import Floats
from probant.simulate.pipeline import Leads, deal_ids, lead_ids
from probant.simulate.settings import Settings
from probant.simulate.tables import Parts, contract_rows

STAGES = ("lead", "marketingqualifiedlead", "opportunity", "customer")
SOURCES = {"Paid Search": "Paid Search", "Paid Social": "Paid Social"}


def write_crm(folder: Path, settings: Settings, every: Leads) -> None:
    """HubSpot contacts and deals, Salesforce opportunities, and the contract's leads, as they stand at the end."""
    found: Leads = kept(every, np.argsort(every.born, kind="stable"))
    deals: Leads = kept(found, found.opportunity < settings.weeks)
    tables = {
        "hubspot_contacts": _contacts(settings, found),
        "leads": _leads(settings, found),
        "hubspot_deals": _hubspot_deals(settings, deals),
        "salesforce_opportunities": _opportunities(settings, deals),
    }
    for stem, table in tables.items():
        with Parts(folder, stem, parquet=settings.parquet and stem == "leads") as parts:
            parts.append(table)


def _contacts(settings: Settings, found: Leads) -> pa.Table:
    end, count = settings.weeks, len(found.born)
    stage = sum((step < end).astype(np.int64) for step in (found.qualified, found.opportunity))
    stage = np.where(found.won & (found.closed < end), 3, stage)
    names = ("Organic Search", *(SOURCES.get(channel.group, channel.group) for channel in settings.of("pro")))
    details = ("Unknown keywords (SSL)", *(channel.name for channel in settings.of("pro")))
    return pa.table(
        {
            "Record ID": cells.whole(lead_ids(settings, found)),
            "Email": cells.glued("l", cells.whole(lead_ids(settings, found)), "@example.org"),
            "Lifecycle Stage": cells.named(stage, STAGES),
            "Create Date": _stamp(settings, found.born),
            "Original Traffic Source": cells.named(found.claimed, names),
            "Original Traffic Source Drill-Down 1": cells.named(found.claimed, details),
            "Country/Region": cells.same("France", count),
            "Marketing contact status": cells.same("Marketing contact", count),
        }
    )


def _leads(settings: Settings, found: Leads) -> pa.Table:
    names = (None, *(channel.name for channel in settings.of("pro")))
    return contract_rows(
        "leads",
        {
            "lead": cells.whole(lead_ids(settings, found)),
            "business": cells.same("pro", len(found.born)),
            "area": cells.same("(all)", len(found.born)),
            "created_on": cells.days(settings.start, cells.day_of(found.born)),
            "channel": cells.named(found.claimed, names),
            "campaign": cells.same("(all)", len(found.born)),
            "qualified_on": _until(settings, found.qualified),
            "opportunity_on": _until(settings, found.opportunity),
            "won_on": _until(settings, np.where(found.won, found.closed, np.inf)),
            "lost_on": _until(settings, np.where(found.won, np.inf, found.closed)),
        },
    )


def _hubspot_deals(settings: Settings, deals: Leads) -> pa.Table:
    return pa.table(
        {
            "Record ID": cells.whole(deal_ids(settings, deals)),
            "Deal Name": cells.glued("Deal ", cells.whole(deal_ids(settings, deals))),
            "Deal Stage": cells.named(_state(settings, deals), ("Proposal", "Closed Lost", "Closed Won")),
            "Pipeline": cells.same("Sales", len(deals.born)),
            "Amount": cells.digits(deals.cents),
            "Close Date": _stamp(settings, _open_until(settings, deals.closed)),
            "Create Date": _stamp(settings, deals.opportunity),
            "Original Source": cells.named(
                deals.claimed, ("Organic Search", *(channel.group for channel in settings.of("pro")))
            ),
        }
    )


def _opportunities(settings: Settings, deals: Leads) -> pa.Table:
    state = _state(settings, deals)
    return pa.table(
        {
            "Opportunity ID": cells.glued("006", cells.whole(deal_ids(settings, deals))),
            "Opportunity Name": cells.glued("Deal ", cells.whole(deal_ids(settings, deals))),
            "Account Name": cells.glued("Account ", cells.whole(lead_ids(settings, deals))),
            "Stage": cells.named(state, ("Proposal/Price Quote", "Closed Lost", "Closed Won")),
            "Probability (%)": cells.named(state, ("50", "0", "100")),
            "Amount Currency": cells.same(settings.currency, len(deals.born)),
            "Amount": cells.digits(deals.cents),
            "Close Date": _day(settings, _open_until(settings, deals.closed)),
            "Created Date": _day(settings, deals.opportunity),
            "Type": cells.same("New Business", len(deals.born)),
            "Lead Source": cells.named(deals.claimed, ("Web", *(channel.name for channel in settings.of("pro")))),
        }
    )


def _state(settings: Settings, deals: Leads) -> Ints:
    """0 open, 1 lost, 2 won, as of the last day."""
    return np.where(deals.closed < settings.weeks, 1 + deals.won.astype(np.int64), 0)


def _open_until(settings: Settings, closed: Floats) -> Floats:
    """Close date; for open deals the one that a seller hopes for, after the end."""
    return np.where(closed < settings.weeks, closed, settings.weeks + 4.5)


def _until(settings: Settings, at: Floats) -> pa.Array:
    """Days of what has happened by the end; else nothing."""
    there: npt.NDArray[np.bool_] = at < settings.weeks
    day = cells.days(settings.start, cells.day_of(np.where(there, at, 0.0)))
    return day.take(pa.array(np.arange(len(at)), mask=~there))


def _stamp(settings: Settings, at: Floats) -> pa.Array:
    return cells.written(settings.start, cells.day_of(at), "%Y-%m-%d 10:00")


def _day(settings: Settings, at: Floats) -> pa.Array:
    return cells.written(settings.start, cells.day_of(at), "%Y-%m-%d")
