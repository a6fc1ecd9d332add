"""Places of posts: what is done to a name makes it a place, in several languages."""

import pytest

from bearwitness.resolve.place_context import cue_of
from bearwitness.resolve.place_struck import struck_after, struck_before, turkish_place_case
from bearwitness.resolve.place_tokens import tokens_of

BEFORE = [
    ("Air strike on Example", "en", True), ("Two rockets fired at Example", "en", True), ("An opinion on Example", "en", False),
    ("Frappe aérienne sur Exemple", "fr", True), ("Un livre sur Exemple", "fr", False), ("Bombardeo contra Ejemplo", "es", True), ("Angriff auf Beispiel", "de", True),
    ("Serangan udara ke Contoh", "id", True), ("Авиаудар по Пример", "ru", True), ("Обстрел Пример", "ru", True), ("Книга о Пример", "ru", False),
    ("غارة جوية على Example", "ar", True), ("كتاب Example", "ar", False),
]


@pytest.mark.parametrize(("text", "lang", "strong"), BEFORE, ids=[b[0] for b in BEFORE])
def test_a_deed_and_its_preposition_ask_for_a_place(text: str, lang: str, strong: bool) -> None:
    tokens = tokens_of(text, 0, len(text), lang)
    assert (cue_of(text, tokens, len(tokens) - 1) == "strong") is strong


@pytest.mark.parametrize(("after", "place"), [(" bombed again, 3 killed", True), (" is under heavy shelling", True), (" de nouveau bombardée", True), (" topçu ateşi altında", True),
                                              (" снова под обстрелом", True), (" said nothing", False), (" hit the news", False), ("", False)])
def test_what_is_done_to_a_name_makes_it_a_place(after: str, place: bool) -> None:
    assert struck_after("Example" + after, 7) is place


@pytest.mark.parametrize(("after", "place"), [("'da", True), ("'deki", True), ("’e", True), ("'s", False), ("'dalga", False)])
def test_turkish_endings(after: str, place: bool) -> None:
    assert turkish_place_case("Örnek" + after, 5) is place


def test_a_long_stretch_before_the_name_costs_nothing() -> None:
    assert not struck_before("strike " + "word " * 20_000 + "on the ", "the", 100_014)
