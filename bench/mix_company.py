"""On a company that the model did not make up: how often do intervals of a mix model hold the true returns?

A hundred companies are simulated, and some large ones, whose tests are sharper. Each is read from its own files, and
the model is fitted as a user would fit it: with price, promotions and competitors held fixed; then held to the
company's holdout and geo test as lifts; then with organic sessions for demand. To see where the rest comes from: with
demand itself, which nobody sees, and with a prior by which channels bring less.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.harness import Row, publish, scratch
from bench.mix.company import CONTROLS, DEMAND, ORGANIC, TOTAL, Met, met
from probant.evidence.mmm.answer import answer
from probant.evidence.mmm.learned import MOSTLY
from probant.evidence.mmm.question import MixQuestion
from probant.vocabulary import quiet

SEEDS = int(os.environ.get("SEEDS", "100"))
SIZES = {10_000: SEEDS, 100_000: max(1, SEEDS // 4)}
"""Customers to number of companies."""
FITS: Mapping[str, Mapping[str, Any]] = {
    "as it is": {"controls": CONTROLS},
    "with lifts": {"controls": CONTROLS, "lifts": True},
    "organic sessions": {"controls": (*CONTROLS, ORGANIC)},
    "organic sessions and lifts": {"controls": (*CONTROLS, ORGANIC), "lifts": True},
    "demand itself": {"controls": (*CONTROLS, DEMAND)},
    "sure of a half": {"controls": CONTROLS, "prior_share": 0.5, "prior_spread": 0.0},
}


@dataclass(frozen=True, slots=True)
class Held:
    """How one fit of one company stands to its truth, for one channel."""

    fit: str
    channel: str
    rank: float
    """Share of the draws below the true return, later orders and halo left out."""
    whole: float
    """The same with later orders and halo."""
    far: float
    """Log of the mean of the draws over the truth."""
    prior: bool
    """Whether the answer says of this channel that it is mostly the prior's."""


def main() -> None:
    rows: list[Row] = []
    for customers, seeds in SIZES.items():
        held = [one for seed in range(seeds) for one in every_fit(seed, customers)]
        size = f"{customers:,}"
        for name in FITS:
            rows += shares(f"{size}, {name}", [one for one in held if one.fit == name], seeds)
        for name in ("as it is", "with lifts"):
            rows += by_channel(f"{size}, {name}", [one for one in held if one.fit == name])
    told = " and ".join(f"{seeds} of {customers:,} customers" for customers, seeds in SIZES.items())
    publish("mix_company", rows, f"{told}: 104 weeks, 8 channels of the shop")


def every_fit(seed: int, customers: int) -> list[Held]:
    with scratch() as (folder, _):
        one = met(folder / "it", seed, customers)
    return [held for name, asked in FITS.items() for held in compared(name, asked, one, seed)]


def compared(name: str, asked: Mapping[str, Any], one: Met, seed: int) -> Iterator[Held]:
    """Every channel of one fit; none where the chains do not agree."""
    lifts = {"lifts": one.lifts if asked.get("lifts") else ()}
    question = MixQuestion(business="shop", draws=500, proof=False, **{**asked, **lifts})
    said = answer("mmm", question, one.rows, np.random.default_rng(seed), quiet)
    if said.draws is None:
        return
    for channel, true in one.own.items():
        drawn = said.draws.values[:, said.draws.subjects.index(channel)]
        below = [float((drawn < value).mean()) for value in (true, one.whole[channel])]
        learned = said.estimates.get(f"{channel} / learned")
        prior = learned is not None and 1 - learned.value >= MOSTLY
        yield Held(name, channel, below[0], below[1], float(np.log(drawn.mean() / true)), prior)


def shares(name: str, held: list[Held], seeds: int) -> Iterator[Row]:
    """What the intervals of one fit hold; all channels and companies together."""
    total = [one for one in held if one.channel == TOTAL]
    held = [one for one in held if one.channel != TOTAL]
    ranks, whole = np.array([one.rank for one in held]), np.array([one.whole for one in held])
    for level in (0.5, 0.9):
        yield Row(f"{name}: inside {level:.0%}", inside(ranks, level), "share", "stated", level)
    yield Row(f"{name}: inside 90%, halo and later orders", inside(whole, 0.9), "share", "stated", 0.9)
    yield Row(f"{name}: mean log error", float(np.mean([one.far for one in held])), "log")
    yield Row(f"{name}: all channels together, inside 90%", inside(np.array([one.rank for one in total]), 0.9), "share")
    later = inside(np.array([one.whole for one in total]), 0.9)
    yield Row(f"{name}: all channels together, later orders too, inside 90%", later, "share")
    yield Row(f"{name}: all channels together, mean log error", float(np.mean([one.far for one in total])), "log")
    yield Row(f"{name}: returns that it calls mostly the prior's", float(np.mean([one.prior for one in held])), "share")
    yield Row(f"{name}: fits that settled", len(total) / seeds, "share")


def by_channel(name: str, held: list[Held]) -> Iterator[Row]:
    """Where it goes wrong."""
    for channel in dict.fromkeys(one.channel for one in held):
        mine = [one for one in held if one.channel == channel]
        yield Row(f"{name}, {channel}: inside 90%", inside(np.array([one.rank for one in mine]), 0.9), "share")
        yield Row(f"{name}, {channel}: mean log error", float(np.mean([one.far for one in mine])), "log")


def inside(ranks: np.ndarray, level: float) -> float:
    return float((np.abs(ranks - 0.5) < level / 2).mean())


if __name__ == "__main__":
    main()
