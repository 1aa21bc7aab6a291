"""Laws of figures and exports, for every number and text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probant.report.gauge import gauge
from probant.report.language import Language
from probant.report.table import MARK, Cell, Table, to_csv
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Interval
from probant.words import say

LANGUAGES = [Language.of("fr"), Language.of("en")]
numbers = st.floats(-1e12, 1e12)
sizes = st.floats(1e-6, 1e12) | st.floats(-1e12, -1e-6)


def read_back(text, language):
    signs = language.numerals
    kept = text.replace(signs.group, "").replace(signs.decimal, ".").replace("\N{MINUS SIGN}", "-")
    return float("".join(sign for sign in kept if sign in "0123456789.+-"))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
@given(value=sizes)
def test_what_is_written_is_the_number_to_two_digits(language, value):
    assert read_back(language.quantity(value, "XXX"), language) == pytest.approx(value, rel=0.05)
    assert read_back(language.quantity(value, "share"), language) == pytest.approx(value * 100, rel=0.05)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.tag)
@given(value=numbers, unit=st.sampled_from(["share", "points", "EUR", "XXX", "orders", "EUR / customer"]))
def test_no_figure_can_break_over_two_lines(language, value, unit):
    assert " " not in language.figure(value, unit, compact=True)


@given(
    texts=st.lists(
        st.text(max_size=12) | st.builds("{}{}".format, st.sampled_from(list("=+-@\t\r|%")), st.text()), min_size=1
    )
)
def test_no_text_in_an_export_begins_a_formula(texts):
    table = Table(say("{t}", t=texts[0]), tuple(say("{t}", t=t) for t in texts), (tuple(Cell(t, t) for t in texts),))
    made = to_csv(table, Stamp(texts[0], texts[0]), LANGUAGES[1]).removeprefix(MARK)
    cells = [cell for row in csv.reader(io.StringIO(made, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(value=numbers, below=st.floats(0.001, 1e9), above=st.floats(0.001, 1e9), line=st.none() | numbers)
def test_a_gauge_is_to_scale_and_in_order(value, below, above, line):
    drawn = gauge(Estimate(value, "XXX", Interval(value - below, value + above, 0.9)), line)
    assert 0 < drawn.low <= drawn.value <= drawn.high < 100
    if line is not None:
        assert 0 < drawn.line < 100
        assert (drawn.line <= drawn.value) == (line <= value) or drawn.line == drawn.value
