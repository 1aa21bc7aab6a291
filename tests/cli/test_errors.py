"""One place turns errors into two lines and an exit code."""

import errno

import pytest

from probant import errors
from probant.cli import faults
from probant.cli.main import FAULT_OF_OURS, MENDABLE, STOPPED, run
from probant.cli.session import Session
from probant.words import say


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def failing(monkeypatch):
    """Makes every verb raise an error, and gives the exit code."""

    def run_into(error, environment=None, words=("answers",)):
        def fail(*_):
            raise error

        monkeypatch.setattr(Session, "do", fail)
        return run(list(words), environment or {})

    return run_into


def test_what_the_reader_can_mend_is_two_lines_and_2(failing, capsys):
    error = errors.Refused(
        say("No margin of {share:share} is possible.", share=2.0), mend=say("give it between 0 and 1")
    )
    assert failing(error) == MENDABLE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == ["Error: No margin of 200% is possible.", "  Try: give it between 0 and 1"]


def test_every_error_of_ours_ends_with_2_but_a_cancelled_one(failing):
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ProbantError)]
    assert len(kinds) > 10
    for kind in kinds:
        error = kind.__new__(kind)
        errors.ProbantError.__init__(error, say("seen"), mend=say("done"))
        assert failing(error) == (STOPPED if kind is errors.Cancelled else MENDABLE), kind


def test_a_fault_of_ours_is_1_without_a_traceback(failing, capsys):
    assert failing(ZeroDivisionError("by zero")) == FAULT_OF_OURS
    err = capsys.readouterr().err
    assert "fault of ours: ZeroDivisionError: by zero" in err
    assert "PROBANT_DEBUG=1" in err
    assert "Traceback" not in err


def test_the_traceback_of_a_fault_can_be_seen(failing, capsys):
    assert failing(ZeroDivisionError("by zero"), {"PROBANT_DEBUG": "1"}) == FAULT_OF_OURS
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_is_130_and_a_sentence(failing, capsys):
    assert failing(KeyboardInterrupt()) == STOPPED
    assert "Stopped" in capsys.readouterr().err


def test_a_folder_that_may_not_be_written_is_not_a_fault_of_ours(failing, capsys):
    assert failing(PermissionError(errno.EACCES, "Permission denied", "/reports")) == MENDABLE
    assert "/reports: Permission denied" in capsys.readouterr().err


def test_another_fault_of_the_system_is_ours(failing):
    assert failing(OSError(errno.EBADF, "Bad file descriptor")) == FAULT_OF_OURS


def test_what_could_steer_the_terminal_is_replaced(failing, capsys):
    assert failing(errors.Missing(say("No file {name}.", name="a\x1b[2Jb"), mend=say("name another"))) == MENDABLE
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "a\N{REPLACEMENT CHARACTER}[2Jb" in err


@pytest.mark.parametrize(
    ("words", "seen", "mend"),
    [
        (["ingst"], "No command is named “ingst”", "“ingest”"),
        (["ledger", "verfy"], "No command is named “verfy”", "“verify”"),
        (["answers", "--busines", "shop"], "No option of `probant answers` is named “--busines”", "“--business”"),
        (["ledger", "list", "--last", "many"], "--last does not take that value", "whole number from 1"),
        (["ask", "--seed", "-1"], "--seed does not take that value", "whole number from 0"),
        (["evidence", "show"], "`probant evidence show` needs ID", "--help"),
        (["data", "everything"], "`probant data` does not take “everything”", "--help"),
        (["ledger", "list", "--last"], "The option --last has no value", "--help"),
        (["--json"], "`probant` needs a command", "--help"),
        (["data", "--lang", "xx"], "No language is named “xx”", "en, fr"),
        (["ask"], "No engine was named", "--list"),
        (["ask", "an.engine", "experiment"], "“experiment” is not an answer", "key=value"),
        (["ask", "an.engine", "a=1", "a=2"], "“a” was answered twice", "leave one"),
    ],
)
def test_a_command_line_that_is_wrong_says_what_is_seen_and_what_to_do(words, seen, mend, capsys):
    assert run(words, {}) == MENDABLE
    out, err = capsys.readouterr()
    assert out == ""
    what, how = err.splitlines()
    assert seen in what
    assert mend in how


def test_errors_are_told_in_the_readers_language(failing, capsys):
    error = errors.UnknownName(say("engine"), "experiment.difference", ["experiments.difference"])
    assert failing(error, words=("answers", "--lang", "qps")) == MENDABLE
    err = capsys.readouterr().err
    assert "⟦No ⟦engine⟧ is named “experiment.difference”.⟧" in err
    assert "⟦use “experiments.difference”⟧" in err


def test_errors_are_told_in_french(capsys):
    assert run(["data", "everything", "--lang", "fr"], {}) == MENDABLE
    err = capsys.readouterr().err
    assert "Erreur" in err
    assert "Error" not in err


def test_the_text_on_the_way_to_stderr_keeps_its_lines(capsys):
    faults.tell("one\ntwo")
    assert capsys.readouterr().err == "one\ntwo\n"
