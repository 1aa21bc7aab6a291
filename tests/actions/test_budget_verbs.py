"""The verbs of the budget: they read the newest curves, write nothing, and every face shows the same."""

import sys
from dataclasses import asdict, replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from probant.actions.amounts import amounts, groups
from probant.actions.budget import budget, mix, scenario
from probant.actions.init import init
from probant.actions.project import open_project
from probant.decision.allocate import estimated
from probant.errors import Refused, TooLittle, UnknownName
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.mix import mix_page, told
from probant.report.views import Stamp
from probant.vocabulary import Provenance

spec = spec_from_file_location("probant_verb_budgets", Path(__file__).parents[1] / "decision" / "budgets.py")
budgets = sys.modules[spec.name] = module_from_spec(spec)
spec.loader.exec_module(budgets)


@pytest.fixture
def project(tmp_path):
    init(tmp_path / "essai", name="Essai", currency="EUR")
    with open_project(tmp_path / "essai") as opened:
        yield opened


@pytest.fixture
def kept(project):
    """A project whose archive holds curves."""
    found, draws = budgets.evidence()
    estimates = {name: estimated(draws.values[:, place], "EUR / EUR", 0.9) for place, name in enumerate(found.curves)}
    days = [(found.period.start, 3.0)]
    over = {name: tuple(days) for name in ("(seen)", "(base)", *found.curves)}
    made = Provenance("{}", "0" * 64, 0, 0, "0")
    whole = replace(found, estimates=estimates, over_time=over, line=1.0, draws=draws, provenance=made)
    name, digest = project.archive.put(whole)
    project.record("gather", {"evidence": name, "digest": digest, "engine": "mmm", "question": made.question})
    return project


def test_without_curves_it_says_what_to_ask(project):
    with pytest.raises(TooLittle, match="probant ask mmm"):
        budget(project)
    assert mix(project).shown is None


def test_a_budget_is_read_from_the_newest_curves_and_enters_nothing(kept):
    before = len(list(kept.ledger.entries()))
    found = budget(kept, least={"tv": 3000.0}, groups=[{"name": "a", "channels": ["search", "tv"], "most": 2e4}])
    assert found.evidence == mix(kept).shown.id
    assert {move.channel for move in found.moves} == set(budgets.NAMES)
    assert len(list(kept.ledger.entries())) == before


def test_an_unknown_goal_is_refused(kept):
    with pytest.raises(UnknownName, match="No goal is named “cautios”"):
        budget(kept, goal="cautios")


@pytest.mark.parametrize("tag", ["en", "fr"])
def test_the_page_shows_every_channel_and_a_way_without_script(kept, tag):
    view, language = mix(kept), Language.of(tag)
    plan = scenario(kept, evidence=view.shown.id, spend={"tv": 1e5})
    page = mix_page(view, plan, language, chrome=Chrome(), stamp=Stamp("Essai", "0"))
    assert all(f'name="spend.{name}"' in page for name in budgets.NAMES)
    assert 'method="get"' in page
    assert page.count("<svg") > len(budgets.NAMES)
    assert told(plan, language).gain in page


def test_the_page_without_a_mix_model_says_what_to_do(project):
    page = mix_page(mix(project), None, Language.of("en"), chrome=Chrome(), stamp=Stamp("Essai", "0"))
    assert "probant ask mmm" in page


def test_an_unchanged_plan_is_told_without_an_interval(kept):
    plan = scenario(kept, evidence=mix(kept).shown.id, spend={})
    assert asdict(told(plan, Language.of("en")))["interval"] == "nothing is changed"


def test_groups_and_amounts_are_read_from_words():
    assert groups(["audio=radio+tv:..900"]) == [
        {"name": "audio", "channels": ["radio", "tv"], "least": 0.0, "most": 900.0}
    ]
    assert amounts(["tv=3"]) == {"tv": 3.0}


@pytest.mark.parametrize("text", ["audio", "audio=radio", "audio=radio:5", "audio=radio:a..b", "=radio:1..2"])
def test_what_is_no_group_is_refused_with_an_example(text):
    with pytest.raises(Refused, match=r"audio=radio\+podcast:0\.\.900"):
        groups([text])


@pytest.mark.parametrize("text", ["tv=much", "tv", "=3", "tv=nan"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Refused, match=f"“{text}” is not an amount for a channel"):
        amounts([text])


def test_a_channel_has_one_amount():
    with pytest.raises(Refused, match="“tv” was given two amounts"):
        amounts(["tv=3", "tv=4"])
