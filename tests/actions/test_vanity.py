"""The metrics of a project are tested, chosen, and shown where the page reads them."""

import tomllib

import pytest

from probant.actions.board import board
from probant.actions.choose import choose, with_indicators
from probant.actions.project import open_project
from probant.actions.vanity import vanity
from probant.decision.trust import Trust
from probant.errors import Refused, UnknownName


def test_thirty_weeks_are_not_enough_and_this_is_said(shop):
    with open_project(shop, actor="analyst") as project:
        told = {one.metric: one for one in vanity(project)}
        assert told["revenue"].trust is Trust.RESULT
        assert told["cac_blended"].trust is Trust.UNKNOWN
        assert "64 are the least" in str(told["cac_blended"].reason)
        entry = list(project.ledger.entries())[-1]
        assert entry.act == "gather"
        assert entry.facts["engine"] == "foresight.skill"


def test_an_accepted_choice_stands_in_the_settings_the_ledger_and_the_page(shop):
    with open_project(shop, actor="analyst") as project:
        before = (shop / "probant.toml").read_text(encoding="utf-8")
        proposed = choose(project)
        assert not proposed.accepted
        assert (shop / "probant.toml").read_text(encoding="utf-8") == before
        made = choose(project, accept=True)
        names = [one.metric for one in made.picks]
        assert made.accepted
        assert names[0] == "revenue"
        assert list(project.settings.page.indicators) == names
        entry = list(project.ledger.entries())[-1]
        assert (entry.act, entry.facts["metrics"]) == ("choose", " ".join(names))
        assert [one.name for one in board(project).lag] == names


def test_a_business_that_is_not_there_is_named_with_the_nearest(shop):
    with open_project(shop, actor="analyst") as project, pytest.raises(UnknownName, match="No business is named “shp”"):
        vanity(project, business="shp")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('[project]\nname = "x" # mine\n', "# mine"),
        ('[page]\nweeks = 26\n\n[project]\nname = "x"\n', "weeks = 26"),
        ('[page] # first\nindicators = [\n  "a",\n  "b",\n]\nweeks = 4\n', "# first"),
        ('[page]\n# indicators are chosen by hand\nindicators = []\n[[business]]\nname = "s"\n', "# indicators are"),
    ],
)
def test_the_rest_of_the_settings_stands_as_it_is(text, kept):
    written = with_indicators(text, ["revenue", "leads"])
    assert kept in written
    wanted = tomllib.loads(text)
    wanted["page"] = {**wanted.get("page", {}), "indicators": ["revenue", "leads"]}
    assert tomllib.loads(written) == wanted


def test_a_layout_that_cannot_be_changed_safely_is_left_alone():
    with pytest.raises(Refused, match="laid out so that it cannot be changed safely") as found:
        with_indicators('page = { indicators = ["a"] }\n', ["revenue"])
    assert "under [page] yourself" in str(found.value.mend)
