"""Tolls, statements and days in the languages that have a pack, on the tables of `vectors/languages`."""

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.extract.foreign import find_foreign, find_foreign_tolls, language_table
from bearwitness.extract.foreign_packs import CODES, pack
from bearwitness.extract.names import find_names
from bearwitness.extract.page import Page, make_lines
from bearwitness.model import Document, When
from bearwitness.readers.language import script_of
from bearwitness.resolve.actors import ActorTable
from bearwitness.resolve.dates import find_dates

ROOT = Path(__file__).parents[2]
WRITTEN = When("2025-03-11", "2025-03-11", "day", "2025-03-11", "text")
CASES = [(code, case) for code in CODES
         for case in json.loads((ROOT / "vectors" / "languages" / f"{code}.json").read_text(encoding="utf-8"))["cases"]]
IDS = [f"{code}: {case['why'][:40]}" for code, case in CASES]


@cache
def gazetteer():
    from bearwitness.store.gazetteer import open_gazetteer
    try:
        return open_gazetteer()
    except Exception as error:
        pytest.skip(f"no gazetteer built: {error}")


@cache
def actors():
    return ActorTable.load(())


def page_of(text, code, *, places=False):
    document = Document(text, "s", "t", "text@1", lang=code, published_at=WRITTEN)
    page = Page(document, make_lines(document, lambda _: code, script_of))
    page.names = find_names(page, actors())
    page.dates = find_dates(text, published_at=WRITTEN)
    if places:
        from bearwitness.resolve.places import PlaceFinder
        spans = [(line.start, line.end, line.lang) for line in page.lines]
        page.places = PlaceFinder(gazetteer()).find_document(text, spans=spans, blocked=[(n.start, n.end) for n in page.names])
    return page


def shown(draft):
    v = draft.value
    return {"harm": v.harm, "number": v.number, "bound": v.bound, "whom": v.whom, "counted": v.counted, "part": "part_of" in draft.refs}


@pytest.mark.parametrize("code, case", CASES, ids=IDS)
def test_tolls_and_speaker(code, case):
    page = page_of(case["text"], code)
    tolls = find_foreign_tolls(page)
    assert [shown(d) for d in tolls] == case["tolls"], case["why"]
    names = [s.speakers[-1].name for s in find_foreign(page)]
    assert names == ([case["speaker"]] if case["speaker"] else []), case["why"]
    if case["day"]:
        assert {d.value.when.start for d in tolls} == {case["day"]}


@pytest.mark.parametrize("code, case", [c for c in CASES if c[1]["places"]], ids=[i for i, c in zip(IDS, CASES) if c[1]["places"]])
def test_place(code, case):
    tolls = find_foreign_tolls(page_of(case["text"], code, places=True))
    assert tolls and all([w.name for w in d.value.where] == case["places"] for d in tolls)


@pytest.mark.parametrize("code, case", CASES[::2], ids=IDS[::2])
def test_every_draft_stands_in_the_text(code, case):
    text = case["text"]
    page = page_of(text, code)
    for d in find_foreign_tolls(page):
        assert 0 <= d.start <= d.at < d.end <= len(text)
        assert d.value.phrase == d.original and d.value.phrase in text[d.start:d.end]
        assert d.value.bound != "exact" or d.value.low == d.value.high == d.value.best == d.value.number
    for s in find_foreign(page):
        for p in (s.cue, *s.content, *(w.passage for w in s.speakers)):
            assert p is None or (text[p.start:p.end] == p.exact and s.start <= p.start and p.end <= s.end)


HEDGES = [
    ("ru", "Якобы погибли 13 человек.", "alleged", "adverb"),
    ("es", "Presuntamente murieron 13 personas.", "alleged", "adverb"),
    ("es", "Murieron cinco presuntos terroristas.", None, "the people are alleged, not their death"),
    ("fr", "Des dizaines de personnes auraient été tuées.", "reported", "the conditional of reports"),
    ("tr", "Saldırıda 13 kişi öldü ancak sayı doğrulanamadı.", "unverified", "could not be verified"),
    ("ar", "يرجح مقتل 13 شخصا.", "likely", "likely"),
    ("fa", "۱۳ نفر کشته نشدند.", "negated", "a negated verb"),
    ("uk", "Загинули 13 людей.", None, "no hedge"),
]


@pytest.mark.parametrize("code, text, hedge, why", HEDGES, ids=[f"{h[0]}: {h[3]}" for h in HEDGES])
def test_hedge(code, text, hedge, why):
    assert [d.hedge for d in find_foreign_tolls(page_of(text, code))] == [hedge]


