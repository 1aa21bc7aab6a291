"""The pages as a reader's browser sees them: each page, language and theme, driven in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
PAGES = ["/", "/metrics", "/evidence", "/evidence/{id}", "/ai", "/data", "/ledger", "/nowhere"]
WIDTHS = [320, 390, 768, 1360]
LIGHTEST = 100_000
"""Bytes of a page that is whole without JavaScript, all its requests together (UX)."""
MOST_REQUESTS = 8


@pytest.fixture(scope="module")
def proof(site):
    """Id of a piece of evidence that has a chart."""
    found = site.ask("/api/v1/evidence").result
    return next(one["id"] for one in found if one["evidence"]["engine"] == "experiments.difference")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_fit_for_everybody_and_asks_nobody_else(visit, proof, path, tag, theme):
    seen = visit(f"/{tag}{path.format(id=proof)}?theme={theme}", viewport={"width": 1360, "height": 900})
    assert seen.foreign == []
    assert seen.complaints == []
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("tag", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_every_screen(visit, proof, path, tag):
    seen = visit(f"/{tag}{path.format(id=proof)}")
    for width in WIDTHS:
        seen.page.set_viewport_size({"width": width, "height": 800})
        assert seen.overflow <= 0, width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_choice_the_page_follows_the_readers_system(visit, scheme):
    plain = visit("/en/", color_scheme=scheme)
    chosen = visit(f"/en/?theme={scheme}", color_scheme={"light": "dark", "dark": "light"}[scheme])
    colour = "getComputedStyle(document.body).backgroundColor"
    assert plain.page.evaluate(colour) == chosen.page.evaluate(colour)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_light_without_javascript(visit, proof, path):
    bare = visit(f"/en{path.format(id=proof)}", java_script_enabled=False)
    full = visit(f"/en{path.format(id=proof)}")
    assert bare.page.locator("main").inner_text() == full.page.locator("main").inner_text()
    assert bare.weight <= LIGHTEST
    assert len([url for url in bare.asked if url.startswith("http")]) <= MOST_REQUESTS


def test_every_chart_of_the_decision_page_has_a_name_and_every_proof_a_table(visit, proof):
    board, detail = visit("/en/"), visit(f"/en/evidence/{proof}")
    for one in (board, detail):
        charts = one.page.locator("svg[role=img]")
        assert charts.count() > 0
        for place in range(charts.count()):
            assert charts.nth(place).get_attribute("aria-label")
    assert detail.page.locator("main table").count() > 0


def test_the_pages_are_reached_by_keyboard_alone(visit):
    seen = visit("/en/")
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "main"


INTERACTIVE = ["/", "/metrics", "/evidence", "/evidence/{id}"]
HEAVIEST = 450_000
"""Bytes of an interactive page, all its requests together (UX)."""


def made_lively(seen):
    seen.page.click("#lively")
    seen.page.wait_for_selector("html[data-charts=lively]")
    seen.page.wait_for_load_state("networkidle")
    return seen


@pytest.mark.parametrize("path", INTERACTIVE)
def test_charts_come_alive_when_asked_for_under_the_same_strict_policy(visit, proof, path):
    seen = visit(f"/fr{path.format(id=proof)}?theme=dark", viewport={"width": 1360, "height": 900})
    assert not [url for url in seen.asked if "vega" in url]
    seen.page.evaluate(
        "document.addEventListener('securitypolicyviolation', one => document.title += one.violatedDirective)"
    )
    title, before = seen.page.title(), seen.page.locator("[data-chart] svg >> visible=true").count()
    made_lively(seen)
    assert seen.page.locator("[data-chart] svg >> visible=true").count() == before > 0
    assert seen.page.locator("[data-chart] > div[role=img] svg.marks >> visible=true").count() > 0
    assert (seen.page.title(), seen.complaints, seen.foreign) == (title, [], [])
    assert seen.weight <= HEAVIEST
    assert len([url for url in seen.asked if url.startswith("http")]) <= MOST_REQUESTS
    assert seen.overflow <= 0
    found = Axe().run(seen.page)
    assert found.violations_count == 0, found.generate_report()


def test_a_lively_chart_says_the_figure_that_is_near_the_pointer_in_the_readers_language(visit):
    told = {}
    for tag in ("en", "fr"):
        seen = made_lively(visit(f"/{tag}/metrics?business=boutique"))
        chart = seen.page.locator("#revenue-boutique [data-chart] svg")
        chart.scroll_into_view_if_needed()
        place = chart.bounding_box()
        for step in (0.6, 0.62):
            seen.page.mouse.move(place["x"] + place["width"] * step, place["y"] + place["height"] * 0.4)
        seen.page.wait_for_selector(".tip:visible")
        told[tag] = seen.page.locator(".tip").inner_text()
        assert seen.page.locator(".tip").bounding_box()["x"] >= 0
    assert told["en"] != told["fr"]
    assert "€2," in told["en"]
    assert "€" in told["fr"][-2:]


def test_names_of_the_data_are_text_in_a_lively_chart_too(make_project, start, visit, tmp_path):
    name = "<img src=x onerror=alert('zq7')>"
    folder = make_project(tmp_path / "essai", businesses=("a", "b"), channels=(name, "search"))
    seen = made_lively(visit("/en/evidence", base=start(folder)))
    assert (seen.complaints, seen.foreign, seen.page.locator("main img").count()) == ([], [], 0)
