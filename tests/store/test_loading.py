"""Loading: once, wholly or not at all, with an account that adds up."""

import os
import weakref
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from probant.contract.batch import Batch, Reject
from probant.contract.observations import OBSERVATIONS
from probant.contract.spend import SPEND
from probant.contract.touches import TOUCHES
from probant.errors import Cancelled, Inconsistent
from probant.store import statement as statements
from probant.vocabulary import Reason, Receipt
from probant.words import say

SEARCH, SOCIAL = {"channel": "search"}, {"channel": "social"}
DEAR = {"amount": Decimal("99.5000")}


def test_receipt_accounts_for_every_row(store, spend, load):
    no_day = Reject("a.csv", 3, "day", say("“{text}” is no date.", text="soon"))
    batch = spend(SEARCH, SOCIAL, SOCIAL, rejects=(no_day,), refused=2)
    receipt = load(store, "a.csv", batch)
    assert receipt == Receipt(
        batch=1,
        source="a.csv",
        table="spend",
        content="sha of a.csv",
        at=datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC),
        received=6,
        loaded=2,
        quarantined=1,
        duplicate=1,
        refused=2,
        reasons=(Reason(say("“{text}” is no date.", text="soon"), 1),),
    )
    assert store.receipts() == (receipt,)
    assert store.rejects(1) == (no_day,)
    assert store.counts()["spend"] == 2
    assert store.last == 1


