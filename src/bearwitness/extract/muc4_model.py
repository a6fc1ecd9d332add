"""The small linear models of the MUC-4 mapping: a feature set in, a probability out. Weights are kept in one .npz file."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any


def feature_id(feature: str) -> int:
    """A 32-bit number of a feature name, the same on every machine."""
    return zlib.crc32(feature.encode())


class Models:
    """Weights by model name and feature id."""

    def __init__(self, weights: Mapping[str, Mapping[int, float]]):
        self.weights = {name: dict(w) for name, w in weights.items()}

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
        return cls(out)

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
        out = io.BytesIO()
        np.savez_compressed(out, names=np.array(names), ends=np.array(ends), ids=np.array(ids, dtype="uint32"),
                            values=np.array(values, dtype="float16"))
        return out.getvalue()

    def score(self, name: str, features: Iterable[str]) -> float:
        """The probability that the model gives."""
        weights: Any = self.weights.get(name)
        if weights is None:
            return 0.0
        z = sum(weights.get(feature_id(f), 0.0) for f in features)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z))))

    def choose(self, prefix: str, features: Iterable[str]) -> tuple[str, float]:
        """The best of the models named prefix/CLASS: its class and probability."""
        feats = list(features)
        best = max(((self.score(n, feats), n) for n in self.weights if n.startswith(prefix + "/")), default=(0.0, prefix + "/"))
        return best[1].split("/", 1)[1], best[0]


@cache
def shipped() -> Models:
    """The weights of the package, trained on the public DEV messages of MUC-3/4 (bench/muc4_train.py)."""
    return Models.from_bytes(files("bearwitness.extract").joinpath("words/muc4.npz").read_bytes())
