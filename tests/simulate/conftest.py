"""Two invented companies, made once: a small one, and one large enough for what was planted to show."""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from probant.simulate.company import simulate
from probant.simulate.settings import AgentSettings, Settings

SMALL = Settings(seed=3, customers=1_000, agents=AgentSettings(runs=40))
LARGE = SMALL.model_copy(update={"customers": 30_000})


def make(folder: Path, settings: Settings) -> SimpleNamespace:
    """The company's folder, its truth and its settings."""
    return SimpleNamespace(folder=folder, truth=simulate(folder, settings), settings=settings)


@pytest.fixture(scope="session")
def company(tmp_path_factory):
    return make(tmp_path_factory.mktemp("simulate") / "small", SMALL)


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    return make(tmp_path_factory.mktemp("simulate") / "large", LARGE)


@pytest.fixture
def other(tmp_path):
    """Makes a company like the small one but for some settings."""
    return lambda **changed: make(tmp_path / "other", Settings.model_validate(SMALL.model_dump() | changed))


@pytest.fixture(scope="session")
def table():
    """Rows of a text export as dictionaries: `skip` lines before the header, totals left in."""

    def read(path: Path, *, skip: int = 0, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[dict[str, str]]:
        lines = path.read_text(encoding=encoding).splitlines()[skip:]
        return list(csv.DictReader(io.StringIO("\n".join(lines)), delimiter=delimiter))

    return read
