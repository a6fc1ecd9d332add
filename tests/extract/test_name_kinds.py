"""What a model of named entities takes for people and bodies, put right by the words themselves and those beside them."""

import pytest

from bearwitness.extract.name_kinds import recast

# text, name, what the model says, what it is, why
KINDS = [
    ("Bombs hit Larch Street at noon.", "Larch Street", "organisation", "facility", "a street"),
    ("Bombs hit Dunmore Castle at noon.", "Dunmore Castle", "person", "facility", "a castle"),
    ("They fled to Prince Edvin Island.", "Prince Edvin Island", "person", None, "an island"),
    ("They swam in Geary Lake.", "Geary Lake", "person", None, "a lake"),
    ("Jund al-Waha took the hill.", "Jund al-Waha", "person", "armed_group", "soldiers of"),
    ("Liwa al-Fajr denied it.", "Liwa al-Fajr", "person", "armed_group", "brigade of"),
    ("Clashes in the vicinity of Khan Toman.", "Khan Toman", "person", None, "a noun of place before it"),
    ("Shells fell on the outskirts of Mudaira.", "Mudaira", "organisation", None, "a noun of place before it"),
    ("He lives north of Hirbnafsah.", "Hirbnafsah", "person", None, "a direction before it"),
    ("Jazrah suburb was hit.", "Jazrah", "person", None, "a noun of place after it"),
    ("Clashes near Shaer oilfield.", "Shaer", "person", None, "a noun of place after it"),
    ("They took Deir al-Asmar.", "Deir al-Asmar", "person", None, "monastery of"),
    ("They took Tal Marwan.", "Tal Marwan", "person", None, "hill of"),
    ("They took Khan al-Sultan.", "Khan al-Sultan", "person", None, "inn of"),
    ("Continuous Turkish bombardment went on.", "Continuous Turkish", "person", None, "a people's adjective at its end"),
    ("Warplanes bombed the town.", "Warplanes", "organisation", None, "a plain word that opens the sentence"),
    ("Clashes continue.", "Clashes", "person", None, "a plain word that opens the sentence"),
    ("It fell. Fierce fighting followed.", "Fierce", "organisation", None, "a plain word that opens the sentence"),
    ("Typhoon Larissa hit the coast.", "Typhoon Larissa", "person", None, "a storm"),
    # what stays
    ("Maro Kelvin said so.", "Maro Kelvin", "person", "person", "two names"),
    ("Imran Khan said so.", "Imran Khan", "person", "person", "Khan at the end is a surname"),
    ("Congress passed it.", "Congress", "organisation", "organisation", "a plain word that is a body"),
    ("Kelvin said so.", "Kelvin", "person", "person", "no plain word"),
    ("He met the Larch Institute.", "Larch Institute", "organisation", "organisation", "a body"),
    ("The Hill family left.", "Hill", "person", "person", "a surname alone"),
    ("Rami Tal left.", "Rami Tal", "person", "person", "Tal at the end is a surname"),
]


@pytest.mark.parametrize(("text", "name", "said", "kind", "why"), KINDS)
def test_kinds(text, name, said, kind, why):
    start = text.index(name)
    assert recast(text, start, start + len(name), said) == kind, why
