"""Every file that leaves carries what it speaks of: period, filters, date of the data, version and grade."""

import csv
import io
import re
import shutil
import subprocess
from datetime import date
from html import unescape

import pytest

from probant import __version__


@pytest.fixture(scope="module")
def experiment(site):
    found = site.ask("/api/v1/evidence").result
    return next(one for one in found if one["evidence"]["engine"] == "experiments.difference")


@pytest.mark.parametrize(
    ("name", "media", "begins"),
    [
        ("chart.svg", "image/svg+xml", b"<svg"),
        ("chart.png", "image/png", b"\x89PNG"),
        ("table.csv", "text/csv; charset=utf-8", b""),
    ],
)
@pytest.mark.parametrize("tag", ["en", "fr"])
def test_evidence_can_be_taken_away(site, experiment, tag, name, media, begins):
    answer = site.ask(f"/{tag}/evidence/{experiment['id']}/{name}")
    assert (answer.status, answer.headers["content-type"]) == (200, media)
    assert answer.body.startswith(begins)
    ending = name.rsplit(".", 1)[1]
    assert answer.headers["content-disposition"] == f'attachment; filename="{experiment["id"]}-{tag}.{ending}"'


def words(body):
    """What a PDF says, by Poppler."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    made = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=True)
    return " ".join(made.stdout.decode().split())


def rows(text):
    head, *body = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    return [dict(zip(head, row, strict=True)) for row in body]


def described(svg):
    return re.search("<desc>(.*?)</desc>", svg.text, re.DOTALL)[1]


def chunks(png):
    """The international texts of a PNG, as they stand in the file."""
    return " ".join(
        part.decode("utf-8", "replace") for part in re.findall(rb"iTXt.+?\0en\0\0(.+?)....IDAT", png, re.DOTALL)
    )


EVERY = {
    "/en/": lambda answer: unescape(re.sub("<[^>]+>", "", answer.text)),
    "/en/decision.html": lambda answer: unescape(re.sub("<[^>]+>", "", answer.text)),
    "/en/decision.pdf": lambda answer: words(answer.body),
    "/en/courses/revenue-and-spend/chart.svg": described,
    "/en/courses/revenue-and-spend/chart.png": lambda answer: chunks(answer.body),
    "/en/metrics/revenue/chart.svg": described,
    "/en/metrics/revenue/chart.png": lambda answer: chunks(answer.body),
}
"""Every address that gives words, with how they are read."""


@pytest.mark.parametrize("path", EVERY)
def test_what_is_taken_away_says_period_filters_date_version_and_grade(site, path):
    said = EVERY[path](site.ask(f"{path}?business=boutique"))
    period = re.search(r"Period: \d+ \w+( \d{4})? – \d+ \w+ 2026", said)
    assert period, said[-600:]
    assert "Filters: only boutique" in said
    assert "Data up to: 2 Aug 2026" in said
    assert f"Version: Probant {__version__}" in said
    assert re.search(r"Grade of proof: [A-F]( · \w+|(, [A-F])+)", said)


@pytest.mark.parametrize("name", ["metrics/revenue", "courses/revenue-and-spend"])
def test_a_sheet_says_it_in_every_row(site, name):
    for row in rows(site.ask(f"/en/{name}/table.csv?business=boutique").text):
        assert (row["Project"], row["Business"], row["Filters"]) == ("Essai", "boutique", "only boutique")
        assert date.fromisoformat(row["First day"]) < date.fromisoformat(row["Last day"]) == date(2026, 8, 2)
        assert (row["Data up to"], row["Version"]) == ("2026-08-02", f"Probant {__version__}")
        assert row["Grade of proof"] == "E · Correlation"


@pytest.mark.parametrize("path", ["answers", "metrics", "evidence", "data", "ledger"])
def test_json_says_it_beside_its_result(site, path):
    about = site.ask(f"/api/v1/{path}?business=boutique").json["about"]
    assert [one["text"] for one in about["filters"]] == ["only boutique"]
    assert (about["data_until"], about["version"]) == ("2026-08-02", __version__)
    assert about["period"]["end"] == "2026-08-03"
    assert set(about["grades"]) <= set("ABCDEF")
    assert about["grades"]


@pytest.mark.parametrize("engine", ["experiments.difference", "association.comovement", "claims.platform"])
def test_the_files_of_evidence_speak_of_its_own_period_and_grade(site, engine):
    found = site.ask("/api/v1/evidence").result
    one = next(one for one in found if one["evidence"]["engine"] == engine)
    path, grade, period = f"/en/evidence/{one['id']}", one["evidence"]["grade"], one["evidence"]["period"]
    for row in rows(site.ask(f"{path}/table.csv").text):
        assert (row["First day"], row["Grade of proof"][0]) == (period["start"] if period else "", grade)
    about = site.ask(f"/api/v1/evidence/{one['id']}").json["about"]
    assert (about["period"], about["grades"]) == (period, [grade])
    said = described(site.ask(f"{path}/chart.svg"))
    assert f"Grade of proof: {grade} · " in said
    assert "Filters: none" in said
    assert ("Period: all data" in said) == (period is None)


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_decision_page_can_be_taken_away_whole(site, tag):
    page = site.ask(f"/{tag}/decision.html")
    assert page.headers["content-disposition"] == f'attachment; filename="decision-{tag}.html"'
    assert '<link rel="stylesheet"' not in page.text
    assert "<script" not in page.text
    paper = site.ask(f"/{tag}/decision.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body.startswith(b"%PDF-")
    assert len(paper.body) <= 150_000


@pytest.mark.parametrize("path", ["/en/courses/nothing/chart.png", "/en/charts.json?width=9", "/en/charts.json"])
def test_what_is_not_there_or_cannot_be_is_said(site, path):
    assert site.ask(path).status == 400 + 4 * ("nothing" in path)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_colours_of_the_theme(site, experiment, theme):
    picture = site.ask(f"/en/evidence/{experiment['id']}/chart.svg?theme={theme}").text
    assert "var(" not in picture


def test_light_and_dark_pictures_differ(site, experiment):
    both = {site.ask(f"/en/evidence/{experiment['id']}/chart.svg?theme={theme}").text for theme in ("light", "dark")}
    assert len(both) == 2