STATEMENTS = [
    ("ar", "وقال المرصد السوري لحقوق الإنسان في بيان إن 13 شخصا قتلوا.", "Syrian Observatory for Human Rights", "asserts", "indirect",
     "13 شخصا قتلوا", "a known actor; the occasion is no part of the name"),
    ("ar", "وثق المرصد السوري لحقوق الإنسان مقتل 803 أشخاص.", "Syrian Observatory for Human Rights", "asserts", "indirect", "مقتل 803 أشخاص",
     "a noun of harm where “that” would stand"),
    ("ar", "نفى الجيش اللبناني أن يكون قد قصف القرية.", "Lebanese Armed Forces", "denies", "indirect", "يكون قد قصف القرية", "a denial"),
    ("tr", "SOHR, 13 kişinin öldüğünü bildirdi.", "Syrian Observatory for Human Rights", "asserts", "indirect", "13 kişinin öldüğünü",
     "a known actor first, the verb last"),
    ("es", "La ministra Eva Roldán negó que hubiera víctimas.", "Eva Roldán", "denies", "indirect", "hubiera víctimas", "a denial"),
    ("es", "El alcalde condenó el ataque.", None, None, None, None, "an unknown speaker without “that” or quotation: no statement"),
    ("fr", "Le ministre, interrogé hier, n'a pas répondu.", None, None, None, None, "no verb of saying"),
    ("ru", "Мэр Иван Крылов предупредил, что вода опасна.", "Иван Крылов", "predicts", "indirect", "вода опасна", "a warning"),
    ("fa", "او سکوت کرد.", None, None, None, None, "no verb of saying"),
]


@pytest.mark.parametrize("code, text, name, stance, form, content, why", STATEMENTS, ids=[f"{s[0]}: {s[6][:40]}" for s in STATEMENTS])
def test_statement(code, text, name, stance, form, content, why):
    found = [(s.speakers[-1].name, s.stance, s.form, s.content[0].exact) for s in find_foreign(page_of(text, code))]
    assert found == ([(name, stance, form, content)] if name else [])


def test_speaker_goes_on_in_the_next_sentence():
    page = page_of("La alcaldesa Rosa Montes dijo que hubo disparos. Añadió que murieron 3 personas.", "es")
    found = find_foreign(page)
    assert [s.speakers[-1].name for s in found] == ["Rosa Montes", "Rosa Montes"]
    assert found[1].speakers[-1].passage is None


def test_a_person_only_mentioned_is_not_the_speaker():
    text = "چەکدارێکی سوپا کە لە ژێر فەرمانی ئەحمەد شەرع دان دەڵێت: دەچینە شار."
    (s,) = find_foreign(page_of(text, "ckb"))
    assert s.speakers[-1].kind == "unnamed"


def test_the_day_of_saying_is_not_the_day_of_harm():
    page = page_of("El domingo, la alcaldesa Rosa Montes dijo que murieron 13 personas.", "es")
    (toll,), (said,) = find_foreign_tolls(page), find_foreign(page)
    assert toll.value.when == When() and said.said.start == "2025-03-09"


def test_relative_days_are_unknown_without_a_date():
    document = Document("Ayer murieron 13 personas.", "s", "t", "x", lang="es")
    page = Page(document, make_lines(document, lambda _: "es", script_of))
    (toll,) = find_foreign_tolls(page)
    assert toll.value.when.start is None and toll.value.when.expression == "Ayer"


def test_english_paragraphs_are_left_to_the_parser():
    page = page_of("13 people were killed in Aleppo, he said: nothing.", "en")
    assert find_foreign_tolls(page) == [] and find_foreign(page) == []


@pytest.mark.parametrize("text, marks", [
    ("قُـتِـلَ 13 شَخْصاً", "harakat and tatweel"), ("\u200fقتل 13 شخصا\u200f", "direction marks"), ("قتل\u200c 13 شخصا", "a non-joiner"),
    ("قتل ١٣ شخصا", "Arabic-Indic digits"), ("قتل ۱۳ شخصا", "Persian digits")])
def test_marks_change_nothing(text, marks):
    (toll,) = find_foreign_tolls(page_of(text, "ar"))
    assert (toll.value.harm, toll.value.number) == ("killed", 13) and toll.value.phrase in text


def test_number_words_of_every_language_are_read_back():
    for code in CODES:
        p = pack(code)
        for number, words in p.raw["numbers"]["words"].items():
            for word in words.split(","):
                tokens = p.tokens(word.strip())
                hit = p.lexicon("numbers").at(tokens, 0)
                assert hit == (len(tokens), int(number)), (code, word)


def test_language_table_lists_every_pack():
    table = language_table()
    assert [row["code"] for row in table] == ["en", *CODES]
    assert all(row["has"]["number words"] and row["lacks"] and row["harms"] for row in table[1:])


WORDS = {code: [w for c, case in CASES if c == code for w in case["text"].split()] for code in CODES}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_order_of_words_gives_claims_that_stand_in_the_text(data):
    code = data.draw(st.sampled_from(CODES))
    text = " ".join(data.draw(st.lists(st.sampled_from([*WORDS[code], "«", "»", ":", "\u200f", "13", "-", "،"]), max_size=25)))
    page = page_of(text, code)
    for d in find_foreign_tolls(page):
        assert text[d.start:d.end] and d.value.phrase in text
    for s in find_foreign(page):
        assert all(text[p.start:p.end] == p.exact for p in s.content)
