"""What stood before an agent when it called a tool: which values were to be found there, not the texts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from probant.contract.dimensions import WHOLE
from probant.source.otlp.conventions import Conventions
from probant.source.otlp.span import Span, Value
from probant.stats.leaves import first_sight, leaves, values

Row = dict[str, Any]
_TOOL = "execute_tool"


def context(spans: Sequence[Span], known: Conventions, wanted: Mapping[str, frozenset[str]]) -> list[Row]:
    """Rows of `agent_context` for the traces that are here whole, root included.

    Looked for are the values of all arguments of a run's own calls, and those that `wanted` names for its task.
    """
    ordered = sorted(spans, key=lambda span: (span.trace, span.start, span.end))
    rows: list[Row] = []
    for trace, group in groupby(ordered, key=lambda span: span.trace):
        run = list(group)
        root = next((span for span in run if span.parent is None), None)
        if root is not None:
            task = known.told(root.attributes).get("task")
            rows += _seen(trace, run, known, wanted.get(str(task), frozenset()))
    return rows


def _seen(trace: str, run: Sequence[Span], known: Conventions, wanted: frozenset[str]) -> Iterator[Row]:
    said = [known.told(span.attributes) for span in run]
    called = [known.operation(one) == _TOOL for one in said]
    arguments = (one["arguments"] for one, call in zip(said, called, strict=True) if call and "arguments" in one)
    own = frozenset(value for one in arguments for value in values(leaves(one)))
    starts = [span.start for span, call in zip(run, called, strict=True) if call]
    texts = (
        # What stands on a call before it is its own arguments; what comes after a model's call is the agent's own word.
        (max(span.start, span.end), one["after"]) if call else (span.start, one["before"])
        for span, one, call in zip(run, said, called, strict=True)
        if ("after" if call else "before") in one
    )
    heard_by = ((1 + sum(start < at for start in starts), heard(text)) for at, text in sorted(texts, key=_first))
    for item, step in first_sight(heard_by, sorted(own | wanted)).items():
        yield {"trace": trace, "business": WHOLE, "item": item, "step": step}


def heard(value: Value) -> str:
    """What others said in a list of messages: what the agent wrote itself is no source for what it writes.

    Any other text counts whole.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    try:
        messages = json.loads(text)
    except (ValueError, RecursionError):
        return text
    if not isinstance(messages, list) or not all(isinstance(one, dict) and "role" in one for one in messages):
        return text
    return json.dumps([one for one in messages if one["role"] != "assistant"], ensure_ascii=False)


def _first(one: tuple[int, Value]) -> int:
    return one[0]
