"""Style and font: named by their content, so a browser may keep them for good."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from probant.report.assets import TYPES, asset
from probant.web.sheet import Sheet, sent

FOR_GOOD = "public, max-age=31536000, immutable"

router = APIRouter(prefix="/static", include_in_schema=False)


@cache
def edition() -> str:
    """Digest of all assets: the folder they are in, so that one may name another by its plain name."""
    return sha256(b"".join(sha256(asset(name)[0]).digest() for name in sorted(TYPES))).hexdigest()[:16]


def address_of_asset(name: str) -> str:
    """Path of an asset of this edition."""
    return f"/static/{edition()}/{name}"


@cache
def _sheet(name: str) -> Sheet:
    return Sheet.of(*asset(name))


@router.get("/{digest}/{name}")
def read(digest: str, name: str, request: Request) -> Response:
    """An asset of this edition; one of another was replaced."""
    if digest != edition():
        raise HTTPException(404)
    return sent(_sheet(name), request, keep=FOR_GOOD)
