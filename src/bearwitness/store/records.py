"""Derived records back from their JSON."""

from __future__ import annotations

from typing import Any

from bearwitness.model import (
    Agree,
    Blame,
    Blamer,
    Check,
    Figure,
    Incident,
    Interest,
    Move,
    Position,
    Proposal,
    Reason,
    Root,
    ScopePair,
    Step,
    Tolls,
    When,
    Where,
    whos_from_json,
)


def incident_from_json(d: dict[str, Any]) -> Incident:
    """The incident that `to_json` wrote."""
    return Incident(
        id=d["id"], when=When(**d["when"]), where=tuple(Where(**w) for w in d["where"]),
        parties=whos_from_json(d["parties"]), reports=tuple(d["reports"]), claims=tuple(d["claims"]),
        standing=d["standing"], tolls=tuple(_tolls(t) for t in d["tolls"]), blame=tuple(_blame(b) for b in d["blame"]),
        title=d.get("title"), because=tuple(d.get("because") or ()),
        lineage=tuple((a, b, c) for a, b, c in d.get("lineage") or ()), cuts=tuple((a, b, c) for a, b, c in d.get("cuts") or ()),
        within=d.get("within"), within_because=d.get("within_because"), parts=tuple(d.get("parts") or ()),
        proposals=tuple(Proposal(**{**p, "left": tuple(p["left"]), "right": tuple(p["right"])}) for p in d.get("proposals") or ()))


def _tolls(d: dict[str, Any]) -> Tolls:
    low, high = d["range"]
    return Tolls(**{**d, "range": (low, high), "because": tuple(d["because"]),
                    "figures": tuple(Figure(**{**f, "speakers": tuple(f["speakers"])}) for f in d["figures"]),
                    "roots": tuple(Root(**{**r, "claims": tuple(r["claims"]), "steps": tuple(Step(**x) for x in r.get("steps") or ())}) for r in d["roots"]),
                    "agreement": Agree(**d["agreement"]) if d.get("agreement") else None,
                    "reasons": tuple(Reason(**r) for r in d.get("reasons") or ()),
                    "checks": tuple(Check(**{**c, "parts": tuple(c["parts"]), "reason": Reason(**c["reason"])}) for c in d.get("checks") or ()),
                    "incompatible": tuple((a, b) for a, b in d.get("incompatible") or ()),
                    "differ_in_scope": tuple(ScopePair(**{**p, "differs": tuple(p["differs"]), "reason": Reason(**p["reason"])}) for p in d.get("differ_in_scope") or ())})


def _blame(d: dict[str, Any]) -> Blame:
    return Blame(accused=d["accused"], by=_blamers(d["by"]), denied_by=_blamers(d["denied_by"]),
                 entity_id=d.get("entity_id"), moves=tuple(map(_move, d.get("moves") or ())))


def _blamers(items: list[dict[str, Any]]) -> tuple[Blamer, ...]:
    return tuple(Blamer(**{**b, "speakers": tuple(b["speakers"]), "counter": tuple(b.get("counter") or ()),
                           "interest": Interest(**b["interest"]) if b.get("interest") else None}) for b in items)


def _move(d: dict[str, Any]) -> Move:
    return Move(**{**d, "before": Position(**d["before"]) if d["before"] else None, "after": Position(**d["after"])})
