"""The published examples of mix models, loaded and asked as a user's own data are.

Reference for PyMC-Marketing's: the notebook that made the data, pymc-labs/pymc-marketing,
docs/source/notebooks/mmm/mmm_example.ipynb: geometric carryover over 8 weeks with retention .4 and .2, then
tanh(lambda x / 2) with lambda 4 and 3, effects 3 and 2, noise of .25; the file holds 1,000 times that. Of Meridian's
and Robyn's data no truth is published: held is that they load, that the chains agree, and what the answer calls itself.
"""

import tomllib
from math import log
from pathlib import Path

import numpy as np
import pyarrow.csv as pc
import pytest

from probant.actions.gather import gather
from probant.actions.ingest import ingest
from probant.actions.project import open_project
from probant.stats import adstock, saturation
from probant.vocabulary import Grade

SETTINGS = Path(__file__).parents[2] / "bench" / "mix" / "published.toml"
MADE_WITH = {"x1": (0.4, 4.0, 3000.0), "x2": (0.2, 3.0, 2000.0)}
"""Retention, lambda and effect of each channel."""


@pytest.fixture(scope="module")
def answers(shared, tmp_path_factory):
    """Evidence by business; without the proof, which other tests hold."""
    folder = tmp_path_factory.mktemp("published")
    text = SETTINGS.read_text(encoding="utf-8").replace("@id@", "0123456789abcdef")
    (folder / "probant.toml").write_text(text, encoding="utf-8")
    (folder / "data").mkdir()
    for name in {one["file"] for one in tomllib.loads(text)["source"]}:
        (folder / name).symlink_to(shared / "mmm" / Path(name).name)
    with open_project(folder) as project:
        ingest(project)
        asked = [{**one.answers, "proof": False, "draws": 500} for one in project.settings.question]
        return {one["business"]: gather(project, "mmm", one).evidence for one in asked}


@pytest.mark.parametrize("business", ["pymc_marketing", "meridian", "meridian_reach", "robyn"])
def test_every_published_example_is_answered_at_grade_d_or_below_with_an_interval_for_each_channel(answers, business):
    found = answers[business]
    assert {one.name: one.passed for one in found.checks}["convergence"] is True
    assert not found.grade.at_least(Grade.C)
    returned = [found.estimates[name] for name in found.shares]
    assert len(returned) >= 2
    assert all(one.interval.low < one.value < one.interval.high for one in returned)


@pytest.mark.parametrize("channel", MADE_WITH)
def test_pymc_marketings_own_truth_lies_inside_the_interval(answers, shared, channel):
    keep, steep, effect = MADE_WITH[channel]
    spend = pc.read_csv(shared / "mmm" / "pymc_marketing__mmm_example.csv")[channel].to_numpy()[:, None]
    carried = adstock.carry(spend, adstock.weights("geometric", [np.array([keep])], 8))
    half = saturation.HALF_OF_LOGISTIC / steep
    worked = effect * saturation.height("logistic", carried, half, np.ones(1))
    told = answers["pymc_marketing"].estimates
    truth = {
        channel: worked.sum() / spend.sum(),
        f"{channel} / contribution": worked.sum(),
        f"{channel} / retention": keep,
        f"{channel} / half": log(3.0) / steep,
    }
    for subject, value in truth.items():
        assert told[subject].interval.low < value < told[subject].interval.high, subject


def test_a_channel_of_reach_says_its_best_frequency_and_draws_no_curve(answers):
    found = answers["meridian_reach"]
    assert found.estimates["channel3 / best frequency"].value >= 1.0
    assert set(found.curves) == {"channel0", "channel1", "channel2"}
