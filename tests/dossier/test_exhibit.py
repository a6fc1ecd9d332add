"""A custody report as HTML and PDF: whole, still, readable in both languages, and showing nobody what is not for them."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace

import pytest

from bearwitness.custody.chain import Chain, Check, Covered, Gap, Handling
from bearwitness.dossier import exhibit
from bearwitness.dossier.exhibit_pdf import PdfError
from bearwitness.dossier.exhibit_words import FIELDS, MESSAGES, ExhibitWords

from .test_browser import CHROMIUM, CONTRAST, browser  # noqa: F401 - the fixture
from .test_page import read

SHA256, SHA512 = "abcdef0123456789" * 4, "0123456789abcdef" * 8
HOSTILE = '</dd><script>alert(1)</script><img src="https://evil.example/x">\u202egnp.exe " \' #panic("x") \\u{41}'
TIME = "2025-03-09T10:00:00.123Z"


def step(number: int, kind: str, event: str, **given) -> Handling:
    base = {"time": TIME, "by": None, "from_": None, "to": None, "tool": "bearwitness@1", "reason": None, "digests": (), "facts": (), "signed": (),
            "proof": None, "covered": Covered(9)}
    return Handling(number, number - 1, kind, event, **{**base, **given})


def chain(**changes) -> Chain:
    made = Chain(
        exhibit={"id": "f" * 32, "source": "/home/amal/secret-folder/photo.jpg", "member": None, "sha256": SHA256, "sha512": SHA512, "size": 171075,
                 "media_type": "image/jpeg", "object": f"objects/ab/cd/{SHA256}", "offset": None, "length": None, "package_sha256": None,
                 "package_offset": None, "package_length": None, "method": "http", "captured_at": TIME, "title": None, "publisher": "Example Daily",
                 "author": None, "url": None, "lang": "en", "published_at": {"start": None, "end": None, "precision": "unknown"}, "sensitivity": 0},
        handlings=(
            step(1, "case", "case_begun"),
            step(2, "capture", "collected", by="field-3", from_="/home/amal/secret-folder/photo.jpg", to="<case>",
                 digests=(("sha256", SHA256), ("sha512", SHA512)), facts=(("size", 171075), ("parsed_in", "bubblewrap"))),
            step(3, "access", "copied_out", by="secret-analyst", from_="<case>", to="/home/amal/secret-copy.jpg", reason="secret-reason",
                 covered=Covered(9, (4, (("partner.example", TIME),)), (4, ((TIME, "https://tsa.example"),)))),
            step(4, "review", "judged", by="Amal", reason="secret-reason", facts=(("relation", "fix"), ("changes", [["title", "secret-title"]])),
                 signed=(("K" * 43, "Amal"),), proof="is not the entry that the log holds at its place")),
        gaps=(Gap("before"), Gap("quiet", 1, 2, TIME, TIME, 72), Gap("since", a=3)), checks=(Check("sha256", None, SHA256), Check("proofs", "entries 3 do not hold", "3 / 4")),
        capture=(("collector", "field-3"), ("egress", "secret-vpn"), ("tls", {"missing": "the address is http"}), ("redirects", []),
                 ("request_head", "GET / HTTP/1.1\r\nCookie: secret-cookie\r\n"), ("response_heads", ["HTTP/1.1 200\r\nSet-Cookie: secret-cookie\r\n"])),
        assurance="content", device={"claims": {"Model": "secret-phone"}, "note": "n"}, relations=({"id": "e" * 32, "source": "/home/amal/secret-b.jpg", "member": None, "sensitivity": 2},),
        derivatives=({"name": "thumbnail.jpg", "sha256": SHA256, "entry": 2, "state": "there"},),
        log={"origin": "bearwitness.case/x", "vkey": "bearwitness.case/x+0+A", "size": 9, "root": SHA256, "time": TIME}, case={"id": "c", "title": "Made-up case"})
    return replace(made, **changes)


def text_of(pdf: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


# --- what it says -----------------------------------------------------------------------------------

@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_is_whole_and_still(language: str) -> None:
    page = exhibit.render(chain(), form="html", audience="court", language=language).decode()
    found = read(page)
    assert found.faults == [] and found.open == []
    assert {"script", "img", "link", "iframe", "form", "object"}.isdisjoint(found.tags)
    assert not re.search(r"\bon\w+=|url\(|@import|https?://(?!tsa\.example)", re.sub(r"<bdi[^>]*>.*?</bdi>", "", page))
    assert "default-src 'none'" in page and f'lang="{language}"' in page
    assert {h[1:] for h in found.hrefs} <= set(found.ids) and len(found.ids) == len(set(found.ids))
    assert all(b - a <= 1 for a, b in zip(found.headings, found.headings[1:])) and found.headings[0] == 1


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_all_of_a_chain_is_told(form: str) -> None:
    made = exhibit.render(chain(), form=form, audience="court")
    page = made.decode() if form == "html" else re.sub(r"\s+", " ", text_of(made))
    for told in (SHA256, "Example Daily", "secret-analyst", "secret-reason", "missing: the address is http", "secret-phone", "partner.example",
                 "https://tsa.example", "signed by Amal", "is not the entry that the log holds", "entries 3 do not hold", "3 days", "902(14)", "____"):
        assert told in page, told
    flat = re.sub(r"\s+|<[^>]*>", "", page)
    assert SHA512 in flat


def test_steps_and_fields_without_words_go_by_their_names() -> None:
    page = exhibit.render(chain(handlings=(step(1, "review", "weathered", facts=(("new_field", "blue"),)),)), form="html", audience="court").decode()
    assert "weathered" in page and "new field" in page and "blue" in page


@pytest.mark.parametrize(("value", "rows"), [
    ([{"kind": "pgp", "verdict": "valid"}, {"kind": "pgp", "verdict": "invalid"}],
     [("L 1: kind", "pgp"), ("L 1: Verdict", "valid"), ("L 2: kind", "pgp"), ("L 2: Verdict", "invalid")]),
    ({"missing": "why"}, [("L", "missing: why")]), ({"a": {"b": {"missing": "why"}}}, [("L: a: b", "missing: why")]),
    ([], [("L", "None")]), (None, [("L", "missing: the log entry does not say")]), (False, [("L", "no")]), (0, [("L", "0")]),
    (["x", "y"], [("L", "x\ny")]), ([[1, 2]], [("L", "[[1, 2]]")]), ("a b", [("L", "a b")]),
])
def test_values_of_every_shape(value, rows) -> None:
    assert [(row.label, row.value) for row in exhibit._values("L", value, ExhibitWords())] == rows


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_hostile_text_stays_text(form: str) -> None:
    e = chain()
    hostile = chain(exhibit={**e.exhibit, "title": HOSTILE, "source": HOSTILE, "publisher": HOSTILE}, device={HOSTILE: HOSTILE},
                    handlings=(replace(e.handlings[2], by=HOSTILE, reason=HOSTILE, to=HOSTILE, facts=((HOSTILE, HOSTILE),)),), case={"title": HOSTILE})
    made = exhibit.render(hostile, form=form, audience="court", language="en")
    if form == "html":
        page = made.decode()
        assert "<script" not in page and "<img" not in page and "\u202e" not in page and "[U+202E]" in page
        assert read(page).faults == []
    else:
        assert "[U+202E]" in text_of(made) and '#panic("x")' in re.sub(r"\s+", " ", text_of(made))


# --- whom it may show -------------------------------------------------------------------------------

@pytest.mark.parametrize(("audience", "hidden", "shown"), [
    ("court", [], ["secret-folder", "secret-analyst", "secret-vpn", "secret-phone", "secret-copy", "secret-b", "secret-cookie"]),
    ("partner", ["secret-folder", "secret-vpn", "secret-copy", "secret-cookie", "field-3", "/home"], ["secret-analyst", "secret-reason", "secret-phone"]),
    ("team", ["secret-b"], ["secret-folder", "secret-analyst"]),          # another report, above the team's level
    ("public", ["secret", "field-3", "Amal", "/home"], ["photo.jpg", "withheld from this audience", SHA256]),
])
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_what_each_audience_sees(form: str, audience: str, hidden: list[str], shown: list[str]) -> None:
    made = exhibit.render(chain(), form=form, audience=audience)
    page = made.decode() if form == "html" else text_of(made)
    assert [word for word in hidden if word in page] == []
    assert [word for word in shown if word not in page] == []


def test_a_partner_does_not_meet_the_collector_in_another_step() -> None:
    e = chain()
    more = chain(handlings=(*e.handlings, step(5, "export", "exported", by="field-3", from_="<case>", to="/home/amal/record.csv")))
    assert b"field-3" not in exhibit.render(more, form="html", audience="partner")
    assert exhibit.render(more, form="html", audience="team").count(b"field-3") > 3


# --- words ------------------------------------------------------------------------------------------

def test_every_message_has_both_languages_and_the_same_places() -> None:
    for key, (english, arabic) in MESSAGES.items():
        assert english and arabic, key
        assert set(re.findall(r"\{(\w+)\}", english)) == set(re.findall(r"\{(\w+)\}", arabic)), key
    assert all(english and arabic for english, arabic in FIELDS.values())


def test_vowel_marks_can_be_left_out() -> None:
    marked, plain = ExhibitWords("ar"), ExhibitWords("ar", marks=False)
    assert "\u0651" in marked("event.copied_out") and "\u0651" not in plain("event.copied_out") and "\u0651" not in plain("audience.court")


@pytest.mark.parametrize(("value", "direction"), [("a.txt", "ltr"), ("دليل.txt", "rtl"), ("12:30", "ltr"), ("(1) صورة", "rtl"), ("", "ltr"), ("שלום", "rtl")])
def test_direction_of_a_value(value: str, direction: str) -> None:
    assert exhibit.direction(value) == direction


def test_a_very_long_value_is_cut_and_that_is_told() -> None:
    assert exhibit.plain("x" * 5000).endswith("… [1000]")


# --- the PDF ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("language", ["en", "ar"])
def test_digests_can_be_copied_from_the_pdf(language: str) -> None:
    """Also in Arabic, where viewers turn about what they take for text from right to left."""
    found = text_of(exhibit.render(chain(), form="pdf", audience="court", language=language))
    assert SHA256 in found and SHA512[:64] in found and SHA512[64:] in found


def test_the_pdf_has_no_metadata_but_title_maker_of_the_file_and_time_of_the_log() -> None:
    import pypdfium2

    pdf = exhibit.render(chain(), form="pdf", audience="court")
    told = {name: value for name, value in pypdfium2.PdfDocument(pdf).get_metadata_dict().items() if value}
    assert told.pop("Creator").startswith("Typst ")
    assert told == {"Title": "Custody report: photo.jpg", "CreationDate": "D:20250309100000Z", "ModDate": "D:20250309100000Z"}
    assert b"pdfaid:part" in pdf and b"pdfaid:conformance" in pdf


def test_letters_that_no_font_has_are_told_by_number() -> None:
    e = chain()
    found = text_of(exhibit.render(chain(exhibit={**e.exhibit, "title": "a \U00012000\U00012001 b \U000e0123"}), form="pdf", audience="court"))
    assert re.search(r"a (\[U\+12000\]\[U\+12001\]|\U00012000\U00012001) b", found)


def test_without_a_time_there_is_no_invented_one() -> None:
    import pypdfium2

    pdf = exhibit.render(chain(log={**chain().log, "time": None}), form="pdf", audience="court")
    assert not pypdfium2.PdfDocument(pdf).get_metadata_dict()["CreationDate"]


def test_without_typst_the_way_out_is_told(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfError, match=r"pip install 'bearwitness\[pdf\]'"):
        exhibit.render(chain(), form="pdf", audience="court")


def test_a_machine_without_fonts_shows_arabic_and_tells_the_rest_by_number(monkeypatch) -> None:
    import typst

    real = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *a, **k: real(*a, **k, ignore_system_fonts=True))
    e = chain()
    found = text_of(exhibit.render(chain(exhibit={**e.exhibit, "title": "\u6f22\u5b57 \u10d0"}), form="pdf", audience="court", language="ar"))
    assert "[U+6F22]" in found and "[U+5B57]" in found and SHA256 in found and "القضية" in found


def test_a_long_chain_is_whole(tmp_path) -> None:
    steps = tuple(step(n, "access", "copied_out", by=f"role-{n}") for n in range(1, 301))
    found = text_of(exhibit.render(chain(handlings=steps), form="pdf", audience="court"))
    assert all(f"role-{n}" in found for n in (1, 150, 300))
    assert len(io.BytesIO(found.encode()).getvalue()) > 10_000


# --- in a browser -----------------------------------------------------------------------------------

@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: see tools/browser.py")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_opens_from_disk(browser, tmp_path, language: str, width: int, scheme: str) -> None:  # noqa: F811
    place = tmp_path / "report.html"
    place.write_bytes(exhibit.render(chain(), form="html", audience="court", language=language))
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    try:
        page = context.new_page()
        asked, told = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.goto(place.as_uri())
        assert asked == [place.as_uri()] and told == []
        inner, outer = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert inner <= outer, "the page does not scroll sideways"
        assert page.evaluate(CONTRAST) == []
        page.locator("td a, th a").first.focus()
        page.keyboard.press("Enter")
        assert page.locator(":target h3").is_visible()
    finally:
        context.close()
