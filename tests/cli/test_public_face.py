"""`import probant` is a short sorted list of names, and imports nothing heavy."""

import ast
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import probant
from probant.decision.answer import Shown
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

HOME = Path(probant.__file__).parent


def imported_for_type_checkers():
    """Public name to its place, as the block for type checkers has it."""
    block = next(
        one for one in ast.parse((HOME / "__init__.py").read_text(encoding="utf-8")).body if isinstance(one, ast.If)
    )
    return {alias.asname: f"{one.module}:{alias.name}" for one in block.body for alias in one.names}


def test_the_list_is_sorted_and_whole():
    assert probant.__all__ == sorted(probant.__all__)
    assert imported_for_type_checkers() == probant._PLACES
    assert sorted(probant._PLACES) == probant.__all__
    assert set(probant.__all__) <= set(dir(probant))


@pytest.mark.parametrize("name", probant.__all__)
def test_each_name_is_there_and_no_folder_takes_its_place(name):
    found = getattr(probant, name)
    assert callable(found)
    assert found.__doc__
    assert not (HOME / name).exists()
    assert not (HOME / f"{name}.py").exists()


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'roas'"):
        probant.roas  # noqa: B018


def test_the_import_brings_in_nothing_heavy():
    text = "import probant, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout.split()
    heavy = {"numpy", "pandas", "pyarrow", "ibis", "duckdb", "scipy", "pydantic", "babel", "rich", "typer", "fastapi"}
    assert heavy & set(loaded) == set()


class Formatter:
    """What IPython offers for a MIME type."""

    def __init__(self):
        self.known = {}

    def for_type_by_name(self, module, name, function):
        self.known[module, name] = function


def test_a_notebook_draws_evidence(monkeypatch):
    formatters = {"text/html": Formatter(), "text/markdown": Formatter()}
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters=formatters))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    probant._draw_in_notebooks()
    evidence = Evidence(
        engine="experiments.difference",
        estimand=say("difference in orders"),
        purpose=Purpose.REVENUE,
        business="shop",
        estimates={"<b>new</b>": Estimate(0.2, "points", Interval(0.1, 0.3, 0.95))},
        design=Grade.A,
    )
    html = formatters["text/html"].known["probant.vocabulary", "Evidence"](evidence)
    assert "<svg" in html
    assert "<table" in html
    assert "<b>new</b>" not in html
    markdown = formatters["text/markdown"].known["probant.decision.answer", "Shown"](Shown("3f2a", evidence))
    assert "\n| Subject |" in markdown
    assert "<b>" not in markdown
