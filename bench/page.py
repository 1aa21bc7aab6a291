"""The decision page is opened in meetings, by many at once, on a machine that does other work too."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import decompress
from pathlib import Path
from statistics import quantiles
from urllib.parse import urljoin, urlsplit

from bench.harness import AS_USED, BIN, Row, publish, run, scratch, wait_for_quiet
from probant.web.press import IDLE_SECONDS

VIEWS = 200
READERS, EACH = 20, 25
PAGE, REPORTED = "/fr/", "/en/"
"""The page that is read, and the one in the language in which the demonstration has written its report."""
READING = 5
"""Seconds on the page before its PDF is asked for."""
PARTS = re.compile(r'<link[^>]+rel="(?:stylesheet|icon|preload)"[^>]*>|<script[^>]+src=[^>]+>|<img[^>]+src=[^>]+>')
ADDRESS = re.compile(r'(?:href|src)="([^"]+)"|url\(["\']?([^)"\']+)["\']?\)')


@dataclass(frozen=True, slots=True)
class Served:
    """A server that runs."""

    pid: int
    host: str

    def get(self, path: str) -> bytes:
        """What a browser receives for it, as it comes over the wire."""
        line = http.client.HTTPConnection(self.host, timeout=60)
        body, _ = fetch(line, path)
        line.close()
        return body

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has used, its workers included, those that have gone too."""
        stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.family())
        return sum(sum(map(int, fields[11:15])) for fields in stats) / os.sysconf("SC_CLK_TCK")

    def memory(self, pids: Sequence[int]) -> float:
        """MB; what processes share counts once."""
        rolls = (Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids)
        return sum(int(re.search(r"Pss:\s+(\d+)", roll)[1]) for roll in rolls) / 1024

    def family(self) -> list[int]:
        """The process and its workers."""
        found = [self.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        return found


def main() -> None:
    if sys.platform != "linux":
        raise SystemExit("This benchmark reads /proc: it runs on Linux only.")
    with scratch() as (folder, env):
        run([BIN / "probant", "demo", folder / "demo"], env=env)
        wait_for_quiet()
        with served(folder / "demo", env) as server:
            rows = [*first_views(server), *later_views(server), *memory(server), *weight(server), *interactive(server)]
            time.sleep(READING + IDLE_SECONDS + 2)
            rows += memory(server, "at rest")
        for wait, when in ((0, "at once"), (READING, f"after {READING} s on the page")):
            with served(folder / "demo", env) as server:
                rows += printed(server, wait, when)
    publish("page", rows, f"the demonstration's decision page, {VIEWS} views, {READERS} readers with {EACH} views each")


def first_views(server: Served) -> list[Row]:
    """What the first reader waits for: in the language of the report that is there, then in the other one."""
    report = timed(server, REPORTED)
    rows = [
        Row("first view after the start", report[0], "s"),
        Row("first view after the start, CPU", report[1], "CPU s"),
        *memory(server, "after it"),
    ]
    other = timed(server, PAGE)
    return [
        *rows,
        Row("first view in the other language", other[0], "s"),
        Row("first view in the other language, CPU", other[1], "CPU s"),
    ]


def later_views(server: Served) -> list[Row]:
    """Views when nothing has changed: one reader, then twenty at once."""
    line = http.client.HTTPConnection(server.host, timeout=60)
    before = server.cpu
    for _ in range(VIEWS):
        fetch(line, PAGE)
    cpu = (server.cpu - before) / VIEWS * 1000
    line.close()
    with ThreadPoolExecutor(READERS) as readers:
        waits = [wait for waits in readers.map(lambda _: read(server.host), range(READERS)) for wait in waits]
    return [
        Row("CPU a view, nothing changed", cpu, "ms", "limit", 15),
        Row("20 readers at once, p95", quantiles(waits, n=20)[-1], "ms", "limit", 300),
        Row("20 readers at once, median", quantiles(waits, n=2)[0], "ms"),
    ]


def weight(server: Served) -> list[Row]:
    """The page and all that it asks for, as it comes over the wire and as it is."""
    page = server.get(PAGE)
    paths, seen, bodies = [PAGE], {PAGE}, []
    while paths:
        path = paths.pop()
        body = page if path == PAGE else server.get(path)
        bodies.append(body)
        text = plain(body).decode("utf-8", "replace")
        tags = "\n".join(PARTS.findall(text)) if path == PAGE else text if path.endswith(".css") else ""
        for found in ADDRESS.findall(tags):
            target = urljoin(path, found[0] or found[1])
            if not urlsplit(target).scheme and target not in seen:
                seen.add(target)
                paths.append(target)
    return [
        Row("page with style and font, without JavaScript", sum(map(len, bodies)) / 1000, "kB", "limit", 100),
        Row("the same before compression", sum(len(plain(body)) for body in bodies) / 1000, "kB"),
        Row("the page alone", len(page) / 1000, "kB"),
        Row("requests", len(bodies), "requests", "limit", 8),
    ]


def interactive(server: Served) -> list[Row]:
    """What the reader's browser fetches more when she wants charts that answer; the program is made once a server."""
    button = re.search(r'data-charts="([^"]+)" data-program="([^"]+)"', plain(server.get(PAGE)).decode())
    first = timed(server, button[2])
    more = [len(server.get(path)) for path in (f"{button[1]}?width=360", button[2])]
    whole = sum(row.value for row in weight(server)[:1]) + sum(more) / 1000
    return [
        Row("interactive page, all together", whole, "kB", "limit", 450),
        Row("of it the program that draws", more[1] / 1000, "kB"),
        Row("making that program, once", first[0], "s"),
    ]


def printed(server: Served, wait: float, when: str) -> list[Row]:
    """The same as PDF, by one who opened the page and looked at it for a while; then in the other language, at once."""
    server.get(PAGE)
    time.sleep(wait)
    first, second = timed(server, f"{PAGE}decision.pdf"), timed(server, f"{REPORTED}decision.pdf")
    size = max(len(plain(server.get(f"{page}decision.pdf"))) for page in (PAGE, REPORTED))
    return [
        Row(f"PDF, first, {when}", first[0], "s", "limit", 1),
        Row(f"PDF, second, {when}", second[0], "s", "limit", 1),
        Row(f"PDF, {when}", size / 1000, "kB", "limit", 150),
        *memory(server, f"after PDF {when}"),
    ]


def memory(server: Served, when: str = "after the views") -> list[Row]:
    return [
        Row(f"server memory {when}", server.memory([server.pid]), "MB", "limit", 300),
        Row(f"server memory {when}, with its workers", server.memory(server.family()), "MB", "limit", 300),
    ]


@contextmanager
def served(project: Path, env: Mapping[str, str]) -> Iterator[Served]:
    """A server of the project in a process of its own, on any free port."""
    command = [BIN / "probant", "serve", "--project", project, "--port", "0", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **AS_USED, **env}, text=True) as child:
        try:
            yield Served(child.pid, urlsplit(json.loads(child.stdout.readline())).netloc)
        finally:
            child.send_signal(signal.SIGTERM)


def timed(server: Served, path: str) -> tuple[float, float]:
    """Seconds and CPU seconds of the server for one request."""
    cpu, began = server.cpu, time.perf_counter()
    server.get(path)
    return time.perf_counter() - began, server.cpu - cpu


def read(host: str) -> list[float]:
    """Milliseconds of each view of one reader."""
    line = http.client.HTTPConnection(host, timeout=60)
    waits = [fetch(line, PAGE)[1] for _ in range(EACH)]
    line.close()
    return waits


def fetch(line: http.client.HTTPConnection, path: str) -> tuple[bytes, float]:
    """Body as sent, and milliseconds."""
    began = time.perf_counter()
    line.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}\n{body[:500]!r}")
    return body, (time.perf_counter() - began) * 1000


def plain(body: bytes) -> bytes:
    return decompress(body) if body[:2] == b"\x1f\x8b" else body
