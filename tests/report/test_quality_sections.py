"""What the page on data and the terminal say of flaws."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from rich.console import Console

from probant.decision.answer import Shown
from probant.report import page
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.quality import CHECKS, SEVERITIES, FlawView, QualityView, quality
from probant.report.reconciliation import ReconciliationView
from probant.report.table import of_evidence
from probant.report.views import DataView, Stamp
from probant.store.quality.checks import LOOKS
from probant.store.quality.flaw import Severity
from probant.vocabulary import Estimate, Evidence, Grade, Interval, Purpose, Receipt
from probant.words import say

FLAW = FlawView(
    check="gaps",
    table="spend",
    business="shop",
    source=("a", "<b>search</b>"),
    severity="serious",
    words=say("Days without any row: {days} ({spans}).", days=4, spans=("x",)),
    cure=say("export it again with a breakdown by day"),
    money=Decimal("40.00"),
    currency="EUR",
    lowers=1,
)
NOTE = FlawView(**{name: getattr(FLAW, name) for name in FlawView.__dataclass_fields__} | {
    "severity": "note", "money": None, "currency": None, "lowers": 0, "business": "(all)"
})  # fmt: skip


@pytest.fixture
def printed():
    def of(view, tag="en"):
        console = Console(width=200, file=None, record=True)
        with console.capture() as capture:
            console.print(quality(view, Language.of(tag)))
        return capture.get()

    return of


def test_every_check_and_severity_has_a_name():
    assert {look.name for look in LOOKS} | {"units"} == set(CHECKS)
    assert {one.value for one in Severity} == set(SEVERITIES)


def test_a_flaw_is_shown_with_place_money_cure_and_effect(printed):
    told = printed(QualityView((FLAW,), ("spend",)))
    for part in (
        "serious 1",
        "Missing days",
        "spend · shop · a · <b>search</b>",
        "€40",
        "→ export it again",
        "loses a grade",
    ):
        assert part in told


def test_what_is_said_of_several_places_stands_once_and_money_stands_alone():
    other = replace(NOTE, table="claims")
    heaps = QualityView((FLAW, NOTE, other, replace(FLAW, table="claims")), ("spend", "claims")).heaps
    assert [places for _, places in heaps] == [
        (FLAW.where,),
        (NOTE.where, other.where),
        ("claims · shop · a · <b>search</b>",),
    ]


def test_a_flaw_that_costs_no_grade_says_so(printed):
    assert "It lowers no grade." in printed(QualityView((NOTE,), ("spend",)))


def test_money_that_is_not_known_is_not_shown_as_zero(printed):
    told = printed(QualityView((NOTE,), ("spend",)))
    assert "0.00" not in told
    assert "€" not in told
    assert "loses a grade" not in told
    assert NOTE.touched(Language.of("en")) == "–"
    assert NOTE.where == "spend · a · <b>search</b>"


def test_nothing_found_and_nothing_loaded_are_told_apart(printed):
    assert "Nothing was found in 2 tables" in printed(QualityView((), ("spend", "claims")))
    assert "Nothing has been loaded" in printed(QualityView((), ()))


RECEIPT = Receipt(1, "whole.csv", "spend", "a" * 64, datetime(2026, 1, 1, tzinfo=UTC), 3, 3, 0, 0, 0)


def data_of(**parts):
    held = {"receipts": (RECEIPT,), "quarantined": (), "tables": ()} | parts
    return page.data_page(DataView(**held), Language.of("en"), chrome=Chrome(), stamp=Stamp("p", "1"))


def test_batches_that_were_loaded_whole_are_folded_and_those_that_lost_rows_are_not():
    lost = replace(RECEIPT, source="lost.csv", received=4, quarantined=1)
    again = replace(RECEIPT, source="again.csv", again=True)
    html = data_of(receipts=(lost, again, *[RECEIPT] * 9))
    before, folded = html[html.index('id="batches"') :].split("Batches loaded whole: 9</summary>")
    assert before.count("lost.csv") == before.count("again.csv") == 1
    assert "whole.csv" not in before
    assert folded.count("whole.csv") == 9
    assert '<details class="folded">' in before


def test_few_batches_stand_open():
    assert '<details class="folded" open><summary>Batches loaded whole: 1</summary>' in data_of()


def test_notes_on_quality_are_folded_below_what_is_graver():
    html = data_of(quality=QualityView((FLAW, NOTE), ("spend",)))
    before, folded = html[html.index('id="quality"') :].split("Notes: 1</summary>")
    assert before.count("&lt;b&gt;search&lt;/b&gt;") == folded.count("&lt;b&gt;search&lt;/b&gt;") == 1
    assert '<details class="folded">' in before
    assert '<details class="folded" open><summary>Notes: 1' in data_of(quality=QualityView((NOTE,), ("spend",)))


def test_a_reconciliation_shows_all_channels_and_folds_the_single_ones():
    """A head states a unit only where all rows have it; a column that is empty in one part is left out there."""
    evidence = Evidence(
        engine="reconciliation.overclaim",
        estimand=say("Conversions that the platforms claim"),
        purpose=Purpose.EFFICIENCY,
        business="shop",
        estimates={
            "(all) / orders": Estimate(1.2, "conversions / order", Interval(1.1, 1.3, 0.9)),
            "(not tracked) / orders": Estimate(0.4, "share", Interval(0.3, 0.5, 0.9)),
            "meta / analytics": Estimate(2.0, "conversions / order"),
        },
        sample={"meta / analytics": 70},
        design=Grade.E,
    )
    view = ReconciliationView(Shown("e-1", evidence), (), (), ())
    whole, channels = view.parted(of_evidence(evidence, Language.of("en")))
    assert [row[0].raw for row in whole.rows] == ["(all) / orders", "(not tracked) / orders"]
    assert [row[0].raw for row in channels.rows] == ["meta / analytics"]
    assert [str(head) for head in whole.heads] == ["Subject", "Estimate", "From", "To", "Level"]
    assert [str(head) for head in channels.heads] == ["Subject", "Estimate (conversions per order)", "Sample"]
    html = data_of(reconciliation=(view,))
    shown, folded = html[html.index('id="reconciliation"') :].split("Shop, by channel</summary>")
    assert "meta" not in shown
    assert "70" in folded
