"""A whole reading: the contract of its claims, and the traps that this kind of text sets. All names are made up."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.extract import load_tools, read_document
from bearwitness.model import CLAIM_KINDS, HEDGES, STANCES, claim_from_json, claim_id, to_json
from bearwitness.readers import read_bytes
from bearwitness.store.gazetteer import open_gazetteer


@cache
def tools():
    return load_tools(open_gazetteer())


def read(text: str, published_at: str | None = "2025-03-11"):
    reading = read_document(read_bytes(text.encode(), name="report.txt", published_at=published_at), tools=tools())
    assert reading.failures == ()
    return reading


def of(reading, kind: str):
    return [c for c in reading.claims if c.kind == kind]


def last(claim) -> str | None:
    return claim.speakers[-1].name if claim.speakers else None


REPORT = """Monitor counts the dead in Latakia
The Tarim Monitor said on Sunday that at least 13 civilians were killed in Latakia on 7 March. Foreign Minister Ruben Castel denied \
any involvement, dismissing the reports as “baseless rumours”.
“They burned our houses,” said Mira Tolan, a farmer from Banyas. She accused the Northern Brigade of killing 4 villagers.
Governor Anton Belov vowed to punish the killers: “We will not rest.”
Residents fear that the massacres will spread to Homs.
"""


def test_the_contract_of_every_claim():
    reading = read(REPORT)
    ids = {c.id for c in reading.claims}
    assert len(ids) == len(reading.claims) > 10
    assert [c.passage.start for c in reading.claims] == sorted(c.passage.start for c in reading.claims)
    for c in reading.claims:
        assert c.kind in CLAIM_KINDS and c.stance in STANCES and c.hedge in HEDGES
        assert c.id == claim_id(reading.document.text_sha256, c) and c.rule and c.extractor
        for p in (c.passage, c.cue, *c.content, *(w.passage for w in c.speakers)):
            assert p is None or (REPORT[p.start:p.end] == p.exact and p.exact)
        if c.within:
            host = next(o for o in reading.claims if o.id == c.within)
            assert host.kind == "statement"
            assert c.speakers[: len(host.speakers)] == host.speakers
        assert claim_from_json(json.loads(json.dumps(to_json(c)))) == c
    assert len({c.id for c in of(reading, "statement")}) == len(of(reading, "statement"))


def test_the_same_text_reads_the_same_twice():
    assert to_json(read(REPORT)) == to_json(read(REPORT))


def test_exhaustive_reading_only_adds():
    """What the default finds is found again, whole, wherever a sentence, a paragraph or a quotation without a trigger lies between."""
    text = REPORT + "The market opens at noon.\nIt rained. “The road is long and it goes over the hills to the sea.”\n" + REPORT
    document = read_bytes(text.encode(), name="report.txt", published_at="2025-03-11")
    default = {c.id for c in read_document(document, tools=tools()).claims}
    more = read_document(document, tools=tools(), exhaustive=True)
    assert more.failures == () and default and default <= {c.id for c in more.claims}


def test_a_toll_stands_within_its_statement_and_repeats_its_speaker():
    reading = read(REPORT)
    toll = next(c for c in of(reading, "toll") if c.value.number == 13)
    assert last(toll) == "Tarim Monitor" and toll.value.bound == "at_least" and (toll.value.low, toll.value.high) == (13, None)
    assert toll.value.when.start == "2025-03-07" and [w.name for w in toll.value.where] == ["Latakia"]
    host = next(c for c in reading.claims if c.id == toll.within)
    assert host.kind == "statement" and host.said.start == "2025-03-09"


# --- the traps --------------------------------------------------------------------------------------------

def test_trap_passive_never_makes_the_accused_the_speaker():
    reading = read("These factions have previously been accused of war crimes in Homs. The Northern Brigade was blamed for the attack.")
    for c in reading.claims:
        assert not any("faction" in w.name.lower() or "Brigade" in w.name for w in c.speakers), c
    accused = {w.name for c in of(reading, "attribution") for w in c.value.accused}
    assert accused == {"These factions", "Northern Brigade"} or accused == {"These factions", "the Northern Brigade"}


@pytest.mark.parametrize("text", [
    "Mira Tolan warned that the violence could spread to other towns unless somebody acts.",
    "The governor said the attacks will likely spread if nobody intervenes.",
    "The envoy urged both sides to prevent further killings.",
])
def test_trap_hypotheticals_are_no_events_that_happened(text):
    for c in of(read(text), "event"):
        assert c.hedge != "none" and c.value.rank is None, c
    assert not of(read(text), "toll")


def test_trap_a_boast_is_no_number():
    reading = read("A fighter boasts in the video that “Half of the town is dead now, we killed them all”.")
    assert all(c.value.number is None for c in of(reading, "toll"))
    boast = next(c for c in of(reading, "statement") if c.cue and c.cue.exact == "boasts")
    assert boast.stance == "asserts" and boast.hedge == "alleged"


def test_trap_the_same_denial_twice_is_two_claims_of_one_speaker():
    reading = read("Foreign Minister Ruben Castel denied any direct involvement.\nLater Ruben Castel denied involvement again.")
    denials = [c for c in of(reading, "statement") if c.stance == "denies"]
    assert len(denials) == 2 and {last(c) for c in denials} == {"Ruben Castel"}


def test_trap_tolls_without_a_source_borrow_none():
    reading = read("The Tarim Monitor said the road was closed. The violence resulted in the deaths of over 1,000 people.")
    toll = of(reading, "toll")[0]
    assert toll.speakers == () and toll.within is None
    assert (toll.value.number, toll.value.low, toll.value.high, toll.value.bound) == (1000, 1001, None, "more_than")


def test_trap_families_are_not_people():
    toll = of(read("Thousands of Alawite families have reportedly fled the coast."), "toll")[0]
    assert toll.value.counted == "families" and toll.value.number is None and toll.hedge == "reported"
    assert (toll.value.low, toll.value.high) == (2000, None)


@pytest.mark.parametrize("text,accused", [
    ("State media tried to shift the blame onto the Northern Brigade.", "Northern Brigade"),
    ("Rights groups attributed the killings to the Northern Brigade.", "Northern Brigade"),
    ("The Tarim Monitor identified the Northern Brigade as the perpetrators of the killings.", "Northern Brigade"),
])
def test_trap_blame_without_a_verb_of_blame(text, accused):
    found = [w.name for c in of(read(text), "attribution") for w in c.value.accused]
    assert any(accused in name for name in found), found


def test_trap_hearsay_has_no_speaker():
    for text in ("Mira Tolan said the town was quiet. Reports indicate that schools were targeted.",
                 "Mira Tolan spoke. The clashes raised fears of a wider war."):
        c = of(read(text), "statement")[-1]
        assert c.speakers == (), c


def test_trap_spokesmen_are_a_level_of_their_own():
    c = of(read("Envoy Paul Terrin, through his spokesperson Ida Malk, called for calm."), "statement")[0]
    assert [w.name for w in c.speakers] == ["Ida Malk", "Paul Terrin"]


def test_trap_one_person_many_names():
    reading = read("Syria's interim president, Ahmed al-Sharaa (al-Julani), spoke on television. Al-Sharaa vowed justice. "
                   "Jolani's men were accused of looting.")
    people = {m.entity_id for m in reading.mentions if m.kind == "person"}
    assert people == {"actor:al-sharaa"}


def test_trap_capitals_that_speak_are_governments():
    c = of(read("Ankara denied any involvement in the attack."), "statement")[0]
    assert c.speakers[0].kind == "state" and c.speakers[0].entity_id == "state:TR"


def test_trap_adjectives_are_not_actors():
    reading = read("The Tarim Monitor said that Turkish-backed factions and HTS-affiliated fighters attacked the village.")
    names = {w.name for c in of(reading, "event") for w in c.value.perpetrators} | {
        x.name for c in of(reading, "event") for w in c.value.perpetrators for x in w.with_}
    assert "Turkey" not in names and "HTS" not in names and "Hay'at Tahrir al-Sham" not in names
    assert not any(m.kind == "place" and m.passage.exact == "Turkish" for m in reading.mentions)


def test_trap_scare_quotes_inside_a_quotation():
    text = "Ruben Castel stated,\n“The masks came off in the so-called ‘New Order’. Europe must not fail. It must wake up.”"
    c = of(read(text), "statement")[0]
    assert c.form == "direct" and c.content[0].exact.startswith("“The masks") and c.content[0].exact.endswith("wake up.”")
    assert len(of(read(text), "statement")) == 1 and c.stance == "demands"


def test_trap_offsets_beyond_the_basic_plane():
    text = "🔻𝕋🔻 Mira Tolan said that 13 people were killed in Latakia."
    for c in read(text).claims:
        assert text[c.passage.start:c.passage.end] == c.passage.exact


def test_trap_months_that_are_verbs():
    reading = read("Militants pledged to march to the hills. They may return.")
    assert not [m for m in reading.mentions if m.kind == "date"]


def test_unknown_stays_unknown_without_a_date_of_publication():
    reading = read("The Tarim Monitor said on Sunday that 13 people were killed over the weekend.", published_at=None)
    toll = of(reading, "toll")[0]
    assert toll.value.when.start is None and toll.value.when.end is None
    assert of(reading, "statement")[0].said.start is None


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="The army said 13 killed “”\"'’‘.,:()—\n\t12,٣ÉЖ漢🔻ا", max_size=200))
def test_no_text_breaks_the_reading(text):
    if not text.strip():
        return
    reading = read(text)
    for c in reading.claims:
        assert reading.document.text[c.passage.start:c.passage.end] == c.passage.exact
