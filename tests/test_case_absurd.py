"""What cannot be, by the real verbs: contradicting judgements, a million million dead, days before Christ and in the future, a source that cites itself.

Each is answered, bounded, and explained by a sentence in the record.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.made_up_reports import write

from bearwitness import case as verbs
from bearwitness.errors import ReadError

JABLEH = "in Jableh on 7 March 2025"
TOLD = {      # name -> (publisher, published, text)
    "plain": ("North News", "2025-03-08", f"Gunmen killed 41 people {JABLEH}, the Hill Monitor said."),
    "other": ("South Times", "2025-03-09", f"Gunmen killed 44 people {JABLEH}, the Lake Network said."),
    "trillion": ("Loud Paper", "2025-03-09", f"Gunmen killed 1,000,000,000,000 people {JABLEH}, the Shouting Network said."),
    "christ": ("Old Paper", "2025-03-09", "Gunmen killed 12 people in Jableh in 44 BC, the Antique Monitor said."),
    "history": ("Old Paper", "2025-03-10", "Gunmen killed 13 people in Jableh on 14 October 1066, the Antique Monitor said."),
    "future": ("Odd Paper", "2025-03-09", "Gunmen killed 42 people in Jableh on 1 January 2093, the Early Monitor said."),
    "clock": ("Odd Paper", "2025-03-10", f"As of 1 January 2093, 43 people had been killed in Jableh, the Clock Monitor said. Gunmen killed them {JABLEH}."),
    "self": ("Mirror Daily", "2025-03-10", f"Mirror Daily said that 45 people were killed {JABLEH}, citing Mirror Daily."),
    "again": ("Mirror Daily", "2025-03-11", f"Mirror Daily reported that 45 people were killed {JABLEH}."),
}
BY = {"reviewer": "Reviewer One", "reason": "a test"}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("absurd")
    with verbs.new(folder / "case") as made:
        pages = write(folder / "pages", [(name, "en", publisher, published, f"{name} page", text) for name, (publisher, published, text) in TOLD.items()])
        assert [line["verdict"] for line in verbs.add(made, pages)] == ["accept"] * len(TOLD)
        assert all(result.ok for result in verbs.read(made, jobs=1))
        verbs.relate(made)
        verbs.weigh(made)
        yield made


def names(case) -> dict[str, str]:
    return {r["id"]: Path(r["source"]).stem for r in verbs.show(case, "reports")}


def main(case) -> dict[str, Any]:
    return next(verbs.show(case, "incidents"))


def killed(case) -> dict[str, Any]:
    return next(t for t in main(case)["tolls"] if t["harm"] == "killed")


def test_a_million_million_dead_are_told_and_not_counted(case) -> None:
    tolls = killed(case)
    figure = next(f for f in tolls["figures"] if f["number"] == 10**12)
    assert figure["set_aside"] and not figure["current"] and tolls["range"] == [41, 45]
    assert [words for words in tolls["because"] if "gives 1,000,000,000,000, more than 10,000,000 (most_people of the rule set standard 2)" in words]


def test_a_team_says_in_a_file_how_many_are_too_many(case, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\nversion = "1"\nmost_people = 1000000000000\n')
    with pytest.raises(Exception, match="most_people"):
        verbs.weigh(case, rules=str(tmp_path / "mine.toml"))
    (tmp_path / "mine.toml").write_text('name = "mine"\nversion = "1"\nmost_people = 43\n')
    weighed = next(i for i in verbs.weigh(case, rules=str(tmp_path / "mine.toml")) if i.id == main(case)["id"])
    assert weighed.tolls[0].range == (41, 43) and any("most_people of the rule set mine 1" in words for words in weighed.tolls[0].because)


def test_years_before_christ_and_long_ago_stand_apart(case) -> None:
    known = names(case)
    assert "christ" not in {known[r] for i in verbs.show(case, "incidents") for r in i["reports"]}
    [row] = [row for row in verbs.show(case, "outside") if known[row["claim"]["report_id"]] == "christ" and row["claim"]["kind"] == "toll"]
    assert row["why"] == "before christ" and row["claim"]["value"]["when"]["expression"] == "44 BC" and row["week"] == "day not stated"
    history = next(i for i in verbs.show(case, "incidents") if [known[r] for r in i["reports"]] == ["history"])
    assert history["when"]["start"] == "1066-10-14" and any("tells 1066-10-14, before 1900" in words for words in history["because"])


def test_days_to_come_are_told_and_order_nothing(case) -> None:
    incident, tolls, known = main(case), killed(case), names(case)
    assert (incident["when"]["start"], incident["when"]["end"]) == ("2025-03-07", "2025-03-07")
    home = next(i for i in verbs.show(case, "incidents") if "future" in {known[r] for r in i["reports"]})
    assert not (home["when"]["start"] or "").startswith("2093"), "with the others or by itself, it tells no day"
    assert any("tells 2093-01-01, after its report was published (2025-03-09): shown as told" in words for words in home["because"])
    assert any("stood, as told, on 2093-01-01" in words and "orders nothing" in words for words in tolls["because"])
    assert not any(root["stale"] for root in tolls["roots"]) and next(f for f in tolls["figures"] if f["number"] == 43)["as_of"] == "2093-01-01"


def test_a_source_that_cites_itself_is_one_root_and_no_ring(case) -> None:
    tolls, known = killed(case), names(case)
    mirror = [root for root in tolls["roots"] if root["root"] == "Mirror Daily"]
    assert len(mirror) == 1 and {known[f["report"]] for f in tolls["figures"] if f["claim"] in mirror[0]["claims"]} == {"self", "again"}
    assert tolls["standing"] != "circular"
    assert not [row for row in verbs.show(case, "lineage") if row["claim"] == row["parent"]]


def test_the_later_of_two_contradicting_judgements_counts_and_both_are_shown(case) -> None:
    known = {stem: id_ for id_, stem in names(case).items()}
    figure = next(f for f in killed(case)["figures"] if f["number"] == 44)["claim"]
    verbs.judge(case, figure, relation="reject", reviewer="Reviewer One", reason="misread")
    assert 44 not in [f["number"] for f in killed(case)["figures"]]
    verbs.judge(case, figure, relation="accept", reviewer="Reviewer Two", reason="as in the film")
    assert 44 in [f["number"] for f in killed(case)["figures"]]
    assert any("Reviewer Two" in words and "Reviewer One" in words and "contradict each other; the later one counts" in words for words in main(case)["because"])
    verbs.judge(case, known["plain"], known["other"], relation="different", reviewer="Reviewer One", reason="two villages")
    apart = {r["id"]: r["incidents"] for r in verbs.show(case, "reports")}
    assert apart[known["plain"]][0] != apart[known["other"]][0]
    verbs.judge(case, known["plain"], known["other"], relation="same", reviewer="Reviewer Two", reason="one village")
    together = {r["id"]: r["incidents"] for r in verbs.show(case, "reports")}
    assert together[known["plain"]] == together[known["other"]]
    assert any("Reviewer One" in words and "Reviewer Two" in words and "the later one counts" in words for words in main(case)["because"])
    assert [j["relation"] for j in verbs.show(case, "judgements")] == ["reject", "accept", "different", "same"], "nothing is overwritten"
    assert verbs.verify(case.path) == []


def test_the_same_in_a_table_and_in_readings(case, tmp_path: Path) -> None:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow("incident_id claim_id publisher published as_of cited_root value population".split())
    rows.writerows([("i1", "c1", "North News", "2025-03-08", "", "Hill Monitor", 41, ""), ("i1", "c2", "Loud Paper", "2025-03-08", "", "Shouting Network", 10**12, ""),
                    ("i1", "c3", "Old Paper", "2025-03-08", "-0044-03-15", "Antique Monitor", 43, ""), ("i1", "c4", "Odd Paper", "2025-03-08", "2093-01-01", "Clock Monitor", 44, ""),
                    ("i1", "c5", "Mirror Daily", "2025-03-08", "", "Mirror Daily", 45, ""), ("i1", "c6", "Ring A", "2025-03-08", "", "Ring B", 42, ""),
                    ("i1", "c7", "Ring B", "2025-03-08", "", "Ring A", 42, "")])
    (tmp_path / "claims.csv").write_text(out.getvalue())
    [line] = verbs.weigh_table(tmp_path / "claims.csv")
    assert line["range"] == [41, 45] and {s["why"] for s in line["set_aside"] if s["claim"] == "c2"} == {"implausible"}
    told = " | ".join(line["because"])
    assert "c2 of Shouting Network gives" in told and "c3 has as_of '-0044-03-15', which is no day of the calendar" in told and "c4 has as_of 2093-01-01, after" in told
    assert [root["claims"] for root in line["roots"] if root["root"] == "Mirror Daily"] == [["c5"]] and not any(root["stale"] for root in line["roots"])
    assert [sorted(root["claims"]) for root in line["roots"] if "c6" in root["claims"]] == [["c6", "c7"]], "two that cite each other are one root"
    lines = [result.line.encode() for result in verbs.read_lines([json.dumps({"id": name, "text": text, "publisher": who, "published_at": on}).encode()
                                                                       for name, (who, on, text) in TOLD.items()], jobs=1)]
    found = {line["incident_id"]: line for line in verbs.weigh_reads(lines)}
    assert found["trillion"]["range"] == [None, None] and "more than 10,000,000" in " ".join(found["trillion"]["because"])
    assert "christ" not in found and found["plain"]["range"] == [41, 41]


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("incident_id,claim_id,Value,value\nI,a,5,7\n")
    with pytest.raises(ReadError, match="two columns are called 'value'"):
        list(verbs.weigh_table(tmp_path / "claims.csv"))
