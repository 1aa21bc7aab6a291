"""What exists is written down, and what is written down runs."""

import re
import tomllib
from pathlib import Path

import pytest

from probant.evidence import registry

METHODS = Path(__file__).parents[2] / "docs" / "methods"
HEADINGS = ("## Question", "## Assumptions", "## When not to use", "## Source")


def page(name):
    return (METHODS / f"{name}.md").read_text(encoding="utf-8")


def blocks(name, language):
    return re.findall(rf"^```{language}\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", registry.BUILT_IN)
def test_engine_has_a_page_with_its_assumptions(name):
    lines = page(name).splitlines()
    assert lines[0] == f"# {name}"
    assert [line for line in lines if line.startswith("## ")] == list(HEADINGS)


@pytest.mark.parametrize("name", registry.BUILT_IN)
def test_example_of_its_page_runs(name):
    examples = blocks(name, "python")
    assert examples
    for example in examples:
        assert "assert " in example
        exec(compile(example, f"{name}.md", "exec"), {})


@pytest.mark.parametrize("name", registry.BUILT_IN)
def test_question_of_its_page_is_one_that_the_engine_accepts(name):
    examples = blocks(name, "toml")
    assert examples
    for example in examples:
        for declared in tomllib.loads(example)["question"]:
            engine = registry.engine(declared.pop("engine"))
            assert engine.name == name
            engine.question.model_validate(declared)


def test_every_page_is_of_an_engine():
    assert {file.stem for file in METHODS.glob("*.md")} == set(registry.BUILT_IN)
