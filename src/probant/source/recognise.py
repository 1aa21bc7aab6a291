"""Which export a file is, in which language, and why: from its headers, the lines above them and its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from probant.errors import UnknownName
from probant.source import headers
from probant.source.encoding import survey
from probant.source.formats import check_file
from probant.source.layout import Place, name_key, places, repaired, split_currency
from probant.source.platforms import LANGUAGES, Export, Language, export, exports, matches
from probant.source.settings import SourceSettings
from probant.words import Words, say

_TITLE, _FILE, _GUESS = 3.0, 2.0, 0.5
"""What a title, the name of the file and a guessed header weigh; a header that only one platform uses weighs 1."""
_CLOSE = 0.85
"""Share of the best score from which another platform could be meant too."""


class Sure(StrEnum):
    """How sure it is which export a file is."""

    CERTAIN = "certain"
    """Names that were seen in files and speak for this platform alone, or its title; or the project says so."""
    LIKELY = "likely"
    """Its names fit, but a user's own table could bear them too."""
    OPEN = "open"
    """Another export fits as well, or only guessed names do."""


@dataclass(frozen=True, slots=True)
class Match:
    """A header of the file that means a field of the export."""

    header: str
    guess: bool = False
    """Whether the name was never seen in a file of that platform."""
    currency: str | None = None
    """Code that the header bears in brackets."""
    rivals: tuple[str, ...] = ()
    """Other headers of the file that mean the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One export that a table of the file can be."""

    export: Export
    language: Language
    place: Place
    matched: Mapping[str, Match]
    """By field."""
    score: float
    title: str | None
    """Line above the header that is this export's title."""
    sure: Sure

    @property
    def marks(self) -> tuple[str, ...]:
        """Headers that speak for this platform alone."""
        return tuple(m.header for field in self.export.marks if (m := self.matched.get(field)) and not m.guess)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headers of the file that the export is not known to have."""
        known = {match.header for match in self.matched.values()}
        return tuple(header for header in self.place.headers if header and header not in known)

    @property
    def why(self) -> Words:
        """What speaks for it."""
        facts = {
            "count": len(self.matched),
            "columns": sum(bool(header) for header in self.place.headers),
            "label": self.export.label,
            "shown": tuple((self.marks or tuple(m.header for m in self.matched.values()))[:4]),
        }
        if self.title:
            return say(
                "The line “{title}” is the title of {label}, and {count} of {columns} columns are its own: {shown}, …",
                title=self.title,
                **facts,
            )
        return say("{count} of {columns} columns are those of {label}: {shown}, …", **facts)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a file was taken for."""

    path: Path
    digest: str
    """SHA-256 of its bytes, hexadecimal."""
    candidates: tuple[Candidate, ...]
    """The best one first; one alone where nothing else could be meant."""
    others: tuple[Candidate, ...] = ()
    """Further tables in the same file."""
    twice: bool = False
    """Whether its headers were encoded twice, so that names in it may be garbled."""

    @property
    def best(self) -> Candidate:
        """What it most likely is."""
        return self.candidates[0]

    @property
    def export(self) -> Export:
        """The export that it most likely is."""
        return self.best.export

    @property
    def sure(self) -> Sure:
        """How sure that is."""
        return self.best.sure if len(self.candidates) == 1 else Sure.OPEN

    @property
    def why(self) -> Words:
        """Why it was taken for that."""
        return self.best.why


def recognise(path: Path, said: SourceSettings | None = None) -> Recognition | None:
    """Which export a file is; None where no export that is known has such headers.

    Parameters
    ----------
    path
        A text file or a workbook.
    said
        What the project says of it; the export that it names is not doubted.

    Raises
    ------
    Missing, Unreadable
        If there is no such file, or it cannot be read.
    UnknownName
        If the project names an export that is not known, or one whose columns the file has not.
    """
    check_file(path)
    seen = survey(path)
    stated = export(said.export) if said and said.export else None
    tables = [_candidates(path, place, stated) for place in places(path, seen, known_keys(), said)]
    found = [ranked for ranked in tables if ranked]
    if not found:
        if stated:
            raise UnknownName(say("export that fits {file}", file=path.name), stated.name, exports())
        return None
    first, *more = found
    twice = any(repaired(header) != header for header in first[0].place.headers)
    return Recognition(path, seen.digest, first, tuple(one[0] for one in more), twice)


