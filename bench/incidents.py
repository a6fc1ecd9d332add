"""Grouping reports into incidents, on reports made from UCDP rows: `python -m bench.incidents [--set news|posts|undated] [--faults]`.

The rows (Syria, 2016 to 2019, CC BY 4.0) give day, town, sides, deaths and a few words of what happened; the sentences are ours,
several to a row, in several styles, each with part of the facts, and figures that differ as reports' do. Sets:

- news: two to four sentences in English with a dateline or a weekday;
- posts: a line or two in English, Turkish, French, Spanish, Arabic or Russian with the day they were sent;
- undated: the same without any day.

The whole pipeline runs: add, read, relate; a report's answer is its first incident. Beside it stands the rule of thumb "same day
and same town", given the true day (of posts without one: none) and the town as the text has it. Ends of 95 % intervals by resampling rows.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
import zlib
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.clustering import b_cubed, lea, muc, v_measure

DATA = Path(__file__).parents[2] / "shared" / "data" / "ucdp_syria" / "events.jsonl.gz"
WINDOWS = (("2016-11-05", "2016-11-14"), ("2017-06-01", "2017-06-12"), ("2018-02-10", "2018-02-25"))
ROUNDS = 400
SUFFIXES = (" town", " village", " city", " neighborhood", " neighbourhood", " governorate", " district", " subdistrict", " area", " camp", " suburb")


@dataclass(frozen=True)
class Made:
    """One report: its text, day of publication, the row it tells of, and what the rule of thumb may see."""

    id: str
    text: str
    published: date
    row: str
    day: date | None
    town: str


def rows(windows: Sequence[tuple[str, str]] = WINDOWS) -> list[dict[str, Any]]:
    """Rows of one day in one town, in the windows."""
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        every = [json.loads(line) for line in lines]
    return [r for r in every if r["where_prec"] <= 2 and r["date_prec"] == 1 and r["date_start"] == r["date_end"]
            and any(a <= r["date_start"] <= b for a, b in windows)]


def town(row: Mapping[str, Any]) -> str:
    name = row["where_coordinates"]
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def kind(row: Mapping[str, Any]) -> str:
    head = row["source_headline"].lower()
    for name, words in (("air", ("airstrike", "air strike", "raid", "warplane", "barrel", "helicopter")), ("shell", ("shell", "mortar", "rocket", "artillery")),
                        ("mine", ("mine", "ied", "car bomb", "explosion", "blast", "detonat")), ("shot", ("execut", "shot", "assassin", "sniper", "gunmen"))):
        if any(w in head for w in words):
            return name
    return {1: "clash", 2: "clash", 3: "shot"}[row["type_of_violence"]]


# --- sentences -----------------------------------------------------------------------------------------------

NEWS = {
    "air": ("Warplanes struck {town} in {adm} on {when}, killing {n}, {source} said.", "An air strike on {town} left {n} dead on {when}, according to {source}.",
            "At least {n} were killed when aircraft bombed the town of {town} {when2}."),
    "shell": ("Shelling of {town} in {adm} killed {n} on {when}, {source} said.", "Artillery fire hit {town} on {when}; {source} counted {n} dead.",
              "Rockets fell on {town} {when2}, and {n} lost their lives."),
    "mine": ("A bomb exploded in {town} on {when} and killed {n}, {source} said.", "An explosion tore through {town} in {adm} on {when}, killing {n}.",
             "{source} said {n} were killed by a blast in {town} {when2}."),
    "shot": ("Gunmen shot dead {n} in {town} on {when}, {source} said.", "{n} were executed in {town} in {adm} on {when}, according to {source}.",
             "The killing of {n} in {town} {when2} was reported by {source}."),
    "clash": ("Clashes between {a} and {b} near {town} on {when} killed {n}, {source} said.", "Fighting in {town} in {adm} on {when} left {n} dead, according to {source}.",
              "{a} and {b} fought in {town} {when2}; {n} were killed."),
}
EXTRA = ("Residents described hearing loud explosions through the night.", "It was not possible to verify the figures independently.",
         "Rescue workers took the wounded to field hospitals.", "{a} did not comment.", "Several houses were damaged.", "The number of dead may rise, {source} said.",
         "The area has seen months of violence.", "Photographs shared online showed smoke over {town}.")
POSTS = {
    "air": ("Air strike on {town}, {n} dead {day}", "{town} bölgesine hava saldırısı: {n} ölü {day}", "Frappe aérienne sur {town} : {n} morts {day}",
            "Bombardeo aéreo en {town}: {n} muertos {day}", "غارة جوية على {town}: مقتل {n} أشخاص {day}", "Авиаудар по {town}: {n} погибших {day}"),
    "shell": ("Shelling in {town}, at least {n} killed {day}", "{town} topçu ateşi altında, {n} kişi öldü {day}", "Tirs d'artillerie sur {town}, {n} tués {day}",
              "Fuego de artillería en {town}, {n} muertos {day}", "قصف مدفعي على {town} ومقتل {n} أشخاص {day}", "Артобстрел {town}, {n} убитых {day}"),
    "mine": ("Explosion in {town}: {n} dead {day}", "{town}'da patlama: {n} ölü {day}", "Explosion à {town} : {n} morts {day}", "Explosión en {town}: {n} muertos {day}",
             "انفجار في {town} ومقتل {n} أشخاص {day}", "Взрыв в {town}: {n} погибших {day}"),
    "shot": ("{n} people shot dead in {town} {day}", "{town}'da {n} kişi öldürüldü {day}", "{n} personnes abattues à {town} {day}", "{n} personas asesinadas en {town} {day}",
             "مقتل {n} أشخاص بالرصاص في {town} {day}", "В {town} застрелены {n} человек {day}"),
    "clash": ("Heavy clashes at {town}, {n} killed {day}", "{town}'da şiddetli çatışmalar, {n} ölü {day}", "Violents combats à {town}, {n} morts {day}",
              "Fuertes combates en {town}, {n} muertos {day}", "اشتباكات عنيفة في {town} ومقتل {n} أشخاص {day}", "Ожесточённые бои в {town}, {n} погибших {day}"),
}
SOURCES = ("the Syrian Observatory for Human Rights", "local activists", "the Syrian Network for Human Rights", "a local council", "medical staff", "state media")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def dead(row: Mapping[str, Any], chance: random.Random, bare: bool) -> str:
    """A figure as one report might have it: the best one, an early lower one, or one with a bound."""
    best = max(1, row["best"])
    number = best if chance.random() < .6 else max(1, round(best * chance.uniform(.5, 1.2)))
    if bare:
        return str(max(2, number))
    who = "civilians" if row["deaths_civilians"] >= best / 2 else "people"
    return f"{number} {who if number > 1 else who.replace('people', 'person').rstrip('s')}"


def reports(which: str, seed: int = 1, windows: Sequence[tuple[str, str]] = WINDOWS) -> list[Made]:
    """The reports of one set."""
    chance = random.Random(f"{which} {seed}")
    out = []
    for row in rows(windows):
        for n in range(chance.choice((1, 1, 2, 2, 3, 4, 6))):
            out.append(_report(which, row, n, chance))
    chance.shuffle(out)
    return out


def _report(which: str, row: Mapping[str, Any], n: int, chance: random.Random) -> Made:
    on = date.fromisoformat(row["date_start"])
    late = chance.choice((0, 0, 0, 1, 1, 2))
    published = on + timedelta(days=late)
    name = town(row)
    words = {"town": name, "adm": row["adm_1"].replace(" Governorate", "") + " province", "a": row["side_a"], "b": row["side_b"], "source": chance.choice(SOURCES)}
    if which == "news":
        full = f"{on.day} {MONTHS[on.month - 1]}"
        when = chance.choice((WEEKDAYS[on.weekday()], full, f"{WEEKDAYS[on.weekday()]}, {full} {on.year}"))
        when2 = {0: "today", 1: "yesterday"}.get(late, f"on {full}")
        lead = chance.choice(NEWS[kind(row)]).format(**words, n=dead(row, chance, False), when=when, when2=when2)
        more = [s.format(**words) for s in chance.sample(EXTRA, chance.choice((1, 2, 3)))]
        start = f"{name.upper()}, Syria, {full}: " if chance.random() < .2 else ""
        text = start + " ".join([lead[0].upper() + lead[1:], *more])
        return Made(f"{row['id']}-{n}", text, published, str(row["id"]), on, name)
    day = "" if which == "undated" else chance.choice((f"({on.day}.{on.month}.{on.year})", f"{on.isoformat()}"))
    text = chance.choice(POSTS[kind(row)]).format(town=name, n=dead(row, chance, True), day=day).strip()
    return Made(f"{row['id']}-{n}", text, published, str(row["id"]), None if which == "undated" else on, name)


# --- running -------------------------------------------------------------------------------------------------

def found(made: Sequence[Made], which: str) -> tuple[dict[str, Hashable], dict[str, Hashable]]:
    """The answer of the program for each report, and that of the rule of thumb on what was read."""
    from bearwitness import case

    with tempfile.TemporaryDirectory() as folder:
        opened = case.new(Path(folder) / "case", title="bench")
        posts = Path(folder) / "made.posts.jsonl"
        with posts.open("w", encoding="utf-8") as file:
            for m in made:
                line: dict[str, Any] = {"id": m.id, "text": m.text, "account": f"account{zlib.crc32(m.id.encode()) % 97}"}
                if which != "undated":
                    line["published_at"] = m.published.isoformat()
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        for _ in case.add(opened, [str(posts)]):
            pass
        for _ in case.read(opened, jobs=1):
            pass
        case.relate(opened)
        shown = {line["member"]: line for line in case.show(opened, "reports")}
        read_as = _read_as(opened)
    answer: dict[str, Hashable] = {m.id: (shown[m.id]["incidents"] or [f"alone {m.id}"])[0] for m in made}
    return answer, {m.id: read_as.get(shown[m.id]["id"], ("alone", m.id)) for m in made}


def _read_as(opened: Any) -> dict[str, Hashable]:
    """Report -> the day and town of its first event or toll, as they were read; the rule of thumb without an oracle."""
    from bearwitness.case.record import load

    best: dict[str, tuple[int, Hashable]] = {}
    for claim in load(opened).claims:
        value = claim.value
        if claim.kind not in ("event", "toll") or not value.where:
            continue
        rank = getattr(value, "rank", None) or 50
        key = (value.when.start or f"undated {claim.report_id}", value.where[0].place_id or value.where[0].name)
        if claim.report_id not in best or rank < best[claim.report_id][0]:
            best[claim.report_id] = (rank, key)
    return {report: key for report, (_, key) in best.items()}


def thumb(made: Sequence[Made]) -> dict[str, Hashable]:
    """Same day and same town."""
    return {m.id: (m.day, m.town.casefold()) for m in made}


def _interval(gold: Mapping[str, str], answer: Mapping[str, Hashable]) -> tuple[float, float]:
    """By resampling rows: each item keeps the precision and recall it has among all."""
    chance = random.Random(1)
    both, sizes, rows_ = Counter((gold[i], answer[i]) for i in gold), Counter(answer.values()), Counter(gold.values())
    by_row: dict[str, list[tuple[float, float]]] = {}
    for item, row in gold.items():
        shared = both[row, answer[item]]
        by_row.setdefault(row, []).append((shared / sizes[answer[item]], shared / rows_[row]))
    names, scores = sorted(by_row), []
    for _ in range(ROUNDS):
        drawn = [pair for row in chance.choices(names, k=len(names)) for pair in by_row[row]]
        p, r = (sum(pair[n] for pair in drawn) / len(drawn) for n in (0, 1))
        scores.append(2 * p * r / (p + r))
    scores.sort()
    return scores[int(.025 * ROUNDS)], scores[int(.975 * ROUNDS) - 1]


def _line(name: str, gold: Mapping[str, str], answer: Mapping[str, Hashable]) -> str:
    p, r, f = b_cubed(gold, answer)
    low, high = _interval(gold, answer)
    return (f"  {name:<24} B-cubed {f:.3f} [{low:.3f}-{high:.3f}] (P {p:.3f} R {r:.3f})  LEA {lea(gold, answer):.3f}  V {v_measure(gold, answer):.3f}  "
            f"MUC {muc(gold, answer):.3f}  groups {len(set(answer.values()))} of {len(set(gold.values()))}")


def _faults(made: Sequence[Made], answer: Mapping[str, Hashable]) -> Iterator[str]:
    texts = {m.id: m for m in made}
    groups: dict[Hashable, list[str]] = {}
    for item, group in answer.items():
        groups.setdefault(group, []).append(item)
    for group, items in sorted(groups.items(), key=lambda g: -len(g[1])):
        if len({texts[i].row for i in items}) > 1:
            yield f"{group}: {len(items)} reports of {len({texts[i].row for i in items})} rows"
            yield from (f"    {texts[i].row} {texts[i].published} {texts[i].text[:150]}" for i in sorted(items)[:8])
    split: dict[str, set[Hashable]] = {}
    for item, group in answer.items():
        split.setdefault(texts[item].row, set()).add(group)
    for row, several in split.items():
        if len(several) > 1:
            yield f"row {row} in {len(several)} groups"
            yield from (f"    {answer[m.id]} {m.published} {m.text[:150]}" for m in made if m.row == row)


def main(arguments: Sequence[str] = ()) -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--set", choices=("news", "posts", "undated"))
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--faults", action="store_true")
    given = options.parse_args(list(arguments))
    if not DATA.exists():
        print("incidents: SKIPPED, the development data are not beside the project")
        return 0
    for which in [given.set] if given.set else ["news", "posts", "undated"]:
        made = reports(which, given.seed)
        gold = {m.id: m.row for m in made}
        answer, read_as = found(made, which)
        print(f"{which}: {len(made)} reports of {len(set(gold.values()))} rows")
        print(_line("bearwitness", gold, answer))
        print(_line("same day and town, read", gold, read_as))
        print(_line("same day and town, told", gold, thumb(made)), flush=True)
        if given.faults:
            print("\n".join(_faults(made, answer)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
