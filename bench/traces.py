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
from http.client import HTTPConnection
from itertools import islice
from pathlib import Path
from urllib.parse import urlparse
from uuid import uuid4

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bench.harness import BIN, HERE, Row, peer, publish, run, scratch, wait_for_quiet

SPANS = HERE.parent.parent / "shared" / "data" / "agents" / "spans.otlp.jsonl.gz"
COUNT = int(os.environ.get("SPANS", "20_000"))
PEER_COUNT = int(os.environ.get("PEER_SPANS", "3_000"))
KILLS = int(os.environ.get("KILLS", "100"))
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
    real = list(_real())
    while True:
        for trace in real:
            new = uuid4().bytes
            for span in trace:
                made = Span()
                made.CopyFrom(span)
                made.trace_id = new
                yield made


def _real() -> Iterator[list[Span]]:
    with gzip.open(SPANS, "rt", encoding="utf-8") as lines:
        for line in lines:
            scopes = [scope for group in json.loads(line)["resourceSpans"] for scope in group["scopeSpans"]]
            yield [_span(one) for scope in scopes for one in scope["spans"]]


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
    found = loaded(project, env)
    if found != COUNT:
        raise RuntimeError(f"{found:,} of {COUNT:,} spans are there")
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


def loaded(project: Path, env: Mapping[str, str]) -> int:
    """Spans in the store once the queue is empty."""
    code = (
        "import sys; from pathlib import Path; from probant.actions.project import open_project\n"
        "from probant.actions.traces import Gate\n"
        "with open_project(Path(sys.argv[1])) as project:\n"
        "    Gate.of(project).drain(); spans = project.tables()['spans']\n"
        "    print(project.fetch({'n': spans.aggregate(n=spans.count())})['n']['n'][0])"
    )
    return int(run([BIN / "python", "-c", code, project], env=env).output.split()[-1])


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
    """Kill the server after its last acknowledgement, again and again, then count."""
    run([BIN / "probant", "init", project, "--currency", "EUR"], env=env)
    acknowledged = 0
    for _ in range(KILLS):
        made = bodies(500, 100)
        with served(project, env) as (url, process):
            send(url, made)
            process.kill()
        acknowledged += 500
    found = loaded(project, env)
    return [
        Row(f"spans lost in {KILLS} kills", max(0, acknowledged - found), "spans", "limit", 0),
        Row(f"spans doubled in {KILLS} kills", max(0, found - acknowledged), "spans", "limit", 0),
        Row("spans acknowledged before a kill", acknowledged, "spans"),
    ]
