"""What a simulated company truly is, for the evidence that its project keeps; no other project knows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from probant.actions.project import Project
from probant.decision.answer import Shown

TRUTH = "truth.json"


def with_truth(project: Project, shown: Shown) -> Shown:
    """The evidence with the truth of each subject of which the project's `truth.json` holds one."""
    path = project.folder / TRUTH
    if not path.is_file():
        return shown
    from probant.actions.company import compared  # it brings the simulator along, which other projects do not need

    found = compared(_read(path, path.stat().st_mtime_ns), (shown,))
    return replace(shown, truths={one.subject: one.truth for one in found})


@lru_cache(maxsize=1)
def _read(path: Path, _written: int) -> Mapping[str, Any]:
    held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return held
