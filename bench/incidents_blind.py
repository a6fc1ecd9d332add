"""Grouping reports into incidents, on texts written by hand before the program was run: `python -m bench.incidents_blind --half seen|unseen`.

`made_up/incidents_blind.jsonl.gz` holds 363 texts of 63 incidents: most take day, town and deaths from UCDP rows (Syria, 2016 to 2018, CC BY 4.0), eleven
are made up; all sentences are ours. The incidents lie close to each other on purpose: towns side by side on one day, one town on several days, one figure twice,
a fight over days. Three settings: English reports; posts in twelve languages with the day they were sent; the same posts without it.

The seen half is for mending; the unseen half was run before anything was mended and once after. `--keep` writes the figures to a file.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bench.clustering import b_cubed, lea, v_measure
from bench.incidents import Made, _faults, _line, found, thumb

SET = Path(__file__).parent / "made_up" / "incidents_blind.jsonl.gz"
SETTINGS = {"reports": "report", "posts": "post", "undated": "post"}


def made(which: str, half: str) -> list[Made]:
    """The texts of one setting; the rule of thumb is told the true town and, but for posts without a day, the true day."""
    with gzip.open(SET, "rt", encoding="utf-8") as lines:
        every = [json.loads(line) for line in lines]
    return [Made(r["id"], r["text"], date.fromisoformat(r["published_at"]), r["incident"], None if which == "undated" else date.fromisoformat(r["day"]), r["town"])
            for r in every if r["kind"] == SETTINGS[which] and half in (r["half"], "both")]


def _figures(gold: Mapping[str, str], answer: Mapping[str, Hashable]) -> dict[str, float]:
    p, r, f = b_cubed(gold, answer)
    return {"b_cubed": round(f, 3), "precision": round(p, 3), "recall": round(r, 3), "lea": round(lea(gold, answer), 3), "v": round(v_measure(gold, answer), 3)}


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--set", choices=tuple(SETTINGS))
    options.add_argument("--half", choices=("seen", "unseen", "both"), default="seen")
    options.add_argument("--faults", action="store_true", help="print what went wrong; not for the unseen half")
    options.add_argument("--keep", type=Path)
    given = options.parse_args(list(arguments))
    if given.faults and given.half != "seen":
        options.error("--faults is for the seen half: the other stays unread")
    kept: dict[str, Any] = {}
    for which in [given.set] if given.set else SETTINGS:
        texts = made(which, given.half)
        gold = {m.id: m.row for m in texts}
        answer, read_as = found(texts, "undated" if which == "undated" else "posts")
        print(f"{which}, {given.half}: {len(texts)} texts of {len(set(gold.values()))} incidents")
        answers = {"bearwitness": answer, "same day and town, read": read_as, "same day and town, told": thumb(texts)}
        for name, one in answers.items():
            print(_line(name, gold, one), flush=True)
        kept[f"{which}, {given.half}"] = {name: _figures(gold, one) for name, one in answers.items()}
        if given.faults:
            print("\n".join(_faults(texts, answer)))
    if given.keep:
        given.keep.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
