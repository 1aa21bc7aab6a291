"""A small shop's project, and two ways to use it: the real entry point, and the same within the test."""

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from probant.cli.main import run

WEEKS, VISITS = 60, 400
TABLES = ("spend", "outcomes", "assignments", "observations")
QUESTION = ("experiments.difference", "experiment=checkout", "metric=order", "kind=proportion", "control=old")


@dataclass
class Shell:
    """Runs `probant` as a user does, in a folder, with keys of its own."""

    folder: Path
    keys: Path
    program = Path(sys.executable).with_name("probant")
    weeks = WEEKS
    visits = VISITS
    question = QUESTION

    @property
    def environment(self):
        clean = {name: text for name, text in os.environ.items() if name not in {"LC_ALL", "PROBANT_DEBUG"}}
        return {**clean, "PROBANT_KEYS": str(self.keys), "LANG": "en_GB.UTF-8", "PROBANT_LANG": "en"}

    def start(self, *words):
        return subprocess.Popen(
            [self.program, *map(str, words)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __call__(self, *words, code=0):
        process = self.start(*words)
        out, err = process.communicate(timeout=300)
        assert process.returncode == code, f"{words}: {process.returncode}\n{out}\n{err}"
        return out, err

    def json(self, *words, code=0):
        return json.loads(self(*words, "--json", code=code)[0])


@dataclass
class Inside(Shell):
    """The same without a process of its own."""

    capsys: pytest.CaptureFixture | None = None

    def __call__(self, *words, code=0):
        got = run([*map(str, words)], self.environment)
        out, err = self.capsys.readouterr()
        assert got == code, f"{words}: {got}\n{out}\n{err}"
        return out, err


def monday(week):
    return date(2025, 1, 6) + timedelta(weeks=week)


def write_exports(folder):
    """Weekly spend of two channels, weekly revenue, and a checkout tested on visits: all made up."""
    draw = random.Random(8)
    spend = ["day,span_days,channel,amount,currency"]
    books = ["day,span_days,revenue,orders,new_customers,currency"]
    for week in range(WEEKS):
        amounts = {name: draw.randint(500, 1500) for name in ("paid_search", "paid_social")}
        spend += [f"{monday(week)},7,{name},{amount}.50,EUR" for name, amount in amounts.items()]
        revenue = 4 * sum(amounts.values()) + draw.randint(0, 900)
        books.append(f"{monday(week)},7,{revenue}.25,{90 + week},{30 + week % 7},EUR")
    arms = ["experiment,unit,arm"]
    orders = ["experiment,unit,metric,value"]
    for visit in range(VISITS):
        arm = ("old", "new")[visit % 2]
        arms.append(f"checkout,visit-{visit},{arm}")
        orders.append(f"checkout,visit-{visit},order,{int(draw.random() < (0.35 if arm == 'new' else 0.15))}")
    for name, lines in zip(TABLES, (spend, books, arms, orders), strict=True):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def declare(folder):
    """Add the sources, and the lawful basis of those tables that may name people, to the settings."""
    settings = folder / "probant.toml"
    sources = "".join(f'\n[[source]]\nfile = "{name}.csv"\ntable = "{name}"\n' for name in TABLES)
    basis = '\n[privacy.basis]\nassignments = "not_personal"\nobservations = "not_personal"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + sources + basis, encoding="utf-8")
    write_exports(folder)


@pytest.fixture(scope="module")
def shell(tmp_path_factory):
    """A shell in a project whose exports are declared and not loaded yet."""
    home = tmp_path_factory.mktemp("home")
    shell = Shell(home / "shop", home / "keys")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROBANT_KEYS", str(shell.keys))
        words = ["init", str(shell.folder), "--currency", "EUR", "--lang", "en", "--name", "Our shop", "--quiet"]
        assert run(words, {}) == 0
    declare(shell.folder)
    return shell


@pytest.fixture
def within(shell, monkeypatch, capsys):
    """The same project, used without processes."""
    monkeypatch.chdir(shell.folder)
    monkeypatch.setenv("PROBANT_KEYS", str(shell.keys))
    return Inside(shell.folder, shell.keys, capsys)


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """A project of its own, with nothing declared."""
    home = Inside(tmp_path / "shop", tmp_path / "keys", capsys)
    monkeypatch.setenv("PROBANT_KEYS", str(home.keys))
    assert run(["init", str(home.folder), "--currency", "EUR", "--lang", "en", "--quiet"], {}) == 0
    monkeypatch.chdir(home.folder)
    return home
