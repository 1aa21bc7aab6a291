"""The page of the mix, and the answer to its sliders."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from probant.errors import Refused
from probant.report.mix import mix_page, sliders, told
from probant.web.reader import Reader, Reading
from probant.web.sheet import JSON
from probant.words import say

router = APIRouter(include_in_schema=False)
FIELD = "spend."


@router.get("/{tag}/mix")
def mix(reader: Reading, request: Request) -> Response:
    """What each channel adds, the proposal, and a plan made by hand where the address holds one."""
    view, spend = reader.do("mix", business=reader.business), _spend(request)
    plan, moved = _plan(reader, view, spend), reader.do("refreshed", business=reader.business)
    dress = {**reader.dress("mix"), "moved": moved}
    return reader.show(lambda: reader.made(mix_page, view, plan, reader.language, **dress), plan=spend)


@router.get("/{tag}/mix/scenario.json")
def scenario(reader: Reading, request: Request) -> Response:
    """What the plan in the address would gain, in words."""
    view = reader.do("mix", business=reader.business)
    plan = _plan(reader, view, _spend(request))
    said = {"told": asdict(told(plan, reader.language))} if plan else {"told": {}}
    drawn = [asdict(one) for one in sliders(view.sketches, plan, reader.language)] if plan else []
    return Response(json.dumps({**said, "sliders": drawn}), media_type=JSON, headers={"Cache-Control": "no-store"})


def _plan(reader: Reader, view: Any, spend: tuple[tuple[str, float], ...]) -> Any:
    """The scenario of the evidence that the page shows; None where it shows none, or one that does not hold."""
    if not view.holds:
        return None
    return reader.desk.do("scenario", {"evidence": view.shown.id, "spend": dict(spend)})


def _spend(request: Request) -> tuple[tuple[str, float], ...]:
    """Amounts by channel in the address. Raises Refused for what is no number."""
    given = [(name.removeprefix(FIELD), text) for name, text in request.query_params.items() if name.startswith(FIELD)]
    try:
        return tuple((channel, float(text)) for channel, text in given)
    except ValueError:
        raise Refused(
            say("An amount in the address is no number."), mend=say("write it with digits and a point, e.g. 1200.5")
        ) from None
