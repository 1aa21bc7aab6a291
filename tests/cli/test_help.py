"""Every command says what it does, in the reader's language, and ends with an example that works."""

import re
import shlex

import pytest
import typer
from typer.main import get_command

from probant.cli.main import app, run
from probant.cli.session import Session
from probant.report.catalogue import PSEUDO

ROOT = get_command(app)


def tree(command, *path):
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from tree(inner, *path, name)


COMMANDS = dict(tree(ROOT))
NAMES = {name for path in COMMANDS for name in path} | {"probant"}
every_command = pytest.mark.parametrize("path", COMMANDS, ids=" ".join)


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """A folder without a project, so that no project's language counts."""
    monkeypatch.chdir(tmp_path)


def page(path, capsys, tag):
    assert run([*path, "--help", "--lang", tag], {}) == 0
    return capsys.readouterr().out


@every_command
def test_help_ends_with_an_example_of_that_very_command(path, capsys):
    last = page(path, capsys, "en").rstrip().splitlines()[-1]
    words = shlex.split(last)
    assert words[: len(path) + 1] == ["probant", *path] or (path == () and words[0] == "probant")


@every_command
def test_the_example_is_understood(path):
    words = shlex.split(COMMANDS[path].epilog)[1:]
    context = typer.Context(ROOT, info_name="probant", obj=Session("en"))
    command = ROOT
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]
    shared = {name for one in ROOT.params for name in one.opts}
    own = [word for word in words if word not in shared and words[words.index(word) - 1] not in {"--project", "--lang"}]
    assert command.make_context(command.name, own, parent=context).command is command


@every_command
def test_every_text_of_a_page_goes_through_the_catalogue(path, capsys):
    text = page(path, capsys, PSEUDO)
    body, example = text.rstrip().rsplit("\n", 1)
    assert "⟦" not in example
    left = re.sub(r"⟦[^⟦⟧]*⟧", " ", body)
    words = [word.strip("[].,") for word in left.split()]
    assert [word for word in words if word and word not in NAMES and not word.startswith("-")] == []


@every_command
def test_help_is_there_in_french_too(path, capsys):
    assert page(path, capsys, "fr").rstrip().endswith(COMMANDS[path].epilog)


@every_command
def test_every_option_and_argument_is_explained(path):
    command = COMMANDS[path]
    assert command.help.endswith(".")
    for one in command.params:
        assert one.help, one.name
        assert one.help.endswith("."), one.name
        assert getattr(one, "is_flag", False) or one.metavar, one.name


def test_without_words_the_help_is_shown(capsys):
    assert run([], {}) == 0
    assert "Usage: probant" in capsys.readouterr().out


def test_a_group_alone_means_its_first_command(monkeypatch):
    asked = []
    monkeypatch.setattr(Session, "do", lambda self, verb, arguments, view: asked.append(verb))
    for words in (["metrics", "--weeks", "4"], ["evidence"], ["ledger", "--last", "3"]):
        assert run(words, {}) == 0
    assert asked == ["metrics", "evidence_list", "ledger"]


def test_the_version_is_that_of_the_package(capsys):
    from probant import __version__

    assert run(["--version"], {}) == 0
    assert capsys.readouterr().out == f"probant {__version__}\n"


def test_typer_still_offers_what_the_errors_are_read_from():
    with pytest.raises(typer.TyperException) as caught:
        ROOT.make_context("probant", ["--nothing"], obj=Session("en"))
    assert caught.value.option_name == "--nothing"
    assert caught.value.ctx.command_path == "probant"
