"""Exports and feeds: each message a member with its own bytes, its text, and what is told about it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.capture import jsonparts
from bearwitness.capture.exports import TELEGRAM, VIDEO_INFO, X_ARCHIVE
from bearwitness.capture.feeds import FEED
from bearwitness.capture.packages import Member, PackageError

CHANNEL = {"name": "قناة الوادي", "type": "public_channel", "id": 77, "messages": [
    {"id": 1, "type": "message", "date": "2025-03-09T13:00:00", "date_unixtime": "1741518000", "from": "Valley Watch",
     "text": ["Shells fell on ", {"type": "bold", "text": "the market"}, " — three dead 😢."]},
    {"id": 2, "type": "message", "date": "2025-03-09T14:00:00", "photo": "photos/a.jpg", "text": ""},
    {"id": 3, "type": "message", "date": "2025-03-10T09:00:00", "forwarded_from": "Somebody Else", "text": 'They said "messages": [ nothing'}]}
GROUP = {**CHANNEL, "name": "Family", "type": "private_group", "id": 5}


def told(source, data: bytes, name: str) -> list[Member]:
    return list(source.members(io.BytesIO(data), name))


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_telegram_messages_are_members_with_their_bytes(indent: int | None, mark: bytes) -> None:
    data = mark + json.dumps(CHANNEL, ensure_ascii=False, indent=indent).encode()
    assert TELEGRAM.takes(data[:4096], "result.json")
    first, second, third = told(TELEGRAM, data, "result.json")
    assert first.found is not None
    assert first.found.text == "Shells fell on the market — three dead 😢."
    assert (first.key, first.told["publisher"], first.told["published_at"], first.told["sensitivity"]) == ("77/1", "قناة الوادي", "2025-03-09T11:00:00Z", "0")
    assert "photo" in (second.fault or "")
    assert [code for code, _ in third.warnings] == ["forwarded"]
    for member, message in ((first, CHANNEL["messages"][0]), (third, CHANNEL["messages"][2])):
        assert member.offset is not None
        assert member.length is not None
        assert data[member.offset:member.offset + member.length] == member.data
        assert json.loads(member.data or b"") == message


def test_all_chats_of_an_account_and_what_is_private_stays_so() -> None:
    data = json.dumps({"about": "export", "chats": {"list": [CHANNEL, GROUP]}}).encode()
    members = told(TELEGRAM, data, "result.json")
    assert [(m.key, m.told.get("sensitivity")) for m in members if m.data] == [("77/1", "0"), ("77/3", "0"), ("5/1", "2"), ("5/3", "2")]


def test_an_export_cut_off_gives_what_is_whole() -> None:
    data = json.dumps(CHANNEL).encode()
    members = []
    with pytest.raises(PackageError, match="cut off"):
        for member in TELEGRAM.members(io.BytesIO(data[:-60]), "result.json"):
            members.append(member)
    assert [m.key for m in members] == ["77/1", "77/2"]


@given(st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda x: st.lists(x, max_size=3), max_leaves=5), max_size=6),
       st.sampled_from([None, 1, 4]), st.text("abc\U0001f600é", max_size=5))
@settings(max_examples=80, deadline=None)
def test_the_places_of_items_are_exact(values: list, indent: int | None, before: str) -> None:
    text = before + json.dumps(values, indent=indent, ensure_ascii=False)
    raw = text.encode()
    found = list(jsonparts.items(text, len(before)))
    assert [v for v, _, _ in found] == values
    assert all(raw[at:at + len(w.encode())] == w.encode() for _, w, at in found)


def archive(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, words in files.items():
            zipped.writestr(name, words)
    return out.getvalue()


def test_an_archive_of_x_gives_its_posts() -> None:
    data = archive(**{
        "data/account.js": 'window.YTD.account.part0 = [{"account": {"username": "valleywatch", "accountDisplayName": "Valley Watch"}}]',
        "data/tweets.js": "window.YTD.tweets.part0 = " + json.dumps([
            {"tweet": {"id_str": "11", "full_text": "Three dead in the market", "created_at": "Sun Mar 09 13:00:00 +0200 2025", "lang": "en"}},
            {"tweet": {"id_str": "12", "full_text": "RT @other: nothing", "created_at": "?", "lang": "und"}}])})
    assert X_ARCHIVE.takes(data[:4096], "twitter.zip")
    first, second = told(X_ARCHIVE, data, "twitter.zip")
    assert dict(first.told) == {"publisher": "@valleywatch", "lang": "en", "published_at": "2025-03-09T11:00:00Z", "url": "https://x.com/valleywatch/status/11"}
    assert (second.told["published_at"], second.told["lang"], second.warnings[0][0]) == ("", "", "repost")


def test_what_is_no_archive_of_x_is_told() -> None:
    with pytest.raises(PackageError, match=r"no data/tweets\.js"):
        told(X_ARCHIVE, archive(**{"data/account.js": "x = [{}]"}), "a.zip")


def test_a_videos_description_is_a_report() -> None:
    info = {"extractor": "youtube", "id": "abc", "title": "After the shelling", "description": "Filmed by neighbours.", "uploader": "Valley Watch",
            "timestamp": 1741518000, "webpage_url": "https://video.example/abc"}
    [member] = told(VIDEO_INFO, json.dumps(info).encode(), "v.info.json")
    assert member.found is not None
    assert member.found.text == "After the shelling\n\nFilmed by neighbours."
    assert (member.told["url"], member.told["published_at"]) == ("https://video.example/abc", "2025-03-09T11:00:00Z")
    with pytest.raises(PackageError, match="no extractor"):
        told(VIDEO_INFO, b"{}", "v.info.json")


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Valley News</title>
<language>en</language><item><title>Shelling</title><link>http://news.example/1</link><guid>g1</guid><pubDate>Sun, 09 Mar 2025 13:00:00 +0200</pubDate>
<description>Short.</description><content:encoded><![CDATA[<p>Three people died.</p><script>x</script><p>Two &amp; more.</p>]]></content:encoded></item>
<item><guid>g1</guid><title>Again</title></item><item><link>http://news.example/3</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ku"><title>Geli</title><entry><id>urn:1</id><title>Topbaran</title>
<link rel="self" href="http://a.example/self"/><link href="http://a.example/1"/><published>2025-03-09T11:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Sê kes mirin.</p></div></content></entry></feed>"""


