"""A tagged PDF made smaller: the tree of tags, hundreds of small objects, goes into compressed object streams.

Typst writes each tag as an object of its own, uncompressed: half of a report's bytes. Object streams and
cross-reference streams are of PDF 1.5 (ISO 32000-1, 7.5.7 and 7.5.8); PDF/A-2 and PDF/UA-1 allow both.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

_TAG = b"<</Type/StructElem"
_ENTRY = 20
"""Bytes of an entry of a cross-reference table."""
_TOGETHER = 400
"""Tags in one object stream."""
_FREE, _PLAIN, _INSIDE = 0, 1, 2
"""Kinds of entries in a cross-reference stream."""


def packed(pdf: bytes) -> bytes:
    """The same document with its tags compressed; all other objects stay byte for byte.

    Parameters
    ----------
    pdf : bytes
        One revision with a cross-reference table, as Typst writes it.
    """
    objects, head, trailer = _read(pdf)
    tags = [number for number, body in objects.items() if body.startswith(_TAG)]
    out = bytearray(head)
    entries = {0: (_FREE, 0, 65535)}
    heaps = [tags[first : first + _TOGETHER] for first in range(0, len(tags), _TOGETHER)]
    streams = dict(enumerate(heaps, start=len(objects) + 1))
    for number, body in objects.items():
        if not body.startswith(_TAG):
            entries[number] = (_PLAIN, len(out), 0)
            out += _object(number, body)
    for number, held in streams.items():
        entries[number] = (_PLAIN, len(out), 0)
        out += _object(number, _stream_of(held, objects))
        entries |= {tag: (_INSIDE, number, place) for place, tag in enumerate(held)}
    last = len(objects) + len(streams) + 1
    entries[last] = (_PLAIN, len(out), 0)
    start = len(out)
    out += _object(last, _references(entries, trailer))
    return bytes(out) + b"startxref\n%d\n%%%%EOF" % start


def _read(pdf: bytes) -> tuple[dict[int, bytes], bytes, bytes]:
    """Bodies of all objects by number, what stands before the first, and the trailer's entries without the size."""
    at = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
    table = re.compile(rb"xref\s+0 (\d+)\s+").match(pdf, at)
    assert table is not None, "Typst writes one cross-reference table"
    size, first = int(table[1]), table.end()
    offsets = {n: int(pdf[first + _ENTRY * n :][:10]) for n in range(1, size)}
    order = sorted(offsets, key=lambda number: offsets[number])
    ends = [*(offsets[later] for _, later in pairwise(order)), at]
    bodies = {
        number: pdf[offsets[number] : end].partition(b"obj\n")[2].rpartition(b"\nendobj")[0]
        for number, end in zip(order, ends, strict=True)
    }
    named = re.search(rb"trailer\s*<<(.*)>>\s*startxref", pdf[at:], re.DOTALL)
    assert named is not None, "a cross-reference table is followed by a trailer"
    return bodies, pdf[: offsets[order[0]]], re.sub(rb"/Size \d+", b"", named[1])


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _stream_of(numbers: Sequence[int], objects: Mapping[int, bytes]) -> bytes:
    """An object stream: where each object begins, then the objects."""
    index, body = bytearray(), bytearray()
    for number in numbers:
        index += b"%d %d " % (number, len(body))
        body += objects[number] + b"\n"
    named = b"/Type/ObjStm/N %d/First %d" % (len(numbers), len(index))
    return _compressed(named, bytes(index + body))


def _references(entries: Mapping[int, tuple[int, int, int]], trailer: bytes) -> bytes:
    """A cross-reference stream over objects 0 up to the last, one, four and two bytes a field."""

    def rows() -> Iterator[bytes]:
        for number in range(len(entries)):
            kind, where, which = entries[number]
            yield kind.to_bytes(1, "big") + where.to_bytes(4, "big") + which.to_bytes(2, "big")

    named = b"/Type/XRef/Size %d/W[1 4 2]%s" % (len(entries), trailer)
    return _compressed(named, b"".join(rows()))


def _compressed(named: bytes, body: bytes) -> bytes:
    made = zlib.compress(body, 9)
    return b"<<%s/Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (named, len(made), made)
