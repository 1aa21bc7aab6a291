"""A small project, served by a process of its own, and a client that only knows HTTP."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from pathlib import Path

import pytest

from probant.actions.gather import gather_declared
from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project

SERVE = """
import sys
from pathlib import Path
from probant.web.server import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), ready=lambda url: print(url, flush=True))
"""
PATIENCE = 60
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

PAGE_PATIENCE = 180_000
"""Milliseconds that a page may take: a busy machine is no fault of the page."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def result(self):
        """Of an address of the API."""
        return self.json["result"]


@dataclass(frozen=True)
class Site:
    """A served project."""

    folder: Path
    url: str
    process: subprocess.Popen
    log: Path
    """Outside the project: what the server says is no part of it."""

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    @property
    def lease(self):
        return json.loads((self.folder / ".probant" / "serve.json").read_text())

    def ask(self, path, method="GET", body=None, **headers):
        """One request; a name of a header is written with low lines for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()


def start_site(folder, port=0):
    """A server of the project in `folder`, once it answers; what it says goes to a file, for a pipe would fill."""
    log = folder.parent / f"{folder.name}.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder), str(port)], stdout=subprocess.PIPE, stderr=said, text=True
        )
    url = process.stdout.readline().strip()
    if not url:
        raise AssertionError(log.read_text())
    return Site(folder, url, process, log)


def stop_site(site, sig=signal.SIGTERM):
    """End it as a user does; what it wrote on stderr, and its exit code."""
    site.process.send_signal(sig)
    site.process.communicate(timeout=PATIENCE)
    return site.log.read_text(), site.process.returncode


TABLES = ("spend", "outcomes", "claims", "assignments", "observations")


def lay_project(
    folder,
    businesses=("atelier", "boutique"),
    channels=("search", "social"),
    campaign="(all)",
    arm="new",
    tables=TABLES,
):
    """A project with half a year of shops, their platforms' claims and an experiment, asked what it declares."""
    init(folder, name="Essai", currency="EUR")
    rows = _rows(businesses, channels, campaign, arm)
    declared = [BASIS, *(SOURCE.format(name=name) for name in tables)]
    if tables == TABLES:
        declared.append(QUESTIONS.replace("@shop@", json.dumps(businesses[0])))
    for name in tables:
        _write_csv(folder / f"{name}.csv", rows[name])
    with (folder / "probant.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n".join(declared))
    with open_project(folder) as project:
        ingest(project)
        gather_declared(project)
    return folder


BASIS = """
[privacy.basis]
assignments = "not_personal"
observations = "not_personal"
"""
SOURCE = """
[[source]]
file = "{name}.csv"
table = "{name}"
"""
QUESTIONS = """
[[question]]
engine = "experiments.difference"
fixed_on = 2026-01-01
business = @shop@
experiment = "checkout"
metric = "order"
kind = "proportion"
control = "old"

[[question]]
engine = "association.comovement"
business = @shop@

[[question]]
engine = "claims.platform"
business = @shop@
"""


def _rows(businesses, channels, campaign, arm):
    """Rows of every table, by its name."""
    mondays = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(30)]
    spend = [
        {"day": day, "span_days": 7, "business": shop, "campaign": campaign, "channel": channel, "currency": "EUR"}
        | {"amount": 100 + (7 * place + 13 * week) % 50, "impressions": 9000 + 10 * week, "clicks": 90 + week}
        for week, day in enumerate(mondays)
        for shop in businesses
        for place, channel in enumerate(channels)
    ]
    outcomes = [
        {"day": day, "span_days": 7, "business": shop, "currency": "EUR", "revenue": 2000 + 31 * (week % 9)}
        | {"orders": 40 + week % 7, "new_customers": 20 + week % 5, "sessions": 900 + week}
        for week, day in enumerate(mondays)
        for shop in businesses
    ]
    claims = [
        {"day": row["day"], "span_days": 7, "business": row["business"], "platform": row["channel"], "currency": "EUR"}
        | {"campaign": campaign, "channel": row["channel"], "conversions": 9, "value": 450}
        for row in spend
    ]
    units = [{"experiment": "checkout", "unit": f"u{n}", "business": businesses[0]} for n in range(800)]
    arms = [row | {"arm": arm if n % 2 else "old"} for n, row in enumerate(units)]
    seen = [row | {"metric": "order", "value": int(n % (5 if n % 2 else 8) < 2)} for n, row in enumerate(units)]
    return {"spend": spend, "outcomes": outcomes, "claims": claims, "assignments": arms, "observations": seen}


def _write_csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


class Visit:
    """One page opened, with all that the browser asked for and complained of."""

    def __init__(self, context, url):
        self.page, self.asked, self.complaints, self.weight = context.new_page(), [], [], 0
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("requestfinished", self._weigh)
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.status = self.page.goto(url, wait_until="networkidle").status
        if self.status == 404:
            self.complaints = [line for line in self.complaints if "404" not in line]

    def _weigh(self, request):
        if request.url.startswith("http"):
            sizes = request.sizes()
            self.weight += sizes["responseBodySize"] + sizes["responseHeadersSize"]

    @property
    def foreign(self):
        return [url for url in self.asked if not url.startswith(("http://127.0.0.1:", "data:"))]

    @property
    def overflow(self):
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture(scope="session")
def keys(tmp_path_factory):
    """Keys for the projects of this folder's tests, shared by those who make them and those who serve them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROBANT_KEYS", str(tmp_path_factory.mktemp("keys")))
        yield os.environ["PROBANT_KEYS"]


@pytest.fixture(autouse=True)
def _same_keys(keys, keys_of_their_own, monkeypatch):
    """After the fixture that gives each test keys of its own: a server needs those of its project."""
    monkeypatch.setenv("PROBANT_KEYS", keys)


@pytest.fixture(scope="session")
def site(keys, tmp_path_factory):
    """A whole project, served; read it and change nothing."""
    served = start_site(lay_project(tmp_path_factory.mktemp("served") / "essai"))
    yield served
    stop_site(served)


@pytest.fixture(scope="session")
def small(keys, tmp_path_factory):
    """One shop's books and claims, and nothing asked: quickly served. Copy it."""
    folder = tmp_path_factory.mktemp("small") / "essai"
    return lay_project(folder, businesses=["atelier"], channels=["search"], tables=("outcomes", "claims"))


@pytest.fixture
def folder(small, tmp_path):
    """A small project of one's own, that nobody serves."""
    return shutil.copytree(small, tmp_path / "essai")


def _starting():
    """Serves folders until the one who asked for it is done."""
    served = []
    yield lambda folder, port=0: served.append(start_site(folder, port)) or served[-1]
    for one in served:
        if one.process.poll() is None:
            stop_site(one)


start = pytest.fixture(_starting)
start_for_long = pytest.fixture(scope="module")(_starting)
"""The same, until the file's tests have ended."""


@pytest.fixture(scope="session")
def stop():
    """Ends a server as a user does; gives what it wrote on stderr, and its exit code."""
    return stop_site


@pytest.fixture(scope="session")
def make_project(keys):
    """Makes a project with other names in its data."""
    return lay_project


@pytest.fixture(scope="session")
def chromium(playwright_driver):
    if not CHROMIUM.exists():
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    browser = playwright_driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def visit(chromium, site):
    contexts = []

    def open_page(path, base=None, **options):
        contexts.append(chromium.new_context(**options))
        contexts[-1].set_default_timeout(PAGE_PATIENCE)
        return Visit(contexts[-1], (base or site).url + path)

    yield open_page
    for context in contexts:
        context.close()
