"""What analytics and search show: GA4, Search Console, and the company's own daily books, controls and signals."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np

from probant.simulate import cells
from probant.simulate.books import Books
from probant.simulate.chance import Ints, child
from probant.simulate.delivery import Delivery
from probant.simulate.demand import Floats
from probant.simulate.pipeline import Leads
from probant.simulate.settings import Settings
from probant.simulate.shop import World
from probant.simulate.tables import FRENCH, Dialect, write_contract, write_sheet
from probant.simulate.tracking import Seen, touch_channels

GROUPS = {"organic": "Organic Search", "direct": "Direct", "referral": "Referral"}
"""Default channel group of what is not paid for."""
QUERIES = (
    ("brand", 0.4),
    ("brand shop", 0.2),
    ("trail shoes", 0.2),
    ("running socks", 0.12),
    ("size guide shoes", 0.08),
)


def bounces(world: World, seen: Seen) -> Ints:
    """(D, K) visits that only analytics counts: they follow demand, and announce nothing."""
    settings = world.settings
    rng = child(settings.seed, "bounces")
    tracked = seen.orders.sum() / max(len(seen.orders), 1)
    share = (seen.visits.sum(axis=0) + 1) / (seen.visits.sum() + seen.visits.shape[1])
    wavering = np.exp(settings.signals.noise * 3 * rng.standard_normal(settings.weeks))
    daily = np.repeat(world.demand.wanted * wavering, 7) * settings.tracking.bounces * tracked
    return np.asarray(rng.poisson(daily[:, None] * share))


def write_ga4(folder: Path, world: World, seen: Seen, bounced: Ints) -> None:
    """Traffic acquisition: by day and channel group, a total row, then a second table by group alone."""
    settings, french = world.settings, world.settings.language == "fr"
    names = touch_channels(world)
    group_of = {channel.name: channel.group for channel in settings.channels} | GROUPS
    groups = sorted({group_of[name] for name in names if group_of[name] != "Unassigned"})
    sums = [
        np.stack([table[:, [group_of[name] == group for name in names]].sum(axis=1) for group in groups], axis=1)
        for table in (seen.visits + bounced, seen.visits, seen.orders, seen.cents)
    ]
    dialect = FRENCH if french else Dialect()
    day, place = np.nonzero(sums[0] > 0)
    path = folder / "ga4_traffic_acquisition.csv"
    totals = [int(table.sum()) for table in sums]
    money = cells.digits(np.array(totals[3:]), mark=dialect.decimal)[0].as_py()
    columns = {"Date": cells.written(settings.start, day, "%Y%m%d")}
    columns |= _ga4_cells(groups, place, [table[day, place] for table in sums], dialect, french)
    footer = [["Total" if french else "Grand total", "", *(str(one) for one in totals[:3]), money]]
    write_sheet(path, columns, dialect, preamble=_ga4_preamble(settings, french), footer=footer)
    alone = _ga4_cells(groups, np.arange(len(groups)), [table.sum(axis=0) for table in sums], dialect, french)
    write_sheet(path, alone, dialect, preamble=_ga4_preamble(settings, french), more=True)


def write_search_console(folder: Path, world: World, searches: Ints) -> None:
    """Search Console: clicks and impressions by day, and by query over the whole period."""
    settings, french = world.settings, world.settings.language == "fr"
    rng = child(settings.seed, "search console")
    weights = child(settings.seed, "search days").dirichlet(np.full(7, 60.0), settings.weeks)
    shown = np.rint(np.cumsum(searches[:, None] * weights, axis=1)).astype(np.int64)
    shown = np.diff(shown, axis=1, prepend=0).ravel()
    clicks = rng.binomial(np.maximum(shown, 0), 0.32)
    days = np.arange(7 * settings.weeks)
    head = ("Clics", "Impressions", "CTR", "Position") if french else ("Clicks", "Impressions", "CTR", "Position")
    dates = {"Date": cells.written(settings.start, days, "%Y-%m-%d")}
    write_sheet(folder / "Dates.csv", dates | _search_cells(head, clicks, shown))
    edges = np.cumsum([0.0, *(share for _, share in QUERIES)])
    parts = [np.diff(np.rint(one.sum() * edges).astype(np.int64)) for one in (clicks, shown)]
    query = {"Requêtes les plus fréquentes" if french else "Top queries": [name for name, _ in QUERIES]}
    names = {title: cells.named(np.arange(len(QUERIES)), texts) for title, texts in query.items()}
    write_sheet(folder / ("Requêtes.csv" if french else "Queries.csv"), names | _search_cells(head, *parts))


def brand_searches(world: World) -> Ints:
    """(T,) times that the site was shown to searchers: interest that sells later, and the halo of the others."""
    settings = world.settings
    rng = child(settings.seed, "brand searches")
    height = world.plans["actual"].height
    lift = sum(c.halo * (height[:, :, i] @ world.demand.share) / c.mean_curve for i, c in enumerate(settings.channels))
    noise = settings.signals.noise * rng.standard_normal(settings.weeks)
    usual = settings.customers * 0.25
    level = world.demand.wanted * np.exp(world.demand.searches + noise) * (1 + lift)
    return np.asarray(rng.poisson(usual * level))


def write_outcomes(folder: Path, world: World, books: Books, seen: Seen, bounced: Ints, leads: Leads) -> None:
    """The company's own books: the shop by day and area, the line 'pro' by day."""
    rng = child(world.settings.seed, "bounces by area")
    spread = rng.multinomial(bounced.sum(axis=1), world.demand.share)
    shop = _shop_books(world.settings, books, seen.by_area + spread, seen.by_area)
    write_contract(folder, "outcomes_shop", "outcomes", shop)
    write_contract(folder, "outcomes_pro", "outcomes", _pro_books(world.settings, leads))


