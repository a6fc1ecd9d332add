"""`relate` a report at a time: what a further report touches, and that the answer is the one that all reports together give."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.relate import keep, world
from sqlalchemy import text

from bearwitness import case as verbs
from bearwitness.case import CaseFolder, relating
from bearwitness.case.deriving import weigh_new
from bearwitness.errors import StoreError
from bearwitness.model import Incident
from bearwitness.store import engine as database
from bearwitness.store import grouping, incidents
from bearwitness.store.records import incident_from_json

REPORTS = 90


@pytest.fixture(scope="module")
def rows():
    """Ninety made-up reports in twenty towns over two months, in an order of no meaning."""
    found = list(world(REPORTS, seed=3, towns=20, days=60))
    random.Random(5).shuffle(found)
    return found


@pytest.fixture(autouse=True)
def never_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relating, "SMALL", 0)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, rows) -> Path:
    """A case with the first sixty reports, related and weighed."""
    folder = tmp_path_factory.mktemp("relate") / "case"
    with verbs.new(folder, title="made up") as case:
        keep(case, rows[:60])
        verbs.relate(case)
        verbs.weigh(case)
    return folder


@pytest.fixture
def case(base: Path, tmp_path: Path) -> Iterator[CaseFolder]:
    with verbs.open_case(shutil.copytree(base, tmp_path / "case")) as opened:
        yield opened


def of(case: CaseFolder) -> dict[tuple[str, ...], Incident]:
    """The incidents by the claims that they hold."""
    with case.reading() as connection:
        return {tuple(sorted(i.claims)): i for _, row in incidents.snapshots(connection) for i in [incident_from_json(row)]}


def plain(found: dict[tuple[str, ...], Incident]) -> dict[tuple[str, ...], Incident]:
    """Without ids and reasons: these tell the history, and scores by the counts of words of then."""
    return {key: dataclasses.replace(i, id="", within=None, parts=(), because=()) for key, i in found.items()}


def faults(case: CaseFolder) -> list[str]:
    """What verify says of what was derived (the made-up originals have no files)."""
    return [line for line in verbs.verify(case.path) if any(word in line for word in ("incident", "derived"))]


def test_a_report_at_a_time_gives_what_all_together_give(case: CaseFolder, rows) -> None:
    chance, at = random.Random(1), 60
    while at < len(rows):
        some = rows[at:at + chance.choice((1, 2, 7))]
        at += len(some)
        keep(case, some)
        relating.relate(case)
    verbs.weigh(case)
    apart = of(case)
    verbs.relate(case, afresh=True)
    verbs.weigh(case)
    together = of(case)
    assert plain(apart) == plain(together) and len(apart) > 20
    assert {k: i.id for k, i in apart.items()} == {k: i.id for k, i in together.items()}, "ids stay when all is gathered anew"
    assert faults(case) == []


def test_a_further_report_touches_its_own_incident_alone(case: CaseFolder, rows) -> None:
    weigh_new(case)
    before = {id_: row for id_, row in _stored(case).items()}
    keep(case, rows[60:61])
    done = relating.relate(case)
    after = _stored(case)
    assert not done.afresh and 1 <= len(done.changed) <= 2
    assert {id_ for id_ in before if after.get(id_) != before[id_]} <= {*done.changed, *done.gone}
    assert {id_ for id_, (weighed, _) in after.items() if not weighed} == set(done.changed)
    assert weigh_new(case) == len(done.changed) and weigh_new(case) == 0
    assert relating.relate(case).changed == [], "nothing came since"
    assert faults(case) == []


def _stored(case: CaseFolder) -> dict[str, tuple[bool, str]]:
    with case.reading() as connection:
        return {row["id"]: (weighed, json.dumps(row)) for weighed, row in incidents.snapshots(connection)}


def _harm(name: str, file: Path, other: Path) -> None:
    {"missing": lambda: file.unlink(), "garbage": lambda: file.write_bytes(b"no database at all" * 500), "empty": lambda: file.write_bytes(b""),
     "cut": lambda: file.write_bytes(file.read_bytes()[:5000]), "of another case": lambda: shutil.copy(other, file)}[name]()


@pytest.mark.parametrize("harm", ["missing", "garbage", "empty", "cut", "of another case"])
def test_what_grouping_kept_may_be_lost(case: CaseFolder, base: Path, rows, tmp_path: Path, harm: str) -> None:
    with verbs.new(tmp_path / "other", title="other") as other:
        keep(other, rows[70:75])
        verbs.relate(other)
    _harm(harm, case.path / grouping.NAME, tmp_path / "other" / grouping.NAME)
    keep(case, rows[60:62])
    assert relating.relate(case).afresh
    found = of(case)
    verbs.relate(case, afresh=True)
    assert found == of(case) and len(found) > 15 and faults(case) == []


def test_damage_found_on_the_way_costs_one_more_run(case: CaseFolder, rows) -> None:
    file = case.path / grouping.NAME
    data = bytearray(file.read_bytes())
    for at in range(4096 + 8, len(data), 4096):
        data[at:at + 60] = b"\xff" * 60
    file.write_bytes(bytes(data))
    keep(case, rows[60:61])
    before = _stored(case)
    try:
        relating.relate(case)
    except StoreError as e:
        assert "run this again" in str(e) and _stored(case) == before
        relating.relate(case)
    assert rows[60][0].id in {report for i in of(case).values() for report in i.reports} and faults(case) == []


def test_counts_are_taken_anew_when_a_case_has_doubled(case: CaseFolder, rows) -> None:
    with verbs.open_case(case.path) as opened:
        shelf = grouping.open_shelf(opened.path)
        shelf.note("counted", "20")
        shelf.commit()
        shelf.close()
    keep(case, rows[60:61])
    assert relating.relate(case).afresh and not relating.relate(case).afresh


# --- judgements ------------------------------------------------------------------------------------------

def _judge(case: CaseFolder, left: str, relation: str, right: str | None = None, **changes: object) -> str:
    return verbs.judge(case, left, right, relation=relation, reviewer="Ada", reason="made for a test", changes=changes or None).id


def _large(case: CaseFolder) -> list[Incident]:
    return sorted((i for i in of(case).values() if len(i.reports) > 2), key=lambda i: i.id)


def test_incidents_are_joined_parted_and_both_undone(case: CaseFolder) -> None:
    one, two = _large(case)[:2]
    before = plain(of(case))
    joined = _judge(case, one.id, "same", two.id)
    done = relating.relate(case)
    whole = next(i for i in of(case).values() if set(one.claims) <= set(i.claims))
    assert not done.afresh and set(two.claims) <= set(whole.claims) and whole.id in (one.id, two.id)
    assert any("judged" in words for words in whole.because)
    with case.reading() as connection:
        assert {incidents.find_incident(connection, i.id) for i in (one, two)} == {whole.id}
    verbs.undo(case, joined, reviewer="Ada", reason="made for a test")
    relating.relate(case)
    verbs.weigh(case)
    assert plain(of(case)) == before and {one.id, two.id} <= {i.id for i in of(case).values()}, "each has its id again"
    assert faults(case) == []


def test_a_report_told_apart_leaves_its_incident(case: CaseFolder) -> None:
    one = _large(case)[0]
    _judge(case, one.reports[0], "different", one.reports[1])
    done = relating.relate(case)
    verbs.weigh(case)
    found = of(case)
    homes = [i for i in found.values() if {one.reports[0], one.reports[1]} & set(i.reports)]
    assert not done.afresh and not any({one.reports[0], one.reports[1]} <= set(i.reports) for i in homes)
    verbs.relate(case, afresh=True)
    verbs.weigh(case)
    assert plain(found) == plain(of(case))


SAID = [
    # (what is judged, relation, changes, what it does)
    ("claim", "reject", {}, lambda old, new: new is None or len(new.claims) < len(old.claims)),
    ("incident", "fix", {"title": "Another title"}, lambda old, new: new.title == "Another title"),
    ("report", "fix", {"publisher": "Another Paper"}, lambda old, new: new.claims == old.claims),
]


@pytest.mark.parametrize(("what", "relation", "changes", "does"), SAID, ids=[f"{s[0]} {s[1]}" for s in SAID])
def test_a_judgement_is_followed_where_it_speaks(case: CaseFolder, what: str, relation: str, changes: dict, does) -> None:
    old = _large(case)[0]
    with case.reading() as connection:
        toll = next(c for c in old.claims for k in [connection.execute(text("SELECT kind FROM claims WHERE id = :i"), {"i": c}).scalar()] if k == "toll")
    made = _judge(case, {"claim": toll, "incident": old.id, "report": old.reports[0]}[what], relation, **changes)
    done = relating.relate(case)
    assert not done.afresh and old.id in done.changed and len(done.changed) < len(of(case)) / 2
    assert does(old, next((i for i in of(case).values() if i.id == old.id), None))
    verbs.undo(case, made, reviewer="Ada", reason="made for a test")
    relating.relate(case)
    verbs.weigh(case)
    assert next(i for i in of(case).values() if i.id == old.id) == old
    assert faults(case) == []


def test_a_rating_of_a_source_has_everything_weighed_again(case: CaseFolder) -> None:
    source = next(f.speakers[-1] for i in _large(case) for t in i.tolls for f in t.figures)
    _judge(case, f"source:{source}", "fix", reliability="D")
    assert relating.relate(case).changed == []
    assert weigh_new(case) == len(of(case))
    assert any(f.rating == "D" for i in of(case).values() for t in i.tolls for f in t.figures)


# --- an older case ---------------------------------------------------------------------------------------

def test_a_case_of_the_first_version_keeps_its_incidents(base: Path, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    path = Path(shutil.copytree(base, tmp_path / "old")) / "case.db"
    with verbs.open_case(path.parent) as opened:
        before = of(opened)
    engine = database.open_engine(path)
    with engine.connect().execution_options(bearwitness_write=True) as connection, connection.begin():
        told = {}
        for report, incident in connection.execute(text("SELECT report_id, incident_id FROM incident_reports ORDER BY report_id, pos")):
            told.setdefault(report, []).append(incident)
        kept = connection.execute(text("SELECT incident_id, weighed, row FROM incident_snapshots ORDER BY size DESC")).all()
        for table in ("incident_snapshots", "incident_reports", "derived_roots"):
            connection.execute(text(f"DROP TABLE {table}"))
        connection.execute(text("CREATE TABLE incident_snapshots (incident_id TEXT PRIMARY KEY, pos INTEGER NOT NULL, weighed INTEGER NOT NULL, row BLOB NOT NULL)"))
        for pos, (id_, weighed, row) in enumerate(kept):
            connection.execute(text("INSERT INTO incident_snapshots VALUES (:i, :p, :w, :r)"), {"i": id_, "p": pos, "w": weighed, "r": row})
        connection.execute(text("INSERT INTO case_meta VALUES ('of_report', :v)"), {"v": json.dumps(told)})
        config = Config()
        config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
        config.attributes["connection"] = connection
        command.stamp(config, "0001")
    engine.dispose()
    with verbs.open_case(path.parent) as opened:
        assert of(opened) == before
        with opened.reading() as connection:
            assert incidents.of_reports(connection) == told and incidents.is_stale(connection)
        assert relating.relate(opened).afresh
        verbs.weigh(opened)
        assert of(opened) == before and faults(opened) == []
