"""The panel's proof on panels whose truth is known: it passes where channels work, and fails where they do not."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal
from tests.golden.shared_prior import joint
from tests.recovery.panels import curved, panel

from probant.evidence.mmm.common_scale import log_prior
from probant.evidence.mmm.panel.fit import fit_panel
from probant.evidence.mmm.panel.forecast import Bare, rolling
from probant.evidence.mmm.panel.model import panel_model
from probant.evidence.mmm.panel.placebo import found_placebos
from probant.evidence.mmm.panel.proof import MOST, SHORT, drawn_areas, moved
from probant.evidence.mmm.placebo import turns, with_placebos
from probant.evidence.mmm.specification import Specification

STEPS, CHANNELS = 80, 2
PLAIN = Specification(harmonics=0, trend="none")


def brand(seed, effect, areas=4, noise=0.05):
    """Areas in which both channels bring `effect` of the outcome each."""
    rng = np.random.default_rng(seed)
    sizes, rates = 1.0 + np.arange(areas), rng.lognormal(0.0, 0.7, (areas, STEPS, CHANNELS))
    heights = np.stack([curved(one.T / rates.max(), np.full(CHANNELS, 0.3), np.full(CHANNELS, 2.0)) for one in rates])
    worked = (effect / heights.mean(axis=(0, 1)) * heights).sum(axis=2)
    outcome = sizes[:, None] * (1.0 - CHANNELS * effect + worked + noise * rng.normal(size=(areas, STEPS)))
    return panel(sizes[:, None, None] * rates, outcome)


def test_a_panel_whose_channels_work_foretells_better_than_without_them_and_than_naively():
    scores = rolling(brand(0, 0.2), PLAIN, np.random.default_rng(0), SHORT)
    assert scores.steps == 24
    assert scores.model < 0.8 * scores.without_media
    assert scores.model < 0.8 * scores.naive
    # The score of a right forecast of normal noise is its deviation over the root of pi, here by areas of size 1 to 4.
    assert scores.model == pytest.approx(0.05 * 2.5 / np.sqrt(np.pi), rel=0.25)


def test_a_panel_whose_channels_do_nothing_gains_nothing_by_them():
    scores = rolling(brand(1, 0.0), PLAIN, np.random.default_rng(0), SHORT)
    assert scores.model > 0.98 * scores.without_media


def test_forecasts_need_history_in_every_area():
    found = brand(0, 0.2)
    short = tuple(one.first(40) for one in found.series)
    assert rolling(replace(found, series=short, together=found.together.first(40)), PLAIN, None, SHORT) is None
    found.series[1].outcome[:60] = np.nan
    assert rolling(found, PLAIN, np.random.default_rng(0), SHORT) is None


def test_a_channel_that_began_late_is_unknown_to_earlier_forecasts():
    found = brand(0, 0.2)
    for one in (*found.series, found.together):
        one.exposure[: STEPS - 10, 1] = 0.0
        one.spend[: STEPS - 10, 1] = 0.0
    scores = rolling(found, PLAIN, np.random.default_rng(0), SHORT)
    assert np.isfinite(scores.model)
    assert found.heard.together.channels == ("channel 0", "channel 1")
    assert replace(found, together=found.together.first(60)).heard.together.channels == ("channel 0",)


def test_without_channels_an_area_is_a_normal_law():
    """Rasmussen & Williams (2006), Gaussian Processes for Machine Learning, equations 2.8 and 2.9."""
    rng, variance = np.random.default_rng(3), 0.3
    columns, outcome, known = rng.normal(size=(12, 3)), rng.normal(size=12), np.arange(12) < 9
    bare = Bare(columns, outcome, known)
    covariance = columns @ columns.T + variance * np.eye(12)
    past = covariance[:9, :9]
    expected = multivariate_normal(np.zeros(9), past).logpdf(outcome[:9]) + 4.5 * np.log(2 * np.pi)
    assert bare.logs(np.array([variance]))[0] == pytest.approx(expected)
    drawn = bare.drawn(np.full(40_000, variance), 3, rng)
    pull = covariance[9:, :9] @ np.linalg.inv(past)
    np.testing.assert_allclose(drawn.mean(axis=0), pull @ outcome[:9], atol=0.04)
    np.testing.assert_allclose(np.cov(drawn.T), covariance[9:, 9:] - pull @ covariance[:9, 9:], atol=0.12)


def test_placebos_are_left_alone_where_real_channels_work_and_found_where_they_do():
    found = brand(2, 0.15)
    assert found_placebos(found, PLAIN, np.random.default_rng(4), SHORT) == (0, 3)
    turned, rng = turns(found.together, np.random.default_rng(4)), np.random.default_rng(0)
    driven = []
    for one in found.series:
        placebos = with_placebos(one, turned).exposure[:, CHANNELS:]
        brought = (placebos / placebos.mean(axis=0)).sum(axis=1)
        outcome = one.outcome.mean() * (0.4 + 0.2 * brought + 0.05 * rng.normal(size=STEPS))
        driven.append(replace(one, outcome=outcome))
    assert found_placebos(replace(found, series=tuple(driven)), PLAIN, np.random.default_rng(4), SHORT) == (3, 3)


def test_another_prior_moves_the_answer_as_a_fit_with_it_would():
    found, asked = brand(5, 0.1, areas=2, noise=0.4), replace(PLAIN, prior_spread=0.0)
    first = fit_panel(panel_model(found, asked), np.random.default_rng(0), SHORT)
    halved = replace(asked, prior_share=0.5 * asked.prior_share)
    other = fit_panel(panel_model(found, halved), np.random.default_rng(1), SHORT)
    total = first.totals.sum(axis=1)
    expected = (other.totals.sum(axis=1).mean(axis=0) - total.mean(axis=0)) / total.std(axis=0)
    assert expected.max() < -0.2
    np.testing.assert_allclose(moved(first)["half"], expected, atol=0.15)


def test_the_log_prior_is_that_of_the_mixture():
    scales, means = np.array([1.0, 2.0]), np.array([[0.5, 1.0], [3.0, 0.1], [0.0, 9.0]])
    for spread in (0.0, 1.0):
        found = log_prior(((means / scales) ** 2).sum(axis=1), 2, spread)
        expected = np.array([joint(one, scales, spread) for one in means])
        np.testing.assert_allclose(found - found[0], expected - expected[0], atol=1e-9)


def test_the_proof_is_of_areas_known_before_what_is_held_back():
    found = brand(0, 0.2, areas=MOST + 4)
    for one in found.series[:3]:
        one.outcome[:60] = np.nan
    some = drawn_areas(found, np.random.default_rng(0))
    assert len(some.areas) == len(set(some.areas)) == MOST
    assert not {"area 0", "area 1", "area 2"} & set(some.areas)
    np.testing.assert_allclose(some.together.spend, sum(one.spend for one in some.series))


def test_a_prior_that_few_draws_agree_with_is_not_tried():
    one = panel_model(brand(5, 0.1, areas=2), replace(PLAIN, prior_spread=0.0))
    first = fit_panel(one, np.random.default_rng(0), replace(SHORT, draws=100, tries=1))
    far = np.random.default_rng(0).uniform(20.0, 40.0, first.mean.shape)
    assert moved(replace(first, mean=far * one.effects[:, 2])) == {}
