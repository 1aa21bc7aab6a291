"""Writes the ad platforms' files, each with its own quirks."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from probant.simulate import cells
from probant.simulate.chance import Ints
from probant.simulate.claims import Claims
from probant.simulate.delivery import Delivery
from probant.simulate.exports import ads
from probant.simulate.exports.ads import Facts, Lines
from probant.simulate.media import Plan
from probant.simulate.pipeline import Leads
from probant.simulate.settings import Settings
from probant.simulate.tables import ENGLISH, FRENCH, FRENCH_EXCEL, Dialect, write_contract, write_sheet

TERMS = {
    "search_brand": (("brand", 0.6), ("brand shop", 0.25), ("brand sale", 0.15)),
    "search_generic": (("trail shoes", 0.35), ("running shoes", 0.3), ("waterproof jacket", 0.2), ("gift sport", 0.15)),
    "search_pro": (("team kit supplier", 0.6), ("corporate gifts sport", 0.4)),
}
"""What people searched for, and the share of its channel's clicks and spend."""


def write_media(folder: Path, settings: Settings, plan: Plan, found: Delivery, claims: Claims, leads: Leads) -> None:
    """All files about advertising: five platforms, and the company's own list for what no platform bills."""
    by_platform: dict[str, list[Lines]] = {}
    own = []
    for place, channel in enumerate(settings.channels):
        lines = _lines(settings, place, plan, found, claims, leads)
        if channel.platform is None:
            own.append((channel.name, lines))
        else:
            by_platform.setdefault(channel.platform, []).append(lines)
    french = settings.language == "fr"
    for platform, parts in by_platform.items():
        lines = ads.joined_lines(parts)
        {
            "google_ads": _google,
            "meta_ads": _meta,
            "tiktok_ads": _tiktok,
            "linkedin_ads": _linkedin,
            "microsoft_ads": _microsoft,
        }[platform](folder, settings, lines, french)
    _search_terms(folder, settings, plan, found)
    _own(folder, settings, own)


def _google(folder: Path, settings: Settings, lines: Lines, french: bool) -> None:
    dialect = FRENCH_EXCEL if french else ENGLISH
    facts = Facts(settings, lines, dialect.decimal, "Shop", none="--")
    columns = facts.columns(ads.GOOGLE, french=french)
    preamble = ["Rapport sur les campagnes" if french else "Campaign report", _range(settings)]
    footer = [
        _total(columns, lines, dialect, label)
        for label in (("Total : campagnes", "Total : compte") if french else ("Total: Campaigns", "Total: Account"))
    ]
    write_sheet(folder / "google_ads_campaigns.csv", columns, dialect, preamble=preamble, footer=footer)


def _total(columns: dict[str, object], lines: Lines, dialect: Dialect, label: str) -> list[str]:
    """A row of totals: sums where sums make sense, two dashes elsewhere."""
    sums = {
        "Cost": lines.cents,
        "Coût": lines.cents,
        "Impr.": 100 * lines.impressions,
        "Clicks": 100 * lines.clicks,
        "Clics": 100 * lines.clicks,
        "Conversions": 100 * lines.conversions,
        "Conv. value": lines.value,
        "Valeur conv.": lines.value,
    }
    counts = {"Impr.", "Clicks", "Clics"}
    row = [label]
    for name in list(columns)[1:]:
        text = "--" if name not in sums else cells.digits(np.array([sums[name].sum()]), mark=dialect.decimal)[0].as_py()
        row.append(text[:-3] if name in counts else text)
    return row


def _meta(folder: Path, settings: Settings, lines: Lines, french: bool) -> None:
    dialect = FRENCH if french else Dialect("utf-8-sig")
    columns = Facts(settings, lines, dialect.decimal, "Shop Ads").columns(ads.META, french=french)
    write_sheet(folder / "meta_ads.csv", columns, dialect)


def _tiktok(folder: Path, settings: Settings, lines: Lines, french: bool) -> None:  # noqa: ARG001 - one shape for all
    write_sheet(folder / "tiktok_ads.csv", Facts(settings, lines, ".", "Shop").columns(ads.TIKTOK, french=False))


def _linkedin(folder: Path, settings: Settings, lines: Lines, french: bool) -> None:  # noqa: ARG001 - one shape for all
    columns = Facts(settings, lines, ".", "Pro").columns(ads.LINKEDIN, french=False)
    last = settings.start + timedelta(weeks=settings.weeks, days=-1)
    preamble = [
        "Campaign Performance Report (in UTC)",
        f"Report Start: {_us(settings.start)}",
        f"Report End: {_us(last)}",
        "",
    ]
    write_sheet(folder / "linkedin_ads.csv", columns, preamble=preamble)


