"""Public docstrings keep the numpydoc form: sections in their order, parameters that exist, in the order they have."""

import ast
from pathlib import Path

import pytest
from numpydoc.validate import validate

SRC = Path(__file__).parents[2] / "src" / "probant"
HELD = {
    "GL06",  # a section that numpydoc does not know
    "GL07",  # sections in the wrong order
    "GL08",  # no docstring
    "PR02",  # a parameter that the function does not have
    "PR03",  # parameters in the wrong order
    "PR10",  # no space around the colon of a type
}


def public_names():
    """Dotted names of the public functions and classes of all rooms."""
    for path in sorted(SRC.rglob("*.py")):
        module = ".".join(("probant", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith(
                "_"
            ):
                yield f"{module}.{node.name}"


@pytest.mark.parametrize("name", list(public_names()))
def test_docstring_is_in_numpydoc_form(name):
    faults = [(code, text) for code, text in validate(name)["errors"] if code in HELD]
    assert faults == []
