"""The outlines that ship: known towns lie on land and in their province."""

import hashlib
import itertools
from importlib import resources

import pytest

from bearwitness.dossier import outlines

TOWNS = [
    ("SYR", "SY-LA", "Latakia", 35.53, 35.79, "a coast simplified too much puts it in the sea"),
    ("SYR", "SY-LA", "Jableh", 35.361, 35.927, "on the coast"),
    ("SYR", "SY-TA", "Tartus", 34.889, 35.886, "on the coast"),
    ("SYR", "SY-HM", "Hama", 35.13, 36.75, "inland"),
    ("LBN", None, "Tripoli", 34.436, 35.85, "a neighbour"),
    ("UKR", None, "Kharkiv", 49.99, 36.23, "another country"),
    ("SDN", None, "Khartoum", 15.55, 32.53, "another continent"),
]


@pytest.mark.parametrize(("country", "unit", "town", "lat", "lon", "why"), TOWNS)
def test_towns_lie_in_their_province(country, unit, town, lat, lon, why):
    found = [u.iso for u in outlines.units(country) if u.contains(lon, lat)]
    assert found and (unit is None or found == [unit]), f"{town}: {why}"


def test_the_middle_of_the_sea_is_no_country():
    assert not any(u.contains(34.9, 35.0) for c in outlines.overlapping((34.8, 34.9, 35.0, 35.1))
                   for u in outlines.units(c.code))


def test_all_fourteen_syrian_governorates():
    names = {u.iso for u in outlines.units("SYR")}
    assert len([n for n in names if "~" not in n]) == 14


def test_the_digest_is_the_committed_one():
    data = resources.files("bearwitness") / "data"
    said = (data / "outlines.sha256").read_text().split()[0]
    assert hashlib.sha256((data / "outlines.zip").read_bytes()).hexdigest() == said
    assert len((data / "outlines.zip").read_bytes()) < 4_000_000


def test_clipping_a_square():
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    assert set(outlines.clip(square, (5, 5, 20, 20))) == {(5, 5), (10, 5), (10, 10), (5, 10)}
    assert outlines.clip(square, (20, 20, 30, 30)) == []


def test_borders_leave_out_shared_edges():
    left = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    right = [(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]
    edges = {frozenset(pair) for line in outlines.borders([left, right]) for pair in itertools.pairwise(line)}
    assert frozenset({(1.0, 0.0), (1.0, 1.0)}) not in edges
    assert len(edges) == 6
