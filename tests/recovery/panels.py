"""Panels whose truth is known: of given spend and outcome, or drawn from the model's own prior."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from probant.evidence.mmm.common_scale import factors
from probant.evidence.mmm.panel.areas import Panel
from probant.evidence.mmm.panel.fit import PanelFit
from probant.evidence.mmm.panel.model import RATIO, PanelModel, panel_model
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation

MONDAY = date(2022, 1, 3)
ROOMY = Specification(harmonics=0, trend="none", prior_share=8.0)
"""Contributions as large, beside noise and level, as those priors make them: else few data sets would say anything."""


@dataclass(frozen=True)
class Drawn:
    """A panel drawn from the prior of its model, on a scale that does not depend on the data."""

    model: PanelModel
    keep: np.ndarray
    """(C,) as the next three: retention, steepness, spread over mean of the effects, mean contribution."""
    steep: np.ndarray
    ratio: np.ndarray
    mean: np.ndarray
    noise: float
    totals: np.ndarray
    """(G, C) contributions."""

    def ranks(self, found: PanelFit) -> dict[str, np.ndarray]:
        """Share of the draws below the truth, by quantity: uniform where the sampler is right."""
        points = found.sample.flat
        by_channel = points[:, :-1].reshape(len(points), -1, self.model.width)
        mean = self.model.effects[:, 3] * np.logaddexp(0.0, by_channel[:, :, 2])
        return {
            "retention": (by_channel[:, :, 0] < np.log(self.keep / (1.0 - self.keep))).mean(axis=0),
            "steepness": (by_channel[:, :, 1] < np.log(self.steep)).mean(axis=0),
            "mean contribution": (mean < self.mean).mean(axis=0),
            "ratio": (by_channel[:, :, 3] < np.log(self.ratio)).mean(axis=0),
            "noise": (points[:, -1:] < np.log(self.noise)).mean(axis=0),
            "contribution by area": (found.totals < self.totals).mean(axis=0).ravel(),
            "contribution": (found.totals.sum(axis=1) < self.totals.sum(axis=0)).mean(axis=0),
        }


def panel(spend: np.ndarray, outcome: np.ndarray) -> Panel:
    """Areas of these (G, T, C) spends and (G, T) outcomes, by week."""
    days = tuple(MONDAY + timedelta(weeks=n) for n in range(spend.shape[1]))
    names = tuple(f"channel {c}" for c in range(spend.shape[2]))
    nothing, none = np.zeros((0, len(names))), np.zeros((len(days), 0))
    every = [
        Series(days, 7, seen, names, paid, paid, nothing, (), none, len(names))
        for seen, paid in zip([*outcome, outcome.sum(axis=0)], [*spend, spend.sum(axis=0)], strict=True)
    ]
    return Panel(tuple(f"area {g}" for g in range(len(spend))), tuple(every[:-1]), every[-1])


def from_prior(seed: int, *, areas: int = 3, steps: int = 60, channels: int = 2) -> Drawn:
    """Spend at random; curves, effects above 0, block and noise from the priors of `ROOMY`."""
    rng = np.random.default_rng(seed)
    spend = rng.lognormal(0.0, 0.7, (areas, steps, channels))
    # Made with outcomes of 1, so that scale and prior are fixed before there are data.
    one = panel_model(panel(spend, np.ones((areas, steps))), ROOMY)
    keep, steep = rng.beta(1, 3, channels), rng.gamma(3, 1, channels)
    ratio = np.exp(rng.normal(RATIO[1], RATIO[2], channels))
    mean = one.effects[:, 2] * np.abs(rng.normal(size=channels)) * factors(ROOMY.prior_spread, rng, 1)
    reference, *heights = (
        curved(part, keep, steep) for part in [one.media[:, :, 7:].mean(axis=0), *one.media[:, :, 7:]]
    )
    usual = mean / reference.mean(axis=0)
    effects = np.array([[above_0(m, m * r, rng) for m, r in zip(usual, ratio, strict=True)] for _ in range(areas)])
    worked = effects[:, None] * np.stack(heights)
    noise = 2.0 * abs(rng.normal())
    base = np.stack([part.scaled @ rng.normal(size=part.scaled.shape[1]) for part in one.blocks])
    outcome = base + worked.sum(axis=2) + noise * rng.normal(size=(areas, steps))
    seen = replace(one, found=panel(spend, outcome))
    return Drawn(seen, keep, steep, ratio, mean, noise, worked.sum(axis=1))


def curved(exposure: np.ndarray, keep: np.ndarray, steep: np.ndarray) -> np.ndarray:
    """(T, C) heights of logistic curves over what is carried over, of (C, T) scaled exposure."""
    carried = adstock.carry(exposure.T, adstock.weights("geometric", [keep], 8))
    return saturation.height("logistic", carried, saturation.HALF_OF_LOGISTIC / steep, np.ones(len(keep)))


def above_0(mean: float, spread: float, rng: np.random.Generator) -> float:
    while (found := float(rng.normal(mean, spread))) < 0.0:
        pass
    return found
