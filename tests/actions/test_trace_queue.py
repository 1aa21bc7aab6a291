"""Spans between their acknowledgement and the store: a queue that is full, and one that a crash cut off."""

import json
import struct

import pytest

from probant.actions.init import init
from probant.actions.project import open_project
from probant.actions.traces import Gate
from probant.errors import Busy
from probant.source.otlp.request import JSON, TRACES
from probant.store.queue import Queue, read


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "project", currency="EUR")
    with open_project(tmp_path / "project") as project:
        yield project


def request(number):
    """A request of OTLP with one span of that number."""
    said = [{"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}}]
    moments = {"startTimeUnixNano": "1750000000000000000", "endTimeUnixNano": "1750000000000000005"}
    span = {"traceId": "a" * 32, "spanId": f"{number:016x}", "name": "chat", "attributes": said, **moments}
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).encode()


def test_a_full_queue_takes_nothing_and_loses_nothing(project):
    gate = Gate(project, Queue.beside(project.folder, capacity=1000))
    gate.take(request(1), TRACES, JSON)
    taken = 1
    with pytest.raises(Busy, match="More waits"):  # noqa: PT012  how many fit is what is asked
        for number in range(2, 50):
            gate.take(request(number), TRACES, JSON)
            taken += 1
    held = gate.queue.size()
    gate.drain()
    assert held > 1000
    assert gate.queue.size() == 0
    assert len(project.fetch({"spans": project.tables()["spans"]})["spans"]) == taken


def test_what_a_crash_cut_off_is_not_read_and_hides_nothing(project):
    queue = Queue.beside(project.folder)
    Gate(project, queue).take(request(1), TRACES, JSON)
    [file] = [one for one in queue.folder.iterdir() if one.stat().st_size]
    file.write_bytes(file.read_bytes() + struct.pack("<IIH", 999, 0, 5) + b"span")
    again = Gate(project, Queue.beside(project.folder))
    again.take(request(2), TRACES, JSON)
    assert sum(rows.num_rows for one in again.queue.close_segment() for _, rows in read(one)) == 2
