"""A page's tree to lines of text, each knowing where it stood, with nothing decided yet about what is article.

A line is what a browser would set on lines of its own: a paragraph, a list item, a table row, what `<br>` cuts off.
Blanks are folded as HTML says; no other character is changed. The walk keeps its own stack, so depth costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bearwitness.readers.html_posts import EmbeddedPost, is_post, post_from, reference

_NEVER = frozenset("script style template svg math head noscript iframe object embed applet canvas audio video "
                   "map area select option datalist textarea input button meter progress frame frameset noframes "
                   "link meta title base param source track".split())
_BLOCK = frozenset("address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure "
                   "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary "
                   "table caption tbody thead tfoot tr ul".split())
_SPACES = re.compile("[ \t\n\r\f]+")
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.I)
_CELL = 200   # signs; a table cell longer than this lays out a page


@dataclass(slots=True)
class Block:
    """One line (or one embedded post) of a page.

    `links` counts the characters of it that are links; `hidden` means the page's own mark-up hides it.
    """

    text: str
    element: Any
    links: int = 0
    hidden: bool = False
    post: EmbeddedPost | None = None

    @property
    def link_share(self) -> float:
        return self.links / max(1, len(self.text))


@dataclass(slots=True)
class Page:
    """The lines of a page, the posts it only points at, and how deep its elements are nested."""

    blocks: list[Block]
    references: list[str]
    depth: int


def read_page(root: Any) -> Page:
    """All lines of an lxml tree in document order, embedded posts made whole."""
    walk = _Walk()
    walk.run(root, posts=True)
    return Page(walk.blocks, walk.references, walk.depth)


def lines_of(element: Any) -> list[Block]:
    """The lines of one element, embedded posts not looked for."""
    walk = _Walk()
    walk.run(element, posts=False)
    return walk.blocks


def tokens(element: Any) -> set[str]:
    """The words of an element's class and id: "share-buttons td_post" gives share, buttons, td, post."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return set(re.split(r"[^a-z0-9]+", names)) - {""}


class _Walk:
    """State of one pass over a tree: the line being gathered, and whose it is."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.references: list[str] = []
        self.depth = 0
        self._line: list[str] = []
        self._links = 0
        self._owners: list[Any] = []
        self._in_link = self._hidden = self._cells = self._pre = 0

    def run(self, root: Any, *, posts: bool) -> None:
        stack: list[tuple[Any, bool]] = [(root, False)]
        level = 0
        while stack:
            element, done = stack.pop()
            if done:
                level -= 1
                self._leave(element)
            elif isinstance(element.tag, str) and self._enter(element, posts and element is not root):
                level += 1
                self.depth = max(self.depth, level)
                stack.append((element, True))
                self._text(element.text)
                stack.extend((child, False) for child in reversed(element))
                continue
            if element is not root:
                self._text(element.tail)
        self._flush(root)

    def _enter(self, element: Any, posts: bool) -> bool:
        """Begin an element; False when its inside is not walked."""
        tag = element.tag
        if tag in ("iframe", "script"):
            link = reference(element)
            if link and link not in self.references:
                self.references.append(link)
        if tag in _NEVER:
            return False
        if posts and self._post(element):
            return False
        if tag == "br":
            self._flush(self._owner(element))
        elif tag in ("td", "th"):
            self._cell(element)
        elif tag in _BLOCK:
            self._break(element)
            self._owners.append(element)
        self._in_link += tag == "a"
        self._pre += tag == "pre"
        self._hidden += _is_hidden(element)
        return True

    def _leave(self, element: Any) -> None:
        tag = element.tag
        if tag in ("td", "th"):
            if _is_short(element):
                self._cells -= 1
            else:
                self._flush(element)
                self._owners.pop()
        elif tag in _BLOCK:
            self._break(element)
            self._owners.pop()
        self._in_link -= tag == "a"
        self._pre -= tag == "pre"
        self._hidden -= _is_hidden(element)

    def _cell(self, element: Any) -> None:
        """A short cell joins its row's line; a long one is a column of a laid-out page."""
        if not _is_short(element):
            self._flush(self._owner(element))
            self._owners.append(element)
            return
        if "".join(self._line).strip():
            self._line.append(" | ")
        self._cells += 1

    def _break(self, element: Any) -> None:
        if self._cells:
            self._line.append(" ")
        else:
            self._flush(self._owner(element))

    def _owner(self, element: Any) -> Any:
        return self._owners[-1] if self._owners else element

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self._pre and "\n" in text:
            first, *rest = text.split("\n")
            self._line.append(first)
            for line in rest:
                self._flush(self._owners[-1] if self._owners else None)
                self._line.append(line)
            return
        self._line.append(text)
        if self._in_link:
            self._links += len(text.strip())

    def _flush(self, owner: Any) -> None:
        if self._line:
            text = _SPACES.sub(" ", "".join(self._line)).strip(" ")
            if text.strip():
                self.blocks.append(Block(text, owner, min(self._links, len(text)), bool(self._hidden)))
        self._line, self._links = [], 0

    def _post(self, element: Any) -> bool:
        if not is_post(element):
            return False
        post = post_from(element, [block.text for block in lines_of(element)])
        if post is None:
            return False
        self._flush(self._owner(element))
        if post.lines:
            hidden = bool(self._hidden) or _is_hidden(element)
            self.blocks.append(Block("\n".join(post.lines), element, 0, hidden, post))
        elif post.link and post.link not in self.references:
            self.references.append(post.link)
        return True


def _is_hidden(element: Any) -> bool:
    if "hidden" in element.attrib and element.get("hidden") != "until-found":
        return True
    style = element.get("style")
    return bool(style and _HIDDEN.search(style))


def _is_short(cell: Any) -> bool:
    """Has a table cell so little text that it is data and not a column of the page? Stops counting early."""
    size = 0
    for text in _texts(cell):
        size += len(text.strip())
        if size > _CELL:
            return False
    return True


def _texts(element: Any) -> Iterator[str]:
    for count, text in enumerate(element.itertext()):
        if count > 4 * _CELL:
            return
        yield text
