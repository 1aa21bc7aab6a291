"""The doctor says what is wrong, and mends what is safe to mend."""

import json
import os

import pytest

from probant.errors import Refused
from probant.store.doctor import accept, examine, mend
from probant.store.limits import Limits
from probant.store.open import Store


@pytest.fixture
def loaded(folder, spend, load):
    """A sound store of one batch, closed."""
    with Store.open(folder) as store:
        load(store, "a", spend({}))
    return folder


def bad(folder, **more):
    return [one for one in examine(folder, **more) if not one.ok]


def test_sound_store_has_no_bad_finding_and_is_not_changed(loaded):
    before = {path.name: path.read_bytes() for path in loaded.iterdir()}
    found = examine(loaded)
    assert [one.name for one in found] == ["leftovers", "permissions", "disk", "store", "spill", "mark"]
    assert all(one.ok and one.mend is None for one in found)
    assert {path.name: path.read_bytes() for path in loaded.iterdir()} == before


def test_folder_without_a_store_is_sound(folder):
    assert bad(folder) == []
    assert list(folder.iterdir()) == []


def test_what_a_killed_creation_left_is_found_and_removed(loaded):
    for name in ("store.duckdb.0a1b2c3d.new", "store.duckdb.0a1b2c3d.new.wal", "store.mark.0a1b2c3d.new"):
        (loaded / name).write_bytes(b"half")
    (finding,) = bad(loaded)
    assert "store.duckdb.0a1b2c3d.new.wal" in str(finding.words)
    mend(loaded, finding)
    assert bad(loaded) == []
    assert sorted(path.name for path in loaded.iterdir()) == ["store.duckdb", "store.mark"]


def test_spilled_files_are_found_and_removed(loaded):
    (loaded / "store.spill").mkdir()
    (loaded / "store.spill" / "duckdb_temp_storage-0.tmp").write_bytes(b"x")
    (finding,) = bad(loaded)
    mend(loaded, finding)
    assert bad(loaded) == []


def test_mark_behind_the_store_is_brought_up(loaded):
    (loaded / "store.mark").write_text(json.dumps({"batch": 0, "content": None}))
    (loaded / "store.mark").chmod(0o600)
    (finding,) = bad(loaded)
    assert "is behind the store, which is whole up to batch 1" in str(finding.words)
    mend(loaded, finding)
    assert bad(loaded) == []
    assert json.loads((loaded / "store.mark").read_text())["batch"] == 1


@pytest.mark.parametrize("text", [None, "{", '{"batch": 9, "content": "sha"}'])
def test_loss_is_not_mended_but_can_be_accepted_by_a_person(loaded, text):
    mark = loaded / "store.mark"
    mark.unlink()
    if text is not None:
        mark.write_text(text)
        mark.chmod(0o600)
    (finding,) = bad(loaded)
    assert (finding.name, finding.mendable) == ("mark", False)
    with pytest.raises(Refused, match="“mark” is not mended by itself"):
        mend(loaded, finding)
    assert accept(loaded) == 1
    assert bad(loaded) == []
    Store.open(loaded).close()


def test_vanished_store_is_a_loss(loaded):
    (loaded / "store.duckdb").unlink()
    (finding,) = bad(loaded)
    assert "Batches up to 1 were acknowledged" in str(finding.words)


def test_files_open_to_others_are_closed_to_them(loaded):
    (loaded / "store.duckdb").chmod(0o644)
    (finding,) = bad(loaded)
    assert "Every account of this machine may open store.duckdb" in str(finding.words)
    mend(loaded, finding)
    assert bad(loaded) == []


def test_held_store_says_by_whom(loaded):
    with Store.open(loaded):
        (finding,) = bad(loaded)
    assert f"Process {os.getpid()} holds" in str(finding.words)
    assert not finding.mendable


def test_unreadable_store_is_said(loaded):
    (loaded / "store.duckdb").write_bytes(b"no" * 5000)
    (finding,) = bad(loaded)
    assert "not a valid DuckDB database file" in str(finding.words)


def test_store_of_a_newer_program_is_said(loaded, monkeypatch):
    monkeypatch.setattr("probant.store.migrate.MIGRATIONS", ())
    (finding,) = bad(loaded)
    assert (finding.name, finding.mendable) == ("version", False)
    assert "update probant" in str(finding.mend)


def test_low_disk_is_said(loaded):
    (finding,) = bad(loaded, limits=Limits(free=1 << 60))
    assert finding.name == "disk"


def test_what_is_sound_is_not_mended(loaded):
    with pytest.raises(Refused, match="there is nothing to do"):
        mend(loaded, examine(loaded)[0])
