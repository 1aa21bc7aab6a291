"""Options that hold for every command may stand before it or after it."""

from hypothesis import given
from hypothesis import strategies as st

from probant.cli.reader import language_tag, to_front

FLAGS, VALUED = frozenset({"--json", "-q"}), frozenset({"--lang", "-p"})
plain = st.sampled_from(["ask", "engine", "metric=order", "--seed", "3", "--json=1", "-x"])
units = st.one_of(
    plain.map(lambda word: [word]),
    st.sampled_from([["--json"], ["-q"], ["--lang", "fr"], ["--lang=en"], ["-p", "--json"]]),
)
lines = st.lists(units, max_size=8)


def flat(parts):
    return [word for part in parts for word in part]


def shared(part):
    return part[0].partition("=")[0] in FLAGS | VALUED and part != ["--json=1"]


@given(lines)
def test_shared_options_come_first_and_both_orders_are_kept(parts):
    expected = flat([part for part in parts if shared(part)]) + flat([part for part in parts if not shared(part)])
    assert to_front(flat(parts), FLAGS, VALUED) == expected


@given(st.lists(st.text(max_size=8), max_size=8))
def test_no_word_is_lost_or_made(words):
    assert sorted(to_front(words, FLAGS, VALUED)) == sorted(words)


@given(lines)
def test_twice_is_once(parts):
    once = to_front(flat(parts), FLAGS, VALUED)
    assert to_front(once, FLAGS, VALUED) == once


@given(lines, lines)
def test_what_follows_two_dashes_stays_where_it_is(before, after):
    words = flat([part for part in before if part not in (["--lang"], ["-p"])])
    assert to_front([*words, "--", *flat(after)], FLAGS, VALUED)[-len(flat(after)) - 1 :] == ["--", *flat(after)]


@given(st.sampled_from(["en", "fr"]), st.sampled_from(["en", "fr"]), st.sampled_from(["fr_FR.UTF-8", "en_GB", "C", ""]))
def test_the_option_goes_before_the_environment(asked, own, system):
    environment = {"PROBANT_LANG": own, "LANG": system}
    assert language_tag(["--lang", asked, "data"], environment) == asked
    assert language_tag(["--lang", own, "data", f"--lang={asked}"], environment) == asked
