"""The MUC-4 scorer: All Templates, per slot and over all slots, with a bootstrap interval.

Run `python -m bench.muc4 KEYS.jsonl[.gz] [ANSWERS.jsonl]`: the keys have `docid`, `text`, `templates`; the answers are the lines
of `bearwitness read --jsonl ... --format muc4`. Without answers the texts are read here.

The interactive scorer of 1992 is not at hand; its slot configuration and the papers on its metrics (Chinchor 1992) are. What is
done:

- A fill is correct (1), partially correct (.5) or not (0). Recall = points / possible (fills of the key), precision = points /
  actual (fills of the answer), F their harmonic mean. All Templates: every fill of a template with no partner counts as missing
  or spurious.
- Templates of one message are paired one to one for the greatest total of points; so are the fills of one slot. A pair
  without a point is no pair. With `restrict` a pair needs a point in INCIDENT: TYPE and one in a target or perpetrator
  string, as the content-based mapping of MUC-4 asked.
- `A / B` are alternatives: the best counts. A fill that begins with `?`, and every fill of a template marked OPTIONAL, is
  possible only when it is matched.
- `VALUE: "x"`: correct when value and string are both correct; partial when the value is right and the string is wrong or only
  partly right, or the value is partly right. `-` stands for no string, and matches a missing one.
- Strings: capitals, no punctuation, no article, possessive or leading number at the front. Equal is correct; sharing a word
  that is not a function word is partial.
- Set fills: a value against one above or below it in the tree of its slot is partial (ATTACK for BOMBING, SUSPECTED OR ACCUSED
  for SUSPECTED OR ACCUSED BY AUTHORITIES); the trees are those of the official slot configuration.
- Dates: equal is correct; overlapping intervals ("- 05 JAN 90" is up to that day; a range; a month) partial.
- Locations: names compared without the type in brackets; equal chains are correct; the same country with one chain more or
  less specific, or with one name in common, is partial.
- Numbers: equal is correct; the same figure with another sign (`~5`, `5-`, `-5`) is partial.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

SLOTS = (
    "INCIDENT: DATE", "INCIDENT: LOCATION", "INCIDENT: TYPE", "INCIDENT: STAGE OF EXECUTION", "INCIDENT: INSTRUMENT ID",
    "INCIDENT: INSTRUMENT TYPE", "PERP: INCIDENT CATEGORY", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID",
    "PERP: ORGANIZATION CONFIDENCE", "PHYS TGT: ID", "PHYS TGT: TYPE", "PHYS TGT: NUMBER", "PHYS TGT: FOREIGN NATION",
    "PHYS TGT: EFFECT OF INCIDENT", "PHYS TGT: TOTAL NUMBER", "HUM TGT: NAME", "HUM TGT: DESCRIPTION", "HUM TGT: TYPE",
    "HUM TGT: NUMBER", "HUM TGT: FOREIGN NATION", "HUM TGT: EFFECT OF INCIDENT", "HUM TGT: TOTAL NUMBER")
STRING_SLOTS = frozenset(("INCIDENT: INSTRUMENT ID", "PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PHYS TGT: ID", "HUM TGT: NAME",
                          "HUM TGT: DESCRIPTION"))
NUMBER_SLOTS = frozenset(("PHYS TGT: NUMBER", "HUM TGT: NUMBER", "PHYS TGT: TOTAL NUMBER", "HUM TGT: TOTAL NUMBER"))
_ANCHORS = ("PERP: INDIVIDUAL ID", "PERP: ORGANIZATION ID", "PHYS TGT: ID", "HUM TGT: NAME", "HUM TGT: DESCRIPTION")
# The trees of set fills in the scorer's own slot configuration of MUC-4 (slotconfig.el, version of 24 May 1992): value -> the one above.
_PARENT = {
    "BOMBING": "ATTACK", "ARSON": "ATTACK", "KIDNAPPING": "ATTACK", "HIJACKING": "ATTACK", "ROBBERY": "ATTACK",
    "FORCED WORK STOPPAGE": "ATTACK",
    "MACHINE GUN": "GUN", "RIFLE": "GUN", "HANDGUN": "GUN", "MORTAR": "GUN",
    "VEHICLE BOMB": "BOMB", "DYNAMITE": "BOMB", "MINE": "BOMB", "AERIAL BOMB": "BOMB", "LETTER BOMB": "BOMB",
    "BOMB": "EXPLOSIVE", "GRENADE": "EXPLOSIVE", "MOLOTOV COCKTAIL": "EXPLOSIVE",
    "MISSILE": "PROJECTILE", "ROCKET": "PROJECTILE",
    "SUSPECTED OR ACCUSED BY AUTHORITIES": "SUSPECTED OR ACCUSED",
    "GOVERNMENT OFFICE OR RESIDENCE": "POLITICAL FIGURE OFFICE OR RESIDENCE",
    "SOME DAMAGE": "DESTROYED",
    "GOVERNMENT OFFICIAL": "POLITICAL FIGURE", "FORMER GOVERNMENT OFFICIAL": "GOVERNMENT OFFICIAL",
    "FORMER ACTIVE MILITARY": "ACTIVE MILITARY",
    "NO DEATH": "NO INJURY", "NO INJURY OR DEATH": "NO DEATH"}
_FUNCTION = frozenset("A AN THE OF IN ON AT TO AND OR FOR BY WITH FROM HIS HER THEIR ITS".split())
Template = dict[str, list[str]]


# --- fills ----------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Fill:
    """A fill taken apart: alternatives of the value, alternatives of the string it is tied to, whether it is optional."""

    values: tuple[str, ...]
    ties: tuple[str, ...]
    optional: bool = False


def _split(text: str, mark: str) -> list[str]:
    """Parts at a mark outside quotation marks."""
    parts, at, quoted, k = [], 0, False, 0
    while k < len(text):
        if text[k] == "\\":
            k += 2
            continue
        if text[k] == '"':
            quoted = not quoted
        elif text[k] == mark and not quoted:
            parts.append(text[at:k])
            at = k + 1
        k += 1
    return [p.strip() for p in (*parts, text[at:])]


@lru_cache(maxsize=200_000)
def parse_fill(slot: str, text: str) -> Fill | None:
    """A fill of a key or an answer; None for an empty one ("-", "*")."""
    body = text.strip()
    optional = body.startswith("?")
    body = body.lstrip("? ").strip()
    if body.startswith("(") and body.endswith(")") and slot not in ("INCIDENT: LOCATION",):
        body = body[1:-1].strip()
    if body in ("", "-", "*"):
        return None
    if slot in ("INCIDENT: DATE", "INCIDENT: LOCATION"):
        return Fill(tuple(v for v in _split(body, "/") if v), (), optional)
    head, *rest = _split(body, ":")
    ties = tuple(_norm(t) for r in rest for t in _split(r, "/")) if rest else ()
    values = tuple(_norm(v) if slot in STRING_SLOTS else re.sub(r"\s+", " ", v.strip(' "()').upper()) for v in _split(head, "/"))
    kept = tuple(v for v in values if v)
    return Fill(kept, tuple(t for t in ties if t), optional) if kept else None


@lru_cache(maxsize=200_000)
def _norm(text: str) -> str:
    words = re.findall(r"[A-Z0-9]+(?:'[A-Z0-9]+)*", text.upper().replace("’", "'"))
    while len(words) > 1 and words[0] in ("A", "AN", "THE", "HIS", "HER", "THEIR", "ITS"):
        words = words[1:]
    return " ".join(words)


def match_string(key: str, answer: str) -> float:
    if key == answer:
        return 1.0
    a, b = set(key.split()) - _FUNCTION, set(answer.split()) - _FUNCTION
    return 0.5 if a & b else 0.0


def match_set(slot: str, key: str, answer: str) -> float:
    if key == answer:
        return 1.0
    if _above(key, answer) or _above(answer, key):
        return 0.5
    return 0.0


def _above(a: str, b: str) -> bool:
    while b in _PARENT:
        b = _PARENT[b]
        if a == b:
            return True
    return False


def match_number(key: str, answer: str) -> float:
    key, answer = key.replace(" ", ""), answer.replace(" ", "")
    if key == answer:
        return 1.0
    a, b = re.findall(r"\d+", key), re.findall(r"\d+", answer)
    return 0.5 if a and b and set(a) & set(b) else 0.0


_MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), 1)}


@cache
def date_interval(text: str) -> tuple[int, int, bool] | None:
    """First and last day (as yyyymmdd numbers) of a date fill, and whether it is an open "up to" one."""
    body = re.sub(r"[()?]", "", text.upper()).strip()
    open_start = body.startswith("-")
    ends: list[tuple[int, int]] = []
    for day, month, year in re.findall(r"(?:(\d{1,2})\s+)?([A-Z]{3})[A-Z]*\s+(\d{2,4})", body):
        if month not in _MONTHS:
            continue
        y = int(year) + (1900 if len(year) == 2 else 0)
        base = y * 10000 + _MONTHS[month] * 100
        ends.append((base + int(day), base + int(day)) if day else (base + 1, base + 31))
    if not ends:
        years = re.findall(r"\b(?:19)?(\d\d)\b", body)
        ends = [(19000101 + int(y) * 10000, 19001231 + int(y) * 10000) for y in years]
    if not ends:
        return None
    first, last = min(e[0] for e in ends), max(e[1] for e in ends)
    return (0 if open_start else first), last, open_start


def match_date(key: str, answer: str) -> float:
    a, b = date_interval(key), date_interval(answer)
    if a is None or b is None:
        return 0.0
    if a == b:
        return 1.0
    if a[2] and b[2]:
        return 0.0
    return 0.5 if a[0] <= b[1] and b[0] <= a[1] else 0.0


@cache
def _places(text: str) -> tuple[str, ...]:
    body = re.sub(r"\([^)]*\)?", " ", text.upper().lstrip("? ("))
    return tuple(re.sub(r"[^A-Z0-9 -]", "", re.sub(r"\bCITY\b", "", p) if "GUATEMALA CITY" not in p else p).strip()
                 for p in re.split(r":| - ", body) if p.strip())


def match_location(key: str, answer: str) -> float:
    a, b = _places(key), _places(answer)
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if a[0] == b[0] and (set(a[1:]) & set(b[1:]) or len(a) == 1 or len(b) == 1):
        return 0.5
    return 0.0


@lru_cache(maxsize=500_000)
def match(slot: str, key: Fill, answer: Fill) -> float:
    """Points of an answer's fill against a key's fill: 1, .5 or 0."""
    one: Callable[[str, str], float]
    if slot == "INCIDENT: DATE":
        one = match_date
    elif slot == "INCIDENT: LOCATION":
        one = match_location
    elif slot in NUMBER_SLOTS:
        one = match_number
    elif slot in STRING_SLOTS:
        one = match_string
    else:
        def one(a: str, b: str) -> float:
            return match_set(slot, a, b)
    value = max((one(k, a) for k in key.values for a in answer.values), default=0.0)
    if value == 0.0 or (not key.ties and not answer.ties):
        return value
    tie = max((match_string(k, a) for k in key.ties for a in answer.ties), default=0.0)
    return 1.0 if value == 1.0 and tie == 1.0 else 0.5


# --- pairing ----------------------------------------------------------------------------------------

def best_pairs(points: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The one-to-one pairing of rows and columns with the greatest total (Hungarian method); pairs without a point left out."""
    if not points or not points[0]:
        return []
    n, m = len(points), len(points[0])
    if n > m:
        turned = [[points[i][j] for i in range(n)] for j in range(m)]
        return sorted((i, j) for j, i in best_pairs(turned))
    cost = [[-p for p in row] for row in points]
    u, v, way, owner = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = owner[j0], float("inf"), 0
            for j in range(1, m + 1):
                if not used[j]:
                    cur = cost[i0 - 1][j - 1] - u[i0] - v[j]
                    if cur < least[j]:
                        least[j], way[j] = cur, j0
                    if least[j] < delta:
                        delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if owner[j0] == 0:
                break
        while j0:
            owner[j0], j0 = owner[way[j0]], way[j0]
    return sorted((owner[j] - 1, j - 1) for j in range(1, m + 1) if owner[j] and points[owner[j] - 1][j - 1] > 0)


