"""Writers: big tables in parts, as CSV or Parquet; small ones as the platforms write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from probant.contract.catalog import contract


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."


ENGLISH = Dialect()
FRENCH = Dialect(encoding="utf-8-sig", delimiter=";", decimal=",")
FRENCH_EXCEL = Dialect(encoding="utf-16", delimiter="\t", decimal=",")
"""What Google's 'Excel .csv' is: UTF-16 with its mark, tabs."""


@dataclass
class Parts:
    """One table that is written part by part, so that it never lies in memory as a whole."""

    folder: Path
    stem: str
    parquet: bool
    rows: int = 0
    _writer: Any = None
    _stream: Any = field(default=None, repr=False)
    _writer_schema: pa.Schema | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in (self._writer, self._stream):
            if one is not None:
                one.close()

    def append(self, table: pa.Table) -> None:
        """Write some more rows; the first part settles the columns."""
        if self._writer is None:
            self._open(table.schema)
        self._writer.write_table(table.cast(self._writer_schema))  # Arrow's CSV writer dies of columns that differ.
        self.rows += table.num_rows

    def _open(self, schema: pa.Schema) -> None:
        self._writer_schema = schema
        path = self.folder / f"{self.stem}.{'parquet' if self.parquet else 'csv'}"
        if self.parquet:
            self._writer = pq.ParquetWriter(path, schema)
            return
        self._stream = path.open("wb")
        self._stream.write((",".join(schema.names) + "\n").encode())
        self._writer = pc.CSVWriter(self._stream, schema, write_options=_plain(","))


def contract_rows(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """Rows of a contract's table, in its order and types; columns that are not given are left out."""
    schema = contract(name).schema
    fields = [schema.field(column) for column in schema.names if column in columns]
    arrays = [pa.array(columns[one.name]) if not _is_arrow(columns[one.name]) else columns[one.name] for one in fields]
    return pa.table([array.cast(one.type) for array, one in zip(arrays, fields, strict=True)], [f.name for f in fields])


def write_contract(folder: Path, stem: str, name: str, columns: Mapping[str, Any]) -> None:
    """A small table in a contract's own column names, as CSV."""
    with Parts(folder, stem, parquet=False) as parts:
        parts.append(contract_rows(name, columns))


def write_sheet(
    path: Path,
    columns: Mapping[str, pa.Array],
    dialect: Dialect = ENGLISH,
    *,
    preamble: Sequence[str] = (),
    footer: Sequence[Sequence[str]] = (),
    more: bool = False,
) -> None:
    """A platform's export: lines before the header, the table, and rows of totals after it.

    Cells hold no delimiter, quote or line end: that is for the caller to see to. With `more` it goes
    behind what the file holds, after an empty line.
    """
    body = BytesIO()
    pc.write_csv(pa.table(dict(columns)), body, _plain(dialect.delimiter))
    lines = [*preamble, dialect.delimiter.join(columns)]
    end = "".join(dialect.delimiter.join(row) + "\n" for row in footer)
    text = ("\n" if more else "") + "\n".join(lines) + "\n" + body.getvalue().decode() + end
    with path.open("a" if more else "w", encoding=dialect.encoding, newline="") as file:
        file.write(text)


def _is_arrow(values: Any) -> bool:
    return isinstance(values, (pa.Array, pa.ChunkedArray))


def _plain(delimiter: str) -> pc.WriteOptions:
    return pc.WriteOptions(include_header=False, delimiter=delimiter, quoting_style="none")
