"""Evidence is kept as it was, under the digest of what it says."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256

import numpy as np
import pyarrow.parquet as pq
import pytest

from probant.errors import Ambiguous, Tampered, UnknownName
from probant.ledger.archive import Archive
from probant.vocabulary import Check, Draws, Estimate, Evidence, Grade, Interval, Period, Provenance, Purpose
from probant.words import say

WHOLE = Evidence(
    engine="experiments.difference",
    estimand=say("difference in {metric}, {arms}", metric=say("click rate"), arms=("treated", "control")),
    purpose=Purpose.EFFICIENCY,
    business="shop",
    estimates={
        "treated": Estimate(0.1 + 0.2, "points", Interval(-1e-300, float("inf"), 0.95)),
        "b": Estimate(-0.0, "EUR"),
    },
    design=Grade.A,
    line=None,
    checks=(
        Check("ratio", None, say("seen on {day} at {at}", day=date(2026, 1, 2), at=datetime(2026, 1, 2, tzinfo=UTC))),
    ),
    limits=(say("costs {amount:EUR}", amount=Decimal("12.3400")),),
    unknown={"c": say("no spend")},
    period=Period(date(2026, 1, 1), date(2026, 2, 1)),
    sample={"treated": 12, "b": 13},
    ids={"experiment": "checkout"},
    provenance=Provenance('{"a":1}', "d" * 64, 3, 7, "0.1.0"),
)
DRAWS = Draws(("treated", "b €"), np.random.default_rng(1).normal(size=(50, 2)))


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path)


def test_it_comes_back_equal(archive):
    kept, digest = archive.put(WHOLE)
    assert archive.get(kept) == WHOLE
    assert archive.get(kept, digest=digest) == WHOLE
    assert repr(archive.get(kept)) == repr(WHOLE)


def test_its_id_begins_the_digest_of_its_file(archive):
    kept, digest = archive.put(WHOLE)
    assert digest == sha256((archive.folder / f"{kept}.json").read_bytes()).hexdigest()
    assert (len(kept), digest[:16]) == (16, kept)


def test_the_same_evidence_is_kept_once(archive):
    assert archive.put(WHOLE) == archive.put(replace(WHOLE))
    assert len(archive.ids()) == 1


def test_draws_are_columns_by_subject_and_come_back_exactly(archive):
    kept, _ = archive.put(replace(WHOLE, draws=DRAWS))
    again = archive.draws(kept)
    assert again.subjects == DRAWS.subjects
    np.testing.assert_array_equal(again.values, DRAWS.values)
    assert pq.read_schema(archive.folder / f"{kept}.draws.parquet").names == list(DRAWS.subjects)
    assert archive.get(kept) == WHOLE


def test_evidence_without_draws_has_none(archive):
    kept, _ = archive.put(WHOLE)
    assert archive.draws(kept) is None


def test_an_id_may_be_shortened_while_it_names_one(archive):
    ids = sorted({archive.put(replace(WHOLE, business=f"shop {number}"))[0] for number in range(40)})
    assert archive.ids() == tuple(ids)
    first = ids[0]
    shortest = next(first[:n] for n in range(1, 17) if sum(one.startswith(first[:n]) for one in ids) == 1)
    assert archive.find(shortest) == first
    with pytest.raises(Ambiguous, match="pieces of evidence begin with"):
        archive.find(next(digit for digit in "0123456789abcdef" if sum(one.startswith(digit) for one in ids) > 1))


@pytest.mark.parametrize("name", ["", "zz", "../secret", "*"])
def test_an_unknown_id_is_said_to_be_so(archive, name):
    archive.put(WHOLE)
    with pytest.raises(UnknownName, match="No piece of evidence is named"):
        archive.get(name)


def test_changed_evidence_is_found(archive):
    kept, _ = archive.put(WHOLE)
    file = archive.folder / f"{kept}.json"
    file.write_bytes(file.read_bytes().replace(b'"sample"', b'"sampled"'))
    with pytest.raises(Tampered, match="its digest differs"):
        archive.get(kept)


def test_evidence_that_is_not_the_ledgers_is_found(archive):
    kept, digest = archive.put(WHOLE)
    with pytest.raises(Tampered, match="its digest differs"):
        archive.get(kept, digest=digest[:-1] + ("0" if digest[-1] != "0" else "1"))


def test_changed_draws_are_found(archive):
    kept, _ = archive.put(replace(WHOLE, draws=DRAWS))
    other, _ = archive.put(replace(WHOLE, business="b", draws=replace(DRAWS, values=DRAWS.values + 1e-12)))
    file = archive.folder / f"{kept}.draws.parquet"
    file.write_bytes((archive.folder / f"{other}.draws.parquet").read_bytes())
    with pytest.raises(Tampered, match="its digest differs"):
        archive.draws(kept)
    file.write_bytes(b"PAR1")
    with pytest.raises(Tampered, match="its digest differs"):
        archive.draws(kept)
    file.unlink()
    with pytest.raises(Tampered, match="not there any more"):
        archive.draws(kept)


def test_evidence_of_another_version_is_said_to_be_so(archive):
    kept, _ = archive.put(WHOLE)
    document = json.loads((archive.folder / f"{kept}.json").read_bytes())
    document["evidence"]["purpose"] = "glory"
    text = json.dumps(document).encode()
    name = sha256(text).hexdigest()[:16]
    (archive.folder / f"{name}.json").write_bytes(text)
    with pytest.raises(Tampered, match="another version"):
        archive.get(name)


def test_a_write_that_fails_leaves_nothing(archive, monkeypatch):
    archive.put(WHOLE)

    def fail(descriptor):
        raise OSError("no disk")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="no disk"):
        archive.put(replace(WHOLE, business="other"))
    assert len(list(archive.folder.iterdir())) == 1
