"""Readers: the bytes of an original in, a `Document` with its text out.

`read_bytes` finds the reader by what the bytes are. Our own readers are text, html, pdf and post; files of many posts
and tables of the dead come through `readers.posts.iter_posts` and `readers.table`, because one file holds many.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from bearwitness.errors import BearwitnessError, ReadError
from bearwitness.model import Document
from bearwitness.readers.base import Original, Reader, ReaderPlugin
from bearwitness.readers.sniff import sniff, split_type, suffix_of

__all__ = ["Original", "Reader", "ReaderPlugin", "own_readers", "read_bytes"]

# The same objects that the entry points name; here for callers who bring no plugins.
_OWN = ("bearwitness.readers.text", "bearwitness.readers.html", "bearwitness.readers.pdf", "bearwitness.readers.posts")

_WAY_OUT = {
    "image": "it is a picture; reading words from pictures (OCR) is not built in yet: type out what it says into a text "
             "file and add both",
    "audio": "it is a sound recording; add a written transcript",
    "video": "it is a video; add a written transcript or description",
}
_PACKAGES = dict.fromkeys(("application/zip", "application/wacz", "application/warc"),
                          "if it is meant to be a package it is broken, cut off or of another kind: fetch or export it again")


def own_readers() -> list[ReaderPlugin]:
    """The readers that come with bearwitness."""
    return [import_module(name).READER for name in _OWN]


def read_bytes(data: bytes, *, name: str, media_type: str | None = None, url: str | None = None,
               publisher: str | None = None, published_at: str | None = None, title: str | None = None,
               lang: str | None = None, readers: Sequence[ReaderPlugin] | None = None) -> Document:
    """Turn the bytes of one original into its document.

    Args:
        data: the original, byte for byte.
        name: its file name, address or "-"; used to tell its kind and in messages.
        media_type: what a server or the collector declares it to be; may carry a charset.
        url, publisher, published_at, title, lang: what the collector knows; wins over what the file says.
        readers: the readers to choose from, the first that fits is taken; our own when left out or empty.

    Raises:
        ReadError: the bytes cannot become text; says why and what to do.
    """
    if not data:
        raise ReadError(f"{name}: the file is empty (0 bytes); fetch or export it again")
    kind, charset = split_type(media_type)
    original = Original(data=data, name=name, media_type=sniff(data, name, kind), charset=charset, url=url,
                        publisher=publisher, published_at=published_at, title=title, lang=lang)
    reader = choose(original, readers or own_readers())
    try:
        return reader.read(original)
    except BearwitnessError:
        raise
    except (RecursionError, MemoryError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError,
            ArithmeticError, AssertionError, StopIteration) as error:
        raise ReadError(f"{name}: the {reader.name} reader {reader.version} failed on it ({type(error).__name__}: {error}); "
                        "the original is unharmed: report this with the file if you may share it") from error


def choose(original: Original, readers: Sequence[ReaderPlugin]) -> ReaderPlugin:
    """The reader for an original: by media type, else by suffix, else by the type's family ("text/*").

    Raises:
        ReadError: none takes it.
    """
    kind, family = original.media_type, original.media_type.split("/")[0]
    suffix = suffix_of(original.name)
    for fits in (lambda r: kind in r.media_types, lambda r: bool(suffix) and suffix in r.suffixes and not _is_other(kind),
                 lambda r: f"{family}/*" in r.media_types):
        for reader in readers:
            if fits(reader):
                return reader
    way_out = _PACKAGES.get(kind) or _WAY_OUT.get(family, "save it as PDF, HTML or plain text and add that, or install a reader for it")
    raise ReadError(f"{original.name}: there is no reader for {kind}; {way_out}")


def _is_other(kind: str) -> bool:
    """Do the bytes themselves say that the name's suffix is wrong?"""
    return kind.split("/")[0] in ("image", "audio", "video") or kind in ("application/gzip", "application/x-executable")
