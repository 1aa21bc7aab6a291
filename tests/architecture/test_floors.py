"""Which way imports point, those inside functions counted; the floor table of ARCHITECTURE.md."""

import ast
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "probant"
FLOORS = [
    {"words", "declare"},
    {"errors"},
    {"vocabulary", "contract", "stats"},
    {"source", "store", "privacy", "ledger", "simulate"},
    {"metrics"},
    {"evidence"},
    {"decision"},
    {"report"},
    {"actions"},
    {"cli", "web"},
]
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
FILES = [path for path in sorted(SRC.rglob("*.py")) if path.parent != SRC or path.stem in FLOOR]
NARROW = {
    "evidence": {"metrics.definition", "metrics.catalog", "metrics.extent", "vocabulary", "stats", "words", "errors"},
    "decision": {"vocabulary", "stats", "words", "errors"},
    "report": {"decision", "vocabulary", "words", "errors"},
    "cli": {"actions", "report", "errors", "words", "vocabulary"},
    "web": {"actions", "report", "errors", "words", "vocabulary"},
    "stats": {"errors", "words"},
}
"""Rooms that may import less than all that lies below them (DESIGN 3)."""


def name_of(path):
    return str(path.relative_to(SRC))


def imported(path):
    """Dotted names of ours that a file imports, at its head or inside functions, without 'probant.'."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names = [node.module or ""]
        else:
            continue
        yield from (name.removeprefix("probant.") for name in names if name.startswith("probant."))


def room_of(path):
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def test_every_room_has_a_floor():
    rooms = {room_of(path) for path in SRC.rglob("*.py") if path.parent != SRC or path.stem != "__init__"}
    assert rooms - {"__main__"} <= set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_imports_point_down(path):
    room = room_of(path)
    used = {name.split(".")[0] for name in imported(path)}
    assert {other for other in used - {room} if FLOOR[other] >= FLOOR[room]} == set()


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) in NARROW], ids=name_of)
def test_narrow_rooms_import_only_what_the_design_names(path):
    room = room_of(path)
    allowed = NARROW[room] | {room}
    for name in imported(path):
        assert any(name == one or name.startswith(f"{one}.") for one in allowed), name


@pytest.mark.parametrize("path", sorted((SRC / "evidence").rglob("*.py")), ids=name_of)
def test_engines_do_not_know_their_siblings(path):
    if path.parent == SRC / "evidence":
        return
    own = path.relative_to(SRC / "evidence").parts[0]
    used = {name.split(".")[1] for name in imported(path) if name.startswith("evidence.")}
    assert used <= {own, "protocol", "asked", "reading"}


@pytest.mark.parametrize("path", [p for p in FILES if room_of(p) != "store"], ids=name_of)
def test_only_the_store_knows_the_database(path):
    text = path.read_text(encoding="utf-8")
    modules = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "duckdb" not in modules
