"""What `probant.toml` may say, and how it is read."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from probant.errors import Missing, Refused
from probant.privacy.settings import PrivacySettings
from probant.source.settings import SourceSettings
from probant.words import Words, say, verbatim

FILE = "probant.toml"


class Part(BaseModel):
    """A part of the file: frozen, and deaf to words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ProjectSettings(Part):
    """`[project]`: what holds for all of it."""

    id: str = Field(
        pattern=r"^[0-9a-f]{16}$", description=say("Made at `probant init`; its keys are filed under it.").template
    )
    name: str = Field(min_length=1, max_length=80, description=say("As shown at the head of pages.").template)
    currency: str = Field(
        pattern=r"^[A-Z]{3}$", description=say("ISO 4217 code; XXX where the data do not name it.").template
    )
    language: Literal["en", "fr"] = Field(default="en", description=say("Language of pages and reports.").template)
    timezone: str = Field(default="UTC", description=say("Zone of the days, e.g. Europe/Paris.").template)


class BusinessSettings(Part):
    """`[[business]]`: one brand, shop or line of business."""

    name: str = Field(min_length=1, description=say("As in the column `business`.").template)
    label: str = Field(min_length=1, description=say("As readers call it.").template)
    profile: Literal["b2c", "b2b"] = Field(default="b2c", description=say("Whose metrics it is measured by.").template)
    margin: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description=say("Contribution margin as a share of revenue; none: not known.").template,
    )

    @property
    def words(self) -> Words:
        """The label as a sentence: one that the catalogue knows is translated, any other stands as it is."""
        return verbatim(self.label)


class CreditSettings(Part):
    """`[[credit]]`: whose data these are."""

    what: str = Field(description=say("Name of the data.").template)
    who: str = Field(description=say("Who made them.").template)
    licence: str = Field(description=say("Licence, e.g. CC BY 4.0.").template)


class QuestionSettings(BaseModel):
    """`[[question]]`: an engine and its answers, fixed before the results are seen."""

    model_config = ConfigDict(frozen=True, extra="allow")

    engine: str = Field(description=say("Engine name, e.g. experiments.difference.").template)
    seed: int = Field(default=0, ge=0, description=say("Same seed and data, same answer.").template)

    @property
    def answers(self) -> dict[str, Any]:
        """The answers that go to the engine."""
        return dict(self.model_extra or {})


class PageSettings(Part):
    """`[page]`: what the first page shows."""

    indicators: tuple[str, ...] = Field(
        default=(), description=say("Metrics wanted, by name; none: chosen by what the data hold.").template
    )
    weeks: int = Field(default=13, ge=1, le=104, description=say("Length of the period shown, in weeks.").template)


class Settings(Part):
    """All of `probant.toml`."""

    project: ProjectSettings
    business: tuple[BusinessSettings, ...] = ()
    source: tuple[SourceSettings, ...] = ()
    question: tuple[QuestionSettings, ...] = ()
    credit: tuple[CreditSettings, ...] = ()
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    page: PageSettings = Field(default_factory=PageSettings)

    def credits(self) -> tuple[Words, ...]:
        """Whose data these are, in sentences."""
        return tuple(say("{what}, {who}, {licence}.", **credit.model_dump()) for credit in self.credit)


def read_settings(folder: Path) -> Settings:
    """Settings of the project in `folder`.

    Raises Missing where there is no `probant.toml`, Refused where it says what cannot be.
    """
    path = folder / FILE
    if not path.is_file():
        raise Missing(
            say("There is no Probant project in {folder}.", folder=str(folder)),
            mend=say("run `probant init` there, or name another folder with --project"),
        )
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Refused(
            say("{file} is not valid TOML: {fault}.", file=FILE, fault=str(error)),
            mend=say("mend that line; text stands in double quotes, a list in square brackets"),
        ) from error
    except ValidationError as error:
        raise refused(FILE, error) from error


def refused(where: str, error: ValidationError) -> Refused:
    """The first fault that pydantic found, in words; a sentence of ours in it is translated."""
    fault = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in fault["loc"]) or where
    said = _FAULTS.get(fault["type"]) or verbatim(fault["msg"].removeprefix("Value error, "))
    return Refused(
        say("{where}: “{place}” cannot be accepted: {fault}.", where=where, place=place, fault=said),
        mend=say("mend {place}; faults found in all: {count}", place=place, count=error.error_count()),
    )


_FAULTS = {
    "missing": say("it is needed and not there"),
    "extra_forbidden": say("no such name is known"),
    "string_type": say("a text is wanted"),
    "int_parsing": say("a whole number is wanted"),
    "int_type": say("a whole number is wanted"),
    "float_parsing": say("a number is wanted"),
    "float_type": say("a number is wanted"),
    "bool_parsing": say("true or false is wanted"),
    "date_from_datetime_parsing": say("a date is wanted, as in 2026-01-31"),
    "date_parsing": say("a date is wanted, as in 2026-01-31"),
    "date_type": say("a date is wanted, as in 2026-01-31"),
    "tuple_type": say("a list is wanted"),
    "dict_type": say("a table is wanted"),
}
"""What pydantic's faults mean to one who writes a settings file."""
