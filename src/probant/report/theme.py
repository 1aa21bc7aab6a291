"""Colours, said once: CSS variables on the page, literal colours in PNG and PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from probant.errors import UnknownName
from probant.words import say

TOKENS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "bg": ("#f5f6f8", "#0e1116"),
        "surface": ("#ffffff", "#161a21"),
        "surface2": ("#fafbfc", "#1a1f27"),
        "ink": ("#14181f", "#eef1f5"),
        "muted": ("#5b6472", "#a0a9b8"),
        "line": ("#e3e6eb", "#272d37"),
        "grid": ("#e9ecf0", "#262c36"),
        "track": ("#e6e9ee", "#2a303b"),
        "accent": ("#3451b2", "#8ea4ff"),
        "accent-ink": ("#ffffff", "#0e1116"),
        "s1": ("#3451b2", "#8ea4ff"),
        "s1soft": ("#b9c5f0", "#3a4a86"),
        "s3": ("#c2570c", "#f5a35c"),
        "good": ("#0a7a52", "#56cf9d"),
        "good-bg": ("#e4f4ec", "#12301f"),
        "good-soft": ("#a9dcc6", "#1f5c45"),
        "bad": ("#c22f3d", "#ff8a94"),
        "bad-bg": ("#fdeaec", "#3a161b"),
        "bad-soft": ("#f0b9be", "#6b2a33"),
        "warn": ("#915300", "#f2b65a"),
        "warn-bg": ("#fdf1dc", "#35260c"),
        "info": ("#3451b2", "#8ea4ff"),
        "info-bg": ("#e9edfb", "#1b2547"),
        "plain-bg": ("#eef0f3", "#232933"),
    }
)
"""Light and dark value of each colour; contrast checked with axe-core (WCAG 2.2 AA)."""
THEMES = ("light", "dark")
PAGE = "page"
"""Not a theme but both: colours stay variables, and the page's own theme fills them."""
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")


def literal(text: str, theme: str) -> str:
    """The text with the name of every colour of ours, as in `var(--ink)`, replaced by that of a theme.

    Raises UnknownName for a theme that is neither 'light' nor 'dark'.
    """
    if theme not in THEMES:
        raise UnknownName(say("theme"), theme, THEMES)
    side = THEMES.index(theme)
    return _VARIABLE.sub(lambda name: TOKENS[name[1]][side] if name[1] in TOKENS else name[0], text)


def stylesheet() -> str:
    """The variables: light, dark by the reader's system, and each by the page's own choice."""
    light, dark = (_block(side) for side in range(2))
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
        f"@media print{{:root:root:root{{color-scheme:light;{light}}}}}\n"
    )


def _block(side: int) -> str:
    return "".join(f"--{name}:{values[side]};" for name, values in TOKENS.items())
