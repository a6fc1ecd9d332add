"""Exports of accounts and chats: Telegram's JSON, an X archive's tweets, yt-dlp's description of a video.

Each message is a report of its own: its bytes are those of the export, its text is what its author wrote. A chat that
is not public keeps the level of what is not published (2), whatever else is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from bearwitness.capture import jsonparts
from bearwitness.capture.archives import Archive
from bearwitness.capture.packages import Member, PackageError
from bearwitness.readers.base import Found
from bearwitness.readers.days import parse_day

MAX_EXPORT = 500_000_000


def _whole(file: IO[bytes]) -> bytes:
    file.seek(0)
    data = file.read(MAX_EXPORT + 1)
    if len(data) > MAX_EXPORT:
        raise PackageError(f"is larger than {MAX_EXPORT / 1e6:.0f} MB: export it in parts")
    return data


def _text(value: Any) -> str | None:
    return value.strip() if isinstance(value, str) and value.strip() else None


def _when(seconds: Any) -> str | None:
    """Seconds since 1970 (a number or a text) as a day and time in UTC."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
    except (TypeError, ValueError, OverflowError, OSError):
        return None


# --- Telegram ---------------------------------------------------------------------------------------

_PUBLIC = ("public_channel", "public_supergroup")
_CHAT = re.compile(r'"messages"\s*:\s*\[')


@dataclass(frozen=True, slots=True)
class TelegramSource:
    """Messages of Telegram Desktop's `result.json`, of one chat or of all."""

    name: str = "telegram"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        return name.lower().endswith(".json") and (b'"messages"' in head or b'"chats"' in head) and b'"type"' in head

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        text, before = jsonparts.decoded(_whole(file))
        found = False
        at = 0
        while m := _CHAT.search(text, at):
            found = True
            chat = _chat_before(text, at, m.start())
            at = m.end()
            for message, words, place in jsonparts.items(text, m.end() - 1, before=before):
                if isinstance(message, dict):
                    yield _message(chat, message, words, place)
                at += len(words)
        if not found:
            raise PackageError("is no Telegram export: it has no list of messages")


def _chat_before(text: str, start: int, end: int) -> dict[str, Any]:
    """Name, type and id of the chat whose list of messages begins at `end`: the fields before it."""
    head = text[max(start, end - 2_000):end]
    at = head.rfind("{")
    try:
        chat = json.loads(head[at:].rstrip().rstrip(",") + "}") if at >= 0 else {}
    except (ValueError, RecursionError):
        return {}
    return chat if isinstance(chat, dict) else {}


def _message(chat: Mapping[str, Any], message: Mapping[str, Any], words: str, place: int) -> Member:
    key = f"{chat.get('id') or chat.get('name') or 'chat'}/{message.get('id', '?')}"
    text = _telegram_text(message.get("text"))
    data = words.encode("utf-8", "surrogatepass")
    member = Member(key, offset=place, length=len(data))
    if text is None:
        media = next((k for k in ("photo", "file", "media_type", "action", "poll", "location_information") if message.get(k)), None)
        return Member(key, offset=place, length=len(data), fault="has no text" + (f" ({media}): add its picture or video by itself" if media else ""))
    author = _text(message.get("from")) or _text(chat.get("name"))
    public = chat.get("type") in _PUBLIC
    told = {"publisher": _text(chat.get("name")) or author or "", "published_at": _when(message.get("date_unixtime")) or _text(message.get("date")) or "",
            "sensitivity": "0" if public else "2"}
    forwarded = _text(message.get("forwarded_from"))
    warnings = (("forwarded", f"it was forwarded from “{forwarded[:100]}”: those are the words of somebody else"),) if forwarded else ()
    return Member(key, data, told, None, member.offset, member.length, None, warnings,
                  Found(text, author=author, publisher=told["publisher"] or None, published_at=parse_day(told["published_at"])))


def _telegram_text(value: Any) -> str | None:
    """A message's text: plain, or in pieces of which some are links, bold and so on."""
    if isinstance(value, list):
        value = "".join(piece if isinstance(piece, str) else str(piece.get("text", "")) if isinstance(piece, dict) else "" for piece in value)
    return value if isinstance(value, str) and value.strip() else None


# --- X ----------------------------------------------------------------------------------------------

_TWEETS = re.compile(r"(?:^|/)data/tweets?(?:-part\d+)?\.js$")
_ACCOUNT = re.compile(r"(?:^|/)data/account\.js$")


