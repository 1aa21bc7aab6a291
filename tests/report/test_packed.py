"""A report that was packed is the same document, and smaller."""

import re
import shutil
import subprocess
import zlib

import pytest

from probant.report import document, pen
from probant.report.packed import packed


@pytest.fixture(scope="module")
def plain(nouns):
    """A report as Typst writes it, before it is packed."""
    from probant.report.language import Language

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pen, "packed", lambda pdf: pdf)
        return document.pdf(nouns.BOARD, Language.of("fr"))


def told(pdf, *command):
    if shutil.which(command[0]) is None:
        pytest.skip("poppler-utils is not installed")
    made = subprocess.run([*command], input=pdf, capture_output=True, check=True)
    return made.stdout


def test_text_and_tags_are_those_of_the_document_that_was_packed(plain):
    for command in (("pdftotext", "-layout", "-", "-"), ("pdfinfo", "-struct-text", "-")):
        assert told(packed(plain), *command) == told(plain, *command) != b""


def test_packing_takes_away_a_quarter_at_least(plain):
    assert len(packed(plain)) < 0.75 * len(plain)


def test_every_tag_lies_in_an_object_stream_and_nothing_else_does(plain):
    streams = re.findall(rb"/Type/ObjStm/N (\d+).*?stream\n(.*?)\nendstream", packed(plain), re.DOTALL)
    bodies = b"".join(zlib.decompress(body) for _, body in streams)
    tags = len(re.findall(rb"obj\n<</Type/StructElem", plain))
    assert sum(int(count) for count, _ in streams) == tags == bodies.count(b"<</Type/StructElem") > 0
    assert b"obj\n<</Type/StructElem" not in packed(plain)


def test_each_reference_leads_to_its_object(plain):
    made = packed(plain)
    at = int(made[made.rindex(b"startxref") + 9 :].split()[0])
    body = re.compile(rb"\d+ 0 obj\n<</Type/XRef/Size (\d+).*?stream\n(.*?)\nendstream", re.DOTALL).match(made, at)
    table = zlib.decompress(body[2])
    assert len(table) == 7 * int(body[1])
    for number in range(1, int(body[1])):
        kind, where = table[7 * number], int.from_bytes(table[7 * number + 1 : 7 * number + 5], "big")
        if kind == 1:
            assert made[where:].startswith(b"%d 0 obj\n" % number)
