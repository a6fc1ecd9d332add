"""What a page says about itself: title, author, publisher, date, address, language. Read, never worked out.

The date comes from what the page declares, its address or a line marked as its date, with the words kept. htmldate
is not believed: without a declared date it takes one out of the article's sentences or from a box beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from bearwitness.model import When
from bearwitness.readers.base import quiet
from bearwitness.readers.days import parse_day
from bearwitness.readers.html_blocks import tokens
from bearwitness.readers.html_posts import is_post

_DATE_NAMES = ("article:published_time", "og:published_time", "og:article:published_time", "datepublished",
               "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date",
               "dcterms.created", "dc.date.created", "citation_publication_date", "cxenseparse:recs:publishtime",
               "pubdate", "publishdate", "publish-date", "publication_date", "article.published", "publicationdate",
               "date", "originalpublicationdate", "article_date_original")
_BESIDE = frozenset("sidebar related recommended teaser teasers comments comment trending popular latest promo newsletter footer".split())
_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|WebPage|LiveBlog)", re.I)
_DATE_WORDS = frozenset("date dates published publish pubdate posted timestamp datetime byline dateline meta time".split())
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_PUBLISHED = re.compile(r"^(?:published|posted|first published|date|publié|yayınlanma(?: tarihi)?|نشر(?:ت)? (?:في|بتاريخ)|تاريخ النشر|تاریخ انتشار)\b", re.I)
# What XML 1.0 (section 2.2) has no place for.
_CONTROL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Meta:
    """What a page declares; None where it declares nothing."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published_at: When = field(default_factory=When)
    url: str | None = None
    lang: str | None = None


def read_meta(root: Any, *, url: str | None, search: bool = True) -> Meta:
    """The page's own account of itself.

    Args:
        root: the lxml tree; it is changed (embedded posts and lists of other articles are taken out, so that their
            dates are not taken for the page's), so give a tree of its own.
        url: the address it was fetched from, to complete a relative canonical address.
        search: also ask trafilatura for title, author and publisher. Not on very deep pages, where it fails.
    """
    metas = _metas(root)
    linked = list(_linked_data(root))
    lang = _lang(root, metas)
    canonical = _canonical(root, metas, url)
    published_at = _declared_date(root, metas, linked)
    _remove_others(root)
    if not published_at.expression:
        published_at = _address_date(canonical or url or "") or _line_date(root) or When()
    found = _searched(root, canonical or url) if search else None
    return Meta(
        title=_tidy(_headline(linked) or metas.get("og:title") or (found and found.title) or _title_tag(root)),
        author=_author(metas, linked) or _tidy(found and found.author),
        publisher=_tidy(_publisher(linked) or metas.get("og:site_name") or (found and found.sitename)),
        published_at=published_at, url=canonical, lang=lang)


def _tidy(text: Any) -> str | None:
    words = " ".join(str(text).split()) if text else ""
    return words or None


def _metas(root: Any) -> dict[str, str]:
    """Contents of `<meta>` by lower-case name, property or itemprop; the first of each wins."""
    out: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            name = meta.get(key)
            if name and content:
                out.setdefault(name.strip().lower(), content)
    return out