@dataclass(frozen=True, slots=True)
class XArchiveSource:
    """Posts of the archive that X gives an account's owner: a ZIP with `data/tweets.js`."""

    name: str = "x-archive"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        return head.startswith(b"PK\x03\x04") and bool(re.search(rb"data/(?:tweets?|account|manifest)[^/]{0,12}\.js|Your archive\.html", head))

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        archive = Archive(file)
        handle, shown = _account(archive)
        found = False
        for entry in archive.entries:
            if not _TWEETS.search(entry.filename):
                continue
            found = True
            text, before = jsonparts.decoded(archive.read(entry, most=MAX_EXPORT))
            at = text.find("[")
            if at < 0:
                raise PackageError(f"{entry.filename} holds no list of posts")
            for item, words, _ in jsonparts.items(text, at, before=before):
                post = item.get("tweet", item) if isinstance(item, dict) else {}
                yield _post(post if isinstance(post, dict) else {}, words, handle, shown)
        if not found:
            raise PackageError("is no archive of X: it has no data/tweets.js")


def _account(archive: Archive) -> tuple[str | None, str | None]:
    entry = next((e for e in archive.entries if _ACCOUNT.search(e.filename)), None)
    if entry is None:
        return None, None
    text, before = jsonparts.decoded(archive.read(entry))
    for item, _, _ in jsonparts.items(text, max(text.find("["), 0), before=before):
        account = item.get("account") if isinstance(item, dict) else None
        account = account if isinstance(account, dict) else {}
        return _text(account.get("username")), _text(account.get("accountDisplayName"))
    return None, None


def _post(post: Mapping[str, Any], words: str, handle: str | None, shown: str | None) -> Member:
    ident = _text(post.get("id_str")) or str(post.get("id", "?"))
    text = _text(post.get("full_text")) or _text(post.get("text"))
    data = words.encode("utf-8", "surrogatepass")
    if text is None:
        return Member(ident, fault="has no text")
    told = {"publisher": f"@{handle}" if handle else shown or "", "lang": _text(post.get("lang")) or "", "published_at": _x_time(post.get("created_at")) or ""}
    if handle and ident.isdigit():
        told["url"] = f"https://x.com/{handle}/status/{ident}"
    if told["lang"] in ("und", "qme", "zxx", "qht", "qam", "qst"):
        told["lang"] = ""
    warnings = (("repost", "it begins with RT: those are the words of somebody else"),) if text.startswith("RT @") else ()
    return Member(ident, data, told, None, None, None, None, warnings,
                  Found(text, author=shown, publisher=told["publisher"] or None, published_at=parse_day(told["published_at"])))


def _x_time(value: Any) -> str | None:
    """ "Wed Mar 12 10:00:00 +0000 2025" in ISO 8601."""
    try:
        return datetime.strptime(str(value), "%a %b %d %H:%M:%S %z %Y").astimezone(UTC).isoformat().replace("+00:00", "Z")
    except ValueError:
        return None


# --- yt-dlp -----------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class VideoInfoSource:
    """What yt-dlp writes beside a video (`*.info.json`): its title and description are the report; the video is a file of its own."""

    name: str = "yt-dlp"
    version: str = "1"

    def takes(self, head: bytes, name: str, /) -> bool:
        return name.lower().endswith(".info.json")

    def members(self, file: IO[bytes], name: str, /) -> Iterator[Member]:
        data = _whole(file)
        text, _ = jsonparts.decoded(data)
        try:
            info = json.loads(text)
        except (ValueError, RecursionError) as e:
            raise PackageError(f"cannot be read as JSON ({str(e)[:120]})") from e
        if not isinstance(info, dict) or "extractor" not in info:
            raise PackageError("is not what yt-dlp writes: it has no extractor")
        words = "\n\n".join(t for t in (_text(info.get("title")), _text(info.get("description"))) if t)
        key = str(info.get("id") or info.get("webpage_url") or "video")
        if not words:
            yield Member(key, fault="has neither a title nor a description")
            return
        told = {"url": _text(info.get("webpage_url")) or "", "title": _text(info.get("title")) or "", "lang": _text(info.get("language")) or "",
                "publisher": _text(info.get("uploader")) or _text(info.get("channel")) or "",
                "published_at": _when(info.get("timestamp")) or _text(info.get("upload_date")) or ""}
        yield Member(key, data, told, None, 0, len(data), None, (), Found(words, author=told["publisher"] or None, published_at=parse_day(told["published_at"])))


TELEGRAM = TelegramSource()
X_ARCHIVE = XArchiveSource()
VIDEO_INFO = VideoInfoSource()
