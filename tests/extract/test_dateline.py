"""Datelines: what is put aside before a paragraph's first sentence is read."""

import pytest

from bearwitness.extract.dateline import dateline_length

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
    ("GENEVA (12 March 2025) – Experts today", "GENEVA (12 March 2025) – ", "the day in brackets"),
    ("12 March 2025 - nothing", "", "no town"),
    ("", "", "empty"),
    ("HOMS — ", "", "nothing after it"),
]


@pytest.mark.parametrize(("text", "expected", "why"), ROWS)
def test_the_dateline_is_found_and_nothing_else(text: str, expected: str, why: str) -> None:
    assert text[:dateline_length(text)] == expected, why
