"""Customers of the shop: how often each buys again, when each leaves, what each spends."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from probant.simulate.chance import Ints
from probant.simulate.demand import YEAR, Floats
from probant.simulate.settings import Settings, ShopSettings

HORIZON = 104.0
"""Weeks over which lifetime value is counted."""


@dataclass(frozen=True, slots=True)
class People:
    """N people who are, or with other advertising would be, customers."""

    number: Ints
    """(N,) from 0, unique; the same person has the same number whatever is advertised."""
    born: Floats
    """(N,) first order, in weeks from the start; negative for those who were there before."""
    area: Ints
    cause: Ints
    """(N,) what won them: 0 nothing that was advertised, else the place of the cause, from 1."""
    mark: npt.NDArray[np.float32]
    """(N,) in [0, 1): they came if the height of their cause, in that week and area, was above it."""
    rate: Floats
    """(N,) later orders a week while they stay."""
    leaves: Floats
    """(N,) probability that they leave after a later order."""
    thrift: Floats
    """(N,) rate of their Gamma of order values, per unit of currency: mean value is p / thrift."""
    consent: npt.NDArray[np.bool_]
    blocked: npt.NDArray[np.bool_]

    @property
    def tracked(self) -> npt.NDArray[np.bool_]:
        """(N,) whether analytics may and can follow them."""
        return self.consent & ~self.blocked


@dataclass(frozen=True, slots=True)
class Clock:
    """Weeks as people live them: a busy week is longer."""

    lived: Floats
    """(T + 2,) time lived at `weeks`."""
    weeks: Floats

    def live(self, at: Floats) -> Floats:
        """Time lived at a time in weeks."""
        return np.interp(at, self.weeks, self.lived)

    def tell(self, lived: Floats) -> Floats:
        """Time in weeks; infinite after the end."""
        return np.interp(lived, self.lived, self.weeks, right=np.inf)


def clock(baseline: Floats) -> Clock:
    """The clock of a (T,) index of sales; before the start every week is a usual one."""
    lived = np.concatenate([[-1e4, 0.0], np.cumsum(baseline)])
    return Clock(lived, np.concatenate([[-1e4], np.arange(len(baseline) + 1.0)]))


def people(
    rng: np.random.Generator,
    settings: Settings,
    born: Floats,
    area: Ints,
    *,
    first: int,
    cause: int = 0,
    loyalty: float = 1.0,
    mark: npt.NDArray[np.float32] | None = None,
) -> People:
    """Draw what people are like: BG/NBD rates and churn, Gamma-Gamma values, consent; numbers from `first` on."""
    shop, count = settings.shop, len(born)
    return People(
        number=first + np.arange(count),
        born=born,
        area=area,
        cause=np.full(count, cause),
        mark=np.zeros(count, np.float32) if mark is None else mark,
        rate=np.maximum(loyalty * rng.gamma(shop.rate_shape, 1 / shop.rate_scale, count), 1e-12),
        leaves=rng.beta(shop.churn_a, shop.churn_b, count),
        thrift=np.maximum(rng.gamma(shop.value_q, 1 / shop.value_v, count), 1e-6),
        consent=rng.random(count) < settings.tracking.consent,
        blocked=rng.random(count) < settings.tracking.blocked,
    )


def come_back(rng: np.random.Generator, who: People, lives: Clock) -> tuple[Ints, Floats]:
    """Later orders from the start on: places of people in `who`, and times in weeks.

    Each round is one more order of all who are still there; whoever leaves after it, orders no more
    (Fader, Hardie & Lee 2005: BG/NBD).
    """
    there, lived = np.arange(len(who.born)), lives.live(who.born)
    places, times = [], []
    while len(there):
        lived = lived + rng.exponential(1.0, len(there)) / who.rate[there]
        at = lives.tell(lived)
        places.append(there[(at >= 0) & np.isfinite(at)])
        times.append(at[(at >= 0) & np.isfinite(at)])
        stays = np.isfinite(at) & (rng.random(len(there)) >= who.leaves[there])
        there, lived = there[stays], lived[stays]
    return np.concatenate([*places, np.zeros(0, np.int64)]), np.concatenate([*times, np.zeros(0)])


def order_values(rng: np.random.Generator, thrift: Floats, discount: Floats, shape: float) -> Ints:
    """Values in hundredths, at least 1: Gamma of `shape` and rate `thrift`, less the discount (a share)."""
    value = rng.gamma(shape, 1.0, len(thrift)) / thrift * (1 - discount)
    return np.asarray(np.maximum(np.rint(100 * value), 1), dtype=np.int64)


def lifetime(who: People, shop: ShopSettings) -> Floats:
    """True expected margin of each person over `HORIZON` weeks from the first order, discounted; currency.

    With rate l, leaving p and discount d a week, later orders are worth l / (l p + d) (1 - exp(-(l p + d) H))
    usual ones; the first is one more.
    """
    decay = who.rate * who.leaves + np.log1p(shop.discount) / YEAR
    orders = 1 + who.rate / np.maximum(decay, 1e-12) * -np.expm1(-decay * HORIZON)
    return np.asarray(shop.margin * shop.value_p / who.thrift * orders)


def joined(parts: list[Any]) -> Any:
    """Dataclasses of arrays as one, each field end to end."""
    kind = type(parts[0])
    return kind(**{f.name: np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(kind)})


def kept(whole: Any, which: npt.NDArray[np.bool_] | Ints) -> Any:
    """A dataclass of arrays, only where a mask is true, or at some places."""
    return type(whole)(**{f.name: getattr(whole, f.name)[which] for f in fields(whole)})
