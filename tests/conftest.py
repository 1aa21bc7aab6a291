"""What all tests share: where the published data lie, and that CI does not skip."""

import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared():
    """Folder of the published data; tests that need it skip without it, and fail in CI."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared/data is not there")
    return SHARED


@pytest.fixture(scope="session")
def sample():
    """The module tests/sample.py: a small project in memory, and what it takes to ask an engine of it."""
    spec = spec_from_file_location("probant_sample", Path(__file__).with_name("sample.py"))
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sample_tables(sample):
    """The sample project's tables, all contracts, by name."""
    return sample.tables()


@pytest.fixture(scope="session")
def playwright_driver():
    """The one driver of browsers in a test process: a second one cannot be started beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        yield driver


@pytest.fixture(autouse=True)
def keys_of_their_own(tmp_path, monkeypatch):
    """No test touches the keys of a real user."""
    monkeypatch.setenv("PROBANT_KEYS", str(tmp_path / "keys"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped test is a failed one: there everything that it needs is installed."""
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome, report.longrepr = "failed", f"skipped in CI: {reason}"
