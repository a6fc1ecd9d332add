"""GeoJSON (RFC 7946): a feature for each place of each incident, and of each claim that tells where.

A point says how exact it is. What could not be placed keeps its feature, without a point.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, ClassVar

from bearwitness.errors import UsageError
from bearwitness.exporters.tables import chain
from bearwitness.model import Claim, Event, Incident, Snapshot, Toll, Victim, When, Where

# Metres around the point within which the place lies, by UCDP where_prec: 1 exact, 2 near a named place, 3 district,
# 4 province, 5 linear or fuzzy, 6 country, 7 sea or air. Conventions of this program, for drawing.
RADIUS_M = {1: 1_000, 2: 25_000, 3: 30_000, 4: 75_000, 5: 100_000, 6: 500_000, 7: 500_000}


class GeojsonExporter:
    """One FeatureCollection. `features` chooses incidents, claims, or both (the default)."""

    name = "geojson"
    version = "1"
    binary = False
    options: ClassVar[dict[str, str]] = {"features": "incidents, claims or both (default)"}

    def export(self, snapshot: Snapshot, **options: Any) -> bytes:
        """The collection as UTF-8 JSON.

        Raises:
            UsageError: an unknown option or choice.
        """
        unknown = sorted(set(options) - set(self.options))
        wanted = str(options.get("features") or "both")
        if unknown or wanted not in ("incidents", "claims", "both"):
            raise UsageError(f"the geojson export knows features=incidents, claims or both, not "
                             f"{unknown[0] if unknown else wanted!r}")
        features: list[dict[str, Any]] = []
        if wanted in ("incidents", "both"):
            features += [f for incident in snapshot.incidents for f in _incident(incident)]
        if wanted in ("claims", "both"):
            inside: dict[str, list[str]] = {}
            for incident in snapshot.incidents:
                for claim_id in incident.claims:
                    inside.setdefault(claim_id, []).append(incident.id)
            features += [f for claim in snapshot.claims for f in _claim(claim, inside.get(claim.id, []))]
        collection = {"type": "FeatureCollection", "features": features}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return (text + "\n").encode("utf-8", "replace")


def feature(id_: str, where: Where | None, properties: dict[str, Any]) -> dict[str, Any]:
    """One feature; an unresolved place has no point."""
    placed = where is not None and where.lat is not None and where.lon is not None
    return {
        "type": "Feature", "id": id_,
        "geometry": {"type": "Point", "coordinates": [where.lon, where.lat]} if placed and where else None,
        "properties": {
            **properties, "place": where.name if where else None, "place_id": where.place_id if where else None,
            "precision": where.precision if where else None,
            "radius_m": RADIUS_M.get(where.precision or 0) if placed and where else None,
            "admin1": where.admin1 if where else None, "country": where.country if where else None},
    }


def _when(when: When) -> dict[str, Any]:
    return {"when_start": when.start, "when_end": when.end, "when_precision": when.precision}


def _incident(incident: Incident) -> Iterator[dict[str, Any]]:
    main = incident.tolls[0] if incident.tolls else None
    properties = {
        "kind": "incident", "incident": incident.id, "title": incident.title, **_when(incident.when),
        "standing": incident.standing, "reports": len(incident.reports),
        "harm": main.harm if main else None, "whom": main.whom if main else None,
        "range": list(main.range) if main else None, "best": main.best if main else None}
    for n, where in enumerate(incident.where or (None,), 1):
        yield feature(f"{incident.id}/{n}", where, properties)


def _claim(claim: Claim, incidents: list[str]) -> Iterator[dict[str, Any]]:
    value = claim.value
    if not isinstance(value, (Event, Toll, Victim)):
        return
    what = value.type if isinstance(value, Event) else value.harm if isinstance(value, Toll) else value.name
    properties = {
        "kind": claim.kind, "claim": claim.id, "report": claim.report_id, "incidents": incidents, "what": what,
        "number": value.number if isinstance(value, Toll) else None, **_when(value.when), "speakers": chain(claim.speakers),
        "stance": claim.stance, "hedge": claim.hedge, "passage": claim.passage.exact}
    for n, where in enumerate(value.where, 1):
        yield feature(f"{claim.id}/{n}", where, properties)


exporter = GeojsonExporter()
