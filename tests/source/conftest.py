"""Files written by the test itself, and their rows as the source reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from probant.contract.catalog import contract
from probant.source.read import read
from probant.source.settings import SourceSettings


class Folder:
    """A temporary folder with files to read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def read(self, file, table="spend", defaults=None, **settings):
        """The reading of a file, with settings if there are any."""
        given = SourceSettings(file=file.name, table=table, **settings) if settings else None
        return read(file, contract(table), given, defaults=defaults or {})

    def rows(self, file, table="spend", defaults=None, **settings):
        """All rows of a file as dicts."""
        return [
            row for batch in self.read(file, table, defaults, **settings).batches() for row in batch.rows.to_pylist()
        ]

    def rejects(self, file, table="spend", defaults=None, **settings):
        """(line, column, reason in English) of all rows that were left out."""
        batches = self.read(file, table, defaults, **settings).batches()
        return [(one.line, one.column, str(one.reason)) for batch in batches for one in batch.rejects]


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)
