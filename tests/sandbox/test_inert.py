"""The inert copy: what stays of a page, what goes, and that nothing else passes the check on the way back."""

from __future__ import annotations

import base64
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.sandbox import inert


def shrink(data: bytes) -> bytes:
    if not data.startswith(b"\x89PNG"):
        raise ValueError
    return b"\xff\xd8\xffsmall"


def copy(source: str, **options: bool) -> tuple[dict[str, object], str, str]:
    return inert.inert(source, shrink=shrink, **options)


PNG = "data:image/png;base64," + base64.b64encode(b"\x89PNG rest").decode()
STAYS = [
    ("<p class=a dir=rtl>words <b>and</b> more</p>", '<p class="a" dir="rtl">words <b>and</b> more</p>', "words and looks"),
    ("<table><tr><td colspan=2>12</td></tr></table>", '<td colspan="2">12</td>', "tables"),
    ("<p>a &lt;script&gt; &amp; b</p>", "<p>a &lt;script&gt; &amp; b</p>", "marks as text stay text"),
    ("<a href='http://x.example/'>words</a> after", '<u class="bw-link" title="http://x.example/">words</u> after', "a link's words"),
    ("<noscript><p>words</p></noscript>", "<p>words</p>", "what a browser without scripts shows"),
    ("<x-card><p>words</p></x-card>", "<p>words</p>", "elements of the page's own, by their content"),
    (f"<img alt='a market' src='{PNG}'>", '<img alt="a market" src="data:image/jpeg;base64,/9j/', "a picture inside the page, drawn anew"),
    ("<p style='color: red; margin: 1px'>x</p>", 'style="color: red; margin: 1px"', "styles that fetch nothing"),
    ("<textarea>typed</textarea><button>Go</button>", "typed", "words in fields"),
    ("<div>" * 1500 + "deep" + "</div>" * 1500, "deep", "however deep it stands"),
    ("<div>" * 60_000 + "deeper" + "</div>" * 60_000, "<p>deeper</p>", "and deeper than any tree"),
]
GOES = [
    ("<script>x()</script>", "x()", "scripts"), ("<p onclick='x()'>a</p>", "onclick", "handlers"), ("<a href='javascript:x()'>a</a>", "href", "live links"),
    ("<img src='http://x.example/a.png'>", "<img", "pictures elsewhere"), ("<img src='data:image/svg+xml,<svg/>'>", "<img", "drawings as pictures"),
    ("<iframe src=x></iframe>", "iframe", "frames"), ("<form action=x><input name=a></form>", "<form", "forms"), ("<svg><circle/></svg>", "svg", "drawings"),
    ("<p style='background:url(x)'>a</p>", "url(", "styles that fetch"), ("<p style='background:\\75rl(x)'>a</p>", "75rl(x", "the same in disguise"),
    ("<link rel=stylesheet href=x>", "link", "links to files"), ("<meta http-equiv=refresh content=0>", "meta", "orders to the browser"),
    ("<p id=x name=y>a</p>", "name=", "names that scripts go by"), ("<video src=x></video>", "<video", "media"), ("<base href=x>", "base", "another base"),
]


@pytest.mark.parametrize(("source", "found", "why"), STAYS, ids=[row[2] for row in STAYS])
def test_what_stays(source: str, found: str, why: str) -> None:
    _, body, style = copy(f"<html><body>{source}</body></html>")
    assert found in body
    inert.refuse_unless_inert(body, style)


@pytest.mark.parametrize(("source", "lost", "why"), GOES, ids=[row[2] for row in GOES])
def test_what_goes(source: str, lost: str, why: str) -> None:
    _, body, style = copy(f"<html><body>before {source} after</body></html>")
    if lost == "75rl(x":
        assert "\\" not in body
    elif lost != "href":
        assert lost not in body
    else:
        assert "href=" not in body
    assert "before" in body and "after" in body
    inert.refuse_unless_inert(body, style)


