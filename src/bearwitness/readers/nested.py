"""Posts that stand inside a plain text: sources of their own, known by the signature line after their words.

    🔻 Residents say the road to the mill is closed. pic.twitter.com/abc
    — Valley Watch (@valleywatch) March 9, 2025

The signature is plain to see; where the words begin is not, because a text that was copied from a page
often has each paragraph and each line of a post on a line of its own, with no blank line between. Taking too much puts
the article's words into the post's mouth, so a line joins the post only when something marks it as part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bearwitness.model import Nested, When
from bearwitness.readers.days import is_only_date, parse_day
from bearwitness.readers.language import language_of, script_of

_MARKS = "\u200e\u200f\u202a-\u202e\u2066-\u2069"   # direction marks around names in right-to-left scripts
_HANDLE = r"\((?P<handle>@[\w.\-]{1,80}(?:@[\w.\-]{1,80})?)\)"
_SIGNATURE = re.compile(
    rf"(?:^|(?<=\s))[{_MARKS}]*(?P<dash>[—–―]|--?(?=\s))[{_MARKS}\s]*(?P<name>[^—–―\n]{{1,120}}?)[{_MARKS}\s]*{_HANDLE}"
    rf"[{_MARKS}\s·,،|]*(?P<date>[^\n@()]{{0,60}}?)\s*$")
_SHARED = re.compile(rf"^A post shared by (?P<name>[^\n]{{1,120}}?) {_HANDLE}(?: on (?P<date>[^\n]{{1,60}}?))?\s*$")

_LINK = re.compile(r"(?:https?://|pic\.twitter\.com/|(?<![\w.])t\.co/|(?<![\w.])t\.me/)[^\s<>\"”]+")
_ENDS_IN_LINK = re.compile(rf"(?:{_LINK.pattern}|\[image or embed\])\s*$")
# "Excerpts from the statement:https://t.co/x": points at something and needs the words above it.
_POINTER = re.compile(rf"^[^\n]{{0,160}}[:：]\s*(?:{_LINK.pattern})\s*$|^\s*(?:{_LINK.pattern}|[#@]\w+)(?:\s+(?:{_LINK.pattern}|[#@]\w+))*\s*$")
_RULE = re.compile(r"^[\s–—\-_=*•·.~⸺]{3,}$")
_PICTURE = "[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_STARTS_AS_POST = re.compile(rf"^\s*(?:{_PICTURE}|[#@]\w|\d{{1,2}}/(?:\d{{1,2}})?\s|(?:BREAKING|URGENT|UPDATE)\b)")
_ENDS_IN_TAG = re.compile(r"#\w+\s*$")
_QUOTED = re.compile(r"^\s*[“«\"„].*[”»\"]\s*$")

# A classic post holds 280 signs; its links are counted as 23 each. With some slack for what embedding adds.
_POST = 320
_MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class _Page:
    """What holds for a whole text: its script, and whether blank lines set its paragraphs apart (touching lines are then one)."""

    script: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed a post and when; offsets are within the signature's line."""

    start: int
    name: str
    name_start: int
    name_end: int
    handle: str | None
    published_at: When


def read_signature(line: str) -> Signature | None:
    """The signature that ends a line ("— Name (@handle) March 9, 2025"), or None.

    A dash, a name and a handle in brackets make one; the date may be missing but nothing else may follow.
    """
    if "@" not in line:
        return None
    match = _SIGNATURE.search(line) or _SHARED.search(line)
    if not match:
        return None
    groups = match.groupdict()
    dash = groups.get("dash")
    if dash and dash.startswith("-") and line[:match.start()].strip():
        return None   # a hyphen inside a sentence is no signature
    date = (groups.get("date") or "").strip(" .,·")
    when = parse_day(date) if date else When()
    if date and not is_only_date(date):
        return None   # other words follow the handle: a sentence that names an account
    return Signature(match.start(), match["name"], match.start("name"), match.end("name"), match["handle"], when)


