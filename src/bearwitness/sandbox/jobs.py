"""What the parsing process can be asked. Each job takes a request and gives answers, one by one.

    read      a file: the document that a reader makes of it
    finish    a member whose package says what its text is: the document
    posts     a `*.posts.jsonl`: the document of each line, or why there is none
    members   a package: its members
    look      a picture or video: what its device claims, how it looks, a small copy
    signatures  a file or package: the signatures in it and beside it, and what each is worth
    lists     a checksum list: the digests in it
    keys      files of public keys: whether they can be read
    table     a table (CSV, spreadsheet): its cells
    inert     a web page: a copy in which nothing acts
    draw      a picture, or a page of a PDF file: its pixels
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bearwitness import plugins
from bearwitness.errors import BearwitnessError
from bearwitness.sandbox import records


class Fault(Exception):
    """The job cannot be done, and the file is why: the words are for the person who added it."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to do it with. `file` is an open descriptor that can only be read."""

    about: dict[str, Any]
    pieces: Sequence[bytes]
    file: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    about: dict[str, Any]
    pieces: Sequence[bytes] = ()


def load(names: Sequence[str]) -> None:
    """Loads what jobs of these names need, before the first request and before the walls."""
    for name in names:
        _LOAD[name]()


def _load_readers() -> None:
    from bearwitness.readers import html, language, nested, posts, text  # noqa: F401

    _readers()
    # The language model, the article finder and the date grammar load on first use.
    sample = b"<html><body><article><p>Twelve people were hurt on Monday in the town.</p></article></body></html>"
    for _ in _read(Request({"name": "a.html", "media_type": None, "given": {}}, [sample], None)):
        pass


def _load_packages() -> None:
    from lxml import etree, html  # noqa: F401
    from warcio import archiveiterator  # noqa: F401

    from bearwitness.capture import archives, exports, feeds, warc  # noqa: F401

    _packages()


def _load_pdf() -> None:
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401

    from bearwitness.readers import pdf  # noqa: F401


def _load_signatures() -> None:
    from cryptography import x509  # noqa: F401
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: F401
    from cryptography.x509 import verification  # noqa: F401
    from rfc3161_client import decode_timestamp_response  # noqa: F401

    from bearwitness.capture.signatures import look  # noqa: F401

    for extra in ("pysequoia", "c2pa"):
        with suppress(ImportError):
            import_module(extra)


def _load_tables() -> None:
    import python_calamine  # noqa: F401

    from bearwitness.readers import table  # noqa: F401


def _load_media() -> None:
    from bearwitness.sandbox import pictures

    pictures.load()


def _load_view() -> None:
    from lxml import html  # noqa: F401

    from bearwitness.readers import html as pages  # noqa: F401
    from bearwitness.readers import html_flat  # noqa: F401
    from bearwitness.sandbox import inert, pixels  # noqa: F401

    pixels.load()


_LOAD: dict[str, Callable[[], None]] = {
    "readers": _load_readers, "packages": _load_packages, "pdf": _load_pdf, "media": _load_media, "signatures": _load_signatures, "view": _load_view,
    "tables": _load_tables}
_kept: dict[str, list[Any]] = {}


def _readers() -> list[Any]:
    from bearwitness.readers import own_readers

    if "readers" not in _kept:
        _kept["readers"] = plugins.readers() or own_readers()
    return _kept["readers"]


def _packages() -> list[Any]:
    from bearwitness.capture.packages import own_sources

    if "packages" not in _kept:
        found = list(plugins.load(plugins.SOURCES).found)
        _kept["packages"] = found + [own for own in own_sources() if own.name not in {plugin.name for plugin in found}]
    return _kept["packages"]


def _read(request: Request) -> Iterator[Answer]:
    from bearwitness.readers import read_bytes

    about = request.about
    try:
        document = read_bytes(request.pieces[0], name=about["name"], media_type=about["media_type"], readers=_readers(), **about["given"])
    except BearwitnessError as e:
        raise Fault(str(e)) from e
    yield Answer(*records.plain_document(document))


def _finish(request: Request) -> Iterator[Answer]:
    from bearwitness.readers.base import Original, finish

    about, data = request.about, request.pieces[0]
    kind = "application/json" if data[:1] in (b"{", b"[") else "application/xml"
    found = records.found(about["found"], request.pieces[1])
    try:
        document = finish(Original(data, about["name"], kind, **about["given"]), found, reader=about["reader"])
    except BearwitnessError as e:
        raise Fault(str(e)) from e
    yield Answer(*records.plain_document(document))


