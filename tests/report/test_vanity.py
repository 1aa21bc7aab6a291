"""Verdicts on metrics on the page, in the PDF's content and on the terminal."""

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from probant.decision.answer import Shown
from probant.decision.choose import Choice, Pick
from probant.decision.trust import Trust, standings
from probant.report import page
from probant.report.chrome import Chrome
from probant.report.document import content
from probant.report.language import Language
from probant.report.vanity import choice, terminal, trusted
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose
from probant.words import say

ENGLISH = Language.of("en")
TESTED = {"lead": 2.0, "saved": 300.0, "error": 3000.0, "chance": 0.001, "adjusted": 0.004, "limit": 0.05,
          "most": 0.05, "matters": 0.1, "direction": 1.0, "wanted": 1.0, "forecasts": 66.0}  # fmt: skip
IDLE = TESTED | {"chance": 0.9, "adjusted": 0.95}


@pytest.fixture
def tested():
    return Shown(
        "e-9",
        Evidence(
            engine="foresight.skill",
            estimand=say("Gain in {outcome}", outcome=say("revenue")),
            purpose=Purpose.REVENUE,
            business="shop",
            estimates={
                "qualified_visits": Estimate(0.12, "share", Interval(-0.01, 0.25, 0.9)),
                "impressions": Estimate(0.001, "share", Interval(-0.02, 0.02, 0.9)),
            },
            design=Grade.E,
            unknown={"leads": say("It has {weeks} weeks; {wanted} are the least.", weeks=40, wanted=64),
                     "revenue": say("It is revenue itself.")},
            ids={"about": "metrics", "outcome": "revenue", "label": "revenue", "unit": "EUR",
                 "label:impressions": "Impressions", "label:qualified_visits": "Qualified visits"},
            readings={"qualified_visits": TESTED, "impressions": IDLE, "revenue": {"money": 1.0}},
        ),
    )  # fmt: skip


@pytest.fixture
def shown(nouns, tested):
    return replace(nouns.BOARD, evidence=(*nouns.BOARD.evidence, tested), folded=nouns.BOARD.lead[:1])


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_vanity_is_folded_away_with_its_reason_and_what_foretells_stands_open(shown, tag):
    html = page.decision_page(shown, Language.of(tag), chrome=Chrome())
    start = html.index('<details class="folded faded">')
    folded = html[start : html.index("</details>", start)]
    section = html[html.index('id="trust"') :]
    assert Language.of(tag).say(say("Impressions")) in folded
    assert Language.of(tag).say(say("Qualified visits")) not in folded
    assert Language.of(tag).say(say("Qualified visits")) in section
    assert Language.of(tag).say(shown.folded[0].label) in folded


def test_a_board_without_tested_metrics_has_no_such_section(nouns):
    assert 'id="trust"' not in page.decision_page(nouns.BOARD, ENGLISH, chrome=Chrome())


def test_three_heaps_and_no_results(shown):
    found = trusted(shown, ENGLISH)
    assert [one.label for one in found.open] == ["Qualified visits"]
    assert [one.label for one in found.unknown] == ["leads"]
    assert [one.label for one in found.vain] == ["Impressions"]
    assert (found.open[0].gain, found.open[0].lead) == ("12.0%", "14 days")


def test_the_pdf_holds_the_same_verdicts(shown):
    table = content(shown, ENGLISH, ())["trust"]
    assert [row["cells"][0] for row in table["rows"]] == ["Qualified visits", "leads", "Impressions"]
    assert [row["faded"] for row in table["rows"]] == [False, False, True]


def printed(view):
    out = StringIO()
    Console(file=out, width=200).print(view)
    return out.getvalue()


def test_the_terminal_names_results_in_one_sentence(tested):
    text = printed(terminal(standings((tested,)), ENGLISH))
    assert "● Decision-grade" in text
    assert "Results, which report and need not announce: revenue." in text


def test_a_choice_says_what_is_changed_and_what_not():
    pick = Pick(
        "revenue", say("Revenue"), Trust.RESULT, say("It is the result itself: everything else is there to move it.")
    )
    open_, done = Choice("shop", "b2c", (pick,), ()), Choice("shop", "b2c", (pick,), (), accepted=True)
    assert "Nothing is changed yet" in printed(choice(open_, ENGLISH))
    assert "entered in the ledger" in printed(choice(done, ENGLISH))
    assert "more weeks may show some" in printed(choice(done, ENGLISH))
