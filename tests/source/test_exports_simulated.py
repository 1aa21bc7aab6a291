"""Two hundred and twenty-five exports with random quirks: recognised, and never wrong in silence."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from probant.source.sorting import sort_file

COUNT = 225


def load(name):
    spec = spec_from_file_location(f"probant_{name}", Path(__file__).with_name(f"{name}.py"))
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TRUTH = load("export_truth")
HOUSE, RULES = TRUTH.HOUSE, TRUTH.RULES


@pytest.fixture(scope="module")
def sorted_samples(tmp_path_factory):
    folder, files = tmp_path_factory.mktemp("exports"), load("export_files")
    samples = [files.sample(files.KINDS[seed % len(files.KINDS)], seed, folder) for seed in range(COUNT)]
    return [(sample, sort_file(sample.path, RULES, HOUSE)) for sample in samples]


def test_at_least_nineteen_in_twenty_are_recognised(sorted_samples):
    right = [
        file.recognition is not None and file.recognition.export.name == sample.kind for sample, file in sorted_samples
    ]
    assert sum(right) >= 0.95 * COUNT


def test_the_language_is_that_of_the_names(sorted_samples):
    told = {"google_ads.campaign", "google_ads.search_terms", "meta_ads", "ga4"}
    for sample, file in sorted_samples:
        if sample.kind in told:
            assert file.recognition.best.language == sample.language, sample.path.name


def test_what_would_be_loaded_unasked_is_the_truth_or_is_kept_apart_by_name(sorted_samples):
    checked = 0
    for sample, file in sorted_samples:
        if file.ready and not sample.broken:
            found, rejects = TRUTH.sums(sample, file)
            assert found == sample.truth or rejects, sample.path.name
            checked += found == sample.truth
    assert checked >= 100


def test_what_would_be_loaded_after_the_answers_is_the_truth(sorted_samples):
    asked = [(sample, file) for sample, file in sorted_samples if file.doubts and sample.truth]
    for sample, file in asked:
        said = TRUTH.answers(sample, file)
        again = sort_file(sample.path, RULES, HOUSE, said)
        assert again.ready, [str(doubt.ask) for doubt in again.doubts]
        assert TRUTH.sums(sample, again, said)[0] == sample.truth, sample.path.name
    assert len(asked) >= 25


def test_a_file_without_one_of_its_rows_is_an_error(sorted_samples):
    broken = [(sample, file) for sample, file in sorted_samples if sample.broken]
    for sample, file in broken:
        assert file.error is not None or file.doubts, sample.path.name
        assert file.error is None or "add up to" in str(file.error.what)
    assert len(broken) >= 3


def test_guessed_names_are_asked_for(sorted_samples):
    for sample, file in sorted_samples:
        if sample.kind == "microsoft_ads":
            asked = [line for doubt in file.doubts for line in doubt.lines]
            assert 'columns.day = "Gregorian date"' in asked or 'export = "microsoft_ads"' in asked
