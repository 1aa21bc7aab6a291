"""Opening: the first time, again, while another holds it, and when something is wrong."""

import json
import multiprocessing
import os
from dataclasses import replace
from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from probant.contract.catalog import CONTRACTS
from probant.contract.definition import COUNT, TEXT, Column
from probant.contract.spend import SPEND
from probant.errors import Busy, Inconsistent, Lost, Missing, Outdated, Unreadable
from probant.store import migrate
from probant.store.limits import Limits
from probant.store.open import Store
from probant.words import say


def test_first_opening_makes_the_store_for_its_owner_alone(folder):
    with Store.open(folder) as store:
        assert store.last == 0
        assert store.counts() == dict.fromkeys(CONTRACTS, 0)
    assert sorted(path.name for path in folder.iterdir()) == ["store.duckdb", "store.mark"]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_store_opens_again_with_all_that_it_held(folder, spend, load, read):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
        before = read(store)
    with Store.open(folder) as store:
        assert read(store) == before
        assert load(store, "a", spend({})).again


def test_no_folder_is_said(tmp_path):
    with pytest.raises(Missing, match="There is no folder"):
        Store.open(tmp_path / "nowhere")


def _hold(folder, ready, done):
    with Store.open(folder):
        ready.set()
        done.wait(60)


@pytest.fixture
def holder(folder):
    """A process that holds the store of `folder`."""
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    process = spawn.Process(target=_hold, args=(folder, ready, done))
    process.start()
    assert ready.wait(60)
    yield process, done
    done.set()
    process.join()


def test_second_process_is_told_who_holds_the_store(folder, holder):
    process, _ = holder
    with pytest.raises(Busy, match=f"Process {process.pid} holds") as caught:
        Store.open(folder, wait=0.2)
    assert "wait until it has finished" in str(caught.value.mend)


def test_second_process_waits_for_the_first_to_end(folder, holder):
    process, done = holder
    done.set()
    with Store.open(folder, wait=60) as store:
        assert store.last == 0
    process.join()
    assert process.exitcode == 0


def test_second_opening_in_one_process_is_told_that_it_holds_the_store_itself(folder, store, spend, load):
    with pytest.raises(Busy, match=f"Process {os.getpid()} holds"):
        Store.open(folder)
    with pytest.raises(Busy, match=f"Process {os.getpid()} holds"):
        Store.open(folder, limits=Limits(memory=300 << 20))
    assert load(store, "a", spend({})).loaded == 1


def test_two_first_openings_at_once_make_one_store(folder, monkeypatch, spend, load):
    """The slower one finds the name taken when it comes to give it, and leaves the store that is there."""
    from probant.store import create

    settle = create._bring_to_disk

    def overtaken(file):
        monkeypatch.setattr(create, "_bring_to_disk", settle)
        with Store.open(folder) as faster:
            load(faster, "a", spend({}))
        settle(file)

    monkeypatch.setattr(create, "_bring_to_disk", overtaken)
    with Store.open(folder) as store:
        assert store.last == 1
    assert sorted(path.name for path in folder.iterdir()) == ["store.duckdb", "store.mark"]


def test_file_that_is_no_store_is_said_and_kept(folder):
    (folder / "store.duckdb").write_bytes(b"a spreadsheet, renamed" * 500)
    with pytest.raises(Unreadable, match="not a valid DuckDB database file"):
        Store.open(folder)
    assert (folder / "store.duckdb").read_bytes().startswith(b"a spreadsheet")


def test_store_of_a_newer_program_is_refused_and_left_alone(folder):
    Store.open(folder).close()
    with duckdb.connect(folder / "store.duckdb") as raw:
        raw.execute("UPDATE _about SET value = '99' WHERE name = 'schema_version'")
    with pytest.raises(Outdated, match="The store has schema 99; this version of the program knows schemas up to 1"):
        Store.open(folder)


def test_mark_ahead_of_the_store_is_a_loss(folder):
    Store.open(folder).close()
    (folder / "store.mark").write_text(json.dumps({"batch": 3, "content": "sha"}))
    with pytest.raises(Lost, match="Batches up to 3 were acknowledged, the store ends with batch 0") as caught:
        Store.open(folder)
    assert "restore the project folder from a backup" in str(caught.value.mend)


