"""The truth beside an answer, on card and page, where the company is simulated."""

from dataclasses import replace

import pytest

from probant.decision.answer import Shown
from probant.report import document, page, printed_data
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.reconciliation import ReconciliationView
from probant.report.table import of_evidence
from probant.report.truth import beside, of_shown, summary
from probant.report.views import DataView, Stamp
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

ENGLISH = Language.of("en")


@pytest.fixture
def shown():
    return Shown(
        "e-7",
        Evidence(
            engine="experiments.difference",
            estimand=say("Effect on revenue"),
            purpose=Purpose.REVENUE,
            business="shop",
            estimates={
                "ads": Estimate(1.9, "EUR", Interval(1.2, 2.6, 0.95)),
                "price": Estimate(4.0, "EUR", Interval(3.0, 5.0, 0.95)),
                "bare": Estimate(1.0, "EUR"),
                "unknown": Estimate(2.0, "EUR", Interval(1.0, 3.0, 0.95)),
            },
            design=Grade.A,
        ),
        truths={"ads": 1.8, "price": 2.5, "bare": 1.1},
    )


def test_each_truth_is_inside_outside_or_not_to_be_judged(shown):
    found = beside(shown, ENGLISH)
    assert [(one.label, one.inside) for one in found] == [("ads", True), ("price", False), ("bare", None)]
    assert [ENGLISH.say(one.words) for one in found] == [
        "truth: €1.80, inside",
        "truth: €2.50, outside",
        "truth: €1.10",
    ]
    assert ENGLISH.say(summary(found)) == "The truth lies inside 1 of 2 intervals."
    assert "No interval is stated" in ENGLISH.say(summary(found[2:]))


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_truth_is_a_tick_on_the_gauge_of_card_and_page(shown, nouns, tag):
    language, stamp = Language.of(tag), Stamp.of(nouns.BOARD)
    pages = (
        page.evidence_page((shown,), language, chrome=Chrome(), stamp=stamp),
        page.proof_page(shown, language, chrome=Chrome(), stamp=stamp),
        page.decision_page(replace(nouns.BOARD, evidence=(shown,)), language, chrome=Chrome()),
    )
    told = language.say(beside(shown, language)[0].words)
    for html in pages:
        part = html[html.index('<div class="truths"') :]
        part = part[: part.index('<div class="foot">')]
        assert part.count('<line class="mark"') == 3
        assert told in part


def test_a_company_that_is_not_simulated_shows_no_truth(shown, nouns):
    html = page.proof_page(replace(shown, truths={}), ENGLISH, chrome=Chrome(), stamp=Stamp.of(nouns.BOARD))
    assert "truths" not in html


def test_the_table_has_the_truth_of_each_row_and_whether_it_lies_inside(shown):
    table, plain = of_shown(shown, ENGLISH), of_evidence(shown.evidence, ENGLISH)
    assert {row[0].raw: (row[-2].raw, row[-1].raw) for row in table.rows} == {
        "ads": (1.8, "inside"),
        "price": (2.5, "outside"),
        "bare": (1.1, ""),
        "unknown": (None, None),
    }
    assert {row[-2].unit for row in table.rows if row[-2].raw} == {"EUR"}
    assert [row[:-2] for row in table.rows] == list(plain.rows)


def test_the_table_of_a_company_that_is_not_simulated_is_that_of_its_evidence(shown):
    bare = replace(shown, truths={})
    assert of_shown(bare, ENGLISH) == of_evidence(shown.evidence, ENGLISH)


def test_the_printed_report_has_the_truth_beside_the_figures(shown, nouns):
    board = replace(nouns.BOARD, evidence=(shown,))
    (figures,) = document.content(board, ENGLISH, ())["figures"]
    assert figures["heads"][-2:] == ["Truth", "In the interval"]
    assert {row[0]: row[-1] for row in figures["rows"]} == {
        "ads": "inside",
        "price": "outside",
        "bare": "",
        "unknown": "",
    }


def test_the_printed_part_on_the_data_says_how_many_truths_lie_inside(shown, nouns):
    evidence = replace(shown.evidence, engine="reconciliation.overclaim")
    view = DataView((), (), (), reconciliation=(ReconciliationView(replace(shown, evidence=evidence), (), (), ()),))
    said, table = printed_data.part(view, nouns.BOARD.labels, ENGLISH).blocks
    assert "The truth lies inside 1 of 2 intervals." in said["lines"]
    assert table["heads"][-2:] == ["Truth", "In the interval"]
