"""A folder of exports: loaded where nothing is open, asked where only the user can know."""

import json

import pytest

from probant.actions.folder import ingest_folder
from probant.actions.init import init
from probant.actions.project import open_project
from probant.cli.main import run
from probant.errors import Ambiguous, Missing

OWN = "day,channel,currency,amount\n2025-03-03,radio,EUR,120.00\n2025-03-04,radio,EUR,80.50\n"


@pytest.fixture
def home(tmp_path):
    init(tmp_path / "shop", currency="EUR")
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "radio.csv").write_text(OWN, encoding="utf-8")
    (folder / "notes.csv").write_text("who,what\nme,nothing\n", encoding="utf-8")
    return tmp_path


def test_what_is_certain_is_loaded_and_all_else_is_said(home):
    with open_project(home / "shop") as project:
        found = ingest_folder(project, str(home / "exports"))
        assert [(one.table, one.loaded) for one in found.receipts] == [("spend", 2)]
        assert {one.file: one.tables for one in found.files} == {"radio.csv": ("spend",), "notes.csv": ()}
        again = ingest_folder(project, str(home / "exports"))
        assert [one.again for one in again.receipts] == [True]


def test_what_two_files_would_count_twice_is_loaded_from_neither(home):
    rows = "conversion,at,day,currency,value\n1,2025-03-03T10:00:00Z,2025-03-03,EUR,20.00\n"
    (home / "exports" / "own.csv").write_text(rows, encoding="utf-8")
    orders = home / "exports" / "orders.csv"
    orders.write_text(
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Lineitem quantity,Lineitem name,"
        "Lineitem price,Created at,Id,Refunded Amount\n"
        "#1001,a@example.org,paid,2025-03-03 10:00:00 +0100,EUR,20.00,0.00,0.00,20.00,1,Hat,20.00,"
        "2025-03-03 10:00:00 +0100,1,0.00\n",
        encoding="utf-8",
    )
    settings = home / "shop" / "probant.toml"
    basis = '\n[privacy.basis]\nconversions = "contract"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + basis, encoding="utf-8")
    with open_project(home / "shop") as project:
        found = ingest_folder(project, str(home / "exports"))
        assert found.open
        assert project.store.counts()["conversions"] == 0


def test_with_yes_nothing_is_loaded_while_anything_is_open(home):
    (home / "exports" / "notes.csv").unlink()
    doubtful = "day,channel,currency,amount\n01/02/2025,tv,EUR,1.00\n03/04/2025,tv,EUR,2.00\n"
    (home / "exports" / "tv.csv").write_text(doubtful, encoding="utf-8")
    with open_project(home / "shop") as project:
        with pytest.raises(Ambiguous):
            ingest_folder(project, str(home / "exports"), certain_only=True)
        assert project.store.last == 0
        found = ingest_folder(project, str(home / "exports"))
        assert found.open
        assert [one.source for one in found.receipts] == ["radio.csv"]


def test_a_folder_that_is_not_there_is_said(home):
    with open_project(home / "shop") as project, pytest.raises(Missing, match="no folder"):
        ingest_folder(project, str(home / "nowhere"))


def test_the_command_line_shows_why_and_ends_with_2_while_something_is_open(home, capsys):
    (home / "exports" / "notes.csv").unlink()
    arguments = ["--project", str(home / "shop"), "ingest", str(home / "exports")]
    assert run(arguments, {}) == 0
    assert "radio.csv" in capsys.readouterr().out
    (home / "exports" / "tv.csv").write_text("day,channel,currency,amount\n01/02/2025,tv,EUR,1.00\n", encoding="utf-8")
    assert run([*arguments, "--json"], {}) == 2
    said = json.loads(capsys.readouterr().out)
    assert [one["file"] for one in said["files"] if one["asks"]] == ["tv.csv"]


def test_a_table_that_nobody_knows_is_no_success_though_the_others_load(home, capsys):
    assert run(["--project", str(home / "shop"), "ingest", str(home / "exports")], {}) == 2
    out = " ".join(capsys.readouterr().out.split())
    assert "Nobody said what its columns are: who, what (rows: 1)." in out
    assert 'file = "**/notes.csv"' in out
    with open_project(home / "shop") as project:
        assert project.store.counts()["spend"] == 2


def test_a_file_that_is_named_and_loads_nothing_is_no_success(home, capsys):
    notes = home / "exports" / "notes.txt"
    notes.write_text("read me first\nthen go on\n", encoding="utf-8")
    assert run(["--project", str(home / "shop"), "ingest", str(notes)], {}) == 2
    assert "Nothing of notes.txt can be loaded. It is no table" in capsys.readouterr().err


def test_a_text_that_is_no_table_does_not_keep_a_folder_open(home):
    (home / "exports" / "notes.csv").unlink()
    (home / "exports" / "notes.txt").write_text("read me first\nthen go on\n", encoding="utf-8")
    assert run(["--project", str(home / "shop"), "ingest", str(home / "exports")], {}) == 0
