"""Near-duplicate texts at size: `python -m bench.duplicates [--texts 10000 50000 100000]`.

Made-up articles of 120 to 600 words. A third of the texts are versions of an earlier one (up to 4 % of the words replaced, or a head or tail of their own),
near-duplicates or not by the exact overlap of their runs of words. Also: copies of one article, word for word, and each with a word of its own.
Prints seconds, the peak of memory, and precision and recall of "is a near-duplicate of an earlier text" among the planted ones.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence

from bearwitness.weigh.duplicates import near_duplicates

Row = tuple[str, str, float | None]
VOCABULARY = 30_000


def article(chance: random.Random, length: int) -> list[str]:
    return [f"w{min(int(chance.paretovariate(.6)), VOCABULARY)}" for _ in range(length)]


def version(words: list[str], chance: random.Random) -> list[str]:
    """Edited as papers edit: some words changed, or sentences of their own before or after."""
    out = list(words)
    for _ in range(int(len(out) * chance.random() * .04)):
        out[chance.randrange(len(out))] = f"x{chance.randrange(10**6)}"
    if chance.random() < .3:
        out += article(chance, chance.randrange(1, max(2, len(out) // 4)))
    return out


def runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(words[i:i + 5]) for i in range(len(words) - 4)}


def world(count: int, seed: int = 1) -> Iterator[tuple[Row, str | None, bool]]:
    """(row, what it was made from, is it truly a near-duplicate of that) one after the other."""
    chance = random.Random(seed)
    recent: list[tuple[str, list[str], int]] = []
    for n in range(count):
        day = n * 365 // count
        id_ = f"r{n:07}"
        if recent and chance.random() < 1 / 3:
            source, words, first = chance.choice(recent)
            own = version(words, chance)
            a, b = runs(words), runs(own)
            yield (id_, " ".join(own), float(day)), source, len(a & b) >= .8 * len(a | b) and day - first <= 3
        else:
            words = article(chance, chance.randrange(120, 600))
            recent = [*recent[-40:], (id_, words, day)]
            yield (id_, " ".join(words), float(day)), None, False


def report(name: str, rows: Sequence[Row]) -> dict:
    start = time.process_time()
    found = near_duplicates(rows)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name}: {len(rows):7} texts: {spent:6.1f} s CPU, peak {peak:6.0f} MB, {len(found)} copies", flush=True)
    return found


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--texts", type=int, nargs="*", default=[10_000, 50_000, 100_000])
    for count in options.parse_args(list(arguments)).texts:
        chance = random.Random(7)
        words = article(chance, 400)
        report("one article, word for word ", [(f"r{n:07}", " ".join(words), float(n % 3)) for n in range(count)])
        report("one article, a word changed", [(f"r{n:07}", " ".join([*words[:n % 400], f"x{n}", *words[n % 400 + 1:]]), float(n % 3)) for n in range(count)])
        rows, true = [], set()
        for row, _, near in world(count):
            rows.append(row)
            if near:
                true.add(row[0])
        found = report("articles and versions      ", rows)
        right = len(true & set(found))
        print(f"    planted near-duplicates {len(true)}: recall {right / len(true):.4f}, precision {right / max(1, len(found)):.4f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