def _posts(request: Request) -> Iterator[Answer]:
    from bearwitness.readers.posts import PostError, iter_posts, read_post

    data, end = _whole(request), 0
    for post in iter_posts(data):
        start = data.index(post.raw, end)       # lines come in order, without what is blank around them
        end = start + len(post.raw)
        about: dict[str, Any] = {"start": start, "length": len(post.raw), "line": post.line_number, "id": post.id}
        if isinstance(post, PostError):
            yield Answer({**about, "error": post.reason})
            continue
        try:
            document = read_post(post, name=f"{request.about['name']}#{post.id}", **request.about["given"])
        except BearwitnessError as e:
            yield Answer({**about, "fault": str(e)})
            continue
        plain, pieces = records.plain_document(document)
        yield Answer({**about, "document": plain}, pieces)


def _whole(request: Request) -> bytes:
    return b"".join(request.pieces) if request.file is None else _opened(request.file).read()


def _opened(file: int) -> io.BufferedReader:
    os.lseek(file, 0, os.SEEK_SET)
    return io.BufferedReader(io.FileIO(file, "rb", closefd=False), 1 << 16)


def _members(request: Request) -> Iterator[Answer]:
    plugin = next(plugin for plugin in _packages() if plugin.name == request.about["plugin"])
    file = io.BytesIO(b"".join(request.pieces)) if request.file is None else _opened(request.file)
    try:
        for member in plugin.members(file, request.about["name"]):
            yield Answer(*records.plain_member(member))
    except BearwitnessError as e:
        raise Fault(str(e)) from e


def _look(request: Request) -> Iterator[Answer]:
    from bearwitness.sandbox import pictures

    try:
        file = io.BytesIO(request.pieces[0]) if request.file is None else _opened(request.file)
        yield Answer(*pictures.look(file, request.about["kind"]))
    except pictures.Unseen as e:
        raise Fault(str(e)) from e


def _inert(request: Request) -> Iterator[Answer]:
    from bearwitness.readers.html import characters
    from bearwitness.sandbox import inert, pixels

    dim = bool(request.about["dim"])

    def shrink(data: bytes) -> bytes:
        try:
            return pixels.picture(data, dim=dim)[1]
        except pixels.Unseen as e:
            raise ValueError from e

    data = _whole(request)
    if len(data) > inert.MAX_SOURCE:
        raise Fault(f"the page is larger than the {inert.MAX_SOURCE / 1e6:.0f} MB that are shown")
    about, body, style = inert.inert(characters(data, request.about["charset"]), shrink=shrink, addresses=bool(request.about["addresses"]))
    yield Answer(about, [body.encode("utf-8", "replace"), style.encode("utf-8", "replace")])


def _draw(request: Request) -> Iterator[Answer]:
    from bearwitness.sandbox import pixels

    dim, page = bool(request.about["dim"]), request.about.get("page")
    data = _whole(request)
    try:
        about, drawn = pixels.picture(data, dim=dim) if page is None else pixels.pdf_page(data, int(page), dim=dim)
    except pixels.Unseen as e:
        raise Fault(str(e)) from e
    yield Answer(about, [drawn])


def _keys(request: Request) -> Any:
    from bearwitness.capture.signatures import Unreadable, keys

    try:
        return keys.read(request.pieces[:request.about["keys"]])
    except Unreadable as e:
        raise Fault(str(e)) from e


def _signatures(request: Request) -> Iterator[Answer]:
    from bearwitness.capture.signatures import Unreadable, look

    about, known = request.about, _keys(request)
    assert request.file is not None
    with _opened(request.file) as file:
        try:
            if about["what"] == "package":
                found = look.of_package(file, known)
            else:
                found = look.of_file(file, about["kind"], list(zip(about["parts"], request.pieces[about["keys"]:], strict=True)), known)
            for checked in found:
                yield Answer(checked.plain())
        except (BearwitnessError, Unreadable) as e:
            raise Fault(str(e)) from e


def _lists(request: Request) -> Iterator[Answer]:
    from bearwitness.capture.signatures import checksums

    yield Answer({"digests": checksums.read(request.pieces[0], request.about["name"])})


def _table(request: Request) -> Iterator[Answer]:
    from bearwitness.readers.table import read_table

    try:
        yield Answer(*records.plain_table(read_table(request.pieces[0], request.about["name"])))
    except BearwitnessError as e:
        raise Fault(str(e)) from e


def _try_keys(request: Request) -> Iterator[Answer]:
    from bearwitness.capture.signatures import Unreadable, openpgp

    found = _keys(request)
    try:
        with suppress(ImportError):
            openpgp.certificates(found.openpgp)
    except Unreadable as e:
        raise Fault(str(e)) from e
    yield Answer({})


JOBS: dict[str, Callable[[Request], Iterator[Answer]]] = {
    "read": _read, "finish": _finish, "posts": _posts, "members": _members, "look": _look,
    "signatures": _signatures, "lists": _lists, "keys": _try_keys, "inert": _inert, "draw": _draw, "table": _table}
