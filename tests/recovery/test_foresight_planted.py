"""Metrics planted in series of two and a half years: the one that foretells is found, at its lead; noise is not."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from probant.evidence.foresight.absence import MATTERS, bounds
from probant.evidence.foresight.panel import Candidate, Panel
from probant.evidence.foresight.panel import panel as panel_of
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


def ends(panel, metrics, rng, counting=0.0):
    found = [
        Candidate(f"m{place}", 0, values, 0.0, counting if place == 0 else 0.0)
        for place, values in enumerate(metrics.T)
    ]
    return bounds(panel, found, leads=5, training=30, draws=399, rng=rng)


def test_what_foretells_is_not_ruled_out_and_most_of_what_does_not_is():
    """A metric that gains what matters at least may be ruled out in 5 of 100 worlds: of 200, 20 would be too many."""
    wrong, right = 0, []
    for seed in range(200):
        panel, metrics, rng = world(seed, 1 - (1 - MATTERS) ** 2)
        found = ends(replace(panel, counting=0.0), metrics, rng)
        ruled_out = found.most < found.matters
        wrong += ruled_out[0]
        right.append(ruled_out[1:].mean())
    assert wrong < 20
    assert np.mean(right) > 0.5


def test_small_counts_rule_nothing_out():
    """Where counting is all that a metric or the outcome shows, no gain can be told from none."""
    panel, metrics, rng = world(3, 0.0)
    plain = ends(replace(panel, counting=0.0), metrics, rng)
    noisy_metric = ends(replace(panel, counting=0.0), metrics, rng, counting=100.0)
    noisy_outcome = ends(replace(panel, counting=100.0), metrics, rng)
    not_known = ends(panel, metrics, rng)
    assert noisy_metric.matters[0] == 0.0
    assert noisy_metric.matters[1:] == pytest.approx(plain.matters[1:])
    assert (noisy_outcome.matters == 0.0).all()
    assert (not_known.matters < plain.matters).all()


def test_more_weeks_rule_out_smaller_gains():
    panel, metrics, rng = world(3, 0.0)
    few = ends(panel.part(0, 75), metrics[:75], rng)
    assert np.median(ends(panel, metrics, rng).most) < np.median(few.most)


def test_counting_noise_of_sales_is_known_from_their_number_and_worth():
    """100 orders a week of 50, each worth the same or not: 1 / 100, and half the square of a change in worth."""
    weeks = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(60)]
    sold = dict.fromkeys(weeks, 100.0)
    steady = panel_of(dict.fromkeys(weeks, 5_000.0), {}, [], sold)
    moving = panel_of({week: 5_000.0 * (1.1 if place % 2 else 1.0) for place, week in enumerate(weeks)}, {}, [], sold)
    assert steady.counting == pytest.approx(0.01)
    assert moving.counting == pytest.approx(0.01 + np.log(1.1) ** 2 / 2)
    assert panel_of(sold, {}, []).counting is None
