"""The demonstration whose truth is known: a simulated company, loaded and asked, with the truth beside each answer."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from probant.actions import initiatives
from probant.actions.board import board
from probant.actions.folder import Folder, ingest_folder
from probant.actions.gather import gather_declared, listing
from probant.actions.initiative_board import RETURN
from probant.actions.project import open_project
from probant.actions.report import write
from probant.actions.settings import FILE
from probant.actions.simulate import simulate
from probant.decision.answer import Board, Shown
from probant.errors import Refused
from probant.ledger.checkpoint import beside
from probant.simulate.company import TRUTH
from probant.simulate.initiatives import FILE as LEDGER
from probant.source.channels import FILE as CHANNELS
from probant.vocabulary import Estimate, Evidence, Grade, Tell, quiet
from probant.words import Words, say

CUSTOMERS = 20_000
"""Enough for the holdout to find an effect, few enough to be made and loaded in seconds."""
EXPORTS, APART = "exports", "apart"
LEFT = ("shopify_*", "stripe_*", "salesforce_*", "hubspot_contacts*")
"""Files that are not loaded: they hold the same sales, deals and leads as others of the company."""
LABELS = (say("Shop"), say("Business customers"), say("Probant: a company whose truth is known"))
"""What its settings call things, so that the catalogue has them."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number that Probant gave, and what it truly was."""

    evidence: str
    """Id of the evidence that it is part of."""
    asked: Words
    subject: str
    estimate: Estimate
    truth: float
    """In the unit of the estimate; what was expected before chance, where the estimate is of that."""
    grade: Grade
    reasons: tuple[Words, ...]
    """Why the grade is below that of the design."""

    @property
    def inside(self) -> bool | None:
        """Whether the truth lies in the interval; None where the answer states none."""
        around = self.estimate.interval
        return None if around is None else around.low <= self.truth <= around.high


@dataclass(frozen=True, slots=True)
class Company:
    """What the demonstration shows."""

    board: Board
    folder: Folder
    """What became of the company's exports."""
    compared: tuple[Comparison, ...]
    written: tuple[str, ...]


def demo_company(
    folder: Path, *, language: str = "en", customers: int = CUSTOMERS, seed: int = 0, tell: Tell = quiet
) -> Company:
    """Simulate a company in `folder`, load its exports, ask its questions, and set the truth beside the answers.

    Raises Refused where the folder holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused(
            say("{folder} is not empty.", folder=str(folder)),
            mend=say("name a folder that is empty or not there yet"),
        )
    simulate(
        folder / EXPORTS,
        {"customers": customers, "seed": seed, "language": language},
        tell=lambda done, doing: tell(0.3 * done, doing),
    )
    lay_out(folder, language)
    with open_project(folder) as project:
        loaded = ingest_folder(project, str(folder / EXPORTS), tell=lambda done, doing: tell(0.3 + 0.4 * done, doing))
        shown = gather_declared(project, tell=lambda done, doing: tell(0.7 + 0.1 * done, doing))
        tie(folder / LEDGER, shown)
        initiatives.declare(project, str(folder / LEDGER))
        initiatives.ask(project, tell=lambda done, doing: tell(0.8 + 0.05 * done, doing))
        asked = [one for one in listing(project) if one.evidence.engine == RETURN]
        tell(0.85, say("measuring"))
        content = board(project)
        written = write(project, content, languages=(language,), tell=lambda done, doing: tell(0.9 + 0.1 * done, doing))
    truth = json.loads((folder / TRUTH).read_text(encoding="utf-8"))
    return Company(content, loaded, tuple(compared(truth, [*shown, *asked])), written)


def lay_out(folder: Path, language: str) -> None:
    """Settings and rules of the company; its ledger, its truth, and the files that it does not load, out of the way.

    `folder` holds what `probant simulate` wrote in its folder `exports`.
    """
    exports, apart = folder / EXPORTS, folder / APART
    for name in (TRUTH, LEDGER):
        (exports / name).rename(folder / name)
    apart.mkdir()
    for pattern in LEFT:
        for path in exports.glob(pattern):
            path.rename(apart / path.name)
    beside(folder).unlink(missing_ok=True)
    with as_file(files("probant") / "demo" / "company") as origin:
        (folder / CHANNELS).write_text((origin / CHANNELS).read_text(encoding="utf-8"), encoding="utf-8")
        text = (origin / FILE).read_text(encoding="utf-8")
    text = text.replace("@id@", secrets.token_hex(8)).replace("@language@", language)
    (folder / FILE).write_text(text, encoding="utf-8")


def tie(ledger: Path, shown: Iterable[Shown]) -> None:
    """Put the ids of the company's evidence where its ledger of initiatives names a test or an agent."""
    text = ledger.read_text(encoding="utf-8")
    for one in shown:
        source = one.evidence.ids.get("experiment") or one.evidence.ids.get("agent")
        text = text.replace(f'evidence = "{source}"', f'evidence = "{one.id}"')
    ledger.write_text(text, encoding="utf-8")


