"""Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom, and OPML lists of feeds.

Each entry is a report: its text is the entry's own words (often only the beginning of an article: its address is told,
and capturing it is another step). The XML is read without entities from outside, without a network, without a DTD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import IO, Any

from bearwitness.capture.packages import Member, PackageError
from bearwitness.readers.base import Found
from bearwitness.readers.days import parse_day
from bearwitness.readers.html_meta import drop

MAX_FEED = 50_000_000
_ROOT = re.compile(rb"<(?:\w+:)?(rss|feed|RDF|opml)\b", re.I)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)


@dataclass(frozen=True, slots=True)
class FeedSource:
    """Entries of RSS and Atom feeds. An OPML list gives a line for each feed that it names, to be added by itself."""

    name: str = "feed"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        m = _ROOT.search(head)
        if m is None or re.search(rb"<(?:!doctype\s+)?html", head[:m.start()], re.I):
            return False
        kind = m.group(1).lower()
        return kind != b"feed" or b"w3.org/2005/Atom" in head or b"purl.org/atom" in head

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        file.seek(0)
        data = file.read(MAX_FEED + 1)
        if len(data) > MAX_FEED:
            raise PackageError(f"is larger than {MAX_FEED / 1e6:.0f} MB")
        root = _parsed(data)
        if _name(root) == "opml":
            yield from _listed(root)
            return
        channel = root if _name(root) == "feed" else next((e for e in root.iter() if _name(e) == "channel"), root)
        publisher = _words(_child(channel, "title"))
        lang = _words(_child(channel, "language")) or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        seen: set[str] = set()
        for number, entry in enumerate((e for e in root.iter() if _name(e) in ("item", "entry")), 1):
            yield _entry(entry, number, publisher, lang, seen)


def _parsed(data: bytes) -> Any:
    from lxml import etree

    if _DOCTYPE.search(data[:100_000]):
        # RSS 0.91 names a DTD; what else a document type could do, a feed has no need of.
        data = re.sub(rb"<!DOCTYPE\s+rss\s+PUBLIC[^>\[]*>", b"", data, count=1)
        if _DOCTYPE.search(data[:100_000]):
            raise PackageError("holds a document type or entities of its own, which a feed has no need of: it is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as e:
        raise PackageError(f"cannot be read as XML ({str(e)[:200]})") from e


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: Any, *names: str) -> Any:
    for name in names:
        for child in element:
            if _name(child) == name:
                return child
    return None


def _words(element: Any) -> str | None:
    if element is None:
        return None
    text = "".join(element.itertext()).strip()
    return text or None


def _plain(words: str | None) -> str | None:
    """HTML inside a feed as text, paragraph by paragraph."""
    if not words or "<" not in words:
        return words
    from lxml import etree, html

    try:
        tree = html.fromstring(f"<div>{words}</div>")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return words
    for junk in tree.xpath("//script|//style|//noscript"):
        drop(junk)
    for block in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        block.tail = "\n" + (block.tail or "")
    lines = [" ".join(line.split()) for line in tree.text_content().splitlines()]
    return "\n\n".join(line for line in lines if line) or None


def _entry(entry: Any, number: int, publisher: str | None, lang: str | None, seen: set[str]) -> Member:
    from lxml import etree

    title = _plain(_words(_child(entry, "title")))
    body = _plain(_words(_child(entry, "encoded", "content", "description", "summary")))
    link = _link(entry)
    key = _words(_child(entry, "guid", "id")) or link or str(number)
    if key in seen:
        key = f"{key} ({number})"
    seen.add(key)
    data = etree.tostring(entry, encoding="utf-8", with_tail=False)
    words = "\n\n".join(w for w in (title, body) if w)
    if not words:
        return Member(key, fault="has neither a title nor text")
    when = _date(_words(_child(entry, "pubDate", "published", "date", "updated", "issued")))
    author = _words(_child(entry, "creator", "author"))
    told = {"url": link or "", "title": title or "", "publisher": publisher or "", "published_at": when or "", "lang": lang or ""}
    warnings = (("feed-entry", "this is the feed's own text of an entry; the article at its address was not fetched"),) if link else ()
    return Member(key, data, told, None, None, None, None, warnings,
                  Found(words, title=title, author=author, publisher=publisher, published_at=parse_day(told["published_at"]), url=link))


def _link(entry: Any) -> str | None:
    for child in entry:
        if _name(child) == "link":
            found = child.get("href") if child.get("rel") in (None, "alternate") else None
            if found or _words(child):
                return str(found or _words(child))
    return None


def _date(words: str | None) -> str | None:
    """RFC 822 or ISO 8601, as ISO; the words as they are when they are neither."""
    if not words:
        return None
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return words


def _listed(root: Any) -> Iterator[Member]:
    for outline in root.iter():
        address = outline.get("xmlUrl") if _name(outline) == "outline" else None
        if address:
            yield Member(address, fault=f"is a feed that the list names: add {address} to capture it")


FEED = FeedSource()
