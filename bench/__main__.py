"""Run the benches: `python -m bench` for all of them, `python -m bench reading` for one."""

import importlib
import sys

BENCHES = ["reading", "commands", "bulk", "quality", "peers"]
MODULES = {"quality": "reading_quality"}


def main() -> None:
    for name in sys.argv[1:] or BENCHES:
        print(f"== {name}", flush=True)
        importlib.import_module(f"bench.{MODULES.get(name, name)}").main()


if __name__ == "__main__":
    main()
