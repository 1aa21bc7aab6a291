"""The page of the mix, its files and addresses for programs: a model fitted twice, and one that fails."""

import csv
import io
import json
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from probant.actions.verbs import adapter

spec = spec_from_file_location("probant_mix_project", Path(__file__).with_name("mix_project.py"))
projects = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(projects)

WIDTHS = [320, 390, 768, 1360]
PICTURES = ["returns", "over-time", "curve-search", "curve-social"]


@pytest.fixture(scope="module")
def mixed(keys, tmp_path_factory, start_for_long):
    """A model that was fitted, and fitted anew when the last weeks had come."""
    return start_for_long(projects.lay(tmp_path_factory.mktemp("mix") / "essai"))


@pytest.fixture(scope="module")
def failed(keys, tmp_path_factory, start_for_long):
    """A model whose channels are given more than there is."""
    return start_for_long(projects.lay_failing(tmp_path_factory.mktemp("failed") / "essai"))


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_every_picture_can_be_taken_away_with_what_it_speaks_of(mixed, tag):
    for name in PICTURES:
        drawn = mixed.ask(f"/{tag}/mix/{name}/chart.png")
        assert (drawn.status, drawn.headers["content-type"]) == (200, "image/png")
        assert drawn.headers["content-disposition"] == f'attachment; filename="mix-{name}-{tag}.png"'
        svg = mixed.ask(f"/{tag}/mix/{name}/chart.svg").text
        assert "Probant" in re.search("<desc>(.*?)</desc>", svg, re.DOTALL)[1]


def test_the_page_leads_to_every_file(mixed):
    page = mixed.ask("/en/mix").text
    files = set(re.findall(r'href="(/en/mix/[^"]+)" download', page))
    assert {f"/en/mix/{name}/{file}" for name in PICTURES for file in ("chart.png", "table.csv")} <= files
    assert all(mixed.ask(file).status == 200 for file in files)


def rows(text, delimiter=","):
    head, *body = csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_what_was_seen_is_what_would_have_been_and_what_each_channel_added(mixed):
    found = rows(mixed.ask("/en/mix/over-time/table.csv").text)
    assert len(found) == projects.WEEKS
    for row in found:
        parts = sum(float(row[name]) for name in ("without any channel", *projects.CHANNELS))
        assert parts == pytest.approx(float(row["Seen"]), rel=1e-6)
        assert (row["Unit"], row["Business"], row["Version"].split()[0]) == ("EUR", "atelier", "Probant")


def test_a_sheet_says_how_sure_the_returns_are(mixed):
    found = {row["Subject"]: row for row in rows(mixed.ask("/en/mix/returns/table.csv").text)}
    for name in projects.CHANNELS:
        assert float(found[name]["From"]) < float(found[name]["To"])
        assert found[name]["Grade of proof"]


def test_another_picture_is_told_apart(mixed):
    answer = mixed.ask("/en/mix/curve-serch/chart.png")
    assert answer.status in (400, 404)
    assert "curve-search" in answer.text


def test_the_page_says_what_moved_between_the_two_fits(mixed):
    page = mixed.ask("/en/mix").text
    assert "The data now reach from" in page
    assert "What moved since the fit before" in page


def test_a_program_reads_the_mix_and_what_moved(mixed):
    told = mixed.ask("/api/v1/mix").json
    view = adapter("mix").validate_python(told["result"])
    assert view.shown.evidence.over_time["search"]
    assert {one.channel for one in view.sketches} == set(projects.CHANNELS)
    assert told["about"]["grades"] == [view.shown.evidence.grade.value]
    (moved,) = adapter("refreshed").validate_python(mixed.ask("/api/v1/mix/moves").result)
    assert moved.now.id == view.shown.id
    assert {one.subject for one in moved.moved} >= set(projects.CHANNELS)


def test_a_plan_by_address_is_the_one_of_the_page(mixed):
    told = mixed.ask("/api/v1/mix/scenario?spend=search=1500.5").result
    amounts = {move["channel"]: move["proposed"] for move in told["moves"]}
    assert amounts["search"] == 1500.5
    shown = json.loads(mixed.ask("/en/mix/scenario.json?spend.search=1500.5").body)
    assert {one["field"]: one["value"] for one in shown["sliders"]} == {
        f"spend.{name}": amount for name, amount in amounts.items()
    }


def test_a_budget_by_address_keeps_its_bounds(mixed):
    found = adapter("budget").validate_python(mixed.ask("/api/v1/budget?least=social=500&goal=cautious").result)
    amounts = {move.channel: move.proposed for move in found.moves}
    assert amounts["social"] >= 500 - 1e-6
    assert found.goal.value == "cautious"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/v1/mix/scenario?spend=search", "“search” is not an amount for a channel."),
        ("/api/v1/mix/scenario?spend=serch=3", "No channel is named “serch”."),
        ("/api/v1/budget?goal=most", "No goal is named “most”."),
        ("/api/v1/budget?steps=0", "“steps” cannot be accepted"),
        ("/api/v1/budget?leest=3", "“leest” cannot be accepted"),
    ],
)
def test_what_cannot_be_asked_is_said_with_a_mend(mixed, path, words):
    answer = mixed.ask(path)
    assert answer.status == 400
    assert words in answer.json["error"]["what"]["text"]


def test_a_model_that_does_not_hold_says_so_first_and_proposes_nothing(failed):
    page = failed.ask("/en/mix").text
    main = page[page.index("<main") :]
    assert main.index("These figures do not hold") < main.index('class="chart"')
    assert "more than there is" in main
    assert "data-scenario" not in main
    assert "Expected gain" not in main
    assert "What the model estimated all the same" in main


def test_a_model_that_does_not_hold_judges_no_plan(failed):
    assert json.loads(failed.ask("/en/mix/scenario.json?spend.search=10").body) == {"told": {}, "sliders": []}
    for path in ("/api/v1/mix/scenario?spend=search=10", "/api/v1/budget"):
        answer = failed.ask(path)
        assert answer.status == 400
        assert "does not hold (grade F)" in answer.json["error"]["what"]["text"]
    assert failed.ask("/api/v1/mix").result["proposal"] is None


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("which", ["mixed", "failed"])
def test_the_mix_is_fit_for_everybody_and_fits_every_screen(visit, request, which, tag, theme):
    seen = visit(f"/{tag}/mix?theme={theme}", base=request.getfixturevalue(which))
    seen.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert (seen.foreign, seen.complaints) == ([], [])
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        assert seen.overflow <= 0, width
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_a_slider_moved_is_answered_in_words(visit, mixed):
    seen = visit("/en/mix", base=mixed)
    gain = seen.page.locator("[data-told=gain]")
    before = gain.inner_text()
    with seen.page.expect_response("**/scenario.json*"):
        seen.page.locator("#slider1").fill("100")
    seen.page.wait_for_function(
        "before => document.querySelector('[data-told=gain]').textContent !== before", arg=before
    )
    assert "per week" in gain.inner_text()
    assert "to" in seen.page.locator("[data-told=interval]").inner_text()
    assert seen.complaints == []


@pytest.mark.browser
def test_without_script_a_plan_is_asked_by_a_form_that_keeps_the_readers_choices(visit, mixed):
    seen = visit("/fr/mix?theme=dark&business=atelier", base=mixed, java_script_enabled=False)
    seen.page.locator("form.scenario button").click()
    seen.page.wait_for_load_state("networkidle")
    assert {"theme=dark", "business=atelier"} <= set(seen.page.url.partition("?")[2].split("&"))
    assert seen.page.locator("form.scenario").count() == 1
