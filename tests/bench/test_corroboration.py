"""The bench of weighing: its scores on made figures, and what the science page expects of the shared data."""

from __future__ import annotations

import csv
import json
import math

import pytest
from bench.corroboration import ALAWITES, components, falling, rows_of, score, simple, variants, worked_case
from bench.texts import SHARED
from typer.testing import CliRunner

from bearwitness.cli.app import app
from bearwitness.weigh.rules import STANDARD

here = pytest.mark.skipif(not SHARED.joinpath("tolls").is_dir(), reason="the shared toll data is not beside the project")


def test_scores():
    s = score([(100, 50, 200, 100), (math.e * 100, 150, 300, 100)])
    assert (round(s.male, 6), round(s.bias, 6), s.coverage) == (.5, .5, .5) and s.roots is None


def test_rules_of_thumb():
    claims = [{"incident_id": "i", "t_days": t, "value": v} for t, v in (("2", "30"), ("1", "10"), ("3", "10"), ("9", "999"))]
    found = simple(claims, {"i": (20.0, 1)}, 7)
    assert {n: round(math.exp(s.bias) * 20) for n, s in found.items()} == {
        "mean of all claims": 17, "median of all claims": 10, "most frequent value": 10, "latest claim": 10, "maximum": 30}
    assert found["maximum"].coverage == 1 and found["latest claim"].coverage == 0


def test_each_weight_is_changed_alone():
    changed = [name for name, _ in variants()]
    assert "inexact_weight 0.5" in changed and "own 1.2" not in changed and len(changed) == len(set(changed))
    assert all(rules != STANDARD for _, rules in variants())


@here
def test_the_worked_case():
    found = list(worked_case(rows_of("tolls", "coastal_syria_2025.csv")))
    assert len(found) == 10 and [words for words, met, _ in found if not met] == []


@here
def test_counts_that_fall():
    found = list(falling(rows_of("tolls", "gaza_moh_components.csv")))
    assert len(found) == 4 and [words for words, met, _ in found if not met] == []


@here
@pytest.mark.parametrize(("day", "nameless", "before", "why"), [
    ("2024-03-31", 15070, 15070, "the last day before the fall"), ("2024-04-01", 12263, 15070, "2,807 fewer: moved to another list"),
    ("2024-04-14", 11400, 15070, "again fewer"), ("2024-05-02", 9936, 15070, "the lowest so far"), ("2025-01-01", 9692, 15070, "today"),
])
def test_a_fall_supersedes_through_the_command(tmp_path, day, nameless, before, why):
    """`weigh --claims FILE --as-known-on DAY`: the figure of the day stands, and the highest one of before is still there."""
    table = tmp_path / "claims.csv"
    rows = components(rows_of("tolls", "gaza_moh_components.csv"))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = CliRunner().invoke(app, ["weigh", "--claims", str(table), "--as-known-on", day, "--json"])
    assert result.exit_code == 0
    line = next(x for x in map(json.loads, result.stdout.splitlines()) if x["scope"]["population"] == "nameless")
    assert line["range"] == [nameless, nameless] and line["roots"][0]["current"]["low"] == nameless, why
    assert max(f["low"] for f in line["figures"]) == before and len(line["set_aside"]) == len(line["roots"][0]["claims"]) - 1


@here
def test_a_reviewer_takes_mostly_civilians_for_civilians_through_the_command(tmp_path):
    rules = tmp_path / "team.toml"
    pairs = ", ".join(f'"{words}" = "{people}"' for words, people in ALAWITES.items())
    rules.write_text(f'name = "team"\nversion = "1"\ncount_as = {{ {pairs} }}\n', "utf-8")
    file = SHARED / "tolls" / "coastal_syria_2025.csv"
    result = CliRunner().invoke(app, ["weigh", "--claims", str(file), "--rules", str(rules), "--json"])
    line = next(x for x in map(json.loads, result.stdout.splitlines()) if x["scope"]["population"] == "civilians")
    assert line["agreement"] == {"k": 4, "of": 4, "low": 1453, "high": 1540}
    assert any("counts as civilians, as the rule set team 1 says" in words for words in line["because"])