def test_instant_of_a_receipt_is_kept_in_utc(store, spend):
    at = datetime(2026, 3, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    receipt = store.load(SPEND, "a.csv", "sha", [spend(SEARCH)], at=at)
    assert receipt.at == at
    assert store.receipts()[0].at.utcoffset() == timedelta(0)


def test_batch_that_comes_again_is_not_read_and_gets_its_first_receipt(store, spend, load, read):
    first = load(store, "a.csv", spend(SEARCH))
    before = read(store)

    def unread():
        raise AssertionError("a batch that was loaded is not read again")
        yield

    again = store.load(SPEND, "a.csv", "sha of a.csv", unread(), at=datetime(2027, 1, 1, tzinfo=UTC))
    assert again.again
    assert (again.batch, again.at, again.received) == (first.batch, first.at, first.received)
    assert read(store) == before
    assert len(store.receipts()) == 1


def test_same_content_from_another_source_is_another_batch_of_duplicates(store, spend, load):
    load(store, "a.csv", spend(SEARCH, SOCIAL), content="sha")
    second = load(store, "b.csv", spend(SEARCH, SOCIAL), content="sha")
    assert not second.again
    assert (second.loaded, second.duplicate) == (0, 2)
    assert store.counts()["spend"] == 2


def test_restated_row_replaces_its_earlier_version_and_keeps_it_for_as_of(store, spend, load, read):
    load(store, "jan.csv", spend(SEARCH, SOCIAL))
    second = load(store, "jan again.csv", spend(SEARCH | DEAR, SOCIAL))
    assert (second.loaded, second.replaced, second.duplicate) == (1, 1, 1)
    assert [row["amount"] for row in read(store)] == [Decimal("99.5000"), Decimal("10.0000")]
    assert [row["amount"] for row in read(store, as_of=1)] == [Decimal("10.0000"), Decimal("10.0000")]
    assert read(store, as_of=2) == read(store)
    assert read(store, as_of=0) == []


def test_row_that_goes_back_to_an_old_value_replaces_again(store, spend, load, read):
    for name, change in (("a", {}), ("b", DEAR), ("c", {})):
        load(store, name, spend(SEARCH | change))
    assert [read(store, as_of=k)[0]["amount"] for k in (1, 2, 3)] == [Decimal(10), Decimal("99.5"), Decimal(10)]
    assert store.receipts()[2].replaced == 1


def test_value_that_becomes_known_or_unknown_is_a_restatement(store, spend, load):
    load(store, "a", spend(SEARCH | {"impressions": None}))
    known = load(store, "b", spend(SEARCH | {"impressions": 7}))
    unknown = load(store, "c", spend(SEARCH | {"impressions": None}))
    assert (known.replaced, unknown.replaced) == (1, 1)


def test_rows_of_one_batch_that_contradict_each_other_are_kept_apart_both(store, spend, load, read):
    receipt = load(store, "a.csv", spend(SOCIAL, SEARCH), spend(SEARCH | DEAR))
    assert (receipt.loaded, receipt.quarantined, receipt.duplicate) == (1, 2, 0)
    assert [row["channel"] for row in read(store)] == ["social"]
    assert [(one.file, one.line) for one in store.rejects(1)] == [("a.csv", 2), ("a.csv", 3)]
    assert "have the same day, span_days, business" in str(store.rejects(1)[0].reason)
    assert sum(one.rows for one in receipt.reasons) == 2


def test_contradicting_rows_leave_the_current_version_alone(store, spend, load, read):
    load(store, "a", spend(SEARCH))
    receipt = load(store, "b", spend(SEARCH, SEARCH | DEAR, SEARCH))
    assert (receipt.quarantined, receipt.duplicate, receipt.replaced) == (2, 1, 0)
    assert [row["amount"] for row in read(store)] == [Decimal("10.0000")]


def test_equal_digests_are_never_the_proof_that_rows_are_equal(store, spend, load, read, monkeypatch):
    text = statements._text
    monkeypatch.setattr(statements, "_text", lambda name: _blind(text(name)))
    receipt = load(store, "a", spend(SEARCH, SOCIAL, SOCIAL), spend({"channel": "video"}))
    assert (receipt.loaded, receipt.duplicate, receipt.quarantined) == (3, 1, 0)
    receipt = load(store, "b", spend(SEARCH, SOCIAL | DEAR, {"channel": "audio"}))
    assert (receipt.loaded, receipt.replaced, receipt.duplicate) == (2, 1, 1)
    assert [row["channel"] for row in read(store)] == ["audio", "search", "social", "video"]


def _blind(text):
    """All rows with one and the same digest."""
    return text.replace("hash({key})", "hash(1)").replace("hash({earlier_key})", "hash(1)")


def test_key_without_a_day_meets_rows_of_any_day(store, load):
    def touch(day):
        row = {
            "touch": "t1",
            "at": datetime(2026, 1, day, tzinfo=UTC),
            "day": date(2026, 1, day),
            "business": "shop",
            "area": "FR",
            "visitor": "v",
            "channel": "search",
            "campaign": "(all)",
            "kind": "visit",
            "paid": None,
        }
        return [Batch(pa.RecordBatch.from_pylist([row], schema=TOUCHES.schema))]

    at = datetime(2026, 3, 1, tzinfo=UTC)
    store.load(TOUCHES, "a", "1", touch(1), at=at)
    assert store.load(TOUCHES, "b", "2", touch(20), at=at).replaced == 1
    assert store.counts()["touches"] == 1


def test_not_a_number_is_equal_to_itself(store):
    row = {"experiment": "e", "unit": "u", "metric": "m", "value": float("nan"), "before": False, "business": "b"}
    batch = Batch(pa.RecordBatch.from_pylist([row], schema=OBSERVATIONS.schema))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    store.load(OBSERVATIONS, "a", "1", [batch], at=at)
    assert store.load(OBSERVATIONS, "b", "2", [batch, batch], at=at).duplicate == 2


def test_rows_keep_the_order_in_which_they_came(store, load):
    """Places of contradicting rows are counted from it; 300,000 rows fill several row groups and threads."""
    size, count = 30_000, 10
    base = Batch(pa.RecordBatch.from_pylist([_row(0)] * size, schema=SPEND.schema)).rows

    def batches():
        for number in range(count):
            ids = np.arange(number * size, (number + 1) * size)
            names = pa.array(ids).cast(pa.string())
            yield Batch(base.set_column(base.schema.get_field_index("campaign"), "campaign", names))
        yield Batch(pa.RecordBatch.from_pylist([_row("5") | DEAR, _row("250000") | DEAR], schema=SPEND.schema))

    receipt = store.load(SPEND, "big.csv", "sha", batches(), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert (receipt.received, receipt.quarantined) == (size * count + 2, 4)
    assert [one.line for one in store.rejects(1)] == [6, 250_001, size * count + 1, size * count + 2]


def _row(campaign):
    return {
        "day": date(2026, 1, 5),
        "span_days": 1,
        "business": "shop",
        "area": "FR",
        "account": "(all)",
        "campaign": str(campaign),
        "channel": "search",
        "currency": "EUR",
        "amount": Decimal("1.0000"),
    }


def test_few_batches_are_in_memory_at_once(store, spend):
    """The engine takes them as fast as it writes, and one waits; a scanner before it would read all of them ahead."""
    size, alive, most, count = 40_000, set(), [], 30

    class Cells(np.ndarray):
        """Memory that says when it is given back."""

    def batches():
        row = spend({}).rows
        rows = pa.RecordBatch.from_arrays([pa.repeat(column[0], size) for column in row], schema=row.schema)
        for number in range(count):
            cells = np.arange(number * size, (number + 1) * size).view(Cells)
            alive.add(number)
            weakref.finalize(cells, alive.discard, number)
            clicks = pa.Array.from_buffers(pa.int64(), size, [None, pa.py_buffer(cells)])
            del cells
            most.append(len(alive))
            campaigns = clicks.cast(pa.string())
            yield Batch(rows.set_column(10, "clicks", clicks).set_column(5, "campaign", campaigns))

    receipt = store.load(SPEND, "big.csv", "sha", batches(), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert receipt.loaded == count * size
    assert max(most) <= 3 + (os.cpu_count() or 1)


def test_empty_batch_has_a_receipt_too(store, load):
    assert load(store, "empty.csv").received == 0
    assert store.last == 1


def test_error_midway_keeps_nothing_and_is_the_callers_own(store, spend, load, folder):
    load(store, "first", spend(SEARCH))
    mark = (folder / "store.mark").read_bytes()

    def breaks():
        yield spend(SOCIAL, rejects=(Reject("b", 9, None, say("bad")),))
        raise LookupError("the cable was cut")

    with pytest.raises(LookupError, match="the cable was cut"):
        store.load(SPEND, "b", "sha", breaks(), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert store.counts()["spend"] == 1
    assert store.rejects(2) == ()
    assert len(store.receipts()) == 1
    assert (folder / "store.mark").read_bytes() == mark
    assert load(store, "b", spend(SOCIAL)).batch == 2


@pytest.mark.parametrize("place", [0, 1])
def test_cancelling_keeps_nothing(store, spend, load, place):
    calls = []

    def tell(done, doing):
        calls.append(done)
        if len(calls) > place:
            raise Cancelled(say("Stopped."), mend=say("start again"))

    with pytest.raises(Cancelled):
        load(store, "a", spend(SEARCH), tell=tell)
    assert store.receipts() == ()
    assert store.counts()["spend"] == 0
    assert load(store, "a", spend(SEARCH)).loaded == 1


def test_work_is_told_in_words_and_within_one(store, spend, load):
    told = []
    load(store, "a", spend(SEARCH), tell=lambda done, doing: told.append((done, str(doing))))
    assert [words for _, words in told] == ["looking for rows that are there already", "writing the account"]
    assert all(0 <= done <= 1 for done, _ in told)


def test_other_columns_than_the_contracts_are_refused_whole(store, spend, load):
    wrong = Batch(spend(SEARCH).rows.drop_columns(["clicks"]))
    with pytest.raises(Inconsistent, match="A batch for table spend has columns day date32"):
        load(store, "a", spend(SOCIAL), wrong)
    assert store.counts()["spend"] == 0


def test_gap_in_a_required_column_is_refused_whole(store, spend, load):
    with pytest.raises(Inconsistent, match="Column channel of table spend is empty"):
        load(store, "a", spend(SOCIAL), spend({"channel": None}))
    assert store.counts()["spend"] == 0


def test_rejects_beyond_memory_are_all_kept_and_few_kinds_are_shown(store, spend, load):
    def batches():
        for start in range(0, 60_000, 10_000):
            rejects = [
                Reject("a.csv", line, "amount", say("“{text}” is no amount.", text=f"{line:0200d}"))
                for line in range(start, start + 10_000)
            ]
            yield spend(rejects=tuple(rejects))

    receipt = store.load(SPEND, "a.csv", "sha", batches(), at=datetime(2026, 3, 1, tzinfo=UTC))
    assert receipt.quarantined == 60_000
    assert len(receipt.reasons) <= 51
    assert sum(one.rows for one in receipt.reasons) == 60_000
    assert len(store.rejects(1)) == 1_000
    assert len(store.rejects(1, most=100_000)) == 60_000
    assert store.rejects(1)[7].line == 7


def test_sentences_of_rejects_keep_their_facts(store, spend, load):
    reason = say("{day} {amount:EUR} {names}", day=date(2026, 1, 2), amount=Decimal("1.20"), names=("a", "b"))
    load(store, "a", spend(rejects=(Reject("a", 1, None, reason),)))
    assert store.rejects(1)[0].reason == reason
