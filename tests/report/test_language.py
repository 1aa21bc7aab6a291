import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from probant.errors import UnknownName
from probant.report.catalogue import FOLDER
from probant.report.language import NOTHING, Language, label, precision
from probant.report.units import NOUNS, PLAIN
from probant.vocabulary import Estimate, Interval, Period
from probant.words import say

THIN, WIDE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "unit", "french", "english"),
    [
        (0.123, "share", f"12,3{WIDE}%", "12.3%"),
        (0.0046, "share", f"0,46{WIDE}%", "0.46%"),
        (0.00012, "share", f"0,012{WIDE}%", "0.012%"),
        (0.0023, "points", f"+0,23{WIDE}pt", f"+0.23{WIDE}pt"),
        (-0.0023, "points", f"−0,23{WIDE}pt", f"−0.23{WIDE}pt"),
        (48.6, "EUR", f"48,60{WIDE}€", "€48.60"),
        (Decimal("-12400.00"), "EUR", f"−12{THIN}400{WIDE}€", "−€12,400"),
        (4213456, "XXX", f"4{THIN}213{THIN}456", "4,213,456"),
        (6.2, "XXX / XXX", "6,2", "6.2"),
        (1_000_000, "", f"1{THIN}000{THIN}000", "1,000,000"),
        (0, "points", f"0{WIDE}pt", f"0{WIDE}pt"),
    ],
)
def test_a_number_is_written_as_its_reader_writes_it(value, unit, french, english, fr, en):
    assert fr.quantity(value, unit) == french
    assert en.quantity(value, unit) == english


def test_compact_keeps_three_digits_and_the_sign_of_the_scale(fr, en):
    assert fr.quantity(4213456, "EUR", compact=True) == f"4,21{WIDE}M{WIDE}€"
    assert en.quantity(4213456, "EUR", compact=True) == "€4.21M"
    assert fr.quantity(2.5e9, "EUR", compact=True) == f"2,50{WIDE}Md{WIDE}€"
    assert en.quantity(99_999, "EUR", compact=True) == "€99,999"


@pytest.mark.parametrize("nothing", [None, float("nan"), float("inf")])
def test_what_is_not_known_is_a_dash_and_never_zero(nothing, fr):
    assert fr.quantity(nothing, "EUR") == NOTHING
    assert fr.change(nothing) == NOTHING


def test_a_number_too_small_for_its_decimals_is_not_a_negative_zero(en):
    assert en.quantity(-0.001, "XXX", like=5.0) == "0.00"


def test_an_interval_names_its_unit_once_where_both_ends_share_it(fr, en):
    wide = Estimate(4.21e6, "EUR", Interval(3.41e6, 5.04e6, 0.9))
    assert fr.interval(wide) == f"3,41{WIDE}– 5,04{WIDE}M{WIDE}€"
    assert en.interval(wide) == f"€3.41M{WIDE}– €5.04M"


def test_an_interval_across_zero_keeps_its_signs(fr):
    assert fr.interval(Estimate(0.012, "points", Interval(-0.004, 0.028, 0.95))) == f"−0,40 à +2,80{WIDE}pt"


def test_an_end_that_needs_the_next_sign_takes_the_other_with_it(fr, en):
    far = Estimate(767e3, "orders", Interval(-4.32e6, 6.572e6, 0.9))
    assert fr.interval(far) == f"−4,32 à 6,57{WIDE}M{WIDE}commandes".replace(f"M{WIDE}", "M\u00a0")
    assert en.interval(far, signed=True) == "−4.32 to +6.57M\u00a0orders"


def test_without_an_interval_it_says_so(en):
    assert en.interval(Estimate(1.0, "EUR")) == "no interval"


def test_a_sentence_translates_what_is_nested_in_it(fr):
    inner = say("not known")
    assert fr.say(say("{what} ({names})", what=inner, names=("a", inner))) == "inconnu (a, inconnu)"


def test_a_fact_is_written_by_its_unit(en):
    words = say(
        "{lift:+points} of {base:share}, {cost:EUR}, {n}, {gone}", lift=0.01, base=0.9, cost=3, n=12000, gone=None
    )
    assert en.say(words) == f"+1.00{WIDE}pt of 90%, €3.00, 12,000, not known"


def test_a_field_can_name_its_unit_by_another_fact(en):
    assert en.say(say("{value:+{unit}}", value=12.5, unit="EUR")) == "+€12.50"


def test_dates_are_written_by_locale_and_periods_end_on_their_last_day(fr, en):
    assert fr.date(date(2026, 11, 22)) == "22 nov. 2026"
    assert en.date(datetime(2026, 11, 22, 9, 5, tzinfo=UTC)) == "22 Nov 2026, 09:05 UTC"
    assert en.period(Period(date(2026, 1, 1), date(2026, 2, 1))) == "1–31 Jan 2026"


