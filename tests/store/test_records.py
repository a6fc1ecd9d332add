"""Rows and records: what is written comes back, prefixes of ids, derived records."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bearwitness.errors import UsageError
from bearwitness.model import (
    Blame,
    Blamer,
    Figure,
    Incident,
    Judgement,
    Nested,
    Report,
    Root,
    Tolls,
    VictimList,
    VictimRecord,
    When,
    Where,
    Who,
    to_json,
)
from bearwitness.store import decisions, reports
from bearwitness.store import incidents as incident_rows
from bearwitness.store.folder import CaseFolder, create
from bearwitness.store.records import incident_from_json
from bearwitness.store.rows import json_text
from bearwitness.store.schema import canonical_row

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe = st.none() | words
whens = st.builds(When, maybe, maybe, st.sampled_from(["day", "month", "unknown"]), maybe, st.just("text"))
wheres = st.builds(Where, words, maybe, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180),
                   st.none() | st.integers(1, 7), maybe, maybe)
numbers = st.none() | st.integers(0, 2**40)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory):
    with create(tmp_path_factory.mktemp("store") / "c", title="t", now="2025-01-01T00:00:00.000Z", tool="test") as folder:
        yield folder


def _fresh(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=words, title=maybe, author=maybe, published=whens, level=st.integers(0, 3), nested=st.lists(words, max_size=3),
       warnings=st.lists(st.tuples(words, words), max_size=3))
def test_a_report_comes_back_as_it_was(case: CaseFolder, source, title, author, published, level, nested, warnings) -> None:
    id_ = _fresh("report", source, title, author, published, level, nested, warnings)
    report = Report(id=id_, source=source, sha256="ab" * 32, media_type="text/plain", captured_at="2025-01-01", title=title,
                    author=author, published_at=published, sensitivity=level, size=3)
    posts = tuple(Nested(1, 9, 2, 8, account, published_at=published) for account in nested)
    from bearwitness.model import Document
    document = Document(text="abc", sha256="ab" * 32, text_sha256="cd" * 32, reader="text@1", nested=posts)
    row = reports.report_row(report, document, original_sha256="ab" * 32, verdict="accept", reason=None, warnings=warnings)
    with case.reading() as connection:
        known = reports.stored(connection, id_)
    if known is None:
        case.write(lambda c: reports.add_reports(c, [row], kept=[("ab" * 32, "x", 3)], kept_texts=[("cd" * 32, "abc")]))
    with case.reading() as connection:
        assert next(r for r in reports.all_reports(connection) if r.id == id_) == report
        stored = reports.stored(connection, id_)
    assert stored is not None
    assert canonical_row(stored) == canonical_row(row)      # what the log commits to can be computed again
    assert reports.report_of(stored) == report


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reason=words, changes=st.dictionaries(words, numbers | words, max_size=3), left=words)
def test_a_judgement_comes_back_as_it_was(case: CaseFolder, reason, changes, left) -> None:
    id_ = _fresh("judgement", reason, changes, left)
    made = Judgement(id=id_, left=left, relation="fix", reviewer="A", reason=reason, made_at="2025-01-01",
                     changes=tuple(sorted(changes.items(), key=lambda kv: kv[0].encode("utf-16-be"))))
    with case.reading() as connection:
        known = decisions.find_judgement(connection, id_)
    if known is None:
        case.write(lambda c: decisions.add_judgement(c, made))
    with case.reading() as connection:
        assert next(j for j in decisions.all_judgements(connection) if j.id == id_) == made


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=maybe, when=whens, parts=st.lists(st.tuples(words, words), max_size=3))
def test_a_victim_record_comes_back_as_it_was(case: CaseFolder, name, when, parts) -> None:
    record = VictimRecord(id=_fresh("victim", name, when, parts), list_id="l", row="1", name=name, when=when,
                          name_parts=tuple(parts), original=tuple(parts))
    import json
    assert decisions.victim_from_json(json.loads(json_text(to_json(record)))) == record


figures = st.builds(Figure, words, words, st.tuples(words), numbers, st.just("exact"), numbers, numbers, maybe, st.booleans(),
                    maybe, maybe, maybe, maybe, maybe)
tolls = st.builds(Tolls, st.just("killed"), words, st.tuples(numbers, numbers), numbers, numbers, st.lists(figures, max_size=2).map(tuple),
                  st.lists(st.builds(Root, words, st.tuples(words), maybe, numbers, numbers, maybe, st.booleans()), max_size=2).map(tuple),
                  words, st.lists(words, max_size=2).map(tuple))
blamers = st.lists(st.builds(Blamer, st.tuples(words, words), words, words, words), max_size=2).map(tuple)
incidents = st.builds(
    Incident, words, whens, st.lists(wheres, max_size=2).map(tuple), st.lists(st.builds(Who, words), max_size=2).map(tuple),
    st.tuples(words), st.tuples(words), words, st.lists(tolls, max_size=2).map(tuple),
    st.lists(st.builds(Blame, words, blamers, blamers, maybe), max_size=2).map(tuple), maybe, st.lists(words, max_size=2).map(tuple),
    st.lists(st.tuples(words, words, words), max_size=2).map(tuple))


@settings(max_examples=60, deadline=None)
@given(incidents)
def test_an_incident_comes_back_as_it_was(incident: Incident) -> None:
    import json
    assert incident_from_json(json.loads(json_text(to_json(incident)))) == incident


def test_a_list_goes_in_with_its_records(case: CaseFolder, tmp_path: Path) -> None:
    made = VictimList(id="f" * 32, keeper="K", as_of="2025", includes="all", source="x.csv", sha256="ab" * 32, rows=1)
    record = VictimRecord(id="e" * 32, list_id=made.id, row="1", name="Made Up")
    row = decisions.list_row(made, rows_root="00", added_at="2025-01-01")

    def work(connection) -> None:
        reports.add_reports(connection, [], kept=[("ab" * 32, "x", 3)], kept_texts=[])
        decisions.add_list(connection, row, [(record.id, json_text(to_json(record)).encode())])

    case.write(work)
    with case.reading() as connection:
        assert decisions.all_lists(connection) == [made]
        assert list(decisions.all_victims(connection, made.id)) == [record]
        assert decisions.find_victim(connection, "eeeeeeee") == record.id


def test_the_beginning_of_an_id_is_enough_when_it_is_long_and_fits_one(case: CaseFolder) -> None:
    ids = ["abcdefgh1", "abcdefgh2", "short"]
    case.write(lambda c: incident_rows.mint(c, [(id_, []) for id_ in ids], at="2025-01-01"))
    with case.reading() as connection:
        find = incident_rows.find_incident
        assert find(connection, "abcdefgh1") == "abcdefgh1" and find(connection, "short") == "short"
        assert find(connection, "shor") is None and find(connection, "zzzzzzzzz") is None
        with pytest.raises(UsageError, match="more than one id"):
            find(connection, "abcdefgh")


def test_a_merged_incident_leads_to_the_one_that_stands(case: CaseFolder) -> None:
    def work(connection) -> None:
        incident_rows.mint(connection, [(id_, []) for id_ in ("old-one-1", "old-one-2", "old-one-3")], at="2025-01-01")
        incident_rows.redirect(connection, "old-one-3", "old-one-2")
        incident_rows.redirect(connection, "old-one-2", "old-one-1")

    case.write(work)
    with case.reading() as connection:
        assert incident_rows.find_incident(connection, "old-one-3") == "old-one-1"