def find_nested(text: str) -> tuple[Nested, ...]:
    """The posts embedded in a text, in order, with exact offsets into it.

    `handle` keeps its "@". `link` is the last address in the post's words (a picture's, or what it points at), because a
    plain text does not carry the post's own. `lang` is the language most of its words are in.
    """
    if "@" not in text:
        return ()
    lines = _lines(text)
    page = _Page(script_of(text[:20000]), _spaced(lines))
    found: list[Nested] = []
    floor = 0
    for number, line in enumerate(lines):
        signature = read_signature(line.text) if "(@" in line.text else None
        if not signature:
            continue
        post = _post(lines, number, signature, floor, page)
        if post:
            found.append(post)
            floor = number + 1
    return tuple(found)


def _lines(text: str) -> list[_Line]:
    """The lines of a text with their offsets; ends are "\\n" with or without "\\r"."""
    out, start = [], 0
    for raw in text.split("\n"):
        out.append(_Line(start, raw.rstrip("\r")))
        start += len(raw) + 1
    return out


def _post(lines: list[_Line], number: int, signature: Signature, floor: int, page: _Page) -> Nested | None:
    line = lines[number]
    same_line = line.text[:signature.start].rstrip()
    first, last = _body(lines, number, same_line, floor, page)
    if first is None or last is None:
        return None
    start = _skip_blanks(lines[first])
    end = line.start + len(same_line) if last == number else lines[last].start + len(lines[last].text.rstrip())
    if end <= start:
        return None
    words = "\n".join(each.text for each in lines[first:last + 1])
    words = words[start - lines[first].start:][:end - start]
    links = _LINK.findall(words)
    return Nested(
        start=start, end=line.start + len(line.text.rstrip()), body_start=start, body_end=end,
        account=signature.name, handle=signature.handle, published_at=signature.published_at,
        lang=language_of(words), link=links[-1].rstrip(".,") if links else None,
        account_start=line.start + signature.name_start, account_end=line.start + signature.name_end)


def _skip_blanks(line: _Line) -> int:
    return line.start + len(line.text) - len(line.text.lstrip())


def _body(lines: list[_Line], number: int, same_line: str, floor: int, page: _Page) -> tuple[int | None, int | None]:
    """First and last line of a post's words: the line before its signature, and those above it that a cue ties to it."""
    last = number if same_line else _above(lines, number, floor)
    if last is None:
        return None, None
    first, size = last, _signs(same_line if same_line else lines[last].text)
    while last - first < _MOST_LINES:
        tied = _needs_more(lines[first].text)
        above = first - 1
        if above >= floor and lines[above].blank:
            if not (tied or _RULE.match(lines[first].text) or _RULE.match(lines[above - 1].text)):
                break
            above -= 1
        if above < floor or lines[above].blank:
            break
        size += _signs(lines[above].text)
        touching = page.spaced and above == first - 1
        if size > _POST or not (tied or touching or _joins(lines[above].text, _under(lines, first), page.script)):
            break
        first = above
    while first < last and _RULE.match(lines[first].text):
        first += 1   # a rule with nothing of the post above it belongs to the page
    return first, last


def _above(lines: list[_Line], number: int, floor: int) -> int | None:
    """The line of words just above a signature, over one blank line at most."""
    for back in (1, 2):
        at = number - back
        if at >= floor and not lines[at].blank:
            return None if read_signature(lines[at].text) else at
    return None


def _needs_more(line: str) -> bool:
    """Does this line make no post by itself: a bare link, tags, "Full statement: https..."?"""
    return bool(_POINTER.match(line))


def _under(lines: list[_Line], number: int) -> str:
    """The line at or just under a rule: a rule may part a post's two languages, or the post from the page."""
    while number + 1 < len(lines) and (_RULE.match(lines[number].text) or lines[number].blank):
        number += 1
    return lines[number].text


def _joins(above: str, below: str, home: str) -> bool:
    """Is the line above marked as part of the post below it? A rule is taken on trial: see the end of `_body`."""
    if _RULE.match(above):
        return True
    if _STARTS_AS_POST.match(above) or _ENDS_IN_LINK.search(above) or _ENDS_IN_TAG.search(above):
        return True
    script = script_of(above)
    return script not in (home, "none") and script_of(below) == script


def _signs(line: str) -> int:
    """Length as a post counts it: each link 23."""
    return len(_LINK.sub("x" * 23, line)) + 1


def _spaced(lines: list[_Line]) -> bool:
    filled = sum(not line.blank for line in lines)
    blank = sum(line.blank for line in lines[1:-1])
    return filled >= 4 and blank * 3 >= filled