def test_it_counts_what_it_left_out() -> None:
    about, _, _ = copy("<html><head><script>1</script><link href=x></head><body><script>2</script><b onclick=x onload=y>a</b><a href=x>b</a><iframe></iframe><img src=http://x>")
    assert about["left_out"] == {"scripts": 2, "links_to_files": 1, "handlers": 2, "links": 1, "frames": 1, "pictures_elsewhere": 1}


def test_addresses_are_told_when_asked_for() -> None:
    assert '[http://x.example/?a=&lt;b&gt;]' in copy("<a href='http://x.example/?a=<b>'>c</a>", addresses=True)[1]


STYLES = [("p{color:red}", "p{color:red}"), ("@import 'x';p{}", "left-out  'x';p{}"), ("a>b{background:URL (x)}", "a>b{background:left-out x)}"),
          ("p{content:'</style><script>'}", "p{content:'/style>script>'}"), ("p{background:u\\rl(x)}", "p{background:left-out x)}"),
          ("@font-face{src:url(x)}", "left-out {src:left-out x)}"), ("@im@importport 'x'", "@imleft-out port 'x'")]


@pytest.mark.parametrize(("text", "left"), STYLES)
def test_styles_name_no_file(text: str, left: str) -> None:
    assert inert.css(text, Counter()) == left
    inert.refuse_unless_inert("", left)


@pytest.mark.parametrize(("body", "style", "why"), [
    ("<script>x</script>", "", "a script"), ("<p onclick=\"x\">a</p>", "", "a handler"), ("<a href=\"x\">a</a>", "", "a link"), ("<p style=\"a:url(x)\">a</p>", "", "a style that fetches"),
    ("<p style=\"a:&#117;rl(x)\">a</p>", "", "the same in disguise"), ("<p style=\"a:\\75rl(x)\">a</p>", "", "and in another"), ("<img src=\"http://x\">", "", "a picture elsewhere"),
    ("<img src=\"data:image/svg+xml,x\">", "", "a drawing"), ("<p", "", "half a tag"), ("<p title='x'>", "", "other quotes"), ("<!--x-->", "", "a comment"), ("<P>", "", "capitals"),
    ("<style>p{}</style>", "", "a style among the words"), ("", "p{background:url(x)}", "a style that fetches"), ("", "</style><script>", "the end of the style"), ("", "@import 'x'", "another style"),
    ("</img>", "", "an end that none has"), ("<p class=\"a\"onclick=\"x\">", "", "no space between"), ("<svg></svg>", "", "a drawing"),
])
def test_what_came_back_is_not_believed(body: str, style: str, why: str) -> None:
    with pytest.raises(inert.NotInert):
        inert.refuse_unless_inert(body, style)


PIECES = st.sampled_from(["<", ">", "</", "/>", "<!--", "-->", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<a href='javascript:x'>", "<img src=x onerror=y>",
                          "<p style=\"", "url(", "\\", "\"", "'", "<![CDATA[", "]]>", "&lt;", "&#60;script&#62;", "\0", "\ud7ff", "\x0c", "<table><td>", "<template>", "<title>", "<?x", "é", "=", " on"])


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_comes_the_copy_is_inert(source: str) -> None:
    _, body, style = copy(source)
    inert.refuse_unless_inert(body, style)
    again = copy(f"<html><body>{body}</body></html>")[0]["left_out"]
    assert set(again) <= {"pictures_elsewhere", "pictures_broken"}, "a second parser sees nothing to leave out"


@pytest.mark.parametrize("piece", ["url", "<div>", "<a href=x>", "\\", "<p style='", "data:image/png;", "@import", "<svg>", "src "])
def test_time_grows_with_the_page_alone(piece: str) -> None:
    """A thousand times the page takes nothing like a million times as long; the limit of the parsing process is ten seconds."""
    source = piece * (400_000 // len(piece))
    started = time.process_time()
    _, body, style = copy(source)
    inert.refuse_unless_inert(body, style)
    assert time.process_time() - started < 10
