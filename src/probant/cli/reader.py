"""Who reads: the options that hold for every command, and the language, known before a command is parsed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from probant.errors import UnknownName
from probant.report.catalogue import FOLDER, PSEUDO
from probant.words import say

ENGLISH = "en"
_SETTINGS = "probant.toml"


def to_front(words: Sequence[str], flags: frozenset[str], valued: frozenset[str]) -> list[str]:
    """The words of a command line with those options first that hold for every command.

    Parameters
    ----------
    words : sequence of str
        What stood after `probant`.
    flags, valued : frozenset of str
        Options that hold for every command: without a value, and with one ('--lang fr' or '--lang=fr').

    Returns
    -------
    list of str
        The same words; what comes after '--' stays where it is, and so does the order of all others.
    """
    front: list[str] = []
    rest: list[str] = []
    left = iter(words)
    for word in left:
        if word == "--":
            return [*front, *rest, word, *left]
        if word in valued:
            front += [word, *_one(left)]
        elif word in flags or word.partition("=")[0] in valued:
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _one(left: Iterator[str]) -> list[str]:
    following = next(left, None)
    return [] if following is None else [following]


def language_tag(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """The reader's language: --lang, else the project's, else that of the environment, else English.

    Raises UnknownName where --lang names one that there is no catalogue for. A project file that cannot
    be read says nothing here; the command that needs it will say what is wrong with it.
    """
    asked = _value(words, "--lang")
    if asked is not None:
        if asked not in languages():
            raise UnknownName(say("language"), asked, languages() - {PSEUDO})
        return asked
    return _of_project(_value(words, "--project", "-p")) or _of_environment(environment) or ENGLISH


def languages() -> frozenset[str]:
    """English, and every language with a catalogue."""
    return frozenset({ENGLISH, PSEUDO, *(path.name for path in FOLDER.iterdir() if path.is_dir())})


def _value(words: Sequence[str], *names: str) -> str | None:
    """The value of the last such option before '--'; None without one."""
    found = None
    for place, word in enumerate(words):
        if word == "--":
            break
        name, equals, value = word.partition("=")
        if name in names:
            found = value if equals else next(iter(words[place + 1 : place + 2]), None)
    return found


def _of_project(folder: str | None) -> str | None:
    """`language` of the nearest project; read here, since the settings' own reader takes too long for a --help."""
    start = Path(folder) if folder else Path()
    try:
        here = start.resolve()
        path = next(at / _SETTINGS for at in (here, *here.parents) if (at / _SETTINGS).is_file())
        declared = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["language"]
    except (StopIteration, OSError, ValueError, KeyError, TypeError):
        return None
    return declared if declared in languages() else None


def _of_environment(environment: Mapping[str, str]) -> str | None:
    for name in ("PROBANT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        tag = environment.get(name, "").replace("-", "_").partition("_")[0].casefold()
        if tag in languages():
            return tag
    return None
