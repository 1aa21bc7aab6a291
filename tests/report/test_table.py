import csv
import io
from dataclasses import replace
from datetime import timedelta

from probant.report.table import MARK, Cell, Table, of_evidence, of_indicator, to_csv
from probant.report.views import Stamp
from probant.words import say


def read(text):
    return list(csv.reader(io.StringIO(text.removeprefix(MARK))))


def test_a_table_holds_every_subject_the_unknown_ones_with_the_reason(nouns, en):
    table = of_evidence(nouns.COMOVEMENT, en)
    assert [row[0].raw for row in table.rows] == [
        *sorted(nouns.COMOVEMENT.estimates, key=lambda name: -nouns.COMOVEMENT.estimates[name].value),
        "meta_other",
    ]
    assert table.rows[-1][1] == Cell("–", None, figure=True)
    assert table.rows[-1][-1].text == "It spent in fewer than ten weeks."


def test_columns_that_hold_nothing_are_left_out(nouns, en):
    assert [en.say(head) for head in of_evidence(nouns.CLAIMED, en).heads] == ["Subject", "Estimate"]


def test_what_was_not_observed_is_an_empty_cell_in_a_sheet(nouns, en):
    head, *body = read(to_csv(of_indicator(nouns.LAG[0], en), Stamp.of(nouns.BOARD), en))
    assert head[:2] == ["From day", "Value"]
    assert len(body) == nouns.WEEKS
    assert body[40][:2] == ["2022-08-29", ""]
    assert float(body[0][1]) == nouns.LAG[0].series[0][1]


def test_every_row_of_an_export_says_what_it_speaks_of(nouns, en):
    stamp = replace(Stamp.of(nouns.BOARD), filters=(say("only {business}", business="shop"),)).about(nouns.RECOMMENDER)
    head, *body = read(to_csv(of_evidence(nouns.RECOMMENDER, en), stamp, en))
    period = nouns.RECOMMENDER.period
    for row in body:
        about = dict(zip(head, row, strict=True))
        assert (about["Project"], about["Business"], about["Filters"]) == ("demo", "online shop", "only shop")
        assert about["First day"] == period.start.isoformat()
        assert about["Last day"] == (period.end - timedelta(days=1)).isoformat()
        assert about["Data up to"] == "2019-11-30"
        assert (about["Version"], about["Grade of proof"]) == ("Probant 0.1.0", "A · Experiment")
    units = [row[head.index("Unit")] for row in body]
    assert units == [one.unit for _, one in sorted(nouns.RECOMMENDER.estimates.items(), key=lambda one: one[1].unit)]


def test_an_export_without_a_row_says_it_too(en):
    head, row = read(to_csv(Table(say("T"), (say("Value"),), ()), Stamp("p", "1"), en))
    assert dict(zip(head, row, strict=True))["Version"] == "Probant 1"


def test_a_negative_number_stays_a_number_in_a_sheet(en):
    table = Table(say("T"), (say("Value"),), ((Cell("−1", -1.5, figure=True),), (Cell("", "-1+1"),)))
    assert [row[0] for row in read(to_csv(table, Stamp("p", "1"), en))[1:]] == ["-1.5", "'-1+1"]


def test_a_french_sheet_has_the_signs_that_a_french_spreadsheet_expects(fr):
    table = Table(say("T"), (say("Value"),), ((Cell("", -1234.5, figure=True, unit="EUR"),),))
    text = to_csv(table, Stamp("p", "1"), fr)
    assert text.startswith(MARK)
    assert text.splitlines()[1].startswith("-1234,5;EUR;p;")