def test_entries_of_feeds() -> None:
    first, again, empty = told(FEED, RSS.encode(), "feed")
    assert first.found is not None
    assert first.found.text == "Shelling\n\nThree people died.\n\nTwo & more."
    assert dict(first.told) == {"url": "http://news.example/1", "title": "Shelling", "publisher": "Valley News", "published_at": "2025-03-09T13:00:00+02:00", "lang": "en"}
    assert (first.key, again.key) == ("g1", "g1 (2)")
    assert empty.fault == "has neither a title nor text"
    [entry] = told(FEED, ATOM.encode(), "feed")
    assert entry.found is not None
    assert (entry.found.text, entry.told["url"], entry.told["lang"]) == ("Topbaran\n\nSê kes mirin.", "http://a.example/1", "ku")


def test_a_list_of_feeds_names_them() -> None:
    opml = b'<opml version="2.0"><body><outline text="a"><outline xmlUrl="http://a.example/feed"/></outline></body></opml>'
    [member] = told(FEED, opml, "feeds.opml")
    assert (member.key, "add http://a.example/feed" in (member.fault or "")) == ("http://a.example/feed", True)


HOSTILE = [
    '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
    '<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
    "<rss><channel><item>", "<rss>\x00</rss>", "<rss>" + "<a>" * 5000 + "</rss>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_feeds_are_refused(words: str) -> None:
    with pytest.raises(PackageError):
        told(FEED, words.encode(), "feed")


def test_a_page_that_only_speaks_of_feeds_is_none() -> None:
    assert not FEED.takes(b"<!doctype html><html><p>about &lt;rss&gt; <rss></p>", "a.html")
    assert FEED.takes(RSS.encode(), "feed")
