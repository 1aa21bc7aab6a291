"""What the pages show, as JSON for other programs; described at /api/openapi.json.

Each answer is `about`, what it speaks of, and `result`, what the verb of the command line gives with --json.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pkgutil import resolve_name
from typing import Annotated, Any, Generic, TypeVar, get_type_hints

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from probant.actions.amounts import amounts, groups
from probant.actions.verbs import VERBS
from probant.report.views import Stamp
from probant.web.reader import Calling, Reader
from probant.web.sheet import JSON

router = APIRouter(prefix="/api/v1", tags=["read"])


T = TypeVar("T")


class Told(BaseModel, Generic[T]):
    """A result, and what it speaks of: period, filters, date of the data, version and grades."""

    about: Stamp
    result: T


@cache
def _told_of(verb: str) -> type[Told[Any]]:
    """What an answer with a verb's result looks like: the description of the API is made from it."""
    result = get_type_hints(resolve_name(VERBS[verb]))["return"]
    return Told[result]  # type: ignore[valid-type]


def _told(reader: Reader, verb: str, *, about: Stamp | None = None, **arguments: Any) -> Response:
    """A verb's result; each sentence comes with its `text` in the language that was asked for."""
    told = _told_of(verb)(about=about or reader.stamp(), result=reader.do(verb, **arguments))
    context = {"say": reader.language.say}
    return reader.show(lambda: TypeAdapter(type(told)).dump_json(told, context=context), JSON, **arguments)


@router.get("/answers", response_model=_told_of("board"))
def answers(reader: Calling) -> Response:
    """The three answers, the indicators of the first page, and the evidence."""
    return _told(reader, "board", business=reader.business)


@router.get("/metrics", response_model=_told_of("metrics"))
def metrics(reader: Calling) -> Response:
    """Every metric that the data carry, with its series."""
    return _told(reader, "metrics", business=reader.business)


@router.get("/evidence", response_model=_told_of("evidence_list"))
def evidence_list(reader: Calling) -> Response:
    """The newest evidence to each question."""
    return _told(reader, "evidence_list")


@router.get("/evidence/{evidence_id}", response_model=_told_of("evidence"))
def evidence(evidence_id: str, reader: Calling) -> Response:
    """One piece of evidence by its id, or the beginning of it."""
    about = reader.stamp().about(reader.do("evidence", evidence_id=evidence_id).evidence)
    return _told(reader, "evidence", about=about, evidence_id=evidence_id)


@router.get("/data", response_model=_told_of("data"))
def data(reader: Calling) -> Response:
    """What the store holds, and the account of every batch."""
    return _told(reader, "data")


@router.get("/ledger", response_model=_told_of("ledger"))
def ledger(reader: Calling, last: Annotated[int, Query(ge=1, le=1000, description="How many.")] = 50) -> Response:
    """The newest entries of the ledger, and whether all of them hold."""
    return _told(reader, "ledger", last=last)


Plan = Annotated[
    list[str] | None,
    Query(description="Spend per step as CHANNEL=AMOUNT, once a channel; channels not named stay as they are."),
]
Proof = Annotated[str | None, Query(description="Id of evidence with response curves; without it, the newest.")]


class Terms(BaseModel):
    """What is asked of a budget; amounts are per step, in the money of the spend."""

    model_config = ConfigDict(extra="forbid")

    evidence: str | None = Field(default=None, description="Id of evidence with curves; without it, the newest.")
    goal: str = Field(default="expected", description="'expected', 'cautious' or 'target'.")
    total: float | None = Field(default=None, ge=0, description="All channels; without it, as much as now.")
    as_pays: bool = Field(default=False, description="Spend as long as the last unit of money earns more than itself.")
    target: float | None = Field(default=None, description="Gain against spending nothing, for the goal 'target'.")
    tail: float = Field(default=0.1, gt=0, le=1, description="Share of the draws that 'cautious' looks at.")
    least: list[str] = Field(default=[], description="What a channel gets at least, as CHANNEL=AMOUNT.")
    most: list[str] = Field(default=[], description="What a channel gets at most, as CHANNEL=AMOUNT.")
    group: list[str] = Field(default=[], description="Channels that share bounds, as NAME=A+B:LEAST..MOST.")
    beyond: bool = Field(default=False, description="Let spend leave the range that was seen.")
    steps: int | None = Field(default=None, ge=1, le=104, description="Coming steps; without it, a steady one.")
    test: str | None = Field(default=None, description="Channel whose test is valued; without it, the least sure.")
    lang: str | None = Field(default=None, description="Language of the sentences, 'en' or 'fr'.")
    business: str | None = Field(default=None, description="Brand or shop; without it, all of them.")


@router.get("/mix", response_model=_told_of("mix"))
def mix(reader: Calling) -> Response:
    """The newest mix model: returns (`estimates`), contributions (`over_time`), response curves, and the proposal."""
    return _told(reader, "mix", about=_about(reader, None), business=reader.business)


@router.get("/mix/moves", response_model=_told_of("refreshed"))
def mix_moves(reader: Calling) -> Response:
    """What moved between the last two fits of each business and outcome, and what moved it."""
    return _told(reader, "refreshed", business=reader.business)


@router.get("/mix/scenario", response_model=_told_of("scenario"))
def mix_scenario(reader: Calling, spend: Plan = None, evidence: Proof = None) -> Response:
    """What a plan made by hand would gain in a steady step over today's plan."""
    arguments = {"evidence": evidence, "business": reader.business, "spend": amounts(spend or ())}
    return _worked_out(reader, "scenario", arguments)


@router.get("/budget", response_model=_told_of("budget"))
def budget(
    reader: Calling,
    terms: Annotated[Terms, Query()],
) -> Response:
    """The best budget under terms; nothing is decided or entered."""
    bounds = {"least": amounts(terms.least), "most": amounts(terms.most), "groups": groups(terms.group)}
    plain = terms.model_dump(exclude={"least", "most", "group", "lang", "business"})
    return _worked_out(reader, "budget", {**plain, **bounds, "business": reader.business})


def _worked_out(reader: Reader, verb: str, arguments: Mapping[str, Any]) -> Response:
    """A verb's result on curves, kept by its address; it speaks of the evidence that holds them."""

    def made() -> bytes:
        result = reader.desk.do(verb, arguments)
        told = _told_of(verb)(about=_about(reader, arguments["evidence"]), result=result)
        return TypeAdapter(type(told)).dump_json(told, context={"say": reader.language.say})

    return reader.show(made, JSON, query=reader.request.url.query)


def _about(reader: Reader, evidence: str | None) -> Stamp:
    """The stamp of the evidence named, else of the one that `mix` shows."""
    view = reader.do("mix", business=reader.business) if evidence is None else None
    shown = reader.do("evidence", evidence_id=evidence) if view is None else view.shown
    return reader.stamp() if shown is None else reader.stamp().about(shown.evidence)