def test_a_unit_of_two_nouns_is_read_out(fr, en):
    assert en.quantity(48.6, "EUR / customer") == f"€48.60{WIDE}per customer"
    assert fr.quantity(48.6, "EUR / customer") == f"48,60{WIDE}€{WIDE}par client"


def test_a_language_that_is_not_there_names_those_that_are():
    with pytest.raises(UnknownName, match="choose one of: en, fr"):
        Language.of("tlh")


def test_the_catalogue_is_read_from_its_source_and_from_its_compiled_form_alike(tmp_path, monkeypatch):
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    from probant.report import catalogue

    source = FOLDER / "fr" / "LC_MESSAGES" / "probant.po"
    copy = tmp_path / "fr" / "LC_MESSAGES" / "probant.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source.read_bytes())
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with source.open("rb") as written:
        texts = [str(message.id) for message in read_po(written) if message.id]
    translate = catalogue.translate.__wrapped__("fr")
    from_source = [translate(text) for text in texts]
    compiled = copy.with_suffix(".mo")
    with source.open("rb") as written, compiled.open("wb") as file:
        write_mo(file, read_po(written))
    translate = catalogue.translate.__wrapped__("fr")
    assert [text for text, known in zip(texts, from_source, strict=True) if translate(text) != known] == []
    assert sum(text != known for text, known in zip(texts, from_source, strict=True)) > len(texts) / 2


@pytest.mark.parametrize("tag", ["fr", "en"])
def test_every_unit_of_the_catalog_has_its_words(tag):
    from probant.metrics.catalog import METRICS

    language = Language.of(tag)
    units = {one.unit for one in METRICS.values()}
    parts = {part for unit in units for part in unit.split(" / ")} - {"currency", "share"}
    assert parts <= set(NOUNS) | PLAIN
    assert [unit for unit in units if "currency" in language.quantity(1.5, unit)] == []


def test_a_lead_is_a_person_and_no_indicator(fr):
    assert fr.quantity(2, "EUR / lead") == f"2,00{WIDE}€{WIDE}par lead"


@pytest.mark.parametrize("unit", ["share", "points", "XXX", "orders"])
def test_what_floating_point_leaves_of_zero_is_zero(unit, fr):
    noise = Estimate(4.929390229335695e-14, unit, Interval(-0.34, 0.53, 0.95))
    written = fr.quantity(noise.value, unit, like=precision(noise))
    assert set(written) & set("123456789") == set()
    assert len(fr.figure(4.9e-14, unit)) < 8


def test_an_interval_is_as_precise_as_its_estimate(fr):
    near = Estimate(0.0838, "share", Interval(0.0671, 0.1008, 0.9))
    assert fr.interval(near, signed=True) == f"+6,71 à +10,08{WIDE}%"
    assert fr.interval(Estimate(0.001, "share", Interval(-0.34, 0.53, 0.95))) == f"−34,0 à 53,0{WIDE}%"


def test_no_figure_has_more_than_four_digits_that_count_below_a_thousand(en):
    for value in (123.456, 12.3456, 1.23456, 0.123456, 0.0123456):
        for unit in ("share", "points", "EUR", "orders"):
            digits = [sign for sign in en.figure(value, unit) if sign.isdigit()]
            assert len("".join(digits).lstrip("0")) <= (5 if value > 100 else 4), (value, unit)


def test_subjects_that_engines_name_in_brackets_are_read_out(fr):
    assert label("(total)", fr) == "Toute la dépense"
    assert label("(total), season removed", fr) == "Toute la dépense, saison et tendance retirées"
    assert label("(all)", fr) == "L’ensemble"
    assert fr.say(say("{name}", name="(all)")) == "(all)"
    assert label("ai / random", fr) == "ai, par rapport à random"
    assert label("meta_facebook", fr) == "meta_facebook"
    assert fr.say(say("{estimand}, {subject}", estimand=say("Estimate"), subject="(total)")) == (
        "Estimation (toute la dépense)"
    )


def test_no_line_can_break_between_a_number_and_its_per_cent(en):
    assert en.say(say("below 95 % it is not")) == f"below 95{WIDE}% it is not"


def test_french_texts_hold_no_space_that_a_line_could_break_at_before_their_signs():
    from babel.messages.pofile import read_po

    with (FOLDER / "fr" / "LC_MESSAGES" / "probant.po").open("rb") as file:
        found = [str(message.string) for message in read_po(file) if message.id]
    assert [text for text in found if re.search(r" [;:!?»%]|« ", text)] == []
