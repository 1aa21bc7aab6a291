"""The engines that draw and set, each behind one function from texts to bytes.

Of ours nothing is imported but what these functions need, and of the engines only the one that is called: a process
that draws and does nothing else stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from probant.report import glyphs
from probant.report.packed import packed

if TYPE_CHECKING:
    import typst

STANDARDS: Final = ("ua-1", "a-2a")
"""PDF/UA-1 for readers who cannot see, PDF/A-2a for the archive: level a holds all that level b asks, and tags."""
_REPORT = Path(__file__).parent / "templates" / "report.typ"
_EPOCH = 0
"""Time of creation written into the file: none of ours, so that the same report gives the same bytes."""
_PROGRAM = "window.probantDraw = vegaEmbed;"
"""What the bundle leaves for our own script to find; all else in it stays its own."""


def vegalite(spec: str, numbers: Mapping[str, Any], times: Mapping[str, Any]) -> bytes:
    """A Vega-Lite specification, in JSON, as SVG in UTF-8; the locales are d3's. Nothing is fetched."""
    import vl_convert

    _with_font()
    drawn = vl_convert.vegalite_to_svg(
        spec, allowed_base_urls=[], format_locale=dict(numbers), time_format_locale=dict(times)
    )
    return str(drawn).encode()


def raster(picture: str, scale: float) -> bytes:
    """An SVG as PNG, `scale` pixels a point."""
    import vl_convert

    _with_font()
    return bytes(vl_convert.svg_to_png(picture, scale=scale))


def program() -> bytes:
    """Vega, Vega-Lite and Vega-Embed as one module of JavaScript in UTF-8; it takes over a second to make."""
    import vl_convert

    return str(vl_convert.javascript_bundle(_PROGRAM)).encode()


def report(told: str) -> bytes:
    """The printed report as PDF, from the JSON that its template reads."""
    import typst

    made = typst.compile(
        _REPORT.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"report": told},
        pdf_standards=list(STANDARDS),
        timestamp=_EPOCH,
    )
    return packed(made)


def compose() -> None:
    """Read the fonts of the printed report, so that `report` finds them read."""
    _fonts()


@cache
def _with_font() -> None:
    """Labels are measured in the font that the page shows: measured in another one they are cut."""
    import vl_convert

    vl_convert.register_font_directory(str(glyphs.folder()))


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(glyphs.folder())])
