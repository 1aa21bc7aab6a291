"""On a company that the model did not make up: how often do intervals of a mix model hold the true returns?

A hundred companies are simulated whose channels all work alike, a hundred whose channels each work by a law of chance,
and some large ones, whose tests are sharper. Each is read from its own files, and the model is fitted as a user would
fit it: with price, promotions and competitors held fixed; then held to the company's holdout and geo test as lifts;
then with organic sessions for demand. To see where the rest comes from: what the prior alone says, the fit with what
nobody sees, demand itself and the interest of earlier weeks that sells in this one, and with a prior that is surer.

What is done is kept in bench/data/mix_company until the code that makes it changes: a run that was cut short goes on
where it was. SEEDS=12 makes twelve companies of each kind.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from bench.harness import DATA, HERE, Row, publish, scratch
from bench.mix.company import CONTROLS, DEMAND, INTEREST, ORGANIC, TOTAL, Met, met, varied
from probant.evidence.mmm.effects import effects, prior_totals
from probant.evidence.mmm.fit import fit
from probant.evidence.mmm.learned import MOSTLY, overlap
from probant.evidence.mmm.model import model
from probant.evidence.mmm.question import MixQuestion
from probant.evidence.mmm.series import series
from probant.evidence.mmm.specification import asked
from probant.simulate.channels import USUAL
from probant.stats.sampling import Plan

SEEDS = int(os.environ.get("SEEDS", "100"))
PLAIN, LIFTS, HIDDEN = "as it is", "with lifts", "demand and interest themselves"
FITS: Mapping[str, Mapping[str, Any]] = {
    PLAIN: {"controls": CONTROLS},
    LIFTS: {"controls": CONTROLS, "lifts": True},
    "organic sessions": {"controls": (*CONTROLS, ORGANIC)},
    "organic sessions and lifts": {"controls": (*CONTROLS, ORGANIC), "lifts": True},
    "demand itself": {"controls": (*CONTROLS, DEMAND)},
    HIDDEN: {"controls": (*CONTROLS, DEMAND, INTEREST)},
    "sure of a half": {"controls": CONTROLS, "prior_share": 0.5, "prior_spread": 0.0},
}
_PLAN = Plan(draws=500)
_MADE_BY = (
    "src/probant/evidence/mmm/*.py",
    "src/probant/stats/**/*.py",
    "src/probant/simulate/**/*.py",
    "bench/mix/*.py",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Companies of one kind."""

    name: str
    customers: int
    companies: int
    varied: bool
    """Whether each channel's effect is drawn anew for each company."""
    fits: tuple[str, ...]


