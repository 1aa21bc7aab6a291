"""Initiatives by the verbs: the example of the page is declared, asked about, shown; evidence is tied by its id."""

import re
from pathlib import Path

import pytest

from probant.actions.gather import gather, reproduce
from probant.actions.initiatives import ask, declare, initiatives
from probant.actions.project import open_project
from probant.errors import Missing, Refused, UnknownName

PAGE = Path(__file__).parents[2] / "docs" / "initiatives.md"
EXAMPLE = re.search(
    r"^```toml\n(\[\[initiative\]\].*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
)[1]
LEAN = """
[[initiative]]
name = "{name}"
use_case = "a better checkout"
owner = "head of shop"
stage = "scaled"
objective = "sell more"
indicator = "conversion"
threshold = 0.01
starts_on = 2025-03-01
[[initiative.cost]]
kind = "invoices"
state = "realised"
month = 2025-03-01
amount = 500
[[initiative.benefit]]
name = "more orders"
line = "conversion"
kind = "sales"
volume = 4000
worth = 60
margin = 0.4
effect = {effect}
"""


@pytest.fixture
def write(tmp_path):
    def made(text):
        path = tmp_path / "initiatives.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return made


@pytest.fixture
def project(shop):
    with open_project(shop, actor="analyst") as project:
        yield project


def by_name(view):
    return {one.name: one for one in view.initiatives}


def by_model(one):
    return {found.model: found for found in one.returns}


def test_the_example_of_the_page_is_declared_asked_about_and_shown(project, write):
    made = declare(project, write(EXAMPLE))
    assert {receipt.table for receipt in made.receipts} == {
        "initiatives",
        "initiative_costs",
        "initiative_benefits",
        "initiative_drivers",
        "initiative_adoption",
        "initiative_readings",
        "initiative_judgements",
    }
    assert made.notes == ()
    view = ask(project)
    assert view.faults == ()
    drafts = by_model(by_name(view)["reply_drafts"])
    assert drafts["financial"].long.interval.level == 0.9
    assert drafts["financial"].grade.value == "F"
    assert any("assumed" in str(reason) for reason in drafts["financial"].reasons)
    assert drafts["outcome"].evidence is None
    assert drafts["strategic"].score.value == pytest.approx(60)
    assert drafts["strategic"].option.value > 0
    assert drafts["exploratory"].pilot is not None
    lines = {line.name: line for found in drafts.values() for line in found.lines}
    assert lines["savings"].state == "money"
    assert lines["engagement"].state == "judged"
    assert "Judgement of head of people: 60 of 100" in str(lines["engagement"].words)
    assert lines["brand"].state == "unknown"


def test_what_says_neither_objective_nor_threshold_stays_an_idea_whatever_is_declared(project, write):
    declare(project, write(EXAMPLE.replace("threshold = 100 ", "# threshold = 100 ")))
    step = by_name(initiatives(project))["reply_drafts"].step
    assert (step.declared, step.stage, step.following) == ("pilot", "idea", "pilot")
    assert "“pilot” and has no threshold: it stays an idea" in str(step.gates[0].words)
    assert step.gates[0].passed is False


def test_listing_computes_nothing_and_enters_nothing(project, write):
    declare(project, write(EXAMPLE))
    asked = ask(project)
    before = len(project.ledger)
    listed = initiatives(project)
    assert len(project.ledger) == before
    assert listed.initiatives == asked.initiatives


def test_the_same_file_again_changes_nothing(project, write):
    declare(project, write(EXAMPLE))
    before = len(project.ledger)
    assert all(receipt.again for receipt in declare(project, write(EXAMPLE)).receipts)
    assert len(project.ledger) == before


def test_a_benefit_that_the_file_no_longer_names_is_named_and_counts_until_it_is_withdrawn(project, write):
    declare(project, write(LEAN.format(name="checkout", effect="[0.01, 0.02, 0.03]")))
    other = LEAN.format(name="checkout", effect="[0.01, 0.02, 0.03]").replace("more orders", "orders")
    (note,) = declare(project, write(other)).notes
    assert "“more orders” of “checkout” is not in the file and counts on" in str(note)
    gone = '[[initiative.benefit]]\nname = "more orders"\nline = "conversion"\nkind = "sales"\nwithdrawn = true\n'
    assert declare(project, write(other + gone)).notes == ()