def compared(truth: Mapping[str, Any], shown: Iterable[Shown]) -> Iterator[Comparison]:
    """Each number of which `truth.json` holds the truth, in the order in which they were given."""
    for one in shown:
        evidence, known = one.evidence, _TRUTHS.get(one.evidence.engine)
        true = known(truth, evidence) if known else {}
        for subject, estimate in evidence.estimates.items():
            if subject in true:
                yield Comparison(
                    one.id, evidence.estimand, subject, estimate, true[subject], evidence.grade, evidence.reasons
                )


def _of_experiment(truth: Mapping[str, Any], evidence: Evidence) -> Mapping[str, float]:
    """Revenue that what was tested adds to a unit of the test: a person, or an area."""
    facts = truth["experiments"].get(evidence.ids.get("experiment"))
    if facts is None or evidence.ids.get("metric") != "revenue":
        return {}
    if "areas" in facts:
        effect = float(facts["revenue_lost_in_test"]) / len(facts["areas"])
    else:
        effect = float(facts["expected_revenue_per_unit"])
    money = truth["settings"]["currency"]
    return {subject: effect for subject, estimate in evidence.estimates.items() if estimate.unit == money}


def _of_claims(truth: Mapping[str, Any], evidence: Evidence) -> Mapping[str, float]:
    """Revenue of the orders that each channel truly caused, later ones of its customers left out."""
    held = truth["channels"]
    return {name: float(held[name]["own_direct"]) for name in evidence.estimates if name in held}


def _of_overclaim(truth: Mapping[str, Any], evidence: Evidence) -> Mapping[str, float]:
    """What all platforms claim of the shop's orders, and whom analytics cannot follow."""
    if evidence.business != "shop":
        return {}
    how = truth["settings"]["tracking"]
    untracked = 1 - how["consent"] * (1 - how["blocked"])
    told = {f"(not tracked) / {what}": untracked for what in ("orders", "revenue")}
    return told | {"(all) / orders": float(truth["over_claim"]["(all)"]["ratio_orders"])}


def _of_return(truth: Mapping[str, Any], evidence: Evidence) -> Mapping[str, float]:
    """Return and net value of an initiative over both horizons, under the model that was asked for."""
    name = evidence.ids["initiative"]
    told = truth["initiatives"].get(name, {}).get("returns", {}).get(evidence.ids["model"], {})
    keys = {name: "return_long", f"{name} / short": "return_short"}
    keys |= {f"{name} / value {horizon}": f"value_{horizon}" for horizon in ("long", "short")}
    return {subject: float(told[key]) for subject, key in keys.items() if key in told}


_TRUTHS: Mapping[str, Callable[[Mapping[str, Any], Evidence], Mapping[str, float]]] = {
    "experiments.difference": _of_experiment,
    "claims.platform": _of_claims,
    "reconciliation.overclaim": _of_overclaim,
    RETURN: _of_return,
}
"""Engine -> the truth by subject of its evidence."""
