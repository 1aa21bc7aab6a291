"""Panels whose truth is known: areas without an effect are seen, and none comes out below 0."""

from datetime import date, timedelta

import numpy as np

from probant.evidence.mmm.panel import Panel, panel_model
from probant.evidence.mmm.panel_fit import fit_panel
from probant.evidence.mmm.series import Series
from probant.evidence.mmm.specification import Specification
from probant.stats import adstock, saturation

MONDAY = date(2022, 1, 3)
CHANNELS = 2


def panel(spend, outcome):
    """Areas of these (G, T, C) spends and (G, T) outcomes."""
    days = tuple(MONDAY + timedelta(weeks=n) for n in range(spend.shape[1]))
    nothing, none = np.zeros((0, CHANNELS)), np.zeros((len(days), 0))
    one = [
        Series(days, 7, seen, ("a", "b"), paid, paid, nothing, (), none, CHANNELS)
        for seen, paid in zip([*outcome, outcome.sum(axis=0)], [*spend, spend.sum(axis=0)], strict=True)
    ]
    return Panel(tuple(f"area {g}" for g in range(len(spend))), tuple(one[:-1]), one[-1])


def worked_of(spend, sizes, rng, effects_of):
    """(G, C) effects, and (G, T, C) what they brought, by curves drawn from the model's prior."""
    scaled = spend / sizes[:, None, None]
    scaled = scaled / scaled.max(axis=(0, 1))
    keep, steep = rng.beta(1, 3, CHANNELS), rng.gamma(3, 1, CHANNELS)
    weight, half = adstock.weights("geometric", [keep], 8), saturation.HALF_OF_LOGISTIC / steep

    def height(series):
        return saturation.height("logistic", adstock.carry(series, weight), half, np.ones(CHANNELS))

    effects = effects_of(height(scaled.mean(axis=0)).mean(axis=0))
    return effects, effects[:, None] * np.stack([height(one) for one in scaled])


def test_areas_in_which_a_channel_does_nothing_are_seen_and_never_below_0():
    rng, areas, steps = np.random.default_rng(5), 12, 104
    sizes = rng.lognormal(0.0, 0.6, areas)
    spend = sizes[:, None, None] * rng.lognormal(0.0, 0.7, (areas, steps, CHANNELS))
    dead = np.arange(areas) < 4

    def effects_of(reference):
        return np.column_stack([np.where(dead, 0.0, 0.2), np.full(areas, 0.15)]) / reference

    _, worked = worked_of(spend, sizes, rng, effects_of)
    outcome = sizes[:, None] * (0.7 + worked.sum(axis=2) + 0.03 * rng.normal(size=(areas, steps)))
    drawn = fit_panel(panel_model(panel(spend, outcome), Specification(harmonics=0)), np.random.default_rng(0))
    true = sizes[:, None] * worked.sum(axis=1)
    assert drawn.sample.sound
    assert drawn.effects.min() > 0.0
    share = drawn.totals[:, :, 0].mean(axis=0) / (sizes * 0.2 * steps)
    assert share[dead].max() < 0.5 * share[~dead].min()
    # Where a third of the areas is at the bound, each of them can only err upwards: the sum is a little high.
    np.testing.assert_allclose(drawn.totals.sum(axis=1).mean(axis=0), true.sum(axis=0), rtol=0.15)
