"""Effects that change and channels of reach: how their readings are called, drawn, tabled and told."""

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from probant.decision.answer import Shown
from probant.decision.budget.scenario import Mix
from probant.report import mix, mix_changes, printed_mix
from probant.report.chrome import Chrome
from probant.report.language import label
from probant.report.views import Stamp
from probant.vocabulary import Estimate, Interval

spec = spec_from_file_location("probant_report_budgets", Path(__file__).parents[1] / "decision" / "budgets.py")
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)

RETURN = "EUR / EUR"


def about(value, unit=RETURN, width=0.4):
    return Estimate(value, unit, Interval(value - width, value + width, 0.9))


@pytest.fixture
def view():
    """TV changes, video works by reach and has no curve; the half-years come in the order of time."""
    found, _ = budgets.evidence(names=("tv",))
    estimates = {
        "tv": about(1.2),
        "video": about(0.9),
        "tv / 2024 H1": about(1.0),
        "tv / 2024 H2": about(1.1),
        "tv / 2025 H1": about(1.6),
        "tv / change": about(0.5, "share", 0.2),
        "video / best frequency": about(2.4, "impressions / person"),
    }
    return Mix(Shown("ab12", replace(found, estimates=estimates, shares={"tv": 0.7, "video": 0.3}, line=1.0)))


@pytest.mark.parametrize(
    ("engine", "subject", "words"),
    [
        ("mmm", "tv / 2025 H1", "tv: return in the first half of 2025"),
        ("mmm", "a / b / 2024 H2", "a / b: return in the second half of 2024"),
        ("mmm", "tv / change", "tv: change of its effect from first to last half-year, over its mean"),
        ("mmm", "tv / best frequency", "tv: frequency at which an impression returns most"),
        ("mmm", "tv / peak", "tv: time after which the effect is largest"),
        ("mmm", "tv / retention", "tv: share of the effect that carries over"),
        ("mmm.outcomes", "tv / orders", "tv: orders for each unit of spend"),
        ("mmm.outcomes", "tv / worth of leads", "tv: worth of each of the leads that it brought"),
        ("mmm.outcomes", "tv / through sessions", "tv: return by way of the sessions"),
        ("mmm.outcomes", "(worth of leads)", "worth of each of the leads"),
        ("mmm.outcomes", "(delay of leads)", "mean delay from the leads to the outcome"),
        ("mmm.outcomes", "tv", "tv"),
        ("claims.platform", "tv / orders", "tv: claimed share of what was sold"),
    ],
)
def test_readings_of_a_mix_model_have_names(en, engine, subject, words):
    assert label(subject, en, engine) == words


def test_a_varying_effect_is_drawn_over_time_against_break_even(view, en):
    drawn = {one.name: one for one in mix.pictures(view, en)}
    picture = drawn["change-tv"]
    rows = picture.spec["data"]["values"]
    assert [(row["half"], row["value"]) for row in rows] == [("H1 2024", 1.0), ("H2 2024", 1.1), ("H1 2025", 1.6)]
    assert all(row["low"] < row["value"] < row["high"] for row in rows)
    assert {"line": 1.0} in [row for layer in picture.spec["layer"] for row in layer.get("data", {}).get("values", ())]
    assert [[cell.raw for cell in row][:2] for row in picture.table.rows] == [
        ["H1 2024", 1.0],
        ["H2 2024", 1.1],
        ["H1 2025", 1.6],
    ]


def test_a_channel_of_reach_stands_among_the_returns_and_says_why_it_has_no_curve(view, en):
    drawn = {one.name: one for one in mix.pictures(view, en)}
    assert {row[0].raw for row in drawn["returns"].table.rows} == {"tv", "video"}
    (said,) = mix_changes.frequencies(view.shown.evidence, en)
    told = en.say(said).replace("\N{NO-BREAK SPACE}", " ")
    assert told.endswith("An impression returns most at 2.4 impressions per person (2.00 – 2.80).")


@pytest.mark.parametrize(("width", "words"), [(0.2, "+50.0%"), (0.6, "The data do not show a change")])
def test_a_change_is_said_with_whether_the_data_show_it(view, en, width, words):
    moved = {**view.shown.evidence.estimates, "tv / change": about(0.5, "share", width)}
    told = mix_changes.changed("tv", replace(view.shown.evidence, estimates=moved), en)
    assert words in en.say(told)
    assert ("do not show" in en.say(told)) == (width > 0.5)


def test_nothing_changes_where_no_half_year_is_told(view, en):
    found = replace(view.shown.evidence, estimates={"tv": about(1.2)})
    assert mix_changes.halves(found) == {}
    assert mix_changes.changed("tv", found, en) is None
    assert mix_changes.frequencies(found, en) == ()


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_page_and_print_show_both(view, tag, request):
    language = request.getfixturevalue(tag)
    page = mix.mix_page(view, None, language, chrome=Chrome(), stamp=Stamp("Essai", "0"))
    assert 'id="changes"' in page
    assert language.say(mix_changes.frequencies(view.shown.evidence, language)[0]) in page
    blocks = printed_mix.part(view, (), language).blocks
    titles = [item["title"] for block in blocks if block["kind"] == "cards" for item in block["items"]]
    assert any("tv" in title for title in titles)
