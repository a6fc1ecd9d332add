"""The small linear models of the MUC-4 mapping: a feature set in, a probability out. Weights are kept in one .npz file."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


def feature_id(feature: str) -> int:
    """A 32-bit number of a feature name, the same on every machine."""
    return zlib.crc32(feature.encode())


def feature_ids(features: Iterable[str]) -> list[int]:
    """Sorted numbers of a set of features."""
    return sorted({feature_id(f) for f in features})


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees over a row of numbers: for each node its column (-1 for a leaf), cut and children, or the leaf's value in `cut`."""

    start: float
    roots: tuple[int, ...]
    column: tuple[int, ...]
    cut: tuple[float, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]

    def score(self, row: Sequence[float]) -> float:
        """The probability that the trees give."""
        z = self.start
        for k in self.roots:
            while self.column[k] >= 0:
                k = self.left[k] if row[self.column[k]] <= self.cut[k] else self.right[k]
            z += self.cut[k]
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))


class Models:
    """Weights by model name and feature id."""

    def __init__(self, weights: Mapping[str, Mapping[int, float]], forests: Mapping[str, Forest] | None = None):
        self.weights = {name: dict(w) for name, w in weights.items()}
        self.forests = dict(forests or {})

    @classmethod
    def from_bytes(cls, data: bytes) -> Models:
        import numpy as np

        kept = np.load(io.BytesIO(data), allow_pickle=False)
        names = [str(n) for n in kept["names"]]
        ends = kept["ends"]
        ids, values = kept["ids"].tolist(), kept["values"].astype("float64").tolist()
        out, at = {}, 0
        for name, end in zip(names, ends.tolist(), strict=True):
            out[name] = dict(zip(ids[at:end], values[at:end], strict=True))
            at = end
        forests = {}
        for name in kept["forests"]:
            part = {k: kept[f"{name}.{k}"].tolist() for k in ("roots", "column", "cut", "left", "right")}
            forests[str(name)] = Forest(float(kept[f"{name}.start"]), **{k: tuple(v) for k, v in part.items()})
        return cls(out, forests)

    def to_bytes(self) -> bytes:
        import numpy as np

        names = sorted(self.weights)
        ids: list[int] = []
        values: list[float] = []
        ends = []
        for name in names:
            for k in sorted(self.weights[name]):
                ids.append(k)
                values.append(self.weights[name][k])
            ends.append(len(ids))
        trees: dict[str, Any] = {"forests": np.array(sorted(self.forests), dtype=str)}
        for name, f in sorted(self.forests.items()):
            trees |= {f"{name}.start": np.array(f.start, dtype="float32"), f"{name}.roots": np.array(f.roots, dtype="int32"),
                      f"{name}.column": np.array(f.column, dtype="int16"), f"{name}.cut": np.array(f.cut, dtype="float32"),
                      f"{name}.left": np.array(f.left, dtype="int32"), f"{name}.right": np.array(f.right, dtype="int32")}
        out = io.BytesIO()
        np.savez_compressed(out, names=np.array(names), ends=np.array(ends), ids=np.array(ids, dtype="uint32"),
                            values=np.array(values, dtype="float16"), **trees)
        return out.getvalue()

    def raw(self, name: str, features: Iterable[str | int]) -> float:
        """The sum of weights of features, by name or id; fsum, so that the order does not matter."""
        weights: Any = self.weights.get(name) or {}
        return math.fsum(weights.get(feature_id(f) if isinstance(f, str) else f, 0.0) for f in features)

    def score(self, name: str, features: Iterable[str | int]) -> float:
        """The probability that the model gives."""
        if name not in self.weights:
            return 0.0
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.raw(name, features)))))

    def choose(self, prefix: str, features: Iterable[str | int]) -> tuple[str, float]:
        """The best of the models named prefix/CLASS: its class and probability."""
        feats = [feature_id(f) if isinstance(f, str) else f for f in features]
        best = max(((self.score(n, feats), n) for n in self.weights if n.startswith(prefix + "/")), default=(0.0, prefix + "/"))
        return best[1].split("/", 1)[1], best[0]


@cache
def shipped() -> Models:
    """The weights of the package, trained on the public DEV messages of MUC-3/4 (bench/muc4_train.py)."""
    return Models.from_bytes(files("bearwitness.extract").joinpath("words/muc4.npz").read_bytes())
