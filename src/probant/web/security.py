"""What every answer of the server says to the browser, and whom the server answers at all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'none'",
                "style-src 'self'",
                "img-src 'self' data:",
                "font-src 'self'",
                "script-src 'self'",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            )
        ),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)
"""No script, style or picture from elsewhere, none inside the page, and no frame around it."""


class Guard:
    """Answers only those who came by this machine's own address, and puts `HEADERS` on every answer.

    A page of a stranger whose name suddenly means 127.0.0.1 (DNS rebinding) still sends its own name
    as Host: by that it is known and refused.
    """

    def __init__(self, app: ASGIApp, *, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what came by the right address."""
        if scope["type"] == "http" and Headers(scope=scope).get("host") not in self.hosts:
            await _misdirected(send)
        elif scope["type"] == "http":
            await self.app(scope, receive, _with_headers(send))
        else:
            await self.app(scope, receive, send)


def _with_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return guarded


async def _misdirected(send: Send) -> None:
    """Says nothing of what is here: the one who asks is not our reader."""
    await send({"type": "http.response.start", "status": 421, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
