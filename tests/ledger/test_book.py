"""The ledger's file: whole lines only, one chain, nothing lost that was acknowledged."""

import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from probant.errors import DiskLow, Inconsistent, Refused, Tampered
from probant.ledger import lines
from probant.ledger.book import RECOVERED, Ledger
from probant.ledger.entry import GENESIS, Entry, first_break

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
APPENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from probant.ledger.book import Ledger

ledger, writer, times = Ledger(Path(sys.argv[1]), clock=lambda: datetime.now(UTC)), sys.argv[2], int(sys.argv[3])
for number in range(times):
    entry = ledger.append("test", writer, {"number": str(number), "padding": "x" * 300})
    print(entry.digest, flush=True)
"""


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "project", clock=lambda: NOON)


def appender(folder: Path, writer: str, times: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-S", "-c", APPENDER, str(folder), writer, str(times)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def test_an_empty_ledger_has_no_entries_and_the_first_head(ledger):
    assert (len(ledger), ledger.head, ledger.entries()) == (0, GENESIS, ())
    assert not ledger.folder.exists()


def test_entries_come_back_as_they_went_in(ledger):
    first = ledger.append("ingest", "zoé", {"table": "spend", "source": "d\u00e9penses « 1 ».csv"})
    second = ledger.append("gather", "zoé", {"seed": "0"})
    assert ledger.entries() == (first, second)
    assert ledger.entries(1) == (second,)
    assert ledger.entries(0, 1) == (first,)
    assert (first.previous, second.previous, ledger.head) == (GENESIS, first.digest, second.digest)
    assert len(ledger) == 2


def test_the_digest_is_what_sha256sum_says_of_the_line(ledger):
    entry = ledger.append("ingest", "zoé", {"table": "spend"})
    summed = subprocess.run(["sha256sum"], input=ledger.read()[:-1], capture_output=True, check=True).stdout
    assert summed.split()[0].decode() == entry.digest


def test_instants_are_entered_in_utc(tmp_path):
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    assert Ledger(tmp_path, clock=lambda: paris).append("a", "b", {}).at.isoformat() == "2026-03-01T12:00:00+00:00"


def test_a_clock_without_a_zone_is_refused(tmp_path):
    with pytest.raises(Inconsistent, match="no zone"):
        Ledger(tmp_path, clock=lambda: NOON.replace(tzinfo=None)).append("a", "b", {})


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"note": "asked by jeanne.martin@example.com"}, "“note” holds an e-mail address"),
        ({"jeanne@example.com": "x"}, "“facts” holds an e-mail address"),
        ({"question": "x" * 9000}, "9,000 characters"),
        ({str(number): "" for number in range(65)}, "65 facts"),
    ],
)
def test_nobody_is_named_and_nothing_long_is_kept(ledger, facts, said):
    with pytest.raises(Refused, match=said) as caught:
        ledger.append("note", "zoé", facts)
    assert "jeanne" not in str(caught.value)
    assert len(ledger) == 0


def test_an_e_mail_address_is_no_actor(ledger):
    with pytest.raises(Refused, match="short name or a pseudonym"):
        ledger.append("note", "jeanne@example.com", {})


def test_a_torn_line_is_moved_aside_and_that_is_entered(ledger):
    first = ledger.append("a", "zoé", {})
    torn = Entry(first.digest, NOON, "zoé", "b", {"x": "1"}).line[:50]
    with ledger.file.open("ab") as out:
        out.write(torn)
    assert ledger.entries() == (first,)
    second = ledger.append("c", "zoé", {})
    recovered = ledger.entries()[1]
    assert [entry.act for entry in ledger.entries()] == ["a", RECOVERED, "c"]
    assert (ledger.folder / recovered.facts["file"]).read_bytes() == torn
    assert recovered.facts["bytes"] == "50"
    assert first_break(ledger.entries()) is None
    assert ledger.head == second.digest


def test_a_torn_first_line_is_moved_aside_too(ledger):
    ledger.folder.mkdir()
    ledger.file.write_bytes(b'{"act":')
    ledger.append("a", "zoé", {})
    assert [entry.act for entry in ledger.entries()] == [RECOVERED, "a"]


def test_nothing_is_added_after_a_line_that_is_no_entry(ledger):
    ledger.append("a", "zoé", {})
    with ledger.file.open("ab") as out:
        out.write(b"{}\n")
    before = ledger.read()
    with pytest.raises(Tampered, match="its last line is no entry"):
        ledger.append("b", "zoé", {})
    with pytest.raises(Tampered, match="line 2 is no entry"):
        ledger.entries()
    assert ledger.read() == before


def test_a_full_disk_leaves_the_file_as_it_was(ledger, monkeypatch):
    ledger.append("a", "zoé", {})
    before, written = ledger.read(), os.pwrite

    def full(descriptor, data, offset):
        if len(data) < 100:
            raise OSError(errno.ENOSPC, "no space")
        return written(descriptor, data[:60], offset)

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(DiskLow, match="disk is full"):
        ledger.append("b", "zoé", {})
    assert ledger.read() == before


def test_lines_longer_than_a_block_are_read_from_the_end(ledger):
    for number in range(6):
        ledger.append("a", "zoé", {"x": "y" * 1600 * number})
    assert first_break(ledger.entries()) is None
    with lines.held(ledger.file) as descriptor:
        assert lines.tail(descriptor).last == ledger.entries()[-1].line


def test_appending_reads_the_end_of_the_file_alone(ledger, monkeypatch):
    for number in range(200):
        ledger.append("a", "zoé", {"number": str(number)})
    seen, pread = [], os.pread
    monkeypatch.setattr(os, "pread", lambda d, n, at: seen.append(n) or pread(d, n, at))
    ledger.append("a", "zoé", {})
    assert seen == [4096]


def test_two_processes_and_two_threads_never_fork_the_chain(ledger):
    processes = [appender(ledger.folder, f"process {number}", 40) for number in range(2)]
    threads = [
        threading.Thread(target=lambda: [ledger.append("test", "thread", {}) for _ in range(40)]) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    digests = {line for process in processes for line in process.communicate()[0].decode().split()}
    entries = ledger.entries()
    assert len(entries) == 160
    assert first_break(entries) is None
    assert digests < {entry.digest for entry in entries}


def test_fifty_kills_lose_no_acknowledged_entry(ledger):
    """Each writer is killed at a random instant of its work, wherever it then stands."""
    pause, acknowledged, waiting = random.Random(6), set(), 0
    for number in range(50):
        process = appender(ledger.folder, f"writer {number}", 100_000)
        assert process.stdout is not None
        acknowledged.add(process.stdout.readline().decode().strip())
        time.sleep(pause.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0].decode()
        said = rest.split("\n")[:-1]
        acknowledged.update(said)
        waiting += process.returncode == -signal.SIGKILL
    ledger.append("after", "test", {})
    entries = ledger.entries()
    assert waiting == 50
    assert len(acknowledged) >= 50
    assert acknowledged <= {entry.digest for entry in entries}
    assert first_break(entries) is None
    numbers = {}
    for entry in entries:
        if entry.act == "test":
            assert int(entry.facts["number"]) == numbers.get(entry.actor, 0)
            numbers[entry.actor] = int(entry.facts["number"]) + 1
