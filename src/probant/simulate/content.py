"""Assets that people and AI made: their time, cost, quality and results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from probant.simulate import cells
from probant.simulate.chance import Ints, child
from probant.simulate.demand import Floats
from probant.simulate.settings import Settings
from probant.simulate.tables import write_contract

KINDS = ("ad", "email", "article", "page", "post")
_RATE = 0.025
"""Clicks per time shown of an asset made by a person."""


@dataclass(frozen=True, slots=True)
class Assets:
    """N assets, as they were made and released; results are in `write_content`."""

    week: Ints
    ai: npt.NDArray[np.bool_]
    usual: Floats
    """(N,) minutes that one like it takes a person."""
    minutes: Floats
    """(N,) minutes that it took."""
    accepted: npt.NDArray[np.bool_]


def write_content(folder: Path, settings: Settings) -> Mapping[str, float]:
    """Write the assets; say what truly holds of them, expected and as it came out."""
    how = settings.content
    rng = child(settings.seed, "content")
    made = assets(rng, settings)
    count = len(made.week)
    shown = np.where(made.accepted, rng.poisson(rng.gamma(1.5, 2_000, count)), 0)
    results = {
        "cost": cells.decimals(np.where(made.ai, rng.poisson(100 * how.tool_cost, count), 0)),
        "quality": np.round(np.clip(np.where(made.ai, 0.66, 0.7) + 0.12 * rng.standard_normal(count), 0, 1), 3),
        "impressions": shown,
        "clicks": rng.binomial(shown, np.where(made.ai, _RATE * how.click_ratio, _RATE)),
        "published_on": cells.days(settings.start, 7 * made.week + rng.integers(0, 5, count)),
        "kind": cells.named(rng.integers(0, len(KINDS), count), KINDS),
    }
    write_contract(folder, "content", "content", _columns(settings, made) | results)
    return {
        "minutes_saved_per_asset": how.minutes - how.minutes_ai - how.rework * how.minutes,
        "click_rate_ratio": how.click_ratio,
        "accepted_share": how.accepted,
        "assets_by_ai": float(made.ai.sum()),
        "assets_by_people": float((~made.ai).sum()),
        "minutes_saved_in_all": float((made.usual - made.minutes)[made.ai].sum()),
    }


def assets(rng: np.random.Generator, settings: Settings) -> Assets:
    """What was made, week by week; some of what AI makes has to be made again by a person."""
    how = settings.content
    week = np.repeat(np.arange(settings.weeks), rng.poisson(how.assets, settings.weeks))
    count = len(week)
    ai = (rng.random(count) < how.ai_share) & (week >= how.rollout)
    usual = how.minutes * rng.gamma(9.0, 1 / 9, count)
    quick = how.minutes_ai * rng.gamma(9.0, 1 / 9, count) + (rng.random(count) < how.rework) * usual
    accepted = ~ai | (rng.random(count) < how.accepted)
    minutes = np.asarray(np.where(ai, quick, usual), dtype=np.float64)
    return Assets(week, ai, np.round(usual, 1), np.round(minutes, 1), accepted)


def _columns(settings: Settings, made: Assets) -> dict[str, Any]:
    count = len(made.week)
    return {
        "asset": cells.glued("asset-", cells.whole(np.arange(1, count + 1))),
        "business": cells.same("shop", count),
        "area": cells.same("(all)", count),
        "made_by": cells.named(made.ai.astype(np.int8), ("human", "ai")),
        "currency": cells.same(settings.currency, count),
        "minutes": made.minutes,
        "baseline_minutes": made.usual,
        "accepted": cells.flags(made.accepted),
    }
