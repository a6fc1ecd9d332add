"""All sets in one run of the one default mode, then the peers and everybody's speed on the same texts."""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import importlib
import time
from collections.abc import Sequence

from bench.reading import report
from bench.reading.result import Absent

# name -> the module that has its `run`; in the order of the report.
SETS = {
    "gold": "bench.reading.gold",
    "muc4": "bench.reading.muc4",
    "wikievents": "bench.reading.wikievents",
    "plover": "bench.reading.plover",
    "ucdp": "bench.reading.ucdp",
    "geovirus": "bench.reading.geovirus",
    "archive": "bench.reading.archive",
}
LAST = ("peers", "speed")
SHOWN = 15      # gains and losses of each set that are printed without --all


def _given(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench reading", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a part of each set, and no speed of the peers")
    parser.add_argument("--only", nargs="+", metavar="SET", choices=[*SETS, *LAST], help=f"of {', '.join([*SETS, *LAST])}")
    parser.add_argument("--store", action="store_true", help="keep the results, to compare the next run with")
    parser.add_argument("--faults", action="store_true", help="print everything that is not right, with its words")
    parser.add_argument("--all", action="store_true", help="print all gains and losses")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] = ()) -> int:
    given = _given(arguments)
    if given.quick and given.store:
        print("--quick reads a part only: not stored")
        return 2
    started, skipped = time.process_time(), []
    tools = report.open_tools()
    for name in given.only or [*SETS, "peers", *([] if given.quick else ["speed"])]:
        if name in LAST:
            importlib.import_module(f"bench.reading.{name}").main(tools)
            print(flush=True)
            continue
        try:
            scores = importlib.import_module(SETS[name]).run(tools, given.quick)
        except Absent as reason:
            skipped.append(name)
            print(f"-- SKIPPED {name}: {reason}", flush=True)
            continue
        made = report.show(scores)
        if given.faults:
            report.faults(scores)
        report.compare(name, scores, made, None if given.all else SHOWN)
        if given.store:
            report.store(name, scores, made)
        print(flush=True)
    print(f"{time.process_time() - started:.0f} CPU seconds in all" + (f"; SKIPPED: {', '.join(skipped)}" if skipped else ""))
    return 0
