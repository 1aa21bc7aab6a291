import gzip
import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from probant.decision.answer import Verdict
from probant.errors import UnknownName
from probant.report import page
from probant.report.assets import asset
from probant.report.catalogue import PSEUDO
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.marks import VERDICTS
from probant.report.numerals import numerals
from probant.report.views import DataView, Stamp
from probant.vocabulary import Estimate, Grade, Interval
from probant.words import say

SPOKEN = {"aria-label", "title", "alt"}
NAMES = {"Probant", "CSV", "PNG", "EN", "FR", "English", "Français", "UTC", "pt"}
MONTHS = set(numerals("en_GB").locale.months["format"]["abbreviated"].values())


class Text(HTMLParser):
    """What a reader sees or hears of a page, its elements and their attributes."""

    def __init__(self, markup):
        super().__init__()
        self.said, self.elements, self._silent = [], [], 0
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self._silent += tag in ("style", "code")
        self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self._silent -= tag in ("style", "code")

    def handle_data(self, data):
        if not self._silent:
            self.said.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.said).split())


def address(place, **parts):
    """Links as a server would have them."""
    return "/" + "/".join([place, *parts.values()])


SERVED = Chrome(mode="page", address=address)


def unmarked(text):
    """The text without all that went through a catalogue."""
    while (less := re.sub("⟦[^⟦⟧]*⟧", " ", text)) != text:
        text = less
    return text


@pytest.mark.parametrize("chrome", [Chrome(), SERVED], ids=["file", "served"])
def test_no_text_of_any_page_is_hard_coded(pages, nouns, chrome):
    data = {nouns.BOARD.project, "new", "one_brand_weekly", "csv", "amount is negative", "owner", "spend", "outcomes"}
    data |= {nouns.STRANGE}
    data |= {shown.id for shown in nouns.EVIDENCE} | {shown.evidence.engine for shown in nouns.EVIDENCE}
    data |= {name for shown in nouns.EVIDENCE for name in (*shown.evidence.sample, *shown.evidence.ids.values())}
    data |= {one.name for one in nouns.LAG + nouns.LEAD} | {
        "claims.platform",
        "decimal",
        "text",
        "date",
        "currency",
        "id",
    }
    known = {word for text in data for word in re.findall(r"\w+", text)} | NAMES | MONTHS | set("kMB") | set("ABCDEF")
    for name, markup in pages(PSEUDO, chrome).items():
        left = re.findall(r"[^\W\d_]\w*", unmarked(Text(markup).text))
        assert {word for word in left if word not in known and 1 < len(word) < 32} == set(), name


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_a_page_says_its_language(pages, tag):
    for name, markup in pages(tag).items():
        assert ("html", {"lang": tag}) in Text(markup).elements, name


def test_a_file_asks_nothing_of_anybody(pages):
    for name, markup in pages("en").items():
        found = Text(markup)
        links = [attrs[key] for _, attrs in found.elements for key in ("href", "src") if key in attrs]
        assert [link for link in links if not link.startswith(("#", "data:"))] == [], name
        assert re.findall(r"https?://(?!www\.w3\.org/)", markup) == [], name
        policies = [attrs["content"] for _, attrs in found.elements if attrs.get("http-equiv")]
        assert [policy.split(";")[0] for policy in policies] == ["default-src 'none'"], name


def test_no_page_has_script_or_style_that_a_strict_policy_forbids(pages):
    for chrome in (Chrome(), SERVED):
        for name, markup in pages("fr", chrome).items():
            elements = Text(markup).elements
            scripts = [attrs for tag, attrs in elements if tag == "script"]
            assert all(attrs["src"] == "/asset/page.js" for attrs in scripts), name
            assert scripts == [] or chrome is SERVED, name
            assert "<script>" not in markup, name
            assert [
                attrs for _, attrs in elements if "style" in attrs or any(key.startswith("on") for key in attrs)
            ] == []
    assert all("<style" not in markup for markup in pages("fr", SERVED).values())


