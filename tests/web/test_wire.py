"""An error that was raised by the serving process is raised by the command as it was there."""

import inspect
import json

import pytest

from probant import errors
from probant.actions.wire import read_error, read_words, write_error, write_words
from probant.errors import Misaligned, ProbantError, UnknownName
from probant.words import say

KINDS = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, ProbantError)]


def over_the_wire(error):
    return read_error(json.loads(json.dumps(write_error(error))))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_arrives_with_its_class_and_both_sentences(kind):
    error = kind.__new__(kind)
    ProbantError.__init__(error, say("{n} rows are short", n=3), mend=say("cut {file}", file="a.csv"))
    again = over_the_wire(error)
    assert type(again) is kind
    assert (again.what, again.mend) == (say("{n} rows are short", n=3), say("cut {file}", file="a.csv"))
    assert str(again) == "3 rows are short\n  Try: cut a.csv"


@pytest.mark.parametrize(
    "error",
    [UnknownName(say("metric"), "revenu", ["revenue", "orders"]), Misaligned("channels", spend=3, weights=2)],
    ids=lambda error: type(error).__name__,
)
def test_errors_that_word_themselves_arrive_with_the_same_words(error):
    again = over_the_wire(error)
    assert type(again) is type(error)
    assert str(again) == str(error)


@pytest.mark.parametrize("name", ["SystemExit", "Words", "say", "__builtins__", None])
def test_a_name_that_is_no_error_of_ours_makes_a_plain_one(name):
    again = read_error({"name": name, "what": write_words(say("a")), "mend": write_words(say("b"))})
    assert type(again) is ProbantError


@pytest.mark.parametrize("raw", [{}, {"name": "Busy", "what": "text", "mend": "text"}])
def test_what_is_no_error_is_refused(raw):
    with pytest.raises(ValueError, match="not a sentence"):
        read_error(raw)


def test_sentences_arrive_as_they_were():
    words = say("loading {file}", file="spend.csv")
    assert read_words(write_words(words)) == words
