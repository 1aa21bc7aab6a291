"""key=value: what TOML can say is read as TOML, all else stays as it was typed."""

import json
import tomllib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from probant.cli.pairs import answers, value
from probant.errors import Refused

keys = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)
scalars = st.one_of(
    st.integers(-(2**53), 2**53), st.booleans(), st.floats(allow_nan=False, allow_infinity=False), st.dates()
)


def written(thing):
    """A value as TOML."""
    if isinstance(thing, bool):
        return str(thing).lower()
    return f"[{', '.join(map(written, thing))}]" if isinstance(thing, list) else str(thing)


@given(st.one_of(scalars, st.lists(scalars, max_size=4)))
def test_a_toml_value_is_read_as_that_value(thing):
    assert value(written(thing)) == thing
    assert type(value(written(thing))) is type(thing)


@given(st.text())
def test_a_quoted_text_is_that_text(text):
    quoted = json.dumps(text, ensure_ascii=True).replace("\x7f", "\\u007f")
    if "\\ud" not in quoted:  # TOML has no halves of a surrogate pair
        assert value(quoted) == text


@given(st.text())
@example("1 # one")
@example("1} # one")
@example("1] # one")
@example("1, 2")
@example("1,")
@example("1\nother = 2")
@example("1}\nother = {a = 2")
@example("nan")
@example("-inf")
@example("")
@example("paid search")
def test_what_is_not_exactly_one_toml_value_stays_text(text):
    got = value(text)
    if isinstance(got, str) and got == text:
        return
    assert tomllib.loads(f"key = {text.strip()}")["key"] == got
    assert not text.rstrip().endswith((",", "# one"))


@given(st.dictionaries(keys, st.integers(), max_size=6))
def test_every_pair_is_kept(given_answers):
    assert answers(f"{key}={number}" for key, number in given_answers.items()) == given_answers


@given(keys, st.text(), st.text())
def test_a_key_given_twice_is_refused(key, one, other):
    with pytest.raises(Refused, match="answered twice"):
        answers([f"{key}={one}", f"{key}={other}"])


@given(st.text().filter(lambda text: "=" not in text))
def test_a_word_without_an_equals_sign_is_refused(word):
    with pytest.raises(Refused, match="key=value"):
        answers([word])
