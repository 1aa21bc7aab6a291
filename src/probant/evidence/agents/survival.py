"""Kaplan-Meier: how long until something happens, where for some it had not when the watching ended."""

from __future__ import annotations

import numpy as np

from probant.evidence.agents.book import Flags, Floats
from probant.evidence.agents.clusters import normal_quantile
from probant.vocabulary import Estimate, Interval


def happened_within(lasted: Floats, happened: Flags, horizon: float, *, level: float) -> Estimate | None:
    """Share to whom it has happened by the horizon, 1 - S(horizon).

    Parameters
    ----------
    lasted : (N,) array
        Time from the beginning to the event, or to the end of watching; >= 0.
    happened : (N,) array
        Whether it was the event; one that ends at the moment of another's event was still watched then.
    horizon : float
        In the unit of `lasted`.
    level : float
        Coverage, in (0, 1).

    Returns
    -------
    Estimate or None
        With Greenwood's variance on the scale of log(-log S); without interval where nothing or everything
        happened. None where nobody was watched up to the horizon, and the curve is not known there.

    References
    ----------
    Kaplan & Meier (1958), Nonparametric estimation from incomplete observations, JASA 53; Kalbfleisch &
    Prentice (1980), The Statistical Analysis of Failure Time Data, 1.3.
    """
    if not len(lasted):
        return None
    times, events = np.unique(lasted[happened & (lasted <= horizon)], return_counts=True)
    at_risk = np.array([np.count_nonzero(lasted >= time) for time in times])
    survival = float(np.prod(1 - events / at_risk))
    if lasted.max() < horizon and survival > 0.0:
        return None
    if not 0.0 < survival < 1.0:
        return Estimate(1 - survival, "share")
    variance = float(np.sum(events / (at_risk * (at_risk - events)))) / np.log(survival) ** 2
    half = normal_quantile(level) * np.sqrt(variance)
    high, low = (float(survival ** np.exp(sign * half)) for sign in (-1, 1))
    return Estimate(1 - survival, "share", Interval(1 - high, 1 - low, level))
