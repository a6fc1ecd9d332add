"""Sides of events without what is no side: (text, doers, targets, why). All names are made up."""

from __future__ import annotations

import pytest
from tests.extract.reading_pages import page_of, whole_tools

from bearwitness.extract import read_document
from bearwitness.extract.event_tidy import tidy_sides
from bearwitness.model import Event, Who
from bearwitness.readers import read_bytes

TABLE = [
    ("A Hill Times investigation found that government forces killed 40 civilians in Salqin on 3 June 2024.", ["government forces"], ["40 civilians"], "an inquiry finds a deed; it did not do it, and no body was found"),
    ("An investigation by Lake Times has found that militiamen killed 22 villagers on 4 June 2024.", ["militiamen"], ["22 villagers"], "the same with its maker behind it"),
    ("Villagers found two men shot dead near the river on 4 June 2024.", [], ["two men"], "bodies that are found still tell of a killing"),
    ("Between 6 and 9 July 2024 government forces killed 120 civilians.", ["government forces"], ["120 civilians"], "the days before the subject"),
    ("Missiles hit the town on 4 September 2024, killing seven civilians.", [], ["the town", "seven civilians"], "a day is not hit"),
    ("Twelve civilians were killed by shelling on 14 August 2024.", [], ["Twelve civilians"], "who is hit did not do it"),
    ("Gunmen shot dead two farmers on 4 May 2024.", ["Gunmen"], ["two farmers"], "\"dead\" is of the verb"),
    ("Rebels attacked a camp on 4 May 2024, killing three soldiers.", ["Rebels"], ["three soldiers"], "nothing to tidy"),
]


@pytest.mark.parametrize("text, doers, targets, why", TABLE, ids=[t[0][:40] for t in TABLE])
def test_sides(text, doers, targets, why):
    reading = read_document(read_bytes(text.encode(), name="report.txt", published_at="2024-10-01"), tools=whole_tools())
    events = [c.value for c in reading.claims if c.kind == "event"]
    assert [w.name for e in events for w in e.perpetrators] == doers, why
    assert [w.name for e in events for w in e.targets] == targets, why
    for who in (w for e in events for w in (*e.perpetrators, *e.targets)):
        assert who.passage and text[who.passage.start:who.passage.end] == who.passage.exact, why


@pytest.mark.parametrize("text, phrase, teller, expected, why", [
    ("Artillery shelling by government forces killed two.", "Artillery shelling by government forces", None, "government forces", "the deed in the place of its doer"),
    ("Killed were four villagers, the Hill Network said.", "four villagers, the Hill Network", "the Hill Network", "four villagers", "who tells is no part of who was hit"),
    ("Killed were four villagers of the Hill Network.", "four villagers of the Hill Network", "the Hill Network", "four villagers of the Hill Network", "unless no comma parts them"),
    ("= gunmen shot two.", "=", None, None, "a mark of the page"),
    ("The Strike Brigade killed two.", "The Strike Brigade", None, "The Strike Brigade", "a name with a deed's word in it"),
])
def test_a_single_side(text, phrase, teller, expected, why):
    page = page_of(text)
    at = text.index(phrase)
    side = Who(phrase, "armed_group", passage=page.passage(at, at + len(phrase)))
    tellers = [Who(teller, passage=page.passage(text.index(teller), text.index(teller) + len(teller)))] if teller else []
    tidied = tidy_sides(page, Event("Violence against civilians", "Attack", perpetrators=(side,)), tellers).perpetrators
    assert [w.name for w in tidied] == ([expected] if expected else []), why
    assert all(w.passage and text[w.passage.start:w.passage.end] == w.passage.exact for w in tidied)
