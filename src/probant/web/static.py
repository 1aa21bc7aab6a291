"""Style, font and scripts: named by their content, so a browser may keep them for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import metadata

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from probant.report import pen
from probant.report.assets import SCRIPT, TYPES, asset
from probant.web.press import Press
from probant.web.sheet import Sheet, sent

PROGRAM = "vega.js"
"""The program that draws in the browser: no file of ours, so its version stands for its content."""
FOR_GOOD = "public, max-age=31536000, immutable"

router = APIRouter(prefix="/static", include_in_schema=False)


@cache
def edition() -> str:
    """Digest of all assets: the folder they are in, so that one may name another by its plain name."""
    parts = [sha256(asset(name)[0]).digest() for name in sorted(TYPES)]
    return sha256(b"".join([*parts, metadata.version("vl-convert-python").encode()])).hexdigest()[:16]


def address_of_asset(name: str) -> str:
    """Path of an asset of this edition."""
    return f"/static/{edition()}/{name}"


@cache
def _sheet(name: str) -> Sheet:
    return Sheet.of(*asset(name))


@cache
def _program(press: Press) -> Sheet:
    """Made at the first reader's wish and kept for as long as the server runs.

    Its making leaves the drawing process twice as large as drawing does: that one goes at once.
    """
    made = press.make(pen.program)
    press.close()
    return Sheet.of(made, SCRIPT)


@router.get("/{digest}/{name}")
def read(digest: str, name: str, request: Request) -> Response:
    """An asset of this edition; one of another was replaced."""
    if digest != edition():
        raise HTTPException(404)
    sheet = _program(request.app.state.press) if name == PROGRAM else _sheet(name)
    return sent(sheet, request, keep=FOR_GOOD)
