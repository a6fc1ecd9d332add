"""What must hold before anything leaves the case.

Sensitivity of a report: 0 public, 1 team, 2 restricted, 3 strictly confidential. Material that was published openly is
0; everything else is 2 until a person says otherwise.

| audience | shows reports up to | whole originals |
|---|---|---|
| public | 0 | no |
| team | 1 | no |
| partner | 2 | no |
| court | 3 | yes |
"""

from __future__ import annotations

from bearwitness.errors import UsageError
from bearwitness.model import SENSITIVITY, Claim, Incident, Report, Snapshot

AUDIENCES = {"public": 0, "team": 1, "partner": 2, "court": 3}
WITH_ORIGINALS = ("court",)


def level(audience: str) -> int:
    """The highest sensitivity that an audience may see.

    Raises:
        UsageError: there is no such audience.
    """
    if audience not in AUDIENCES:
        raise UsageError(f"audience {audience!r}: choose one of {', '.join(AUDIENCES)}")
    return AUDIENCES[audience]


def reasons(snapshot: Snapshot, incident_ids: list[str] | tuple[str, ...], audience: str) -> list[str]:
    """Why these incidents may not be published for this audience, one reason a line; empty when they may."""
    allowed = level(audience)
    known = {i.id: i for i in snapshot.incidents}
    out = [f"incident {i}: not in this case; see `bearwitness show incidents`" for i in incident_ids if i not in known]
    if not incident_ids:
        out.append("no incident was named; see `bearwitness show incidents`")
    chosen = [known[i] for i in incident_ids if i in known]
    claims = {c.id: c for c in snapshot.claims}
    reports = {r.id: r for r in snapshot.reports}
    for incident in chosen:
        out += _missing(incident, claims)
    shown = [claims[c] for i in chosen for c in i.claims if c in claims]
    used = dict.fromkeys([r for i in chosen for r in i.reports] + [c.report_id or "" for c in shown])
    for report_id in used:
        out += _report(reports.get(report_id), report_id, audience)
    texts = dict(snapshot.texts)
    for claim in shown:
        out += _passages(claim, reports.get(claim.report_id or ""), texts)
    out += _people(shown, reports, allowed)
    return list(dict.fromkeys(out))


def _missing(incident: Incident, claims: dict[str, Claim]) -> list[str]:
    """Every claim that a figure or an accusation rests on must be there to be shown."""
    rests_on = [f.claim for t in incident.tolls for f in t.figures]
    rests_on += [b.claim for x in incident.blame for b in (*x.by, *x.denied_by)]
    gone = [c for c in dict.fromkeys([*incident.claims, *rests_on]) if c not in claims]
    loose = [c for c in dict.fromkeys(rests_on) if c in claims and c not in incident.claims]
    return [f"incident {incident.id}: rests on claim {c[:16]}, which is not in the record; run `bearwitness relate` and "
            "`bearwitness weigh` again" for c in gone] + [
            f"incident {incident.id}: a figure or accusation rests on claim {c[:16]}, which is not one of its claims"
            for c in loose]


def _report(report: Report | None, report_id: str, audience: str) -> list[str]:
    if report is None:
        return [f"report {report_id[:16]}: named by the incident but not in the record"]
    return [reason] if (reason := above(report, audience)) else []


def above(report: Report, audience: str) -> str | None:
    """Why an audience may not see a report; None when it may."""
    allowed = level(audience)
    if report.sensitivity <= allowed:
        return None
    place = report.source + (f" {report.member}" if report.member else "")
    word = SENSITIVITY.get(report.sensitivity, "unknown")
    return (f"report {report.id[:16]} ({place}): sensitivity {report.sensitivity} ({word}) is above the level of the "
            f"audience {audience!r} ({allowed}); lower it with a reason, or publish for another audience")


def _passages(claim: Claim, report: Report | None, texts: dict[str, str]) -> list[str]:
    """Each passage must be what the kept text says there."""
    text = texts.get(report.text_sha256 or "") if report else None
    if report is None:
        return [f"claim {claim.id[:16]}: belongs to no report of the record"]
    if text is None:
        return [f"claim {claim.id[:16]}: the text of its report {report.id[:16]} is missing; run `bearwitness read` again"]
    pieces = [claim.passage, *claim.content, *([claim.cue] if claim.cue else [])]
    if all(0 <= p.start <= p.end <= len(text) and text[p.start:p.end] == p.exact for p in pieces):
        return []
    return [f"claim {claim.id[:16]}: its passage is not what the text of report {report.id[:16]} says there"]


def _people(claims: list[Claim], reports: dict[str, Report], allowed: int) -> list[str]:
    """A named victim is shown only from openly published material, whatever the level of a public audience."""
    if allowed > 0:
        return []
    return [f"claim {c.id[:16]}: names a victim in a report that was not published openly" for c in claims
            if c.kind == "victim" and (r := reports.get(c.report_id or "")) is not None and r.sensitivity > 0]
