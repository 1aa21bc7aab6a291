"""A sentence that was written as JSON and read again is the same sentence."""

import json
import math
from dataclasses import dataclass
from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from probant.words import Words, decode, encode, say

text = st.text(st.characters(exclude_categories=["Cs"]))
plain = st.one_of(
    st.none(),
    st.booleans(),
    text,
    st.integers(),
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
)
facts = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.builds(Words, text, st.dictionaries(text, inner, max_size=3)),
    ),
    max_leaves=8,
)
sentences = st.builds(Words, text, st.dictionaries(text, facts, max_size=4))


@dataclass(frozen=True)
class Carrier:
    """Stands for any result of a verb that holds sentences."""

    words: Words
    more: tuple[Words, ...] = ()
    maybe: Words | None = None


CARRIER = TypeAdapter(Carrier)


def kinds(fact):
    """The types within a fact: 1, 1.0 and True are equal and yet not the same."""
    if isinstance(fact, Words):
        return {name: kinds(inner) for name, inner in fact.facts.items()}
    return [kinds(inner) for inner in fact] if isinstance(fact, tuple) else type(fact)


@given(sentences)
def test_what_is_written_reads_back_the_same(words):
    again = decode(json.loads(json.dumps(encode(words))))
    assert again == words
    assert kinds(again) == kinds(words)


@given(sentences, st.lists(sentences, max_size=2).map(tuple), st.none() | sentences)
def test_results_that_hold_sentences_read_back_the_same(words, more, maybe):
    carrier = Carrier(words, more, maybe)
    again = CARRIER.validate_json(CARRIER.dump_json(carrier))
    assert again == carrier
    assert kinds(again.words) == kinds(carrier.words)


def test_not_a_number_stays_what_it_is():
    again = CARRIER.validate_json(CARRIER.dump_json(Carrier(say("{x}", x=math.nan))))
    assert math.isnan(again.words.facts["x"])


def test_the_readers_sentence_goes_along_where_the_language_is_given():
    raw = CARRIER.dump_python(Carrier(say("spent {n}", n=3)), context={"say": lambda words: f"«{words}»"})
    assert raw["words"]["text"] == "«spent 3»"
    assert CARRIER.validate_python(raw).words == say("spent {n}", n=3)


def with_fact(plain):
    return {"template": "a", "facts": {"x": plain}}


@pytest.mark.parametrize(
    "raw",
    [
        None,
        "text",
        3,
        [],
        {},
        {"template": "a"},
        {"template": 3, "facts": {}},
        {"template": "a", "facts": 3},
        with_fact({"y": 1}),
        with_fact({"decimal": "one"}),
        with_fact({"day": 3}),
        with_fact({"instant": "tomorrow"}),
    ],
)
def test_what_is_no_sentence_is_refused(raw):
    with pytest.raises(ValueError):
        decode(raw)
    with pytest.raises(ValidationError):
        CARRIER.validate_python({"words": raw})


def test_a_fact_of_another_kind_is_a_fault():
    with pytest.raises(TypeError, match="cannot hold a list"):
        encode(say("{x}", x=["a"]))


def test_numbers_of_numpy_become_pythons():
    again = decode(encode(say("{n} {x}", n=np.int64(3), x=np.float32(0.5))))
    assert kinds(again) == {"n": int, "x": float}


@pytest.mark.parametrize(
    ("template", "value", "plain"),
    [
        ("{x:+share}", 0.0838, "+8.4%"),
        ("{x:+share}", -0.0838, "-8.4%"),
        ("{x:+points}", 0.0023, "+0.23 pt"),
        ("{x:points}", -0.0023, "-0.23 pt"),
        ("{x:+{unit}}", 1250.0, "+1,250 EUR"),
        ("{x:{unit}}", 1250.0, "1,250 EUR"),
    ],
)
def test_plain_english_writes_the_sign_that_a_unit_asks_for(template, value, plain):
    assert str(say(template, x=value, unit="EUR")) == plain
