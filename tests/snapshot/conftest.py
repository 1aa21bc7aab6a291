"""Files that a test compares with; `UPDATE_SNAPSHOTS=1 pytest tests/snapshot` writes them anew."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def snapshot():
    """Compares a text with the file of that name beside the tests; a missing file fails."""

    def same(text, name):
        path = Path(__file__).parent / name
        if os.environ.get("UPDATE_SNAPSHOTS") == "1":
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{name} is not there: run with UPDATE_SNAPSHOTS=1 and look at what it wrote"
        assert path.read_text(encoding="utf-8") == text

    return same
