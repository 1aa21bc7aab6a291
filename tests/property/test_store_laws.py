"""Laws of loading, against an oracle of a few lines of Python that knows no engine."""

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.contract.batch import Batch, Reject
from probant.contract.spend import SPEND
from probant.store.open import Store
from probant.words import say

AT = datetime(2026, 3, 1, tzinfo=UTC)
AMOUNTS = [Decimal("0.1000"), Decimal("0.2000"), Decimal("99999999999999.9999")]

rows = st.tuples(
    st.sampled_from([date(2026, 1, 1), date(2026, 1, 2)]),
    st.sampled_from(["search", "social", "été 'quoted'"]),
    st.sampled_from(AMOUNTS),
    st.sampled_from([None, 0]),
)
"""Day and channel are the key; amount and clicks the values. Few of each, so that they meet."""
files = st.lists(st.lists(rows, max_size=8), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An empty store, to be copied: making one takes longer than filling it."""
    folder = tmp_path_factory.mktemp("template")
    Store.open(folder).close()
    return folder


def fresh(template):
    folder = Path(mkdtemp(dir=template.parent))
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return folder


def batch(file, **more):
    columns = list(zip(*file, strict=True)) or [(), (), (), ()]
    given_columns = dict(zip(("day", "channel", "amount", "clicks"), columns, strict=True))
    arrays = []
    for column in SPEND.columns:
        usual = {"span_days": 1, "impressions": None, "clicks": None, "reach": None}.get(column.name, "x")
        arrays.append(pa.array(given_columns.get(column.name, [usual] * len(file)), column.type))
    return Batch(pa.RecordBatch.from_arrays(arrays, schema=SPEND.schema), **more)


def visible(store, as_of=None):
    table = store.tables(as_of)["spend"].select("day", "channel", "amount", "clicks")
    return sorted(map(tuple, (row.values() for row in store.fetch({"t": table})["t"].to_pylist())), key=repr)


def oracle(file, current):
    """What becomes of a file: (rows afterwards, loaded, quarantined, duplicate, replaced)."""
    distinct = list(dict.fromkeys(file))
    keys = [row[:2] for row in distinct]
    sound = [row for row in distinct if keys.count(row[:2]) == 1]
    held = {row[:2]: row for row in current}
    same = [row for row in sound if held.get(row[:2]) == row]
    replaced = [row for row in sound if row[:2] in held and held[row[:2]] != row]
    after = list({**held, **{row[:2]: row for row in sound}}.values())
    quarantined, duplicate = len(distinct) - len(sound), len(file) - len(distinct) + len(same)
    return after, len(sound) - len(same), quarantined, duplicate, len(replaced)


@settings(max_examples=25, deadline=None)
@given(history=files)
def test_every_moment_is_what_the_oracle_says_and_accounts_add_up(template, history):
    moments = [[]]
    with Store.open(fresh(template)) as store:
        for number, file in enumerate(history):
            receipt = store.load(SPEND, str(number), str(number), [batch(file)], at=AT)
            after, *counts = oracle(file, moments[-1])
            assert [receipt.loaded, receipt.quarantined, receipt.duplicate, receipt.replaced] == counts
            assert receipt.received == len(file)
            moments.append(after)
        for number, moment in enumerate(moments):
            assert visible(store, as_of=number) == sorted(moment, key=repr)
        assert visible(store) == sorted(moments[-1], key=repr)
        receipts = store.receipts()
        assert store.counts()["spend"] == sum(one.loaded - one.replaced for one in receipts)
        total = sum((row[2] for row in moments[-1]), Decimal(0))
        assert sum((row[2] for row in visible(store)), Decimal(0)) == total


@settings(max_examples=15, deadline=None)
@given(file=st.lists(rows, max_size=12), cuts=st.lists(st.integers(0, 12), max_size=4), bad=st.integers(0, 3))
def test_a_file_is_the_same_in_any_split_and_twice(template, file, cuts, bad):
    rejects = tuple(Reject("f", line, None, say("bad")) for line in range(bad))
    edges = [0, *sorted(min(cut, len(file)) for cut in cuts), len(file)]
    pieces = [batch(file[a:b]) for a, b in pairwise(edges)]
    with Store.open(fresh(template)) as whole, Store.open(fresh(template)) as split:
        one = whole.load(SPEND, "f", "sha", [batch(file, rejects=rejects, refused=2)], at=AT)
        many = split.load(SPEND, "f", "sha", [*pieces, batch([], rejects=rejects, refused=2)], at=AT)
        assert one == many
        assert one.received == len(file) + bad + 2
        assert visible(whole) == visible(split)
        before = visible(split)
        assert split.load(SPEND, "f", "sha", [batch(file)], at=AT).again
        other = split.load(SPEND, "copy of f", "sha", [batch(file)], at=AT)
        assert (other.loaded, other.replaced) == (0, 0)
        assert visible(split) == before


@settings(max_examples=15, deadline=None)
@given(rows_once=st.dictionaries(st.tuples(st.dates(), st.text(max_size=5)), st.sampled_from(AMOUNTS), max_size=12))
def test_files_without_contradictions_give_the_same_rows_in_any_division_into_files(template, rows_once):
    file = [(day, channel.replace("\x00", ""), amount, None) for (day, channel), amount in rows_once.items()]
    file = list({row[:2]: row for row in file}.values())
    with Store.open(fresh(template)) as one, Store.open(fresh(template)) as many:
        one.load(SPEND, "f", "sha", [batch(file)], at=AT)
        for number, row in enumerate(file):
            many.load(SPEND, str(number), str(number), [batch([row, row])], at=AT)
        assert visible(one) == visible(many) == sorted(file, key=repr)
