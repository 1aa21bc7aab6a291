"""Write the pages of docs/ that are made from code, in English and French; `--check` fails where they are stale."""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import BaseModel

from probant.actions.settings import BusinessSettings, CreditSettings, PageSettings, ProjectSettings, QuestionSettings
from probant.contract.catalog import CONTRACTS
from probant.contract.definition import Column, Contract
from probant.privacy.settings import PrivacySettings
from probant.report.language import Language
from probant.source.settings import SourceSettings
from probant.words import Words, say

DOCS = Path(__file__).parents[1] / "docs"


def page(language: Language) -> str:
    """The documentation of all tables in one language."""
    head = [
        "# " + language.say(say("Tables")),
        "",
        language.say(say("Made from the contracts in src/probant/contract by `python tools/docs.py`.")),
        "",
    ]
    return "\n".join([*head, *(line for one in CONTRACTS.values() for line in section(one, language))])


def section(contract: Contract, language: Language) -> list[str]:
    """One table: meaning, grain, key, whose personal data, columns."""
    people = ", ".join(dict.fromkeys(one.person or "" for one in contract.people))
    identifies = say("It identifies: {people}.", people=people) if people else say("It identifies nobody.")
    titles = [say("column"), say("type"), say("unit"), say("needed"), say("meaning")]
    return [
        f"## {contract.name}",
        "",
        language.say(contract.meaning),
        language.say(say("Grain: {grain}. Key: {key}.", grain=contract.grain, key=contract.key)),
        language.say(identifies),
        "",
        "| " + " | ".join(language.say(one) for one in titles) + " |",
        "| --- | --- | --- | --- | --- |",
        *(row(one, language) for one in contract.columns),
        "",
    ]


def row(column: Column, language: Language) -> str:
    """One column as a line of the table."""
    needed = say("yes") if column.required and column.default is None else say("no")
    cells = [f"`{column.name}`", str(column.type), column.unit, language.say(needed), language.say(column.meaning)]
    return "| " + " | ".join(cells) + " |"


PARTS: tuple[tuple[str, Words, type[BaseModel]], ...] = (
    ("[project]", say("What holds for all of it."), ProjectSettings),
    ("[[business]]", say("One brand, shop or line of business."), BusinessSettings),
    (
        "[[source]]",
        say("How a file becomes rows of one table. What is left out is decided by evidence in the file, or asked for."),
        SourceSettings,
    ),
    ("[[question]]", say("An engine and its answers, fixed before the results are seen."), QuestionSettings),
    ("[privacy]", say("On what grounds, for how long and for what personal data are held."), PrivacySettings),
    ("[page]", say("What the first page shows."), PageSettings),
    ("[[credit]]", say("Whose data these are."), CreditSettings),
)


def settings(language: Language) -> str:
    """What `probant.toml` may say, part by part, in one language."""
    made = say("What `probant.toml` may say. Made from the code by `python tools/docs.py`.")
    heads = " | ".join(language.say(one) for one in (say("name"), say("needed"), say("meaning")))
    lines = ["# " + language.say(say("Settings")), "", language.say(made), ""]
    for title, meaning, model in PARTS:
        lines += [f"## {title}", "", language.say(meaning), "", f"| {heads} |", "| --- | --- | --- |"]
        for name, field in model.model_fields.items():
            needed = language.say(say("yes") if field.is_required() else say("no"))
            lines.append(f"| `{name}` | {needed} | {language.say(Words(field.description or '', {}))} |")
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Write the pages, or check that they are as they should be."""
    stale = []
    pages = {
        "tables.md": page(Language.of("en")),
        "tables.fr.md": page(Language.of("fr")),
        "settings.md": settings(Language.of("en")),
        "settings.fr.md": settings(Language.of("fr")),
    }
    for name, text in pages.items():
        path = DOCS / name
        if "--check" in sys.argv:
            stale += [name] if not path.exists() or path.read_text(encoding="utf-8") != text else []
        else:
            path.write_text(text, encoding="utf-8")
    for name in stale:
        sys.stderr.write(f"docs/{name} is stale: run python tools/docs.py\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