def test_every_chart_has_its_table(pages):
    for name, markup in pages("en").items():
        shown = [attrs for tag, attrs in Text(markup).elements if tag == "svg" and attrs.get("class") == "chart"]
        large = {attrs["aria-label"] for attrs in shown if float(attrs["width"]) > 128}
        assert len(large) <= markup.count("<caption"), name
        assert all(attrs["aria-label"] for attrs in shown), name


def test_every_page_carries_period_filters_date_version_and_grade(pages, nouns, en):
    for name, markup in pages("en").items():
        text = Text(markup).text
        assert all(f"{part}: " in text for part in ("Period", "Filters", "Data up to", "Version")), name
        assert ("Grade of proof: " in text.rpartition("Version:")[2]) == (name in GRADED), name
    only = page.decision_page(nouns.BOARD, en, chrome=Chrome(), filters=(say("only {business}", business="shop"),))
    assert "Filters: only shop" in Text(only).text


GRADED = {"decision", "foreign", "metrics", "evidence", "proof", "comovement"}
"""Pages of which something is graded."""


def test_a_board_of_experiments_alone_says_until_when_they_reach(nouns):
    board = replace(nouns.BOARD, lag=(), lead=(), period=None, data_until=None, evidence=nouns.EVIDENCE[:1])
    assert Stamp.of(board).data_until == nouns.EVIDENCE[0].evidence.period.end - timedelta(days=1)


def test_the_page_of_one_proof_carries_its_own_period_and_grade(nouns, pages):
    text = Text(pages("en")["proof"]).text.rpartition("Filters")[0].rpartition("Period: ")[2]
    assert text.startswith(Language.of("en").period(nouns.EVIDENCE[0].evidence.period))


def test_sections_of_the_data_page_are_those_that_hold_something(nouns, en):
    text = page.data_page(nouns.DATA, en, chrome=Chrome(), stamp=Stamp("p", "1"))
    assert [href for href in re.findall(r'<a href="#(\w+)">', text) if f'<h2 id="{href}">' in text] == [
        "sources",
        "batches",
        "quarantined",
        "tables",
    ]
    bare = page.data_page(DataView((), (), nouns.DATA.tables), en, chrome=Chrome(), stamp=Stamp("p", "1"))
    assert '<h2 id="batches">' not in bare
    assert "Nothing has been loaded yet." in bare


def test_a_source_is_told_once_with_all_that_it_fills(nouns):
    (one,) = nouns.DATA.sources
    assert (one.tables, one.batches, one.loaded, one.left_out) == (("spend", "outcomes"), 2, 1572, 12)


def test_long_facts_of_the_ledger_are_folded(nouns):
    line = replace(nouns.LEDGER.lines[0], facts={"table": "spend", "question": "x" * 200})
    assert (line.short, line.long) == ({"table": "spend"}, {"question": "x" * 200})


def test_an_answer_shows_verdict_figure_interval_and_grade(nouns, en):
    text = Text(page.decision_page(nouns.BOARD, en, chrome=Chrome())).text
    for said in (
        "Not proven yet",
        "6.2 revenue per 1 spent",
        "+0.23 pt of click rate",
        "Experiment",
        "95% interval",
        "break-even is not known",
        "12 rows broke",
        "CC BY 4.0",
        "Data up to 2 Jun 2024",
    ):
        assert said in text


def test_a_verdict_differs_by_word_and_shape_not_by_colour_alone():
    assert len({mark.shape for mark in VERDICTS.values()}) == len(Verdict)
    assert len({mark.word.template for mark in VERDICTS.values()}) == len(Verdict)


@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("grade", [*Grade, None])
def test_every_verdict_and_grade_can_be_shown(nouns, en, verdict, grade):
    answers = tuple(replace(one, verdict=verdict, grade=grade) for one in nouns.ANSWERS)
    text = Text(page.decision_page(replace(nouns.BOARD, answers=answers), en, chrome=Chrome())).text
    assert en.say(VERDICTS[verdict].word) in text


def test_what_is_not_known_is_said_to_the_ear(nouns, en):
    markup = page.decision_page(nouns.BOARD, en, chrome=Chrome())
    assert '<span aria-hidden="true">–</span><span class="unseen">not known</span>' in markup


