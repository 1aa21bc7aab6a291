"""The page on AI with initiatives and agents, and a run's page: fit for everybody, light, with files to take away."""

import csv
import gzip
import io
import re
import shutil

import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe

from probant.actions import agents, initiatives
from probant.actions.ingest import ingest
from probant.actions.project import open_project

LIGHTEST = 100_000
"""Bytes of a page that is whole without JavaScript (UX)."""
AGENTS = ("spans", "agent_runs", "agent_tools", "agent_references", "agent_rules", "agent_labels", "agent_deviations")
BASIS = 'spans = "not_personal"\nagent_runs = "not_personal"\n'
DRAFTS = """
[[initiative]]
name = "reply_drafts"
use_case = "drafts of replies to customers"
owner = "head of service"
stage = "pilot"
objective = "answer within a day"
indicator = "time_saved"
threshold = 100
starts_on = 2026-01-01
[[initiative.cost]]
kind = "invoices"
state = "realised"
month = 2026-01-01
amount = 500
[[initiative.benefit]]
name = "drafting"
line = "savings"
kind = "time"
volume = 1500
effect = { value = 0.10, low = 0.04, high = 0.16, basis = "assumed", author = "head of service" }
worth = 45
review = 0.02
[[initiative.judgement]]
line = "engagement"
author = "head of people"
judged_on = 2026-01-31
score = [0.4, 0.6, 0.8]
"""
READING = """
[[initiative.reading]]
month = 2026-0{month}-01
indicator = "time_saved"
state = "{state}"
value = {value}
unit = "hours"
author = "head of service"
"""
TEAM = """
[[initiative.adoption]]
month = 2026-0{month}-01
team = "{team}"
licensed = 20
active = {month}
assisted = 0.{month}
"""


def declared():
    readings = [
        READING.format(month=month, state=state, value=value)
        for month in range(1, 5)
        for state, value in (("forecast", 30 * month), ("realised", [20 * month, 25 * month, 30 * month]))
    ]
    people = [TEAM.format(month=month, team=team) for month in range(1, 5) for team in ("service", "sales")]
    return "\n".join((DRAFTS, *readings, *people))


@pytest.fixture(scope="module")
def ai_site(small, sample, start_for_long, tmp_path_factory):
    """A project whose agents and initiative were asked about, served."""

    folder = shutil.copytree(small, tmp_path_factory.mktemp("ai") / "essai")
    settings = folder / "probant.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("\n[privacy.basis]\n", f"\n[privacy.basis]\n{BASIS}"), encoding="utf-8")
    file = folder.parent / "initiatives.toml"
    file.write_text(declared(), encoding="utf-8")
    held = sample.tables()
    with open_project(folder, actor="analyst") as project:
        for name in AGENTS:
            table = folder.parent / f"{name}.parquet"
            pq.write_table(held[name].to_pyarrow(), table)
            ingest(project, [str(table)], table=name)
        initiatives.declare(project, str(file))
        initiatives.ask(project)
        agents.ask(project)
    return start_for_long(folder)


@pytest.fixture(scope="module")
def run_path(ai_site):
    """Where a run's page is, below the language."""
    return re.search(r'href="/en(/ai/runs/[0-9a-f]+)', ai_site.ask("/en/ai").text)[1]


@pytest.fixture
def path_of(run_path):
    return {"ai": "/ai", "run": run_path}


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("page", ["ai", "run"])
def test_a_page_on_ai_is_fit_for_everybody_and_fits_every_screen(visit, ai_site, path_of, page, tag, theme):
    address = f"/{tag}{path_of[page]}?theme={theme}"
    seen = visit(address, base=ai_site, viewport={"width": 1360, "height": 900}, java_script_enabled=True)
    seen.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert (seen.foreign, seen.complaints) == ([], [])
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()
    for width in (320, 390, 768, 1360):
        seen.page.set_viewport_size({"width": width, "height": 800})
        assert seen.overflow <= 0, width


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1360])
def test_no_table_of_the_page_has_to_be_scrolled_sideways(visit, ai_site, width):
    seen = visit("/fr/ai", base=ai_site, viewport={"width": width, "height": 900})
    wide = "[...document.querySelectorAll('main table')].filter(one => one.checkVisibility() && {}).length"
    assert seen.page.evaluate(wide.format("one.parentElement.scrollWidth > one.parentElement.clientWidth + 1")) == 0


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_page_is_light_without_javascript(ai_site, tag):
    page = ai_site.ask(f"/{tag}/ai", accept_encoding="gzip")
    assert len(page.body) <= LIGHTEST
    assert "<script" not in gzip.decompress(page.body).decode()


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_every_picture_of_the_page_can_be_taken_away_with_its_imprint(ai_site, tag):
    links = sorted(set(re.findall(r'href="(/../ai/pictures/[^"]+)"', ai_site.ask(f"/{tag}/ai").text)))
    assert {link.split("/")[4].split("-")[0] for link in links} == {"indicator", "adoption", "metric", "paths"}
    for link in links:
        found = ai_site.ask(link)
        assert found.status == 200
        if link.endswith(".png"):
            assert found.body.startswith(b"\x89PNG")
            assert b"Essai" in found.body
        else:
            rows = list(csv.reader(io.StringIO(found.text.lstrip("\ufeff")), delimiter=";" if tag == "fr" else ","))
            assert len(rows) > 1
            assert "Essai" in rows[1]
        drawn = ai_site.ask(re.sub(r"(chart\.png|table\.csv)$", "chart.svg", link))
        assert (drawn.status, "Essai" in drawn.text) == (200, True)


def test_a_picture_that_is_not_there_is_named(ai_site):
    found = ai_site.ask("/en/ai/pictures/none/chart.png")
    assert found.status == 404
    assert "No chart is named" in found.text
