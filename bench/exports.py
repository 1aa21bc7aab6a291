"""A marketer's folder holds what platforms write, with all their quirks: what is loaded must be the truth, or be said.

Files of fifteen kinds with random quirks (language, decimal mark, delimiter, encoding, order of dates, preamble, rows
of totals, workbooks, further columns, one file in five with a row missing of which its totals still know), drawn by
the same code as the tests'; each with the sums that it truly holds.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.harness import HERE, Row, publish

COUNT = int(os.environ.get("COUNT", "450"))


def main() -> None:
    files, truth = _of_tests("export_files"), _of_tests("export_truth")
    found: Counter[str] = Counter()
    by_kind: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="probant-bench-") as place:
        for seed in range(COUNT):
            kind = files.KINDS[seed % len(files.KINDS)]
            outcome = _outcome(files.sample(kind, seed, Path(place)), truth)
            found.update(outcome)
            by_kind.setdefault(kind, Counter()).update(outcome)
    for kind, counts in sorted(by_kind.items()):
        print(f"  {kind:<34}" + "".join(f"{name} {count:<5}" for name, count in sorted(counts.items())))
    publish(
        "exports",
        [
            Row("files", COUNT, "files", "at least", 200),
            Row("recognised", found["recognised"] / COUNT, "share", "at least", 0.95),
            Row("silent errors", found["silent"], "files", "limit", 0),
            Row("loaded unasked, equal to the truth", found["right"], "files"),
            Row("with rows kept apart by name", found["apart"], "files"),
            Row("asked about", found["asked"], "files"),
            Row("asked about, equal to the truth after the answers", found["answered"], "files", "of", found["asked"]),
            Row("known, and no table takes them", found["unused"], "files"),
            Row("refused: totals are not the sum of the rows", found["refused"], "files"),
            Row("drawn with a row missing", found["broken"], "files"),
        ],
        "a silent error is a file that would be loaded unasked, with other sums than it holds and nothing said",
    )
    if found["silent"]:
        raise RuntimeError(f"{found['silent']} files would be loaded wrongly and in silence")


def _outcome(sample: Any, truth: ModuleType) -> Counter[str]:
    """What became of one file, in words that are counted."""
    from probant.source.sorting import sort_file

    file = sort_file(sample.path, truth.RULES, truth.HOUSE)
    named = file.recognition is not None and file.recognition.export.name == sample.kind
    said = Counter(recognised=int(named), broken=int(sample.broken))
    if file.error is not None:
        said["refused"] += 1
    elif file.doubts:
        said["asked"] += 1
        said["answered"] += _after_answers(sample, file, truth)
    elif not file.ready:
        said["unused"] += 1
    else:
        sums, rejects = truth.sums(sample, file)
        right = sums == sample.truth and not sample.broken
        said["right" if right else "apart" if rejects else "silent"] += 1
    return said


def _after_answers(sample: Any, file: Any, truth: ModuleType) -> int:
    """1 where one who knows the file can have it loaded as it truly is, or where it cannot be: a row is missing."""
    from probant.source.sorting import sort_file

    answers = truth.answers(sample, file)
    again = sort_file(sample.path, truth.RULES, truth.HOUSE, answers)
    if sample.broken:
        return int(again.error is not None)
    return int(again.ready and truth.sums(sample, again, answers)[0] == sample.truth)


def _of_tests(name: str) -> ModuleType:
    spec = spec_from_file_location(f"bench_{name}", HERE.parent / "tests" / "source" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
