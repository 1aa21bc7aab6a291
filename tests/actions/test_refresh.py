"""The mix model fitted anew: what is compared with what, and what is not fitted at all."""

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from probant import __version__
from probant.actions.init import init
from probant.actions.project import open_project
from probant.actions.refresh import compared, moved, refresh
from probant.actions.verbs import adapter
from probant.decision.answer import Shown
from probant.errors import TooLittle
from probant.evidence.mmm.question import Lift, MixQuestion
from probant.report.language import Language
from probant.report.refresh import refreshed
from probant.vocabulary import Estimate, Interval, Provenance

spec = spec_from_file_location("probant_refresh_budgets", Path(__file__).parents[1] / "decision" / "budgets.py")
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "essai", name="Essai", currency="EUR")
    with open_project(tmp_path / "essai") as opened:
        yield opened


def fitted(values, learned=0.9, data="old", version=__version__, **question):
    """Evidence with a return a channel, each with an interval of one deviation of 0.1."""
    found, _ = budgets.evidence(names=tuple(values))
    half = 0.1 * 1.6448536269514722
    estimates = {
        name: Estimate(value, "ratio", Interval(value - half, value + half, 0.9)) for name, value in values.items()
    }
    shares = {f"{name} / learned": Estimate(learned, "share") for name in values}
    asked = MixQuestion(business="shop", **question).model_dump_json()
    made = Provenance(asked, data, 0, 0, version)
    return replace(found, estimates={**estimates, **shares}, provenance=made, ids={"outcome": "revenue"})


def keep(project, evidence):
    name, digest = project.archive.put(evidence)
    made = evidence.provenance
    project.record("gather", {"evidence": name, "digest": digest, "engine": "mmm", "question": made.question})
    return name


def two(old, new):
    return compared(Shown("a", old), Shown("b", new))


def test_a_move_is_counted_in_deviations_of_the_older_fit():
    found = two(fitted({"tv": 1.0, "radio": 2.0}), fitted({"tv": 1.3, "radio": 1.95}, data="new"))
    assert [(one.subject, round(one.deviations, 6)) for one in found.moved] == [("tv", 3.0), ("radio", -0.5)]
    assert [str(one.by) for one in found.moved] == ["the data", "nothing beyond its own doubt"]


@pytest.mark.parametrize(
    ("learned", "changed", "words"),
    [
        (0.9, {}, "the data"),
        (0.4, {}, "the data, and in part what is believed beforehand"),
        (0.1, {}, "mostly what is believed beforehand"),
        (0.9, {"prior_share": 0.1}, "what is believed beforehand, which was changed"),
        (0.9, {"adstock": "delayed"}, "assumptions of the model, which were changed"),
    ],
)
def test_what_moved_a_return_is_named(learned, changed, words):
    found = two(fitted({"tv": 1.0}), fitted({"tv": 1.5}, learned=learned, data="new", **changed))
    assert str(found.moved[0].by).startswith(words)


# A value of each field of the question that is not its default, beside those that say of whom, when and how to tell.
ANOTHER = {
    "outcome": "orders",
    "step": "day",
    "channels": ("tv", "radio"),
    "by_area": True,
    "area_effects": "free",
    "exposure": "impressions",
    "organic": ("newsletter",),
    "controls": ("price",),
    "country": "FR",
    "adstock": "weibull",
    "saturation": "hill",
    "lags": 4,
    "trend": "none",
    "harmonics": 3,
    "changing": ("tv",),
    "reach": ("radio",),
    "margin": 0.3,
    "proof": False,
    "prior": "effect",
    "prior_share": 0.1,
    "prior_spread": 0.5,
    "prior_roi": {"tv": (1.0, 0.5)},
    "prior_effect": 1.0,
    "change_spread": 0.5,
    "lifts": (Lift(channel="tv", start="2025-01-06", end="2025-03-03", spend=-9.0, lift=-9.0, error=1.0),),
}
TELLING = {"business", "fixed_on", "note", "start", "end", "level", "draws", "purpose"}
BELIEFS = {"prior", "prior_share", "prior_spread", "prior_roi", "prior_effect", "change_spread"}


def test_every_field_either_makes_another_model_or_says_how_to_tell():
    assert set(MixQuestion.model_fields) == {*ANOTHER, *TELLING}


@pytest.mark.parametrize("name", ANOTHER)
def test_a_field_that_makes_another_model_is_what_moved_the_return(name):
    found = two(fitted({"tv": 1.0}), fitted({"tv": 1.5}, data="new", **{name: ANOTHER[name]}))
    changed = "believed" if name in BELIEFS else "experiments" if name == "lifts" else "assumptions"
    assert changed in str(found.moved[0].by)
    assert "part of the move is" in " ".join(map(str, found.says))


def test_a_channel_that_came_or_went_and_another_version_are_said():
    said = " ".join(map(str, two(fitted({"tv": 1.0}, version="0"), fitted({"radio": 1.0})).says))
    assert "Not in the fit before: radio." in said
    assert "No longer in the fit: tv." in said
    assert "Version 0 made the fit before" in said


def test_a_fit_without_a_number_is_not_compared():
    found = two(fitted({"tv": 1.0}), replace(fitted({"tv": 1.0}), estimates={}))
    assert found.moved == ()
    assert "gives no number" in str(found.says[0])


def test_a_question_that_ended_earlier_is_still_the_same_question():
    found = two(fitted({"tv": 1.0}, end="2025-01-06"), fitted({"tv": 1.5}, end="2025-02-03", data="new"))
    assert "the data moved it" in " ".join(map(str, found.says))


def test_the_last_two_fits_of_each_business_and_outcome_are_compared(project):
    assert moved(project) == ()
    keep(project, fitted({"tv": 1.0}))
    keep(project, fitted({"tv": 1.2}, data="later"))
    assert moved(project, business="another") == ()
    last = keep(project, fitted({"tv": 1.5}, data="last"))
    entered = len(list(project.ledger.entries()))
    (found,) = moved(project)
    assert (found.now.id, found.moved[0].before.value) == (last, 1.2)
    assert len(list(project.ledger.entries())) == entered


def test_without_a_mix_model_it_says_what_to_ask(project):
    with pytest.raises(TooLittle, match="probant ask mmm"):
        refresh(project)


def test_where_nothing_was_loaded_since_the_old_fit_stands(project):
    kept = keep(project, fitted({"tv": 1.0}))
    before = len(list(project.ledger.entries()))
    found = refresh(project)
    assert (found.fitted, found.was.id, found.now.id) == (False, kept, kept)
    assert len(list(project.ledger.entries())) == before


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_result_reads_back_and_shows_its_channels(tag):
    found = two(fitted({"tv": 1.0}), fitted({"tv": 1.5}, data="new"))
    shape = adapter("refresh")
    assert shape.validate_json(shape.dump_json(found)) == found
    told = found.table(Language.of(tag))
    assert [row[0].text for row in told.rows] == ["tv"]
    assert refreshed(found, Language.of(tag)).renderables
