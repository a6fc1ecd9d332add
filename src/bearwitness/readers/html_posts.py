"""Posts embedded in a web page: their words, who signed them, when, in which language and at which address.

What the embedding codes leave in the page when their scripts do not run. Some (Telegram, Mastodon, old
Facebook) leave only an address: those are named in a warning, because a post that is not in the page was not kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bearwitness.model import When
from bearwitness.readers.days import parse_day
from bearwitness.readers.nested import Signature, read_signature

_CLASSES = frozenset({"twitter-tweet", "twitter-video", "instagram-media", "bluesky-embed", "tiktok-embed",
                      "mastodon-embed", "text-post-media", "fb-post", "tgme_widget_message", "telegram-post"})
_ADDRESS = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:(?:twitter|x)\.com/\w+/status(?:es)?/\d+|bsky\.app/profile/[^/\s]+/post/\w+"
    r"|instagram\.com/(?:\w+/)?(?:p|reel|tv)/[\w-]+|facebook\.com/\S+|t(?:elegram)?\.me/(?:s/|c/)?\w+/\d+"
    r"|tiktok\.com/@[\w.]+/video/\d+|threads\.(?:net|com)/@[\w.]+/post/[\w-]+|[\w.-]+/@[\w.@-]+/\d{8,})")
_HANDLE_IN_ADDRESS = re.compile(r"(?:(?:twitter|x)\.com/(?P<a>\w+)/status|/(?P<b>@[\w.]+(?:@[\w.-]+)?)/|t(?:elegram)?\.me/(?:s/)?(?P<c>\w+)/\d)")
_POSTED = re.compile(r"^Posted by (?P<name>.{1,120}?) on\s+(?P<date>.{4,60})$")
_POST_BY = re.compile(r"^(?:Post|A post|Toot) by (?P<name>(?P<handle>@[\w.-]+(?:@[\w.-]+)?))(?: on (?P<date>.{4,60}))?$", re.I)
_CHROME = re.compile(r"^(?:View (?:this post |this video |more )?on \w+(?: more)?|\[image or embed\]|Sign in|Learn more)$", re.I)
_PLAYERS = re.compile(r"^(?:https?:)?//(?:www\.)?(?:t\.me/\w+/\d+|facebook\.com/plugins/(?:post|video)\.php|[\w.-]+/@[\w.-]+/\d+/embed"
                      r"|platform\.twitter\.com/embed|(?:www\.)?instagram\.com/(?:p|reel)/[\w-]+/embed|(?:www\.)?tiktok\.com/embed|embed\.bsky\.app)")


@dataclass(frozen=True, slots=True)
class EmbeddedPost:
    """A post as a page holds it.

    `lines` are its words and its signature in the page's order; `words` gives the first line that is words and the
    one after the last. `name` is the line and the place in it where the account's name begins, None where it is not written.
    """

    lines: tuple[str, ...]
    words: tuple[int, int]
    account: str
    handle: str | None
    published_at: When
    lang: str | None
    link: str | None
    name: tuple[int, int] | None = None


def is_post(element: Any) -> bool:
    """Could this element be an embedded post? Quotations are looked at too: some pages strip the class."""
    classes = set((element.get("class") or "").split())
    if classes & _CLASSES:
        return element.tag in ("blockquote", "div", "figure", "section")
    return bool(element.tag == "blockquote" and "(@" in _tail_of(element))


def _tail_of(element: Any, most: int = 4000) -> str:
    texts, size = [], 0
    for text in element.itertext():
        texts.append(text)
        size += len(text)
        if size > most:
            return ""
    return "".join(texts)


def post_from(element: Any, lines: list[str]) -> EmbeddedPost | None:
    """The post that an element holds, or None when it holds none after all.

    Args:
        element: the quotation or box that the embedding code makes.
        lines: its lines of text.
    """
    classes = set((element.get("class") or "").split())
    if "tgme_widget_message" in classes:
        return _telegram(element)
    lines = [line for line in lines if not _CHROME.match(line)]
    link = _link(element)
    at, signed = _signature(lines)
    if signed is None and not classes & _CLASSES:
        return None
    words = lines[:at] if signed else lines
    handle = (signed.handle if signed else None) or _handle(link)
    if not words:
        # Only a signature or nothing: the words are elsewhere, so nobody is quoted here.
        return EmbeddedPost((), (0, 0), handle or "", handle, When(), None, link)
    body = (0, len(words))
    if signed is None:
        return EmbeddedPost(tuple(words), body, handle or "unnamed account", handle, _time(element), _lang(element), link)
    return EmbeddedPost((*words, lines[at]), body, signed.name, handle, _time(element, signed.published_at),
                        _lang(element), link, (len(words), signed.name_start))


def _signature(lines: list[str]) -> tuple[int, Signature | None]:
    """The line that signs a post, looked for from the end."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 4), -1):
        signed = read_signature(lines[at])
        if signed and signed.start == 0:
            return at, signed
        match = _POSTED.match(lines[at]) or _POST_BY.match(lines[at])
        if match:
            groups = match.groupdict()
            return at, Signature(0, match["name"], match.start("name"), match.end("name"), groups.get("handle"),
                                 parse_day(groups["date"]) if groups.get("date") else When())
    return len(lines), None


