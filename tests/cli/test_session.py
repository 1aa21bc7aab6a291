"""What is written on stdout: the view, or JSON and nothing else, and nothing that steers the terminal."""

import json
from datetime import date

import pytest
from pydantic import TypeAdapter
from rich.text import Text

from probant.cli.session import Session
from probant.words import Words, say

TEXT = TypeAdapter(Words)
SENTENCE = say("{name} cost {amount:EUR} on {day}.", name="a\x1b[2J\u202eb", amount=12345.5, day=date(2026, 1, 15))


def view(words, language):
    return Text(language.say(words), style="bold red")


def test_a_view_is_harmless_and_keeps_the_spaces_of_its_language(capsys):
    Session("fr").write(SENTENCE, TEXT, view)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b" in out
    assert Session("fr").language.quantity(12345.5, "EUR") in out


def test_json_is_nothing_but_json_and_can_be_read_back(capsys):
    Session("fr", as_json=True).write(SENTENCE, TEXT, view)
    out = capsys.readouterr().out
    assert TEXT.validate_json(out) == SENTENCE
    assert json.loads(out)["text"] == Session("fr").language.say(SENTENCE)


@pytest.mark.parametrize(("as_json", "printed"), [(False, False), (True, True)])
def test_quiet_leaves_only_json(as_json, printed, capsys):
    Session("en", as_json=as_json, quiet=True).write(SENTENCE, TEXT, view)
    assert bool(capsys.readouterr().out) == printed
