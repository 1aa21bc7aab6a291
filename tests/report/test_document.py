import html
import re
from dataclasses import replace

import pytest

from probant.report import document, glyphs
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
        "Period: 4 Mar – 2 Jun 2024",
        "Filters: only apparel",
        "Data up to: 2 Jun 2024",
        "Version: Probant 0.1.0",
        "Grade of proof: A, E, F",
    ]


def test_every_picture_has_its_words(nouns, fr):
    told = document.content(nouns.BOARD, fr, ())
    assert len(told["cards"]) == 1 + len(nouns.EVIDENCE)
    assert all(one["alt"] for one in told["cards"])
    assert all(one["alt"] for one in told["lag"] if one["svg"])
    assert "var(--" not in "".join(one["svg"] for one in told["cards"])


def test_signs_of_typst_in_data_are_texts(nouns, en):
    answer = replace(nouns.ANSWERS[0], sentence=say("{x}", x='#panic("no") $ _a_ *b* @c <d> `e` // f'))
    assert document.pdf(replace(nouns.BOARD, answers=(answer,)), en).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["日本の店", "متجر الأزياء", "boutique 🛍️", "x" * 300, "e\u0301 \u0007"])
def test_a_name_that_the_font_lacks_does_not_stop_the_report(nouns, fr, name):
    evidence = replace(
        nouns.COMOVEMENT, business=name, estimates={name: nouns.COMOVEMENT.estimates["meta_facebook"]}, unknown={}
    )
    board = replace(
        nouns.BOARD,
        project=name,
        labels={"apparel": say("{name}", name=name)},
        evidence=(replace(nouns.EVIDENCE[0], evidence=evidence),),
        lag=(replace(nouns.LAG[0], business=name), replace(nouns.LAG[1], label=say("{name}", name=name))),
    )
    assert document.pdf(board, fr).startswith(b"%PDF")


def test_only_letters_without_a_shape_are_replaced():
    assert glyphs.drawable("Ünï жω – 日本 €") == "Ünï жω – □□ €"
    assert glyphs.breakable("y" * 30) == "y" * 24 + "\N{ZERO WIDTH SPACE}" + "y" * 6


def test_the_report_has_the_titles_of_the_page(nouns, pages, en):
    told = document.content(nouns.BOARD, en, ())
    assert all(one["title"] in html.unescape(pages("en")["decision"]) for one in told["cards"])
    assert len({one["title"] for one in told["cards"]}) == len(told["cards"])
