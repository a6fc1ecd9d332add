"""What every reader takes and gives: an `Original` in, a `Document` out, a `Reader` to do it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from bearwitness.errors import ReadError
from bearwitness.model import Document, Nested, When
from bearwitness.readers.dateline import written_on
from bearwitness.readers.days import parse_day
from bearwitness.readers.language import language_of

# A news report of twenty million characters does not exist; a dump or a log does. Such a file is
# refused at once, with the way out, instead of keeping the machine busy for an hour.
MAX_TEXT_BYTES = 20_000_000
MAX_PDF_BYTES = 200_000_000

Warning_ = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of one original and what its collector said about them.

    `media_type` is what the bytes, the declared type and the name together show (see `sniff`);
    `charset` is the character set that a server or the collector declared. The other fields are the
    collector's own words: they win over what a reader finds inside the file.
    """

    data: bytes
    name: str
    media_type: str = "text/plain"
    charset: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    title: str | None = None
    lang: str | None = None


class ReaderPlugin(Protocol):
    """What turns one kind of original into a `Document`.

    `media_types` and `suffixes` (such as `.pdf`, lower case) say which originals it takes, `needs`
    names the distributions it imports. `read` raises `ReadError` and nothing else; it asks no
    network, clock or folder, and gives the same document for the same bytes.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def needs(self) -> tuple[str, ...]: ...
    @property
    def media_types(self) -> tuple[str, ...]: ...
    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def read(self, original: Original, /) -> Document: ...


@dataclass(frozen=True)
class Reader:
    """A reader made from one function. See `ReaderPlugin` for the fields."""

    name: str
    version: str
    read: Callable[[Original], Document]
    media_types: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader learned from the file itself, before the collector's own words are laid over it."""

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    lang: str | None = None
    published_at: When = field(default_factory=When)
    url: str | None = None
    nested: tuple[Nested, ...] = ()
    warnings: tuple[Warning_, ...] = ()


def finish(original: Original, found: Found, *, reader: str) -> Document:
    """The document of an original: digests, language, and the collector's words before the file's own.

    Raises:
        ReadError: the text is empty, or holds half a surrogate pair and so cannot be written as UTF-8.
    """
    if not found.text.strip():
        raise ReadError(f"{original.name}: there is no text in it")
    published_at, warnings = _published(original, found)
    return Document(
        text=found.text, sha256=hashlib.sha256(original.data).hexdigest(),
        text_sha256=text_digest(found.text, original.name), reader=reader,
        media_type=original.media_type, source=original.name,
        title=original.title or found.title, author=found.author,
        publisher=original.publisher or found.publisher,
        lang=original.lang or language_of(found.text) or found.lang,
        published_at=published_at, url=original.url or found.url, nested=found.nested, warnings=warnings)


def _published(original: Original, found: Found) -> tuple[When, tuple[Warning_, ...]]:
    given = parse_day(original.published_at) if original.published_at else found.published_at
    if not given.expression and not given.start:
        given = written_on(found.text)
    if given.start or not given.expression:
        return given, found.warnings
    warning = ("published-at-unread", f"the publication date {given.expression!r} could not be read as one day, month or "
               "year; give it as YYYY-MM-DD")
    return given, (*found.warnings, warning)


@contextmanager
def quiet(*names: str) -> Iterator[None]:
    """Keeps other libraries' loggers from writing to the terminal: what matters of it is said in warnings and errors."""
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels):
            logger.setLevel(level)


def text_digest(text: str, name: str) -> str:
    """SHA-256 of the UTF-8 of a kept text, in hexadecimal."""
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError as error:
        raise ReadError(f"{name}: character {error.start} is half of a surrogate pair, so the text is damaged; "
                        "export it again") from error


def too_large(size: int, limit: int, name: str, what: str = "text") -> None:
    """Refuse what is larger than the reader's limit.

    Args:
        size: bytes of the file.
        limit: the most that is read, in bytes.
    """
    if size > limit:
        raise ReadError(f"{name}: {size / 1e6:.1f} MB is more than the {limit / 1e6:.0f} MB of {what} that is read "
                        "at once; split it into its articles or posts and add those")
