"""The page: nothing runs, nothing is fetched, every link arrives, hostile text stays text."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bearwitness import dossier
from bearwitness.model import Judgement, Passage, Who

from .sample import INCIDENT

VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects tags, ids, links and headings, and checks that tags close in order."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.ids, self.hrefs, self.headings, self.attributes = [], [], [], [], [], []
        self.faults = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        values = dict(attrs)
        self.attributes += [(tag, *pair) for pair in attrs]
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.hrefs.append(values["href"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append((tag, self.getpos()))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.fixture(scope="module", params=["en", "ar"])
def both(request, snapshot):
    page = dossier.build(snapshot, [INCIDENT], audience="public", language=request.param)["index.html"].decode()
    return request.param, page, read(page)


def test_it_is_well_formed(both):
    _, page, reader = both
    assert page.startswith("<!DOCTYPE html>") and reader.open == [] and reader.faults == []
    assert len(reader.ids) == len(set(reader.ids)), "an id stands once"


def test_nothing_runs_and_nothing_is_fetched(both):
    _, page, reader = both
    assert not {"script", "link", "iframe", "object", "embed", "img", "form", "video", "audio", "use", "image"} & set(reader.tags)
    assert not [a for a in reader.attributes if a[1].startswith("on") or a[1] in ("src", "srcset", "action", "background")]
    assert all(href.startswith("#") for href in reader.hrefs), "addresses are text, not links"
    css = page[page.index("<style>"):page.index("</style>")]
    assert "url(" not in css and "@import" not in css
    assert "default-src 'none'" in page


def test_every_link_arrives(both):
    _, _, reader = both
    assert len(reader.hrefs) > 100
    assert {h[1:] for h in reader.hrefs} - set(reader.ids) == set()


def test_language_and_direction(both):
    language, page, _ = both
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert page.count('dir="auto"') > 100
    assert '<blockquote dir="auto" lang="en">' in page


def test_headings_step_down_one_at_a_time(both):
    _, _, reader = both
    assert reader.headings[0] == 1 and reader.headings.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(reader.headings, reader.headings[1:]))


def test_drawings_have_words_and_tables_have_captions(both):
    _, page, reader = both
    glyphs = len(re.findall(r'<svg[^>]*aria-hidden="true"', page))      # beside the words of a key
    assert page.count("<svg") - glyphs == page.count("<desc") == len(re.findall(r"<svg[^>]*aria-labelledby", page)) >= 10
    assert reader.tags.count("table") == reader.tags.count("caption") > 3


def test_each_passage_is_marked_in_its_sentence(page, snapshot):
    assert page.count('<li id="c-') == len(snapshot.claims)
    assert page.count("<blockquote") <= len(snapshot.claims), "claims of one sentence stand under it together"
    assert "said on Wednesday that <mark>1,383 civilians had been killed on the Syrian coast since 6 March 2025</mark>" in page


def test_a_negated_finding_stands_as_a_denial(page):
    assert re.search(r'class="word deny denial">denial</span>', page)
    assert re.search(r'class="word deny denial">denies</span>', page)


def test_limits_are_counted(page):
    assert "0 of 64 were checked by a person" in page.replace("\n", " ")
    assert "1 of 22 reports have no known day of publication" in page
    assert "One origin only stands behind: fighters" in page


HOSTILE = '<script>alert(1)</script>"\'><img src=x onerror=alert(1)>{{ 7*7 }}\u202egnp.exe\u0000'


def test_hostile_words_stay_words(snapshot):
    """The same string in every field that a report or a reviewer can fill."""
    claims = []
    texts = dict(snapshot.texts)
    reports = {r.id: r for r in snapshot.reports}
    evil = HOSTILE + " died. Then more."
    first = reports[snapshot.claims[0].report_id]
    texts[first.text_sha256] = evil
    for c in snapshot.claims:
        if c.report_id == first.id:
            claims.append(replace(c, passage=Passage(0, len(HOSTILE), HOSTILE), speakers=(Who(HOSTILE, "person", HOSTILE),), rule=HOSTILE))
        else:
            claims.append(replace(c, speakers=(Who(HOSTILE, "person", HOSTILE), Who(HOSTILE))))
    incident = snapshot.incidents[0]
    tolls = tuple(replace(t, whom=HOSTILE, because=(HOSTILE,),
                          figures=tuple(replace(f, root=HOSTILE, speakers=(HOSTILE, HOSTILE), phrase=HOSTILE) for f in t.figures))
                  for t in incident.tolls)
    blame = tuple(replace(b, accused=f"{HOSTILE} {i}", by=tuple(replace(x, speakers=(HOSTILE,)) for x in b.by))
                  for i, b in enumerate(incident.blame))
    evil_snapshot = replace(
        snapshot, title=HOSTILE, claims=tuple(claims), texts=tuple(texts.items()),
        reports=tuple(replace(r, title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)", source=HOSTILE, member=HOSTILE,
                              lang='en"><script>') for r in snapshot.reports),
        judgements=(Judgement("j", incident.id, HOSTILE, HOSTILE, HOSTILE, "2026-11-23T03:10:00Z"),),
        incidents=(replace(incident, title=HOSTILE, tolls=tolls, blame=blame, because=(HOSTILE,),
                           where=tuple(replace(w, name=HOSTILE, admin1=HOSTILE) for w in incident.where)),))
    page = dossier.build(evil_snapshot, [INCIDENT], audience="public")["index.html"].decode()
    reader = read(page)
    assert reader.faults == [] and not {"script", "img"} & set(reader.tags)
    assert not [a for a in reader.attributes if a[1].startswith("on")]
    assert "{{ 7*7 }}" in page and "\u202e" not in page and "\x00" not in page
    assert all(href.startswith("#") for href in reader.hrefs)


def test_many_accused_and_many_accusers_become_a_list(snapshot):
    incident = snapshot.incidents[0]
    row = incident.blame[0]
    blame = tuple(replace(row, accused=f"Actor {i}", by=tuple(replace(x, speakers=(f"Speaker {i}-{n}",)) for n, x in enumerate(row.by)))
                  for i in range(12))
    page = dossier.build(replace(snapshot, incidents=(replace(incident, blame=blame),)), [INCIDENT], audience="public")["index.html"].decode()
    assert '<table class="cards matrix">' not in page and "Speaker 11-0" in page


def test_the_court_is_told_where_the_originals_are(snapshot):
    page = dossier.build(snapshot, [INCIDENT], audience="court")["index.html"].decode()
    assert "original in this folder" in page and "a court or mandated inquiry" in page


def test_a_figure_outside_the_range_says_so(snapshot):
    incident = snapshot.incidents[0]
    first = replace(incident.tolls[0], range=(1260, 1870))
    page = dossier.build(replace(snapshot, incidents=(replace(incident, tolls=(first, *incident.tolls[1:])),)), [INCIDENT],
                         audience="public")["index.html"].decode()
    assert "published 9 Mar 2025 · outside the range" in page


def test_claims_named_in_a_sentence_become_links(snapshot):
    incident = snapshot.incidents[0]
    toll = next(c for c in snapshot.claims if c.kind == "toll" and c.value.number == 1383)
    for name in (toll.id, f"claim {toll.id[:8]}"):
        first = replace(incident.tolls[0], because=(f"{name} carries no date; deadbeef is no claim",))
        page = dossier.build(replace(snapshot, incidents=(replace(incident, tolls=(first, *incident.tolls[1:])),)), [INCIDENT],
                             audience="public")["index.html"].decode()
        assert f'<a href="#c-{toll.id[:16]}">1,383</a> carries no date; deadbeef is no claim' in page
