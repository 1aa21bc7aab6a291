"""The verbs `quality` and `reconcile` on a small project, and what flaws do to evidence that is gathered."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from probant.actions.data import data
from probant.actions.gather import gather, reproduce
from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.project import open_project
from probant.actions.quality import quality
from probant.actions.reconcile import reconcile, reconciliations
from probant.cli.main import run
from probant.errors import TooLittle, UnknownName
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.page import data_page
from probant.report.views import Stamp
from probant.vocabulary import Grade

MONDAY = date(2026, 1, 5)


def write(folder, gap=()):
    """Sixteen weeks of one shop: spend, claims and outcomes by day."""
    days = [MONDAY + timedelta(days=n) for n in range(112) if n not in gap]
    spend = ["day,account,campaign,channel,currency,amount,impressions,clicks"]
    spend += [
        f"{day},a,{'ann@example.org' if day == MONDAY else 'brand'},search,EUR,{90 + day.day},1000,90" for day in days
    ]
    claims = ["day,platform,channel,currency,conversions,value"]
    claims += [f"{day},google,search,EUR,{4 + day.day % 3},{200 + 50 * (day.day % 3)}" for day in days]
    outcomes = ["day,currency,revenue,orders,contribution_margin"]
    outcomes += [f"{day},EUR,{250 + day.day},{5 + day.day % 2},100" for day in days]
    for name, lines in {"spend": spend, "claims": claims, "outcomes": outcomes}.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def project(tmp_path):
    """Makes a loaded project, open, whose clock stands a week after the last day."""
    opened = []

    def make(**flaws):
        home = tmp_path / "home"
        home.mkdir()
        write(tmp_path, **flaws)
        init(home, currency="EUR")
        manager = open_project(home, actor="analyst", clock=lambda: datetime(2026, 4, 29, 9, tzinfo=UTC))
        opened.append(manager)
        project = manager.__enter__()
        for table in ("spend", "claims", "outcomes"):
            ingest(project, [str(tmp_path / f"{table}.csv")], table=table)
        return project

    yield make
    for manager in opened:
        manager.__exit__(None, None, None)


def test_personal_data_and_nothing_else_are_found_in_sound_data(project):
    view = quality(project())
    assert [(flaw.check, flaw.source, flaw.severity) for flaw in view.flaws] == [
        ("personal_data", ("campaign",), "serious")
    ]
    assert set(view.tables) == {"spend", "claims", "outcomes"}
    assert "ann" not in str(view)


def test_looking_enters_nothing_in_the_ledger(project):
    opened = project()
    before = len(opened.ledger)
    quality(opened)
    data(opened)
    assert len(opened.ledger) == before


def test_a_business_that_is_not_there_is_named(project):
    with pytest.raises(UnknownName, match="shopp"):
        quality(project(), business="shopp")


def test_evidence_from_tables_with_serious_flaws_loses_a_grade_and_says_why(project):
    opened = project(gap=range(40, 60))
    evidence = gather(opened, "association.comovement", {"fewest_weeks": 10}).evidence
    lost = [check for check in evidence.checks if check.name == "quality.gaps"]
    assert [check.lowers for check in lost] == [1]
    assert evidence.design is Grade.E
    assert evidence.grade is Grade.F
    assert "Days without any row: 20" in str(lost[0].words)


def test_evidence_from_sound_tables_keeps_its_grade(project):
    evidence = gather(project(), "association.comovement", {"fewest_weeks": 10}).evidence
    assert not [check for check in evidence.checks if check.name.startswith("quality.")]
    assert evidence.grade is Grade.E


def test_flaws_outside_the_period_of_the_evidence_do_not_count(project):
    opened = project(gap=range(90, 105))
    asked = {"fewest_weeks": 10, "end": date(2026, 3, 30)}
    evidence = gather(opened, "association.comovement", asked).evidence
    assert not [check for check in evidence.checks if check.name.startswith("quality.")]


def test_a_reconciliation_is_kept_entered_reproduced_and_shown_with_its_weeks(project):
    opened = project()
    (view,) = reconcile(opened)
    assert opened.ledger.entries()[-1].facts["evidence"] == view.shown.id
    assert reproduce(opened, view.shown.id).same
    total = view.shown.evidence.estimates["(all) / orders"]
    assert sum(channel.claimed for channel in view.channels) / sum(view.sold) == pytest.approx(total.value)
    assert total.interval.low < total.value < total.interval.high
    assert [role.source for role in view.roles] == ["outcomes", "claims"]
    assert [one.shown.id for one in reconciliations(opened)] == [view.shown.id]
    assert data(opened).reconciliation == reconciliations(opened)


def test_without_claims_there_is_nothing_to_reconcile(tmp_path):
    init(tmp_path / "empty", currency="EUR")
    with open_project(tmp_path / "empty") as opened, pytest.raises(TooLittle, match="No platform claims"):
        reconcile(opened)


def test_both_commands_print_json_and_words_in_two_languages(project, tmp_path, capsys):
    opened = project(gap=range(40, 60))
    home = str(opened.folder)
    opened.store.close()
    assert run(["--project", home, "--json", "quality"], {}) == 0
    flaws = json.loads(capsys.readouterr().out)["flaws"]
    assert {"gaps", "personal_data"} <= {flaw["check"] for flaw in flaws}
    assert all(flaw["words"]["text"] and flaw["cure"]["text"] for flaw in flaws)
    assert run(["--project", home, "--json", "reconcile", "--end", "2026-04-13"], {}) == 0
    (view,) = json.loads(capsys.readouterr().out)
    assert view["shown"]["evidence"]["grade"] == "F"
    for language in ("en", "fr"):
        for command in ("quality", "reconcile"):
            assert run(["--project", home, "--lang", language, command], {}) == 0
            assert capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_on_data_shows_quality_and_reconciliation(project, language):
    opened = project(gap=range(40, 60))
    (one,) = reconcile(opened, end=date(2026, 4, 13))

    def address(place, **parts):
        return "/proof/{id}".format(**parts) if place == "proof" else "#"

    chrome = Chrome(mode="page", theme="light", here="data", address=address)
    page = data_page(data(opened), Language.of(language), chrome=chrome, stamp=Stamp("shop", "0"))
    assert 'id="quality"' in page
    assert 'id="reconciliation"' in page
    assert "ann@example.org" not in page
    assert page.count("<details><summary>") >= 1
    assert f'href="/proof/{one.shown.id}"' in page
    sent = data_page(data(opened), Language.of(language), chrome=Chrome(), stamp=Stamp("shop", "0"))
    assert 'href="None"' not in sent
