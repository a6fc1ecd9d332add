"""Grouping at size: `python -m bench.relate [--reports 10000 30000 100000]`. Made-up reports and claims, ten claims to a report.

Five hundred towns on a grid, three years; incidents have from one to thirty reports, each with two events, two tolls with a figure of its own, and statements.
Prints seconds, microseconds a report, the peak of memory, and B-cubed against what the reports were made from.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta

from bench.clustering import b_cubed

CLAIMS = 10
NAMES = tuple(a + b + c for a in ("Ka", "Be", "Su", "Mi", "Ro", "Ta", "Hu", "Da") for b in ("ram", "lis", "nor", "bek", "zan", "dul", "met", "gor") for c in ("", "a", "iya", "an", "ek", "un", "il", "os"))


def world(count: int, seed: int = 1, towns: int = 500, days: int = 1100):  # type: ignore[no-untyped-def]
    """(reports, claims, texts, gold) of a made-up world."""
    from bearwitness.model import Claim, Event, Passage, Report, Statement, Toll, When, Where, Who, with_id

    chance = random.Random(seed)
    places = [Where(NAMES[n % len(NAMES)] + ("" if n < len(NAMES) else " " + str(n)), f"town:{n}", 33 + (n % 25) * .17, 36 + (n // 25) * .25, 1, "SY", f"Province {n // 40}") for n in range(towns)]
    reports, claims, texts, gold = [], [], {}, {}
    first = date(2031, 1, 1)
    number = 0
    while len(reports) < count:
        number += 1
        place, on, dead = chance.choice(places), first + timedelta(days=chance.randrange(days)), max(1, int(chance.paretovariate(1.1)))
        kind = chance.choice((("Violence against civilians", "Attack"), ("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike")))
        side = Who(f"Brigade {chance.randrange(60)}", "armed_group")
        for _ in range(min(30, max(1, int(chance.paretovariate(.9))))):
            n = len(reports)
            sha = f"{n:064x}"
            published = (on + timedelta(days=chance.choice((0, 0, 1, 2)))).isoformat()
            figure = max(1, round(dead * chance.choice((1, 1, 1, .8, 1.2))))
            text = f"{kind[1]} in {place.name} on {on.isoformat()} killed {figure} people, source {chance.randrange(300)} said. {side.name} denied it. Word{chance.randrange(5000)} Word{chance.randrange(5000)}."
            reports.append(Report(f"r{n:07}", f"r{n}.txt", sha, "text/plain", "2035-01-01T00:00:00Z", publisher=f"Paper {n % 900}", published_at=When(published, published, "day"), text_sha256=sha))
            when = When(on.isoformat(), on.isoformat(), "day", None, "text")
            where = (place,) if chance.random() < .85 else ()
            event = with_id(sha, Claim("", "event", Passage(0, 30, text[:30]), Event(kind[0], kind[1], perpetrators=(side,), where=where, when=when if chance.random() < .8 else When(), rank=1), report_id=f"r{n:07}"))
            own = [event]
            for k in range(2):
                own.append(with_id(sha, Claim("", "toll", Passage(31 + k, 60, text[31 + k:60]), Toll("killed", figure, figure, figure, figure, phrase=str(figure), whom=("people", "civilians")[k], where=where, when=when, event=event.id), speakers=(Who(f"Source {n % 40}", "organisation"),), report_id=f"r{n:07}")))
            own += [with_id(sha, Claim("", "statement", Passage(60 + k, 80 + k, text[60 + k:80 + k]), Statement(), stance="denies" if k == 0 else "asserts", speakers=(side,), report_id=f"r{n:07}")) for k in range(CLAIMS - len(own))]
            claims += own
            texts[sha] = text
            gold[f"r{n:07}"] = str(number)
    return reports, claims, texts, gold


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--reports", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    from bearwitness.incidents import group_all

    for count in options.parse_args(list(arguments)).reports:
        reports, claims, texts, gold = world(count)
        start = time.process_time()
        found = group_all(reports, claims, texts=texts)
        spent = time.process_time() - start
        answer = {r: found.of_report.get(r, (r,))[0] for r in gold}
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(reports):7} reports, {len(claims):8} claims: {spent:7.1f} s CPU, {spent / len(reports) * 1e6:6.0f} us a report, peak {peak:6.0f} MB, "
              f"{len(found.incidents)} incidents of {len(set(gold.values()))}, B-cubed {b_cubed(gold, answer)[2]:.3f}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
