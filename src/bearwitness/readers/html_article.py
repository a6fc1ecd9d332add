"""Which lines of a page are the article: what trafilatura kept, and all that stands with it and is not page furniture.

trafilatura finds the article well but drops list items, quotations and captions inside it. So it is asked
only where the article is; what belongs to it is decided here, and in doubt a line is kept: a teaser too many is a
nuisance, a lost paragraph is lost evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bearwitness.readers.html_blocks import Block, tokens

_FURNITURE = frozenset("breadcrumb breadcrumbs pagination menu navbar navigation skip comments disqus cookie cookies consent "
                       "sr screenreader".split())
_TEASER = frozenset("related recommended recommendations recirculation readmore teaser teasers promo promos outbrain taboola "
                    "newsletter subscribe subscription signup mostread popular trending yarpp relatedposts".split())
_TEASER_NAMES = frozenset({"wp-embedded-content", "read-more", "more-stories", "also-read", "see-also", "read-also",
                           "most-read", "latest-news", "more-on-this-story", "jp-relatedposts"})
_CHROME = frozenset("share sharing sharedaddy social advert advertisement advertising ad ads sponsored byline author authors meta tags "
                    "timestamp footer sidebar widget follow donate donation copyright toolbar".split())
_MORE = re.compile(r"^(?:related(?: (?:articles?|stories|news|posts?|content|topics))?|read (?:more|also|next)|more (?:on this(?: story)?|stories|from .{1,40})|"
                   r"see also|also read|you (?:may|might) also like|recommended(?: for you)?|most read|"
                   r"اقر[أا] (?:أيضا[ًَ]?|المزيد)|بیشتر بخوانید|مطالب مرتبط|ilgili haberler|bakınız)\s*[:：]?", re.I)
_RIGHTS = re.compile(r"©|copyright|all rights reserved", re.I)
_ARTICLE_NAMES = frozenset({"entry-content", "post-content", "article-content", "article-body", "article__body", "story-body",
                            "td-post-content", "article-text", "story-content", "post-body", "content-body"})
_LINES = frozenset("p li h1 h2 h3 h4 h5 h6 blockquote pre dd dt td th tr figcaption".split())
_LETTERS = re.compile(r"\W+")


@dataclass(slots=True)
class Choice:
    """The lines kept, and those that stood in the article but which the page hides from its readers."""

    kept: list[Block]
    hidden: list[Block] = field(default_factory=list)


def choose(blocks: list[Block], kept_text: str | None) -> Choice:
    """The lines of the article.

    Args:
        blocks: all lines of the page in order.
        kept_text: what trafilatura took for the article, or None when it was not asked or found nothing.
    """
    marked = _marked(blocks, kept_text)
    root = _root(blocks, marked)
    inside = [root is None or _within(block.element, root) for block in blocks]
    sieve = _Sieve(root, [block for block, here in zip(blocks, inside) if here])
    choice = Choice([])
    for block, here, mark in zip(blocks, inside, marked):
        if not (here or (mark and _is_prose(block))) or not sieve.keeps(block, mark):
            continue
        (choice.hidden if block.hidden else choice.kept).append(block)
    choice.kept = _without_more(choice.kept)
    return choice


def _is_prose(block: Block) -> bool:
    """Is a line outside the article's element a headline or standfirst that belongs to it, and no menu or footer?"""
    if block.element.tag == "h1" or block.post:
        return True
    return len(block.text) >= 25 and block.link_share < 0.5 and not _RIGHTS.search(block.text)


def _squeeze(text: str) -> str:
    return _LETTERS.sub("", text).casefold()


def _marked(blocks: list[Block], kept_text: str | None) -> list[bool]:
    """Which lines are in the text that trafilatura kept, compared by their letters alone."""
    if not kept_text:
        return [False] * len(blocks)
    whole = _squeeze(kept_text)
    lines = {_squeeze(line) for line in kept_text.split("\n")}
    out = []
    for block in blocks:
        short = _squeeze(block.text if block.post is None else block.text.split("\n")[0])
        out.append(bool(short) and not block.hidden and (short in lines or (len(short) >= 25 and short in whole)))
    return out


def _ancestors(element: Any) -> Iterable[Any]:
    yield element
    yield from element.iterancestors()


def _within(element: Any, root: Any) -> bool:
    return any(each is root for each in _ancestors(element))


