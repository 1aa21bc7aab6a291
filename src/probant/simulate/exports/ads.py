"""Exports of the ad platforms: columns as data, one table a platform; every cell from the same sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from probant.simulate import cells
from probant.simulate.chance import Ints
from probant.simulate.settings import Settings

Names = Sequence[tuple[str, str | None, str]]
"""English header, French one (None: not known, so the column is left out of a French file), and the fact."""

GOOGLE: Names = (
    ("Day", "Jour", "day"),
    ("Campaign", "Campagne", "campaign"),
    ("Campaign type", "Type de campagne", "type"),
    ("Currency code", "Code de la devise", "currency"),
    ("Cost", "Coût", "cost"),
    ("Impr.", "Impr.", "impressions"),
    ("Clicks", "Clics", "clicks"),
    ("CTR", "CTR", "ctr_percent"),
    ("Avg. CPC", "CPC moy.", "cpc"),
    ("Conversions", "Conversions", "conversions"),
    ("Cost / conv.", "Coût/conv.", "cpa"),
    ("Conv. value", "Valeur conv.", "value"),
    ("Search impr. share", None, "share"),
)
META: Names = (
    ("Reporting starts", "Début des rapports", "day"),
    ("Reporting ends", "Fin des rapports", "day"),
    ("Day", "Jour", "day"),
    ("Account name", "Nom du compte", "account"),
    ("Campaign name", "Nom de la campagne", "campaign"),
    ("Amount spent ({currency})", "Montant dépensé ({currency})", "cost"),
    ("Impressions", "Impressions", "impressions"),
    ("Results", "Résultats", "count"),
    ("Result indicator", "Indicateur de résultats", "indicator"),
    ("Link clicks", "Clics sur un lien", "clicks"),
    ("Purchases", "Achats", "count"),
    ("Purchases conversion value", "Valeur de conversion des achats", "value"),
)
TIKTOK: Names = (
    ("By Day", None, "day"),
    ("Campaign name", None, "campaign"),
    ("Cost", None, "cost"),
    ("Impressions", None, "impressions"),
    ("Clicks (destination)", None, "clicks"),
    ("CTR (destination)", None, "ctr_percent"),
    ("CPC (destination)", None, "cpc"),
    ("Conversions", None, "count"),
    ("Cost per conversion", None, "cpa"),
)
LINKEDIN: Names = (
    ("Start Date (in UTC)", None, "us_day"),
    ("End Date (in UTC)", None, "us_day"),
    ("Account Name", None, "account"),
    ("Campaign Name", None, "campaign"),
    ("Currency", None, "currency"),
    ("Total Spent", None, "cost"),
    ("Impressions", None, "impressions"),
    ("Clicks", None, "clicks"),
    ("Leads", None, "count"),
    ("Conversions", None, "count"),
    ("Reactions", None, "reactions"),
    ("Follows", None, "follows"),
)
MICROSOFT: Names = (
    ("Account name", None, "account"),
    ("Campaign name", None, "campaign"),
    ("Ad group", None, "group"),
    ("Keyword", None, "keyword"),
    ("Impressions", None, "impressions"),
    ("Clicks", None, "clicks"),
    ("Spend", None, "cost"),
    ("Conversions", None, "count"),
    ("Revenue", None, "value"),
    ("Quality score", None, "quality"),
)
TYPES = {"search_brand": "Search | Brand", "search_generic": "Search | Generic", "search_pro": "Search | Pro"}


@dataclass(frozen=True, slots=True)
class Lines:
    """R rows of a platform's report, in the order of the file."""

    day: Ints
    campaign: tuple[str, ...]
    """Names of campaigns."""
    place: Ints
    """(R,) which campaign."""
    cents: Ints
    impressions: Ints
    clicks: Ints
    conversions: Ints
    value: Ints
    """(R,) hundredths"""


