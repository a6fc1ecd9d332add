"""What nobody sends in good faith, at size, in a case: `python -m bench.absurd [--copies 10000 50000] [--claims 5000 20000]`.

Copies: one article printed by so many outlets, each under its own name and with a line of its own, all on one day. Claims: one incident with so many
claims (half of them tolls, of 400 sources, figures around 500) in reports of twenty claims each. They are put into a case as `add` and `read` would leave
them; then all is related and weighed, and one further report comes, is related and weighed. Prints seconds of CPU and the peak of memory; each case runs
in a process of its own. `--memory` groups and weighs without a case.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.relate import keep

DAY = "2031-03-08"


def copies(count: int):  # type: ignore[no-untyped-def]
    """(reports, claims, texts): one article, so many times."""
    from bearwitness.model import Claim, Event, Passage, Report, Toll, When, Where, Who, with_id

    place, when = Where("Jableh", "town:jableh", 35.36, 35.93, 1, "SY", "Latakia"), When(DAY, DAY, "day", None, "text")
    body = "Gunmen killed 340 people in Jableh on 8 March 2031, the Hill Monitor said. The Grey Band denied it. Homes burned in two quarters and the road was cut."
    reports, claims, texts = [], [], {}
    for n in range(count):
        sha, id_ = f"{n:064x}", f"r{n:07}"
        reports.append(Report(id_, f"{id_}.txt", sha, "text/plain", "2031-04-01T00:00:00Z", publisher=f"Paper {n}", published_at=When("2031-03-09", "2031-03-09", "day"), text_sha256=sha, size=1))
        texts[sha] = f"{body} Printed by Paper {n}."
        event = with_id(sha, Claim("", "event", Passage(0, 38, body[:38]), Event("Violence against civilians", "Attack", where=(place,), when=when, rank=1), report_id=id_))
        claims += [event, with_id(sha, Claim("", "toll", Passage(7, 27, body[7:27]), Toll("killed", 340, 340, 340, 340, "340", whom="people", where=(place,), when=when, event=event.id),
                                             speakers=(Who("Hill Monitor", "organisation"),) if n % 2 else (), report_id=id_))]
    return reports, claims, texts


def claims_of_one(count: int):  # type: ignore[no-untyped-def]
    """(reports, claims, texts): one incident with so many claims."""
    from bearwitness.model import (
        Attribution,
        Claim,
        Event,
        Passage,
        Report,
        Statement,
        Toll,
        When,
        Where,
        Who,
        with_id,
    )

    chance = random.Random(1)
    place = Where("Jableh", "town:jableh", 35.36, 35.93, 1, "SY", "Latakia")
    reports, claims, texts = [], [], {}
    while len(claims) < count:
        n = len(reports)
        sha, id_, day = f"{n:064x}", f"r{n:07}", f"2031-03-{9 + n % 20:02}"
        when = When(DAY, DAY, "day", None, "text")
        reports.append(Report(id_, f"{id_}.txt", sha, "text/plain", "2031-04-30T00:00:00Z", publisher=f"Paper {n % 300}", published_at=When(day, day, "day"), text_sha256=sha, size=1))
        words = [f"word{chance.randrange(4000)}" for _ in range(80)]
        texts[sha] = "Killings in Jableh. " + " ".join(words) + "."
        event = with_id(sha, Claim("", "event", Passage(0, 19, "Killings in Jableh."), Event("Violence against civilians", "Attack", where=(place,), when=when, rank=1), report_id=id_))
        claims.append(event)
        for k in range(1, 20):
            who = (Who(f"Source {chance.randrange(400)}", "organisation"),)
            passage = Passage(20 + k, 30 + k, texts[sha][20 + k:30 + k])
            if k % 2:
                number = max(1, round(chance.gauss(500, 120)))
                value: Toll | Attribution | Statement = Toll("killed", number, number, number, number, str(number), whom=chance.choice(("people", "civilians")), where=(place,), when=when, event=event.id)
            else:
                value = Attribution((Who(f"Brigade {chance.randrange(30)}", "armed_group"),), event=event.id) if k % 4 else Statement()
            kind = {Toll: "toll", Attribution: "attribution", Statement: "statement"}[type(value)]
            claims.append(with_id(sha, Claim("", kind, passage, value, speakers=who, stance="accuses" if kind == "attribution" else "asserts", report_id=id_)))
    return reports, claims, texts


WORLDS = {"copies": copies, "claims": claims_of_one}


def one(name: str, count: int) -> None:
    """Relates and weighs one of the worlds in a case, and then one report more."""
    from bearwitness import case as verbs

    reports, claims, texts = WORLDS[name](count)
    of: dict[str, list] = {}
    for claim in claims:
        of.setdefault(claim.report_id, []).append(claim)
    rows = [(r, of[r.id], texts[r.text_sha256], "") for r in reports]
    del reports, claims, texts, of
    with tempfile.TemporaryDirectory() as folder, verbs.new(Path(folder) / "case", title="made up") as case:
        for first in range(0, len(rows) - 1, 2000):
            keep(case, rows[first:min(first + 2000, len(rows) - 1)])
        times = [time.process_time()]
        verbs.relate(case)
        times.append(time.process_time())
        verbs.weigh(case)
        times.append(time.process_time())
        keep(case, rows[-1:])
        times.append(time.process_time())
        verbs.relate(case)
        times.append(time.process_time())
        weighed = verbs.weigh(case)
        times.append(time.process_time())
    spent = [b - a for a, b in itertools.pairwise(times)]
    _say(name, count, f"relate {spent[0]:.1f} s, weigh {spent[1]:.1f} s; one report more: relate {spent[3]:.1f} s, weigh {spent[4]:.1f} s", weighed)


def in_memory(name: str, count: int) -> None:
    """Groups and weighs one of the worlds."""
    from bearwitness.incidents import group_all
    from bearwitness.weigh import weigh

    reports, claims, texts = WORLDS[name](count)
    start = time.process_time()
    found = group_all(reports, claims, texts=texts)
    grouped = time.process_time()
    weighed = [weigh(i, reports, claims, texts=texts) for i in found.incidents]
    _say(name, count, f"in memory: relate {grouped - start:.1f} s, weigh {time.process_time() - grouped:.1f} s", weighed)


def _say(name: str, count: int, spent: str, weighed: Sequence) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tolls = weighed[0].tolls[0] if weighed and weighed[0].tolls else None
    answer = f"{tolls.standing}, {len(tolls.roots)} roots, range {tolls.range}, {len(tolls.because)} sentences" if tolls else "no figure"
    print(f"{name} {count:6}: {spent}; peak {peak:.0f} MB; {len(weighed)} incident(s), {answer}", flush=True)


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    for name, counts in (("copies", [10_000, 20_000, 50_000]), ("claims", [5_000, 10_000, 20_000])):
        options.add_argument(f"--{name}", type=int, nargs="*", default=counts)
    options.add_argument("--memory", action="store_true", help="without a case")
    chosen = vars(options.parse_args(list(arguments)))
    work = "in_memory" if chosen["memory"] else "one"
    for name in WORLDS:
        for count in chosen[name]:
            subprocess.run([sys.executable, "-c", f"from bench.absurd import {work}; {work}({name!r}, {count})"], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
