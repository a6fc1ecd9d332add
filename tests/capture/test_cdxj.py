"""The keys of the index, against the program that the common tools take them from."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.capture.blocks import Block
from bearwitness.capture.cdxj import entry_of, index, surt

KEYS = [
    ("https://www.Example.org/News/?b=2&a=1", "org,example)/news?a=1&b=2", "lower case, no www, arguments sorted"),
    ("http://example.org:80/", "org,example)/", "no default port"), ("https://example.org:443/a", "org,example)/a", "nor that of TLS"),
    ("http://example.org:8080/a/", "org,example:8080)/a", "another port stays; the last slash goes"),
    ("http://amal:pw@example.org/", "org,example)/", "no name, no password"), ("http://example.org", "org,example)/", "no path"),
    ("http://example.org/a/./b/../c//d", "org,example)/a/c/d", "dots and double slashes"), ("http://example.org/a?", "org,example)/a", "an empty query"),
    ("http://example.org/a#part", "org,example)/a", "no fragment"), ("http://www12.example.org/", "org,example)/", "www with digits"),
    ("http://example.org/%7Euser/%2541", "org,example)/~user/a", "escaped twice"), ("http://example.org/a?sid=0123456789abcdef0123456789abcdef&x=1", "org,example)/a?x=1", "a session id"),
    ("http://127.0.0.1:8080/a", "1,0,0,127:8080)/a", "an IP address"), ("urn:dom:http://example.org/a", "urn:dom:http://example.org/a", "no host"),
    ("file:///home/a.html", "file:/home/a.html", "a file"), ("http://example.org/شارع?q=é", "org,example)/%d8%b4%d8%a7%d8%b1%d8%b9?q=%c3%a9", "letters beyond ASCII"),
    ("http://مثال.example/", "example,xn--mgbh0fb)/", "a name beyond ASCII"), ("http://example.org/a?b&a=&a", "org,example)/a?a&a=&b", "arguments without a value"),
]


@pytest.mark.parametrize(("url", "key", "why"), KEYS)
def test_the_key_of_an_address(url: str, key: str, why: str) -> None:
    assert surt(url) == key, why


_STEP = st.text("aBc%20~.é;()'\"&=+", max_size=6)
_URLS = st.builds(lambda scheme, host, port, steps, query, end: f"{scheme}://{host}{port}{''.join('/' + step for step in steps)}{'?' + query if query is not None else ''}{end}",
                  st.sampled_from(["http", "https", "ftp"]), st.sampled_from(["example.org", "WWW.example.org", "www3.a.b.example", "192.0.2.7", "bücher.example", "x"]),
                  st.sampled_from(["", ":80", ":443", ":8080", ":"]), st.lists(_STEP, max_size=4), st.none() | st.text("aB=&1%é/+", max_size=12), st.sampled_from(["", "/", "#x"]))


@given(_URLS)
def test_the_keys_are_those_of_the_other_tools(url: str) -> None:
    theirs = pytest.importorskip("surt", reason="NOT COMPARED with surt: not installed")
    assert surt(url) == theirs.surt(url)


def test_a_long_index_is_in_blocks_that_stand_where_the_list_says() -> None:
    def block(n: int) -> Block:
        return Block("WARC/1.1", (("WARC-Type", "resource"), ("WARC-Target-URI", f"http://example.org/{n:04d}"), ("WARC-Date", "2025-03-10T00:00:00.25Z"), ("Content-Type", "text/plain")), b"x", 1, 0, 0, True)

    entries = [entry for n in reversed(range(700)) if (entry := entry_of(block(n), offset=n, length=1, filename="data.warc.gz"))]
    data, blocks = index(entries, "index.cdx.gz")
    lines = gzip.decompress(data).decode().splitlines()
    assert (len(lines), lines) == (700, sorted(lines))
    listed = [line.rpartition(" {")[2] for line in blocks.decode().splitlines()[1:]]
    assert len(listed) == 3
    start = int(listed[1].split('"offset": ')[1].split(",")[0])
    assert gzip.decompress(data[start:]).decode().splitlines()[0].startswith("org,example)/0300 20250310000000 ")
