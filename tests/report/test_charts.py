import json
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from probant.errors import UnknownName
from probant.report import card, draw
from probant.report.charts.bars import bars
from probant.report.charts.choice import chart, picture
from probant.report.charts.interval_plot import interval_plot
from probant.report.charts.series import series
from probant.report.charts.sparkline import sparkline
from probant.report.charts.style import spec, ticks
from probant.report.courses import courses
from probant.report.language import Language
from probant.report.table import of_evidence
from probant.vocabulary import Estimate, Grade, Interval

VALUES = [-3.21e8, -1250.0, -0.4, 0.0, 0.25, 1.0, 999.0, 12_400.0, 184_000.0, 3_410_000.0, 2.05e9]


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def ticked(unit, values, language):
    """What a chart writes on its axis for these values."""
    rows = [{"value": value} for value in values]
    y = {"field": "value", "type": "ordinal", "sort": None, "axis": {"labelExpr": ticks(unit, language), "title": None}}
    drawn = draw.svg(spec("", width=300, height=600, data={"values": rows}, mark="point", encoding={"y": y}), language)
    return texts(drawn)


@pytest.mark.parametrize("unit", ["EUR", "XXX", "", "orders"])
@pytest.mark.parametrize("tag", ["fr", "en"])
def test_chart_and_text_write_one_and_the_same_number(tag, unit):
    language = Language.of(tag)
    plain = "" if unit == "orders" else unit
    written = [language.figure(value, plain, compact=True) for value in VALUES]
    point = re.escape(language.numerals.decimal)
    trimmed = [re.sub(rf"({point}\d*?)0+(?=\D|$)", lambda end: end[1].rstrip(",."), text) for text in written]
    assert ticked(unit, VALUES, language) == trimmed


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_chart_and_text_write_one_and_the_same_share(tag):
    language, values = Language.of(tag), [0.123, 0.456, 0.789]
    assert ticked("share", values, language) == [language.quantity(value, "share") for value in values]
    assert ticked("points", [-0.0123, 0.0234], language) == [language.quantity(v, "points") for v in (-0.0123, 0.0234)]


def test_an_interval_plot_holds_the_numbers_of_the_evidence_and_no_others(nouns, en):
    rows = interval_plot(nouns.COMOVEMENT, en)["data"]["values"]
    estimates = nouns.COMOVEMENT.estimates
    assert {row["subject"]: (row["value"], row["low"], row["high"]) for row in rows} == {
        name: (one.value, one.interval.low, one.interval.high) for name, one in estimates.items()
    }


def test_a_tone_is_given_only_by_evidence_of_cause(nouns, en):
    causal = interval_plot(nouns.RECOMMENDER, en)["data"]["values"][0]
    assert causal["tone"] == "var(--good)"
    claimed = interval_plot(replace(nouns.RECOMMENDER, design=Grade.E), en)["data"]["values"][0]
    assert claimed["tone"] == "var(--s1)"
    worse = interval_plot(replace(nouns.RECOMMENDER, better="less"), en)["data"]["values"][0]
    assert worse["tone"] == "var(--bad)"


def test_the_line_that_matters_is_drawn_where_it_is_known(nouns, en):
    def lines(evidence):
        return [one["data"]["values"] for one in bars(evidence, en)["layer"] if "data" in one]

    assert lines(nouns.CLAIMED) == [[{"line": 1.0}]]
    assert lines(replace(nouns.CLAIMED, line=None)) == []


def test_estimates_without_intervals_are_bars_and_none_are_no_chart(nouns, en):
    assert chart(nouns.CLAIMED, en) == bars(nouns.CLAIMED, en)
    assert chart(replace(nouns.CLAIMED, estimates={}), en) is None


def test_a_week_without_data_breaks_the_line(nouns, en):
    drawn = draw.svg(series(nouns.LAG[0], en), en)
    line = max(re.findall(r'd="(M[^"]*)"', drawn), key=len)
    assert line.count("M") == 2


def test_a_sparkline_has_a_band_only_where_an_interval_is_known(nouns, en):
    with_interval, without = sparkline(nouns.LEAD[0], en), sparkline(nouns.LAG[0], en)
    assert [layer["mark"]["type"] for layer in with_interval["layer"]] == ["rect", "line", "point"]
    assert [layer["mark"]["type"] for layer in without["layer"]] == ["line", "point"]


def test_a_series_of_one_week_has_no_sparkline(nouns, en):
    assert sparkline(replace(nouns.LAG[0], series=nouns.LAG[0].series[:1]), en) is None
    assert sparkline(nouns.LEAD[-1], en) is None


