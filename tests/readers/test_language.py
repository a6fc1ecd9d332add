"""Language and script of lines and texts: made-up sentences."""

import pytest

from bearwitness.readers.language import language_of, line_language, script_of

LINES = [
    ("Twelve people were killed in the village, the committee said.", "en", "English"),
    ("قُتل 12 شخصاً في القرية أمس، بحسب اللجنة.", "ar", "Arabic"),
    ("دیروز ۱۲ نفر در روستا کشته شدند.", "fa", "Persian"),
    ("نیروهای ارتش سوریە می گویند کە دیروز دوازده نفر در روستا کشته شدند.", "fa", "Persian typed with a Kurdish letter"),
    ("دوێنێ ١٢ کەس لە گوندەکە کوژران.", "ckb", "Sorani"),
    ("Li gundê nimûne 12 kes hatin kuştin, ev yek ji aliyê komîteyê ve hat gotin.", "ku", "Kurmanji"),
    ("Li Nimûne 12 kes hatin kuştin", "ku", "short Kurmanji, which the model takes for Turkish"),
    ("Dün gece örnek kasabada 12 kişi öldü.", "tr", "Turkish"),
    ("В деревне погибли 12 человек, сообщили свидетели.", "ru", "Russian"),
    ("Στο χωριό σκοτώθηκαν δώδεκα άνθρωποι.", "el", "a script of one language"),
    ("HTS", None, "an acronym is no language"),
    ("– – – – – – – –", None, "a rule"),
    ("12", None, "a number"),
    ("", None, "nothing"),
    ("https://t.co/abc @someone #tag", None, "addresses and tags are no words"),
]


@pytest.mark.parametrize(("line", "language", "why"), LINES)
def test_language_of_a_line(line, language, why):
    assert language_of(line) == language, why


def test_one_kurdish_post_does_not_change_an_english_article():
    english = "The committee said on Monday that twelve people had been killed in the village near the coast."
    assert language_of("\n".join([english] * 3 + ["دوێنێ ١٢ کەس لە گوندەکە کوژران."])) == "en"


@pytest.mark.parametrize(("text", "script"), [
    ("plain", "latin"), ("Qamişlo û Kobanê", "latin"), ("قرية", "arabic"), ("деревня", "cyrillic"), ("כפר", "hebrew"),
    ("12 – !", "none"), ("", "none"), ("The word قرية here", "latin"), ("🔻", "none"),
])
def test_script_of(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize("line, language", [
    ("Bombardeo aéreo en Saraqib: 4 muertos (5.11.2016)", "es"), ("Fuertes combates en Khalkhalah, 2 muertos", "es"),
    ("Serangan bunuh diri ke markas polisi di Homs tewaskan 42 orang", "id"),
])
def test_foreign_names_do_not_hide_the_language_of_a_short_line(line, language):
    assert line_language(line) == language
