"""The pages as files, in a real browser: accessible, whole without a request, and wide enough for none."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = (320, 390, 768, 1360)
OTHERS = ("empty", "foreign", "metrics", "evidence", "proof", "comovement", "data", "ledger", "error")


@pytest.fixture(scope="module")
def context(playwright_driver, tmp_path_factory):
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    browser = playwright_driver.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"), executable_path=CHROMIUM, args=FLAGS
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def opened(context, pages, tmp_path_factory):
    """A page opened from its file, with what the browser complained of and asked for."""
    folder = tmp_path_factory.mktemp("pages")

    def visit(name, tag, theme):
        file = folder / f"{name}-{tag}.html"
        if not file.exists():
            file.write_text(pages(tag)[name], encoding="utf-8")
        tab = context.new_page()
        tab.set_default_timeout(180_000)  # a busy machine is no fault of the page
        tab.complaints, tab.asked = [], []
        tab.on("console", lambda line: tab.complaints.append(line.text))
        tab.on("request", lambda request: tab.asked.append(request.url))
        tab.emulate_media(color_scheme=theme)
        tab.goto(file.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        return tab

    return visit


@pytest.mark.parametrize(
    ("name", "tag", "theme"),
    [
        *(("decision", tag, theme) for tag in ("fr", "en") for theme in ("light", "dark")),
        *((name, tag, theme) for name in OTHERS for tag, theme in (("fr", "light"), ("en", "dark"))),
    ],
)
def test_a_page_is_accessible_and_fits_every_width(opened, name, tag, theme):
    tab = opened(name, tag, theme)
    found = Axe().run(
        tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert found.violations_count == 0, found.generate_report()
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 900})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width
    assert [url for url in tab.asked if not url.startswith(("file:", "data:"))] == []
    assert tab.complaints == []
    tab.close()


def test_charts_follow_the_theme_of_the_page(opened):
    colours = []
    for theme in ("light", "dark"):
        tab = opened("decision", "en", theme)
        point = "document.querySelector('svg.chart [stroke^=\"var(--s1\"]')"
        colours.append(tab.evaluate(f"getComputedStyle({point}).stroke"))
        tab.close()
    assert colours == ["rgb(52, 81, 178)", "rgb(142, 164, 255)"]


def test_inter_is_the_font_of_the_page(opened):
    tab = opened("decision", "fr", "light")
    assert tab.evaluate("document.fonts.ready.then(() => [...document.fonts].some(one => one.status == 'loaded'))")
    tab.close()
