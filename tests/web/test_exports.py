"""Every file that leaves carries what it speaks of: period, filters, date of the data, version and grade."""

import csv
import io

import pytest

from probant import __version__


@pytest.fixture(scope="module")
def experiment(site):
    found = site.ask("/api/v1/evidence").json
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


def test_a_table_says_what_it_speaks_of(site, experiment):
    text = site.ask(f"/en/evidence/{experiment['id']}/table.csv").text
    about = dict(row for row in csv.reader(io.StringIO(text)) if len(row) == 2)
    assert {"Project", "Period", "Filters", "Data up to", "Version", "Grade"} <= set(about)
    assert (about["Project"], about["Version"]) == ("Essai", __version__)
    assert about["Grade"].startswith(experiment["evidence"]["grade"])


def test_a_metric_can_be_taken_away_for_one_business(site):
    answer = site.ask("/en/metrics/revenue/table.csv?business=boutique")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    about = dict(row for row in csv.reader(io.StringIO(answer.text)) if len(row) == 2)
    assert about["Filters"] == "only boutique"
    assert site.ask("/en/metrics/revenue/chart.png?business=boutique").body.startswith(b"\x89PNG")


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_decision_page_can_be_taken_away_whole(site, tag):
    page = site.ask(f"/{tag}/decision.html")
    assert page.headers["content-disposition"] == f'attachment; filename="decision-{tag}.html"'
    assert __version__ in page.text
    assert '<link rel="stylesheet"' not in page.text
    assert "<script" not in page.text
    paper = site.ask(f"/{tag}/decision.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body.startswith(b"%PDF-")
    assert len(paper.body) <= 150_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_has_the_colours_of_the_theme(site, experiment, theme):
    picture = site.ask(f"/en/evidence/{experiment['id']}/chart.svg?theme={theme}").text
    assert "var(" not in picture


def test_light_and_dark_pictures_differ(site, experiment):
    both = {site.ask(f"/en/evidence/{experiment['id']}/chart.svg?theme={theme}").text for theme in ("light", "dark")}
    assert len(both) == 2
