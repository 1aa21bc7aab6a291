"""Curves as a mix model hands them over, made up by a formula; no test takes the figures for measured."""

from datetime import date

import numpy as np

from probant.stats.response import response_curves
from probant.vocabulary import Curve, Draws, Evidence, Grade, Period, Purpose
from probant.words import say

NAMES = ("search", "social", "tv", "radio")


def evidence(family="logistic", *, names=NAMES, draws=400, margin=0.4, seed=0, spread=0.35):
    """Evidence with curves, and the draws behind it."""
    random = np.random.default_rng(seed)
    usual = random.gamma(3, 3000, len(names))
    columns, curves = {}, {}
    for name, spend in zip(names, usual.tolist(), strict=True):
        columns[f"{name} / most"] = 6 * spend * np.exp(random.normal(0.3, 0.4) + spread * random.normal(size=draws))
        columns[f"{name} / half"] = spend * np.exp(random.normal(0.2, 0.4) + spread * random.normal(size=draws))
        columns[f"{name} / retention"] = random.beta(4, 4, draws)
        if family == "hill":
            columns[f"{name} / slope"] = np.exp(random.normal(0.5, 0.2) + 0.1 * random.normal(size=draws))
        last, largest = (spend,) * 5, 1.8 * spend
        curves[name] = Curve("geometric", family, 6, 0.2 * spend, spend, largest, last, 7, "EUR", "EUR", margin)
    found = Evidence(
        engine="mmm",
        estimand=say("return"),
        purpose=Purpose.EFFICIENCY,
        business="shop",
        estimates={},
        design=Grade.D,
        period=Period(date(2024, 1, 1), date(2025, 12, 29)),
        curves=curves,
    )
    return found, Draws(tuple(columns), np.column_stack(list(columns.values())))


def curves(*args, **more):
    """The same as arrays."""
    found, draws = evidence(*args, **more)
    return response_curves(found.curves, draws.subjects, draws.values)
