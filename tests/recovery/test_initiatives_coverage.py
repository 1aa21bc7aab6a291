"""Planted returns are found again: intervals cover as often as they say, and closed forms agree with draws.

Worlds are drawn from the very distributions that are declared; a share of coverage must lie within three of its own
standard errors of the level stated.
"""

from datetime import date

import numpy as np
import pytest

from probant.evidence.initiatives import expansion, pilot, returns, strategic
from probant.evidence.initiatives.declared import Benefit, Cost, Factor, Initiative
from probant.evidence.initiatives.lines import Model
from probant.evidence.initiatives.question import ReturnQuestion
from probant.evidence.initiatives.valuation import value

RUNS, LEVEL = 400, 0.9
WIDTH = 2 * 1.6448536269514722
REGISTER = {
    "stage": "scaled", "agent": None, "adoption_ceiling": None, "ceiling_low": None, "ceiling_high": None,
    "ramp_months": None, "expansion_cost": 60_000.0, "expansion_factor": 2.0, "expansion_months": 18,
}  # fmt: skip


def ranged(name, value, error):
    return Factor(name, value, value - WIDTH / 2 * error, value + WIDTH / 2 * error)


def initiative(effect, invoices=300.0):
    factors = {"volume": Factor("volume", 1000.0), "effect": effect, "worth": Factor("worth", 40.0),
               "review": Factor("review", 0.01)}  # fmt: skip
    return Initiative(
        key=("shop", "a"), register=REGISTER, currency="EUR", start=date(2026, 1, 1),
        costs=(Cost(0, "integration", "realised", 20_000.0, None, None),
               *(Cost(month, "invoices", "forecast", invoices, 200.0, 400.0) for month in range(36))),
        traced=(), unpriced=0, benefits=(Benefit("t", ("savings",), "time", 0, factors),),
        people=(), readings=(), judgements=(),
    )  # fmt: skip


def found(effect, seed, **more):
    question = ReturnQuestion(initiative="a", draws=2_000, level=LEVEL, **more)
    return value(question, initiative(effect), (Model.FINANCIAL,), np.random.default_rng(seed))


@pytest.mark.parametrize("horizon", [0, 1])
def test_a_return_covers_what_was_planted(horizon):
    rng = np.random.default_rng(20)
    true_effect, error = 0.12, 0.03
    worth = sum(1.1 ** (-month / 12) for month in range((12, 36)[horizon]))
    hits = 0
    for run in range(RUNS):
        read = ranged("effect", rng.normal(true_effect, error), error)
        off = rng.gamma(1 / (200 / WIDTH / 300) ** 2, (200 / WIDTH / 300) ** 2)
        benefit = 1000 * 40 * (true_effect * rng.beta(4, 6) - 0.01) * worth
        true = benefit / (20_000 + 300 * off * worth) - 1
        got = found(read, run).flows
        around = returns.on_cost(got.benefit[horizon], got.costs[horizon], level=LEVEL).interval
        hits += around.low <= true <= around.high
    assert hits / RUNS == pytest.approx(LEVEL, abs=3 * np.sqrt(LEVEL * (1 - LEVEL) / RUNS))


@pytest.mark.parametrize(("mean", "sd", "error"), [(-50e3, 200e3, 100e3), (50e3, 200e3, 400e3), (0, 100e3, 50e3)])
def test_the_value_of_a_pilot_is_what_choosing_after_it_brings(mean, sd, error):
    rng, size = np.random.default_rng(21), 1_000_000
    truth = rng.normal(mean, sd, size)
    reading = truth + rng.normal(0, error, size)
    believed = (mean / sd**2 + reading / error**2) / (1 / sd**2 + 1 / error**2)
    gain = np.where(believed > 0, truth, 0.0) - (truth if mean > 0 else 0.0)
    assert pilot.value(mean, sd, error) == pytest.approx(gain.mean(), abs=4 * gain.std() / size**0.5)


def test_the_stake_of_a_pilot_is_the_slope_of_value_on_effect():
    read = ranged("effect", 0.12, 0.03)
    got = value(
        ReturnQuestion(initiative="a", draws=200_000), initiative(read), (Model.FINANCIAL,), np.random.default_rng(22)
    )
    net = got.flows.benefit[-1] - got.flows.costs[-1]
    worth = sum(1.1 ** (-month / 12) for month in range(36))
    # Per unit of effect: volume x rate x mean realisation, discounted; the slope's standard error is 0.2 %.
    assert pilot.stake(net, got.effect("t")) == pytest.approx(1000 * 40 * 0.4 * worth, rel=0.01)


def test_the_mean_payoff_of_an_option_is_its_worth_on_the_tree():
    question = ReturnQuestion(initiative="a", draws=400_000)
    got = value(question, initiative(ranged("effect", 0.2, 0.03)), (Model.FINANCIAL,), np.random.default_rng(23))
    paid = strategic.payoff(question, got, np.random.default_rng(24))
    # A tree of 500 steps is off by the order of 1 / 500 itself.
    slack = 4 * paid.std() / len(paid) ** 0.5 + strategic.option(question, got) / expansion.STEPS
    assert strategic.option(question, got) == pytest.approx(paid.mean(), abs=slack)
