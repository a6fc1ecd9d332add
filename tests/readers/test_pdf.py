"""PDF files: paragraphs, right-to-left lines, scans, locks, breakage."""

from pathlib import Path

import pytest
from tests.readers.make_pdf import lock, make_pdf

from bearwitness.errors import ReadError
from bearwitness.readers import read_bytes
from bearwitness.readers.pdf import apart

LINES = ["The committee that follows events in the valley said on Monday that eleven", "families had left the village of Example in the night, and that it was",
         "trying to reach three more."]
SECOND = ["The governor's office did not answer questions about the road to the mill,", "although it had promised to do so before the end of the week, said Turkish-",
          "speaking residents of the village."]
FILES = Path(__file__).parent / "files"


def test_lines_become_paragraphs_and_pages_stay_apart():
    document = read_bytes(make_pdf([[*LINES, "", *SECOND], ["A new page begins here."]]), name="a.pdf")
    first = " ".join(LINES)
    second = f"{SECOND[0]} {SECOND[1]}speaking residents of the village."
    assert document.text == f"{first}\n{second}\n\nA new page begins here."
    assert document.reader.startswith("pdf@1 (pypdfium2 ") and document.lang == "en"
    assert document.warnings == () and document.published_at.start is None


def test_a_sentence_over_two_pages_is_one():
    document = read_bytes(make_pdf([[*LINES[:2]], [LINES[2]]]), name="a.pdf")
    assert document.text == " ".join(LINES)


INFO = [
    ({"Title": "Families leave Example", "Author": "Sara Sample", "CreationDate": "D:20250310120000Z"}, "Families leave Example", "Sara Sample", "said plainly"),
    ({"Title": "Microsoft Word - draft3.docx", "Author": "user"}, None, None, "what programs write there"),
    ({"Title": "report_final.pdf", "Author": "Admin"}, None, None, "a file's name is no title"),
    ({}, None, None, "nothing said"),
]


@pytest.mark.parametrize(("info", "title", "author", "why"), INFO)
def test_the_files_own_information(info, title, author, why):
    document = read_bytes(make_pdf([LINES], info=info), name="a.pdf")
    assert (document.title, document.author) == (title, author), why
    assert document.published_at.start is None   # when a file was made is not when the text was published


REFUSED = [
    (make_pdf([[""], [""]], picture=True), "2 pages of scanned pictures", "a scan says that it is one"),
    (make_pdf([["Scanned by App"]], picture=True), "OCR", "a scanner's stamp is no text"),
    (make_pdf([[""]]), "without any text", "a blank page"),
    (make_pdf([]), "no pages", "no pages"),
    (b"%PDF-1.7\nnothing more", "broken or cut off", "cut off"),
    (make_pdf([LINES])[:300], "broken or cut off|without any text|no pages", "cut in the middle"),
    (lock(make_pdf([LINES]), "secret"), "locked with a password", "encrypted"),
]


@pytest.mark.parametrize(("data", "words", "why"), REFUSED)
def test_refused(data, words, why):
    with pytest.raises(ReadError, match=words) as error:
        read_bytes(data, name="a.pdf")
    assert str(error.value).startswith("a.pdf: "), why


def test_a_page_without_text_among_others_is_named():
    document = read_bytes(make_pdf([LINES, [""], ["The end of the report stands here."]]), name="a.pdf")
    assert [(code, "page 2 " in text) for code, text in document.warnings] == [("pdf-pages-without-text", True)]


def test_right_to_left_lines_are_in_reading_order():
    # Printed by Chromium in Noto Sans Arabic. pdfium turns round parts of these words and pypdf the numbers in Arabic digits.
    document = read_bytes((FILES / "right_to_left.pdf").read_bytes(), name="right_to_left.pdf")
    assert document.text.split("\n") == [
        "اللاذقية: قال المرصد إن اثني عشر شخصاً قتلوا في قرية المثال مساء السبت، وإن الأهالي نزحوا إلى التلال المجاورة خلال الليل ولم يعودوا بعد.",
        "وقال المتحدث (سامي المثال) إن 13 شخصا جرحوا يوم 03/09/2025 و١٢ فقدوا حسب منظمة Save Example في تقريرها.",
        "دیروز ۱۲ نفر در روستای نمونه کشته شدند و «هیچ کس» مسئولیت آن را نپذیرفت.",
        "دوێنێ ١٢ کەس لە گوندەکە کوژران، وتەبێژی ناوچەکە ئەمەی ڕاگەیاند.",
        "The town of Example (مدينة المثال) was hit, said the committee on 9 March 2025, and 12 people died there in the night according to the list that it keeps.",
    ]
    assert [code for code, _ in document.warnings] == ["pdf-readers-disagree"]


def test_apart():
    assert apart("one two", "two\none") == 0
    assert apart("اللاذقية", "الالذقية") > 0.2    # lam and alef swapped
    assert apart("١٢ شخصا", "٢١ شخصا") > 0.2     # a number turned round
    assert apart("", "") == 0
