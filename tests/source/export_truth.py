"""What would be loaded of a simulated export, as it is or after the answers of one who knows it."""

from __future__ import annotations

import tomllib
from decimal import Decimal

from probant.source.channels import rules
from probant.source.exported import read_export
from probant.source.household import Household
from probant.source.recipe import recipe
from probant.source.settings import SourceSettings

HOUSE = Household({"currency": "EUR"}, timezone="Europe/Paris")
RULES = rules()


def answers(sample, file):
    """What someone who knows the file writes into probant.toml for all that is asked, one table each."""
    export = file.recognition.export
    said = {fill.table: {"export": export.name} for fill in export.fills}
    for doubt in file.doubts:
        lines = [
            line for line in doubt.lines if line.partition(" = ")[2] in (f'"{sample.order}"', f'"{sample.decimal}"')
        ]
        line = tomllib.loads((lines or doubt.lines)[0])
        for table in [doubt.table] if doubt.table else said:
            for key, value in line.items():
                said[table][key] = {**said[table].get(key, {}), **value} if isinstance(value, dict) else value
    return [SourceSettings(file=sample.path.name, table=table, **one) for table, one in said.items()]


def sums(sample, file, said=()):
    """Table -> column -> sum of what would be loaded, and the rows that were kept apart."""
    found, rejects = {}, 0
    by_table = {one.table: one for one in said}
    for filling in file.fillings:
        one = recipe(file.recognition.best, filling.recipe.fill, by_table.get(filling.table), sample.path.stem)
        reading = read_export(file.recognition, one, RULES, defaults=HOUSE.defaults, timezone=HOUSE.timezone)
        batches = list(reading.batches())
        rows = [row for batch in batches for row in batch.rows.to_pylist()]
        rejects += sum(len(batch.rejects) for batch in batches)
        wanted = sample.truth.get(filling.table, {})
        found[filling.table] = {
            name: Decimal(len(rows)) if name == "rows" else sum((Decimal(row[name] or 0) for row in rows), Decimal(0))
            for name in wanted
        }
    return found, rejects
