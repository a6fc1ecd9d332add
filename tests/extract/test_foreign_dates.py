"""Days told by words in other languages reach the page's own dates, each by the language of its paragraph."""

import pytest

from bearwitness.extract.foreign_dates import foreign_dates
from bearwitness.extract.page import Page, make_lines
from bearwitness.model import Document, When
from bearwitness.resolve.dates import find_dates

PUBLISHED = When("2025-03-11", "2025-03-11", "day", None, "text")
SCRIPTS = {"ar": "arabic", "fa": "arabic", "ckb": "arabic", "ru": "cyrillic", "uk": "cyrillic"}


def read(lang, text, published=PUBLISHED):
    document = Document(text, "", "", "text@1", lang=lang, published_at=published)
    page = Page(document, make_lines(document, lambda s: lang, lambda s: SCRIPTS.get(lang, "latin")))
    page.dates = find_dates(text, published_at=published)
    return {text[d.start:d.end]: d.when for d in foreign_dates(page)}


@pytest.mark.parametrize(("lang", "text", "words", "day"), [
    ("ar", "قتل خمسة أشخاص أمس في حلب", "أمس", "2025-03-10"),
    ("ar", "قتل خمسة أشخاص أول أمس في حلب", "أول أمس", "2025-03-09"),
    ("fa", "پنج نفر دیروز کشته شدند", "دیروز", "2025-03-10"),
    ("ckb", "پێنج کەس دوێنێ کوژران", "دوێنێ", "2025-03-10"),
    ("ku", "Pênc kes duh hatin kuştin", "duh", "2025-03-10"),
    ("tr", "Beş kişi dün öldü", "dün", "2025-03-10"),
    ("ru", "Пять человек погибли вчера", "вчера", "2025-03-10"),
    ("uk", "П’ятеро людей загинули вчора", "вчора", "2025-03-10"),
    ("es", "Cinco personas murieron ayer", "ayer", "2025-03-10"),
    ("fr", "Cinq personnes sont mortes hier", "hier", "2025-03-10"),
    ("fr", "Cinq personnes sont mortes avant-hier", "avant-hier", "2025-03-09"),
    ("fr", "Cinq personnes sont mortes le 6 mars", "6 mars", "2025-03-06"),
    ("es", "Murieron el 03/10/2024 en la plaza", "03/10/2024", "2024-10-03"),
    ("tr", "Beş kişi 03/10/2024 günü öldü", "03/10/2024", "2024-10-03"),
    ("ar", "قتلوا في 03/10/2024 هناك", "03/10/2024", "2024-10-03"),
])
def test_days(lang, text, words, day):
    when = read(lang, text)[words]
    assert (when.start, when.end, when.precision) == (day, day, "day")


@pytest.mark.parametrize(("lang", "text", "words"), [("ar", "قتل خمسة أشخاص أمس", "أمس"), ("fr", "Cinq personnes sont mortes hier", "hier")])
def test_without_a_date_of_writing_they_stay_unknown(lang, text, words):
    assert read(lang, text, When())[words].start is None


def test_english_keeps_the_riddle_of_day_and_month():
    assert read("en", "They met on 03/10/2024 there.")["03/10/2024"].start is None


def test_the_whole_reading_gives_them_as_mentions():
    from bearwitness.extract import load_tools, read_document
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    text = "قُتل خمسة مدنيين أمس في مدينة حلب وأصيب عشرة آخرون بجروح، بحسب ما أفاد به شهود."
    reading = read_document(read_bytes(text.encode(), name="text.txt", published_at="2025-03-11"), tools=load_tools(open_gazetteer()))
    days = {m.passage.exact: m.when.start for m in reading.mentions if m.kind == "date"}
    assert days == {"أمس": "2025-03-10"}
