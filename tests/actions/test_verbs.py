"""The verbs on a small project: what they give, what they enter in the ledger, what they refuse."""

from pathlib import Path

import pytest

from probant.actions.board import board
from probant.actions.data import data
from probant.actions.doctor import doctor
from probant.actions.gather import gather, listing, reproduce
from probant.actions.ingest import ingest
from probant.actions.init import init
from probant.actions.measure import measure
from probant.actions.project import open_project
from probant.actions.report import report
from probant.actions.verify import ledger, verify
from probant.errors import Lost, Missing, Refused, Tampered, UnknownName
from probant.report.language import Language

QUESTION = {"experiment": "checkout", "metric": "order", "control": "old", "kind": "proportion"}


def test_a_second_project_in_a_folder_is_refused(shop):
    with pytest.raises(Refused, match="holds a project already"):
        init(shop)


def test_a_folder_without_a_project_says_how_to_make_one(tmp_path):
    with pytest.raises(Missing, match="probant init"), open_project(tmp_path):
        pass


def test_the_same_file_again_changes_nothing_and_is_not_entered_again(shop):
    with open_project(shop) as project:
        before = (project.store.counts(), len(project.ledger))
        (receipt,) = ingest(project, [str(shop.parent / "files" / "spend.csv")], table="spend")
        assert receipt.again
        assert (project.store.counts(), len(project.ledger)) == before


def test_each_load_is_in_the_ledger_with_its_account(shop):
    with open_project(shop) as project:
        loads = [entry.facts for entry in project.ledger.entries() if entry.act == "ingest"]
        assert [one["table"] for one in loads] == ["spend", "outcomes", "assignments", "observations"]
        assert [one["loaded"] for one in loads] == ["60", "30", "400", "400"]
        assert all(entry.actor for entry in project.ledger.entries())


def test_a_batch_that_a_killed_process_did_not_enter_is_entered_by_the_next_load(shop):
    with open_project(shop) as project:
        whole = project.ledger.file.read_bytes()
        project.ledger.file.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
        project.checkpoint.unlink()
        ingest(project, [str(shop.parent / "files" / "spend.csv")], table="spend")
        tables = [entry.facts["table"] for entry in project.ledger.entries() if entry.act == "ingest"]
        assert sorted(tables) == ["assignments", "observations", "outcomes", "spend"]


def test_evidence_is_kept_entered_and_reproduced(shop):
    with open_project(shop) as project:
        shown = gather(project, "experiments.difference", QUESTION, seed=3)
        entry = project.ledger.entries()[-1]
        assert (entry.act, entry.facts["evidence"], entry.facts["seed"]) == ("gather", shown.id, "3")
        again = reproduce(project, shown.id[:6])
        assert (again.same, again.same_data, again.same_version, again.differences) == (True, True, True, ())


def test_evidence_is_reproduced_on_the_data_it_saw_after_they_were_restated(shop, tmp_path):
    with open_project(shop) as project:
        shown = gather(project, "association.comovement", {})
        restated = (shop.parent / "files" / "outcomes.csv").read_text(encoding="utf-8").replace("2000.00", "9999.00")
        (tmp_path / "restated.csv").write_text(restated, encoding="utf-8")
        (receipt,) = ingest(project, [str(tmp_path / "restated.csv")], table="outcomes")
        assert receipt.replaced > 0
        assert reproduce(project, shown.id).same
        newer = gather(project, "association.comovement", {})
        assert newer.evidence.estimates != shown.evidence.estimates
        assert [one.id for one in listing(project)] == [newer.id]


def test_evidence_that_was_edited_is_not_shown(shop):
    with open_project(shop) as project:
        shown = gather(project, "experiments.difference", QUESTION)
        path = project.archive.folder / f"{shown.id}.json"
        path.write_text(path.read_text(encoding="utf-8").replace('"design":"A"', '"design":"B"'), encoding="utf-8")
        with pytest.raises(Tampered):
            listing(project)