@dataclass(frozen=True, slots=True)
class Facts:
    """The cells of a report, by the names that the tables above use."""

    settings: Settings
    lines: Lines
    decimal: str
    account: str
    none: str = ""
    """What stands where a ratio has no denominator."""

    def columns(self, names: Names, *, french: bool) -> dict[str, pa.Array]:
        """Headers and cells; in French, only those whose French name is known."""
        chosen = [(fr if french else en, fact) for en, fr, fact in names]
        currency = self.settings.currency
        return {name.format(currency=currency): self._cell(fact) for name, fact in chosen if name is not None}

    def _cell(self, fact: str) -> pa.Array:
        lines, start, mark = self.lines, self.settings.start, self.decimal
        if fact in {"ctr_percent", "cpc", "cpa", "share"}:
            return self._ratio(fact)
        made: dict[str, Callable[[], pa.Array]] = {
            "day": lambda: cells.written(start, lines.day, "%Y-%m-%d"),
            "us_day": lambda: cells.written(start, lines.day, "%-m/%-d/%Y"),
            "campaign": lambda: cells.named(lines.place, lines.campaign),
            "cost": lambda: cells.digits(lines.cents, mark=mark),
            "value": lambda: cells.digits(lines.value, mark=mark),
            "impressions": lambda: cells.whole(lines.impressions),
            "clicks": lambda: cells.whole(lines.clicks),
            "count": lambda: cells.whole(lines.conversions),
            "conversions": lambda: cells.digits(100 * lines.conversions, mark=mark),
            "reactions": lambda: cells.whole(lines.clicks // 6),
            "follows": lambda: cells.whole(lines.clicks // 25),
        }
        return made[fact]() if fact in made else cells.same(self._said(fact), len(lines.day))

    def _said(self, fact: str) -> str:
        return {
            "account": self.account,
            "currency": self.settings.currency,
            "type": "Search",
            "indicator": "actions:offsite_conversion.fb_pixel_purchase",
            "group": "All",
            "keyword": "trail shoes",
            "quality": "7",
        }[fact]

    def _ratio(self, fact: str) -> pa.Array:
        lines = self.lines
        if fact == "share":
            share = 100 * lines.clicks // np.maximum(lines.clicks + 4 * (lines.place % 7), 1)
            shown = cells.glued("", cells.whole(share), "%")
            return pc.if_else(pa.array(share < 10), "<10%", shown)
        over, under = {
            "ctr_percent": (10_000 * lines.clicks, lines.impressions),
            "cpc": (lines.cents, lines.clicks),
            "cpa": (lines.cents, lines.conversions),
        }[fact]
        text = cells.digits(np.rint(over / np.maximum(under, 1)).astype(np.int64), mark=self.decimal)
        text = cells.glued("", text, "%") if fact == "ctr_percent" else text
        return pc.if_else(pa.array(under > 0), text, self.none)


def campaign_names(settings: Settings, channel: str) -> tuple[str, ...]:
    """One campaign an area, with the pipes that marketers like."""
    label = TYPES.get(channel, channel.replace("_", " ").title())
    return tuple(f"{label} | {area}" for area in settings.area_names)


def joined_lines(parts: Sequence[Lines]) -> Lines:
    """Reports of several channels as one, by day, then campaign."""
    starts = np.cumsum([0, *(len(part.campaign) for part in parts)])
    place = np.concatenate([part.place + start for part, start in zip(parts, starts, strict=False)])
    day = np.concatenate([part.day for part in parts])
    order = np.lexsort((place, day))
    numbers = [
        np.concatenate([getattr(part, name) for part in parts])[order]
        for name in ("cents", "impressions", "clicks", "conversions", "value")
    ]
    return Lines(day[order], tuple(name for part in parts for name in part.campaign), place[order], *numbers)


def monthly(settings: Settings, lines: Lines) -> dict[str, Lines]:
    """The rows added up by calendar month, since the report has no day; by month, YYYY-MM."""
    month = (np.datetime64(settings.start, "D") + lines.day).astype("datetime64[M]")
    found = {}
    for one in np.unique(month):
        mine = month == one
        size = len(lines.campaign)
        sums = [
            np.bincount(lines.place[mine], weights=getattr(lines, name)[mine], minlength=size).astype(np.int64)
            for name in ("cents", "impressions", "clicks", "conversions", "value")
        ]
        found[str(one)] = Lines(np.zeros(size, np.int64), lines.campaign, np.arange(size), *sums)
    return found
