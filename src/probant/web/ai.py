"""The page on AI, and that of one run of an agent."""

from __future__ import annotations

from fastapi import APIRouter, Response

from probant.report import ai_page
from probant.web.reader import Reading

router = APIRouter(include_in_schema=False)


@router.get("/{tag}/ai")
def ai(reader: Reading) -> Response:
    """What AI returns and how it behaves."""
    view = reader.do("ai", business=reader.business)
    return reader.show(lambda: reader.made(ai_page.ai_page, view, reader.language, **reader.dress("ai")))


@router.get("/{tag}/ai/runs/{trace}")
def run(trace: str, reader: Reading) -> Response:
    """One run beside its reference path."""
    view = reader.do("agent_run", trace=trace)
    return reader.show(lambda: reader.made(ai_page.run_page, view, reader.language, **reader.dress("ai")))
