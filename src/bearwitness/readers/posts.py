"""Posts in a `*.posts.jsonl` file: one JSON object a line, each line an original of its own.

    {"id": "1", "text": "...", "published_at": "2025-03-09", "account": "@valleywatch", "lang": "ku", "url": "https://..."}

`id` and `text` are required; `published_at`, `publisher` or `account`, `title`, `lang` and `url` are used; all else is
kept with the line. The line's own bytes are the original, so one bad line harms no other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bearwitness.errors import ReadError
from bearwitness.model import Document
from bearwitness.readers.base import MAX_TEXT_BYTES, Found, Original, Reader, finish, too_large
from bearwitness.readers.decode import refuse_binary
from bearwitness.readers.nested import find_nested

NAME, VERSION = "post", "1"
MEDIA_TYPE = "application/json"
SUFFIX = ".posts.jsonl"
_BLANK = b" \t\r\n"


@dataclass(frozen=True, slots=True)
class Post:
    """One good line: its id, its number in the file (from 1), its bytes without the line's end, and its fields."""

    id: str
    line_number: int
    raw: bytes
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PostError:
    """One line that is no post: its number and what is wrong with it. `id` is given where it could be read."""

    line_number: int
    reason: str
    raw: bytes = b""
    id: str | None = None


def is_posts(name: str) -> bool:
    """Is this the name of a file of posts?"""
    return name.lower().endswith(SUFFIX)


def iter_posts(data: bytes) -> Iterator[Post | PostError]:
    """The posts of a file in order, and an error for each line that is none. Empty lines are passed over.

    A second line with the id of an earlier one is an error unless it is the same line, byte for byte.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    seen: dict[str, tuple[int, bytes]] = {}
    start, number = 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        raw, start, number = data[start:end].strip(_BLANK), end + 1, number + 1
        if not raw:
            continue
        post = _post(raw, number)
        if isinstance(post, Post):
            first, line = seen.setdefault(post.id, (number, raw))
            if line != raw:
                post = PostError(number, f"id {post.id!r} was used on line {first} for another post; give each post its own id", raw, post.id)
        yield post


def _post(raw: bytes, number: int) -> Post | PostError:
    try:
        fields = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return PostError(number, f"byte {error.start} of the line is not UTF-8; export the file as UTF-8", raw)
    except RecursionError:
        return PostError(number, "the line nests too deep to be a post", raw)
    except ValueError as error:
        return PostError(number, f"the line is not JSON ({error}); each line must be one object in braces", raw)
    if not isinstance(fields, dict):
        return PostError(number, "the line is not a JSON object; each line must be one object in braces", raw)
    key = fields.get("id")
    if isinstance(key, bool) or not isinstance(key, (str, int)) or not str(key).strip():
        return PostError(number, 'the post has no "id"; each needs one, a text or a whole number', raw)
    if not isinstance(fields.get("text"), str):
        return PostError(number, f'post {key!r} has no "text"', raw, str(key))
    return Post(str(key), number, raw, fields)


def read_post(post: Post, *, name: str | None = None, publisher: str | None = None, published_at: str | None = None,
              title: str | None = None, lang: str | None = None) -> Document:
    """The document of one post: its text character for character, its digest that of the line's bytes.

    The arguments stand in for what the post does not say itself; what it says wins, because in one file each
    post has its own account and date.

    Raises:
        ReadError: the text is empty, binary or too large.
    """
    fields = post.fields
    name = name or post.id
    too_large(len(post.raw), MAX_TEXT_BYTES, name)
    text = fields["text"]
    if not text.strip():
        raise ReadError(f'{name}: the "text" of the post is empty; if it was only a picture or video, describe it in words')
    refuse_binary(text, name)
    original = Original(
        data=post.raw, name=name, media_type=MEDIA_TYPE, url=_word(fields, "url", "link"),
        publisher=_word(fields, "publisher", "account", "author") or publisher,
        published_at=_word(fields, "published_at", "date", "created_at") or published_at,
        title=_word(fields, "title") or title, lang=_word(fields, "lang", "language") or lang)
    found = Found(text=text, author=_word(fields, "author"), nested=find_nested(text))
    return finish(original, found, reader=f"{NAME}@{VERSION}")


def _word(fields: dict[str, Any], *names: str) -> str | None:
    """The first of some fields that holds a text or number, as text."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return None


def read(original: Original) -> Document:
    """Read a file that holds exactly one post; a file of several is split by `iter_posts` first.

    Raises:
        ReadError: the line is no post, or there are several.
    """
    posts = list(iter_posts(original.data))
    if len(posts) != 1:
        raise ReadError(f"{original.name}: {len(posts)} posts in one file; it must be added as {SUFFIX}, one report a line")
    if isinstance(posts[0], PostError):
        raise ReadError(f"{original.name}: line {posts[0].line_number}: {posts[0].reason}")
    return read_post(posts[0], name=original.name, publisher=original.publisher, published_at=original.published_at,
                     title=original.title, lang=original.lang)


READER = Reader(name=NAME, version=VERSION, read=read, media_types=("application/jsonl",), suffixes=(".jsonl",))
