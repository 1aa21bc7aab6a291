import re
from dataclasses import replace

import pytest

from probant.report import document
from probant.report.language import Language
from probant.words import say


@pytest.fixture(scope="module")
def made(nouns):
    return {tag: document.pdf(nouns.BOARD, Language.of(tag)) for tag in ("fr", "en")}


def test_a_report_declares_both_standards(made):
    for found in made.values():
        assert re.search(rb"pdfuaid:part>1<", found)
        assert re.search(rb"pdfaid:part>2<", found)
        assert re.search(rb"pdfaid:conformance>A<", found)


def test_a_report_says_its_language_and_has_a_title(made):
    assert b"/Lang(fr)" in made["fr"]
    assert b"/Lang(en)" in made["en"]
    assert all(b"<dc:title>" in found for found in made.values())


def test_a_report_weighs_at_most_150_kilobytes(made):
    assert max(map(len, made.values())) <= 150_000


def test_the_same_board_gives_the_same_bytes(nouns, made, fr):
    assert document.pdf(nouns.BOARD, fr) == made["fr"]


def test_an_empty_project_has_a_report_too(nouns, en):
    assert document.pdf(nouns.EMPTY, en).startswith(b"%PDF")


def test_each_page_carries_period_filters_date_version_and_grade(nouns, en):
    running = document.content(nouns.BOARD, en, (say("only {business}", business="apparel"),))["running"]
    assert running == [
        "Period: 4 Mar 2024 – 2 Jun 2024",
        "Filters: only apparel",
        "Data up to 2 Jun 2024",
        "Version 0.1.0",
        "Grades shown: A, E",
    ]


def test_every_picture_has_its_words(nouns, fr):
    told = document.content(nouns.BOARD, fr, ())
    assert all(one["alt"] for one in told["evidence"])
    assert all(one["alt"] for one in told["lag"] if one["svg"])
    assert "var(--" not in "".join(one["svg"] for one in told["evidence"])


def test_signs_of_typst_in_data_are_texts(nouns, en):
    answer = replace(nouns.ANSWERS[0], sentence=say("{x}", x='#panic("no") $ _a_ *b* @c <d> `e` // f'))
    assert document.pdf(replace(nouns.BOARD, answers=(answer,)), en).startswith(b"%PDF")
