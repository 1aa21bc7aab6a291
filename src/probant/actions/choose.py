"""Propose the few metrics of the first page; written to `probant.toml` where a person accepts them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from probant.actions.measure import businesses, measure
from probant.actions.project import Project, known_business
from probant.actions.settings import FILE, read_settings
from probant.actions.vanity import known, vanity
from probant.decision.choose import Choice
from probant.decision.choose import choose as proposed
from probant.errors import Refused
from probant.vocabulary import Tell, quiet
from probant.words import say


def choose(
    project: Project, *, business: str | None = None, accept: bool = False, seed: int = 0, tell: Tell = quiet
) -> Choice:
    """At most six metrics for the first page of a business; with `accept` they are written, and the ledger knows.

    Metrics that were never tested are tested first. Raises Refused where several businesses are there and
    none is named, UnknownName for one that is not there.
    """
    name = _which(project, business)
    told = known(project, name) or vanity(project, business=name, seed=seed, tell=tell)
    indicators = measure(project, business=name)
    choice = proposed(told, indicators, business=name, profile=project.business(name).profile)
    if not accept:
        return choice
    picked = tuple(one.metric for one in choice.picks)
    _write(project.folder / FILE, picked)
    project.settings = read_settings(project.folder)
    project.record("choose", {"business": name, "metrics": " ".join(picked)})
    return replace(choice, accepted=True)


def with_indicators(text: str, names: Sequence[str]) -> str:
    """A settings file with these metrics on its first page; all else stands as it is, comments too.

    Raises Refused where the file is laid out so that this cannot be done safely.
    """
    line = f"indicators = [{', '.join(_quoted(name) for name in names)}]"
    wanted = tomllib.loads(text)
    wanted["page"] = {**wanted.get("page", {}), "indicators": list(names)}
    lines = text.splitlines()
    head = next((place for place, one in enumerate(lines) if one.split("#")[0].strip() == "[page]"), None)
    if head is None:
        changed = [*lines, *([""] if lines and lines[-1] else []), "[page]", line]
    else:
        start, end = _entry(lines, head + 1)
        changed = [*lines[:start], line, *lines[end:]]
    written = "\n".join(changed) + "\n"
    try:
        safe = tomllib.loads(written) == wanted
    except tomllib.TOMLDecodeError:
        safe = False
    if not safe:
        raise Refused(
            say("{file} is laid out so that it cannot be changed safely.", file=FILE),
            mend=say("write this under [page] yourself: {line}", line=line),
        )
    return written


def _entry(lines: Sequence[str], start: int) -> tuple[int, int]:
    """Lines from, and up to but not including, that hold `indicators` under a head; both the same where none does."""
    for place in range(start, len(lines)):
        if lines[place].lstrip().startswith("["):
            break
        if lines[place].split("=")[0].strip() == "indicators":
            return place, next(after + 1 for after in range(place, len(lines)) if "]" in lines[after])
    return start, start


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _write(path: Path, names: Sequence[str]) -> None:
    """In place of the old file at once, so that no half of it is ever read."""
    text = with_indicators(path.read_text(encoding="utf-8"), names)
    beside = path.with_name(f"{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _which(project: Project, business: str | None) -> str:
    held = businesses(project)
    if business is not None:
        return known_business(project, business, held)
    if len(held) == 1:
        return held[0]
    raise Refused(
        say(
            "The first page speaks of one choice, and there are {count} businesses: {names}.",
            count=len(held),
            names=held,
        ),
        mend=say("name one with --business"),
    )
