"""kill -9 at any moment: nothing that was acknowledged is lost, nothing is doubled, the next one goes on."""

import importlib.util
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from select import select

import pytest

from probant.errors import Lost
from probant.store.doctor import examine, mend
from probant.store.open import Store

LOADER = Path(__file__).with_name("loader.py")
BATCHES = 5
KILLS = 200

_spec = importlib.util.spec_from_file_location("store_loader", LOADER)
loader = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(loader)


class Nursery:
    """Starts loaders, each a process of its own."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, LOADER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )

    def start(self, folder, crash=None):
        command = {"folder": str(folder), "acks": str(acks_of(folder)), "batches": BATCHES, "crash": crash}
        self.process.stdin.write(json.dumps(command).encode() + b"\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def kill(self, pid, delay):
        """Kill the last one after `delay` seconds, if it has not ended by then; how long it lived, and how it ended."""
        began = time.monotonic()
        if not select([self.process.stdout], [], [], delay)[0]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return time.monotonic() - began, self.end()

    def end(self):
        """How the last one ended; negative: by that signal."""
        return int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def nursery():
    started = Nursery()
    yield started
    started.close()


def acks_of(folder):
    return folder.with_suffix(".acks")


def acknowledged(folder):
    file = acks_of(folder)
    return {int(line) for line in file.read_text().split()} if file.exists() else set()


def check(folder):
    """Open what the killed one left, hold it against what it acknowledged, and say how much there is."""
    with Store.open(folder) as store:
        receipts = store.receipts()
        table = store.tables()["spend"]
        sums = store.fetch({"sums": table.agg(rows=table.count(), money=table.amount.sum())})["sums"].to_pylist()[0]
    done = len(receipts)
    assert [one.batch for one in receipts] == list(range(1, done + 1))
    assert acknowledged(folder) <= set(range(1, done + 1)), "lost"
    assert done <= max(acknowledged(folder), default=0) + 1
    assert [one.loaded for one in receipts] == [loader.rows_of(number) for number in range(done)]
    assert sums["rows"] == sum(loader.rows_of(number) for number in range(done)), "doubled or lost"
    assert sums["money"] == (sum(Decimal(loader.amount_of(number)) for number in range(done)) if done else None)
    return done


def fresh(tmp_path, number):
    folder = tmp_path / f"project {number}"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("crash", list(loader.CRASHES))
def test_no_place_is_a_bad_one_to_be_killed_at(nursery, tmp_path, crash):
    folder = fresh(tmp_path, 0)
    nursery.start(folder, crash)
    assert nursery.end() == -signal.SIGKILL
    check(folder)
    for finding in examine(folder):
        if not finding.ok:
            assert finding.mendable
            mend(folder, finding)
    assert all(finding.ok for finding in examine(folder))
    nursery.start(folder)
    assert nursery.end() == 0
    assert check(folder) == BATCHES


@pytest.mark.slow
def test_200_random_kills_lose_nothing_and_double_nothing(nursery, tmp_path):
    chance, killed, projects = random.Random(20260301), 0, 0
    folder, whole = fresh(tmp_path, projects), 60.0
    while killed < KILLS:
        pid = nursery.start(folder)
        lived, ended = nursery.kill(pid, chance.uniform(0, whole) if projects else whole)
        assert ended in (0, -signal.SIGKILL)
        killed += ended != 0
        if ended == 0 and acks_of(folder).read_text().count("\n") == BATCHES:
            whole = min(whole, lived)  # it did all the work in one go
        if check(folder) == BATCHES:
            assert acknowledged(folder)
            projects += 1
            folder = fresh(tmp_path, projects)
    assert projects > 10
    assert all(acknowledged(tmp_path / f"project {number}") for number in range(projects))


def test_log_that_was_cut_short_is_found_by_the_mark_and_left_as_it_is(nursery, tmp_path):
    folder = fresh(tmp_path, 0)
    nursery.start(folder, "open")
    assert nursery.end() == -signal.SIGKILL
    log = folder / "store.duckdb.wal"
    whole = log.read_bytes()
    log.write_bytes(whole[: len(whole) * 2 // 3])
    cut = log.read_bytes()
    for _ in range(2):
        with pytest.raises(Lost, match=rf"Batches up to {BATCHES} were acknowledged, the store ends with batch \d"):
            Store.open(folder)
        assert log.read_bytes() == cut
    finding = next(one for one in examine(folder) if not one.ok)
    assert (finding.name, finding.mendable) == ("mark", False)
    assert log.read_bytes() == cut
    log.write_bytes(whole)
    assert check(folder) == BATCHES
