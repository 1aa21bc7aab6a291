"""The truth beside an answer, on card and page, where the company is simulated."""

from dataclasses import replace

import pytest

from probant.decision.answer import Shown
from probant.report import page
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.truth import beside, summary
from probant.report.views import Stamp
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
