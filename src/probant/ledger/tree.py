"""Merkle tree of RFC 6962: one root for all entries, and short proofs about it.

A leaf is any bytes; the ledger's are the 32-byte digests of its entries.

References
----------
Laurie, Langley & Kasper (2013), RFC 6962, Certificate Transparency, section 2.1: the tree and its proofs.
Laurie, Messeri & Stradling (2021), RFC 9162, sections 2.1.3.2 and 2.1.4.2: how the proofs are verified.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from hashlib import sha256


def leaf_hash(leaf: bytes) -> bytes:
    """SHA-256 of 0x00 and the leaf."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256 of 0x01 and both halves; another first byte than a leaf's, so neither passes for the other."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """All that must be kept of a tree to let it grow: the roots of its perfect subtrees, largest first."""

    count: int = 0
    """Leaves in the tree; its binary digits are the sizes of the subtrees."""
    peaks: tuple[bytes, ...] = ()

    def with_leaf(self, leaf: bytes) -> Frontier:
        """The tree with one more leaf: two hashes on average, however large it is."""
        peaks, grown, carry = list(self.peaks), leaf_hash(leaf), self.count
        while carry & 1:
            grown, carry = node_hash(peaks.pop(), grown), carry >> 1
        return Frontier(self.count + 1, (*peaks, grown))

    @property
    def root(self) -> bytes:
        """Merkle tree hash, 32 bytes; that of no leaves is the SHA-256 of nothing."""
        if not self.peaks:
            return sha256().digest()
        return reduce(lambda right, left: node_hash(left, right), reversed(self.peaks))


def frontier(leaves: Iterable[bytes]) -> Frontier:
    """The tree of these leaves, in their order."""
    return reduce(Frontier.with_leaf, leaves, Frontier())


def inclusion(leaves: Sequence[bytes], position: int) -> tuple[bytes, ...]:
    """Hashes that lead from the leaf at `position` (from 0) to the root, lowest first.

    Raises
    ------
    IndexError
        If there is no such leaf.
    """
    if not 0 <= position < len(leaves):
        raise IndexError(position)
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if position < split:
        return (*inclusion(left, position), frontier(right).root)
    return (*inclusion(right, position - split), frontier(left).root)


def includes(root: bytes, count: int, leaf: bytes, position: int, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of `count` leaves with that root has `leaf` at `position`."""
    if not 0 <= position < count:
        return False
    reached, node, last = leaf_hash(leaf), position, count - 1
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            reached = node_hash(step, reached)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            reached = node_hash(reached, step)
        node, last = node >> 1, last >> 1
    return last == 0 and reached == root


def consistency(leaves: Sequence[bytes], earlier: int) -> tuple[bytes, ...]:
    """Hashes which show that the tree of the first `earlier` leaves grew into that of all of them.

    Empty for no earlier leaves (anything grows from nothing) and for all of them.

    Raises
    ------
    IndexError
        If `earlier` is negative or more than there are leaves.
    """
    if not 0 <= earlier <= len(leaves):
        raise IndexError(earlier)
    return _grown(leaves, earlier, whole=True) if earlier else ()


def _grown(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> tuple[bytes, ...]:
    """SUBPROOF of RFC 6962; `whole` while the earlier tree's root is known to the one who verifies."""
    if earlier == len(leaves):
        return () if whole else (frontier(leaves).root,)
    split = _split(len(leaves))
    left, right = leaves[:split], leaves[split:]
    if earlier <= split:
        return (*_grown(left, earlier, whole=whole), frontier(right).root)
    return (*_grown(right, earlier - split, whole=False), frontier(left).root)


def extends(earlier: Frontier, later: Frontier, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that `later` is `earlier` with leaves added at its end.

    Of both only the count and the root are read.
    """
    if not 0 < earlier.count < later.count:
        return not proof and (earlier.count == 0 or (earlier.count == later.count and earlier.root == later.root))
    whole = earlier.count & (earlier.count - 1) == 0
    steps = (earlier.root, *proof) if whole else tuple(proof)
    return bool(steps) and _climbs(earlier, later, steps)


def _climbs(earlier: Frontier, later: Frontier, steps: Sequence[bytes]) -> bool:
    """RFC 9162, 2.1.4.2, from step 3 on: rebuild both roots from the same hashes."""
    node, last = earlier.count - 1, later.count - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and (old, new) == (earlier.root, later.root)


def _split(count: int) -> int:
    """The largest power of two below `count`: where RFC 6962 parts a tree of two leaves or more."""
    return 1 << (count - 1).bit_length() - 1
