"""The workbench: its pages, and below `/api/v1` the lines of the verbs for programs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse

from bearwitness import case as verbs
from bearwitness._version import __version__
from bearwitness.case import viewing
from bearwitness.errors import BearwitnessError, NotFound, UsageError
from bearwitness.web import pages
from bearwitness.web.evidence import Keys
from bearwitness.web.guard import TOO_LARGE, Place, TooLarge
from bearwitness.web.words import Words, language_of

API = "/api/v1"
LINES = "application/jsonl"
_ABOUT = {"publisher": "Who published it.", "published_at": "When it was published, such as 2025-03-09.", "name": "What to call it in the answer.",
          "text": "1 to have the kept text as well."}


def headers(evidence: str) -> dict[str, str]:
    """The headers of the workbench: no script at all, styles of its own alone, frames of the evidence alone.

    Args:
        evidence: the origin of the evidence.
    """
    return {"content-security-policy": f"default-src 'none'; style-src 'self'; img-src 'self'; frame-src {evidence}; form-action 'self'; "
                                       "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            "x-frame-options": "DENY"}


class ReportLine(BaseModel):
    """A line of `show reports`; it may have further fields."""

    id: str
    source: str
    member: str | None = None
    sha256: str
    published_at: dict[str, Any]
    incidents: list[str] = Field(description="ids, the main one first; empty when in none")
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    sensitivity: int = Field(ge=0, le=3)


class IncidentLine(BaseModel):
    """A line of `show incidents`; it may have further fields."""

    id: str
    when: dict[str, Any]
    where: list[dict[str, Any]]
    parties: list[dict[str, Any]]
    reports: list[str]
    claims: list[str]
    standing: str
    tolls: list[dict[str, Any]]
    blame: list[dict[str, Any]]


class ReadLine(BaseModel):
    """A line of `read --json`; it may have further fields."""

    document: dict[str, Any]
    claims: list[dict[str, Any]]
    mentions: list[dict[str, Any]]
    failures: list[dict[str, Any]]


class Sent(BaseModel):
    """A text to read; a line of `read --jsonl`."""

    id: str = "text"
    text: str
    published_at: str | None = None
    publisher: str | None = None
    title: str | None = None
    lang: str | None = None


class Told(BaseModel):
    """Why something could not be done."""

    error: str


def make(case: verbs.CaseFolder, viewer: viewing.Viewer, place: Place, keys: Keys) -> FastAPI:
    """The application of the workbench."""
    app = FastAPI(title="bearwitness", version=__version__, openapi_url=f"{API}/openapi.json", docs_url=None, redoc_url=None,
                  description="The verbs of `bearwitness` over HTTP. Answers are JSON Lines: one object a line, as `show --json` and `read --json` print.")
    _add_pages(app, case, place, keys)
    _add_api(app, case, viewer)
    _add_faults(app)
    return app


# --- pages -------------------------------------------------------------------------------------------

def _add_pages(app: FastAPI, case: verbs.CaseFolder, place: Place, keys: Keys) -> None:
    @app.get("/", include_in_schema=False)
    @app.head("/", include_in_schema=False)
    def list_of_reports(request: Request) -> Response:
        asked = request.query_params
        number = asked.get("page", "1")
        return HTMLResponse(pages.reports(
            case, _words(request), number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1,
            search=asked.get("q", "")[:200].strip(), case_title=case.title))

    @app.get("/reports/{report}", include_in_schema=False)
    @app.head("/reports/{report}", include_in_schema=False)
    def one_report(request: Request, report: str) -> Response:
        origin = place.evidence(request.headers.get("host", ""))

        def frame(id_: str, what: str, **options: Any) -> str:
            return keys.address(origin, id_, what, **options)

        return HTMLResponse(pages.report(case, _words(request), report, request.query_params, frame=frame, case_title=case.title))

    @app.get("/static/style.css", include_in_schema=False)
    def style() -> Response:
        return Response(pages.file("static/style.css"), media_type="text/css")

    @app.get("/favicon.ico", include_in_schema=False)
    def no_icon() -> Response:
        return Response(status_code=204)

    @app.get("/robots.txt", include_in_schema=False)
    def robots() -> Response:
        return PlainTextResponse("User-agent: *\nDisallow: /\n")


def _words(request: Request) -> Words:
    return Words(language_of(request.query_params.get("lang"), request.headers.get("accept-language")))


# --- the API -----------------------------------------------------------------------------------------

def _add_api(app: FastAPI, case: verbs.CaseFolder, viewer: viewing.Viewer) -> None:
    deriving = threading.Lock()     # showing may derive the record anew

    def lines_of(kind: str, **asked: str | None) -> Response:
        with deriving:
            return _lines([json.dumps(row, ensure_ascii=False) for row in verbs.show(case, kind, **asked)])

    def shown(kind: str) -> Callable[..., Response]:
        def answer() -> Response:
            return lines_of(kind)

        def answer_outside(place: str | None = None, week: str | None = None) -> Response:
            return lines_of(kind, place=place, week=week)

        chosen: Callable[..., Response] = answer_outside if kind == "outside" else answer
        chosen.__name__ = f"show_{kind}"
        return chosen

    models: dict[str, type[BaseModel]] = {"reports": ReportLine, "incidents": IncidentLine}
    for kind in ("reports", "incidents", *(k for k in verbs.KINDS if k not in (*models, "custody"))):
        app.add_api_route(f"{API}/{kind}", shown(kind), methods=["GET"], summary=f"The lines of `show {kind} --json`", operation_id=f"show_{kind}",
                          response_class=Response, responses={**_answers(models.get(kind)), **_FAULTS})

    @app.post(f"{API}/read", summary="The lines of `read --json`; nothing is kept", operation_id="read", response_class=Response,
              responses={**_answers(ReadLine), **_FAULTS}, openapi_extra={
                  "requestBody": {"required": True, "content": {
                      "application/json": {"schema": Sent.model_json_schema()}, LINES: {"schema": Sent.model_json_schema()},
                      "application/octet-stream": {"schema": {"type": "string", "format": "binary", "description": "A file: web page, PDF, text, post."}}}},
                  "parameters": [{"name": name, "in": "query", "required": False, "description": told, "schema": {"type": "string"}}
                                 for name, told in _ABOUT.items()]})
    async def read(request: Request) -> Response:
        data = b"".join([piece async for piece in request.stream()])
        return await run_in_threadpool(_read, viewer, data, request)


def _answers(model: type[BaseModel] | None) -> dict[int | str, dict[str, Any]]:
    schema: dict[str, Any] = model.model_json_schema() if model else {"type": "object"}
    return {200: {"description": "One object a line.", "content": {LINES: {"schema": schema}}}}


_FAULTS: dict[int | str, dict[str, Any]] = {status: {"model": Told, "description": told} for status, told in (
    (400, "The request makes no sense."), (403, "Asked by a page of another origin, or by another account."), (413, "Too large."),
    (503, "The case cannot be used just now."))}


def _lines(lines: list[str]) -> Response:
    return Response("".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace"), media_type=LINES)


def _read(viewer: viewing.Viewer, data: bytes, request: Request) -> Response:
    if not data.strip():
        raise UsageError('nothing was sent: send a file, or JSON such as {"id": "1", "text": "..."}')
    asked = request.query_params
    declared = request.headers.get("content-type", "")
    kind = declared.partition(";")[0].strip().lower()
    given = verbs.Given(publisher=asked.get("publisher"), published_at=asked.get("published_at"))
    as_lines = kind in ("application/json", LINES, "application/x-ndjson", "application/json-lines", "application/jsonlines")
    name = asked.get("name", "-")[:300]
    lines = viewer.read(_as_lines(data) if as_lines else data, name=name, media_type=_declared(declared), given=given, lines=as_lines,
                        text=asked.get("text") == "1")
    return _lines(lines)


def _declared(header: str) -> str | None:
    """The media type, unless it is what a client sends when nobody chose one."""
    return None if header.partition(";")[0].strip().lower() in ("", "application/octet-stream", "application/x-www-form-urlencoded") else header


def _as_lines(data: bytes) -> bytes:
    """JSON that was sent, one object a line, each with an id: an object, a list of objects, or lines already."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    each = value if isinstance(value, list) else [value]
    if not all(isinstance(one, dict) for one in each):
        raise UsageError('send an object such as {"id": "1", "text": "..."}, a list of them, or one a line')
    named = [{"id": "text" if len(each) == 1 else str(n), **one} for n, one in enumerate(each, 1)]
    return b"".join(json.dumps(one).encode() + b"\n" for one in named)


