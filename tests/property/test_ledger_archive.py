"""What the archive gives back is what it was given, whatever the sentences hold."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.ledger.archive import Archive
from probant.vocabulary import Check, Estimate, Evidence, Grade, Interval, Period, Purpose
from probant.words import Words

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
finite = st.floats(allow_nan=False, allow_infinity=False)
plain = st.one_of(
    st.none(), st.booleans(), text, st.integers(), finite, st.decimals(allow_nan=False), st.dates(), st.datetimes()
)
facts = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple), st.builds(Words, text, st.dictionaries(text, inner, max_size=3))
    ),
    max_leaves=6,
)
words = st.builds(Words, text, st.dictionaries(text, facts, max_size=3))


@st.composite
def estimates(draw):
    low, value, high = sorted(draw(st.lists(st.floats(allow_nan=False), min_size=3, max_size=3)))
    interval = Interval(low, high, 0.9) if low < high else None
    return Estimate(value, draw(text), interval)


@st.composite
def periods(draw):
    start, end = sorted(draw(st.lists(st.dates(), min_size=2, max_size=2, unique=True)))
    return Period(start, end)


evidences = st.builds(
    Evidence,
    engine=text,
    estimand=words,
    purpose=st.sampled_from(Purpose),
    business=text,
    estimates=st.dictionaries(text, estimates(), max_size=3),
    design=st.sampled_from(Grade),
    line=st.none() | finite,
    checks=st.lists(st.builds(Check, text, st.none() | st.booleans(), words, st.integers(0, 5)), max_size=2).map(tuple),
    limits=st.lists(words, max_size=2).map(tuple),
    unknown=st.dictionaries(text, words, max_size=2),
    period=st.none() | periods(),
    sample=st.dictionaries(text, st.integers(), max_size=2),
    ids=st.dictionaries(text, text, max_size=2),
)


@pytest.fixture(scope="module")
def archive():
    """On a disk that is not waited for: what is tested is what is written, not whether it lasts."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda descriptor: None)
        yield Archive(Path(folder))


@settings(max_examples=40, deadline=None)
@given(evidences)
def test_what_is_read_is_what_was_written(archive, evidence):
    kept, digest = archive.put(evidence)
    again = archive.get(kept, digest=digest)
    assert again == evidence
    assert archive.put(again) == (kept, digest)
