"""What `[[source]]` in probant.toml says of one file, or of several that are alike."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from probant.contract.dimensions import SPAN
from probant.source.spans import Covers
from probant.words import say

Value = str | bool | int | Decimal | datetime | date

_HOW = (
    "columns",
    "constants",
    "unpivot",
    "covers",
    "date_order",
    "decimal",
    "encoding",
    "delimiter",
    "sheet",
    "timezone",
    "row_id",
    "export",
    "values",
    "period",
)


FROM_ENVIRONMENT = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
"""How a secret stands in the file: by the name of the environment variable that bears it."""
_NO_SECRETS = say("a password must not stand in the file: name an environment variable in its place")
_SECRET = re.compile(r"pass|secret|token|key|credential", re.IGNORECASE)


class Unpivot(BaseModel):
    """A wide file made long: one row per file row and column named here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(
        description=say("Contract column that takes the name of the file's column, e.g. 'channel'.").template
    )
    value: str = Field(description=say("Contract column that takes the cell, e.g. 'amount'.").template)
    columns: Mapping[str, str] = Field(
        min_length=1,
        description=say(
            "Header in the file -> the name it stands for, e.g. 'Google Search' -> 'paid_search'."
        ).template,
    )
    drop_empty: bool = Field(
        default=False,
        description=say("Whether an empty cell makes no row; if not, it is an empty value like any other.").template,
    )


class SourceSettings(BaseModel):
    """How a file becomes rows of one table. Whatever is left out is decided by evidence in the file, or asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str | None = Field(
        default=None,
        description=say("Path or glob, relative to the project folder, e.g. 'exports/meta_*.csv'.").template,
    )
    database: str | None = Field(
        default=None,
        description=say(
            "Instead of a file: URL of a database, e.g. 'postgres://reader:${{SHOP_PASSWORD}}@db.example.org/shop'"
            "; what stands in ${{...}} comes from the environment, and a password never stands here itself."
        ).template,
    )
    dlt: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$",
        description=say(
            "Instead of a file: a dlt source or resource in a module that lies in the project folder or is "
            "installed, e.g. 'shop.orders:source'."
        ).template,
    )
    relation: str | None = Field(
        default=None,
        min_length=1,
        description=say("Table or view of the database, e.g. 'sales.orders'; of a dlt source, the resource.").template,
    )
    newer_by: str | None = Field(
        default=None,
        min_length=1,
        description=say(
            "Column of the database that only grows, e.g. 'updated_at': rows below the highest value loaded "
            "are not read again."
        ).template,
    )
    table: str = Field(description=say("Table that the rows belong to, e.g. 'spend'.").template)
    name: str | None = Field(
        default=None, description=say("What to call this source on screen; the file's name if empty.").template
    )
    columns: Mapping[str, str] = Field(
        default_factory=dict,
        description=say("Contract column -> header in the file; others go by their own name.").template,
    )
    constants: Mapping[str, Value] = Field(
        default_factory=dict,
        description=say("Contract column -> one value for all rows; it goes before the file's own.").template,
    )
    unpivot: Unpivot | None = Field(
        default=None, description=say("For a wide file: which columns become rows.").template
    )
    covers: Covers | None = Field(
        default=None,
        description=say(
            "What each row covers from its `day` on, where no column says it: 'day', 'week' or 'month'. Weeks and "
            "months may then stand in place of the day: '2024-W03', '2024-01', 'janv. 2024'."
        ).template,
    )
    date_order: Literal["ymd", "dmy", "mdy"] | None = Field(
        default=None,
        description=say("Order of year, month and day in dates that do not begin with a four-digit year.").template,
    )
    decimal: Literal[".", ","] | None = Field(
        default=None, description=say("Decimal mark of numbers written as text.").template
    )
    encoding: str | None = Field(
        default=None, description=say("Encoding of a text file, e.g. 'cp1252' or 'utf-16-le'.").template
    )
    delimiter: str | None = Field(
        default=None, min_length=1, max_length=1, description=say("Character between two cells.").template
    )
    sheet: str | None = Field(default=None, description=say("Sheet of a workbook.").template)
    timezone: str | None = Field(
        default=None,
        description=say(
            "Zone of instants without an offset, and of the day that an instant falls on: 'Europe/Paris'."
        ).template,
    )
    row_id: str | None = Field(
        default=None,
        description=say(
            "Contract column that takes '<file name without ending>:<line>', for files without an identifier."
        ).template,
    )
    export: str | None = Field(
        default=None,
        description=say(
            "Export that the file is, e.g. 'meta_ads'; it is then read as that platform writes it."
        ).template,
    )
    values: Mapping[str, Mapping[str, str]] = Field(
        default_factory=dict,
        description=say(
            "For an export: column -> text in the file -> what it stands for, e.g. 'Signed' -> 'won'."
        ).template,
    )
    period: Literal["name"] | None = Field(
        default=None,
        description=say(
            "For an export without days: 'name' takes the month, or the two days, that the file's name bears."
        ).template,
    )

    @field_validator("database")
    @classmethod
    def _bears_no_secret(cls, value: str | None) -> str | None:
        if value is None:
            return None
        url = urlsplit(FROM_ENVIRONMENT.sub("", value))
        if url.password or any(text and _SECRET.search(name) for name, text in parse_qsl(url.query)):
            raise ValueError(_NO_SECRETS.template)
        return value

    @field_validator("encoding")
    @classmethod
    def _is_an_encoding(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            "a".encode(value)  # Refuses what is a codec, but none of text.
            return codecs.lookup(value).name
        except LookupError:
            raise ValueError(f"no encoding is named '{value}'; write 'utf-8', 'cp1252', 'utf-16'") from None

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in available_timezones():
            raise ValueError(f"no time zone is named '{value}'; write it like 'Europe/Paris'")
        return value

    @model_validator(mode="after")
    def _says_where_from(self) -> Self:
        if sum(one is not None for one in (self.file, self.database, self.dlt)) != 1:
            raise ValueError(say("a source has one of: file, database, dlt").template)
        if self.database is not None and self.relation is None:
            raise ValueError(say("a database needs a relation: which table or view").template)
        if self.newer_by is not None and self.database is None:
            raise ValueError(say("newer_by is for a database alone").template)
        if self.file is not None and self.relation is not None:
            raise ValueError(say("a file has no relation").template)
        return self

    @model_validator(mode="after")
    def _says_each_column_once(self) -> Self:
        said = [*self.columns, *self.constants]
        said += [self.unpivot.name, self.unpivot.value] if self.unpivot else []
        said += [self.row_id] if self.row_id else []
        said += [SPAN.name] if self.covers else []
        twice = sorted({column for column in said if said.count(column) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)}: said twice among columns, constants, unpivot, covers and row_id")
        return self

    @property
    def label(self) -> str:
        """What the source is called where it is no file."""
        return self.name or self.relation or self.dlt or str(self.file)

    @property
    def canonical(self) -> str:
        """All that changes what rows come out, as JSON with sorted keys; where the file lies and its name do not."""
        said = self.model_dump(mode="json", include=set(_HOW), exclude_none=True, exclude_defaults=True)
        return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def quoted(text: str) -> str:
    """A text as probant.toml writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