def _root(blocks: list[Block], marked: list[bool]) -> Any:
    """The element that holds the article; None for the whole page.

    1. The smallest `<article>` or `<main>` with nearly all of what trafilatura kept.
    2. Else the smallest box named like an article's body that has it.
    3. Else the smallest element around nearly all that trafilatura kept.
    4. Where it kept nothing: the `<article>` or `<main>` with the most text.
    """
    weights: dict[Any, list[int]] = {}
    total = [0, 0]
    for block, mark in zip(blocks, marked):
        size = len(block.text)
        total[0] += size
        total[1] += size * mark
        for each in _ancestors(block.element):
            sums = weights.setdefault(each, [0, 0])
            sums[0] += size
            sums[1] += size * mark
    if not total[1]:
        boxes = [each for each in weights if _rank(each) == 1 and weights[each][0] * 4 > total[0]]
        return max(boxes, key=lambda each: weights[each][0], default=None)
    for rank, share in ((1, 0.85), (2, 0.85), (0, 0.95)):
        boxes = [each for each in weights if _fits_rank(each, rank) and weights[each][1] >= share * total[1]]
        if boxes:
            return min(boxes, key=lambda each: weights[each][0])
    return None


def _fits_rank(element: Any, rank: int) -> bool:
    """Rank 0 is any box, but no single paragraph: its neighbours belong to the article too."""
    return _rank(element) == rank if rank else element.tag not in _LINES


def _rank(element: Any) -> int:
    """1 for what the page marks as its article or main part, 2 for a box named like one, 0 else."""
    if element.tag in ("article", "main") or element.get("role") in ("article", "main") \
            or "articlebody" in (element.get("itemprop") or "").lower():
        return 1
    return 2 if set((element.get("class") or "").lower().split()) & _ARTICLE_NAMES else 0


class _Sieve:
    """Drops page furniture inside the article. Judges each element once."""

    def __init__(self, root: Any, blocks: list[Block]) -> None:
        self._root = root
        self._sizes: dict[Any, list[int]] = {}
        self._total = sum(len(block.text) for block in blocks)
        self._posts: set[Any] = set()
        for block in blocks:
            for each in self._path(block.element):
                sums = self._sizes.setdefault(each, [0, 0])
                sums[0] += len(block.text)
                sums[1] += block.links
                if block.post:
                    self._posts.add(each)
        self._said: dict[Any, str] = {}

    def _path(self, element: Any) -> Iterable[Any]:
        for each in _ancestors(element):
            if each is self._root:
                return
            yield each

    def keeps(self, block: Block, mark: bool) -> bool:
        """Is the line kept, given whether trafilatura kept it?"""
        if block.post:
            return True
        for each in self._path(block.element):
            said = self._judge(each)
            if said == "never" or (said == "chrome" and not mark):
                return False
        return True

    def _judge(self, element: Any) -> str:
        said = self._said.get(element)
        if said is None:
            said = self._said[element] = self._look(element)
        return said

    def _look(self, element: Any) -> str:
        size, links = self._sizes.get(element, (0, 0))
        if element in self._posts or element.tag in ("body", "html") or size > 0.4 * self._total:
            return ""   # so large a part is no furniture, whatever it is called
        words, names = tokens(element), set((element.get("class") or "").lower().split())
        if element.tag == "nav" or element.get("role") in ("navigation", "search") or words & _FURNITURE or "screen-reader-text" in names:
            return "never"
        dense = links / max(1, size)
        if words & _TEASER or names & _TEASER_NAMES:
            return "never" if links or element.tag == "aside" else "chrome"
        if element.tag == "aside":
            return "chrome" if dense > 0.5 else ""
        if element.tag == "footer":
            text = "".join(element.itertext())[:2000]
            return "chrome" if dense > 0.3 or _RIGHTS.search(text) else ""
        if element.tag == "header" and element.find(".//h1") is None and not _in_article(element):
            return "chrome"
        if element.tag == "article":
            return "never" if dense > 0.5 else ""   # cards of other articles
        return "chrome" if words & _CHROME else ""


def _in_article(element: Any) -> bool:
    return any(each.tag in ("article", "main") for each in element.iterancestors())


def _without_more(blocks: list[Block]) -> list[Block]:
    """Without "Read more: ..." lines that are links, and the links under a heading such as "Related stories"."""
    out: list[Block] = []
    under = False
    for block in blocks:
        match = _MORE.match(block.text) if block.post is None else None
        if match and len(block.text) - match.end() <= 1 and not block.link_share > 0.9:
            heading = len(out)
            under = True
            out.append(block)
            continue
        if under and block.link_share > 0.8:
            if out and len(out) == heading + 1:
                out.pop()   # the heading goes with its first link
            continue
        under = False
        if match and block.link_share > 0.5:
            continue
        out.append(block)
    return out
