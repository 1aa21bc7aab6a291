"""Laws of the Merkle tree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from probant.ledger.tree import consistency, extends, frontier, includes, inclusion, leaf_hash, node_hash

unhurried = settings(deadline=None)
leaves = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


def by_definition(items):
    """MTH of RFC 6962, section 2.1, word for word."""
    if len(items) == 1:
        return leaf_hash(items[0])
    split = 1
    while 2 * split < len(items):
        split *= 2
    return node_hash(by_definition(items[:split]), by_definition(items[split:]))


@unhurried
@given(leaves)
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(items):
    assert frontier(items).root == by_definition(items)


@unhurried
@given(leaves, st.data())
def test_every_leaf_is_shown_to_be_in_the_tree(items, data):
    position = data.draw(st.integers(0, len(items) - 1))
    assert includes(frontier(items).root, len(items), items[position], position, inclusion(items, position))


@unhurried
@given(leaves, st.data())
def test_no_other_leaf_place_or_proof_passes(items, data):
    position = data.draw(st.integers(0, len(items) - 1))
    root, proof = frontier(items).root, inclusion(items, position)
    assert not includes(root, len(items), items[position] + b"!", position, proof)
    assert not includes(root, len(items), items[position], position, (*proof, root))
    assert not includes(root, len(items), items[position], len(items), proof)
    if proof:
        assert not includes(root, len(items), items[position], position, proof[:-1])


@unhurried
@given(leaves, st.data())
def test_a_tree_is_shown_to_have_grown_from_each_earlier_one(items, data):
    earlier = data.draw(st.integers(0, len(items)))
    assert extends(frontier(items[:earlier]), frontier(items), consistency(items, earlier))


@unhurried
@given(leaves, st.data())
def test_a_rewritten_past_never_passes_as_growth(items, data):
    earlier = data.draw(st.integers(1, len(items)))
    changed = data.draw(st.integers(0, earlier - 1))
    past = [*items[:changed], items[changed] + b"!", *items[changed + 1 : earlier]]
    assert not extends(frontier(past), frontier(items), consistency(items, earlier))


def test_what_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        inclusion([b"a"], 1)
    with pytest.raises(IndexError):
        consistency([b"a"], 2)
