"""A chart to take away says what it speaks of: to the eye, and to whatever program opens the file."""

import re
from dataclasses import replace
from struct import unpack_from
from zlib import crc32

import pytest

from probant.report import plate
from probant.report.courses import courses
from probant.report.views import Stamp
from probant.words import say


@pytest.fixture
def stamp(nouns):
    return Stamp.of(nouns.BOARD, (say("only {business}", business="shop"),))


@pytest.fixture
def recommender(nouns, stamp, en):
    return plate.of_evidence(nouns.RECOMMENDER, stamp, en)


SAID = ["Period: 24–30 Nov 2019", "Filters: only shop", "Data up to: 30 Nov 2019", "Version: Probant 0.1.0"]
GRADED = "Grade of proof: A · Experiment"


def seen(svg):
    """What stands in the picture, without the words that only a program reads."""
    drawn = re.sub("<(title|desc)>.*?</\\1>", "", svg, flags=re.DOTALL)
    return " ".join(re.findall("<text[^>]*>([^<]*)</text>", drawn)).replace("\N{NO-BREAK SPACE}", " ")


def texts_of(png):
    """The international texts of a PNG by name; each chunk's checksum is looked at."""
    found, at = {}, 8
    while at < len(png):
        (size,) = unpack_from(">I", png, at)
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert unpack_from(">I", png, at + 8 + size)[0] == crc32(kind + body), kind
        if kind == b"iTXt":
            name, _, rest = body.partition(b"\0")
            found[name.decode()] = rest[2:].split(b"\0", 2)[2].decode()
        at += 12 + size
    return found


def test_a_picture_shows_title_and_imprint(recommender, en):
    shown = seen(plate.svg(recommender, en))
    for said in (*SAID, GRADED, "demo", "Online shop"):
        assert said in shown


def test_a_picture_holds_them_as_metadata_too(recommender, en):
    drawn = plate.svg(recommender, en)
    assert f"<title>{recommender.title}</title>" in drawn
    described = re.search("<desc>(.*?)</desc>", drawn, re.DOTALL)[1].splitlines()
    assert described == ["demo", *SAID, GRADED]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_png_holds_them_as_texts(recommender, en, theme):
    png = plate.png(recommender, en, theme)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert texts_of(png) == {
        "Title": recommender.title,
        "Description": "\n".join(["demo", *SAID, GRADED]),
        "Software": "Probant 0.1.0",
    }


def test_a_metric_and_a_course_have_their_own_period_and_grade(nouns, stamp, fr):
    metric = plate.of_indicator(nouns.LAG[0], stamp, fr)
    course = plate.of_course(courses(nouns.BOARD)[0], stamp, fr)
    assert metric.imprint[1].endswith(fr.period(nouns.LAG[0].period))
    assert course.imprint[1].endswith(fr.period(courses(nouns.BOARD)[0].period))
    assert metric.imprint[1] != course.imprint[1]
    assert metric.imprint[-1].endswith("E · Corrélation")


def test_evidence_that_estimates_nothing_has_no_plate(nouns, stamp, en):
    assert plate.of_evidence(replace(nouns.RECOMMENDER, estimates={}), stamp, en) is None


@pytest.mark.parametrize("name", ["<script>&\"'", "var(--zq7)", "var(--ink)", "bell \u0007", "x" * 400])
def test_a_name_of_the_data_is_text_in_a_plate(nouns, en, name):
    stamp = replace(Stamp.of(nouns.BOARD), project=name, labels={"shop": say("{name}", name=name)})
    made = plate.of_evidence(nouns.RECOMMENDER, stamp, en)
    assert "<script" not in plate.svg(made, en)
    assert plate.png(made, en).startswith(b"\x89PNG")


def test_no_line_of_text_is_wider_than_the_picture(nouns, en):
    stamp = replace(Stamp.of(nouns.BOARD), filters=tuple(say("only {n} of all the shops", n=n) for n in range(12)))
    drawn = plate.svg(plate.of_evidence(nouns.RECOMMENDER, stamp, en), en)
    wide = float(re.search(r'width="(\d+)"', drawn)[1])
    lines = re.findall(r'<text x="18" font-size="(\d+)"[^>]*>([^<]*)<', drawn)
    assert len(lines) >= 5
    assert max(int(size) * 0.62 * len(text) for size, text in lines) < wide * 1.2
