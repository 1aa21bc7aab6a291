"""Reading: as of one moment, from many threads, and nothing but the store."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Event

import duckdb
import ibis
import pyarrow as pa
import pytest

from probant.contract.catalog import CONTRACTS
from probant.contract.spend import SPEND
from probant.store.limits import Limits
from probant.store.open import Store


def test_tables_show_the_contracts_columns_and_no_others(store):
    shown = store.tables()
    assert list(shown) == list(CONTRACTS)
    for name, contract in CONTRACTS.items():
        assert list(shown[name].columns) == contract.schema.names


def test_four_threads_read_what_one_reads(store, spend, load):
    for number in range(20):
        load(store, str(number), spend(*({"campaign": f"{number}-{row}"} for row in range(50))))

    def ask(as_of):
        table = store.tables(as_of)["spend"]
        sums = {"rows": table.agg(rows=table.count()), "money": table.agg(money=table.amount.sum())}
        found = store.fetch(sums)
        return found["rows"]["rows"][0].as_py(), found["money"]["money"][0].as_py()

    moments = [1 + number % 20 for number in range(80)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(ask, moments))
    assert found == [(50 * moment, Decimal(500 * moment)) for moment in moments]


def test_results_of_one_fetch_are_of_one_moment(store, spend, load):
    """A batch comes in between the first and the second expression."""
    table = store.tables()["spend"]
    rows = table.agg(rows=table.count())

    class Meanwhile(dict):
        def items(self):
            yield "before", rows
            load(store, "a", spend({}))
            yield "after", rows

    found = store.fetch(Meanwhile())
    assert found["before"].to_pylist() == found["after"].to_pylist() == [{"rows": 0}]
    assert store.fetch({"then": rows})["then"].to_pylist() == [{"rows": 1}]


def test_readers_see_nothing_of_a_batch_that_is_half_loaded(store, spend, load):
    load(store, "a", spend({"campaign": "a"}))
    inside, go_on = Event(), Event()

    def slow():
        yield spend({"campaign": "b"})
        inside.set()
        assert go_on.wait(60)
        yield spend({"campaign": "c"})

    def count():
        table = store.tables()["spend"]
        return store.fetch({"n": table.agg(n=table.count())})["n"]["n"][0].as_py()

    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(store.load, SPEND, "b", "sha", slow(), at=datetime(2026, 3, 1, tzinfo=UTC))
        assert inside.wait(60)
        assert count() == 1
        assert store.last == 1
        go_on.set()
        assert loading.result(60).loaded == 2
    assert count() == 3


def test_two_loads_from_two_threads_come_one_after_the_other(store, spend, load):
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda n: load(store, str(n), spend({"campaign": str(n)})), range(12)))
    assert sorted(one.batch for one in receipts) == list(range(1, 13))
    assert store.counts()["spend"] == 12


def test_money_is_exact(store, spend, load):
    load(store, "a", spend(*({"campaign": str(n), "amount": Decimal("0.1000")} for n in range(1000))))
    table = store.tables()["spend"]
    total = store.fetch({"sum": table.agg(sum=table.amount.sum())})["sum"]["sum"][0].as_py()
    assert total == Decimal("100.0000")
    assert isinstance(total, Decimal)


def test_digest_is_of_the_batches_that_tables_are_made_of(store, spend, load, folder):
    empty = store.digest(["spend"], 0)
    load(store, "a", spend({}))
    one = store.digest(["spend"], 1)
    assert store.digest(["spend"], 0) == empty != one
    assert store.digest(["claims"], 1) == store.digest(["claims"], 0)
    load(store, "b", spend({"campaign": "b"}))
    assert store.digest(["spend"], 1) == one != store.digest(["spend"], 2)
    assert store.digest(["spend", "claims"], 2) == store.digest(["claims", "spend", "spend"], 2)
    assert len(one) == 64


def test_digest_differs_with_content_and_not_with_the_moment_of_loading(tmp_path, spend, load):
    digests = []
    for number, content in enumerate(("x", "x", "y")):
        (tmp_path / str(number)).mkdir()
        with Store.open(tmp_path / str(number)) as store:
            load(store, f"file {number}", spend({}), content=content)
            digests.append(store.digest(["spend"], 1))
    assert digests[0] == digests[1] != digests[2]


def test_no_query_reaches_a_file_or_changes_a_setting(store, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with store.link.cursor() as cursor:
        with pytest.raises(duckdb.PermissionException):
            cursor.execute("FROM read_csv($file)", {"file": str(secret)})
        with pytest.raises(duckdb.PermissionException):
            cursor.execute(f"COPY spend TO '{tmp_path / 'out.csv'}'")
        with pytest.raises(duckdb.Error):
            cursor.execute("SET enable_external_access = true")
        with pytest.raises(duckdb.Error):
            cursor.execute("SET memory_limit = '10GB'")


def test_days_and_instants_are_in_utc_on_every_cursor(store):
    with store.link.cursor() as cursor:
        assert cursor.execute("FROM (VALUES (current_setting('TimeZone')))").fetchall() == [("UTC",)]


def test_what_does_not_fit_into_memory_is_spilled_and_removed(folder):
    with Store.open(folder, limits=Limits(memory=100 << 20, threads=2)) as store:
        numbers = ibis.range(3_000_000).unnest().name("n").as_table()
        texts = numbers.mutate(text=numbers.n.cast("string") + "-" + (numbers.n * 7919 % 1_000_003).cast("string"))
        wide = texts.group_by("text").agg(n=texts.count(), most=texts.n.max())
        found = store.fetch({"all": wide.agg(rows=wide.count(), n=wide.n.sum())})["all"].to_pylist()
        assert found == [{"rows": 3_000_000, "n": 3_000_000}]
    assert not list(folder.glob("store.spill/*"))


def test_a_table_that_is_handed_in_is_read_beside_those_of_the_store(store, spend, load):
    load(store, "one", spend({"campaign": "a"}, {"campaign": "b"}))
    given = ibis.memtable(pa.table({"campaign": ["a"], "named": ["first"]}))
    held = store.tables()["spend"]
    met = held.inner_join(given, "campaign").select("campaign", "named")
    assert store.fetch({"met": met})["met"].to_pylist() == [{"campaign": "a", "named": "first"}]