def test_store_that_vanished_is_a_loss_and_no_new_one_is_made(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
    (folder / "store.duckdb").unlink()
    with pytest.raises(Lost, match="Batches up to 1 were acknowledged"):
        Store.open(folder)
    assert not (folder / "store.duckdb").exists()


def test_store_of_another_project_under_this_mark_is_a_loss(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
    (folder / "store.mark").write_text(json.dumps({"batch": 1, "content": "sha of something else"}))
    with pytest.raises(Lost, match="Batch 1 in the store is another one than was acknowledged"):
        Store.open(folder)


def test_missing_mark_is_not_taken_for_a_whole_store(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
    (folder / "store.mark").unlink()
    with pytest.raises(Lost, match=r"The store ends with batch 1, and .*store\.mark, which says whether that is all"):
        Store.open(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"batch": "many"}', '{"batch": null, "content": null}'])
def test_unreadable_mark_is_not_taken_for_a_whole_store(folder, text):
    Store.open(folder).close()
    (folder / "store.mark").write_text(text)
    with pytest.raises(Lost, match="is not to be read, so nothing says whether the store is whole"):
        Store.open(folder)


def test_store_ahead_of_its_mark_brings_the_mark_up(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
    (folder / "store.mark").write_text(json.dumps({"batch": 0, "content": None}))
    Store.open(folder).close()
    assert json.loads((folder / "store.mark").read_text()) == {"batch": 1, "content": "sha of a"}


def _grown(*columns):
    return replace(SPEND, columns=(*SPEND.columns, *columns))


def test_contract_that_grew_grows_the_table_and_keeps_its_rows(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({"amount": Decimal("7.2500")}))
    tax = Column("tax", pa.decimal128(18, 4), "currency", say("Tax."), required=False)
    device = Column("device", TEXT, "name", say("Device."), default="it's all")
    views = Column("views", COUNT, "count", say("Views."), required=False, default=4)
    with duckdb.connect(folder / "store.duckdb") as raw:
        migrate.migrate(raw, [_grown(tax, device, views)])
        assert raw.sql("FROM spend").fetchall()[0][7:] == (
            "EUR",
            Decimal("7.2500"),
            None,
            3,
            None,
            1,
            None,
            1,
            None,
            "it's all",
            4,
        )
        with pytest.raises(duckdb.ConstraintException):
            raw.execute("UPDATE spend SET device = NULL")
        migrate.migrate(raw, [_grown(tax, device, views)])


def test_required_column_that_rows_cannot_have_changes_nothing(folder, spend, load, read):
    with Store.open(folder) as store:
        load(store, "a", spend({}))
        before = read(store)
    with duckdb.connect(folder / "store.duckdb") as raw:
        with pytest.raises(Inconsistent, match="Rows of table spend do not fit its column device"):
            migrate.migrate(raw, [_grown(Column("device", TEXT, "name", say("Device.")))])
        columns = tuple(replace(one, type=TEXT) if one.name == "clicks" else one for one in SPEND.columns)
        with pytest.raises(Inconsistent, match="Rows of table spend do not fit its column clicks"):
            migrate.migrate(raw, [replace(SPEND, columns=columns)])
    with Store.open(folder) as store:
        assert read(store) == before


def test_every_contract_is_stored_in_its_own_types(store):
    for name, contract in CONTRACTS.items():
        table = store.tables()[name]
        schema = store.fetch({"t": table})["t"].schema
        assert [(one.name, one.type) for one in schema] == [(one.name, one.type) for one in contract.columns]


def test_store_whose_accounts_hold_english_text_says_it_as_it_stands(folder, spend, load):
    with Store.open(folder) as store:
        load(store, "a", spend({"amount": Decimal("7.25")}))
    with duckdb.connect(folder / "store.duckdb") as raw:
        raw.execute("UPDATE _batches SET reasons = '{\"“{x}” is no date.\": 2}'")
    with Store.open(folder) as store:
        (why,) = store.receipts()[0].reasons
    assert (str(why.words), why.rows) == ("“{x}” is no date.", 2)
