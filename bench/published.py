"""The examples that other packages teach with, answered as a user would have them answered: loaded, asked, read.

PyMC-Marketing's, Meridian's and Robyn's data go through `probant ingest` and `probant ask mmm` by the settings in
bench/mix/published.toml. What is printed is what a reader of the terminal sees. Of PyMC-Marketing's the truth is
published. KEEP=FOLDER leaves the project there, for `probant serve --project FOLDER`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from bench.harness import HERE, Row, publish, scratch
from bench.mix.worlds import SHARED
from probant.actions.gather import gather
from probant.actions.ingest import ingest
from probant.actions.project import open_project
from probant.report.language import Language
from probant.report.terminal import evidence

SETTINGS = HERE / "mix" / "published.toml"
TRUE = {"x1": 4967.83, "x2": 2274.88}
"""Returns of PyMC-Marketing's channels: 1,000 times the effects, 3 and 2, times the sum over the weeks of
tanh(lambda carried spend / 2), lambda 4 and 3, retention .4 and .2 over 8 weeks, over the sum of the spend. Effects,
lambdas and retentions are those of the notebook that made the data, docs/source/notebooks/mmm/mmm_example.ipynb; that
the file is 1,000 times what the notebook shows is seen by regressing it on the notebook's parts."""


def main() -> None:
    kept = os.environ.get("KEEP")
    with scratch() as (folder, env):
        if kept is None:
            os.environ.update(env)
        rows = list(answered(lay(Path(kept) if kept else folder / "published")))
    publish("published", rows, "loaded, fitted and put to the proof, warm but for the first")


def lay(folder: Path) -> Path:
    """The project with its files, none of them loaded."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    text = SETTINGS.read_text(encoding="utf-8").replace("@id@", secrets.token_hex(8))
    (folder / "probant.toml").write_text(text, encoding="utf-8")
    for name in {one["file"] for one in tomllib.loads(text)["source"]}:
        shutil.copy(SHARED / Path(name).name, folder / "data")
    return folder


def answered(folder: Path) -> Iterator[Row]:
    """Each question's answer, printed; seconds, and how far from the truth where that is known."""
    console = Console(width=110)
    with open_project(folder) as project:
        ingest(project)
        for declared in project.settings.question:
            began = time.perf_counter()
            shown = gather(project, declared.engine, declared.answers, seed=declared.seed)
            wall = time.perf_counter() - began
            business = shown.evidence.business
            console.print(f"\n[bold]{business}[/bold]", evidence(shown, Language.of("en")))
            yield Row(f"{business}: read, fitted, put to the proof", wall, "s")
            for channel, true in TRUE.items() if business == "pymc_marketing" else ():
                found = shown.evidence.estimates[channel]
                yield Row(f"{business}: return of {channel}", found.value, found.unit, "truth", true)


if __name__ == "__main__":
    main()
