"""What all questions share: words they do not know, lists of one, periods that run forward."""

from datetime import date

import pytest
from pydantic import ValidationError

from probant.evidence.asked import PeriodQuestion
from probant.evidence.mmm.question import MixQuestion


def test_one_name_where_names_are_asked_for_is_a_list_of_one():
    assert MixQuestion(changing="tv").changing == ("tv",)
    assert MixQuestion(changing=["tv", "radio"]).changing == ("tv", "radio")
    assert MixQuestion(outcome="orders").outcome == "orders"


def test_a_word_that_no_question_knows_is_refused():
    with pytest.raises(ValidationError, match="chanel"):
        MixQuestion(chanel="tv")


def test_a_period_runs_forward():
    with pytest.raises(ValidationError, match="day after the last one"):
        PeriodQuestion(start=date(2026, 2, 1), end=date(2026, 2, 1))
