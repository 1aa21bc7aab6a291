"""What the page on data and the terminal say of flaws."""

from dataclasses import replace
from decimal import Decimal

import pytest
from rich.console import Console

from probant.report.language import Language
from probant.report.quality import CHECKS, SEVERITIES, FlawView, QualityView, quality
from probant.store.quality.checks import LOOKS
from probant.store.quality.flaw import Severity
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
