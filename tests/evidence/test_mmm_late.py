"""mmm where an experiment, or a whole channel, began in the weeks that the proof holds back."""

from datetime import timedelta

import numpy as np
import pytest
from tests.evidence.test_mmm_engine import MONDAY, check, rows_of, world

from probant.evidence.mmm.engine import Mix
from probant.evidence.mmm.question import MixQuestion
from probant.vocabulary import Grade


@pytest.fixture
def proven(sample):
    """The answer with its proof."""

    def ask(rows, **question):
        tables = {**sample.tables(), **{name: sample.table(name, one) for name, one in rows.items()}}
        return sample.ask(Mix(), MixQuestion(draws=400, **question), tables, seed=7)

    return ask


def test_an_experiment_of_the_last_weeks_holds_the_model_and_is_not_known_to_earlier_forecasts(proven):
    spend, revenue = world()
    begin, end = 100, 106
    more = 0.5 * spend["search"][begin:end].sum()
    window = {"start": MONDAY + timedelta(weeks=begin), "end": MONDAY + timedelta(weeks=end)}
    lift = {"channel": "search", **window, "spend": more, "lift": more, "error": 0.5 * more}
    found = proven(rows_of(spend, revenue), lifts=(lift,))
    assert found.design is Grade.C
    assert check(found, "forecast").passed is True


def test_a_channel_that_began_in_the_last_weeks_is_left_out_of_forecasts_from_before_and_is_answered(proven):
    spend, revenue = world()
    spend["new"] = np.r_[np.zeros(100), 100 + 20.0 * (np.arange(10) % 3)]
    found = proven(rows_of(spend, revenue))
    assert found.estimates["new"].interval.low < found.estimates["new"].interval.high
    assert check(found, "forecast").passed is True
