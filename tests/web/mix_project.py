"""A project whose mix model was fitted twice: by the first weeks, and anew when the last ones had come."""

import csv
from datetime import date, timedelta

import numpy as np

from probant.actions.gather import gather
from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project
from probant.actions.refresh import refresh

WEEKS, FIRST = 130, 110
CHANNELS = {"search": (900.0, 3.0), "social": (600.0, 2.0)}
"""Mean spend a week and return, by channel."""
ASKED = {"business": "atelier", "margin": 0.5, "draws": 500, "proof": False}
SOURCES = """
[[source]]
file = "spend.csv"
table = "spend"

[[source]]
file = "outcomes.csv"
table = "outcomes"
"""


def lay(folder):
    """Make it in `folder`."""
    _begin(folder)
    spend, revenue = _world(np.random.default_rng(3))
    _write(folder, spend, revenue, FIRST)
    with open_project(folder) as project:
        ingest(project)
        gather(project, "mmm", ASKED, seed=1)
        _write(folder, spend, revenue, WEEKS)
        ingest(project)
        refresh(project)
    return folder


def lay_failing(folder):
    """One whose model is given more than there is, and little history: a demand that nobody sees drives both."""
    _begin(folder)
    random = np.random.default_rng(5)
    demand = np.exp(np.cumsum(random.normal(0.0, 0.25, WEEKS)))
    spend = np.stack([usual * demand for usual, _ in CHANNELS.values()], axis=1).round(2)
    spend *= random.lognormal(0.0, 0.05, spend.shape)
    _write(folder, spend.round(2), (5000.0 * demand * random.lognormal(0.0, 0.1, WEEKS)).round(2), 90)
    with open_project(folder) as project:
        ingest(project)
        gather(project, "mmm", {**ASKED, "harmonics": 0, "trend": "none"}, seed=1)
    return folder


def _begin(folder):
    init(folder, name="Essai", currency="EUR")
    with (folder / "probant.toml").open("a", encoding="utf-8") as settings:
        settings.write(SOURCES)


def _world(random):
    usual, gains = (np.array(one) for one in zip(*CHANNELS.values(), strict=True))
    spend = np.maximum(usual * random.lognormal(-0.1, 0.45, (WEEKS, len(CHANNELS))), 1.0).round(2)
    worked = 2.0 * usual * gains * np.tanh(spend / (2.0 * usual))
    return spend, (6000.0 + worked.sum(axis=1) + random.normal(0.0, 350.0, WEEKS)).round(2)


def _write(folder, spend, revenue, weeks):
    days = [date(2023, 1, 2) + timedelta(weeks=week) for week in range(weeks)]
    common = {"span_days": 7, "business": "atelier", "currency": "EUR"}
    bought = [
        {"day": day, **common, "campaign": "(all)", "channel": name, "amount": spend[week, place]}
        for week, day in enumerate(days)
        for place, name in enumerate(CHANNELS)
    ]
    sold = [{"day": day, **common, "revenue": revenue[week], "orders": 40} for week, day in enumerate(days)]
    for name, rows in (("spend", bought), ("outcomes", sold)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
