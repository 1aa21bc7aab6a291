"""Sizes, names and SQL: what the house forbids, held by a test."""

import ast
import re
from pathlib import Path
from statistics import quantiles

import pytest

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "probant"
FILES = sorted(SRC.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "constants", "misc"}


def functions():
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                yield path, node, (body[-1].end_lineno - body[0].lineno + 1) if body else 0


def test_nine_bodies_in_ten_are_within_thirty_lines_and_none_is_beyond_forty():
    sizes = [size for _, _, size in functions()]
    assert quantiles(sizes, n=10)[-1] <= 30
    assert [f"{path.name}:{node.name}" for path, node, size in functions() if size > 40] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_files_stay_readable(path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 350
    assert path.stem not in FORBIDDEN_NAMES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert len(methods) < 12, node.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_select_in_python_strings(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"\bSELECT\b.*\bFROM\b", node.value, re.DOTALL), f"line {node.lineno}"


def test_no_address_in_lock_files():
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_core_install_stays_within_sixty_packages():
    lock = (ROOT / "requirements" / "core.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE)) <= 60
