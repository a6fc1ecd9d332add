"""Bodies are counted as persons who died, and "four more" as further ones. All names are made up."""

from dataclasses import replace

import pytest
from tests.incidents import incident_records as r
from tests.weigh.test_incident import weighed

A = r.report("a1")
MONITOR = (r.who("Hill Monitor"),)
BODIES = [
    # ([(words, number, phrase, counted)], [(number, role as shown)], why)
    ([("33 bodies", 33, "33", "bodies")], [(33, None)], "a body is one of the dead"),
    ([("14 people were killed", 14, "14", "persons"), ("Four more bodies", 4, "Four", "bodies")], [(14, None), (4, "counts further people, not all")],
     "more bodies come on top"),
    ([("14 people were killed", 14, "14", "persons"), ("a further 12 people", 12, "12", "persons")], [(14, None), (12, "counts further people, not all")],
     "further people come on top"),
    ([("12 more people were killed", 12, "12", "persons")], [(12, None)], "on top of nothing that is known here: the figure is not lost"),
]


@pytest.mark.parametrize(("tolls", "expected", "why"), BODIES, ids=[b[2] for b in BODIES])
def test_bodies_and_further_dead(tolls, expected, why):
    claims = [r.attack(A, 0, "an attack", r.day("2031-03-06"), r.JABLEH)]
    for n, (words, number, phrase, counted) in enumerate(tolls):
        claim = r.toll(A, 40 * n + 40, words, number, by=MONITOR, counted=counted)
        claims.append(replace(claim, value=replace(claim.value, phrase=phrase)))
    incident, = weighed([A], claims)
    ledger, = incident.tolls
    assert (ledger.whom, ledger.counted) == ("all persons", "persons")
    assert sorted((f.number, f.set_aside) for f in ledger.figures) == sorted(expected), why
