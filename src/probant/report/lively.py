"""Charts that answer to the pointer: the specifications of a page, for a program that draws them in the browser.

The program is Vega's (`pen.program`), made on this machine from the package that also draws on the server: nothing is
fetched, and no copy of it is shipped. It draws without `eval`, by an interpreter of Vega's expressions, so that the
strict policy of our pages holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from probant.decision.answer import Board, Shown
from probant.report import card as cards
from probant.report.charts.choice import chart, picture
from probant.report.charts.series import series
from probant.report.charts.style import Spec
from probant.report.courses import courses
from probant.report.language import Language
from probant.report.views import by_purpose
from probant.vocabulary import Indicator


def of_board(board: Board, language: Language, width: int) -> str:
    """The charts of the decision page, those of its evidence too."""
    over_time = {one.id: picture(one, language, width=width, lively=True) for one in courses(board)}
    proofs = {
        one.id: cards.of_evidence(one.evidence, board.labels, language, width=width).spec
        for one in by_purpose(board.evidence)
    }
    return _told({**over_time, **proofs}, language)


def of_proof(shown: Shown, language: Language, width: int) -> str:
    """The chart of one piece of evidence with all its subjects."""
    return _told({shown.id: chart(shown.evidence, language, width=width)}, language)


def of_metrics(indicators: Sequence[Indicator], language: Language, width: int) -> str:
    """The course of each metric."""
    return _told(
        {f"{one.name}-{one.business}": series(one, language, width=width, lively=True) for one in indicators}, language
    )


def _told(charts: Mapping[str, Spec | None], language: Language) -> str:
    """JSON: the specifications by the name of their place, and the signs in which the browser writes figures."""
    signs = language.numerals
    drawn = {name: spec for name, spec in charts.items() if spec is not None}
    told = {"charts": drawn, "numbers": signs.d3_numbers, "times": signs.d3_times}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
