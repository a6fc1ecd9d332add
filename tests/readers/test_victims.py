"""Rows to records of the dead: known columns, nothing guessed, the row kept. All people are made up."""

import pytest

from bearwitness.errors import ReadError
from bearwitness.readers.table import Table, known_columns, read_table, victims_from_table
from bearwitness.readers.victims import read_age

HEADINGS = [
    (("ID", "Full Name", "Name (Arabic)", "Sex", "Age", "Date of Birth", "Date of Death", "Place of death", "Cause of Death", "Status"),
     "row name name_ar sex age birth_date death_date place cause status", "English"),
    (("الرقم", "الاسم الكامل", "اسم الأب", "العمر", "الجنس", "تاريخ الوفاة", "المكان", "سبب الوفاة"), "row name_ar father age sex death_date place cause", "Arabic"),
    (("ردیف", "نام", "نام خانوادگی", "سن", "جنسیت"), "row name_ar family age sex", "Persian"),
    (("given_name", "father-name", "grandfather", "Surname", "kunya"), "given father grandfather family kunya", "parts"),
    (("Adı Soyadı", "Yaş", "Cinsiyet"), "name age sex", "Turkish"),
    (("nameless", "aged"), "", "words that only look alike"),
]


@pytest.mark.parametrize(("columns", "known", "why"), HEADINGS)
def test_known_columns(columns, known, why):
    assert list(known_columns(columns)) == known.split(), why


def test_a_record_and_its_row():
    table = read_table("id,name,name_ar,sex,age,death_date,place,cause,status,note\n7,Sami Example,سامي المثال,M,34,2025-03-09,Example,shelling,civilian,miller\n".encode(), "list.csv")
    (one,) = victims_from_table(table, list_id="L1")
    assert (one.list_id, one.row, one.name, one.name_original, one.sex, one.age) == ("L1", "7", "Sami Example", "سامي المثال", "male", "34")
    assert (one.when.start, one.when.precision, one.where, one.cause, one.status) == ("2025-03-09", "day", "Example", "shelling", "civilian")
    assert dict(one.original)["note"] == "miller" and len(one.id) == 32


UNKNOWN = [
    # (heading, cell, field, value, why)
    ("age", "adult", "age", None, "a word is no age"),
    ("age", "999", "age", None, "a filler is no age"),
    ("age", "-1", "age", None, "another filler"),
    ("age", "30-40", "age", None, "a range is not one age"),
    ("age", "٣٤ سنة", "age", "34", "Arabic digits"),
    ("age", "8 months", "age", "0", "months are no year"),
    ("age", "18 months", "age", None, "one year or none: not decided here"),
    ("age", "34.0", "age", "34", "as spreadsheets write it"),
    ("sex", "?", "sex", None, "not stated"),
    ("sex", "أنثى", "sex", "female", "Arabic"),
    ("sex", "jin", "sex", "female", "Kurmanji"),
    ("status", "martyr", "status", None, "a word of honour is no status"),
    ("status", "Non-combatant", "status", "civilian", "with a hyphen"),
    ("status", "مقاتل", "status", "combatant", "Arabic"),
]


@pytest.mark.parametrize(("heading", "cell", "field", "value", "why"), UNKNOWN)
def test_unknown_stays_unknown(heading, cell, field, value, why):
    (one,) = victims_from_table(Table(("name", heading), (("Sami Example", cell),)), list_id="L")
    assert getattr(one, field) == value, why
    assert dict(one.original)[heading] == cell


@pytest.mark.parametrize(("cell", "start", "precision"), [
    ("03/09/2025", None, "unknown"), ("9 March 2025", "2025-03-09", "day"), ("2025-03", "2025-03-01", "month"), ("early March", None, "unknown"), ("", None, "unknown")])
def test_death_dates(cell, start, precision):
    (one,) = victims_from_table(Table(("name", "death_date"), (("Sami Example", cell),)), list_id="L")
    assert (one.when.start, one.when.precision, one.when.expression) == (start, precision, cell or None)


def test_names_from_parts_or_one_script():
    (one,) = victims_from_table(Table(("given", "father", "family", "kunya"), (("سامي", "نور", "المثال", "أبو هادي"),)), list_id="L")
    assert one.name == one.name_original == "سامي نور المثال" and dict(one.name_parts)["kunya"] == "أبو هادي"
    (one,) = victims_from_table(Table(("name_ar",), (("سامي المثال",),)), list_id="L")
    assert one.name == one.name_original == "سامي المثال"
    (one,) = victims_from_table(Table(("name", "age"), (("", "34"),)), list_id="L")
    assert one.name is None   # an unnamed person is still a row


def test_ids_are_stable_and_apart():
    table = Table(("name", "age"), (("Sami Example", "34"), ("Sami Example", "34"), ("Nour Sample", "29")))
    ids = [one.id for one in victims_from_table(table, list_id="L")]
    assert len(set(ids)) == 3 and ids == [one.id for one in victims_from_table(table, list_id="L")]
    assert ids[0] != victims_from_table(table, list_id="M")[0].id
    twice = Table(("id", "name"), (("1", "Sami Example"), ("1", "Sami Example")))
    assert len({one.id for one in victims_from_table(twice, list_id="L")}) == 2


def test_a_list_without_names_is_refused():
    with pytest.raises(ReadError, match="no column of names: its columns are when, how many"):
        victims_from_table(Table(("when", "how many"), (("2025", "3"),)), list_id="L")


def test_read_age_of_nothing():
    assert read_age("") is None and read_age(" 0 ") == "0"
