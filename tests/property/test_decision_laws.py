"""Laws of the verdict: monotone in evidence, blind to order."""

from hypothesis import given
from hypothesis import strategies as st

from probant.decision.probability import beyond, holm
from probant.decision.verdict import verdict
from probant.vocabulary import Estimate, Grade, Interval

RANK = {"harmful": 0, "unproven": 1, "probable": 2, "proven": 3}
tails = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(tails)
def test_holm_never_lowers_a_tail_and_never_exceeds_one(given_tails):
    adjusted = holm(given_tails)
    assert all(after >= before for before, after in zip(given_tails, adjusted, strict=True))
    assert max(adjusted) <= 1


@given(tails, st.randoms())
def test_holm_does_not_depend_on_the_order(given_tails, random):
    order = list(range(len(given_tails)))
    random.shuffle(order)
    shuffled = holm([given_tails[place] for place in order])
    assert sorted(shuffled) == sorted(holm(given_tails))


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(Grade))
def test_more_certainty_never_gives_a_worse_word(one, other, grade):
    low, high = sorted((one, other))
    assert RANK[verdict(low, 1 - low, grade)] <= RANK[verdict(high, 1 - high, grade)]


@given(st.floats(0.8, 1), st.sampled_from(Grade), st.sampled_from(Grade))
def test_a_better_grade_never_gives_a_worse_word_to_good_news(good, one, other):
    better, worse = sorted((one, other))
    assert RANK[verdict(good, 1 - good, better)] >= RANK[verdict(good, 1 - good, worse)]


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6), st.floats(-1e6, 1e6))
def test_the_two_sides_of_the_line_share_all_probability(value, half, line):
    estimate = Estimate(value, "points", Interval(value - half, value + half, 0.9))
    good, bad = beyond(estimate, line), beyond(estimate, line, better="less")
    assert abs(good + bad - 1) < 1e-12
