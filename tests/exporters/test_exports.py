"""CSV, workbook and GeoJSON: the same record gives the same bytes, nothing is live, nothing is made up."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "incidents"))

from tests.incidents import incident_records as r

from bearwitness.errors import UsageError
from bearwitness.exporters import csvtable, geojson, xlsx
from bearwitness.exporters.defuse import restore
from bearwitness.exporters.tables import TABLES
from bearwitness.incidents import group
from bearwitness.model import Attribution, Snapshot, VictimList, VictimRecord, Where
from bearwitness.weigh import weigh


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    reports, claims = r.coast()
    accused = r.claim(reports[0], 200, "=HYPERLINK(1)\nblamed a band", Attribution((r.who("=cmd|' /C calc'!A0"),)), stance="accuses")
    lost = r.toll(reports[3], 200, "2 hurt", 2, harm="injured", where=(Where("a farm"),))
    claims += [accused, lost]
    incidents = tuple(weigh(i, reports, claims) for i in group(reports, claims))
    kept = VictimList("l1", "Hill Monitor", "2031-04-01", "civilians", "list.csv", "0" * 64, 1)
    record = VictimRecord("v1", "l1", "1", name="+Ada One", original=(("name", "+Ada One"),))
    return Snapshot("A made-up case", tuple(reports), tuple(claims), incidents, (r.judged(claims[0].id, "accept"),), (kept,), (record,))


def rows_of(snapshot, table):
    return list(csv.DictReader(io.StringIO(csvtable.exporter.export(snapshot, table=table).decode())))


@pytest.mark.parametrize("table", [t.name for t in TABLES])
def test_csv_has_one_header_and_every_column_its_codebook_line(snapshot, table):
    chosen = next(t for t in TABLES if t.name == table)
    rows = rows_of(snapshot, table)
    assert rows and list(rows[0]) == chosen.header
    assert all(about.strip() for _, about in chosen.columns) and len(set(chosen.header)) == len(chosen.header)
    for row in chosen.rows(snapshot):
        assert set(row) <= set(chosen.header), "no value without a column"


def test_csv_says_what_the_record_says(snapshot):
    figures = [f for f in rows_of(snapshot, "figures") if f["scope"] == "civilians"]
    assert [(f["number"], f["current"], f["root"]) for f in figures] == [
        ("340", "no", "Hill Monitor"), ("745", "no", "Hill Monitor"), ("1225", "yes", "Hill Monitor")]
    assert all(f["as_of"] == "" for f in figures), "publication never stands in"
    incident = rows_of(snapshot, "incidents")[0]
    assert incident["title"] == "Killings in Latakia and Tartus, 6-9 March 2031" and incident["best"] == ""
    outside = next(c for c in rows_of(snapshot, "claims") if c["passage"] == "the siege of a past war")
    assert outside["incident_ids"] == ""
    assert rows_of(snapshot, "victims")[0]["name"] == "'+Ada One"


def test_csv_cells_come_back_letter_for_letter(snapshot):
    passages = {c["passage"] for c in rows_of(snapshot, "claims")}
    assert "'=HYPERLINK(1)\nblamed a band" in passages
    assert {restore(p) for p in passages} == {c.passage.exact for c in snapshot.claims}


def test_the_default_table_is_the_claims_and_unknown_ones_are_refused(snapshot):
    assert csvtable.exporter.export(snapshot) == csvtable.exporter.export(snapshot, table="claims")
    with pytest.raises(UsageError, match="figures"):
        csvtable.exporter.export(snapshot, table="nonsense")
    with pytest.raises(UsageError):
        csvtable.exporter.export(snapshot, colour="red")


def test_workbook(snapshot):
    data = xlsx.exporter.export(snapshot)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        sheets = "".join(book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/"))
        workbook, strings = book.read("xl/workbook.xml").decode(), book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheets and "<hyperlink" not in sheets, "nothing is live"
    assert [f'name="{n}"' in workbook for n in ("README", *(t.name for t in TABLES))] == [True] * (len(TABLES) + 1)
    assert "'=HYPERLINK(1)" in strings and "independent origin it descends from" in strings


@pytest.mark.parametrize("exporter", [csvtable.exporter, xlsx.exporter, geojson.exporter], ids=lambda e: e.name)
def test_same_record_same_bytes(snapshot, exporter):
    assert exporter.export(snapshot) == exporter.export(snapshot)
    assert exporter.name and exporter.version and isinstance(exporter.binary, bool)
    assert exporter.export(Snapshot("empty")), "an empty case exports too"


def test_geojson(snapshot):
    collection = json.loads(geojson.exporter.export(snapshot))
    assert collection["type"] == "FeatureCollection"
    first = collection["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [36.0, 35.6]}, "longitude first"
    assert (first["properties"]["precision"], first["properties"]["radius_m"]) == (4, 75_000)
    lost = next(f for f in collection["features"] if f["properties"]["place"] == "a farm")
    assert lost["geometry"] is None and lost["properties"]["radius_m"] is None, "no point for what is unresolved"
    only = json.loads(geojson.exporter.export(snapshot, features="incidents"))
    assert {f["properties"]["kind"] for f in only["features"]} == {"incident"}
    with pytest.raises(UsageError):
        geojson.exporter.export(snapshot, features="everything")


def test_a_cell_too_long_for_a_sheet_is_cut_and_says_so():
    assert len(xlsx.clean("x" * 40_000)) == xlsx.LONGEST_CELL and xlsx.clean("x" * 40_000).endswith("CSV export]")
    assert xlsx.clean("\ud800") == "?"
