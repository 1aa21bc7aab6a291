"""Makes the company: chunk by chunk through all that happens, then the files that are sums."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from probant.errors import Refused
from probant.simulate import claims, experiments, shop, tracking
from probant.simulate.agents import write_agents
from probant.simulate.books import Books, books
from probant.simulate.chance import child
from probant.simulate.claims import Claims, Flags
from probant.simulate.content import write_content
from probant.simulate.customers import People, kept
from probant.simulate.delivery import delivery
from probant.simulate.demand import demand
from probant.simulate.exports import analytics, crm
from probant.simulate.exports import shop as sales
from probant.simulate.exports.media import write_media
from probant.simulate.initiatives import write_initiatives
from probant.simulate.pipeline import leads
from probant.simulate.settings import Settings
from probant.simulate.shop import Orders, World
from probant.simulate.tables import Parts
from probant.simulate.tracking import Seen
from probant.simulate.truth import Truth, truth
from probant.simulate.ventures import CONTENT
from probant.vocabulary import Tell, quiet
from probant.words import say

BIG = (
    "shopify_orders",
    "shopify_customers",
    "stripe_payments",
    "stripe_balance",
    "conversions",
    "customers",
    "touches",
    "consents",
    "assignments",
    "observations",
)
"""Tables with a row per person or event, which are written in parts."""
TRUTH = "truth.json"


@dataclass
class Running:
    """Sums and open files, while the chunks go by."""

    books: Books
    claims: Claims
    seen: Seen
    files: Mapping[str, Parts]
    enrolled: int = 0
    """People who take part in the holdout."""


def simulate(folder: Path, settings: Settings, *, tell: Tell = quiet) -> Truth:
    """Write the exports of an invented company into `folder`, and `truth.json` with what no company knows.

    The same settings give the same bytes. Memory is bounded by the size of a chunk of customers, whatever
    their number.

    Raises
    ------
    Refused
        If `folder` holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            say("{folder} is not empty.", folder=str(folder)),
            mend=say("name a folder that is empty or not there yet"),
        )
    folder.mkdir(parents=True, exist_ok=True)
    world = shop.world(settings, demand(settings))
    with ExitStack() as stack:
        files = {name: stack.enter_context(Parts(folder, name, settings.parquet)) for name in BIG}
        run = Running(books(world), claims.nothing(world), tracking.unseen(world), files)
        for number in range(world.chunks):
            tell(0.9 * number / world.chunks, say("making customers and their orders"))
            _chunk(world, run, number)
        for name, rows in experiments.geo_rows(settings, run.books):
            files[name].append(rows)
    tell(0.9, say("writing the platforms' exports"))
    return _rest(folder, world, run)


def _chunk(world: World, run: Running, number: int) -> None:
    """One part of the customers: what happens, what is claimed, what is seen, what is written down."""
    who, orders = shop.chunk(world, number)
    happens = shop.true_in(world, "actual", orders)
    test = experiments.holdout(world, number, who)
    held = happens & shop.held_out(world, orders, test.there & ~test.treated)
    true = happens & ~held
    run.enrolled += int(test.there.sum())
    run.books.add(world, who, orders, true, held)
    rng = child(world.settings.seed, "claims", number)
    met = claims.met(rng, world, who, orders)
    run.claims += claims.claimed(rng, world, who, orders, met, true)
    _watch(world, run, number, who, kept(orders, true), met[true])
    for arms in (test, experiments.broken(world, number, who, orders, true)):
        if arms.there.any():
            run.files["assignments"].append(experiments.assignment_rows(world, who, arms))
            for rows in experiments.observation_rows(world, who, orders, true, arms):
                run.files["observations"].append(rows)
    _sell(world, run, number, who, orders, true)


def _watch(world: World, run: Running, number: int, who: People, orders: Orders, met: Flags) -> None:
    """What analytics sees of the orders that happened, and of those who only look."""
    followed = who.tracked[orders.person]
    rng = child(world.settings.seed, "tracking", number)
    contacts, visits, sold = tracking.of_buyers(rng, world, who, kept(orders, followed), met[followed])
    looked, passed = tracking.of_lookers(world, number, int(followed.sum()))
    run.seen += sold
    run.seen += passed
    for touches in (contacts, visits, looked):
        run.files["touches"].append(tracking.touch_rows(world, touches, run.files["touches"].rows + 1))
    buyers = np.unique(orders.person)
    mask = np.zeros(len(who.born), bool)
    mask[buyers] = True
    run.files["consents"].append(tracking.consent_rows(world, kept(who, mask), looked.visitor))


def _sell(world: World, run: Running, number: int, who: People, orders: Orders, true: Flags) -> None:
    """The shop's and the payment provider's rows."""
    sold = sales.Sold(world, who, orders, true)
    payments, balance = sales.payment_rows(sold, number)
    rows = {
        "shopify_orders": sales.order_rows(sold, number),
        "shopify_customers": sales.customer_rows(sold, who),
        "stripe_payments": payments,
        "stripe_balance": balance,
        "conversions": sales.conversion_rows(sold),
        "customers": sales.known_customers(sold, who),
    }
    for name, table in rows.items():
        run.files[name].append(table)


def _rest(folder: Path, world: World, run: Running) -> Truth:
    """Files that are sums over the chunks, the B2B line, content, agents; and the truth."""
    settings, actual = world.settings, world.plans["actual"]
    every = leads(settings, world.demand, actual)
    shown = delivery(settings, actual)
    write_media(folder, settings, actual, shown, run.claims, every)
    bounced = analytics.bounces(world, run.seen)
    searches = analytics.brand_searches(world)
    analytics.write_ga4(folder, world, run.seen, bounced)
    analytics.write_search_console(folder, world, searches)
    analytics.write_outcomes(folder, world, run.books, run.seen, bounced, every)
    analytics.write_controls(folder, world, searches, shown)
    crm.write_crm(folder, settings, every)
    agents = write_agents(folder, settings)
    facts = {CONTENT: write_content(folder, settings), shop.ASSISTANT: agents}
    returns = write_initiatives(folder, world, run.enrolled)
    initiatives = {name: {**facts.get(name, {}), **returns.get(name, {})} for name in {**returns, **facts}}
    found = truth(world, run.books, run.claims, every, initiatives)
    (folder / TRUTH).write_text(found.to_json(), encoding="utf-8")
    return found
