"""Who reads: on which project, in which language, and with which choices."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Annotated, Any, Literal, ParamSpec, TypeVar, get_args
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response

from probant import __version__
from probant.errors import ProbantError
from probant.report.chrome import Chrome
from probant.report.hand import drawn_by
from probant.report.language import LOCALES, Language
from probant.report.views import Stamp
from probant.web.cache import Shelf
from probant.web.desk import Desk
from probant.web.places import Places
from probant.web.sheet import HTML, Sheet, sent
from probant.words import Words, say

P = ParamSpec("P")
T = TypeVar("T")
Theme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Reader:
    """One request, read: what every handler needs of it."""

    request: Request
    language: Language
    theme: Theme | None = None
    business: str | None = None
    version: Hashable = None
    """Of all that can be read, when the request came."""

    @property
    def desk(self) -> Desk:
        """Where verbs are done on the project that is served."""
        desk: Desk = self.request.app.state.desk
        return desk

    @property
    def shelf(self) -> Shelf:
        """What was made before."""
        shelf: Shelf = self.request.app.state.shelf
        return shelf

    def do(self, verb: str, **arguments: Any) -> Any:
        """The result of a verb that reads, kept while nothing changes."""
        name = ("verb", verb, *sorted(arguments.items()))
        return self.shelf.get(self.version, name, lambda: self.desk.do(verb, arguments))

    def chrome(self, here: str) -> Chrome:
        """What surrounds the page."""
        path = quote(self.request.url.path.removeprefix(f"/{self.language.tag}")) or "/"
        choices = {"theme": self.theme, "business": self.business}
        made = {name: choice for name, choice in choices.items() if choice is not None}
        return Chrome(mode="page", theme=self.theme, here=here, address=Places(self.language.tag, path, made))

    def stamp(self) -> Stamp:
        """What the page speaks of; less is said where the board itself cannot be made."""
        try:
            board = self.do("board", business=self.business)
        except ProbantError:
            return self.bare_stamp()
        return Stamp.of(board, self.filters(board))

    def bare_stamp(self) -> Stamp:
        """The least that a page says of itself."""
        return Stamp(self.desk.project.settings.project.name, __version__)

    def dress(self, here: str) -> dict[str, Any]:
        """What surrounds the page, and what it speaks of."""
        return {"chrome": self.chrome(here), "stamp": self.stamp()}

    def made(self, function: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """What a function of the report room makes; its pictures are drawn in the drawing process."""
        with drawn_by(self.desk.hand):
            return function(*args, **more)

    def show(self, make: Callable[[], str | bytes], media: str = HTML, **more: Any) -> Response:
        """A page or a file, kept while nothing changes; `more` is what it depends on beside address and reader."""
        return sent(self.sheet(make, media, **more), self.request)

    def sheet(self, make: Callable[[], str | bytes], media: str, **more: Any) -> Sheet:
        """The same, not yet sent."""
        path = self.request.url.path
        name = ("sheet", path, self.language.tag, self.theme, self.business, *sorted(more.items()))
        return self.shelf.get(self.version, name, lambda: Sheet.of(make(), media))

    def filters(self, board: Any) -> tuple[Words, ...]:
        """What the reader left out, in words."""
        if self.business is None:
            return ()
        return (say("only {business}", business=board.labels.get(self.business, self.business)),)


def reader_of(request: Request) -> Reader:
    """The reader of any request, a mistaken one too: for pages that say what is wrong."""
    theme = next((one for one in get_args(Theme) if one == request.query_params.get("theme")), None)
    return Reader(request, Language.of(_spoken(request)), theme)


def _spoken(request: Request) -> str:
    """The language of the address, else of the query, else the one that is preferred."""
    named = (request.url.path.split("/")[1], request.query_params.get("lang"))
    return next((tag for tag in named if tag in LOCALES), None) or preferred(request)


def preferred(request: Request) -> str:
    """The language set for everybody, else the first that the browser accepts, else the project's."""
    state = request.app.state
    accepted = request.headers.get("accept-language", "").lower().split(",")
    known = (part.strip()[:2] for part in accepted if part.strip()[:2] in LOCALES)
    return state.language or next(known, state.desk.project.settings.project.language)


def _reader(request: Request, tag: str, theme: Theme | None = None, business: str | None = None) -> Reader:
    return Reader(request, Language.of(tag), theme, business, request.app.state.desk.version())


def _caller(
    request: Request,
    lang: Annotated[str | None, Query(description="Language of the sentences, 'en' or 'fr'.")] = None,
    business: Annotated[str | None, Query(description="Brand or shop; without it, all of them.")] = None,
) -> Reader:
    language = Language.of(lang or preferred(request))
    return Reader(request, language, None, business, request.app.state.desk.version())


Reading = Annotated[Reader, Depends(_reader)]
"""The reader of a page, whose language is in the path."""
Calling = Annotated[Reader, Depends(_caller)]
"""The reader of JSON."""
