"""The sample case through every verb: what the program finds beside what a careful reader found."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser

import pytest

from bearwitness.case.sample import demo

from .test_sample_case import tables


@pytest.fixture(scope="module")
def dossier(tmp_path_factory):
    """The folder of the demo's dossier."""
    return demo(tmp_path_factory.mktemp("demo") / "case", say=lambda line: None)


@pytest.fixture(scope="module")
def record(dossier):
    return json.loads((dossier / "dossier.json").read_text("utf-8"))


def tolls(record):
    return [c for c in record["claims"] if c["kind"] == "toll"]


def test_it_verifies_itself(dossier):
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=dossier, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_nearly_all_reports_are_one_incident(record):
    assert len(record["incidents"]) == 1 and len(record["incidents"][0]["reports"]) >= 18


def test_the_figures_of_a_careful_reader_are_found(record):
    """Of the figures in EXPECTED.md at least nine in ten, and the main ones all."""
    found = {c["value"]["number"] for c in tolls(record)} | {c["value"]["low"] for c in tolls(record)}
    wanted = {int(n) for row in tables()["Figures of people killed"] for n in re.split(r"[-,]\s*", row[0]) if row[1] != "between"}
    missed = sorted(n for n in wanted if n not in found)
    print("missed:", missed)
    assert len(missed) <= len(wanted) // 10
    assert {745, 973, 1018, 1225, 1383, 1614, 803, 1084, 1426, 1400, 1700, 1479, 231, 250} <= found


def test_no_number_was_made_up(record):
    """Each number stands in its passage, in digits or words, or is the sum of numbers there."""
    for claim in tolls(record):
        n, words = claim["value"]["number"], claim["value"]["phrase"] or ""
        if n is None or f"{n:,}" in words or str(n) in words:
            continue
        said = [int(x.replace(",", "")) for x in re.findall(r"\d[\d,]*", words)]
        assert re.search(r"\b(?:and|one|two|three|four|five|dozen|a)\b", words) or sum(said) == n, (n, words)


def test_outlets_that_repeat_one_monitor_are_one_origin(record):
    civilians = [t for t in record["incidents"][0]["tolls"] if t["whom"] == "civilians" and t["harm"] == "killed"]
    assert civilians
    of_sohr = [c for c in tolls(record) if c["speakers"] and c["speakers"][-1]["name"] == "Syrian Observatory for Human Rights"]
    assert len({c["report_id"] for c in of_sohr}) >= 8
    roots = {f["root"] for f in civilians[0]["figures"] if f["speakers"][-1:] == ["Syrian Observatory for Human Rights"] and f["root"]}
    assert roots == {"Syrian Observatory for Human Rights"}


def test_rival_blame_and_a_denial_stand_side_by_side(record):
    blame = record["incidents"][0]["blame"]
    accusers = {tuple(b["speakers"]) for row in blame for b in row["by"]}
    assert len(blame) >= 4 and len(accusers) >= 4
    assert any("Fidan" in name for row in blame for b in row["denied_by"] for name in b["speakers"])


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.hrefs, self.tags = set(), set(), set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            if name == "href":
                self.hrefs.add(value)


def test_the_page_stands_alone(dossier):
    page = (dossier / "index.html").read_text("utf-8")
    reader = Links()
    reader.feed(page)
    assert all(h.startswith("#") for h in reader.hrefs) and {h[1:] for h in reader.hrefs} <= reader.ids
    assert not {"script", "img", "link", "iframe"} & reader.tags
    assert page.count("<svg") >= 6, "curves, a map and a timeline, each for two widths"
