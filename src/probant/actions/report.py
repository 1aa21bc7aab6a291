"""Write the decision page as files that can be sent: HTML in one piece, PDF."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from probant.actions.ai import ai
from probant.actions.album import Album
from probant.actions.board import board
from probant.actions.budget import mix
from probant.actions.data import data
from probant.actions.project import Project
from probant.actions.refresh import moved
from probant.decision.answer import Board
from probant.errors import UnknownName
from probant.report.chrome import Chrome
from probant.report.language import Language
from probant.vocabulary import Tell, quiet
from probant.words import Words, say

if TYPE_CHECKING:
    from probant.report.document import Beside

FORMATS = ("html", "pdf")


def report(
    project: Project,
    *,
    folder: str | None = None,
    languages: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    business: str | None = None,
    tell: Tell = quiet,
) -> tuple[str, ...]:
    """Write one file a language and format, and say where; the ledger keeps their digests.

    Raises UnknownName for a format, a language or a business that is not there.
    """
    content = board(project, business=business)
    shown = beside(project, business=business) if "pdf" in formats else None
    filters = () if business is None else (say("only {business}", business=content.labels.get(business, business)),)
    places: dict[str, Any] = {"folder": folder, "languages": languages, "formats": formats}
    return write(project, content, filters=filters, beside=shown, tell=tell, **places)


def beside(project: Project, *, business: str | None = None) -> Beside:
    """What the printed report shows beside the decision: mix, AI and data, as they now are."""
    from probant.report.document import Beside

    return Beside(
        mix=mix(project, business=business),
        moved=moved(project, business=business),
        ai=ai(project, business=business),
        data=data(project),
    )


def write(
    project: Project,
    content: Board,
    *,
    folder: str | None = None,
    languages: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    filters: tuple[Words, ...] = (),
    beside: Beside | None = None,
    tell: Tell = quiet,
) -> tuple[str, ...]:
    """Write a board that is at hand; else as `report`."""
    for wanted in formats:
        if wanted not in FORMATS:
            raise UnknownName(say("format"), wanted, FORMATS)
    target = Path(folder) if folder else project.folder / "reports"
    target.mkdir(parents=True, exist_ok=True)
    written, album = [], Album(project.folder)
    works = [(tag, one) for tag in languages or (project.settings.project.language,) for one in formats]
    for place, (tag, one) in enumerate(works):
        tell(place / len(works), say("writing {file}", file=f"decision-{tag}.{one}"))
        path = target / f"decision-{tag}.{one}"
        with album.filling():
            path.write_bytes(_rendered(content, tag, one, filters, beside))
        project.record("report", {"file": path.name, "digest": sha256(path.read_bytes()).hexdigest()})
        written.append(str(path))
    return tuple(written)


def _rendered(content: Board, tag: str, wanted: str, filters: tuple[Words, ...], beside: Beside | None) -> bytes:
    language = Language.of(tag)
    if wanted == "html":
        from probant.report.page import decision_page

        return decision_page(content, language, chrome=Chrome(), filters=filters).encode()
    from probant.report.document import Beside, pdf

    return pdf(content, language, filters=filters, beside=beside or Beside())
