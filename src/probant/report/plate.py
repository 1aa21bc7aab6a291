"""A chart to take away: its title above, and below it, in small type and in the file's metadata, what it speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from struct import pack
from textwrap import wrap
from zlib import crc32

from probant.report import draw
from probant.report.charts.choice import chart, picture
from probant.report.charts.series import series
from probant.report.charts.style import Spec
from probant.report.courses import Course
from probant.report.imprint import imprint, version
from probant.report.language import Language, upfirst
from probant.report.theme import literal
from probant.report.titles import about, subtitle, title
from probant.report.views import Stamp
from probant.vocabulary import Evidence, Indicator
from probant.words import verbatim

WIDTH = 560
"""Pixels of the chart: half a slide."""
_EDGE = 18
_INK, _MUTED = "var(--ink)", "var(--muted)"
_TITLE, _UNDER, _SMALL = 16, 12, 10
"""Pixels of the title's letters, of those under it, and of those of the imprint."""
_LEADING, _ADVANCE = 1.4, 0.55
"""Height of a line and width of a letter, about, as shares of the letters' size."""
_LONGEST = 60
"""Letters of the longest part of the imprint that is not broken."""
_SIZE = re.compile(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"')
_HEAD_OF_PNG = 33
"""Bytes of signature and IHDR, after which texts may stand (PNG 3rd edition, 5.6)."""


@dataclass(frozen=True, slots=True)
class Plate:
    """The words and the chart, in one language."""

    title: str
    under: str
    spec: Spec
    imprint: tuple[str, ...]
    software: str


def of_evidence(evidence: Evidence, stamp: Stamp, language: Language) -> Plate | None:
    """The plate of a piece of evidence; None where it estimates nothing."""
    spec = chart(evidence, language, width=WIDTH)
    if spec is None:
        return None
    under = " · ".join(subtitle(evidence, stamp.labels, language))
    return _plate(upfirst(language.say(title(evidence))), under, spec, stamp.about(evidence), language)


def of_indicator(indicator: Indicator, stamp: Stamp, language: Language) -> Plate:
    """The plate of one metric over time."""
    under = " · ".join(about(indicator.business, indicator.period, stamp.labels, language))
    spec = series(indicator, language, width=WIDTH)
    return _plate(language.say(indicator.label), under, spec, stamp.about(indicator), language)


def of_course(course: Course, stamp: Stamp, language: Language) -> Plate:
    """The plate of a picture over time."""
    under = " · ".join(about(course.business, course.period, stamp.labels, language))
    spec = picture(course, language, width=WIDTH)
    return _plate(language.say(course.title), under, spec, stamp.about(course), language)


def of_picture(name: str, spec: Spec, evidence: Evidence, stamp: Stamp, language: Language) -> Plate:
    """The plate of one of several pictures of a piece of evidence."""
    under = " · ".join(about(evidence.business, evidence.period, stamp.labels, language))
    return _plate(name, under, spec, stamp.about(evidence), language)


def _plate(title: str, under: str, spec: Spec, stamp: Stamp, language: Language) -> Plate:
    project = language.say(verbatim(stamp.project))
    return Plate(title, under, spec, (project, *imprint(stamp, language)), version(stamp))


def svg(plate: Plate, language: Language, theme: str = "light") -> str:
    """The plate as SVG on the theme's card colour; its title and imprint are its `title` and `desc` too."""
    drawn = draw.svg(plate.spec, language)
    size = _SIZE.match(drawn)
    assert size is not None
    wide, high = (float(side) for side in size.groups())
    heads, top = _lines(plate.title, _TITLE, wide, _EDGE, weight=600, fill=_INK)
    unders, top = _lines(plate.under, _UNDER, wide, top, fill=_MUTED)
    foot, end = _lines(" · ".join(map(_whole, plate.imprint)), _SMALL, wide, top + high + _EDGE, fill=_MUTED)
    whole, tall = wide + 2 * _EDGE, end + _EDGE / 2
    chart_at = drawn.replace("<svg ", f'<svg x="{_EDGE}" y="{top + _EDGE / 2:.0f}" ', 1)
    told = _safe("\n".join(plate.imprint))
    made = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" font-family="Inter, sans-serif" width="{whole:.0f}"'
        f' height="{tall:.0f}" viewBox="0 0 {whole:.0f} {tall:.0f}"><title>{_safe(plate.title)}</title>'
        f"<desc>{told}</desc>"
        f'<rect width="100%" height="100%" fill="var(--surface)"/>{heads}{unders}{chart_at}{foot}</svg>'
    )
    return literal(made, theme)


def png(plate: Plate, language: Language, theme: str = "light", scale: float = 2.0) -> bytes:
    """The plate as PNG, `scale` pixels a point; title, imprint and program stand in its texts too."""
    drawn = draw.raster(svg(plate, language, theme), scale)
    texts = {"Title": plate.title, "Description": "\n".join(plate.imprint), "Software": plate.software}
    told = b"".join(_text_of_png(name, text, language.tag) for name, text in texts.items())
    return drawn[:_HEAD_OF_PNG] + told + drawn[_HEAD_OF_PNG:]


def _lines(text: str, size: int, wide: float, top: float, *, fill: str, weight: int = 400) -> tuple[str, float]:
    """The text on as many lines as it takes, from `top` down, and where they end."""
    broken = wrap(text, int(wide / (size * _ADVANCE)))
    step = size * _LEADING
    looks = f'x="{_EDGE}" font-size="{size}" font-weight="{weight}" fill="{fill}"'
    made = "".join(
        f'<text {looks} y="{top + step * place + size:.1f}">{_safe(line)}</text>' for place, line in enumerate(broken)
    )
    return made, top + step * len(broken)


def _whole(part: str) -> str:
    """A part that stays on one line, unless it is too long for that."""
    return part.replace(" ", "\N{NO-BREAK SPACE}") if len(part) <= _LONGEST else part


def _safe(text: str) -> str:
    return escape(draw.writable(text))


def _text_of_png(name: str, text: str, tag: str) -> bytes:
    """One iTXt chunk: length, kind, text in UTF-8, checksum (PNG 3rd edition, 11.3.3.4)."""
    body = b"iTXt" + name.encode("latin-1") + b"\0\0\0" + tag.encode("ascii") + b"\0\0" + text.encode()
    return pack(">I", len(body) - 4) + body + pack(">I", crc32(body))
