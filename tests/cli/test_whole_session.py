"""From an empty folder to the three answers, through the real entry point; then every command on that project."""

import json

import pytest

from probant.actions.verbs import adapter


@pytest.fixture(scope="module")
def receipts(shell):
    return shell.json("ingest")


@pytest.fixture(scope="module")
def asked(shell, receipts):
    """Id of the evidence on the experiment."""
    return shell.json("ask", *shell.question)["id"]


def test_loading_accounts_for_every_row(shell, receipts):
    assert {one["table"]: one["received"] for one in receipts} == {
        "spend": 2 * shell.weeks,
        "outcomes": shell.weeks,
        "assignments": shell.visits,
        "observations": shell.visits,
    }
    assert all(one["loaded"] == one["received"] for one in receipts)


def test_evidence_is_computed_again_to_the_same_figures(shell, asked):
    out, _ = shell("evidence", "reproduce", asked[:8])
    assert "the same evidence came out again" in out


def test_a_pipe_that_the_reader_closes_is_no_error(shell, asked):
    process = shell.start("answers")
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=60) == 0


def test_loading_twice_changes_nothing(within, asked):
    before = within.json("data")["tables"]
    (again,) = within.json("ingest", "spend.csv", "--table", "spend")
    assert again["again"]
    assert within.json("data")["tables"] == before


def test_the_experiment_gets_an_effect_an_interval_and_a_grade(within, asked):
    shown = within.json("evidence", "show", asked[:8])
    assert shown["id"] == asked
    estimate = shown["evidence"]["estimates"]["new"]
    assert estimate["interval"]["low"] < estimate["value"] < estimate["interval"]["high"]
    assert estimate["value"] > 0.1
    assert shown["evidence"]["grade"] in "AB"


def test_the_three_answers_are_told_in_both_languages(within, asked):
    english, french = (within("answers", "--lang", tag)[0] for tag in ("en", "fr"))
    assert "Do marketing activities generate revenue?" in english
    assert "Proven" in english
    assert "Do marketing activities generate revenue?" not in french


def test_json_carries_each_sentence_in_the_readers_language(within, asked):
    english, french = (within.json("answers", "--lang", tag)["answers"] for tag in ("en", "fr"))
    assert [one["purpose"] for one in english] == ["revenue", "efficiency", "customers"]
    assert english[0]["sentence"]["template"] == french[0]["sentence"]["template"]
    assert english[0]["sentence"]["text"] != french[0]["sentence"]["text"]


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("board", ["answers"]),
        ("data", ["data"]),
        ("evidence_list", ["evidence", "list"]),
        ("ledger", ["ledger", "list"]),
        ("metrics", ["metrics"]),
        ("verify", ["ledger", "verify"]),
    ],
)
def test_json_is_the_verbs_result_and_can_be_read_back(within, asked, verb, words):
    out, err = within(*words, "--json")
    assert err == ""
    result = adapter(verb).validate_json(out)
    assert adapter(verb).validate_json(adapter(verb).dump_json(result)) == result
    assert json.loads(out)


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (["data"], "one row per day or week"),
        (["metrics", "--weeks", "8"], "Revenue"),
        (["metrics", "list"], "marketing_efficiency_ratio"),
        (["ask", "--list"], "experiments.difference"),
        (["evidence"], "order"),
        (["answers", "--business", "(all)"], "Proven"),
        (["ledger"], "gather"),
        (["ledger", "verify"], "is whole"),
        (["doctor"], "✓"),
    ],
)
def test_a_command_shows_what_it_is_for(within, asked, words, seen):
    out, err = within(*words)
    assert seen in out
    assert err == ""


def test_the_catalog_holds_what_the_contracts_can_carry(within):
    assert len(within.json("metrics", "list")) >= 25


def test_an_engine_lists_the_fields_of_its_question(within):
    (engine,) = (one for one in within.json("ask", "--list") if one["name"] == "experiments.difference")
    fields = {one["name"]: one for one in engine["fields"]}
    assert fields["experiment"]["required"]
    assert not fields["business"]["required"]


def test_every_declared_question_is_asked(within, asked):
    settings = within.folder / "probant.toml"
    text = settings.read_text(encoding="utf-8")
    try:
        settings.write_text(f'{text}\n[[question]]\nengine = "association.comovement"\n', encoding="utf-8")
        (shown,) = within.json("ask", "--declared")
    finally:
        settings.write_text(text, encoding="utf-8")
    assert shown["evidence"]["grade"] == "E"


def test_the_report_is_written_where_it_was_asked_for(within, asked, tmp_path):
    paths = within.json("report", "--folder", str(tmp_path), "--in", "fr", "--in", "en", "--format", "html")
    assert sorted(path.rsplit("/", 1)[1] for path in paths) == ["decision-en.html", "decision-fr.html"]
    assert all((tmp_path / path).read_text(encoding="utf-8").startswith("<!doctype html>") for path in paths)


def test_quiet_prints_nothing(within, asked):
    assert within("data", "--quiet") == ("", "")


@pytest.mark.parametrize(
    ("words", "seen", "mend"),
    [
        (["ask", "experiments.diference"], "experiments.diference", "experiments.difference"),
        (["ask", "experiments.difference", "experimnt=a", "metric=order", "control=old"], "experimnt", "experiment"),
        (["ask", "experiments.difference", "experiment=chekout", "metric=order", "control=old"], "chekout", "checkout"),
        (["metrics", "show", "revenu"], "revenu", "revenue"),
        (["metrics", "--business", "al"], "al", "(all)"),
        (["ingest", "spend.csv", "--table", "spends"], "spends", "spend"),
        (["ingest", "nothing.csv", "--table", "spend"], "nothing.csv", ""),
        (["report", "--format", "docx"], "docx", "pdf"),
        (["evidence", "show", "zzzz"], "zzzz", ""),
        (["data", "--project", "/"], "/", "probant init"),
        (["init", "."], "holds a project already", ""),
    ],
)
def test_a_wrong_word_names_the_nearest_right_one(within, asked, words, seen, mend):
    out, err = within(*words, code=2)
    assert out == ""
    what, how = err.rstrip("\n").split("\n")
    assert what.startswith("Error: ")
    assert seen in what
    assert how.startswith("  Try: ")
    assert mend in how


def test_errors_are_in_french_for_a_french_reader(within):
    _, err = within("ask", "experiments.diference", "--lang", "fr", code=2)
    assert "experiments.difference" in err
    assert "Error" not in err
    assert "No engine" not in err
