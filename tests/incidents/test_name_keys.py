"""Which words of a sentence may be names, and that scripts make no difference."""

import pytest

from bearwitness.incidents.name_keys import name_keys
from bearwitness.resolve.consonants import consonants

SAME = [
    ("Shelling of Saraqib, four dead", "en", "أربعة شهداء بقصف على سراقب", "ar", "a capital, and a word that is not common"),
    ("ten killed in saraqib tonight", "en", "Saraqib'de 10 ölü", "tr", "no capitals at all; a Turkish ending"),
    ("attack on #KhanSheikhoun", "en", "Атака на Хан-Шейхун", "ru", "a hashtag written as one"),
    ("Deir Ezzor hit", "en", "Deyrizor vuruldu", "tr", "two words in one language, one in the other"),
    ("مقتل ثلاثة بسراقب", "ar", "Saraqib: tres muertos", "es", "a preposition joined to the name"),
    ("Nouvelle frappe d'Alep à Saraqib", "fr", "Saraqib", None, "an elided article"),
]


@pytest.mark.parametrize(("a", "lang_a", "b", "lang_b", "why"), SAME, ids=[s[4] for s in SAME])
def test_two_languages_meet_in_a_name(a: str, lang_a: str, b: str, lang_b: str | None, why: str) -> None:
    assert name_keys(a, lang_a) & name_keys(b, lang_b), (name_keys(a, lang_a), name_keys(b, lang_b))


@pytest.mark.parametrize(("text", "lang"), [
    ("Two people were killed yesterday", "en"), ("ثلاثة شهداء وعشرات الجرحى بقصف مدفعي على المدينة", "ar"), ("Вчера погибли трое", "ru"), ("", None), ("13 !!! 😢", None),
])
def test_common_words_are_no_names(text: str, lang: str | None) -> None:
    assert not name_keys(text, lang)


def test_a_suffix_is_cut_and_an_apostrophe_inside_a_name_is_not() -> None:
    assert consonants("Harasta") in name_keys("Harasta'da çatışma", "tr")
    assert consonants("Wa'er") in name_keys("Shells on Wa'er", "en")
