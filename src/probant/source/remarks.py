"""What a reader should know of a file of an export beside what must be asked: what is left out, taken, or offered."""

from __future__ import annotations

from probant.source.doubts import NOWHERE
from probant.source.everyday import may_be
from probant.source.household import Household
from probant.source.platforms import OFFERS, UNUSED
from probant.source.recipe import Recipe
from probant.source.recognise import Recognition
from probant.words import Words, say


def of_file(found: Recognition) -> tuple[Words, ...]:
    """What it is good for, whether its text is sound, and which other tables it holds."""
    told: list[Words] = []
    if found.export.unused:
        told.append(UNUSED[found.export.unused])
    if found.twice:
        told.append(say("Its text was encoded twice: names in it may be garbled. Better export it again."))
    told += [
        say(
            "Another table begins in line {line} ({label}); it is left out.",
            line=str(one.place.line),
            label=one.export.label,
        )
        for one in found.others
    ]
    return tuple(told)


def of_currency(one: Recipe, household: Household) -> tuple[Words, ...]:
    """That the project's currency is taken, where the file names none."""
    own, code = {*one.headers, *one.constants}, household.defaults.get("currency", NOWHERE)
    if "currency" not in one.contract.by_name or "currency" in own or code == NOWHERE:
        return ()
    if any(may_be("currency", header) for header in one.candidate.unknown):
        return ()
    return (
        say(
            "Table “{table}”: its money is taken as {currency}, the project's.", table=one.contract.name, currency=code
        ),
    )


def of_offer(one: Recipe) -> Words:
    """A table that the export could fill, too, and does not unasked."""
    return say(
        "It could also fill table “{table}”. {why} To have it, declare it in probant.toml: "
        '[[source]] with table = "{table}" and export = "{export}".',
        table=one.contract.name,
        why=OFFERS[one.fill.offer or "same_sales"],
        export=one.export.name,
    )
