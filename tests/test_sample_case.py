"""The sample case: its files, what they say about themselves, and what a careful reader finds in them."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
import re
from html import unescape
from importlib import resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "syria-coast-2025"
FOLDER = resources.files("bearwitness") / "data" / "sample" / "syria-coast-2025"
PUBLISHER = "bearwitness sample case"
ROWS = list(csv.DictReader(io.StringIO((FOLDER / "sources.csv").read_text("utf-8"))))
NAMES = [row["file"] for row in ROWS]


def text_of(name: str) -> str:
    data = (FOLDER / name).read_bytes()
    if name.endswith(".pdf"):
        from pypdf import PdfReader
        return " ".join(PdfReader(io.BytesIO(data)).pages[0].extract_text().split())
    if name.endswith(".html"):
        return unescape(re.sub(r"<[^>]+>", " ", data.decode().split("<article>")[1]))
    return data.decode()


def test_it_ships_in_the_package_and_shows_in_a_clone():
    assert {p.name for p in FOLDER.iterdir()} == {*NAMES, "sources.csv"}
    assert (EXAMPLE / "reports").resolve() == Path(str(FOLDER)).resolve()


def test_there_are_reports_of_several_kinds():
    assert len(NAMES) >= 12 and {Path(n).suffix for n in NAMES} == {".txt", ".html", ".pdf", ".jsonl"}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_each_says_whose_it_is_and_where_its_facts_are(row):
    assert row["publisher"] == PUBLISHER and row["sensitivity"] == "0" and row["url"] == ""
    text = text_of(row["file"])
    if row["retells"]:
        assert row["retells"] in text
    assert "Retold in our own words" in text or row["file"].endswith(".posts.jsonl")
    assert not re.search("[“”«»\"]", text) or row["file"].endswith(".jsonl"), "no direct quotation, so none made up"


@pytest.mark.parametrize("row", [r for r in ROWS if r["file"].endswith(".html")], ids=lambda r: r["file"])
def test_web_pages_say_the_same_as_the_manifest(row):
    page = (FOLDER / row["file"]).read_text("utf-8")
    assert f'content="{PUBLISHER}"' in page and f'content="{row["published_at"]}"' in page
    assert f"<h1>{row['title'].replace('&', '&amp;')}</h1>" in page


def test_posts_have_ids_days_and_the_publisher():
    lines = [json.loads(line) for line in (FOLDER / "08-posts.posts.jsonl").read_text("utf-8").splitlines()]
    assert len({p["id"] for p in lines}) == len(lines) == 3
    assert all(p["publisher"] == PUBLISHER and p["published_at"] in ("2025-03-10", "2025-03-11") for p in lines)


def test_one_report_has_no_day_because_its_page_gives_none():
    assert [r["file"] for r in ROWS if not r["published_at"] and not r["file"].endswith(".jsonl")] == ["15-sohr-1614.txt"]


def test_the_pdf_is_what_its_script_makes():
    spec = importlib.util.spec_from_file_location("build_sample_pdf", ROOT / "tools" / "build_sample_pdf.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.build() == (FOLDER / "17-sana-committee.pdf").read_bytes()


def tables() -> dict[str, list[list[str]]]:
    """The tables of EXPECTED.md by heading, header row left out."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in (EXAMPLE / "EXPECTED.md").read_text("utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("|") and not set(line) <= set("|- "):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return {name: rows[1:] for name, rows in found.items()}


def by_number(number: str) -> str:
    return next(n for n in NAMES if n.startswith(number))


@pytest.mark.parametrize("row", tables()["Figures of people killed"], ids=lambda r: f"{r[5]}-{r[0]}")
def test_each_expected_figure_stands_in_its_report(row):
    figures, bound, _, _, _, number, _ = row
    text = text_of(by_number(number))
    for figure in re.split(r"[-,]\s*", figures):
        assert re.search(rf"\b{int(figure):,}\b", text), figure
    cue = {"at_least": "at least|no fewer", "more_than": "more than|exceed|over", "about": "about|some|around",
           "between": "between"}.get(bound)
    assert cue is None or re.search(cue, text, re.I)


@pytest.mark.parametrize("row", tables()["Labels, demands, promises, warnings"], ids=lambda r: f"{r[3]}-{r[0]}")
def test_each_expected_speaker_stands_in_its_report(row):
    for number in row[3].split(","):
        text = text_of(by_number(number.strip()))
        name = row[2].split(" by ")[0].split(",")[0].split()[-1]
        assert name in text or "committee" in text.lower() or "commission" in text.lower()


def test_the_growth_of_one_toll_is_there():
    """Civilians by one monitor: the steps that a toll curve must show."""
    texts = " ".join(text_of(n) for n in NAMES)
    assert all(f"{n:,}" in texts for n in (340, 745, 973, 1225, 1383, 1614))


def test_provinces_add_up():
    for number, total in (("09", 1225), ("12", 1383)):
        said = re.search(r"(\d+) civilians were killed in Latakia, (\d+) in Tartus, (\d+) in Hama and (\d+) in Homs", text_of(by_number(number)))
        assert said and sum(map(int, said.groups())) == total


def test_figures_agree_with_the_shared_table():
    """Against the hand-made table of claims, where that stands beside the project."""
    table = ROOT.parent / "shared" / "data" / "tolls" / "coastal_syria_2025.csv"
    if not table.exists():
        pytest.skip(f"{table.name} is not beside the project: nothing to compare with")
    texts = " ".join(text_of(n) for n in NAMES)
    for row in csv.DictReader(table.open(encoding="utf-8")):
        for value in filter(None, (row["value"], row["low"], row["high"])):
            assert f"{int(value):,}" in texts, row["claim_id"]
