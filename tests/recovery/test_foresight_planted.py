"""Metrics planted in series of two and a half years: the one that foretells is found, at its lead; noise is not."""

from datetime import date

import numpy as np

from probant.evidence.foresight.panel import Panel
from probant.evidence.foresight.power import detectable
from probant.evidence.foresight.scale import Scale
from probant.evidence.foresight.skill import skill
from probant.stats.multiple import benjamini_hochberg

RUNS, WEEKS, NOISES, LEAD = 16, 130, 7, 3


def world(seed, share):
    """Weekly revenue of which the first of eight metrics knows `share` of the unexplained variance."""
    rng = np.random.default_rng(seed)
    metrics = rng.standard_normal((WEEKS + LEAD, 1 + NOISES))
    for week in range(1, len(metrics)):
        metrics[week] = 0.5 * metrics[week - 1] + np.sqrt(0.75) * metrics[week]
    week = np.arange(WEEKS)
    unexplained = np.sqrt(1 - share) * rng.standard_normal(WEEKS) + np.sqrt(share) * metrics[:WEEKS, 0]
    outcome = np.exp(9 + 0.2 * np.cos(2 * np.pi * week / 52.18) + 0.1 * unexplained)
    none = np.empty((WEEKS, 0))
    return Panel(date(2024, 1, 1), outcome, Scale.of(outcome), none, none, none), metrics[LEAD:], rng


def runs(share):
    for seed in range(RUNS):
        panel, metrics, rng = world(seed, share)
        found = skill(panel, metrics, leads=5, training=30, draws=399, rng=rng, tell=lambda _: None)
        yield panel, metrics, rng, found


def test_what_foretells_is_found_at_its_lead_and_noise_is_not():
    hits, leads, false = 0, 0, 0
    for _, _, _, found in runs(0.5):
        adjusted = benjamini_hochberg(found.chance)
        hits += adjusted[0] <= 0.05
        leads += int(found.best[0]) + 1 == LEAD
        false += (adjusted[1:] <= 0.05).sum()
    assert hits >= 14
    assert leads == RUNS
    # Five false ones in a hundred findings: of 16 true ones one, and 4 are beyond what chance does in 1 of 50 times.
    assert false <= 4


def test_without_any_foresight_chance_is_what_it_says():
    chances = np.array([found.chance for *_, found in runs(0.0)]).ravel()
    for level in (0.05, 0.2):
        seen = (chances <= level).mean()
        assert seen <= level + 3 * np.sqrt(level * (1 - level) / RUNS / 2)


def test_more_weeks_find_smaller_gains():
    def smallest(weeks):
        panel, metrics, rng = world(3, 0.0)
        part = panel.part(0, weeks)
        found = skill(part, metrics[:weeks], leads=3, training=30, draws=399, rng=rng, tell=lambda _: None)
        return np.median(detectable(part, metrics[:weeks], found, training=30, level=0.01, draws=99, rng=rng))

    assert smallest(130) < smallest(75)