def _candidates(path: Path, place: Place, stated: Export | None) -> tuple[Candidate, ...]:
    options = (stated,) if stated else tuple(exports().values())
    made = [one for option in options if (one := _candidate(path, place, option, stated=bool(stated)))]
    ranked = sorted(made, key=lambda one: (-one.score, one.export.name))
    if not ranked:
        return ()
    best = ranked[0]
    close = (one for one in ranked[1:] if one.score >= _CLOSE * best.score)
    return (best, *(one for one in close if one.title is not None or best.title is None))


def _candidate(path: Path, place: Place, option: Export, *, stated: bool) -> Candidate | None:
    matched = _matched(option, place.headers)
    if any(field in matched for field in option.lacks):
        return None
    groups = [[field for field in group if field in matched] for group in option.needs]
    if not all(groups) or len({field for group in groups for field in group}) < len(groups):
        return None
    title = next((line for line in place.above.lines if _is_title(option, line)), None)
    named = matches(tuple(name for names in option.files.values() for name in names), headers.tidy(path.stem))
    weights = [_weight(name_key(match.header)) * (_GUESS if match.guess else 1) for match in matched.values()]
    score = sum(weights) + (_TITLE if title else 0) + (_FILE if named else 0)
    guessed = any(all(matched[field].guess for field in group) for group in groups)
    own = any(field in matched and not matched[field].guess for field in option.marks)
    sure = Sure.OPEN if guessed else Sure.CERTAIN if own or title else Sure.LIKELY
    language = _language(option, place, title)
    return Candidate(option, language, place, matched, score, title, Sure.CERTAIN if stated else sure)


def _matched(option: Export, seen: tuple[str, ...]) -> dict[str, Match]:
    by_key: dict[str, list[str]] = {}
    for header in seen:
        by_key.setdefault(name_key(header), []).append(header)
    found: dict[str, Match] = {}
    for field, names in option.fields.items():
        for guess in (False, True):
            options = [key for language in LANGUAGES for key in map(name_key, names.of(language, guess=guess))]
            hits = [by_key[key] for key in options if key in by_key]
            if hits and field not in found:
                header, *rivals = hits[0]
                found[field] = Match(header, guess, split_currency(repaired(header))[1], tuple(rivals))
    return found


def _is_title(option: Export, line: str) -> bool:
    return matches(tuple(title for titles in option.titles.values() for title in titles), line)


def _language(option: Export, place: Place, title: str | None) -> Language:
    """The language in which most of its names are known; of two equal ones that of the title, then English."""
    keys = {name_key(header) for header in place.headers}

    def count(language: Language) -> tuple[int, bool]:
        names = [[*n.of(language, guess=False), *n.of(language, guess=True)] for n in option.fields.values()]
        hits = sum(any(name_key(name) in keys for name in field) for field in names)
        return hits, title is not None and matches(option.titles.get(language, ()), title)

    return max(LANGUAGES, key=count)


@cache
def _platforms_by_key() -> Mapping[str, frozenset[str]]:
    """Key of a header -> platforms that use it."""
    found: dict[str, set[str]] = {}
    for one in exports().values():
        for names in one.fields.values():
            for header in (*names.en, *names.fr, *names.guess_en, *names.guess_fr):
                found.setdefault(name_key(header), set()).add(one.platform)
    return {key: frozenset(platforms) for key, platforms in found.items()}


def known_keys() -> frozenset[str]:
    """Keys of all headers of all exports."""
    return frozenset(_platforms_by_key())


def _weight(key: str) -> float:
    return 1 / len(_platforms_by_key()[key])
