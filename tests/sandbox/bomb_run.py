"""One bomb in a process of its own: makes it, parses it as `add` would, and tells what came of it and what it took.

    python -m tests.sandbox.bomb_run NAME   ->   {"name", "size", "seconds", "grown", "told"}   (bytes; `grown` is memory beyond the start)
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time

from tests.sandbox.bombs import BOMBS

from bearwitness.readers.sniff import sniff
from bearwitness.sandbox import jobs


def main(name: str) -> None:
    file, make = BOMBS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/bomb"
        maker = os.fork()       # what making it takes is not to be counted
        if maker == 0:
            with open(path, "wb") as out:       # noqa: PTH123
                out.write(make())
            os._exit(0)
        os.waitpid(maker, 0)
        jobs.load(["readers", "packages", "pdf", "media", "tables"])
        before, started, told = _memory(), time.monotonic(), []
        descriptor = os.open(path, os.O_RDONLY)
        try:
            _parse(file, os.pread(descriptor, 4096, 0), descriptor, None, told, 1)
        except jobs.Fault as e:
            told.append(str(e))
        seconds, size = time.monotonic() - started, os.fstat(descriptor).st_size
        os.close(descriptor)
    print(json.dumps({"name": name, "size": size, "seconds": seconds, "grown": _memory() - before, "told": told}))


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _parse(file: str, head: bytes, descriptor: int | None, data: bytes | None, told: list[str], depth: int) -> None:
    if file.startswith("list."):       # as `lists add` would
        told += ["read" for _ in jobs._table(jobs.Request({"name": file}, [os.pread(descriptor or 0, 1 << 30, 0)], None))]
        return
    plugin = next((plugin for plugin in jobs._packages() if plugin.takes(head, file)), None)
    if file.endswith(".posts.jsonl"):
        for answer in jobs._posts(jobs.Request({"name": file, "given": {}}, [], descriptor)):
            told.append(answer.about.get("error") or answer.about.get("fault") or "read")
    elif plugin is not None:
        pieces = [] if data is None else [data]
        for answer in jobs._members(jobs.Request({"plugin": plugin.name, "name": file}, pieces, descriptor)):
            inner = answer.pieces[0]
            if answer.about["fault"]:
                told.append(answer.about["fault"])
            elif depth < 3:
                _parse(answer.about["key"], inner[:4096], None, inner, told, depth + 1)
    else:
        kind = sniff(head, file)
        pieces = [data] if data is not None else [os.pread(descriptor or 0, 1 << 30, 0)]
        job, about = (jobs._look, {"kind": kind}) if kind.startswith("image/") else (jobs._read, {"name": file, "media_type": None, "given": {}})
        told += ["read" for _ in job(jobs.Request(about, pieces, None))]


if __name__ == "__main__":
    main(sys.argv[1])
