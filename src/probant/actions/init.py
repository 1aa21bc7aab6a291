"""Make a new project in a folder."""

from __future__ import annotations

import secrets
from pathlib import Path

from probant.actions.settings import FILE, read_settings
from probant.errors import Refused
from probant.words import say

_TEMPLATE = """\
# What this project knows beyond its data. Reference: docs/settings.md

[project]
id = "{id}"
name = {name}
currency = "{currency}"
language = "{language}"
timezone = "{timezone}"

# One block for each brand or shop. `margin` (contribution margin as a share of revenue) gives break-even.
# [[business]]
# name = "shop"
# label = "Our shop"
# profile = "b2c"
# margin = 0.45

# One block for each kind of file. Without `columns`, headers are the names of the table's own columns.
# [[source]]
# file = "exports/spend-*.csv"
# table = "spend"
# columns = {{ day = "Date", channel = "Channel", amount = "Cost" }}
# constants = {{ business = "shop", currency = "{currency}" }}

# Questions that are fixed before the results are seen earn the full grade.
# [[question]]
# engine = "experiments.difference"
# fixed_on = 2026-01-15
# experiment = "checkout"
# metric = "order"

# Tables that identify people need their lawful basis (GDPR, article 6) before they load.
# [privacy.basis]
# touches = "consent"
"""


def init(
    folder: Path, *, name: str | None = None, currency: str = "EUR", language: str = "en", timezone: str = "UTC"
) -> Path:
    """Write `probant.toml` into `folder`; the store is made when the first data load.

    Raises Refused where there is a project already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    if path.exists():
        raise Refused(
            say("{folder} holds a project already.", folder=str(folder)),
            mend=say("edit its {file}, or choose another folder", file=FILE),
        )
    title = (name or folder.resolve().name).replace("\\", "\\\\").replace('"', '\\"')
    text = _TEMPLATE.format(
        id=secrets.token_hex(8), name=f'"{title}"', currency=currency, language=language, timezone=timezone
    )
    path.write_text(text, encoding="utf-8")
    try:
        read_settings(folder)
    except Refused:
        path.unlink()
        raise
    return path