def test_a_benefit_tied_to_an_experiment_has_its_grade_and_its_posterior(project, write):
    question = {"experiment": "checkout", "metric": "order", "control": "old", "kind": "proportion"}
    test = gather(project, "experiments.difference", question)
    declare(project, write(LEAN.format(name="checkout", effect=f'{{ evidence = "{test.id[:8]}", subject = "new" }}')))
    view = ask(project)
    assert view.faults == ()
    found = by_model(by_name(view)["checkout"])["outcome"]
    assert found.grade == test.evidence.grade
    effect = test.evidence.estimates["new"].value
    # Discounted from the first month on, at full adoption.
    months = sum(1.1 ** (-month / 12) for month in range(36))
    noise = 4 * 4000 * 60 * 0.4 * months * 0.05 / 4_000**0.5
    line = next(line for line in found.lines if line.name == "conversion")
    assert line.estimate.value == pytest.approx(4000 * 60 * 0.4 * months * effect, abs=noise)


def test_the_answer_is_reproduced_from_its_question_alone(project, write):
    question = {"experiment": "checkout", "metric": "order", "control": "old", "kind": "proportion"}
    test = gather(project, "experiments.difference", question)
    declare(project, write(LEAN.format(name="checkout", effect=f'{{ evidence = "{test.id}", subject = "new" }}')))
    asked = by_model(by_name(ask(project))["checkout"])["outcome"]
    for file in (project.folder / "evidence").glob(f"{test.id}*"):
        file.unlink()
    assert reproduce(project, asked.evidence).same


def test_an_effect_on_conversion_from_before_and_after_is_refused_with_the_mend(project, write):
    declare(project, write(LEAN.format(name="checkout", effect="0.02")))
    faults = [fault for fault in ask(project).faults if fault.initiative]
    assert {str(fault.what) for fault in faults} == {
        "The effect of “more orders” on “conversion” is taken from before and after."
    }
    assert "tie it to evidence by its id, or mark it as assumed" in str(faults[0].mend)


def test_evidence_that_is_not_there_is_named_and_the_others_are_answered(project, write):
    both = EXAMPLE + LEAN.format(name="checkout", effect='{ evidence = "beef" }')
    declare(project, write(both))
    view = ask(project)
    assert "No piece of evidence is named “beef”." in {str(fault.what) for fault in view.faults}
    assert by_model(by_name(view)["reply_drafts"])["financial"].long is not None


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("", Refused, "initiative"),
        ("[[initiative]\n", Refused, "is not valid TOML"),
        (LEAN.format(name="a", effect="0.1") + LEAN.format(name="a", effect="0.1"), Refused, "“a” is declared twice"),
        (LEAN.format(name="a", effect="0.1").replace("head of shop", "kim@shop.example"), Refused, "name a role"),
        (
            LEAN.format(name="a", effect="0.1")
            + '[[initiative.benefit]]\nname = "more orders"\nline = "revenue"\nkind = "sales"\n',
            Refused,
            "“more orders” is declared twice",
        ),
    ],
)
def test_a_file_that_cannot_be_accepted_loads_nothing(project, write, text, error, said):
    with pytest.raises(error) as caught:
        declare(project, write(text))
    assert said in str(caught.value)
    assert project.store.counts()["initiatives"] == 0


def test_a_file_that_is_not_there_is_missing(project):
    with pytest.raises(Missing, match="There is no file"):
        declare(project, "nowhere.toml")


def test_an_initiative_that_is_not_there_is_named_with_the_nearest(project, write):
    declare(project, write(EXAMPLE))
    with pytest.raises(UnknownName, match="use “reply_drafts”"):
        ask(project, initiative="reply_draft")
