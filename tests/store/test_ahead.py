"""Batches are made ahead of the engine: in their order, by one at a time, and errors are not lost."""

import itertools
import threading

import pytest

from probant.store.ahead import ahead


def test_they_come_in_their_order():
    assert list(ahead(iter(range(1, 100)))) == list(range(1, 100))


def test_what_their_making_raises_comes_after_those_before_it():
    def failing():
        yield from (1, 2, 3)
        raise OSError("gone")

    batches = ahead(failing())
    assert [next(batches) for _ in range(3)] == [1, 2, 3]
    with pytest.raises(OSError, match="gone"):
        next(batches)


def test_they_are_made_in_one_thread_that_is_not_the_readers():
    makers = set(ahead(threading.get_ident() for _ in range(20)))
    assert len(makers) == 1
    assert makers != {threading.get_ident()}


def test_who_stops_early_has_one_made_in_vain():
    made = itertools.count(1)
    batches = ahead(made)
    assert next(batches) == 1
    batches.close()
    assert next(made) == 3
