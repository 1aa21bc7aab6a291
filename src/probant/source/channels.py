"""From what a platform says (campaign, its type, source, medium, group) to the company's own channels, by rules."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from probant.errors import Refused
from probant.words import say

FILE = "channels.toml"
"""The project's own rules."""
UNASSIGNED = "unassigned"
"""Channel of rows that no rule catches, where a table needs one; Google Analytics names it so too."""
SIGNS = ("platform", "campaign", "type", "source", "medium", "group")
"""What a rule may look at."""
Patterns = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signs:
    """What a row says of where it came from; None where it says nothing."""

    platform: str | None = None
    campaign: str | None = None
    type: str | None = None
    source: str | None = None
    medium: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Uncaught:
    """What no rule caught, and the money that it bears."""

    signs: Signs
    rows: int
    money: Decimal | None = None
    """In the row's currency; None where the table bears no money."""
    currency: str | None = None


class Rule(BaseModel):
    """One rule: all that it names must fit. A glob, or a regular expression between slashes; case does not count."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    channel: str = Field(min_length=1, description="Our channel name, e.g. 'paid_search'.")
    business: str | None = Field(
        default=None, min_length=1, description="Whose it is, where one account serves several businesses."
    )
    platform: Patterns | None = None
    campaign: Patterns | None = None
    type: Patterns | None = Field(default=None, description="Type of the campaign at the platform.")
    source: Patterns | None = None
    medium: Patterns | None = None
    group: Patterns | None = Field(default=None, description="Channel group that analytics or a CRM gives.")


class _RuleFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sites: Mapping[str, str] = Field(default_factory=dict)
    mediums: Mapping[str, str] = Field(default_factory=dict)
    rule: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """Rules in the order in which they are tried."""

    tests: tuple[tuple[Rule, Mapping[str, re.Pattern[str]]], ...]
    digest: str
    """SHA-256 over all that was written, hexadecimal: other rules make other rows of the same file."""

    def channel(self, signs: Signs) -> str | None:
        """Channel of the first rule that fits; None where none does."""
        found = self.rule(signs)
        return None if found is None else found.channel

    def rule(self, signs: Signs) -> Rule | None:
        """The first rule that fits; None where none does."""
        for rule, tests in self.tests:
            if all(_fits(test, getattr(signs, sign)) for sign, test in tests.items()):
                return rule
        return None

    @property
    def parts(self) -> bool:
        """Whether any rule says whose a row is."""
        return any(rule.business is not None for rule, _ in self.tests)


def rules(folder: Path | None = None) -> Rules:
    """The project's own rules, if it has a `channels.toml`, and then the default ones.

    Raises Refused where the file is not TOML, names what no rule may look at, or holds an expression that is none.
    """
    default = files("probant.source").joinpath("channel_groups.toml").read_text(encoding="utf-8")
    own = folder / FILE if folder is not None else None
    if own is None or not own.is_file():
        return _default(default)
    text = own.read_text(encoding="utf-8")
    ours = _default(default)
    return Rules((*_tests(text, own.name), *ours.tests), hashlib.sha256(f"{text}\n{ours.digest}".encode()).hexdigest())


@cache
def _default(text: str) -> Rules:
    return Rules(_tests(text, FILE), hashlib.sha256(text.encode()).hexdigest())


def _tests(text: str, file: str) -> tuple[tuple[Rule, Mapping[str, re.Pattern[str]]], ...]:
    try:
        said = _RuleFile.model_validate(tomllib.loads(text))
        lists = {**said.sites, **said.mediums}
        return tuple((rule, _compiled(rule, lists)) for rule in said.rule)
    except (tomllib.TOMLDecodeError, ValidationError, re.error) as error:
        raise Refused(
            say("{file} cannot be used: {fault}.", file=file, fault=_fault(error)),
            mend=say(
                "begin each rule with [[rule]], then one line for the channel and one for each thing that it looks at: "
                'channel = "paid_search" and campaign = "*brand*"'
            ),
        ) from error


def _fault(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error)


def _compiled(rule: Rule, lists: Mapping[str, str]) -> Mapping[str, re.Pattern[str]]:
    said: dict[str, Any] = rule.model_dump(exclude={"channel", "business"}, exclude_none=True)
    return {sign: _pattern(patterns, lists) for sign, patterns in said.items()}


def _pattern(patterns: Patterns, lists: Mapping[str, str]) -> re.Pattern[str]:
    """One expression for all alternatives; '@name' stands for a list of the same file."""
    each = (patterns,) if isinstance(patterns, str) else patterns
    meant = (lists.get(one[1:], one) if one.startswith("@") else one for one in each)
    return re.compile("|".join(f"(?:{_expression(one)})" for one in meant), re.IGNORECASE)


def _expression(pattern: str) -> str:
    if len(pattern) > 1 and pattern.startswith("/") and pattern.endswith("/"):
        return pattern[1:-1]
    # Names of campaigns are full of brackets: only * and ? mean anything in a glob here.
    return re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")


def _fits(test: re.Pattern[str], text: str | None) -> bool:
    return text is not None and test.fullmatch(text.strip()) is not None


def suggestion(uncaught: Sequence[Uncaught]) -> str:
    """A rule for the first of them, ready to be pasted into channels.toml once its channel is filled in."""
    signs = uncaught[0].signs
    said = [f"{sign} = {_toml(text)}" for sign in SIGNS if (text := getattr(signs, sign))]
    return "\n".join(["[[rule]]", 'channel = "…"', *said])


def _toml(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