# --- faults ------------------------------------------------------------------------------------------

_STATUS: tuple[tuple[type[BaseException], int], ...] = (
    (UsageError, 400), (NotFound, 404), (viewing.Damaged, 409), (TooLarge, 413), (BearwitnessError, 503), (OSError, 503))


def _add_faults(app: FastAPI) -> None:
    def told(request: Request, error: Exception) -> Response:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
        words = _words(request)
        reason = TOO_LARGE if status == 413 else words("error.defect") if status == 500 else \
            str(error) if isinstance(error, BearwitnessError) else words("evidence.unreadable")
        if status >= 500:
            request.scope["bearwitness.error"] = type(error).__name__
        return _told(request, words, status, reason)

    def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 400
        words = _words(request)
        reason = words("error.nothing") if status == 404 else words("error.400") if isinstance(error, RequestValidationError) else words("error.405")
        return _told(request, words, status, reason)

    own: tuple[type[Exception], ...] = (BearwitnessError, OSError, TooLarge, Exception)
    for kind in own:
        app.add_exception_handler(kind, told)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, http)


def _told(request: Request, words: Words, status: int, reason: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": reason}, status)
    heading = words(f"error.{status}") if words.has(f"error.{status}") else words("error.400")
    return HTMLResponse(pages.render("error.html.j2", words, heading=heading, reason=reason, here={}), status)

