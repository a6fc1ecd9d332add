"""Mixed text: digits of any script, marks of direction and separators of thousands; every offset points at its words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extract.test_foreign import page_of

from bearwitness.extract.foreign import find_foreign_tolls

RLM, LRM, RLE, PDF, RLI, PDI, ZWNJ, TATWEEL, NBSP, NNBSP = "\u200f", "\u200e", "\u202b", "\u202c", "\u2067", "\u2069", "\u200c", "\u0640", "\u00a0", "\u202f"
EASTERN, PERSIAN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"), str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


@pytest.mark.parametrize(("text", "code", "number", "phrase"), [
    (f"مقتل {RLM}13{RLM} شخصا في القصف", "ar", 13, "13"),
    (f"{RLE}مقتل 13 شخصا{PDF} في القصف", "ar", 13, "13"),
    (f"مقتل {RLI}١٣{PDI} شخصا", "ar", 13, "١٣"),
    ("ارتفع عدد القتلى إلى ١٬٢٢٥ قتيلا", "ar", 1225, "١٬٢٢٥"),
    ("ارتفع عدد القتلى إلى 1,225 قتيلا", "ar", 1225, "1,225"),
    (f"مق{TATWEEL}{TATWEEL}تل 13 شخصا", "ar", 13, "13"),
    ("قُتِلَ ١٣ شَخْصًا", "ar", 13, "١٣"),
    (f"۱٬۲۲۵ نفر کشته شده{ZWNJ}اند", "fa", 1225, "۱٬۲۲۵"),
    ("۱۳ نفر کشته شدند", "fa", 13, "۱۳"),
    ("١٣ کەس کوژران", "ckb", 13, "١٣"),
    (f"Погибли 1{NBSP}225 человек", "ru", 1225, f"1{NBSP}225"),
    (f"1{NNBSP}225 personnes ont été tuées", "fr", 1225, f"1{NNBSP}225"),
    ("1.225 kişi öldü", "tr", 1225, "1.225"),
    ("Murieron 1.225 personas", "es", 1225, "1.225"),
], ids=lambda v: str(v)[:20])
def test_numbers_as_they_are_written(text, code, number, phrase):
    (draft,) = find_foreign_tolls(page_of(text, code))
    assert (draft.value.number, draft.value.phrase) == (number, phrase)
    assert text[draft.at:draft.at + len(phrase)] == phrase


marks = st.text(st.sampled_from([RLM, LRM, RLE, PDF, RLI, PDI, " "]), max_size=3)
digits = st.sampled_from([None, EASTERN, PERSIAN])


@given(number=st.integers(2, 1899), script=digits, a=marks, b=marks, c=marks, before=st.sampled_from(["", "أعلنت الوزارة ", "13 صاروخا؟ "]))
@settings(deadline=None, max_examples=60)
def test_marks_of_direction_change_no_number_and_no_offset(number, script, a, b, c, before):
    shown = str(number).translate(script) if script else str(number)
    text = f"{before}{a}مقتل {b}{shown}{c} شخصا في القصف"
    drafts = [d for d in find_foreign_tolls(page_of(text, "ar")) if d.value.harm == "killed"]
    assert [d.value.number for d in drafts] == [number]
    for d in drafts:
        assert text[d.at:d.at + len(d.original)] == d.original == d.value.phrase == shown
        assert 0 <= d.start <= d.at < d.end <= len(text)
