"""`read --languages`: what is read in which language."""

import json

from bearwitness.cli.reading import put_languages
from bearwitness.extract.foreign import language_table


def test_each_language_is_a_line_of_json(capfdbinary):
    put_languages(language_table(), json=True)
    rows = [json.loads(line) for line in capfdbinary.readouterr().out.decode("utf-8").splitlines()]
    assert [row["code"] for row in rows] == ["en", "ar", "tr", "fa", "ku", "ckb", "ru", "uk", "es", "fr", "de", "pt", "id"]
    assert all(row["lacks"] for row in rows[1:])


def test_what_a_language_lacks_is_shown_to_a_person(capfdbinary):
    put_languages(language_table(), json=False)
    shown = capfdbinary.readouterr().out.decode("utf-8")
    assert "ar   Arabic: language pack" in shown and "lacks  grammar" in shown
