"""The gazetteer file: found, read-only, quick to open, and holding what the builder promises."""

import sqlite3

import pytest

from bearwitness.errors import StoreError
from bearwitness.resolve.fold import fold, without_articles
from bearwitness.store.gazetteer import open_gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return open_gazetteer()


def names(gazetteer, name):
    return [(c.kind, c.country) for c in gazetteer.lookup(without_articles(fold(name)))]


@pytest.mark.parametrize(("name", "expected", "why"), [
    ("Qamishli", ("city", "SY"), "GeoNames writes Al Qāmishlī"),
    ("Ras al-Ayn", ("city", "SY"), "articles"),
    ("Al-Haffah", ("city", "SY"), "hyphen"),
    ("Serêkaniyê", ("city", "SY"), "Kurmanji"),
    ("لازقیە", ("city", "SY"), "Sorani"),
    ("عفرین", ("city", "SY"), "Persian letters"),
    ("Tal Rifaat", ("city", "SY"), "supplement"),
    ("Snobar", ("city", "SY"), "supplement"),
    ("Qandil", ("feature", "IQ"), "mountains"),
    ("Latakia", ("admin1", "SY"), "governorate without its type"),
    ("Jableh", ("admin2", "SY"), "district without its type"),
    ("Türkiye", ("country", "TR"), "newer English name"),
    ("سوريا", ("country", "SY"), "Arabic"),
    ("Київ", ("city", "UA"), "Ukrainian"),
    ("Donbas", ("feature", "UA"), "region over several oblasts"),
])
def test_found(gazetteer, name, expected, why):
    assert expected in names(gazetteer, name), why


def test_the_country_keeps_its_article_where_it_is_part_of_the_name(gazetteer):
    assert ("country", "SV") in [(c.kind, c.country) for c in gazetteer.lookup("el salvador")]


def test_a_village_without_a_sure_point_has_none(gazetteer):
    (village,) = [c for c in gazetteer.lookup("mukhtariyah") if c.country == "SY" and c.admin1 == "Latakia"]
    assert village.lat is None and village.place_id == "bearwitness:mukhtariyah"


def test_supplement_rows_join_the_place_of_geonames(gazetteer):
    towns = [c for c in gazetteer.lookup("banyas") if c.kind == "city" and c.country == "SY"]
    assert [c.place_id.split(":")[0] for c in towns] == ["geonames"]


def test_unknown_names_are_empty(gazetteer):
    assert all(gazetteer.lookup(f"no such place {i}") == () for i in range(2000))


def test_it_is_read_only(gazetteer):
    with pytest.raises(sqlite3.OperationalError):
        gazetteer._db.execute("DELETE FROM names")


def test_missing_or_damaged_file_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="install bearwitness again"):
        open_gazetteer(tmp_path / "places.sqlite")
    (tmp_path / "bad.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match="cannot be read"):
        open_gazetteer(tmp_path / "bad.sqlite")
