"""`probant agents watch` in a terminal."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "traces.md").read_text(encoding="utf-8")


def block(language, words):
    found = re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    return next(one for one in found if words in one)


def test_conversations_are_held_against_the_rules_of_the_page(within, tmp_path):
    rules, runs = tmp_path / "rules.toml", tmp_path / "runs.jsonl"
    rules.write_text(block("toml", "[[rule]]"), encoding="utf-8")
    runs.write_text(block("json", "turns"), encoding="utf-8")
    out, _ = within("agents", "watch", rules, runs)
    assert "agent_deviations" in out
    assert "agent_rules" in out


def test_a_file_of_rules_that_is_not_there_exits_with_two(within, tmp_path):
    runs = tmp_path / "runs.jsonl"
    runs.write_text(block("json", "turns"), encoding="utf-8")
    out, err = within("agents", "watch", tmp_path / "none.toml", runs, code=2)
    assert "There is no file" in out + err
