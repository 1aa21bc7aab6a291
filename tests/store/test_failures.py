"""What fails outside the program: disk, engine, commit. Nothing is half loaded, and the next load works."""

import subprocess
import sys
from collections import namedtuple

import duckdb
import pytest

from probant.errors import DiskLow, Unsaved
from probant.store import disk, watermark
from probant.store import load as loading
from probant.store.limits import Limits
from probant.store.open import Store

Usage = namedtuple("Usage", "total used free")


def test_low_disk_stops_a_load_before_it_starts(folder, spend, load):
    with Store.open(folder, limits=Limits(free=1 << 60)) as store:
        with pytest.raises(DiskLow, match="MB are free on the disk of") as caught:
            load(store, "a", spend({}))
        assert "free some disk, then load again" in str(caught.value.mend)
        assert store.receipts() == ()
    with Store.open(folder) as store:
        assert load(store, "a", spend({})).loaded == 1


def test_disk_that_runs_low_midway_stops_the_load_and_keeps_nothing(store, spend, load, monkeypatch):
    left = iter([10**12, 10**12, 0])
    monkeypatch.setattr(disk.shutil, "disk_usage", lambda folder: Usage(0, 0, next(left)))
    with pytest.raises(DiskLow):
        load(store, "a", *(spend({"campaign": str(n)}) for n in range(100)))
    assert store.receipts() == ()
    assert store.counts()["spend"] == 0


def test_commit_that_failed_is_said_and_nothing_is_kept(store, spend, load, monkeypatch, folder):
    def fails(cursor):
        raise duckdb.IOException("IO Error: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(loading, "commit", fails)
        with pytest.raises(Unsaved, match=r"a\.csv was not loaded: IO Error: No space left on device") as caught:
            load(store, "a.csv", spend({}))
    assert "nothing of it was kept" in str(caught.value.mend)
    assert store.counts()["spend"] == 0
    assert watermark.read(folder) == watermark.Mark()
    assert load(store, "a.csv", spend({})).batch == 1


def test_commit_that_failed_after_it_was_kept_is_acknowledged(store, spend, load, monkeypatch, folder):
    commit = loading.commit

    def fails(cursor):
        commit(cursor)
        raise duckdb.FatalException("FATAL Error: checkpoint failed")

    monkeypatch.setattr(loading, "commit", fails)
    receipt = load(store, "a", spend({}))
    assert (receipt.batch, receipt.again) == (1, False)
    assert watermark.read(folder) == watermark.Mark(1, "sha of a")
    assert store.counts()["spend"] == 1


def test_engine_that_broke_down_is_opened_anew(store, spend, load, monkeypatch, read):
    load(store, "first", spend({}))

    def breaks(cursor):
        store.link.raw.close()
        raise duckdb.FatalException("FATAL Error: the engine must be restarted")

    with monkeypatch.context() as patch:
        patch.setattr(loading, "commit", breaks)
        with pytest.raises(Unsaved, match="must be restarted"):
            load(store, "a", spend({"campaign": "a"}))
    assert len(read(store)) == 1
    assert load(store, "a", spend({"campaign": "a"})).batch == 2


def test_mark_that_cannot_be_written_is_said_and_the_batch_is_found_when_it_comes_again(
    store, spend, load, monkeypatch, folder
):
    def fails(folder, mark):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(watermark, "write", fails)
        with pytest.raises(Unsaved, match=r"a is in the store, but store\.mark could not be written") as caught:
            load(store, "a", spend({}))
    assert "load it again" in str(caught.value.mend)
    assert load(store, "a", spend({})).again
    assert watermark.read(folder) == watermark.Mark(1, "sha of a")


_FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime
sys.path.insert(0, sys.argv[2])
import loader
from probant.contract.spend import SPEND
from probant.errors import Unsaved
from probant.store.open import Store

AT = datetime(2026, 3, 1, tzinfo=UTC)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store.open(Path(sys.argv[1])) as store:
    store.load(SPEND, "0", "0", loader.batches_of(0), at=AT)
    loader.SIZES = (400_000,)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))
    try:
        store.load(SPEND, "1", "1", loader.batches_of(1), at=AT)
    except Unsaved as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print("rows", store.counts()["spend"], "batches", store.last)
    print("then", store.load(SPEND, "1", "1", loader.batches_of(1), at=AT).loaded)
"""


def test_disk_that_is_really_full_keeps_nothing_and_the_next_load_works(folder, request):
    """A limit on the size of files makes the engine's own writing fail, in a process of its own."""
    run = [sys.executable, "-c", _FULL_DISK, str(folder), str(request.path.parent)]
    told = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    assert "1 was not loaded:" in told.stdout
    assert "rows 1 batches 1" in told.stdout
    assert "then 400000" in told.stdout.replace(",", "")
    with Store.open(folder) as store:
        assert store.counts()["spend"] == 400_001
