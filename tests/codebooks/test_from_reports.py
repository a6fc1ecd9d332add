"""From made-up reports to rows: added, read, related and exported through the case; nothing told here took place."""

from __future__ import annotations

import csv
import io
import json

import pytest

from bearwitness import case as verbs
from bearwitness.codebooks import CODEBOOKS
from bearwitness.codebooks.form import check_csv

# name, publisher, published, text
REPORTS = [
    ("air", "North Wire", "2024-05-03", "An air strike by Syrian government warplanes on the market in Maarat al-Numan on 2 May 2024 killed at least 14 civilians, including three children, and wounded 30, the Hill Monitor said."),
    ("clash", "Valley Post", "2024-04-11", "Clashes between the Syrian army and rebels near Saraqib on 10 April 2024 left seven soldiers and five rebels dead, the Hill Monitor said."),
    ("media", "Lake Times", "2024-06-25", "A Hill Times investigation found that Syrian government forces killed 40 civilians in Salqin on 3 June 2024."),
    ("force", "City Herald", "2024-07-21", "Security forces opened fire on protesters in Hama on 20 July 2024, killing four demonstrators."),
    ("towns", "Valley Post", "2024-01-20", "Government forces shelled Jisr al-Shughur, Idlib and Binnish on 18 January 2024. At least 20 civilians were killed in the three towns, the Hill Monitor said."),
    ("country", "North Wire", "2024-03-20", "Islamic State fighters killed 30 civilians in Syria on 18 March 2024, a monitor said."),
    ("two", "North Wire", "2024-08-15", "Twelve civilians were killed by shelling in Azaz on 14 August 2024. The opposition blamed the Syrian army. The army blamed the Hill Brigade for the attack."),
    ("denial", "North Wire", "2024-08-29", "The defence ministry denied that its forces had attacked Tadmur on 27 August 2024."),
    ("noday", "Valley Post", "", "Gunmen killed three shepherds in Palmyra."),
    ("arabic", "شبكة البحيرة", "2024-09-30", "قُتل خمسة مدنيين وأصيب عشرة آخرون بجروح في قصف مدفعي لقوات النظام على مدينة منبج في 29 أيلول 2024، بحسب مرصد التل."),
    ("inquiry", "Commission of Inquiry", "2024-11-20", "The national commission of inquiry found that 91 people were killed in Abeche on 11 April 2024, among them 66 civilians."),
    ("daily", "World Daily", "2024-11-21", "A Chadian commission of inquiry said on Wednesday that 91 people, including 66 civilians, were killed in Abeche on 11 April 2024."),
    ("absurd", "Valley Post", "2022-01-06", "40,000 people were killed in Mongo on 5 January 2022."),
    ("blamed", "Hill Post", "2023-04-12", "Chad's army shelled the market in Bongor on 11 April 2023, killing 20 civilians, residents said."),
    ("admits", "North Wire", "2023-04-13", "Chad's army admitted that its soldiers attacked the market in Bongor on 11 April 2023, killing 20 civilians."),
    ("formula", "=cmd|'/c calc'!A0", "2024-08-05", "Gunmen shot dead two villagers in Kobani on 4 August 2024."),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    with (folder / "sources.csv").open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["file", "publisher", "published_at", "sensitivity"])
        for name, publisher, published, text in REPORTS:
            (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
            writer.writerow([f"{name}.txt", publisher, published, 0])
    opened = verbs.new(tmp_path_factory.mktemp("case") / "case")
    list(verbs.add(opened, [str(folder)]))
    list(verbs.read(opened))
    verbs.relate(opened)
    names = {r["id"]: r["source"].rsplit("/", 1)[-1].removesuffix(".txt") for r in map(json.loads, map(json.dumps, verbs.show(opened, "reports")))}
    owner = {i["id"]: names[i["reports"][0]] for i in verbs.show(opened, "incidents")} | names
    got = {}
    for form in CODEBOOKS:
        lines = [json.loads(line) for line in verbs.export(opened, format=form, options={"trace": "yes"}).decode().splitlines()]
        got[form] = [(owner.get(x["about"], x["about"]), x) for x in lines], verbs.export(opened, format=form).decode()
    return got


CELLS = [
    ("acled", "air", {"sub_event_type": "Air/drone strike", "inter1": 1, "actor2": "Civilians (Syria)", "interaction": 17, "fatalities": 14, "geo_precision": 1, "time_precision": 1}),
    ("acled", "clash", {"event_type": "Battles", "interaction": 12, "fatalities": 12, "geo_precision": 2, "civilian_targeting": None}),
    ("acled", "media", {"actor1": "Syrian government forces", "inter1": 1, "interaction": 17, "fatalities": 40}),
    ("acled", "force", {"actor1": "Protesters (Syria)", "inter1": 6, "inter2": 1, "interaction": 16, "disorder_type": "Political violence; Demonstrations", "fatalities": 4, "civilian_targeting": "Civilian targeting"}),
    ("acled", "two", {"actor1": None, "inter2": 7, "fatalities": 12}),
    ("acled", "formula", {"actor1": "Unidentified Armed Group (Syria)", "interaction": 37, "source": "=cmd|'/c calc'!A0"}),
    ("ucdp", "air", {"type_of_violence": 3, "low": 14, "best": 14, "high": 14, "deaths_civilians": 14}),
    ("ucdp", "clash", {"type_of_violence": 1, "deaths_a": 7, "deaths_b": 5, "best": 12, "where_prec": 2}),
    ("ucdp", "country", {"where_prec": 6, "best": 30}),
    ("ucdp", "towns", {"where_prec": 4, "event_clarity": 2, "best": 20}),
    ("airwars", "air", {"civilian_non_combatants_killed_min": 14, "civilian_non_combatants_killed_max": 14, "children_killed_min": 3, "civilian_harm_status": "Weak"}),
    ("airwars", "two", {"civilian_harm_status": "Contested", "strike_status": "contested_strike"}),
    ("airwars", "inquiry", {"civilian_non_combatants_killed_min": 66, "civilian_non_combatants_killed_max": 66}),
    ("ibc", "inquiry", {"minimum_deaths": 66, "maximum_deaths": 66}),
    ("acled", "inquiry", {"fatalities": 91}),
    ("airwars", "absurd", {"civilian_non_combatants_killed_min": None, "civilian_non_combatants_killed_max": None, "civilian_harm_reported": "No"}),
    ("airwars", "blamed", {"civilian_harm_status": "Confirmed", "belligerents": "Chad's army", "belligerent_type": "Declared"}),
    ("ibc", "arabic", {"minimum_deaths": 5, "maximum_deaths": 5, "provisional": "Yes"}),
    ("plover", "force", {"event_type": "ASSAULT", "actor_sector": "MIL", "recipient_sector": "OPP"}),
]


@pytest.mark.parametrize("form, name, expected", CELLS, ids=[f"{f}-{n}" for f, n, _ in CELLS])
def test_cells_of_a_report(record, form, name, expected):
    lines, _ = record[form]
    found = [x for owner, x in lines if "cells" in x and (owner == name or x["cells"].get("report", {}).get("value") == name
                                                         or (form == "plover" and x["cells"]["location"]["value"] == "Hama"))]
    assert len(found) == 1
    assert {column: found[0]["cells"][column]["value"] for column in expected} == expected


@pytest.mark.parametrize("form, name, why", [
    ("acled", "country", "no place below the country"), ("acled", "noday", "no day, week or month"), ("ucdp", "noday", "no first and last day"), ("acled", "denial", "stands in no incident"),
    ("ucdp", "two", "2 parties are accused"), ("acled", "arabic", "no claim tells an event"), ("sdg1612", "air", "no report names a person killed"),
])
def test_what_has_no_row_says_why(record, form, name, why):
    assert [x for owner, x in record[form][0] if owner == name and why in x.get("uncoded", "")]


def test_three_towns_are_three_rows_and_their_figure_is_in_none(record):
    found = [x["cells"] for owner, x in record["acled"][0] if owner == "towns" and "cells" in x]
    assert sorted(c["location"]["value"] for c in found) == ["Binnish", "Idlib", "Jisr al-Shughur"] and {c["fatalities"]["value"] for c in found} == {None}


@pytest.mark.parametrize("form", sorted(CODEBOOKS))
def test_the_table_holds_the_forms_rules_and_is_read_back_by_a_plain_reader(record, form):
    lines, text = record[form]
    assert check_csv(CODEBOOKS[form], text) == []
    table = list(csv.reader(io.StringIO(text, newline="")))
    assert table[0] == CODEBOOKS[form].header and {len(line) for line in table} == {len(table[0])}
    assert len(table) - 1 == sum("cells" in x for _, x in lines)
    assert not any(cell.startswith(("=", "@", "+", "\t")) for line in table for cell in line)
