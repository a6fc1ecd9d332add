"""Grouping and weighing at size, in a case: `python -m bench.relate [--reports 10000 30000 100000] [--further 20] [--to DIR]`.

Made-up reports with ten claims each: five hundred towns on a grid, three years; incidents have from one to thirty reports, each with an event, two tolls
with a figure of its own, and statements. They are put into a case as `add` and `read` would leave them; then in one process each, for the peak of its
memory, all is related, all is weighed, and further reports come one by one, each related and weighed. Prints seconds of CPU, microseconds a report, the
peak of memory, B-cubed against what the reports were made from, and for one further report the median and the worst. `--memory` groups in memory alone.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.clustering import b_cubed

CLAIMS = 10
NAMES = tuple(a + b + c for a in ("Ka", "Be", "Su", "Mi", "Ro", "Ta", "Hu", "Da") for b in ("ram", "lis", "nor", "bek", "zan", "dul", "met", "gor") for c in ("", "a", "iya", "an", "ek", "un", "il", "os"))


def world(count: int, seed: int = 1, towns: int = 500, days: int = 1100) -> Iterator[tuple[Any, list[Any], str, str]]:
    """(report, claims, text, incident) of a made-up world, `count` of them."""
    from bearwitness.model import Claim, Event, Passage, Report, Statement, Toll, When, Where, Who, with_id

    chance = random.Random(seed)
    places = [Where(NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else " " + str(n)), f"town:{n}", 33 + (n % 25) * .17, 36 + (n // 25) * .25, 1, "SY", f"Province {n // 40}") for n in range(towns)]
    first = date(2031, 1, 1)
    number = n = 0
    while True:
        number += 1
        place, on, dead = chance.choice(places), first + timedelta(days=chance.randrange(days)), max(1, int(chance.paretovariate(1.1)))
        kind = chance.choice((("Violence against civilians", "Attack"), ("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike")))
        side = Who(f"Brigade {chance.randrange(60)}", "armed_group")
        for _ in range(min(30, max(1, int(chance.paretovariate(.9))))):
            sha, id_ = f"{n:064x}", f"r{n:07}"
            published = (on + timedelta(days=chance.choice((0, 0, 1, 2)))).isoformat()
            figure = max(1, round(dead * chance.choice((1, 1, 1, .8, 1.2))))
            text = f"{kind[1]} in {place.name} on {on.isoformat()} killed {figure} people, source {chance.randrange(300)} said. {side.name} denied it. Word{chance.randrange(5000)} Word{chance.randrange(5000)}."
            report = Report(id_, f"r{n}.txt", sha, "text/plain", "2035-01-01T00:00:00Z", publisher=f"Paper {n % 900}", published_at=When(published, published, "day"), text_sha256=sha, size=len(text))
            when = When(on.isoformat(), on.isoformat(), "day", None, "text")
            where = (place,) if chance.random() < .85 else ()
            event = with_id(sha, Claim("", "event", Passage(0, 30, text[:30]), Event(kind[0], kind[1], perpetrators=(side,), where=where, when=when if chance.random() < .8 else When(), rank=1), report_id=id_))
            own = [event]
            for k in range(2):
                own.append(with_id(sha, Claim("", "toll", Passage(31 + k, 60, text[31 + k:60]), Toll("killed", figure, figure, figure, figure, phrase=str(figure), whom=("people", "civilians")[k], where=where, when=when, event=event.id), speakers=(Who(f"Source {n % 40}", "organisation"),), report_id=id_)))
            own += [with_id(sha, Claim("", "statement", Passage(60 + k, 80 + k, text[60 + k:80 + k]), Statement(), stance="denies" if k == 0 else "asserts", speakers=(side,), report_id=id_)) for k in range(CLAIMS - len(own))]
            yield report, own, text, str(number)
            n += 1
            if n == count:
                return


def keep(case: Any, rows: Sequence[tuple[Any, list[Any], str, str]]) -> None:
    """Puts reports into a case with their readings and their events in the log."""
    from bearwitness.model import to_json
    from bearwitness.store import events, readings, reports
    from bearwitness.store.rows import json_text

    def work(connection: Any) -> None:
        reports.add_reports(connection, [reports.report_row(r, None, original_sha256=r.sha256, verdict="accept", reason=None, warnings=()) for r, *_ in rows],
                            kept=[(r.sha256, "0", 1) for r, *_ in rows], kept_texts=[(r.text_sha256, text) for r, _, text, _ in rows])
        ids = [hashlib.sha256(r.id.encode()).hexdigest()[:32] for r, *_ in rows]
        made = events.record(connection, [events.build("claim", events.pseudonym(), {"report": r.id, "reading": id_}, id_) for (r, *_), id_ in zip(rows, ids)])
        for index, id_, (r, claims, _, _) in zip(made, ids, rows):
            found = tuple((c.id, c.kind, c.passage.start, c.passage.end, json_text(to_json(c, store=True)).encode()) for c in sorted(claims, key=lambda c: (c.passage.start, -c.passage.end)))
            readings.keep(connection, readings.NewReading(r.id, "made-up@1", r.text_sha256, found, (), ()), reading_id=id_, rows_root="0", log_index=index, made_at="2035-01-01T00:00:00Z")

    case.write_and_log(work)


def fill(folder: Path, count: int) -> None:
    from bearwitness import case as verbs

    case = verbs.new(folder, title="made up")
    waiting = []
    for row in world(count):
        waiting.append(row)
        if len(waiting) == 2000:
            keep(case, waiting)
            waiting = []
    if waiting:
        keep(case, waiting)


def relate_all(folder: Path, count: int) -> None:
    from bearwitness import case as verbs
    from bearwitness.case import relating
    from bearwitness.store import incidents

    with verbs.open_case(folder) as case:
        start = time.process_time()
        made = len(relating.relate(case).changed)
        _say("all related", count, start, f"{made} incidents, {sum(f.stat().st_size for f in folder.glob('*.db')) / 1e6:.0f} MB of databases")
        with case.reading() as connection:
            told = incidents.of_reports(connection)
        gold = {report.id: incident for report, _, _, incident in world(count)}
        print(f"  B-cubed {b_cubed(gold, {r: told.get(r, [r])[0] for r in gold})[2]:.3f} of {len(set(gold.values()))} incidents", flush=True)


def weigh_all(folder: Path, count: int) -> None:
    from bearwitness import case as verbs

    with verbs.open_case(folder) as case:
        start = time.process_time()
        verbs.weigh(case)
        _say("all weighed", count, start)


def add_some(folder: Path, count: int, further: int) -> None:
    from bearwitness import case as verbs
    from bearwitness.case import relating
    from bearwitness.case.deriving import weigh_new

    rows = list(world(count + further))[count:]
    spent: dict[str, list[float]] = {"relate": [], "weigh": []}
    wall: list[float] = []
    touched = []
    with verbs.open_case(folder) as case:
        for row in rows:
            keep(case, [row])
            begun = time.perf_counter()
            for name, verb in (("relate", relating.relate), ("weigh", weigh_new)):
                start = time.process_time()
                done = verb(case)
                spent[name].append(time.process_time() - start)
                if name == "relate":
                    touched.append(len(done.changed))
            wall.append(time.perf_counter() - begun)
    told = ", ".join(f"{name} {statistics.median(times) * 1000:.0f} ms CPU (worst {max(times) * 1000:.0f})" for name, times in spent.items())
    print(f"{count:7} reports, one further: {told}; {statistics.median(wall) * 1000:.0f} ms wall with the disk; {statistics.mean(touched):.1f} incidents derived again", flush=True)


def _say(what: str, count: int, start: float, more: str = "") -> None:
    spent, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:7} reports, {count * CLAIMS:8} claims, {what}: {spent:7.1f} s CPU, {spent / count * 1e6:6.0f} us a report, peak {peak:6.0f} MB{'; ' if more else ''}{more}", flush=True)


def in_memory(count: int) -> None:
    from bearwitness.incidents import group_all

    rows = list(world(count))
    start = time.process_time()
    found = group_all([r for r, *_ in rows], [c for _, claims, _, _ in rows for c in claims], texts={r.text_sha256: text for r, _, text, _ in rows})
    _say("in memory", count, start, f"{len(found.incidents)} incidents")


def _apart(work: Any, *arguments: Any) -> None:
    """Runs in a process of its own."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} ended with {process.exitcode}")


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--reports", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    options.add_argument("--further", type=int, default=20)
    options.add_argument("--to", type=Path)
    options.add_argument("--memory", action="store_true")
    given = options.parse_args(list(arguments))
    for count in given.reports:
        if given.memory:
            _apart(in_memory, count)
            continue
        with tempfile.TemporaryDirectory(dir=given.to) as folder:
            case = Path(folder) / "case"
            for work, more in ((fill, ()), (relate_all, ()), (weigh_all, ()), (add_some, (given.further,))):
                _apart(work, case, count, *more)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