def test_texts_of_data_are_escaped_everywhere(nouns, en):
    bad = "<img src=x onerror=alert(1)>"
    answer = replace(nouns.ANSWERS[0], sentence=say("{x}", x=bad), would_prove=(say("{x}", x=bad),))
    evidence = replace(nouns.COMOVEMENT, business=bad, estimates={bad: nouns.COMOVEMENT.estimates["meta_facebook"]})
    shown = replace(nouns.EVIDENCE[0], evidence=evidence)
    board = replace(nouns.BOARD, project=bad, answers=(answer,), evidence=(shown,), notices=(say("{x}", x=bad),))
    served = replace(SERVED, address=lambda place, **parts: address(place, **dict.fromkeys(parts, "x")))
    markup = page.decision_page(board, en, chrome=served) + page.proof_page(
        shown, en, chrome=served, stamp=Stamp.of(board)
    )
    assert "<img" not in markup
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup


def test_theme_and_language_are_changed_by_links(nouns, fr):
    markup = page.decision_page(nouns.BOARD, fr, chrome=replace(SERVED, theme="dark"))
    assert 'data-theme="dark"' in markup
    assert {"/theme/light", "/theme/dark", "/language/en"} <= {attrs.get("href") for _, attrs in Text(markup).elements}


def test_a_page_says_when_no_currency_is_named(nouns, en):
    euros = tuple(replace(one, unit=one.unit.replace("XXX", "EUR")) for one in nouns.LAG + nouns.LEAD)
    assert Stamp.of(nouns.BOARD).notes != ()
    assert Stamp.of(replace(nouns.BOARD, lag=euros, lead=(), evidence=())).notes == ()


def test_an_error_says_what_was_seen_and_what_to_do(en):
    error = UnknownName(say("metric"), "roos", ["roas"])
    text = Text(page.error_page(error, en, chrome=Chrome(), stamp=Stamp("demo", "0.1.0"))).text
    assert "No metric is named “roos”." in text
    assert "Use “roas”" in text


def test_a_page_weighs_at_most_100_kilobytes_as_it_is_sent(pages):
    texts = [pages("fr", SERVED)["decision"].encode(), *(asset(name)[0] for name in ("page.css", "page.js"))]
    assert sum(len(gzip.compress(text)) for text in texts) + len(asset("inter.woff2")[0]) <= 100_000


def test_no_path_leads_out_of_the_assets():
    with pytest.raises(UnknownName, match="asset"):
        asset("../page.py")


def test_pages_of_one_language_do_not_change_those_of_another(nouns):
    once = page.decision_page(nouns.BOARD, Language.of("en"), chrome=Chrome())
    page.decision_page(nouns.BOARD, Language.of("fr"), chrome=Chrome())
    assert page.decision_page(nouns.BOARD, Language.of("en"), chrome=Chrome()) == once


def test_a_board_says_of_whom_and_until_when_it_speaks(nouns, en):
    text = Text(page.decision_page(nouns.BOARD, en, chrome=Chrome())).text
    assert "What marketing brought in" in text
    assert "Apparel brand: data up to 2 Jun 2024" in text
    assert "Online shop: data up to 30 Nov 2019" in text


def test_the_gauge_has_the_sign_and_the_decimals_of_its_answer(nouns, en):
    answer = replace(
        nouns.ANSWERS[0],
        headline=say("{change:+share} in weeks with 10% more spend", change=0.0838),
        estimate=Estimate(0.0838, "share", Interval(0.0671, 0.1008, 0.9)),
        line=0.0,
    )
    text = Text(page.decision_page(replace(nouns.BOARD, answers=(answer,)), en, chrome=Chrome())).text
    assert "+8.38% in weeks" in text
    assert "+6.71 to +10.08%" in text


def test_what_a_card_leaves_out_is_a_link_on_a_page_and_words_in_a_file(nouns, en):
    file, served = (page.decision_page(nouns.BOARD, en, chrome=chrome) for chrome in (Chrome(), SERVED))
    assert "+ 2 more in the table" in file
    assert '<a href="/proof/e-0001">+ 2 more</a>' in served