def _linked_data(root: Any) -> Iterator[dict]:
    """The objects of the page's JSON-LD, outermost first. Broken ones are passed over: pages are full of them."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue:
            item = queue.pop(0)
            if isinstance(item, list):
                queue = item + queue
            elif isinstance(item, dict):
                yield item
                queue.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def _articles(linked: list[dict]) -> Iterator[dict]:
    for item in linked:
        if _ARTICLE_TYPES.search(str(item.get("@type", ""))):
            yield item


def _headline(linked: list[dict]) -> str | None:
    return next((item["headline"] for item in _articles(linked) if isinstance(item.get("headline"), str)), None)


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for each in value for name in _names(each)]
    return []


def _publisher(linked: list[dict]) -> str | None:
    return next((names[0] for item in _articles(linked) if (names := _names(item.get("publisher")))), None)


def _author(metas: dict[str, str], linked: list[dict]) -> str | None:
    """Authors as the page names them, joined by "; ". An address is no name."""
    names = next((names for item in _articles(linked) if (names := _names(item.get("author")))), [])
    names = names or [metas[key] for key in ("author", "article:author", "dc.creator", "parsely-author") if metas.get(key)][:1]
    plain = [tidy for name in names if (tidy := _tidy(name)) and "://" not in tidy and not tidy.startswith("@") and len(tidy) < 200]
    return "; ".join(dict.fromkeys(plain)) or None


def _declared_date(root: Any, metas: dict[str, str], linked: list[dict]) -> When:
    """The first publication date that the page declares and that names a day: JSON-LD, then `<meta>`, then `<time>`.

    Where none names a day: the first that names a month or year, else the first as it stands, unread.
    """
    best = When()
    for raw in _dates(root, metas, linked):
        when = parse_day(raw)
        if when.precision == "day":
            return when
        if not best.start and (when.start or not best.expression):
            best = when
    return best


def _dates(root: Any, metas: dict[str, str], linked: list[dict]) -> Iterator[str]:
    for item in _articles(linked):
        if isinstance(item.get("datePublished"), str):
            yield item["datePublished"]
    for name in _DATE_NAMES:
        if name in metas:
            yield metas[name]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if "datepublished" in (element.get("itemprop") or "").lower() or (element.tag == "time" and _is_published(element)):
            yield element.get("datetime") or element.get("content") or "".join(element.itertext())


def _is_published(time: Any) -> bool:
    words = set(re.split(r"[^a-z]+", (time.get("class") or "").lower()))
    return "pubdate" in time.attrib or bool(words & {"published", "publish", "pubdate"}) or {"entry", "date"} <= words


def _address_date(url: str) -> When | None:
    """The day in an address like .../2025/03/09/title, as many publishers make them."""
    match = _IN_ADDRESS.search(url)
    when = parse_day("-".join(match.groups())) if match else When()
    return when if when.start else None


def _line_date(root: Any) -> When | None:
    """The first short line that is marked as a date by its name, or begins "Published:", and names a day."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "head", "body", "script", "style", "a"):
            continue
        marked = bool(tokens(element) & _DATE_WORDS)
        if not marked and element.tag not in ("p", "div", "span", "li", "small", "em"):
            continue
        text = _short_text(element)
        if text and (marked or _PUBLISHED.match(text)):
            when = parse_day(text)
            if when.precision == "day":
                return when
    return None


def _short_text(element: Any, most: int = 120) -> str:
    """The text of an element, or "" when it is longer than a line that only dates and signs."""
    texts: list[str] = []
    size = 0
    for text in element.itertext():
        size += len(text.strip())
        if size > most:
            return ""
        texts.append(text)
    return " ".join(" ".join(texts).split())


def _canonical(root: Any, metas: dict[str, str], url: str | None) -> str | None:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split() and link.get("href"):
            return _absolute(link.get("href"), url)
    return _absolute(metas["og:url"], url) if metas.get("og:url") else None


def _absolute(href: str, url: str | None) -> str | None:
    """A whole http address, or None: a saved page's relative address names nothing."""
    try:
        full = urljoin(url or "", href.strip())
        parts = urlsplit(full)
    except ValueError:
        return None
    return full if parts.scheme in ("http", "https") and parts.netloc else None


def _lang(root: Any, metas: dict[str, str]) -> str | None:
    page = root if root.tag == "html" else root.find(".//html")
    value = (page.get("lang") or page.get("xml:lang") if page is not None else None) \
        or metas.get("language") or metas.get("og:locale")
    code = re.split(r"[-_]", value.strip().lower())[0] if value else ""
    return code if re.fullmatch("[a-z]{2,3}", code) else None


def _title_tag(root: Any) -> str | None:
    title = root.find(".//title")
    return "".join(title.itertext()) if title is not None else None


def _remove_others(root: Any) -> None:
    """Take out embedded posts and what stands beside the article: their dates and authors are others'."""
    for element in [each for each in root.iter("blockquote", "div", "section", "aside", "nav", "footer", "ul") if _is_other(each)]:
        if element.getparent() is not None:
            drop(element)


def drop(element: Any) -> None:
    """Takes an element out, and keeps what follows it.

    lxml's parser keeps control characters that its own setters refuse: those are left out of what follows.
    """
    try:
        element.drop_tree()
    except ValueError:
        element.tail = _CONTROL.sub("", element.tail or "")
        before = element.getprevious() if element.getprevious() is not None else element.getparent()
        for name in ("tail", "text"):
            if getattr(before, name):
                setattr(before, name, _CONTROL.sub("", getattr(before, name)))
        element.drop_tree()


def _is_other(element: Any) -> bool:
    if element.tag in ("aside", "nav", "footer") or is_post(element):
        return True
    return bool(tokens(element) & _BESIDE) and element.find(".//h1") is None


def _searched(root: Any, url: str | None) -> Any:
    """trafilatura's account of the page; None when it fails, which only means that it found nothing. Its date is not used."""
    from trafilatura.metadata import extract_metadata

    try:
        with quiet("trafilatura", "htmldate", "courlan"):
            return extract_metadata(root, default_url=url, date_config={"extensive_search": False, "max_date": "2100-01-01"})
    except Exception:  # a third party's bug on hostile mark-up must not cost us the text
        return None
