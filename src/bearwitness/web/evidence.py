"""The second origin: originals as inert copies, as pixels, or to be saved. No cookies, no scripts, no links, nothing of the workbench.

Each address holds a key that the workbench alone can make (HMAC-SHA-256 with a secret of this run), so no page elsewhere can guess one.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from bearwitness import case as verbs
from bearwitness.case import viewing
from bearwitness.errors import BearwitnessError, NotFound
from bearwitness.web import pages
from bearwitness.web.words import Words, language_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

# What opens by itself in a program that runs nothing of it. Anything else is saved under one more suffix, so that a double click on a saved
# page does not run its scripts, and tell those who watch for it that somebody looked.
_QUIET = frozenset("""png jpg jpeg gif webp tif tiff bmp heic avif mp4 mov webm mkv avi mpg mp3 m4a ogg oga opus wav flac txt csv tsv json jsonl pdf
    warc wacz gz bz2 xz zip tar 7z""".split())
_SUFFIX = ".evidence"
_MOST_NAME = 100
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%;\'`$&]')


def headers(ancestors: str) -> dict[str, str]:
    """The header of trust.md section 4 row 2.

    Args:
        ancestors: the workbench's origin, whose pages may hold the evidence in a frame.
    """
    return {"content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
                                       f"base-uri 'none'; frame-ancestors {ancestors}"}


@dataclass(frozen=True, slots=True)
class Keys:
    """Makes and checks the keys in the addresses of evidence."""

    secret: bytes

    def key(self, report: str) -> str:
        return hmac.new(self.secret, report.encode(), hashlib.sha256).hexdigest()[:40]

    def fits(self, key: str, report: str) -> bool:
        return hmac.compare_digest(key.encode("utf-8", "replace"), self.key(report).encode())

    def address(self, origin: str, report: str, what: str, **options: str | int | None) -> str:
        """The address of an original; `what`: "view", "original" or "custody"."""
        chosen = urlencode({name: value for name, value in options.items() if value is not None})
        return f"{origin}/{self.key(report)}/{quote(report, safe='')}/{what}" + (f"?{chosen}" if chosen else "")


def make(case: verbs.CaseFolder, viewer: viewing.Viewer, keys: Keys) -> Any:
    """The application of the second origin."""
    from starlette.applications import Starlette
    from starlette.responses import HTMLResponse, StreamingResponse
    from starlette.routing import Route

    def told(words: Words, key: str, reason: str, status: int) -> Response:
        return HTMLResponse(pages.render("told.html.j2", words, heading=words(key), reason=reason), status)

    def checked(request: Request) -> str:
        report = str(request.path_params["report"])
        if not keys.fits(str(request.path_params["key"]), report):
            raise NotFound("there is nothing at this address: open the report from the workbench again")
        return report

    def view(request: Request) -> Response:
        words = Words(language_of(request.query_params.get("lang"), None))
        try:
            return HTMLResponse(_view(viewer, case, checked(request), request.query_params, words))
        except (BearwitnessError, OSError) as e:
            status, key = _status(e)
            if status >= 500:
                request.scope["bearwitness.error"] = type(e).__name__
            return told(words, key, str(e) if isinstance(e, BearwitnessError) else words("evidence.unreadable"), status)

    def original(request: Request) -> Response:
        words = Words(language_of(request.query_params.get("lang"), None))
        try:
            report = checked(request)
            kept = viewing.open_original(case, report)
            try:
                if request.method == "GET":
                    viewing.note_access(case, kept)
            except BaseException:
                kept.close()
                raise
        except (BearwitnessError, OSError) as e:
            status, key = _status(e)
            request.scope["bearwitness.error"] = type(e).__name__ if status >= 500 else None
            return told(words, key, str(e) if isinstance(e, BearwitnessError) else words("evidence.unreadable"), status)
        return StreamingResponse(_pieces(kept), media_type="application/octet-stream", headers={
            "content-length": str(kept.size), "content-disposition": disposition(kept.name, kept.sha256), "accept-ranges": "none",
            "x-download-options": "noopen"})

    def custody(request: Request) -> Response:
        words = Words(language_of(request.query_params.get("lang"), None))
        try:
            return HTMLResponse(viewing.custody_page(case, checked(request), language=words.language))
        except (BearwitnessError, OSError) as e:
            status, key = _status(e)
            return told(words, key, str(e) if isinstance(e, BearwitnessError) else words("evidence.unreadable"), status)

    def nothing(request: Request, error: Exception) -> Response:
        words = Words()
        return told(words, "error.404", words("evidence.nothing"), getattr(error, "status_code", 404))

    return Starlette(routes=[Route("/{key}/{report}/view", view), Route("/{key}/{report}/original", original),
                             Route("/{key}/{report}/custody", custody)],
                     exception_handlers={404: nothing, 405: nothing})


def _status(error: BaseException) -> tuple[int, str]:
    if isinstance(error, viewing.Damaged):
        return 409, "evidence.damaged"
    if isinstance(error, NotFound):
        return 404, "error.404"
    if isinstance(error, viewing.NotShown):
        return 415, "evidence.notshown"
    return 503, "error.503"


def _pieces(kept: Any) -> Iterator[bytes]:
    """The bytes to be saved. Should they change while they are read, the last piece never comes, and the browser says that it broke off."""
    try:
        yield from kept.chunks()
    finally:
        kept.close()


def _view(viewer: viewing.Viewer, case: verbs.CaseFolder, report: str, asked: Mapping[str, str], words: Words) -> str:
    dim = asked.get("shown") != "1"
    kind = viewing.shown_as(case, report)
    if kind == "page":
        copy = viewer.page(report, dim=dim, addresses=asked.get("addresses") == "1")
        return pages.render("inert.html.j2", words, copy=copy, left=pages.left_out(copy, words))
    if kind is None:
        raise viewing.NotShown(words("evidence.onlysaved"))
    number = asked.get("page", "1")
    page = (int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1) if kind == "pdf" else None
    drawn = viewer.drawn(report, page=page, dim=dim)
    return pages.render("drawn.html.j2", words, drawn=drawn, picture=base64.b64encode(drawn.jpeg).decode(), dim=dim, kind=kind)


# --- names of what is saved -------------------------------------------------------------------------------

def saved_name(name: str, sha256: str) -> str:
    """A name for a saved original that is good on every system: its digest's beginning, then what its source called it.

    Example:
        saved_name("a/b/page.html", "3f2a9c41...") == "3f2a9c41-page.html.evidence"
    """
    last = re.split(r"[/\\]", name.split("?")[0].split("#")[0].rstrip("/\\"))[-1]
    plain = unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode())
    plain = "".join(c for c in plain if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    plain = " ".join(_NOT_IN_NAMES.sub("_", plain).split()).strip(". -")
    stem, dot, suffix = plain.rpartition(".")
    if not dot or len(suffix) > 12:
        stem, suffix = plain, ""
    stem = stem[:_MOST_NAME].rstrip(". ") or "original"
    full = f"{sha256[:8]}-{stem}" + (f".{suffix}" if suffix else "")
    return full if suffix.lower() in _QUIET else full + _SUFFIX


def disposition(name: str, sha256: str) -> str:
    """`Content-Disposition` of a saved original, by RFC 6266: a plain name, and the full one by RFC 8187."""
    full = saved_name(name, sha256)
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", full)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(full, safe='')}"
