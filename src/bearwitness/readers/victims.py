"""Rows of a list of the dead to `VictimRecord`s: known columns by their names in several languages, the row kept whole.

Nothing is guessed: an age that is no age, a sex not stated, a date that could be two days stay unknown, and
what the row says of them is in `original`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import rfc8785

from bearwitness.errors import ReadError
from bearwitness.model import VictimRecord, When
from bearwitness.readers.days import parse_day
from bearwitness.readers.language import script_of

if TYPE_CHECKING:
    from bearwitness.readers.table import Table

# Heading words for each known column, folded by `_fold`. The first column that fits is taken.
_COLUMNS = {
    "row": "row|id|rec|record|no|nr|number|serial|ref|row id|record id|victim id|code|رقم|الرقم|م|التسلسل|ت|ردیف|شماره|ژمارە",
    "name": "name|full name|fullname|name en|english name|victim name|victim|names|name english|full name en|nav|ad soyad|adı soyadı|isim",
    "name_ar": "name ar|arabic name|name arabic|full name ar|name original|original name|ar name|الاسم|الاسم الكامل|الاسم الرباعي|الاسم الثلاثي|اسم|اسم الضحية|"
               "اسم الشهيد|اسم القتيل|نام|نام کامل|نام و نام خانوادگی|ناو|ناوی تەواو",
    "given": "given|given name|first name|firstname|first|forename|الاسم الأول|الاسم الاول|نام کوچک",
    "father": "father|father name|fathers name|fathername|اسم الأب|اسم الاب|الأب|نام پدر|ناوی باوک",
    "grandfather": "grandfather|grandfather name|grandfathers name|اسم الجد|الجد",
    "family": "family|family name|last name|lastname|surname|العائلة|اسم العائلة|الكنية|اللقب|الشهرة|نام خانوادگی|soyad|soyadı",
    "kunya": "kunya|kunyah|nom de guerre|alias|nickname|اللقب الحركي|الاسم الحركي",
    "sex": "sex|gender|الجنس|النوع|جنسیت|ڕەگەز|cinsiyet|zayend",
    "age": "age|age years|age at death|years|العمر|السن|عمر|سن|تەمەن|yaş|temen",
    "birth_date": "birth date|date of birth|dob|born|birthdate|تاريخ الميلاد|تاريخ الولادة|المواليد|تاریخ تولد",
    "death_date": "death date|date of death|dod|date|date died|died|killed on|date killed|تاريخ الوفاة|تاريخ الاستشهاد|تاريخ القتل|تاريخ الحادثة|التاريخ|تاریخ مرگ|"
                  "تاریخ فوت|ölüm tarihi",
    "place": "place|location|place of death|death place|site|city|town|village|area|where|governorate|district|المكان|مكان الوفاة|مكان الحادثة|المدينة|القرية|المنطقة|المحافظة|"
             "محل|مکان|شوێن|yer|cih",
    "cause": "cause|cause of death|manner|method|how|weapon|سبب الوفاة|السبب|طريقة القتل|علت مرگ|علت",
    "status": "status|civilian status|combatant|civilian|role|civilian or combatant|الصفة|مدني عسكري|الحالة",
}
_SEXES = {"male": "m male man boy men ذكر رجل ولد طفل_ذكر مرد پسر نێر nêr mêr erkek bay masculine masculin",
          "female": "f female woman girl women أنثى انثى امرأة بنت سيدة زن دختر مێ mê jin kadın bayan feminine féminin"}
_STATUS = {"civilian": "civilian civ civil non-combatant noncombatant مدني مدنية مدنی غیرنظامی sivil sivîl",
           "combatant": "combatant fighter soldier military militant armed belligerent non-civilian noncivilian مقاتل عسكري جندي نظامی رزمنده çekdar asker"}
_PARTS = ("given", "father", "grandfather", "family", "kunya")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_SAME = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ە": "ه", "ı": "i", "ـ": None, "\u200c": " ", "’": None, "'": None})
_AGE = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*(?:years?(?: old)?|yrs?|y/?o?|سنوات|سنة|عاما?ً?|ساله|سال|yaşında|salî)?")
# Up to eleven: "18 months" is an age of one year in one list and of none in another, so it stays unread.
_MONTHS_OLD = re.compile(r"(?:\d|1[01])\s*(?:months?|mos?|m|weeks?|days?|أشهر|اشهر|شهور|شهرا?ً?|ماهه?|meh|ay)(?: old)?")


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[_\-./()\[\]:#*]+", " ", text.casefold().translate(_SAME)).split())


_BY_NAME = {_fold(name): column for column, names in _COLUMNS.items() for name in names.split("|")}
_SEX_OF = {_fold(word.replace("_", " ")): sex for sex, words in _SEXES.items() for word in words.split()}
_STATUS_OF = {_fold(word): status for status, words in _STATUS.items() for word in words.split()}


def known_columns(columns: tuple[str, ...]) -> dict[str, int]:
    """Where the known columns stand in a table: {"name": 1, "age": 3}. Headings are in English, Arabic, Persian, Turkish or Kurdish."""
    places: dict[str, int] = {}
    for place, heading in enumerate(columns):
        known = _BY_NAME.get(_fold(heading))
        if known and known not in places:
            places[known] = place
    return places


def victims_from_table(table: Table, *, list_id: str) -> tuple[VictimRecord, ...]:
    """One record for each row, in order, with the row as it stood.

    Args:
        table: as `read_table` gives it.
        list_id: the id of the list the rows belong to.

    Raises:
        ReadError: no column holds a name.
    """
    places = known_columns(table.columns)
    if not any(part in places for part in ("name", "name_ar", *_PARTS)):
        raise ReadError(f"the list has no column of names: its columns are {', '.join(table.columns)}; call the column with the person's name "
                        "\"name\" (or \"name_ar\", \"given\", \"family\") and add the list again")
    out: list[VictimRecord] = []
    seen: dict[str, int] = {}
    for at, row in enumerate(table.rows):
        number = table.numbers[at] if table.numbers else at + 2
        record = _record(row, places, table.columns, list_id, number)
        repeat = seen[record.id] = seen.get(record.id, 0) + 1
        out.append(record if repeat == 1 else replace(record, id=_digest(record, repeat)))
    return tuple(out)


def _record(row: tuple[str, ...], places: dict[str, int], columns: tuple[str, ...], list_id: str, number: int) -> VictimRecord:
    cells = {known: row[place].strip() for known, place in places.items()}
    parts = tuple((part, cells[part]) for part in _PARTS if cells.get(part))
    joined = " ".join(value for part, value in parts if part != "kunya") or cells.get("kunya")
    original = cells.get("name_ar") or next((name for name in (cells.get("name"), joined) if name and script_of(name) == "arabic"), None)
    record = VictimRecord(
        id="", list_id=list_id, row=cells.get("row") or str(number), name=cells.get("name") or original or joined or None,
        name_original=original, name_parts=parts, sex=_SEX_OF.get(_fold(cells.get("sex", ""))), age=read_age(cells.get("age", "")),
        when=_death(cells.get("death_date", "")), where=cells.get("place") or None, status=_STATUS_OF.get(_fold(cells.get("status", ""))),
        cause=cells.get("cause") or None, original=tuple(zip(columns, row)))
    return replace(record, id=_digest(record, 1))


def _digest(record: VictimRecord, repeat: int) -> str:
    """An id from content: the list, the row's name and cells; a repeat of the very same row counts on."""
    cells = [list(cell) for cell in record.original]
    return hashlib.sha256(rfc8785.dumps([record.list_id, record.row, cells, repeat])).hexdigest()[:32]


def read_age(text: str) -> str | None:
    """An age in whole years as digits ("34", "0" for months), or None for what is no age of 0 to 120 years."""
    folded = " ".join(text.translate(_DIGITS).casefold().split())
    if _MONTHS_OLD.fullmatch(folded):
        return "0"
    match = _AGE.fullmatch(folded)
    return str(int(match[1])) if match and int(match[1]) <= 120 else None


def _death(text: str) -> When:
    """When the person died, if the cell names one day, month or year; else its words with precision unknown."""
    return parse_day(text) if text else When()
