"""What went wrong, as a page or as JSON, in the reader's language."""

from __future__ import annotations

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse

from probant.actions.wire import write_error
from probant.errors import Busy, ProbantError, Refused, UnknownName
from probant.report.page import error_page
from probant.web.reader import Reader, reader_of
from probant.web.security import HEADERS
from probant.words import say

MACHINES = ("/api/", "/v1/")
"""Addresses that programs ask; they are answered in JSON."""
PATIENCE = "2"
"""Seconds after which one who met a busy server may ask again."""


def status_of(error: ProbantError, request: Request) -> int:
    """503 where waiting helps, 404 where the address names what is not there, else 400: the user can mend it."""
    if isinstance(error, Busy):
        return 503
    if isinstance(error, UnknownName) and error.name in request.path_params.values():
        return 404
    return 400


def answer(request: Request, error: ProbantError, status: int) -> Response:
    """Both lines of the error, as JSON to a program, else as a page."""
    headers = {"Retry-After": PATIENCE} if status == 503 else {}
    reader = reader_of(request)
    if request.url.path.startswith(MACHINES):
        return JSONResponse({"error": _told(error, reader)}, status, headers)
    page = error_page(error, reader.language, chrome=reader.chrome("error"), stamp=reader.bare_stamp())
    return HTMLResponse(page, status, headers)


def _told(error: ProbantError, reader: Reader) -> dict[str, object]:
    told = write_error(error)
    for part in ("what", "mend"):
        told[part]["text"] = reader.language.say(getattr(error, part))
    return told


async def mendable(request: Request, error: Exception) -> Response:
    """An error that the user can mend."""
    assert isinstance(error, ProbantError)
    return answer(request, error, status_of(error, request))


async def malformed(request: Request, error: Exception) -> Response:
    """A parameter that is not what it should be: the first that was found."""
    assert isinstance(error, RequestValidationError)
    fault = error.errors()[0]
    name = str(fault["loc"][-1])
    what = say("“{name}” cannot be accepted ({fault}).", name=name, fault=str(fault["msg"]))
    return answer(request, Refused(what, mend=say("mend {place} in the address", place=name)), 400)


async def not_there(request: Request, error: Exception) -> Response:
    """An address at which there is nothing, or that is asked in the wrong way, or by a stranger."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    match error.status_code:
        case 401:
            what, mend = say("{path} is for the commands of this project.", path=path), say("use the command line")
        case 405:
            what = say("{path} cannot be asked with {method}.", path=path, method=request.method)
            mend = say("begin at the decision page")
        case _:
            what, mend = say("There is nothing at {path}.", path=path), say("begin at the decision page")
    response = answer(request, ProbantError(what, mend=mend), error.status_code)
    response.headers.update(error.headers or {})
    return response


async def ours(request: Request, error: Exception) -> Response:  # noqa: ARG001 - the traceback goes to the log
    """A fault of ours. This answer passes no middleware, so it brings the headers itself."""
    what = say("The server met a fault of its own.")
    mend = say("see the terminal that serves the project, and report it")
    response = answer(request, ProbantError(what, mend=mend), 500)
    response.headers.update(HEADERS)
    return response


def handle_errors(app: FastAPI) -> None:
    """Every error leaves the server by one of these doors."""
    app.add_exception_handler(ProbantError, mendable)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, not_there)
    app.add_exception_handler(Exception, ours)
