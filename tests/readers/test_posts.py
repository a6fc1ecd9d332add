"""Files of posts, one JSON object a line: good lines read, bad ones named, the rest done."""

import hashlib
import json

import pytest

from bearwitness.errors import ReadError
from bearwitness.readers import read_bytes
from bearwitness.readers.posts import Post, PostError, iter_posts, read_post

GOOD = '{"id": "1", "text": "The road is closed.", "published_at": "2025-03-09", "account": "@valleywatch", "lang": "en", "url": "https://social.example/1"}'


def test_good_and_bad_lines_in_order():
    lines = [GOOD, "", "not json", '{"text": "no id"}', '{"id": 7, "text": "A number as id."}', '["a list"]', '{"id": "3"}', GOOD,
             '{"id": "1", "text": "Another post with the first one\'s id."}', '{"id": true, "text": "x"}', '{"id": "9", "text": 12}']
    found = list(iter_posts("\r\n".join(lines).encode() + b"\n" + b'{"id": "8", "text": "caf\xe9"}'))
    assert [(each.line_number, type(each).__name__) for each in found] == [
        (1, "Post"), (3, "PostError"), (4, "PostError"), (5, "Post"), (6, "PostError"), (7, "PostError"), (8, "Post"), (9, "PostError"),
        (10, "PostError"), (11, "PostError"), (12, "PostError")]
    reasons = {each.line_number: each.reason for each in found if isinstance(each, PostError)}
    assert "not JSON" in reasons[3] and '"id"' in reasons[4] and '"text"' in reasons[7] and "line 1" in reasons[9] and "UTF-8" in reasons[12]
    assert [each.id for each in found if isinstance(each, Post)] == ["1", "7", "1"]


def test_a_post_becomes_a_document():
    (post,) = iter_posts(b"\xef\xbb\xbf" + GOOD.encode() + b"\r\n")
    document = read_post(post, publisher="not this", published_at="2020-01-01")
    assert document.text == "The road is closed." and document.reader == "post@1" and document.source == "1"
    assert document.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    assert (document.publisher, document.lang, document.url, document.published_at.start) == ("@valleywatch", "en", "https://social.example/1", "2025-03-09")


def test_arguments_stand_in_for_what_the_post_does_not_say():
    (post,) = iter_posts(b'{"id": 1, "text": "The road is closed."}')
    document = read_post(post, publisher="Valley Watch", published_at="2025-03-09", title="T")
    assert (document.publisher, document.title, document.published_at.start, document.lang) == ("Valley Watch", "T", "2025-03-09", "en")


@pytest.mark.parametrize(("text", "words"), [("", "empty"), (" \n", "empty"), ("a\ud800b", "surrogate"), ("a\x00b", "control character")])
def test_a_post_that_cannot_be_read(text, words):
    (post,) = iter_posts(json.dumps({"id": "1", "text": text}).encode())
    assert isinstance(post, Post)
    with pytest.raises(ReadError, match=words):
        read_post(post)


def test_deep_nesting_is_an_error_of_its_line():
    found = list(iter_posts(b'{"id": 1, "text": "a", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n" + GOOD.encode()))
    assert isinstance(found[0], PostError) and isinstance(found[1], Post)


def test_an_empty_file_has_no_posts():
    assert list(iter_posts(b"")) == [] and list(iter_posts(b"\n \n")) == []


def test_a_file_of_one_post_by_the_common_door_and_of_several():
    assert read_bytes(GOOD.encode(), name="one.posts.jsonl").text == "The road is closed."
    with pytest.raises(ReadError, match=r"2 posts in one file; it must be added as \.posts\.jsonl"):
        read_bytes(b'{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}', name="two.jsonl")
    with pytest.raises(ReadError, match="line 1: the line is not JSON"):
        read_bytes(b"{", name="bad.jsonl")
