"""The texts of a language: English is the source, a gettext catalogue holds the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

Translate = Callable[[str], str]
FOLDER = Path(__file__).parent / "locale"
PSEUDO = "qps"
"""A language for tests only: it marks every text that went through a catalogue."""


@cache
def translate(tag: str) -> Translate:
    """What turns an English template into that of a language; English itself where there is no catalogue."""
    if tag == PSEUDO:
        return _marked
    source = FOLDER / tag / "LC_MESSAGES" / "probant.po"
    if not source.exists():
        return str
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        with compiled.open("rb") as file:
            return GNUTranslations(file).gettext
    return _read(source)


def _marked(template: str) -> str:
    return f"⟦{template}⟧"


def _read(source: Path) -> Translate:
    """The catalogue as its author wrote it: a checkout has no compiled one, or an older one."""
    from babel.messages.pofile import read_po  # a built package never needs it

    with source.open("rb") as file:
        catalogue = read_po(file)
    texts = {str(message.id): str(message.string) for message in catalogue if message.id and message.string}
    return lambda template: texts.get(template, template)
