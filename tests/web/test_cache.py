"""What is kept, for how long, and that the one who asks again is sent nothing."""

import gzip
from contextlib import suppress
from threading import Barrier, Event, Thread

import pytest
from starlette.requests import Request

from probant.web.cache import MOST, Shelf
from probant.web.sheet import HTML, WORTH_PACKING, Sheet, sent

PATIENCE = 20


class Maker:
    """Counts how often it had to make something."""

    def __init__(self):
        self.times = 0

    def __call__(self):
        self.times += 1
        return self.times


def asking(**headers):
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


def test_a_thing_is_made_once_while_nothing_changes():
    shelf, make = Shelf(), Maker()
    assert [shelf.get(1, "page", make) for _ in range(3)] == [1, 1, 1]


def test_nothing_is_a_thing_too():
    shelf, calls = Shelf(), []
    for _ in range(2):
        assert shelf.get(1, "page", lambda: calls.append(1)) is None
    assert calls == [1]


def test_a_change_of_the_version_makes_all_anew():
    shelf, make = Shelf(), Maker()
    assert [shelf.get(version, "page", make) for version in (1, 2, 2)] == [1, 2, 2]


def test_things_of_an_old_version_are_not_held_in_memory():
    shelf = Shelf()
    for version in range(5):
        shelf.get(version, "page", object)
    assert len(shelf._kept) == 1


def test_memory_is_bounded():
    shelf = Shelf()
    for name in range(3 * MOST):
        shelf.get(1, name, object)
    assert len(shelf._kept) == MOST


def test_an_error_is_not_kept():
    shelf = Shelf()
    with pytest.raises(ZeroDivisionError):
        shelf.get(1, "page", lambda: 1 / 0)
    assert shelf.get(1, "page", lambda: "fine") == "fine"


def test_a_thing_may_be_made_of_another_on_the_shelf():
    shelf = Shelf()
    assert shelf.get(1, "page", lambda: shelf.get(1, "board", lambda: "board") + " drawn") == "board drawn"


def test_readers_who_ask_at_once_wait_for_one_making():
    shelf, make, together, got = Shelf(), Maker(), Barrier(8), []

    def read():
        together.wait()
        got.append(shelf.get(1, "page", make))

    readers = [Thread(target=read) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (got, make.times) == ([1] * 8, 1)


def test_what_is_being_made_keeps_nobody_from_anything_else():
    shelf, begun, goes_on = Shelf(), Event(), Event()
    slow = Thread(target=shelf.get, args=(1, "report", lambda: (begun.set(), goes_on.wait(PATIENCE))))
    slow.start()
    assert begun.wait(PATIENCE)
    assert shelf.get(1, "page", lambda: "page") == "page"
    assert slow.is_alive()
    goes_on.set()
    slow.join()
    assert len(shelf._kept) == 2


def test_after_an_error_the_next_who_asks_makes_it():
    shelf, together, got = Shelf(), Barrier(4), []

    def fail_once():
        if not got:
            got.append("failed")
            raise ZeroDivisionError
        return "fine"

    def read():
        together.wait()
        with suppress(ZeroDivisionError):
            got.append(shelf.get(1, "page", fail_once))

    readers = [Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert got == ["failed", "fine", "fine", "fine"]
    assert shelf._making == {}


def test_one_who_has_the_sheet_is_sent_nothing():
    sheet = Sheet.of("text" * WORTH_PACKING, HTML)
    answer = sent(sheet, asking(if_none_match=sheet.mark))
    assert (answer.status_code, answer.body) == (304, b"")
    assert answer.headers["etag"] == sheet.mark


def test_one_who_has_another_sheet_is_sent_this_one():
    old, new = Sheet.of("old", HTML), Sheet.of("new", HTML)
    assert sent(new, asking(if_none_match=old.mark)).body == b"new"


def test_a_sheet_is_packed_only_for_those_who_unpack():
    sheet = Sheet.of("text" * WORTH_PACKING, HTML)
    packed, plain = sent(sheet, asking(accept_encoding="gzip, br")), sent(sheet, asking())
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body == sheet.body


@pytest.mark.parametrize(("body", "media"), [(b"short", HTML), (b"x" * 9 * WORTH_PACKING, "image/png")])
def test_what_does_not_shrink_is_not_packed(body, media):
    assert Sheet.of(body, media).packed is None