def test_one_drawing_serves_both_themes_and_a_file_has_its_colours_inside(nouns, en):
    made = chart(nouns.RECOMMENDER, en)
    assert "var(--good)" in draw.svg(made, en)
    light, dark = (draw.svg(made, en, theme) for theme in ("light", "dark"))
    assert "var(" not in light + dark
    assert "#0a7a52" in light
    assert "#56cf9d" in dark
    with pytest.raises(UnknownName, match="dark, light"):
        draw.svg(made, en, "sepia")


def test_a_drawing_says_what_it_is_and_escapes_what_data_say(nouns, en):
    hostile = replace(
        nouns.RECOMMENDER, estimates={'<script>"x"</script>': Estimate(0.1, "share", Interval(0, 0.2, 0.9))}
    )
    drawn = draw.svg(chart(hostile, en), en)
    assert 'role="img" aria-label="' in drawn
    assert "<script" not in drawn


def test_a_drawing_keeps_the_digits_of_its_labels(nouns, en):
    assert "+0.23\N{NO-BREAK SPACE}pt" in texts(draw.svg(chart(nouns.RECOMMENDER, en), en))


def test_days_on_the_axis_are_days_wherever_the_server_stands(nouns, en):
    short = replace(
        nouns.LAG[0], series=nouns.LAG[0].series[:2], period=nouns.Period(nouns.START, nouns.START + timedelta(7))
    )
    assert all(layer["encoding"]["x"]["scale"] == {"type": "utc"} for layer in series(short, en)["layer"])


def test_specifications_are_plain_json(nouns, fr):
    for made in (chart(nouns.COMOVEMENT, fr), series(nouns.LAG[2], fr), sparkline(nouns.LEAD[0], fr)):
        assert json.loads(json.dumps(made)) == made


def test_an_axis_holds_one_unit_and_the_other_stands_in_words(nouns, en):
    both = replace(
        nouns.RECOMMENDER,
        estimates={
            "ai": Estimate(0.0023, "points", Interval(0.0002, 0.0044, 0.95)),
            "ai / random": Estimate(0.5, "share", Interval(0.04, 1.23, 0.95)),
        },
    )
    assert [row["subject"] for row in interval_plot(both, en)["data"]["values"]] == ["ai"]
    made = card.of_evidence(both, {}, en)
    assert made.beside == ("ai, relative to random: +50.0% (interval +4.0 to +123.0%)",)
    assert [row[0].raw for row in of_evidence(both, en).rows] == ["ai", "ai / random"]


def test_a_card_keeps_the_subjects_furthest_from_the_line_the_worst_too(nouns, en):
    few = card.of_evidence(nouns.COMOVEMENT, {}, en)
    shown = {row["subject"] for row in few.spec["data"]["values"]}
    assert shown == {"meta_facebook", "google_shopping", "google_search", "google_pmax", "google_display"}
    assert few.hidden == len(nouns.COMOVEMENT.estimates) - 5


def test_a_long_name_takes_two_lines_and_no_more(nouns, en):
    name = "a channel with a name that is much longer than any axis could hold on its lines"
    long = replace(nouns.RECOMMENDER, estimates={name: nouns.RECOMMENDER.estimates["AI recommender"]})
    assert interval_plot(long, en)["data"]["values"][0]["subject"].count("\n") == 1


def test_pictures_over_time_are_made_of_what_the_board_shows(nouns, en):
    found = courses(nouns.BOARD)
    assert [one.id for one in found] == ["revenue-and-spend"]
    rows = [view["data"]["values"] for view in picture(found[0], en)["vconcat"]]
    revenue, spend = nouns.LAG[0], nouns.LEAD[1]
    assert [[row["value"] for row in view] for view in rows] == [[v for _, v in one.series] for one in (revenue, spend)]
    assert found[0].period.end == nouns.END
    assert courses(nouns.EMPTY) == ()


def test_the_cost_of_a_customer_is_a_column_a_week_and_none_where_nothing_was_seen(nouns, en):
    cost = replace(nouns.LAG[3], name="cac_blended")
    found = courses(replace(nouns.BOARD, lag=(cost,), lead=()))
    assert [one.id for one in found] == ["cost-per-customer"]
    assert len(picture(found[0], en)["data"]["values"]) == nouns.WEEKS - 1


def test_what_is_not_by_week_is_not_called_so(nouns):
    months = tuple((day + timedelta(days=30 * place), 1.0) for place, (day, _) in enumerate(nouns.LAG[0].series))
    assert courses(replace(nouns.BOARD, lag=(replace(nouns.LAG[0], series=months),))) == ()


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\ufffe", "\ud800"])
def test_a_sign_that_no_drawing_may_hold_does_not_stop_it(nouns, en, sign):
    odd = replace(nouns.RECOMMENDER, estimates={f"a{sign}b": nouns.RECOMMENDER.estimates["AI recommender"]})
    assert "a\N{REPLACEMENT CHARACTER}b" in texts(draw.svg(chart(odd, en), en))
