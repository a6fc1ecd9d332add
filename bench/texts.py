"""Texts to measure on: the shared development data where it is, else the sample case, repeated and varied."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "data"


def news() -> list[str]:
    """News-like documents, 150 words or more."""
    out: list[str] = []
    for name in ("wikievents/dev.jsonl.gz", "re3d/docs.jsonl.gz", "geoparse/geovirus.jsonl.gz"):
        path = SHARED / name
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                out += [json.loads(line)["text"] for line in lines]
    if not out:
        sample = ROOT / "src" / "bearwitness" / "data" / "sample"
        out = [p.read_text("utf-8") for p in sorted(sample.rglob("*.txt"))]
        print("(no shared data beside the project: measuring on the sample case)")
    return [t for t in out if len(t.split()) >= 60]


def varied(count: int, seed: int = 1) -> list[str]:
    """`count` documents made by drawing paragraphs and sentences of the texts anew, so that no two are alike."""
    rng = random.Random(seed)
    sentences = [s.strip() + "." for t in news() for line in t.splitlines() for s in line.split(". ") if 40 < len(s) < 400]
    return ["\n".join(" ".join(rng.choice(sentences) for _ in range(4)) for _ in range(5)) for _ in range(count)]
