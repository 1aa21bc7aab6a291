"""Pictures that a report was made with: brought where they are whole, drawn where they are not, and bounded."""

import os

import pytest

from probant.actions.album import Album
from probant.report import hand, pen

ASKED = ('{"description":"a"}', {"decimal": ","}, {"months": []})


class Pencil:
    """Draws something, and counts."""

    def __init__(self):
        self.times = 0

    def __call__(self, function, *args):
        self.times += 1
        return f"{function.__name__} {args[0]}".encode()


@pytest.fixture
def pencil():
    return Pencil()


@pytest.fixture
def album(tmp_path):
    return Album(tmp_path)


def drawn(album, pencil, *asked):
    """One picture, drawn while the album is filled."""
    with hand.drawn_by(pencil), album.filling():
        return hand.current()(pen.vegalite, *(asked or ASKED))


def test_a_picture_is_drawn_once_and_brought_after_that(album, pencil, tmp_path):
    first = drawn(album, pencil)
    assert (drawn(Album(tmp_path), pencil), pencil.times) == (first, 1)
    assert (album.shown(pencil)(pen.vegalite, *ASKED), pencil.times) == (first, 1)


@pytest.mark.parametrize("place", range(3))
def test_anything_else_that_is_asked_is_another_picture(album, pencil, place):
    drawn(album, pencil)
    other = list(ASKED)
    other[place] = '{"description":"b"}' if place == 0 else {}
    drawn(album, pencil, *other)
    assert pencil.times == 2


def test_who_reads_writes_nothing(album, pencil):
    album.shown(pencil)(pen.vegalite, *ASKED)
    assert not album.folder.exists()


@pytest.mark.parametrize("body", [b"", b"short", b"x" * 400])
def test_a_damaged_picture_is_drawn_anew_and_mended(album, pencil, body):
    first = drawn(album, pencil)
    [file] = album.folder.iterdir()
    file.write_bytes(body)
    assert (album.shown(pencil)(pen.vegalite, *ASKED), pencil.times) == (first, 2)
    drawn(album, pencil)
    assert (album.shown(pencil)(pen.vegalite, *ASKED), pencil.times) == (first, 3)


def test_only_pictures_are_kept(album, pencil):
    with hand.drawn_by(pencil), album.filling():
        hand.current()(pen.report, "{}")
    assert not album.folder.exists()


def test_the_oldest_go_when_there_are_too_many(tmp_path, pencil):
    album = Album(tmp_path, most=3)
    for number in range(5):
        drawn(album, pencil, f"{number}", {}, {})
        for age, file in enumerate(sorted(album.folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)):
            os.utime(file, (1_000 - age, 1_000 - age))
    assert len(list(album.folder.iterdir())) == 3
    drawn(album, pencil, "4", {}, {})
    assert pencil.times == 5


def test_where_nothing_can_be_kept_pictures_are_drawn_all_the_same(album, pencil):
    album.folder.parent.mkdir()
    album.folder.write_text("a file where the folder should be")
    assert drawn(album, pencil) == drawn(album, pencil)
    assert pencil.times == 2


def test_others_do_not_see_the_pictures(album, pencil):
    drawn(album, pencil)
    assert album.folder.stat().st_mode & 0o077 == 0
