"""Gradient-boosted trees for a 0/1 label over rows of numbers (Friedman 2001, with the second-order leaf values of Chen and Guestrin 2016)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bearwitness.extract.muc4_model import Forest

BINS = 32


def grow(rows: Sequence[Sequence[float]], labels: Sequence[float], *, trees: int = 100, depth: int = 4, rate: float = 0.08, least: float = 4.0,
         l2: float = 5.0) -> Forest:
    """A forest; `least` is the smallest sum of second derivatives a leaf may hold. No random numbers: the same rows give the same forest."""
    x = np.asarray(rows, dtype=float)
    y = np.asarray(labels, dtype=float)
    cuts = [np.unique(np.quantile(x[:, j], np.linspace(0, 1, BINS + 1)[1:-1])) for j in range(x.shape[1])]
    binned = np.stack([np.searchsorted(c, x[:, j], side="left") for j, c in enumerate(cuts)], axis=1)
    width = x.shape[1]
    spread = binned + np.arange(width) * BINS
    real = np.arange(BINS) < np.array([len(c) for c in cuts])[:, None]
    base = min(max(float(y.mean()), 1e-4), 1 - 1e-4)
    start = float(np.log(base / (1 - base)))
    z = np.full(len(y), start)
    column: list[int] = []
    cut: list[float] = []
    left: list[int] = []
    right: list[int] = []
    roots: list[int] = []

    def leaf(value: float) -> int:
        column.append(-1)
        cut.append(value)
        left.append(-1)
        right.append(-1)
        return len(column) - 1

    def split(where: np.ndarray, g: np.ndarray, h: np.ndarray, level: int) -> int:
        gs, hs = g[where], h[where]
        total_g, total_h = gs.sum(), hs.sum()
        at = (-1, -1)
        if level < depth and total_h >= 2 * least:
            cells = spread[where].ravel()
            left_g = np.cumsum(np.bincount(cells, weights=np.repeat(gs, width), minlength=width * BINS).reshape(width, BINS), axis=1)
            left_h = np.cumsum(np.bincount(cells, weights=np.repeat(hs, width), minlength=width * BINS).reshape(width, BINS), axis=1)
            right_g, right_h = total_g - left_g, total_h - left_h
            gain = left_g**2 / (left_h + l2) + right_g**2 / (right_h + l2) - total_g**2 / (total_h + l2)
            gain[(left_h < least) | (right_h < least) | ~real] = -1
            k = int(gain.argmax())
            if gain.flat[k] > 1e-6:
                at = divmod(k, BINS)
        if at[0] < 0:
            value = float(-rate * total_g / (total_h + l2))
            z[where] += value
            return leaf(value)
        node = leaf(float(np.float32(cuts[at[0]][at[1]])))
        column[node] = at[0]
        low = binned[where, at[0]] <= at[1]
        left[node] = split(where[low], g, h, level + 1)
        right[node] = split(where[~low], g, h, level + 1)
        return node

    everything = np.arange(len(y))
    for _ in range(trees):
        p = 1 / (1 + np.exp(-z))
        roots.append(split(everything, p - y, p * (1 - p), 0))
    return Forest(start, tuple(roots), tuple(column), tuple(cut), tuple(left), tuple(right))
