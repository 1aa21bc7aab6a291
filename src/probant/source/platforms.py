"""What the exports of each platform look like, as the files in `exports/` say it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from probant.errors import UnknownName
from probant.words import say

Language = Literal["en", "fr"]
LANGUAGES: tuple[Language, ...] = ("en", "fr")
OFFERS = {
    "replaces_outcomes": say("Its rows would take the place of those that another file gives for the same day."),
    "whole_history": say("This holds only if the file goes back to the first day of the shop."),
    "same_sales": say("It may hold the same sales as another file: take one of the two."),
}
"""Why a table that a file could fill is offered, and not filled unasked."""
UNUSED = {
    "part_of_campaigns": say(
        "Its cost is part of the cost by campaign, and rare terms are left out: no table takes it."
    ),
    "organic_search": say("It tells what was searched, not what was paid or sold: no table takes it."),
    "no_day_of_coming": say("It bears no day on which a customer came: the export of orders does."),
}
"""Why an export that is known fills no table."""


class Said(BaseModel):
    """A part of such a file: frozen, and deaf to words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Names(Said):
    """Headers of one field, by language; a guess was never seen in a file."""

    en: tuple[str, ...] = ()
    fr: tuple[str, ...] = ()
    guess_en: tuple[str, ...] = ()
    guess_fr: tuple[str, ...] = ()

    def of(self, language: Language, *, guess: bool) -> tuple[str, ...]:
        """Headers in that language, those that were seen or those that are guesses."""
        known = {"en": (self.en, self.guess_en), "fr": (self.fr, self.guess_fr)}
        return known[language][guess]


class Total(Said):
    """How a row of totals is labelled, and what it adds up."""

    pattern: str = Field(description="Regular expression of the whole label; case does not count.")
    covers: Literal["rows", "more", "part"] = Field(
        description="The rows of the file; more than them, where the report was filtered; or a part of them."
    )


class Fill(Said):
    """How an export fills one table. Names that the table has not are ingredients of columns that it has."""

    table: str
    columns: Mapping[str, tuple[str, ...]] = Field(description="Column or ingredient -> fields, the best one first.")
    unsure: Mapping[str, str] = Field(default_factory=dict, description="Column -> field that could be meant.")
    constants: Mapping[str, str] = Field(default_factory=dict)
    needs: tuple[str, ...] = Field(default=(), description="Names without which nothing is filled.")
    any_of: tuple[str, ...] = Field(default=(), description="Columns of which at least one must be there.")
    with_any: tuple[str, ...] = Field(default=(), description="Ingredients of which at least one must be there.")
    values: Mapping[str, Mapping[str, str]] = Field(
        default_factory=dict, description="Name -> text in the file -> what it stands for; '' leaves the row out."
    )
    fold: Mapping[str, Literal["sum", "min"]] = Field(
        default_factory=dict, description="How rows that agree in all else become one; none: they stay as they are."
    )
    items_of: str | None = Field(default=None, description="Name that the further rows of one order repeat.")
    drop_if: str | None = Field(default=None, description="Name that is filled on rows to leave out.")
    net: str | None = Field(
        default=None, description="Column that takes what is kept of the total for goods, see `net`."
    )
    strip: Mapping[str, str] = Field(
        default_factory=dict, description="Name -> what its cells begin with in this export alone."
    )
    tax_rate: bool = Field(default=False, description="Whether the project must say the rate of tax in the amounts.")
    offer: str | None = Field(default=None, description="Why it is only filled if the project says so.")
    offer_beside: tuple[str, ...] = Field(
        default=(), description="Exports that must not lie in the same folder for it to be filled unasked."
    )


class Export(Said):
    """One kind of file that a platform writes."""

    name: str
    label: str
    platform: str = ""
    titles: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict, description="Lines above the header.")
    files: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict, description="Names of the file.")
    needs: tuple[tuple[str, ...], ...] = Field(description="Of each group one field must be there.")
    lacks: tuple[str, ...] = Field(default=(), description="Fields that it never has.")
    marks: tuple[str, ...] = Field(description="Fields that speak for this platform and no user's own table.")
    unused: str | None = Field(default=None, description="Why it fills no table.")
    fields: Mapping[str, Names] = Field(default_factory=dict)
    fills: tuple[Fill, ...] = ()
    totals: tuple[Total, ...] = ()
    footers: tuple[str, ...] = ()
    blank_total: tuple[str, ...] = Field(default=(), description="Fields that are all empty on a row of totals.")
    nothing: tuple[str, ...] = Field(default=(), description="Cells of text that say 'not known'.")
    date_order: Literal["dmy", "mdy"] | None = None
    timezone: str | None = None

    def covers(self, label: str) -> str | None:
        """What a row with that label adds up, as `Total.covers`; '' for a footer, None where it is no such label."""
        for total in self.totals:
            if matches((total.pattern,), label):
                return total.covers
        return "" if matches(self.footers, label) else None

    def fill(self, table: str) -> Fill | None:
        """How it fills that table; None if it does not."""
        return next((one for one in self.fills if one.table == table), None)


_SHARED = ("platform", "fields", "totals", "footers", "blank_total", "nothing", "date_order", "timezone")


@cache
def exports() -> Mapping[str, Export]:
    """All exports that are known, by name."""
    found = {}
    for path in sorted(files("probant.source").joinpath("exports").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".toml"):
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            shared = {key: said[key] for key in _SHARED if key in said}
            for one in said["export"]:
                made = Export.model_validate(shared | one)
                found[made.name] = made
    return MappingProxyType(found)


def export(name: str) -> Export:
    """The export of that name; `UnknownName` names the nearest one."""
    if name not in exports():
        raise UnknownName(say("export"), name, exports())
    return exports()[name]


def matches(patterns: tuple[str, ...], text: str) -> bool:
    """Whether one of the patterns fits the whole text; case does not count."""
    return any(re.fullmatch(pattern, text, re.IGNORECASE) for pattern in patterns)
