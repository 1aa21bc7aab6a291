"""Conversations held against declared rules: the page's own example, and files that cannot be read."""

import json
import re
from pathlib import Path

import pytest

from probant.actions.agent_monitor import watch
from probant.actions.init import init
from probant.actions.project import open_project
from probant.errors import Missing, Refused

PAGE = (Path(__file__).parents[2] / "docs" / "traces.md").read_text(encoding="utf-8")
RULES = next(one for one in re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL) if "[[rule]]" in one)
(RUN,) = re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "project", currency="EUR")
    with open_project(tmp_path / "project") as project:
        yield project


@pytest.fixture
def watched(project, tmp_path):
    def of(rules, runs):
        files = {"rules": tmp_path / "rules.toml", "runs": tmp_path / "runs.jsonl"}
        for name, text in (("rules", rules), ("runs", runs)):
            files[name].write_text(text, encoding="utf-8")
        return watch(project, **{name: str(file) for name, file in files.items()})

    return of


def held(project, name):
    return project.fetch({name: project.tables()[name]})[name].to_pylist()


def test_the_example_of_the_page_breaks_both_rules_at_one_call(project, watched):
    receipts = watched(RULES, RUN)
    assert {one.table: one.loaded for one in receipts} == {"agent_rules": 2, "agent_deviations": 2}
    seen = held(project, "agent_deviations")
    assert {(one["rule"], one["span"], one["deviated"], one["evidence"]) for one in seen} == {
        ("change_confirmed", "b7ad6b7169203331", True, "cancel_order"),
        ("only_open_orders", "b7ad6b7169203331", True, "cancel_order"),
    }
    rules = {one["rule"]: one for one in held(project, "agent_rules")}
    assert (rules["change_confirmed"]["agreed_rate"], rules["only_open_orders"]["severity"]) == (0.02, "critical")
    assert {one["kind"] for one in rules.values()} == {"recorded"}


def test_no_word_of_a_conversation_is_kept(project, watched):
    watched(RULES, RUN.replace("Cancel 7.", "I am Mia Li."))
    project.store.close()
    assert not [file for file in project.folder.rglob("*") if file.is_file() and b"Mia Li" in file.read_bytes()]


def test_the_same_file_twice_is_there_once(project, watched):
    watched(RULES, RUN)
    again = watched(RULES, RUN)
    assert all(one.again for one in again)
    assert len(held(project, "agent_deviations")) == 2


def test_turns_without_a_span_are_told_apart_by_their_place(project, watched):
    run = json.loads(RUN)
    run["turns"] = [{"speaker": "tool", "tool": "cancel_order", "kind": "write"}] * 2
    watched(RULES, json.dumps(run))
    assert [one["span"] for one in held(project, "agent_deviations")] == ["turn 1", "turn 2"]


@pytest.mark.parametrize(
    ("rules", "runs", "words"),
    [
        ("[[rule]", RUN, "rules.toml is not valid TOML"),
        (RULES.replace('"said"', '"heard"'), RUN, "rules.toml: “rule.0” cannot be accepted"),
        (RULES, RUN + "\n{", "Line 3 of runs.jsonl is not JSON"),
        (RULES, RUN.replace('"user"', '"guest"'), "runs.jsonl:1: “turns.0.speaker” cannot be accepted"),
    ],
)
def test_what_cannot_be_read_is_named_and_nothing_is_kept(project, watched, rules, runs, words):
    with pytest.raises(Refused) as caught:
        watched(rules, runs)
    assert words in str(caught.value.what)
    assert held(project, "agent_rules") == held(project, "agent_deviations") == []


def test_a_file_that_is_not_there_is_named(project, tmp_path):
    with pytest.raises(Missing, match=re.escape("There is no file")):
        watch(project, rules=str(tmp_path / "none.toml"), runs=str(tmp_path / "none.jsonl"))
