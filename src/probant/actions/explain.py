"""What can be asked and measured, before there is a project: engines with their fields, metrics with their meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from probant.evidence import registry
from probant.metrics.catalog import METRICS
from probant.metrics.definition import Metric
from probant.words import Words


@dataclass(frozen=True, slots=True)
class FieldNote:
    """One field of a question."""

    name: str
    type: str
    """As JSON Schema calls it: 'string', 'integer', 'date', 'array of string', ..."""
    required: bool
    default: str | None
    """What leaving it out means; None where that is nothing."""
    meaning: Words


@dataclass(frozen=True, slots=True)
class EngineNote:
    """An engine and what it wants to be asked."""

    name: str
    fields: tuple[FieldNote, ...]
    """Those that are required first."""


@dataclass(frozen=True, slots=True)
class MetricNote:
    """An entry of the catalog, without its formula."""

    name: str
    label: Words
    meaning: Words
    unit: str
    better: str
    timing: str
    profiles: tuple[str, ...]
    owner: str
    grade: str
    needs: tuple[str, ...]
    dimensions: tuple[str, ...]
    attribution: Words | None
    proof: Words | None
    vanity_prone: bool


def engines() -> tuple[EngineNote, ...]:
    """All engines, those of strangers too, by name."""
    return tuple(EngineNote(name, _fields(registry.engine(name).question)) for name in sorted(registry.paths()))


def metrics() -> tuple[MetricNote, ...]:
    """The catalog, in its own order."""
    return tuple(_metric(one) for one in METRICS.values())


def _fields(question: Any) -> tuple[FieldNote, ...]:
    schema = question.model_json_schema()
    kinds = schema.get("$defs", {})
    notes = [
        FieldNote(
            name,
            _type(schema["properties"][name], kinds),
            field.is_required(),
            str(field.default) if field.default or field.default is False else None,
            Words(field.description or "–"),
        )
        for name, field in question.model_fields.items()
    ]
    return tuple(sorted(notes, key=lambda note: not note.required))


def _type(schema: Mapping[str, Any], kinds: Mapping[str, Any]) -> str:
    """The type that a field's schema names, 'null' left out: it is what leaving the field out means."""
    if "$ref" in schema:
        return _type(kinds[schema["$ref"].rpartition("/")[2]], kinds)
    if "anyOf" in schema:
        return " or ".join(_type(one, kinds) for one in schema["anyOf"] if one.get("type") != "null")
    if schema.get("type") == "array":
        return f"array of {_type(schema.get('items', {}), kinds)}"
    if "enum" in schema:
        return " or ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("const") or schema.get("type") or "any")


def _metric(one: Metric) -> MetricNote:
    return MetricNote(
        name=one.name,
        label=one.label,
        meaning=one.meaning,
        unit=one.unit,
        better=one.better,
        timing=one.timing,
        profiles=tuple(sorted(one.profiles)),
        owner=one.owner,
        grade=one.grade.value,
        needs=one.needs,
        dimensions=one.dimensions,
        attribution=one.attribution,
        proof=one.proof,
        vanity_prone=one.vanity_prone,
    )
