"""A small shop of thirty weeks with one experiment, made through the verbs that a user has."""

from datetime import date, timedelta

import pytest

from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project

BASIS = '\n[privacy.basis]\nassignments = "not_personal"\nobservations = "not_personal"\n'


def write_shop(folder):
    """CSV files in the tables' own column names, each in one folder: file name is the table's."""
    weeks = [date(2025, 1, 6) + timedelta(weeks=n) for n in range(30)]
    spend = ["day,span_days,channel,currency,amount"]
    spend += [
        f"{day},7,{channel},EUR,{100 + 10 * (n % 7) + k * 50}.50"
        for n, day in enumerate(weeks)
        for k, channel in enumerate(("search", "social"))
    ]
    outcomes = ["day,span_days,currency,revenue,orders,new_customers"]
    outcomes += [f"{day},7,EUR,{2000 + 35 * (n % 7)}.00,{50 + n % 7},{10 + n % 5}" for n, day in enumerate(weeks)]
    arms = ["experiment,unit,arm"] + [f"checkout,u{n},{'new' if n % 2 else 'old'}" for n in range(400)]
    seen = ["experiment,unit,metric,value"] + [f"checkout,u{n},order,{int(n % 5 == 0)}" for n in range(400)]
    for name, lines in {"spend": spend, "outcomes": outcomes, "assignments": arms, "observations": seen}.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def shop(tmp_path):
    """Folder of a loaded project."""
    files, home = tmp_path / "files", tmp_path / "shop"
    files.mkdir()
    write_shop(files)
    settings = init(home, currency="EUR")
    settings.write_text(settings.read_text(encoding="utf-8") + BASIS, encoding="utf-8")
    with open_project(home, actor="analyst") as project:
        for table in ("spend", "outcomes", "assignments", "observations"):
            ingest(project, [str(files / f"{table}.csv")], table=table)
    return home
