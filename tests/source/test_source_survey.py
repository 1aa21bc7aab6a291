"""The survey of a large file is made once for as long as the file stays as it is."""

import hashlib

import pytest

from probant.source import encoding
from probant.source.encoding import survey

LARGE = 16 << 20


def digest(content):
    return hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("size", [3, LARGE])
def test_a_file_that_was_written_anew_is_surveyed_anew(tmp_path, size):
    file = tmp_path / "sales.csv"
    for content in (b"a" * size, b"b" * size, b"\xff" * size):
        file.write_bytes(content)
        assert survey(file).digest == digest(content)
    assert not survey(file).utf8


def test_a_large_file_that_is_as_it_was_is_read_once(tmp_path, monkeypatch):
    file = tmp_path / "sales.csv"
    file.write_bytes(b"a" * LARGE)
    first = survey(file)
    monkeypatch.setattr(encoding, "_surveyed", lambda path: pytest.fail(f"{path} was read again"))
    assert survey(file) == first