def _microsoft(folder: Path, settings: Settings, lines: Lines, french: bool) -> None:  # noqa: ARG001 - one shape for all
    for month, part in ads.monthly(settings, lines).items():
        columns = Facts(settings, part, ".", "Shop").columns(ads.MICROSOFT, french=False)
        write_sheet(folder / f"microsoft_ads_{month}.csv", columns)


def _search_terms(folder: Path, settings: Settings, plan: Plan, found: Delivery) -> None:
    """Google's search terms by day, whole account; they add up to the campaigns they belong to."""
    google = [place for place, channel in enumerate(settings.channels) if channel.platform == "google_ads"]
    if not google:
        return
    french = settings.language == "fr"
    lines = ads.joined_lines([_terms(settings, place, plan, found) for place in google])
    dialect = FRENCH_EXCEL if french else ENGLISH
    facts = Facts(settings, lines, dialect.decimal, "Shop").columns(ads.GOOGLE, french=french)
    head = ("Terme de recherche", "Type de correspondance") if french else ("Search term", "Match type")
    match = cells.same("Requête large" if french else "Broad match", len(lines.day))
    columns = {head[0]: facts["Campagne" if french else "Campaign"], head[1]: match}
    for name in ("Jour", "Impr.", "Clics", "Coût") if french else ("Day", "Impr.", "Clicks", "Cost"):
        columns[name] = facts[name]
    preamble = ["Rapport sur les termes de recherche" if french else "Search terms report", _range(settings)]
    write_sheet(folder / "google_ads_search_terms.csv", columns, dialect, preamble=preamble)


def _terms(settings: Settings, place: int, plan: Plan, found: Delivery) -> Lines:
    """One channel's spend, impressions and clicks by day and search term."""
    name = settings.channels[place].name
    terms = TERMS.get(name, ((name.replace("_", " "), 1.0),))
    edges = np.cumsum([0.0, *(share for _, share in terms)])
    cubes = (plan.cents, found.impressions, found.clicks)
    cents, shown, clicks = (_split(cube[:, :, place].sum(axis=1), edges).ravel() for cube in cubes)
    day, index = np.divmod(np.arange(len(cents)), len(terms))
    none = np.zeros(len(day), np.int64)
    return Lines(day, tuple(term for term, _ in terms), index, cents, shown, clicks, none, none)


def _own(folder: Path, settings: Settings, own: list[tuple[str, Lines]]) -> None:
    """Spend that no platform bills (television, e-mail), in the contract's own columns."""
    if not own:
        return
    campaigns = tuple(name for _, lines in own for name in lines.campaign)
    whole = ads.joined_lines([lines for _, lines in own])
    channel = np.repeat([name for name, _ in own], settings.areas)
    count = len(whole.day)
    columns = {
        "day": cells.days(settings.start, whole.day),
        "business": cells.same("shop", count),
        "area": cells.named(whole.place, settings.area_names * len(own)),
        "account": cells.same("own", count),
        "campaign": cells.named(whole.place, campaigns),
        "channel": cells.named(whole.place, [str(name) for name in channel]),
        "currency": cells.same(settings.currency, count),
        "amount": cells.decimals(whole.cents),
    }
    write_contract(folder, "spend_own", "spend", columns)


def _lines(settings: Settings, place: int, plan: Plan, found: Delivery, claims: Claims, leads: Leads) -> Lines:
    """Rows of one channel: a campaign an area for the shop, one for the line 'pro'; days with nothing left out."""
    channel = settings.channels[place]
    cubes = [plan.cents, found.impressions, found.clicks]
    tables = [cube[:, :, place] for cube in cubes]
    if channel.business == "shop":
        own = settings.of("shop").index(channel)
        tables += [claims.orders[:, :, own], claims.cents[:, :, own]]
        names = ads.campaign_names(settings, channel.name)
    else:
        tables = [table.sum(axis=1, keepdims=True) for table in tables]
        tables += [_lead_claims(settings, place, leads), np.zeros_like(tables[0])]
        names = (ads.TYPES.get(channel.name, channel.name.title()),)
    day, campaign = np.nonzero(np.any([table > 0 for table in tables], axis=0))
    return Lines(day, names, campaign, *(table[day, campaign] for table in tables))


def _lead_claims(settings: Settings, place: int, leads: Leads) -> Ints:
    own = settings.of("pro").index(settings.channels[place]) + 1
    day = cells.day_of(leads.born[leads.claimed == own])
    return np.asarray(np.bincount(day, minlength=7 * settings.weeks)[:, None], dtype=np.int64)


def _split(totals: Ints, edges: np.ndarray) -> Ints:
    """(D, N) whole parts of each total by shares; they add up to it."""
    return np.asarray(np.diff(np.rint(totals[:, None] * edges).astype(np.int64), axis=1), dtype=np.int64)


def _range(settings: Settings) -> str:
    last = settings.start + timedelta(weeks=settings.weeks, days=-1)
    return f"{settings.start:%Y-%m-%d} - {last:%Y-%m-%d}"


def _us(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"
