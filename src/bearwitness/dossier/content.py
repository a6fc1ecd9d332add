"""The content of a dossier for machines: `dossier.json`, in an order that never varies.

`custody/verify.py` reads it: `reports`, `judgements` and `claims` must be what the log committed to, a claim's
`context` must be what the kept text says there, and each figure must rest on a claim that is shown.
"""

from __future__ import annotations

import json
from typing import Any

from bearwitness.dossier.passages import excerpt, is_hidden
from bearwitness.model import Claim, Incident, Judgement, Report, Snapshot, to_json

FORMAT = "bearwitness-dossier/1"


def content(snapshot: Snapshot, incidents: list[Incident], *, audience: str, version: str, limits: list[str]) -> dict[str, Any]:
    """Everything that the page shows, as JSON values.

    Args:
        incidents: those of the dossier, in the order asked for.
        limits: the sentences about limits, as the page has them.
    """
    wanted = {c for i in incidents for c in i.claims}
    claims = [c for c in snapshot.claims if c.id in wanted]
    reports = _reports(snapshot, incidents, claims)
    texts = dict(snapshot.texts)
    by_id = {r.id: r for r in reports}
    return {
        "format": FORMAT,
        "title": snapshot.title,
        "audience": audience,
        "versions": {"bearwitness": version, "extractors": sorted({c.extractor for c in claims if c.extractor}),
                     "readers": sorted({r.reader for r in reports if r.reader})},
        "incidents": [to_json(i, store=True) for i in incidents],
        "claims": [_claim(c, by_id, texts) for c in sorted(claims, key=lambda c: (c.report_id or "", c.passage.start,
                                                                                  -c.passage.end, c.kind, c.id))],
        "reports": [to_json(r, store=True) for r in reports],
        "judgements": [to_json(j, store=True) for j in judgements_of(snapshot, incidents)],
        "lists": [to_json(item, store=True) for item in sorted(snapshot.lists, key=lambda item: item.id)],
        "limits": limits,
    }


def _reports(snapshot: Snapshot, incidents: list[Incident], claims: list[Claim]) -> list[Report]:
    wanted = {r for i in incidents for r in i.reports} | {c.report_id for c in claims}
    return sorted((r for r in snapshot.reports if r.id in wanted),
                  key=lambda r: (r.published_at.start or "9999", r.source, r.member or "", r.id))


def judgements_of(snapshot: Snapshot, incidents: list[Incident]) -> list[Judgement]:
    """The judgements that touch the claims, reports or incidents of the dossier, and those that declared an interest shown in it, by time."""
    declared = {b.interest.judgement for i in incidents for row in i.blame for b in (*row.by, *row.denied_by) if b.interest}
    about = {i.id for i in incidents} | {x for i in incidents for x in (*i.claims, *i.reports)}
    found = {j.id for j in snapshot.judgements if j.left in about or (j.right and j.right in about) or j.id in declared}
    while True:   # one that undoes another belongs with it
        more = {j.id for j in snapshot.judgements if j.supersedes in found} - found
        if not more:
            break
        found |= more
    return sorted((j for j in snapshot.judgements if j.id in found), key=lambda j: (j.made_at, j.id))


def _claim(claim: Claim, reports: dict[str, Report], texts: dict[str, str]) -> dict[str, Any]:
    """A claim with the sentence around it: where that starts in the kept text, and its characters."""
    out = to_json(claim, store=True)
    report = reports.get(claim.report_id or "")
    text = texts.get(report.text_sha256 or "") if report else None
    if text is not None:
        around = excerpt(text, claim.passage)
        out["context"] = {"start": around.start, "text": around.text}
    return out


def dump(value: dict[str, Any]) -> bytes:
    """UTF-8 JSON, indented, with characters that hide or reorder text written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False)
    return ("".join(_escape(c) if c != "\n" and is_hidden(c) else c for c in text) + "\n").encode("utf-8", "surrogatepass")


def _escape(char: str) -> str:
    code = ord(char)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
