"""`probant initiatives`: declare, ask, list, in a terminal and as JSON."""

import json
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "initiatives.md"
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]


def test_what_is_declared_is_asked_about_and_listed(within, tmp_path):
    file = tmp_path / "initiatives.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    out, _ = within("initiatives")
    assert "No initiative is declared yet" in out
    assert "initiative_drivers" in within("initiatives", "declare", file)[0]
    asked, _ = within("initiatives", "ask", "--capacity", 2)
    assert "reply_drafts" in asked
    assert "Financial: what reaches the books" in asked
    assert "Judgement of head of people: 60 of 100" in asked
    assert "smart_search" in asked
    listed, _ = within("initiatives", "list", "--json")
    models = {one["model"]: one for one in json.loads(listed)["initiatives"][0]["returns"]}
    assert set(models) == {"financial", "outcome", "strategic", "exploratory"}
    assert models["financial"]["long"]["interval"]["level"] == 0.9


def test_what_cannot_be_answered_is_said_and_exits_with_two(within, tmp_path):
    file = tmp_path / "bad.toml"
    file.write_text(EXAMPLE.replace('line = "savings"', 'line = "savngs"'), encoding="utf-8")
    within("initiatives", "declare", file)
    out, _ = within("initiatives", "ask", "reply_drafts", code=2)
    assert "No line of a return model is named “savngs”." in out
    assert "use “savings”" in out
