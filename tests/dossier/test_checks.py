"""What stops a dossier, each reason in one line."""

from dataclasses import replace

import pytest

from bearwitness import dossier
from bearwitness.dossier import checks
from bearwitness.errors import PublishRefused, UsageError
from bearwitness.model import Claim, Passage, Victim

from .sample import INCIDENT


def with_level(snapshot, level, n=1):
    reports = tuple(replace(r, sensitivity=level) if i < n else r for i, r in enumerate(snapshot.reports))
    return replace(snapshot, reports=reports)


LEVELS = [("public", 0, True), ("public", 1, False), ("public", 2, False), ("team", 1, True), ("team", 2, False),
          ("partner", 2, True), ("partner", 3, False), ("court", 3, True)]


@pytest.mark.parametrize(("audience", "level", "allowed"), LEVELS)
def test_a_report_above_the_level_stops_it(snapshot, audience, level, allowed):
    found = checks.reasons(with_level(snapshot, level), [INCIDENT], audience)
    assert (found == []) == allowed
    if not allowed:
        assert len(found) == 1 and "\n" not in found[0]
        assert f"sensitivity {level}" in found[0] and snapshot.reports[0].source in found[0]


def test_each_report_is_a_reason_of_its_own(snapshot):
    with pytest.raises(PublishRefused) as refused:
        dossier.build(with_level(snapshot, 2, n=3), [INCIDENT], audience="public")
    assert len(refused.value.reasons) == 3


def test_a_passage_that_does_not_slice_stops_it(snapshot):
    first = snapshot.claims[0]
    moved = replace(first, passage=replace(first.passage, start=first.passage.start + 1, end=first.passage.end + 1))
    broken = replace(snapshot, claims=(moved, *snapshot.claims[1:]))
    assert any("passage is not what the text" in r for r in checks.reasons(broken, [INCIDENT], "public"))


def test_a_missing_text_stops_it(snapshot):
    assert any("is missing" in r for r in checks.reasons(replace(snapshot, texts=snapshot.texts[1:]), [INCIDENT], "public"))


def test_a_figure_without_its_claim_stops_it(snapshot):
    figure = snapshot.incidents[0].tolls[0].figures[0].claim
    gone = replace(snapshot, claims=tuple(c for c in snapshot.claims if c.id != figure))
    assert any("not in the record" in r for r in checks.reasons(gone, [INCIDENT], "public"))


def test_a_named_victim_of_a_closed_report_stops_it(snapshot):
    report = replace(snapshot.reports[0], sensitivity=1)
    text = dict(snapshot.texts)[report.text_sha256]
    claim = Claim("f" * 64, "victim", Passage(0, 4, text[:4]), Victim("A Made-up Name"), report_id=report.id)
    incident = replace(snapshot.incidents[0], claims=(*snapshot.incidents[0].claims, claim.id))
    closed = replace(snapshot, reports=(report, *snapshot.reports[1:]), claims=(*snapshot.claims, claim), incidents=(incident,))
    found = checks.reasons(closed, [INCIDENT], "public")
    assert any("names a victim" in r for r in found) and any("sensitivity 1" in r for r in found)


def test_unknown_incident_and_none(snapshot):
    assert "not in this case" in checks.reasons(snapshot, ["XXX-000000"], "public")[0]
    assert "no incident" in checks.reasons(snapshot, [], "public")[0]


def test_unknown_audience(snapshot):
    with pytest.raises(UsageError, match="public, team, partner, court"):
        dossier.build(snapshot, [INCIDENT], audience="everybody")
