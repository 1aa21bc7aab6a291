"""A specification becomes a picture: SVG for page, PDF and plate, PNG to paste."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape
from typing import Any

from probant.report import hand, pen
from probant.report.charts.style import Spec
from probant.report.language import Language
from probant.report.theme import PAGE, literal

_HIDDEN = re.compile(r'<text[^>]* opacity="0"[^>]*>[^<]*</text>')
_EMPTY = re.compile(r'<path[^>]*d="(?:M0,0h0v0h0Z)?"[^>]*/>|<g></g>')
_NOISE = re.compile(
    r' (?:pointer-events="none"|aria-hidden="true"|opacity="1"|display="none"|font-family="Inter"'
    r'|class="[^"]*"|aria-label="[^"]*"|role="graphics-[^"]*"|aria-roledescription="[^"]*"|xmlns:xlink="[^"]*"|version="1.1"|stroke-width="1"|transform="translate\(0,0\)")'
)
_TAG = re.compile(r"<[^>]+>")
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold (XML 1.0, production 2). One such sign in a name would abort the renderer and us with it."""
_LONG = re.compile(r"-?\d+\.\d\d+")


def svg(spec: Spec, language: Language, theme: str = PAGE) -> str:
    """The chart as SVG, with its description as accessible name.

    Parameters
    ----------
    spec : dict
        Vega-Lite, colours written as `var(--name)` of `theme.TOKENS`.
    language : Language
        Writes numbers and dates on the axes.
    theme : str
        'page' leaves the colours variables, so one SVG serves light and dark; 'light' or 'dark' fills them.
    """
    drawn = _drawn(json.dumps(writable(spec), ensure_ascii=False), language.tag)
    return drawn if theme == PAGE else literal(drawn, theme)


def raster(picture: str, scale: float) -> bytes:
    """An SVG as PNG, `scale` pixels a point."""
    return hand.current()(pen.raster, picture, scale)


def writable(part: Any) -> Any:
    """The same with what no XML may hold replaced, in every text of it."""
    if isinstance(part, dict):
        return {key: writable(value) for key, value in part.items()}
    if isinstance(part, list):
        return [writable(value) for value in part]
    return _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", part) if isinstance(part, str) else part


@lru_cache(maxsize=512)
def _drawn(spec: str, tag: str) -> str:
    """Kept by specification and language: a page that nothing changed costs no drawing."""
    signs = Language.of(tag).numerals
    made = hand.current()(pen.vegalite, spec, signs.d3_numbers, signs.d3_times)
    return _lean(made.decode(), json.loads(spec)["description"])


def _lean(drawn: str, description: str) -> str:
    """Without what no reader sees: hidden labels, empty marks, digits below a tenth of a pixel."""
    text = _EMPTY.sub("", _NOISE.sub("", _HIDDEN.sub("", drawn)))
    while (shorter := _EMPTY.sub("", text)) != text:
        text = shorter
    text = _TAG.sub(lambda tag: _LONG.sub(_rounded, tag[0]), text)
    name = f'<svg role="img" aria-label="{escape(description)}" class="chart" font-family="Inter, sans-serif" '
    return text.replace("<svg ", name, 1)


def _rounded(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")
