"""The sample nouns, and every page made of them."""

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import SimpleNamespace

import pytest

from probant.errors import UnknownName
from probant.report import page
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.report.views import Stamp
from probant.words import say


@pytest.fixture(scope="session")
def nouns():
    """All names of sample.py and boards.py of this folder; the second reads the first."""
    names = {}
    for file in ("sample", "boards"):
        spec = spec_from_file_location(f"probant_report_{file}", Path(__file__).with_name(f"{file}.py"))
        module = sys.modules[spec.name] = module_from_spec(spec)
        spec.loader.exec_module(module)
        names |= vars(module)
    return SimpleNamespace(**names)


@pytest.fixture(scope="session")
def pages(nouns):
    """Every page by name, for a language and what surrounds it."""

    def made(tag, chrome=None):
        language, stamp, chrome = Language.of(tag), Stamp.of(nouns.BOARD), chrome or Chrome()
        dress = {"chrome": chrome, "stamp": stamp}
        error = UnknownName(say("metric"), "roos", ["roas"])
        return {
            "decision": page.decision_page(nouns.BOARD, language, chrome=chrome),
            "foreign": page.decision_page(nouns.FOREIGN, language, chrome=chrome),
            "empty": page.decision_page(nouns.EMPTY, language, chrome=chrome),
            "metrics": page.metrics_page(nouns.SHORT, language, **dress),
            "evidence": page.evidence_page(nouns.EVIDENCE, language, **dress),
            "proof": page.proof_page(nouns.EVIDENCE[0], language, **dress),
            "comovement": page.proof_page(nouns.EVIDENCE[1], language, **dress),
            "data": page.data_page(nouns.DATA, language, **dress),
            "ledger": page.ledger_page(nouns.LEDGER, language, **dress),
            "error": page.error_page(error, language, **dress),
        }

    return made


@pytest.fixture
def fr():
    return Language.of("fr")


@pytest.fixture
def en():
    return Language.of("en")
