"""Tables: delimiters, encodings, ragged rows, spreadsheets. All people are made up."""

import csv
import datetime
import io
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.errors import ReadError
from bearwitness.readers.table import find_delimiter, read_table


def sheet(rows, more=()) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for number, cells in enumerate([rows, *more]):
        page = book.add_worksheet(f"Sheet{number + 1}")
        for at, row in enumerate(cells):
            for place, cell in enumerate(row):
                if cell is not None:
                    page.write(at, place, cell)
    book.close()
    return out.getvalue()


TABLES = [
    (b"name,age\nSami Example,34\n", ("name", "age"), (("Sami Example", "34"),), "commas"),
    (b"name;age;place\nSami;34;Example, north\n", ("name", "age", "place"), (("Sami", "34", "Example, north"),), "semicolons with a comma in a cell"),
    (b"name\tage\nSami\t034\n", ("name", "age"), (("Sami", "034"),), "tabs; a leading zero stays"),
    (b"name\nSami Example\nNour Sample\n", ("name",), (("Sami Example",), ("Nour Sample",)), "one column"),
    (b'name,note\n"Sami, ""the miller""","two\nlines"\n', ("name", "note"), (('Sami, "the miller"', "two\nlines"),), "quoted cells"),
    ("\ufeffالاسم,العمر\nسامي المثال,٣٤\n".encode(), ("الاسم", "العمر"), (("سامي المثال", "٣٤"),), "Arabic, with a mark"),
    ("name,age\r\nSami,34\r\n".encode("utf-16"), ("name", "age"), (("Sami", "34"),), "UTF-16, as spreadsheets save text"),
    (b"name,age\n\n,\nSami,34\n", ("name", "age"), (("Sami", "34"),), "empty rows are passed over"),
    (b"name,age,,\nSami,34,,\n", ("name", "age"), (("Sami", "34"),), "empty columns at the end"),
]


@pytest.mark.parametrize(("data", "columns", "rows", "why"), TABLES)
def test_csv(data, columns, rows, why):
    table = read_table(data, "list.csv")
    assert (table.columns, table.rows) == (columns, rows), why


def test_ragged_rows_are_kept_and_named():
    table = read_table(b"name,age,place\nSami,34,Example\nNour,29\nHadi,40,Example,north\n", "list.csv")
    assert table.columns == ("name", "age", "place", "column 4")
    assert table.rows == (("Sami", "34", "Example", ""), ("Nour", "29", "", ""), ("Hadi", "40", "Example", "north"))
    assert [(code, text[:22]) for code, text in table.warnings] == [("ragged-row", "row 3 has 2 cells wher"), ("ragged-row", "row 4 has 4 cells wher")]
    assert table.numbers == (2, 3, 4)


def test_repeated_and_unnamed_columns():
    table = read_table(b"name,,age,age\nSami,x,34,35\n", "list.csv")
    assert table.columns == ("name", "column 2", "age", "age (2)")
    assert [code for code, _ in table.warnings] == ["repeated-column"]


def test_a_spreadsheets_cells_as_they_read():
    rows = [["name", "age", "date", "weight", "yes"], ["Sami", 34, datetime.datetime(2025, 3, 9), 70.5, True], [], ["Nour", None, "9 March", 12.0, False]]
    table = read_table(sheet(rows, [[["other"], ["x"]]]), "list.xlsx")
    assert table.columns == ("name", "age", "date", "weight", "yes")
    assert table.rows[0][:2] == ("Sami", "34") and table.rows[0][3:] == ("70.5", "TRUE")
    assert table.rows[1] == ("Nour", "", "9 March", "12", "FALSE") and table.numbers == (2, 4)
    assert [code for code, _ in table.warnings] == ["other-sheets"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


REFUSED = [
    (b"", "list.csv", "empty", "nothing"),
    (b"name,age\n", "list.csv", "no row under", "a heading alone"),
    (b"\x00\x01\x02\x03" * 20, "list.csv", "binary", "binary"),
    (b"name,age\nSami,3\xff\xfe4\n", "list.csv", "not UTF-8", "an encoding that cannot be told"),
    (b"PK\x03\x04" + b"\x00" * 100, "list.xlsx", "broken or cut off", "a broken spreadsheet"),
    (sheet([[]]), "list.xlsx", "no filled cell", "an empty spreadsheet"),
    (bomb(), "list.xlsx", "would unpack to 60 MB", "a bomb"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "list.xls", "cannot be opened", "a broken old spreadsheet"),
]


@pytest.mark.parametrize(("data", "name", "words", "why"), REFUSED)
def test_refused(data, name, words, why):
    with pytest.raises(ReadError, match=words) as error:
        read_table(data, name)
    assert str(error.value).startswith(f"{name}: "), why


def test_delimiter_of_a_long_file_looks_at_whole_rows():
    assert find_delimiter("a;b\n" + "x, y;z\n" * 5000) == ";"


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(str.strip)


@settings(max_examples=80, deadline=None)
@given(st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=6)), st.sampled_from(",;\t|"))
def test_what_is_written_with_quotes_comes_back(rows, sign):
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(rows)
    table = read_table(out.getvalue().encode(), "list.csv")
    assert [list(row) for row in table.rows] == rows[1:]
