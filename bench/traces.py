"""Agents send spans while they work: a receiver must keep up, and what it acknowledged must be there after a crash.

Peer: Arize Phoenix, which acknowledges before it is durable; counted for it is what its database holds in the end.
Both get the same bodies of real spans (../shared/data/agents) by HTTP from the same four senders.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from urllib.parse import urlparse
from uuid import uuid4

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bench.harness import BIN, HERE, Row, peer, publish, run, scratch, wait_for_quiet
from probant.web.otlp import PAUSE_SECONDS

SPANS = HERE.parent.parent / "shared" / "data" / "agents" / "spans.otlp.jsonl.gz"
COUNT = int(os.environ.get("SPANS", "20_000"))
PEER_COUNT = int(os.environ.get("PEER_SPANS", "3_000"))
KILLS = int(os.environ.get("KILLS", "100"))
EACH = 500
"""Spans that are acknowledged before each kill."""
SENDERS = 4
PHOENIX = ("arize-phoenix==20.26.1",)
PATIENCE = 120


def main() -> None:
    rows: list[Row] = []
    with scratch() as (folder, env):
        theirs = peer("phoenix", PHOENIX)
        wait_for_quiet()
        for size in (100, 512):
            ours, waits = sent_to_probant(folder / f"p{size}", env, bodies(COUNT, size))
            kept = sent_to_phoenix(folder / f"x{size}", theirs, bodies(PEER_COUNT, size))
            rows += [
                Row(f"durable spans a second, batches of {size}", ours, "spans/s", "Arize Phoenix", kept),
                Row(f"ninety-ninth percentile, batches of {size}", 1000 * waits, "ms", "limit", 500),
            ]
        rows += killed(folder / "kills", env)
    publish("traces", rows, f"{COUNT:,} real spans with new ids, {SENDERS} senders; the peer got {PEER_COUNT:,}")


def bodies(count: int, size: int) -> list[bytes]:
    """Requests of `size` spans each; the real ones, again and again under new ids."""
    spans = islice(_renewed(), count)
    made = []
    while batch := list(islice(spans, size)):
        request = ExportTraceServiceRequest()
        request.resource_spans.add().scope_spans.add().spans.extend(batch)
        made.append(request.SerializeToString())
    return made


def _renewed() -> Iterator[Span]:
    while True:
        for trace in _real():
            new = uuid4().bytes
            for span in trace:
                made = Span()
                made.CopyFrom(span)
                made.trace_id = new
                yield made


@cache
def _real() -> list[list[Span]]:
    with gzip.open(SPANS, "rt", encoding="utf-8") as lines:
        groups = [json.loads(line)["resourceSpans"] for line in lines]
    return [
        [_span(one) for group in trace for scope in group["scopeSpans"] for one in scope["spans"]] for trace in groups
    ]


def _span(one: Mapping[str, object]) -> Span:
    made = Span(name=str(one["name"]), span_id=bytes.fromhex(str(one["spanId"])))
    made.parent_span_id = bytes.fromhex(str(one.get("parentSpanId", "")))
    made.start_time_unix_nano, made.end_time_unix_nano = int(one["startTimeUnixNano"]), int(one["endTimeUnixNano"])  # type: ignore[call-overload]
    for pair in one["attributes"]:  # type: ignore[attr-defined]
        value = made.attributes.add(key=pair["key"]).value
        kind, held = next(iter(pair["value"].items()))
        if kind == "stringValue":
            value.string_value = held
        elif kind == "intValue":
            value.int_value = int(held)
        elif kind == "doubleValue":
            value.double_value = held
        else:
            value.bool_value = held
    return made


def send(url: str, made: Sequence[bytes]) -> list[float]:
    """Send all bodies by a few senders; how long each waited for its acknowledgement, in seconds."""

    def work(own: Sequence[bytes]) -> list[float]:
        place = urlparse(url)
        connection, waits = HTTPConnection(str(place.hostname), place.port, timeout=PATIENCE), []
        for body in own:
            began = time.perf_counter()
            while True:
                connection.request("POST", "/v1/traces", body, {"Content-Type": "application/x-protobuf"})
                response = connection.getresponse()
                response.read()
                if response.status == 200:
                    break
                if response.status not in (429, 503):
                    raise RuntimeError(f"{url} answered {response.status}")
                time.sleep(0.05)
            waits.append(time.perf_counter() - began)
        return waits

    with ThreadPoolExecutor(SENDERS) as pool:
        return [wait for waits in pool.map(work, [made[n::SENDERS] for n in range(SENDERS)]) for wait in waits]


def sent_to_probant(project: Path, env: Mapping[str, str], made: Sequence[bytes]) -> tuple[float, float]:
    """Durable spans a second, and the wait that 99 of 100 requests stay below."""
    run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
    with served(project, env) as (url, _):
        began = time.perf_counter()
        waits = sorted(send(url, made))
        took = time.perf_counter() - began
    found, distinct = loaded(project, env)
    if not found == distinct == COUNT:
        raise RuntimeError(f"{found:,} rows of {distinct:,} spans are there, and not {COUNT:,}")
    return COUNT / took, waits[int(0.99 * len(waits))]


@contextmanager
def served(project: Path, env: Mapping[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [str(BIN / "probant"), "serve", "--project", str(project), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **env}) as process:
        note = project / ".probant" / "serve.json"
        while process.stdout and "http" not in process.stdout.readline():
            pass
        try:
            yield f"http://127.0.0.1:{json.loads(note.read_text())['port']}", process
        finally:
            process.send_signal(signal.SIGINT)


def loaded(project: Path, env: Mapping[str, str]) -> tuple[int, int]:
    """Rows of spans in the store once the queue is empty, and how many spans they are."""
    code = (
        "import sys; from pathlib import Path; from probant.actions.project import open_project\n"
        "from probant.actions.traces import Gate\n"
        "with open_project(Path(sys.argv[1])) as project:\n"
        "    Gate.of(project).drain(); spans = project.tables()['spans']\n"
        "    ids = spans.select('trace', 'span')\n"
        "    found = project.fetch({'rows': ids.count().as_table(), 'ids': ids.distinct().count().as_table()})\n"
        "    print(found['rows'][0][0], found['ids'][0][0])"
    )
    rows, ids = run([BIN / "python", "-c", code, project], env=env).output.split()[-2:]
    return int(rows), int(ids)


def sent_to_phoenix(folder: Path, python: Path, made: Sequence[bytes]) -> float:
    """Spans a second that its database holds, until it holds no more."""
    folder.mkdir()
    env = {**os.environ, "PHOENIX_WORKING_DIR": str(folder), "PHOENIX_PORT": "16006", "PHOENIX_GRPC_PORT": "14317"}
    env |= {"PHOENIX_TELEMETRY_ENABLED": "false", "PHOENIX_HOST": "127.0.0.1"}
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen([str(python.parent / "phoenix"), "serve"], env=env, stdout=log, stderr=log) as process,
    ):
        try:
            _answers("127.0.0.1", 16006)
            began = time.perf_counter()
            send("http://127.0.0.1:16006", made)
            return _held(folder / "phoenix.db", began)
        finally:
            process.kill()


def _answers(host: str, port: int) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        with suppress(OSError):
            connection = HTTPConnection(host, port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.5)
    raise RuntimeError("Phoenix does not answer")


def _held(file: Path, began: float) -> float:
    count, reached, ends = -1, began, time.monotonic() + PATIENCE
    while time.monotonic() < ends and time.perf_counter() - reached < 6:
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as held:
            found = int(held.execute("select count(*) from spans").fetchone()[0])
        if found != count:
            count, reached = found, time.perf_counter()
        time.sleep(0.25)
    return count / (reached - began)


def killed(project: Path, env: Mapping[str, str]) -> list[Row]:
    """Kill the server after its last acknowledgement, again and again, every tenth time while it loads; then count.

    Each start finds what those before it left. Of spans whose ids are all new, those lost are fewer ids than were
    acknowledged, those doubled more rows than ids: one cannot make up for the other.
    """
    run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
    began = time.perf_counter()
    for number in range(KILLS):
        with served(project, env) as (url, process):
            send(url, bodies(EACH, 100))
            if number % 10 == 9:
                time.sleep(PAUSE_SECONDS + number // 10 % 5 * 0.05)
            process.kill()
    took = time.perf_counter() - began
    rows, ids = loaded(project, env)
    return [
        Row(f"spans lost in {KILLS} kills", KILLS * EACH - ids, "spans", "limit", 0),
        Row(f"spans doubled in {KILLS} kills", rows - ids, "spans", "limit", 0),
        Row("spans acknowledged before a kill", KILLS * EACH, "spans"),
        Row("start, send, kill", took / KILLS, "s"),
    ]
