"""Texts that look like personal data in the clear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from probant.store.quality.flaw import Flaw, Severity
from probant.store.quality.judging import Row
from probant.store.quality.scope import Scope
from probant.store.quality.subject import Subject
from probant.words import say

NAME = "personal_data"


def judge(subject: Subject, rows: Sequence[Row], scope: Scope) -> Iterator[Flaw]:
    """One flaw a column; the texts themselves are shown nowhere."""
    by_column: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_column[row["column"]].append(row)
    for column, own in sorted(by_column.items()):
        kinds = scope.spot([row["text"] for row in own]) if scope.spot else ()
        if not kinds:
            continue
        yield Flaw(
            NAME,
            subject.table,
            scope.business or "(all)",
            (column,),
            severity=Severity.SERIOUS,
            words=say(
                "“{column}” holds what looks like personal data in the clear ({kinds}), in {rows} rows that were seen.",
                column=column,
                kinds=kinds,
                rows=sum(row["rows"] for row in own),
            ),
            cure=say("take it out at the source and load again; or map it to a column that becomes a pseudonym"),
        )
