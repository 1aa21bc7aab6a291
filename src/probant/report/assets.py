"""Files that a page asks for: style, font, script. Read from the package once."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from probant.errors import UnknownName
from probant.report.theme import stylesheet
from probant.words import say

FOLDER = Path(__file__).parent / "static"
SCRIPT = "text/javascript; charset=utf-8"
TYPES = {"page.css": "text/css; charset=utf-8", "page.js": SCRIPT, "mix.js": SCRIPT, "inter.woff2": "font/woff2"}


@cache
def asset(name: str) -> tuple[bytes, str]:
    """Bytes and media type of an asset; UnknownName for another name, so no path can lead outside."""
    if name not in TYPES:
        raise UnknownName(say("asset"), name, TYPES)
    body = (FOLDER / name).read_bytes()
    if name == "page.css":
        body = stylesheet().encode() + body
    return body, TYPES[name]


@cache
def style_in_one() -> str:
    """The style with the font inside it, for a page that is one file."""
    font = b64encode(asset("inter.woff2")[0]).decode()
    return asset("page.css")[0].decode().replace("url(inter.woff2)", f"url(data:font/woff2;base64,{font})")


@cache
def policy_in_one() -> str:
    """The policy of such a file: this one style, its own font, no script, nothing from anywhere."""
    digest = b64encode(sha256(style_in_one().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; font-src data:; img-src data:; base-uri 'none'"
