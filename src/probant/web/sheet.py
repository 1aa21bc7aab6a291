"""What is sent: packed once, known by its content, and not sent again to one who has it."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import sha256

from fastapi import Request, Response

HTML, JSON = "text/html; charset=utf-8", "application/json"
FRESH = "private, no-cache"
"""Kept by the browser, and shown only after the server has said that it still holds."""
WORTH_PACKING = 1024
"""Bytes from which a body is sent packed."""
_PACKED_ALREADY = ("image/png", "application/pdf", "font/")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is sent: a body, packed as well where that helps, its kind, and the mark by which it is known."""

    body: bytes
    packed: bytes | None
    media: str
    mark: str

    @staticmethod
    def of(body: str | bytes, media: str) -> Sheet:
        """The sheet of a body; same body, same mark."""
        raw = body.encode() if isinstance(body, str) else body
        worth = len(raw) >= WORTH_PACKING and not media.startswith(_PACKED_ALREADY)
        packed = gzip.compress(raw, compresslevel=6, mtime=0) if worth else None
        return Sheet(raw, packed, media, f'"{sha256(raw).hexdigest()[:32]}"')


def sent(sheet: Sheet, request: Request, *, keep: str = FRESH, file: str | None = None) -> Response:
    """The answer that brings a sheet, or 304 to one who has it.

    Parameters
    ----------
    sheet : Sheet
        What is sent.
    request : Request
        Says what the browser has, and whether it unpacks.
    keep : str
        Cache-Control.
    file : str, optional
        Name, in plain ASCII, under which the browser stores it; without it, it is shown.
    """
    headers = {"ETag": sheet.mark, "Cache-Control": keep, "Vary": "Accept-Encoding"}
    if sheet.mark in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if file is not None:
        headers["Content-Disposition"] = f'attachment; filename="{file}"'
    if sheet.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(sheet.packed, headers=headers | {"Content-Encoding": "gzip"}, media_type=sheet.media)
    return Response(sheet.body, headers=headers, media_type=sheet.media)