KINDS = (
    Kind("10,000", 10_000, SEEDS, False, tuple(FITS)),
    Kind("10,000, effects vary", 10_000, SEEDS, True, (PLAIN, LIFTS, HIDDEN)),
    Kind("100,000", 100_000, max(1, SEEDS // 4), False, tuple(FITS)),
)


@dataclass(frozen=True, slots=True)
class Held:
    """How one fit of one company stands to its truth, for one channel."""

    fit: str
    channel: str
    rank: float
    """Share of the draws below the true return, later orders and halo left out."""
    whole: float
    """The same with later orders and halo."""
    before: float
    """Share of the prior's draws below the true return: what would be held without any data."""
    far: float
    """Log of the mean of the draws over the truth."""
    prior: bool
    """Whether the answer says of this channel that it is mostly the prior's."""


def main() -> None:
    rows: list[Row] = []
    made_by = digest()
    with ProcessPoolExecutor(2) as pool:
        for kind in KINDS:
            places = [DATA / "mix_company" / made_by / f"{kind.name}, {seed}.json" for seed in range(kind.companies)]
            several = pool.map(company, [kind] * kind.companies, range(kind.companies), places)
            rows += told(kind, [one for each in several for one in each])
    publish("mix_company", rows, "104 weeks, 8 channels of the shop; intervals of 50 and 90%")


def digest() -> str:
    """Of the code that makes companies and fits: what another made is not read."""
    files = sorted(file for part in _MADE_BY for file in HERE.parent.glob(part))
    return sha256(b"".join(file.read_bytes() for file in [*files, Path(__file__)])).hexdigest()[:12]


def company(kind: Kind, seed: int, place: Path) -> list[Held]:
    """Every fit of one company; read, where an earlier run made it."""
    if not place.exists():
        with scratch() as (folder, _):
            one = met(folder / "it", seed, kind.customers, varied(seed) if kind.varied else USUAL)
        found = [asdict(held) for name in kind.fits for held in compared(name, one, seed)]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_suffix(".part").write_text(json.dumps(found), encoding="utf-8")
        place.with_suffix(".part").replace(place)
    return [Held(**held) for held in json.loads(place.read_text(encoding="utf-8"))]


def compared(name: str, one: Met, seed: int) -> Iterator[Held]:
    """Every channel of one fit, and all together; none where the chains do not agree."""
    lifts = {"lifts": one.lifts if FITS[name].get("lifts") else ()}
    question = MixQuestion(business="shop", **{**FITS[name], **lifts})
    found, rng = series(question, one.rows), np.random.default_rng(seed)
    drawn = fit(model(found, asked(question)), rng, _PLAN)
    if not drawn.sample.sound:
        return
    posterior, prior = (returns(totals, found.totals) for totals in (effects(drawn).total, prior_totals(drawn, rng)))
    learned = overlap(posterior, prior)
    for place, channel in enumerate((*found.channels, TOTAL)):
        true, whole = one.own[channel], one.whole[channel]
        yield Held(
            name,
            channel,
            float((posterior[:, place] < true).mean()),
            float((posterior[:, place] < whole).mean()),
            float((prior[:, place] < true).mean()),
            float(np.log(posterior[:, place].mean() / true)),
            bool(learned[place] >= MOSTLY),
        )


def returns(totals: np.ndarray, spend: np.ndarray) -> np.ndarray:
    """(D, C + 1) by unit of money, that of all channels together last."""
    return np.column_stack([totals / spend, totals.sum(axis=1) / spend.sum()])


def told(kind: Kind, held: list[Held]) -> Iterator[Row]:
    """What the intervals of each fit hold."""
    for name in kind.fits:
        yield from shares(f"{kind.name}, {name}", [one for one in held if one.fit == name], kind.companies)
    for name in (PLAIN, LIFTS):
        yield from by_channel(f"{kind.name}, {name}", [one for one in held if one.fit == name])


def shares(name: str, held: list[Held], companies: int) -> Iterator[Row]:
    """What the intervals of one fit hold; all channels and companies together."""
    total = [one for one in held if one.channel == TOTAL]
    held = [one for one in held if one.channel != TOTAL]
    yield Row(f"{name}: companies", companies, "count")
    for level in (0.5, 0.9):
        yield Row(f"{name}: inside {level:.0%}", inside((one.rank for one in held), level), "share", "stated", level)
    for level in (0.5, 0.9):
        yield Row(
            f"{name}: inside {level:.0%} of the prior alone", inside((one.before for one in held), level), "share"
        )
    later = inside((one.whole for one in held), 0.9)
    yield Row(f"{name}: inside 90%, halo and later orders", later, "share", "stated", 0.9)
    yield Row(f"{name}: mean log error", off(held), "log")
    yield Row(f"{name}: all channels together, inside 90%", inside((one.rank for one in total), 0.9), "share")
    later = inside((one.whole for one in total), 0.9)
    yield Row(f"{name}: all channels together, later orders too, inside 90%", later, "share")
    yield Row(f"{name}: all channels together, mean log error", off(total), "log")
    yield Row(f"{name}: returns that it calls mostly the prior's", float(np.mean([one.prior for one in held])), "share")
    yield Row(f"{name}: fits that settled", len(total) / companies, "share")


def by_channel(name: str, held: list[Held]) -> Iterator[Row]:
    """Where it goes wrong."""
    for channel in dict.fromkeys(one.channel for one in held):
        mine = [one for one in held if one.channel == channel]
        yield Row(f"{name}, {channel}: inside 90%", inside((one.rank for one in mine), 0.9), "share")
        yield Row(f"{name}, {channel}: mean log error", off(mine), "log")


def off(held: Iterable[Held]) -> float:
    """Mean log of estimate over truth; a channel that truly brought nothing has none, and is left out."""
    return float(np.mean([one.far for one in held if np.isfinite(one.far)]))


def inside(ranks: Iterable[float], level: float) -> float:
    """Share of the truths that lie inside the intervals of that level."""
    return float((np.abs(np.array(list(ranks)) - 0.5) < level / 2).mean())


if __name__ == "__main__":
    main()
