"""Run the benches: `python -m bench` for all of them, `python -m bench reading [--quick ...]` for one with its options."""

import importlib
import sys

BENCHES = ["reading", "commands", "bulk"]
MODULES = {"quality": "reading_quality", "reading": "reading.run", "peers": "reading.peers"}
TAKE_OPTIONS = ("absurd", "reading", "incidents", "incidents_blind", "relate", "duplicates")


def main() -> int:
    first, *rest = sys.argv[1:] or BENCHES
    if first in TAKE_OPTIONS and rest and rest[0].startswith("-"):
        return int(importlib.import_module(f"bench.{MODULES.get(first, first)}").main(rest))
    for name in (first, *rest):
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.{MODULES.get(name, name)}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
