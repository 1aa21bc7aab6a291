"""Options that several verbs share: the same name means the same everywhere."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from probant.words import say

EachBusiness = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("One brand or shop; else each of them.").template)
]
WholeBusiness = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("One brand or shop; else all of them.").template)
]
EvidenceOf = Annotated[
    str | None, typer.Option(metavar=say("NAME").template, help=say("Only evidence of this brand or shop.").template)
]
Seed = Annotated[
    int,
    typer.Option(
        metavar=say("N").template, min=0, max=2**32 - 1, help=say("Same seed and data, same answer.").template
    ),
]
Start = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("First day, inclusive.").template),
]
End = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help=say("Day after the last one.").template),
]
