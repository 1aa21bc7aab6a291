"""What the tests of the store share: a project folder, an open store, and spend rows."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from probant.contract.batch import Batch
from probant.contract.spend import SPEND
from probant.store.open import Store

AT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
ROW = {
    "day": date(2026, 1, 5),
    "span_days": 1,
    "business": "shop",
    "area": "FR",
    "account": "(all)",
    "campaign": "(all)",
    "channel": "search",
    "currency": "EUR",
    "amount": Decimal("10.0000"),
    "impressions": None,
    "clicks": 3,
    "reach": None,
}


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "project"
    place.mkdir()
    return place


@pytest.fixture
def store(folder):
    with Store.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def spend():
    """Makes a batch of spend rows; each argument is what differs from the usual row."""

    def make(*rows, **more):
        return Batch(pa.RecordBatch.from_pylist([ROW | row for row in rows], schema=SPEND.schema), **more)

    return make


@pytest.fixture(scope="session")
def load():
    """Loads batches of spend; the content's name is made of the source unless it is given."""

    def run(store, source, *batches, content=None, **more):
        return store.load(SPEND, source, content or f"sha of {source}", batches, at=AT, **more)

    return run


@pytest.fixture(scope="session")
def read():
    """Rows of spend, as they are or as of a batch, in the order of their keys."""

    def run(store, as_of=None):
        table = store.tables(as_of)["spend"]
        rows = store.fetch({"rows": table.order_by("day", "channel", "amount")})["rows"]
        return rows.to_pylist()

    return run
