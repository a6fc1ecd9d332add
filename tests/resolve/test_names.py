"""Who is who in one document. The people and bodies here are made up unless the table knows them."""

import pytest

from bearwitness.resolve.names import NameMention, find_titled_names, is_acronym, link_document, split_title


def link(text, *names):
    """Links the names, given in the order they stand in the text as "kind: words"; returns the entity ids."""
    at, mentions = 0, []
    for given in names:
        kind, words = given.split(": ")
        start = text.index(words, at)
        at = start + len(words)
        mentions.append(NameMention(start, at, kind))
    linked = link_document(text, mentions)
    return [linked[m.start, m.end] for m in mentions]


SAME = [
    ("The Northfield Rights Office (NRO) said so. NRO added.", ["organisation: Northfield Rights Office", "organisation: NRO", "organisation: NRO"], "acronym in brackets"),
    ("The Northfield Data Institute met. The NDI added.", ["organisation: Northfield Data Institute", "organisation: NDI"], "initials"),
    ("Foreign Secretary Marla Venn spoke. Venn added.", ["person: Foreign Secretary Marla Venn", "person: Venn"], "title, then surname"),
    ("Dario al-Kell spoke. Mr Kell left.", ["person: Dario al-Kell", "person: Mr Kell"], "article and honorific"),
    ("Dario Kell (Abu Toma) spoke. Abu Toma left.", ["person: Dario Kell", "person: Abu Toma", "person: Abu Toma"], "alias in brackets"),
    ("Tovan Kell, also known as Grey Hawk, left. Grey Hawk fled.", ["person: Tovan Kell", "person: Grey Hawk", "person: Grey Hawk"], "also known as"),
    ("The Eastmoor Valley Brigade came. The Eastmoor Brigade left.", ["armed_group: Eastmoor Valley Brigade", "armed_group: Eastmoor Brigade"], "short form"),
    ("Ahmed al-Sharaa spoke; Jolani left.", ["person: Ahmed al-Sharaa", "person: Jolani"], "the table knows both names"),
    ("Ahmed Dorr spoke. Ahmad el-Dorr left.", ["person: Ahmed Dorr", "person: Ahmad el-Dorr"], "spellings of one name"),
]


@pytest.mark.parametrize(("text", "names", "why"), SAME)
def test_one_actor(text, names, why):
    assert len({who.entity_id for who in link(text, *names)}) == 1, why


APART = [
    ("Marla Venn and Orlo Venn spoke. Venn left.", ["person: Marla Venn", "person: Orlo Venn", "person: Venn"], 3, "a surname of two people"),
    ("The Eastmoor Army met the Westmoor Army.", ["armed_group: Eastmoor Army", "armed_group: Westmoor Army"], 2, "a shared word"),
    ("The Eastmoor Brigade came; the Brigade left.", ["armed_group: Eastmoor Brigade", "armed_group: Brigade"], 2, "a word that many share"),
    ("HTS (SDF) were named.", ["armed_group: HTS", "armed_group: SDF"], 2, "the table knows two"),
    ("Marla Venn met the Venn Institute.", ["person: Marla Venn", "organisation: Venn Institute"], 2, "a person and a body"),
    ("Marla Venn (Labour) spoke.", ["person: Marla Venn", "organisation: Labour"], 2, "a party in brackets"),
    ("Northfield Data Institute, Norland Drivers International, and NDI", ["organisation: Northfield Data Institute", "organisation: Norland Drivers International", "organisation: NDI"], 3, "initials of two"),
]


@pytest.mark.parametrize(("text", "names", "count", "why"), APART)
def test_kept_apart(text, names, count, why):
    assert len({who.entity_id for who in link(text, *names)}) == count, why


def test_the_fullest_name_of_the_document_is_given():
    first, second = link("Foreign Secretary Marla Venn spoke. Venn added.", "person: Foreign Secretary Marla Venn", "person: Venn")
    assert second == first == ("name:marla-venn", "Marla Venn", "person")


def test_the_table_gives_id_and_kind_the_document_the_name():
    (who,) = link("HTS came.", "organisation: HTS")
    assert who == ("actor:hts", "HTS", "armed_group")


def test_an_id_that_a_mention_has_is_kept():
    linked = link_document("The EVG left. EVG!", [NameMention(4, 7, "armed_group", "actor:evg"), NameMention(14, 17, "armed_group")])
    assert {who.entity_id for who in linked.values()} == {"actor:evg"}


def test_nothing_gives_nothing():
    assert link_document("No names here.", []) == {}


@pytest.mark.parametrize(("phrase", "title", "name"), [
    ("UK Foreign Secretary Marla Venn", "UK Foreign Secretary", "Marla Venn"),
    ("High Commissioner for Human Rights Orlo Dann", "High Commissioner for Human Rights", "Orlo Dann"),
    ("Germany’s Special Envoy for Syria, Tovan Kell", "Germany’s Special Envoy for Syria", "Tovan Kell"),
    ("General al-Dorr", "General", "al-Dorr"),
    ("Marla Venn", None, "Marla Venn"),
    ("President of the council", None, "President of the council"),
])
def test_titles(phrase, title, name):
    assert split_title(phrase) == (title, name)


@pytest.mark.parametrize(("text", "people"), [
    ("NRO Director Marla Venn said", [("NRO Director", "Marla Venn")]),
    ("Co-chairs Marla Venn and Orlo Dann condemned", [("Co-chairs", "Marla Venn"), ("Co-chairs", "Orlo Dann")]),
    ("spokesperson Stéphane Dorr’s words", [("spokesperson", "Stéphane Dorr")]),
    ("the interim president, Tovan al-Kell (Abu Toma), said", [("interim president", "Tovan al-Kell")]),
    ("the Director said on Monday that President of", []),
])
def test_titled_names(text, people):
    got = find_titled_names(text)
    assert [(p.role, p.name) for p in got] == people
    assert all(text[p.name_start:p.name_end] == p.name for p in got)


@pytest.mark.parametrize(("short", "words", "is_one"), [
    ("sohr", "syrian observatory for human rights", True),
    ("msf", "medecins sans frontieres", True),
    ("un", "united nations", True),
    ("unhrc", "united nations", False),
    ("a", "army", False),
])
def test_acronyms(short, words, is_one):
    assert is_acronym(short, words.split()) is is_one
