"""Known actors: spellings, acronyms, compounds, users' tables."""

import csv
from importlib.resources import files

import pytest

from bearwitness.errors import UsageError
from bearwitness.model import WHO_KINDS
from bearwitness.resolve.actors import ActorTable, affiliated, find_affiliated

TABLE = ActorTable.load()


def ids(text):
    return [(text[m.start:m.end], m.entity_id) for m in TABLE.find(text)]


@pytest.mark.parametrize(("text", "words", "actor", "why"), [
    ("Hay’at Tahrir al-Sham took it", "Hay’at Tahrir al-Sham", "actor:hts", "curly apostrophe"),
    ("Hayat Tahrir ash-Sham took it", "Hayat Tahrir ash-Sham", "actor:hts", "other article"),
    ("The SOHR’s count", "SOHR", "actor:sohr", "possessive is left out"),
    ("the Kurdistan Workers’ Party left", "Kurdistan Workers’ Party", "actor:pkk", "apostrophe at a word's end"),
    ("al-Golani came", "al-Golani", "actor:al-sharaa", "transliteration, article taken in"),
    ("The Guardian noted", "The Guardian", "actor:guardian", "an article that belongs to the name"),
    ("وقال المرصد السوري لحقوق الإنسان", "المرصد السوري لحقوق الإنسان", "actor:sohr", "Arabic"),
    ("ذكرت وكالة ولهيئة تحرير الشام قوات", "ولهيئة تحرير الشام", None, "two joined letters are not undone"),
    ("فەرمانی ئەحمەد شەرع دان", "ئەحمەد شەرع", "actor:al-sharaa", "Sorani"),
    ("Members of Human Rights Watch (HRW)", "Human Rights Watch", "actor:hrw", "longest first"),
])
def test_found(text, words, actor, why):
    got = dict(ids(text))
    assert got.get(words) == actor, (why, got)


@pytest.mark.parametrize(("text", "why"), [
    ("she asked for amnesty and who pays", "small letters"),
    ("They met at the guardian angel", "small letters"),
    ("He is an un-named ap official", "acronyms need capitals"),
])
def test_not_found(text, why):
    assert not ids(text), why


@pytest.mark.parametrize(("text", "actor", "why"), [
    ("In Sudan the RSF attacked.", "actor:rsf", "country decides"),
    ("Reporters Without Borders (RSF) protested.", "actor:rsf-media", "full name decides"),
    ("The RSF protested.", None, "nothing decides"),
])
def test_shared_acronyms(text, actor, why):
    (got,) = [i for words, i in ids(text) if words == "RSF"]
    assert got == actor, why


@pytest.mark.parametrize(("text", "compound", "why"), [
    ("HTS-affiliated factions", True, "not HTS itself"),
    ("the Kurdish-led Syrian force", True, "not the Kurds"),
    ("Jolani’s men came", True, "followers"),
    ("Golani terrorist boasts", True, "followers"),
    ("HTS took the town", False, "HTS itself"),
    ("HTS factions", False, "its own factions"),
])
def test_compounds_are_marked(text, compound, why):
    assert TABLE.find(text)[0].compound is compound, why


@pytest.mark.parametrize(("text", "words", "of", "kind"), [
    ("by Turkish-backed extremist factions in the north", "Turkish-backed extremist factions", "Turkish", "armed_group"),
    ("pro-Assad loyalists fired", "pro-Assad loyalists", "Assad", "armed_group"),
    ("and HTS-affiliated fighters moved", "HTS-affiliated fighters", "HTS", "armed_group"),
    ("Pro-government media in the south", "Pro-government media", "government", "unnamed"),
    ("the Iran-linked armed groups", "Iran-linked armed groups", "Iran", "armed_group"),
])
def test_affiliated(text, words, of, kind):
    (a,) = find_affiliated(text)
    assert (text[a.start:a.end], text[a.of_start:a.of_end], a.kind) == (words, of, kind)
    assert affiliated(text, a.of_start, a.of_end) == a


def test_one_actor_is_not_affiliated_to_itself():
    assert affiliated("HTS took Homs", 0, 3) is None


def test_users_extend_and_replace(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("id,name,kind,aliases\nvalley,Eastmoor Valley Guard,armed_group,EVG|Guards of Eastmoor\n"
                    "hts,Hay'at Tahrir al-Sham,organisation,HTS\n", encoding="utf-8")
    table = ActorTable.load([path])
    (m,) = table.find("The EVG left.")
    assert (m.entity_id, m.name, m.kind) == ("actor:valley", "Eastmoor Valley Guard", "armed_group")
    assert table.actors["actor:hts"].kind == "organisation"


@pytest.mark.parametrize(("content", "message"), [
    ("id,aliases\nx,y\n", "lacks the column kind, name"),
    ("id,name,kind\nx,The X,robots\n", "line 2"),
    ("id,name,kind\n,The X,person\n", "line 2"),
])
def test_bad_tables_are_named(tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        ActorTable.load([path])
    with pytest.raises(UsageError, match="cannot be read"):
        ActorTable.load([tmp_path / "none.csv"])


def test_the_shipped_table_is_sound():
    rows = list(csv.DictReader((files("bearwitness") / "data" / "actors.csv").read_text("utf-8").splitlines()))
    known = {r["id"] for r in rows}
    assert len(known) == len(rows) >= 150
    for r in rows:
        assert r["kind"] in WHO_KINDS and r["source"], r
        assert not r["parent"] or r["parent"].startswith("state:") or r["parent"] in known, r


def test_every_name_of_the_table_is_found_whole():
    for actor in TABLE.actors.values():
        hit = TABLE.match(actor.name)
        assert hit is not None and hit.entity_id == actor.entity_id, actor.name