# --- counting ---------------------------------------------------------------------------------------

@dataclass(slots=True)
class Count:
    """Points, fills possible (key) and actual (answer)."""

    points: float = 0.0
    possible: int = 0
    actual: int = 0

    def add(self, other: Count) -> None:
        self.points += other.points
        self.possible += other.possible
        self.actual += other.actual

    @property
    def recall(self) -> float:
        return self.points / self.possible if self.possible else 0.0

    @property
    def precision(self) -> float:
        return self.points / self.actual if self.actual else 0.0

    @property
    def f(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(slots=True)
class Score:
    """Counts by slot, and how many templates were paired, missing, spurious."""

    slots: dict[str, Count] = field(default_factory=dict)
    paired: int = 0
    missing: int = 0
    spurious: int = 0

    def add(self, other: Score) -> None:
        for slot, count in other.slots.items():
            self.slots.setdefault(slot, Count()).add(count)
        self.paired += other.paired
        self.missing += other.missing
        self.spurious += other.spurious

    @property
    def total(self) -> Count:
        out = Count()
        for count in self.slots.values():
            out.add(count)
        return out


def _fills(template: Template, slot: str, *, optional: bool = False) -> list[Fill]:
    found = [parse_fill(slot, f) for f in template.get(slot) or []]
    return [Fill(f.values, f.ties, f.optional or optional) for f in found if f is not None]


def is_optional(template: Template) -> bool:
    return any("OPTIONAL" in f for f in template.get("MESSAGE: TEMPLATE") or [])


def score_slot(slot: str, key: list[Fill], answer: list[Fill]) -> Count:
    """One slot of one pair of templates."""
    table = [[match(slot, k, a) for a in answer] for k in key]
    pairs = best_pairs(table)
    matched = {i for i, _ in pairs}
    possible = sum(1 for i, k in enumerate(key) if not k.optional or i in matched)
    return Count(sum(table[i][j] for i, j in pairs), possible, len(answer))


def score_pair(key: Template, answer: Template) -> dict[str, Count]:
    optional = is_optional(key)
    return {s: score_slot(s, _fills(key, s, optional=optional), _fills(answer, s)) for s in SLOTS}


def score_message(keys: list[Template], answers: list[Template], *, restrict: bool = False) -> Score:
    """All Templates of one message."""
    table = [[score_pair(k, a) for a in answers] for k in keys]

    def worth(counts: dict[str, Count]) -> float:
        if restrict and not (counts["INCIDENT: TYPE"].points and any(counts[s].points for s in _ANCHORS)):
            return 0.0
        return sum(c.points for c in counts.values())

    pairs = best_pairs([[worth(c) for c in row] for row in table])
    score = Score({s: Count() for s in SLOTS})
    for i, j in pairs:
        for s in SLOTS:
            score.slots[s].add(table[i][j][s])
    taken_keys, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, key in enumerate(keys):
        if i not in taken_keys:
            score.missing += not is_optional(key)
            for s in SLOTS:
                score.slots[s].add(score_slot(s, _fills(key, s, optional=is_optional(key)), []))
    for j, answer in enumerate(answers):
        if j not in taken:
            score.spurious += 1
            for s in SLOTS:
                score.slots[s].add(score_slot(s, [], _fills(answer, s)))
    score.paired = len(pairs)
    return score


def score_all(keys: list[list[Template]], answers: list[list[Template]], *, restrict: bool = False) -> list[Score]:
    return [score_message(k, a, restrict=restrict) for k, a in zip(keys, answers, strict=True)]


def summed(scores: Sequence[Score]) -> Score:
    out = Score({s: Count() for s in SLOTS})
    for s in scores:
        out.add(s)
    return out


def interval(scores: Sequence[Score], *, draws: int = 1000, seed: int = 1) -> tuple[float, float]:
    """2.5 % and 97.5 % of F over messages drawn again with replacement."""
    rng = random.Random(seed)
    totals = [s.total for s in scores]
    found = []
    for _ in range(draws):
        count = Count()
        for _ in totals:
            count.add(totals[rng.randrange(len(totals))])
        found.append(count.f)
    found.sort()
    return found[int(0.025 * draws)], found[int(0.975 * draws)]


# --- command ----------------------------------------------------------------------------------------

def load(path: str | Path) -> list[dict[str, Any]]:
    data = Path(path).read_bytes()
    text = (gzip.decompress(data) if str(path).endswith(".gz") else data).decode("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def report(scores: Sequence[Score]) -> str:
    """A table: recall, precision, F by slot and over all."""
    all_ = summed(scores)
    low, high = interval(scores)
    lines = [f"{'slot':32} {'possible':>8} {'actual':>7} {'points':>8}   {'R':>5} {'P':>5} {'F':>5}"]
    for name, c in [*all_.slots.items(), ("ALL TEMPLATES", all_.total)]:
        lines.append(f"{name:32} {c.possible:8} {c.actual:7} {c.points:8.1f}   {100 * c.recall:5.1f} {100 * c.precision:5.1f} {100 * c.f:5.1f}")
    lines.append(f"95 % interval of F over messages: {100 * low:.1f}-{100 * high:.1f}; templates paired {all_.paired}, "
                 f"missing {all_.missing}, spurious {all_.spurious}; messages {len(scores)}")
    return "\n".join(lines)


def read_here(messages: Sequence[dict[str, Any]]) -> list[list[Template]]:
    """Templates made in this process."""
    from bearwitness.extract import load_tools
    from bearwitness.extract.muc4 import read_templates
    from bearwitness.readers import read_bytes
    from bearwitness.store.gazetteer import open_gazetteer

    tools = load_tools(open_gazetteer())
    return [read_templates(read_bytes(m["text"].encode(), name=m["docid"], media_type="text/plain"), tools=tools)[1]
            for m in messages]


def main(args: Sequence[str]) -> int:
    if not args:
        print("usage: python -m bench.muc4 KEYS.jsonl[.gz] [ANSWERS.jsonl] [--restrict]", file=sys.stderr)
        return 2
    restrict = "--restrict" in args
    paths = [a for a in args if not a.startswith("--")]
    keys = load(paths[0])
    if len(paths) > 1:
        by_source = {a["source"]: a["templates"] for a in load(paths[1])}
        answers = [by_source.get(k["docid"], []) for k in keys]
    else:
        answers = read_here(keys)
    print(report(score_all([k["templates"] for k in keys], answers, restrict=restrict)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
