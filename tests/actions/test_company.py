"""The company whose truth is known: loaded without a question, asked, and judged by its own truth."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal

import pytest

from probant.actions.company import demo_company
from probant.cli.main import run
from probant.errors import Refused
from probant.vocabulary import Grade


def truths(company):
    """Long returns of what a test shows, of time that traces show, of sales that are assumed."""
    told = json.loads((company[0] / "truth.json").read_text(encoding="utf-8"))["initiatives"]
    asked = (("social_creatives", "outcome"), ("ai_assistant", "financial"), ("ai_assistant", "outcome"))
    return [told[name]["returns"][model]["return_long"] for name, model in asked]


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    home = tmp_path_factory.mktemp("company")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROBANT_KEYS", str(home / "keys"))
        yield home / "it", demo_company(home / "it", customers=12_000, seed=3)


def test_its_exports_load_without_a_question_and_without_a_row_lost(company):
    _, made = company
    assert not made.folder.open
    assert {one.table for one in made.folder.receipts} >= {"spend", "claims", "conversions", "touches", "deals"}
    assert sum(one.quarantined + one.refused + one.duplicate for one in made.folder.receipts) == 0


def test_traces_fill_the_tables_of_agents(company):
    _, made = company
    (traces,) = [one for one in made.folder.files if one.file == "spans.otlp.jsonl"]
    assert "Traces of AI agents" in str(traces.why)
    assert traces.fault is None
    assert not traces.asks


def test_the_sound_tests_hold_the_truth_and_the_broken_one_loses_its_grade(company):
    _, made = company
    by_test = {str(one.asked).split("”")[1].partition("“")[2]: one for one in made.compared if "”" in str(one.asked)}
    assert by_test["retargeting_holdout"].inside
    assert by_test["geo_switch_off"].inside
    assert by_test["retargeting_holdout"].grade is Grade.A
    broken = by_test["checkout_redesign"]
    assert broken.grade is not Grade.A
    assert any("by the stated split" in str(why) for why in broken.reasons)


def test_what_platforms_claim_stands_beside_what_they_caused(company):
    folder, made = company
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    claimed = {one.subject: one for one in made.compared if "platforms" in str(one.asked)}
    assert claimed["retargeting"].truth == truth["channels"]["retargeting"]["own_direct"]
    assert claimed["retargeting"].inside is None
    assert claimed["retargeting"].estimate.value > claimed["retargeting"].truth


def test_a_report_by_month_is_loaded_and_its_months_are_those_of_its_files(company):
    """Microsoft's report has no column of days: the name of the file says the month, the settings that it does."""
    folder, made = company
    months = [one for one in made.folder.files if one.file.startswith("microsoft_ads_")]
    assert len(months) == 24
    assert all(one.tables == ("spend", "claims") and not one.asks and one.fault is None for one in months)
    from probant.actions.project import open_project

    with open_project(folder) as project:
        spend = project.tables()["spend"]
        mine = spend.filter(spend.channel == "search_microsoft")
        by_month = mine.group_by("day", "span_days").agg(amount=mine.amount.sum())
        held = {row["day"]: row for row in project.fetch({"all": by_month})["all"].to_pylist()}
    assert held[date(2024, 2, 1)]["span_days"] == 29
    assert all(day.day == 1 for day in held)
    for path in (folder / "exports").glob("microsoft_ads_*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            spent = sum(Decimal(row["Spend"]) for row in csv.DictReader(file))
        assert held[date.fromisoformat(f"{path.stem[-7:]}-01")]["amount"] == spent


def test_the_page_of_the_data_says_that_a_platform_reports_by_month(company):
    folder, _ = company
    from probant.actions.project import open_project
    from probant.actions.quality import quality

    with open_project(folder) as project:
        found = [one for one in quality(project).flaws if one.check == "day_breakdown"]
    assert {(one.table, one.source[-1]) for one in found} == {
        ("claims", "microsoft_ads"),
        ("spend", "search_microsoft"),
    }
    assert all("rows cover more than a week" in str(one.words) for one in found)


def test_what_the_platforms_claim_in_all_and_whom_analytics_misses_is_what_was_planted(company):
    """Analytics has its own export among the claims: it counts for every channel, and claims nothing for itself."""
    _, made = company
    told = {one.subject: one for one in made.compared if "against the orders" in str(one.asked)}
    assert set(told) == {"(all) / orders", "(not tracked) / orders", "(not tracked) / revenue"}
    total = told["(all) / orders"]
    assert total.estimate.value == pytest.approx(total.truth, rel=1e-3)  # a month is cut where the weeks end
    assert total.inside
    assert told["(not tracked) / orders"].truth == pytest.approx(1 - 0.68 * 0.85)
    assert told["(not tracked) / orders"].inside


def test_each_initiative_is_asked_and_its_true_return_stands_beside(company):
    folder, made = company
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["initiatives"]
    told = {(one.subject, one.truth) for one in made.compared if "Return" in str(one.asked)}
    wanted = {
        (f"{name}{subject}", models[model][f"{what}_{horizon}"])
        for name, models in ((name, one["returns"]) for name, one in truth.items() if "returns" in one)
        for model in models
        for what, horizon, subject in (
            ("return", "long", ""),
            ("return", "short", " / short"),
            ("value", "long", " / value long"),
            ("value", "short", " / value short"),
        )
    }
    assert len(wanted) == 24
    assert told == wanted


def test_a_return_that_a_test_shows_has_a_better_grade_than_one_that_is_assumed(company):
    _, made = company
    grades = {one.truth: one.grade for one in made.compared if one.subject in ("social_creatives", "ai_assistant")}
    tested, saved, sold = (grades[one] for one in truths(company))
    assert tested.at_least(Grade.B)
    assert (saved, sold) == (Grade.E, Grade.F)


def test_an_initiative_without_threshold_stays_an_idea(company):
    folder, _ = company
    from probant.actions.initiatives import initiatives
    from probant.actions.project import open_project

    with open_project(folder) as project:
        stages = {one.name: one.step.stage for one in initiatives(project).initiatives}
    assert stages["smart_search"] == "idea"
    assert stages["ai_content"] == "scaled"


def test_a_rule_says_whose_a_campaign_is_where_one_account_serves_two_businesses(company):
    folder, _ = company
    from probant.actions.project import open_project

    with open_project(folder) as project:
        spend = project.tables()["spend"]
        held = project.fetch({"all": spend.select("business", "channel").distinct()})["all"].to_pylist()
    assert {one["channel"] for one in held if one["business"] == "pro"} == {"search_pro", "linkedin"}


def test_a_folder_that_holds_anything_is_refused(tmp_path):
    (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match="is not empty"):
        demo_company(tmp_path)


def test_the_command_shows_the_truth_beside_each_answer(company, capsys, monkeypatch):
    folder, made = company
    asked = []
    monkeypatch.setattr("probant.actions.company.demo_company", lambda *args, **more: asked.append(args) or made)
    assert run(["--lang", "en", "demo", "--company", str(folder)], {}) == 0
    assert asked == [(folder,)]
    said = capsys.readouterr().out
    assert "What no company knows" in said
    assert "✓ inside" in said
    assert "search_brand" in said
    assert run(["--json", "demo", "--company", str(folder)], {}) == 0
    told = json.loads(capsys.readouterr().out)["compared"]
    assert {one["subject"] for one in told} >= {"ads", "on", "new_checkout", "meta", "ai_content", "ai_content / short"}
