import csv
import io
from dataclasses import replace

from probant.report.table import Cell, Table, of_evidence, of_indicator, to_csv
from probant.report.views import Stamp
from probant.vocabulary import Grade
from probant.words import say


def read(text):
    return list(csv.reader(io.StringIO(text)))


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
    rows = read(to_csv(of_indicator(nouns.LAG[0], en), Stamp.of(nouns.BOARD), Grade.E, en))
    body = rows[rows.index([]) + 2 :]
    assert len(body) == nouns.WEEKS
    assert body[40] == ["2022-08-29", ""]
    assert float(body[0][1]) == nouns.LAG[0].series[0][1]


def test_an_export_says_what_it_speaks_of(nouns, en):
    stamp = replace(Stamp.of(nouns.BOARD), filters=(say("only {business}", business="apparel"),))
    rows = read(to_csv(of_evidence(nouns.RECOMMENDER, en), stamp, Grade.A, en))
    assert rows[: rows.index([])] == [
        ["Data table", "difference in click rate, AI recommender minus random choice"],
        ["Project", "demo"],
        ["Period", "4 Mar – 2 Jun 2024"],
        ["Filters", "only apparel"],
        ["Data up to", "2 Jun 2024"],
        ["Version", "0.1.0"],
        ["Grade", "A · Experiment"],
    ]


def test_a_negative_number_stays_a_number_in_a_sheet(en):
    table = Table(say("T"), (say("Value"),), ((Cell("−1", -1.5, figure=True),), (Cell("", "-1+1"),)))
    rows = read(to_csv(table, Stamp("p", "1"), None, en))
    assert rows[-2:] == [["-1.5"], ["'-1+1"]]
