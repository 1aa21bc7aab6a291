"""The process that makes pages: it comes when it is needed, goes when it is not, and is replaced when it breaks."""

import os
import time

import pytest

from probant.errors import ProbantError, UnknownName
from probant.metrics.catalog import metric
from probant.report.language import Language
from probant.web.press import Press
from probant.words import say


@pytest.fixture
def press():
    made = Press(idle=0.3)
    yield made
    made.close()


def test_work_is_done_in_another_process(press):
    assert press.make(os.getpid) != os.getpid()


def test_a_language_goes_there_by_its_name(press):
    assert press.make(Language.say, Language.of("fr"), say("Evidence")) == Language.of("fr").say(say("Evidence"))


def test_an_error_comes_back_with_its_class_and_both_sentences(press):
    with pytest.raises(UnknownName) as caught:
        press.make(metric, "revenu")
    assert isinstance(caught.value, ProbantError)
    assert (str(caught.value.what), str(caught.value.mend)) == ("No metric is named “revenu”.", "use “revenue”")


def test_a_process_that_broke_is_replaced(press):
    first = press.make(os.getpid)
    os.kill(first, 9)
    assert press.make(os.getpid) not in (first, os.getpid())


def test_it_goes_when_nothing_is_to_be_made_and_another_comes(press):
    first = press.make(os.getpid)
    time.sleep(1.0)
    assert press.make(os.getpid) != first
