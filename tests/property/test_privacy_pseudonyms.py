"""Laws of pseudonyms."""

import hmac
import io

import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from probant.privacy.keys import Key
from probant.privacy.pseudonym import DOMAINS, pseudonyms

unhurried = settings(deadline=None)
text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
identifiers = st.lists(st.none() | text, max_size=30)
keys = st.builds(Key, st.binary(min_size=32, max_size=32))
domains = st.sampled_from(sorted(DOMAINS))


def strings(values):
    return pa.array(values, pa.string())


@unhurried
@given(identifiers, domains, keys)
def test_same_person_same_pseudonym_and_another_for_another(people, domain, key):
    made = pseudonyms(strings(people), domain, key).to_pylist()
    pairs = set(zip(people, made, strict=True))
    assert len(pairs) == len(set(people)) == len(set(made))


@unhurried
@given(identifiers, domains, keys)
def test_nobody_stays_nobody(people, domain, key):
    made = pseudonyms(strings(people), domain, key).to_pylist()
    assert [one is None for one in made] == [one is None for one in people]


@unhurried
@given(identifiers, domains, keys, st.integers(0, 30))
def test_batches_do_not_matter(people, domain, key, cut):
    whole = pseudonyms(strings(people), domain, key).to_pylist()
    assert pseudonyms(strings(people).slice(cut), domain, key).to_pylist() == whole[cut:]


@unhurried
@given(text, keys)
def test_each_kind_of_person_has_names_of_its_own(person, key):
    made = {pseudonyms(strings([person]), domain, key)[0].as_py() for domain in DOMAINS}
    assert len(made) == len(DOMAINS)


@unhurried
@given(text, domains, keys, keys)
def test_each_key_has_names_of_its_own(person, domain, key, other):
    assume(key != other)
    one, two = (pseudonyms(strings([person]), domain, one)[0].as_py() for one in (key, other))
    assert one != two
    assert one.split(".")[0] == key.id


@unhurried
@given(identifiers, domains, keys)
def test_it_is_the_hmac_of_domain_and_person(people, domain, key):
    def plainly(person):
        whole = hmac.digest(key.secret, domain.encode() + b"\x00" + person.encode(), "sha256").hex()
        return f"{key.id}.{whole[:32]}"

    made = pseudonyms(strings(people), domain, key)
    made.validate(full=True)
    assert made.to_pylist() == [None if one is None else plainly(one) for one in people]


@unhurried
@given(text, domains, keys)
def test_a_pseudonym_that_comes_in_is_an_identifier_like_any_other(person, domain, key):
    once = pseudonyms(strings([person]), domain, key)
    again = pseudonyms(once, domain, key)
    assert again != once


@unhurried
@given(
    st.lists(st.text("abcdefghijklmnopqrstuvwxyz@", min_size=6, max_size=12), min_size=1, max_size=20), domains, keys
)
def test_no_byte_of_the_output_tells_who_it_was(people, domain, key):
    rows = pa.table({"person": pseudonyms(strings([f"<{person}>" for person in people]), domain, key)})
    out = io.BytesIO()
    with pa.ipc.new_stream(out, rows.schema) as stream:
        stream.write_table(rows)
    assert not any(person.encode() in out.getvalue() for person in people)


@pytest.mark.parametrize("count", [0, 1])
def test_few_rows_are_rows(count):
    made = pseudonyms(strings(["a"] * count), "visitor", Key(b"k" * 32))
    assert (len(made), made.type) == (count, pa.string())
