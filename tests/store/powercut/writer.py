"""What is recorded: a process that keeps originals, derivatives, judgements and lists in a case, and tells on standard output when each is safe.

    python writer.py FOLDER SEED COUNT [unsafe]

With `unsafe` the database syncs less than it must: the test has to see it.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sys
from pathlib import Path
from typing import Any

from bearwitness import case as verbs
from bearwitness.case import logkeeping
from bearwitness.errors import BearwitnessError
from bearwitness.store import derived, engine, events, reports
from bearwitness.store.folder import MARK, CaseFolder


def tell(**what: Any) -> None:
    """Acknowledges: from now on this must not be lost."""
    print(json.dumps(what), flush=True)


def keep(case: CaseFolder, datas: list[bytes], more: int = 0) -> list[str]:
    """Keeps originals and logs them, as `add` does: bytes, database, log."""
    digests = []
    rows, made = [], []
    for data in datas:
        received = case.objects.receive(io.BytesIO(data))
        case.objects.keep(received)
        digests.append(received.sha256)
        rows.append((received.sha256, received.sha512, received.size))
        made.append(events.build("import", events.pseudonym(), {
            "sha256": received.sha256, "sha512": received.sha512, "size": received.size, "source": "made up", "method": "test"}, received.sha256))
    case.objects.sync()
    made += [events.build("access", item, {"time": "2025-03-10T00:00:00Z"}, None) for item in (events.pseudonym() for _ in range(more))]

    def record(connection: Any) -> None:
        reports.add_reports(connection, [], kept=rows, kept_texts=[])
        events.record(connection, made)

    case.write(record)
    case.objects.settle()
    case.complete_log()
    return digests


def derive(case: CaseFolder, parent: str, data: bytes) -> None:
    """A derivative: its event, then its file."""
    fields = derived.fields(parent, "thumbnail.jpg", data, media_type="image/jpeg", maker="made up", settings="{}", time="2025-03-10T00:00:00Z", tool="test")
    case.write_and_log(lambda connection: events.record(connection, [events.build("derive", events.pseudonym(), fields, fields["derivative"])]))
    derived.put(case.path, parent, "thumbnail.jpg", data)
    tell(derived=fields["derivative"], sha256=hashlib.sha256(data).hexdigest())


def add_files(case: CaseFolder, made: random.Random) -> None:
    """`add`, as a person runs it."""
    folder = case.path.parent.with_name(f"{case.path.parent.name}.given")
    folder.mkdir(exist_ok=True)
    for _ in range(made.randint(1, 3)):
        number = made.getrandbits(64)
        (folder / f"{number}.txt").write_text(f"Amal said that {number % 40} people were killed in Exampleton.")
    for line in verbs.add(case, [str(folder)]):
        tell(report=line["report"], original=line["sha256"])
    for file in folder.iterdir():
        file.unlink()


def main() -> None:
    folder, made, count = Path(sys.argv[1]), random.Random(int(sys.argv[2])), int(sys.argv[3])
    if "unsafe" in sys.argv:
        engine._PRAGMAS = tuple(p.replace("synchronous=FULL", "synchronous=NORMAL") for p in engine._PRAGMAS)
    if not (folder / MARK).exists():
        verbs.new(folder, title="Made up").close()
        tell(case=True)
    case = verbs.open_case(folder)
    tell(opened=True)
    kept: list[str] = []
    for _ in range(count):
        what = made.random()
        if what < 0.05:
            for digest in keep(case, [made.randbytes(900)], more=made.choice((3, 40, 250))):
                tell(original=digest)
        elif what < 0.75 or not kept:
            kept = keep(case, [made.randbytes(made.choice((1, 100, 3_000, 20_000))) for _ in range(made.choice((1, 1, 1, 4)))])
            for digest in kept:
                tell(original=digest)
        elif what < 0.87:
            derive(case, kept[0], made.randbytes(700))
            kept = []
        elif what < 0.91:
            add_files(case, made)
        elif what < 0.95:
            logkeeping.request(case)
        else:
            case.close()
            case = verbs.open_case(folder)
    case.close()


if __name__ == "__main__":
    try:
        main()
    except BearwitnessError as e:
        tell(refused=str(e))
