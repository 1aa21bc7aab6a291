"""Settings are documented with their units, refuse what cannot be, and leave the rest alone."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from probant.errors import Refused
from probant.simulate.channels import USUAL, Channel
from probant.simulate.company import simulate
from probant.simulate.settings import Part, Settings

PAGE = Path(__file__).parents[2] / "docs" / "simulate.md"


def fields():
    for model in (Settings, Channel, *Part.__subclasses__()):
        for name, field in model.model_fields.items():
            if field.description is not None:
                yield pytest.param(model, name, field, id=f"{model.__name__}.{name}")


@pytest.mark.parametrize(("model", "name", "field"), list(fields()))
def test_every_setting_stands_in_the_page_with_its_meaning(model, name, field):
    assert f"| `{name}` |" in PAGE.read_text(encoding="utf-8")
    assert field.description.replace("|", "\\|") in PAGE.read_text(encoding="utf-8")


def test_same_settings_same_bytes(company, other):
    again = other()
    files = sorted(path.name for path in company.folder.iterdir())
    assert files == sorted(path.name for path in again.folder.iterdir())
    for name in files:
        assert (company.folder / name).read_bytes() == (again.folder / name).read_bytes(), name
    assert company.truth == again.truth


def test_another_seed_is_another_company(company, other):
    assert other(seed=4).truth.revenue != company.truth.revenue


def test_settings_of_other_parts_leave_the_orders_as_they_were(company, other):
    found = other(
        content={"assets": 20.0},
        agents={"runs": 5},
        pipeline={"leads": 0.3},
        tracking={"visits": 3.0},
        signals={"followers": 0.05},
    )
    for file in ("shopify_orders.csv", "stripe_balance.csv", "meta_ads.csv"):
        assert (found.folder / file).read_bytes() == (company.folder / file).read_bytes()
    for file in ("content.csv", "spans.otlp.jsonl", "leads.csv", "touches.csv", "signals.csv"):
        assert (found.folder / file).read_bytes() != (company.folder / file).read_bytes()


def test_a_folder_that_holds_anything_is_refused(company, tmp_path):
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(Refused, match="is not empty"):
        simulate(tmp_path, company.settings)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_short_period_leaves_out_the_tests_that_do_not_fit(other):
    found = other(weeks=40)
    assert found.truth.experiments == {}
    assert not (found.folder / "assignments.csv").exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"off": ["radio"]}, "radio: no such channel; there are search_brand"),
        ({"channels": [USUAL[0], USUAL[0]]}, "two channels have one name"),
        ({"customers": 20}, "greater than or equal to 500"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
        ({"channels": [USUAL[3].model_copy(update={"effect": 0.99}), USUAL[4]]}, "add up to 1 or more"),
    ],
    ids=["unknown channel", "twice", "too few", "unknown word", "too strong"],
)
def test_what_cannot_be_is_refused(said, words):
    with pytest.raises(ValidationError, match=words):
        Settings.model_validate(said)


def test_a_company_of_one_channel_and_few_areas_can_be_made(other):
    found = other(channels=[USUAL[3].model_dump()], areas=4, weeks=26, customers=500)
    assert list(found.truth.channels) == ["meta"]
    assert found.truth.over_claim["(all)"] is not None
    assert not (found.folder / "google_ads_campaigns.csv").exists()


def test_the_caller_hears_how_far_it_is(company, tmp_path):
    heard = []
    simulate(tmp_path / "new", company.settings, tell=lambda done, doing: heard.append((done, str(doing))))
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)
    assert heard[-1][1] == "writing the platforms' exports"