def _time(element: Any, written: When | None = None) -> When:
    """The date as the page writes it; where it gives none, that of a `<time>` element."""
    if written and written.start:
        return written
    for time in element.iter("time"):
        if time.get("datetime"):
            return parse_day(time.get("datetime"))
    return written or When()


def _lang(element: Any) -> str | None:
    for part in element.iter("p", "div", "section"):
        lang = part.get("lang")
        if lang and lang not in ("und", "zxx", "qme", "qst", "art"):
            return str(lang).split("-")[0].lower()
    return None


def _link(element: Any) -> str | None:
    """The address of the post itself: the last link that looks like one, else what the box declares."""
    found = [href for href in (a.get("href") or "" for a in element.iter("a")) if _ADDRESS.match(href)]
    for name in ("data-instgrm-permalink", "data-href", "data-embed-url", "cite", "data-text-post-permalink"):
        value = element.get(name)
        if value and not found:
            found.append(value)
    return _clean(found[-1]) if found else None


def _clean(link: str) -> str:
    """A post's address without what the embedding code added to it."""
    link = re.sub(r"[?&](?:ref_src|ref_url|utm_\w+|igsh|rdid|embed)=[^&#]*", "", link)
    return re.sub(r"/embed/?$", "", link)


def _handle(link: str | None) -> str | None:
    match = _HANDLE_IN_ADDRESS.search(link or "")
    if not match:
        return None
    name = match["a"] or match["b"] or match["c"]
    return name if name.startswith("@") else f"@{name}"


def _telegram(element: Any) -> EmbeddedPost | None:
    """A message of Telegram's own web view, which has the channel's name first and then the words."""
    text = _first(element, "tgme_widget_message_text")
    if text is None:
        return None
    # Here, not above: the two modules read each other.
    from bearwitness.readers.html_blocks import lines_of

    owner = _first(element, "tgme_widget_message_owner_name")
    name = " ".join("".join(owner.itertext()).split()) if owner is not None else ""
    words = [block.text for block in lines_of(text)]
    path = element.get("data-post")
    link = f"https://t.me/{path}" if path else _link(element)
    handle = _handle(link)
    lines = (name, *words) if name else tuple(words)
    return EmbeddedPost(lines, (len(lines) - len(words), len(lines)), name or handle or "unnamed account", handle,
                        _time(element), _lang(element), link, (0, 0) if name else None)


def _first(element: Any, name: str) -> Any:
    for part in element.iter():
        if isinstance(part.tag, str) and name in (part.get("class") or "").split():
            return part
    return None


def reference(element: Any) -> str | None:
    """The address of a post that an iframe or a script would load, and which is therefore not in the page."""
    telegram = element.get("data-telegram-post")
    if telegram:
        return f"https://t.me/{telegram}"
    source = element.get("src") or element.get("data-src") or ""
    if not _PLAYERS.match(source):
        return None
    inner = re.search(r"[?&]href=([^&]+)", source)
    if inner:
        from urllib.parse import unquote

        return unquote(inner[1])
    return _clean(f"https:{source}" if source.startswith("//") else source)