def _shop_books(settings: Settings, books: Books, sessions: Ints, engaged: Ints) -> dict[str, Any]:
    day, area = np.divmod(np.arange(books.cents.size), settings.areas)
    margin = np.rint(100 * settings.shop.margin * books.cents.ravel()).astype(np.int64)
    return {
        "day": cells.days(settings.start, day),
        "business": cells.same("shop", len(day)),
        "area": cells.named(area, settings.area_names),
        "currency": cells.same(settings.currency, len(day)),
        "revenue": cells.decimals(books.cents.ravel()),
        "new_revenue": cells.decimals(books.new_cents.ravel()),
        "contribution_margin": cells.decimals(margin, 4),
        "orders": books.orders.ravel(),
        "new_customers": books.new_orders.ravel(),
        "sessions": sessions.ravel(),
        "engaged_sessions": engaged.ravel(),
    }


def _pro_books(settings: Settings, leads: Leads) -> dict[str, Any]:
    days = 7 * settings.weeks
    won = _per_day(days, leads.closed, leads.won * leads.cents)
    return {
        "day": cells.days(settings.start, np.arange(days)),
        "business": cells.same("pro", days),
        "area": cells.same("(all)", days),
        "currency": cells.same(settings.currency, days),
        "revenue": cells.decimals(won),
        "contribution_margin": cells.decimals(np.rint(100 * settings.pipeline.margin * won).astype(np.int64), 4),
        "pipeline": cells.decimals(_per_day(days, leads.opportunity, leads.cents)),
    }


def write_controls(folder: Path, world: World, searches: Ints, found: Delivery) -> None:
    """Weekly controls, and signals in the same columns: some announce sales, some only look as if."""
    demand, settings = world.demand, world.settings
    rng = child(settings.seed, "signals")
    growth = settings.signals.followers * rng.gamma(2.0, 0.5, settings.weeks)
    followers = 2_000 * np.exp(np.cumsum(growth))
    weakest = min(range(len(settings.channels)), key=lambda place: settings.channels[place].effect)
    shown = found.impressions[:, :, weakest].reshape(settings.weeks, -1).sum(axis=1)
    reactions = rng.poisson(0.01 * shown)
    controls = (
        ("price_index", "price", demand.price),
        ("promotion", "promotion", demand.promotion),
        ("competitor_pressure", "competitor", demand.competitor),
    )
    signals = (
        ("brand_searches", "other", searches),
        ("followers", "other", np.rint(followers)),
        ("social_reactions", "other", reactions),
    )
    _weekly(folder, settings, "controls", controls)
    _weekly(folder, settings, "signals", signals)


def _weekly(folder: Path, settings: Settings, stem: str, rows: tuple[tuple[str, str, Floats | Ints], ...]) -> None:
    weeks, count = settings.weeks, settings.weeks * len(rows)
    place = np.repeat(np.arange(len(rows)), weeks)
    columns = {
        "day": cells.days(settings.start, np.tile(7 * np.arange(weeks), len(rows))),
        "span_days": np.full(count, 7, np.int16),
        "business": cells.same("shop", count),
        "area": cells.same("(all)", count),
        "control": cells.named(place, [name for name, _, _ in rows]),
        "kind": cells.named(place, [kind for _, kind, _ in rows]),
        "value": np.round(np.concatenate([np.asarray(values, float) for _, _, values in rows]), 6),
    }
    write_contract(folder, stem, "controls", columns)


def _per_day(days: int, at: Floats, cents: Ints) -> Ints:
    inside = at < days / 7
    return np.bincount(cells.day_of(at[inside]), weights=cents[inside], minlength=days).astype(np.int64)


def _ga4_preamble(settings: Settings, french: bool) -> list[str]:
    last = settings.start + timedelta(weeks=settings.weeks, days=-1)
    rule = "# ----------------------------------------"
    words = (
        ("Acquisition de trafic : groupe de canaux", "Compte : Shop", "Date de début : ", "Date de fin : ")
        if french
        else ("Traffic acquisition: Session primary channel group", "Account: Shop", "Start date: ", "End date: ")
    )
    return [
        rule,
        f"# {words[0]}",
        f"# {words[1]}",
        f"# {words[2]}{settings.start:%Y%m%d}",
        f"# {words[3]}{last:%Y%m%d}",
        rule,
    ]


def _ga4_cells(groups: list[str], place: Ints, sums: list[Ints], dialect: Dialect, french: bool) -> dict[str, object]:
    english = (
        "Session primary channel group (Default Channel Group)",
        "Sessions",
        "Engaged sessions",
        "Key events",
        "Total revenue",
    )
    names = (
        "Groupe de canaux principal de la session (Groupe de canaux par défaut)",
        "Sessions",
        "Sessions avec engagement",
        "Événements clés",
        "Revenu total",
    )
    head = names if french else english
    visits, engaged, orders, cents = sums
    return {
        head[0]: cells.named(place, groups),
        head[1]: cells.whole(visits),
        head[2]: cells.whole(engaged),
        head[3]: cells.whole(orders),
        head[4]: cells.digits(cents, mark=dialect.decimal),
    }


def _search_cells(head: tuple[str, ...], clicks: Ints, shown: Ints) -> dict[str, object]:
    rate = np.rint(10_000 * clicks / np.maximum(shown, 1)).astype(np.int64)
    return {
        head[0]: cells.whole(clicks),
        head[1]: cells.whole(shown),
        head[2]: cells.glued("", cells.digits(rate), "%"),
        head[3]: cells.digits(300 + 100 * (np.arange(len(clicks)) % 5)),
    }
