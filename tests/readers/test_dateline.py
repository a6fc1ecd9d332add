"""Datelines: what is put aside before a paragraph's first sentence is read."""

import pytest

from bearwitness.readers import read_bytes
from bearwitness.readers.dateline import dateline_length

ROWS = [
    ("BEIRUT, 12 March 2025 - At least 14 people died.", "BEIRUT, 12 March 2025 - ", "town, day, hyphen"),
    ("DAMASCUS, Syria (AP) — Two people died.", "DAMASCUS, Syria (AP) — ", "town, country, agency"),
    ("LONDON —\xa0For the second time", "LONDON —\xa0", "no-break space"),
    ("KANDAHAR, Afghanistan, Oct. 3 (Xinhua) -- Seven men", "KANDAHAR, Afghanistan, Oct. 3 (Xinhua) -- ", "day before agency"),
    ("SAN SALVADOR, 18 FEB 90 (DPA) -- [TEXT] HEAVY FIGHTING", "SAN SALVADOR, 18 FEB 90 (DPA) -- [TEXT] ", "all in capitals, with a tag"),
    ("Washington (CNN) - The senator said", "Washington (CNN) - ", "small letters with an agency"),
    ("Goma, 3 July 2023 – A convoy", "Goma, 3 July 2023 – ", "small letters with a day"),
    ("N'DJAMENA, Chad: \"We left,\" he said", "", "a colon alone is no dateline"),
    ("PORT-AU-PRINCE, Haiti — Gunmen", "PORT-AU-PRINCE, Haiti — ", "hyphens in the name"),
    ("İDLİB, 4 Mart 2020 - Dört kişi", "İDLİB, 4 Mart 2020 - ", "a month that begins as the English one"),
    ("QAMISHLO/RAQQA — Residents", "QAMISHLO/RAQQA — ", "two towns"),
    ("SOHR — the monitor based in Britain — said", "", "an acronym is a name"),
    ("WAR CRIMES - EVERYWHERE IN THE NORTH", "", "a headline in capitals"),
    ("The army - which denied it - left", "", "small words"),
    ("Latakia is quiet.", "", "a town that is the subject"),
    ("LATAKIA — the port city — is quiet", "", "an apposition, in small letters"),
    ("Nura Vandel: We left.", "", "a speaker"),
    ("GOMA, Democratic Republic of the Congo (Made-up Wire) — Rebels", "GOMA, Democratic Republic of the Congo (Made-up Wire) — ", "small words in the country"),
    ("GENEVA (12 March 2025) – Experts today", "GENEVA (12 March 2025) – ", "the day in brackets"),
    ("12 March 2025 - nothing", "", "no town"),
    ("", "", "empty"),
    ("HOMS — ", "", "nothing after it"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS)
def test_the_dateline_is_found_and_nothing_else(text: str, expected: str, why: str) -> None:
    assert text[:dateline_length(text)] == expected, why


DAYS = [
    ("BEIRUT, 12 March 2025 - Ten people died.", "2025-03-12", "12 March 2025", "in the dateline"),
    ("A title\n\nPublished: 12 March 2025, 14:05 GMT\n\nTen people died.", "2025-03-12", "12 March 2025", "a line that is only a date"),
    ("A title\n\n١٢ آذار ٢٠٢٥\n\nقتل عشرة أشخاص في البلدة", "2025-03-12", "١٢ آذار ٢٠٢٥", "in another script"),
    ("A headline\n\nBEIRUT, March 9, 2025 (Wire) - Shells fell", "2025-03-09", "March 9, 2025", "below a headline, with an agency"),
    ("BEIRUT, 12 March - Ten people died.", None, None, "no year"),
    ("Ten people died on 12 March 2025.", None, None, "a day of which the text tells"),
    ("BEIRUT (Agency) - Ten people died.", None, None, "no day"),
    ("03/04/2025\n\nTen people died.", None, None, "two readings"),
]


@pytest.mark.parametrize(("text", "day", "words", "why"), DAYS)
def test_the_day_of_writing_is_the_one_the_text_gives(text: str, day: str | None, words: str | None, why: str) -> None:
    when = read_bytes(text.encode(), name="a.txt").published_at
    assert (when.start, when.expression if day else None, when.anchor if day else None) == (day, words, "text" if day else None), why


def test_what_the_collector_knows_wins_over_the_dateline() -> None:
    document = read_bytes(b"BEIRUT, 12 March 2025 - Ten people died.", name="a.txt", published_at="2025-03-13")
    assert document.published_at.start == "2025-03-13"
