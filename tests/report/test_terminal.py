from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from probant.errors import UnknownName
from probant.report import notebook, terminal
from probant.report.catalogue import PSEUDO
from probant.report.language import Language
from probant.vocabulary import Reason, Receipt
from probant.words import say


def printed(renderable, width=200):
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(renderable)
    return out.getvalue()


def test_the_terminal_says_what_the_page_says(nouns, pages, fr):
    text, markup = printed(terminal.decision(nouns.BOARD, fr)), pages("fr")["decision"]
    for one in nouns.ANSWERS:
        assert fr.say(one.sentence) in text
    for one in nouns.LAG + nouns.LEAD:
        figure = fr.figure(one.value, one.unit, compact=True)
        assert figure in text
        assert figure in markup


def test_an_interval_is_drawn_to_scale_with_the_line(nouns, en):
    text = printed(terminal.answer(nouns.ANSWERS[2], en))
    bar = next(line for line in text.splitlines() if "●" in line and "━" in line)
    assert bar.index("│") < bar.index("━") < bar.index("●")
    assert en.interval(nouns.ANSWERS[2].estimate) in bar


def test_receipts_print_the_whole_account(nouns, en):
    row = next(line for line in printed(terminal.receipts(nouns.RECEIPTS, en)).splitlines() if "spend" in line)
    assert row.split()[:8] == ["1", "one_brand_weekly.csv", "spend", "1,056", "1,044", "12", "0", "0"]
    assert "came again, nothing changed" in printed(terminal.receipts(nouns.RECEIPTS, en))


def test_evidence_shows_checks_limits_and_provenance(nouns, en):
    text = printed(terminal.evidence(nouns.EVIDENCE[0], en))
    for said in ("✓ Arms are as large as planned", "○ No period before", "It speaks of clicks", "seed 7", "12,357"):
        assert said in text


def test_texts_of_data_are_not_markup(nouns, en):
    receipt = Receipt(1, "[red]x[/red].csv", "spend", "", nouns.RECEIPTS[0].at, 0, 0, 0, 0, 0)
    assert "[red]x[/red].csv" in printed(terminal.receipts([receipt], en))


def test_an_error_is_two_lines(en):
    error = UnknownName(say("metric"), "roos", ["roas"])
    assert printed(terminal.error(error, en)) == "No metric is named “roos”.\n→ use “roas”\n"


@pytest.mark.parametrize("board", ["BOARD", "EMPTY"])
def test_every_heading_of_the_terminal_goes_through_the_catalogue(nouns, board):
    text = printed(terminal.decision(getattr(nouns, board), Language.of(PSEUDO)))
    for english in ("Lag indicators", "Lead indicators", "What is estimated", "Metric"):
        assert text.count(english) == text.count(f"⟦{english}⟧")


def test_a_notebook_shows_chart_and_table_with_texts_escaped(nouns, en):
    made = notebook.html(nouns.COMOVEMENT, en)
    assert made.count("<tr>") == 1 + len(nouns.CHANNELS)
    assert "<svg" in made
    assert "var(--" not in made


def test_whose_data_they_are_has_one_heading(nouns, en):
    text = printed(terminal.decision(nouns.BOARD, en))
    assert text.count("Data and licences:") == 1
    assert all(en.say(one) in text for one in nouns.BOARD.credits)


def test_why_rows_were_kept_apart_is_told_in_the_readers_language(nouns, fr):
    receipt = replace(nouns.RECEIPTS[0], reasons=(Reason(say("This is not a date."), 3),))
    assert "Ce n’est pas une date. (3)" in " ".join(printed(terminal.receipts([receipt], fr)).split())
