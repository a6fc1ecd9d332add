"""Web pages: the article's text with nothing of it lost, what the page says of itself, and the posts embedded in it."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import version
from typing import Any

from bearwitness.errors import ReadError
from bearwitness.model import Document, Nested
from bearwitness.readers.base import MAX_TEXT_BYTES, Found, Original, Reader, finish, quiet, too_large
from bearwitness.readers.decode import decode
from bearwitness.readers.html_article import choose
from bearwitness.readers.html_blocks import Block, Page, read_page
from bearwitness.readers.html_flat import flat_lines
from bearwitness.readers.html_meta import Meta, read_meta
from bearwitness.readers.language import language_of
from bearwitness.readers.nested import find_nested

NAME, VERSION = "html", "1"

# lxml drops text below level 256 without a word, and with `huge_tree` below 2048 (its error log tells).
_DEEP = 250
_SEARCH_BYTES = 3_000_000    # trafilatura is not asked about more; its time grows faster than the page
_SEARCH_LINES = 10_000
_WORK = 5_000_000            # lines times depth that the choice of the article may cost
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What a page means when it names these: browsers read the larger Windows set.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
          "iso-8859-9": "cp1254", "iso-8859-11": "cp874"}


def read(original: Original) -> Document:
    """Read a web page.

    Steps: 1. bytes to characters; 2. the tree, or without it where the page nests too deep; 3. all lines, with
    embedded posts whole; 4. of these the article; 5. the kept text, one line a paragraph, with the posts' offsets; 6. what
    the page says of itself.

    Raises:
        ReadError: empty, too large, binary, or no text in it.
    """
    too_large(len(original.data), MAX_TEXT_BYTES, original.name)
    source, warnings = _characters(original)
    source = _DECLARATION.sub("", source)
    root, whole = _tree(source, original.name)
    page = read_page(root) if whole else None
    if page is None or page.depth * len(page.blocks) > _WORK:
        blocks = [Block(line, None) for line in flat_lines(source)]
        page, deep, small = Page(blocks, [], _DEEP + 1), True, False
        kept, hidden = blocks, []
    else:
        deep = page.depth > _DEEP
        small = not deep and len(source) < _SEARCH_BYTES and len(page.blocks) < _SEARCH_LINES
        choice = choose(page.blocks, _ask_trafilatura(source) if small else None)
        kept, hidden = choice.kept, choice.hidden
    if not kept:
        raise ReadError(f"{original.name}: the page has no text in it; if a browser shows some, its scripts make it: save the page "
                        "from the browser after it has loaded, or print it to PDF, and add that")
    text, nested = _assemble(kept)
    meta = read_meta(_tree(source, original.name)[0], url=original.url, search=small)
    warnings = (*warnings, *_notes(page, hidden, deep))
    return finish(original, _found(text, nested, meta, warnings), reader=_reader())


def _found(text: str, nested: tuple[Nested, ...], meta: Meta, warnings: tuple[tuple[str, str], ...]) -> Found:
    return Found(text=text, title=meta.title, author=meta.author, publisher=meta.publisher, lang=meta.lang,
                 published_at=meta.published_at, url=meta.url, nested=nested, warnings=warnings)


@cache
def _reader() -> str:
    return f"{NAME}@{VERSION} (trafilatura {version('trafilatura')})"


def _characters(original: Original) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The page's characters. Unlike a plain text, a page with a few broken bytes is read, and says so."""
    found = _META_CHARSET.search(original.data[:8192])
    declared = (original.charset or (found[1].decode("ascii", "replace") if found else "")).lower()
    try:
        return decode(original.data, original.name, _MEANT.get(declared, declared) or None)
    except ReadError:
        text = original.data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        if "\x00" in text or not broken or broken * 500 > len(text):
            raise
        return text, (("bytes-unreadable", f"{broken} places hold bytes that are no characters; they stand as \ufffd in the text: compare "
                       "with the original"),)


def characters(data: bytes, charset: str | None = None) -> str:
    """A page's characters for showing it: as it is read, and where that cannot be told, with each unreadable byte as U+FFFD."""
    try:
        return _characters(Original(data, "page", "text/html", charset=charset))[0]
    except ReadError:
        return data.decode("utf-8", "replace")


def _tree(source: str, name: str) -> tuple[Any, bool]:
    """The page as an lxml tree, and whether all of it is in there."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError(f"{name}: the page has no text in it ({error}); save it again from the browser") from error
    lost = any(entry.type_name in ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY") for entry in parser.error_log)
    return root, not lost


def _ask_trafilatura(source: str) -> str | None:
    """What trafilatura takes for the article, leaning to more; None when it finds nothing or fails."""
    from trafilatura import extract

    try:
        with quiet("trafilatura", "htmldate", "courlan"):
            return extract(source, favor_recall=True, include_comments=False, include_tables=True, deduplicate=False, with_metadata=False)
    except Exception:  # its bugs on odd mark-up must not cost us the text: all of the page's article is kept then
        return None


def _assemble(blocks: list[Block]) -> tuple[str, tuple[Nested, ...]]:
    """The kept text, one block a line, and the embedded posts with their offsets in it."""
    parts, nested, start = [], [], 0
    for block in blocks:
        if block.post:
            nested.append(_nested(block, start))
        parts.append(block.text)
        start += len(block.text) + 1
    text = "\n".join(parts)
    return text, _with_unmarked(text, nested)


def _nested(block: Block, start: int) -> Nested:
    post = block.post
    assert post is not None
    starts = [start]
    for line in post.lines:
        starts.append(starts[-1] + len(line) + 1)
    first, last = post.words
    body = (starts[first], starts[last] - 1)
    name = starts[post.name[0]] + post.name[1] if post.name else None
    words = "\n".join(post.lines[first:last])
    return Nested(start=start, end=start + len(block.text), body_start=body[0], body_end=body[1], account=post.account,
                  handle=post.handle, published_at=post.published_at, lang=post.lang or language_of(words), link=post.link,
                  account_start=name, account_end=name + len(post.account) if name is not None else None)


def _with_unmarked(text: str, known: list[Nested]) -> tuple[Nested, ...]:
    """Also the posts that the page quotes as plain paragraphs, where no marked one stands."""
    more = [post for post in find_nested(text)
            if not any(post.start < other.end and other.start < post.end for other in known)]
    return tuple(sorted([*known, *more], key=lambda post: post.start))


def _notes(page: Page, hidden: list[Block], deep: bool) -> list[tuple[str, str]]:
    notes = []
    if deep:
        notes.append(("deep-html", f"elements are nested more than {_DEEP} deep; all text was kept, but what is not article may be "
                      "among it"))
    if page.references:
        notes.append(("post-not-in-page", "posts that the page only points at were not kept with it; add them by their own addresses: "
                      + " ".join(page.references)))
    size = sum(len(block.text) for block in hidden)
    if size >= 40:
        notes.append(("hidden-text", f"{size} characters inside the article are hidden from the page's readers and were left out; they "
                      f"begin: {hidden[0].text[:80]!r}"))
    return notes


READER = Reader(name=NAME, version=VERSION, read=read, media_types=("text/html", "application/xhtml+xml"),
                suffixes=(".html", ".htm", ".xhtml", ".shtml"), needs=("lxml", "trafilatura"))
