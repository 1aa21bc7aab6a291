"""The rows of a file whose first piece settled what they mean, in one pass for as long as nothing speaks against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property

import pyarrow as pa

from probant.contract.batch import Batch
from probant.source.chunk import Table
from probant.source.convert import Converter, as_chunk
from probant.source.proof import Proof, kinds, look, news, prove
from probant.source.records import OpenQuote
from probant.source.settings import SourceSettings
from probant.source.stride import Placed, ahead, placed
from probant.vocabulary import quiet

Made = tuple[Placed, tuple[Batch, ...]]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a file, once it is known how they are to be read."""

    table: Table
    converter: Converter
    proof: Proof
    settings: SourceSettings

    def batches(self) -> Iterator[Made]:
        """All pieces in order, as batches.

        While a piece proves nothing new, it is read as the proof says, in the same pass. From the first that does
        prove something, the rest is looked through before it is read. What was read until then stays as it is: it
        was parsed so strictly that no later proof could give it another meaning.
        """
        since = None
        if not self.proof.whole:
            with closing(ahead(_Onward(self.table, self.converter, self.proof).batches, placed(self.table))) as made:
                for piece, batches in made:
                    if batches is None:
                        since = piece
                        break
                    yield piece, batches
            if since is None:
                return
        converter = replace(self.converter, forms=self._whole(since).forms)
        yield from ahead(lambda piece: _read(self.table, converter, piece), placed(self.table, since))

    def _whole(self, since: Placed | None) -> Proof:
        plan, file = self.converter.plan, self.converter.file
        if since is None:
            return self.proof
        return prove(self.table, plan, self.settings, file, quiet, since=since, known=self.proof.seen)


def _read(table: Table, converter: Converter, piece: Placed) -> tuple[Batch, ...]:
    return tuple(converter.batches(converter.read(table, piece.piece, piece.line)))


@dataclass(frozen=True)
class _Onward:
    """Reads pieces by a proof that only the first of them gave."""

    table: Table
    converter: Converter
    proof: Proof

    def batches(self, piece: Placed) -> tuple[Batch, ...] | None:
        """The piece's rows; None if it proves what was not known."""
        parsed = self.table.typed(piece.piece, *self._kinds)
        if parsed is not None:
            if news(self.proof, self.converter.plan, parsed, self._kinds[0]):
                return None
            return tuple(self.converter.batches(as_chunk(parsed, piece.line)))
        try:
            found = look(self.table, self.converter.plan, piece.piece, self.proof.seen)
        except OpenQuote as error:
            raise error.below(piece.line) from None
        if any(self.proof.seen[field].untold(one) for field, one in found.items()):
            return None
        return _read(self.table, self.converter, piece)

    @cached_property
    def _kinds(self) -> tuple[Mapping[str, pa.DataType], str]:
        """As the converter has them, but so strict that a cell which would prove something does not parse."""
        proving, mark = kinds(self.converter.plan, self.proof.seen)
        reading, own = self.converter.kinds
        strict = {header: _strict(reading[header], proving.get(header)) for header in reading}
        return (strict, mark) if mark == own else (dict.fromkeys(reading, pa.string()), own)


def _strict(reading: pa.DataType, proving: pa.DataType | None) -> pa.DataType:
    if proving is None or pa.types.is_floating(proving):
        return reading
    return pa.string() if pa.types.is_timestamp(proving) else proving