@pytest.mark.parametrize(
    ("engine", "answers", "nearest"),
    [
        ("experiments.diference", QUESTION, "experiments.difference"),
        ("experiments.difference", {**QUESTION, "experiment": "chekout"}, "checkout"),
        ("experiments.difference", {**QUESTION, "metric": "ordr"}, "order"),
        ("experiments.difference", {**QUESTION, "control": "odl"}, "old"),
        ("experiments.difference", {**QUESTION, "metrik": "order"}, "metric"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest_known_one(shop, engine, answers, nearest):
    with open_project(shop) as project, pytest.raises(UnknownName) as caught:
        gather(project, engine, answers)
    assert f"“{nearest}”" in str(caught.value.mend)
    assert f"« {nearest} »".replace(" ", "\xa0") in Language.of("fr").say(caught.value.mend).replace("\u202f", "\xa0")


def test_an_unknown_metric_and_business_name_the_nearest(shop):
    with open_project(shop) as project:
        with pytest.raises(UnknownName, match="revenue"):
            measure(project, ["revenu"])
        with pytest.raises(UnknownName, match="business"):
            measure(project, business="nobody")


def test_the_board_holds_three_answers_and_indicators_of_one_period(shop):
    with open_project(shop) as project:
        gather(project, "experiments.difference", {**QUESTION, "purpose": "customers"})
        shown = board(project)
        assert len(shown.answers) == 3
        assert {one.period for one in (*shown.lag, *shown.lead)} == {shown.period}
        assert shown.data_until.isoformat() == "2025-08-03"
        assert len(shown.evidence) == 1


def test_a_revenue_of_a_period_is_the_sum_of_its_weeks(shop):
    with open_project(shop) as project:
        (revenue,) = measure(project, ["revenue"], weeks=13)
        inside = [value for start, value in revenue.series if start >= revenue.period.start]
        assert len(inside) == 13
        assert revenue.value == sum(inside)
        assert revenue.unit == "EUR"


def test_reports_are_written_and_entered_with_their_digest(shop):
    with open_project(shop) as project:
        written = report(project, languages=("en", "fr"), formats=("html",))
        assert [path.rsplit("-", 1)[1] for path in written] == ["en.html", "fr.html"]
        assert [entry.act for entry in project.ledger.entries()[-2:]] == ["report", "report"]
        with pytest.raises(UnknownName, match="pdf"):
            report(project, formats=("pdff",))


def test_a_report_of_one_business_says_so(shop):
    with open_project(shop) as project:
        whole, one = (
            report(project, languages=("en",), formats=("html",), business=name, folder=str(shop / str(name)))[0]
            for name in (None, "(all)")
        )
    said = [Path(file).read_text(encoding="utf-8").count("only ") for file in (whole, one)]
    assert said[0] < said[1]


def test_the_ledger_stands_and_a_change_in_it_is_found(shop):
    with open_project(shop) as project:
        assert verify(project).ok
        assert ledger(project, last=2).total == 4
        path = project.ledger.file
        path.write_text(path.read_text(encoding="utf-8").replace('"60"', '"61"', 1), encoding="utf-8")
        assert not verify(project).ok


def test_lost_keys_are_not_made_anew(shop):
    with open_project(shop) as project:
        project.keyring.file.unlink()
    with open_project(shop) as project, pytest.raises(Lost, match="keys of this project are gone"):
        gather(project, "experiments.difference", QUESTION)


def test_the_data_page_accounts_for_every_row(shop):
    with open_project(shop) as project:
        view = data(project)
        assert {one.name: one.rows for one in view.tables if one.rows} == {
            "spend": 60,
            "outcomes": 30,
            "assignments": 400,
            "observations": 400,
        }
        assert all(one.received == one.loaded for one in view.receipts)


def test_the_doctor_finds_a_sound_project_sound_and_mends_a_leftover_note(shop):
    assert [one for one in doctor(shop) if not one.ok] == []
    note = shop / ".probant" / "serve.json"
    note.parent.mkdir(exist_ok=True)
    note.write_text('{"pid": 999999999, "port": 1, "token": "x"}', encoding="utf-8")
    assert [one.name for one in doctor(shop) if not one.ok] == ["served"]
    assert [one for one in doctor(shop, mend=True) if not one.ok] == []
    assert not note.exists()


@pytest.mark.parametrize(
    ("line", "place"),
    [('[project]\nid = "x"', "project.id"), ("[[source]]\nfil = 'a'", "source"), ("not toml", "TOML")],
)
def test_faults_of_the_settings_say_where(shop, line, place):
    text = (shop / "probant.toml").read_text(encoding="utf-8")
    (shop / "probant.toml").write_text(line if "project" in line else f"{text}\n{line}\n", encoding="utf-8")
    with pytest.raises(Refused, match=place), open_project(shop):
        pass


def test_a_store_that_lost_its_mark_is_taken_as_it_is_only_when_a_person_says_so(shop):
    (shop / "store.mark").unlink()
    with pytest.raises(Lost, match="doctor --accept"), open_project(shop):
        pass
    assert not all(one.ok for one in doctor(shop, mend=True))
    assert all(one.ok for one in doctor(shop, accept=True))
    with open_project(shop) as project:
        assert project.ledger.entries()[-1].act == "accept"
