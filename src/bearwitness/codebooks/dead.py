"""How many were harmed, class by class, as the ledger of an incident states it; never more than somebody said.

The ledger keeps one scope for each group that the texts name. Forms ask for classes: all persons, civilians, forces
of a state, fighters, others. A figure that is part of another ("14 civilians, three of them children") is not counted
beside it, unless it is all the civilians (forces, fighters) among a number of persons: then it is their figure; groups that one report tells side by side ("seven soldiers and five rebels") are added up, and said to be.
Ends are those stated: "at least 14" has no upper end, whatever a rule set makes of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bearwitness.codebooks.episode import Episode, Point
from bearwitness.codebooks.parties import CIVILIANS as PEOPLE
from bearwitness.codebooks.parties import (
    EXTERNAL,
    IDENTITY,
    POLITICAL,
    PROTESTERS,
    REBEL,
    RIOTERS,
    STATE,
    party,
)
from bearwitness.model import Claim, Figure, Toll, Tolls, Who
from bearwitness.weigh.scope import ALL as EVERYONE
from bearwitness.weigh.scope import CIVILIANS as THE_CIVILIANS
from bearwitness.weigh.scope import population

ALL, CIVILIANS, FORCES, FIGHTERS, OTHERS = "all persons", "civilians", "forces", "fighters", "others"
CLASSES = (CIVILIANS, FORCES, FIGHTERS, OTHERS)


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of one class.

    Attributes:
        low, high: lowest and highest number that a current figure states.
        best: the rule set's best figure, when it gives one.
        open: does a current figure set no upper end ("at least")?
        upto: does a current figure say "up to"?
        vague: do its words state no number ("dozens")? Then the ends are those of the phrase table.
        added: were groups told side by side added up?
        apart: figures of other groups of this class, which are not pooled.
    """

    whom: str
    low: int
    high: int
    best: int | None
    claims: tuple[str, ...]
    words: tuple[str, ...]
    roots: frozenset[str]
    open: bool = False
    vague: bool = False
    added: bool = False
    apart: tuple[str, ...] = ()
    upto: bool = False


@lru_cache(maxsize=10_000)
def class_of(whom: str) -> str:
    """The class of a group, by its words.

    >>> [class_of(w) for w in ("all persons", "villagers", "police officers", "rebels", "prisoners")]
    ['all persons', 'civilians', 'forces', 'fighters', 'others']
    """
    if whom == EVERYONE:
        return ALL
    kind = population(whom).kind
    if kind in ("all", "civilians", "children", "security", "fighters"):
        return {"all": ALL, "security": FORCES, "fighters": FIGHTERS}.get(kind, CIVILIANS)
    code = party(Who(whom)).code
    return {PEOPLE: CIVILIANS, PROTESTERS: CIVILIANS, RIOTERS: CIVILIANS, STATE: FORCES, EXTERNAL: FORCES,
            REBEL: FIGHTERS, POLITICAL: FIGHTERS, IDENTITY: FIGHTERS}.get(code or 0, OTHERS)


def counts(episode: Episode, harm: str = "killed", only: Collection[str] | None = None) -> dict[str, Count]:
    """The count of each class that has one.

    Args:
        only: claims that may be used, also those that count one place of several; None for the incident as a whole.
    """
    current, parts = episode.current_figures(harm, parts=only is not None), episode.parts(harm)
    ids = current if only is None else [c for c in only if c in current]
    ledgers: dict[str, dict[str, Named]] = {}
    for id_ in ids:
        for tolls, figure in current[id_]:
            if id_ in parts and not _of_another_class(tolls.whom, parts[id_]):
                continue
            ledgers.setdefault(class_of(tolls.whom), {}).setdefault(tolls.whom, (tolls, []))[1].append(figure)
    made = {}
    for whom, of in ledgers.items():
        found = _count(whom, list(of.values()))
        if found is not None:
            made[whom] = found
    return made


def _of_another_class(whom: str, whole: Claim) -> bool:
    """Is a part all the civilians, or the forces or fighters, among a number of persons? Then it is the figure of its class: nobody is counted twice by it.

    Children are not all the civilians, nor are the civilians of one place.
    """
    if not isinstance(whole.value, Toll) or class_of(population(whole.value.whom).words) != ALL:
        return False
    return whom == THE_CIVILIANS or (class_of(whom) in (FORCES, FIGHTERS) and not whom.endswith(")"))


Named = tuple[Tolls, list[Figure]]


def _count(whom: str, named: list[Named]) -> Count | None:
    named = [(t, fs) for t, fs in named if any(_ends(f) for f in fs)]
    if not named:
        return None
    whole = [n for n in named if n[0].whom in (EVERYONE, THE_CIVILIANS)]
    chosen, apart = (whole, [n for n in named if n not in whole]) if whole else _chosen(named)
    each = [_one(whom, t, fs) for t, fs in chosen]
    ends = [e for e in each if e is not None]
    if whole and len(ends) == 1:
        ends, apart = _competing(whom, ends[0], apart)
    roots: Iterable[frozenset[str]] = (e.roots for e in ends)
    return Count(whom, sum(e.low for e in ends), sum(e.high for e in ends), sum(e.best or 0 for e in ends) if all(e.best is not None for e in ends) else None,
                 tuple(c for e in ends for c in e.claims), tuple(w for e in ends for w in e.words), frozenset().union(*roots),
                 any(e.open for e in ends), any(e.vague for e in ends), len(ends) > 1, tuple(f.claim for _, fs in apart for f in fs), any(e.upto for e in ends))


def _competing(whom: str, count: Count, apart: list[Named]) -> tuple[list[Count], list[Named]]:
    """A named group that is larger than the class cannot be a part of it: its figure competes with that of the class, and raises the upper end."""
    for tolls, figures in list(apart):
        other = _one(whom, tolls, figures)
        if other is not None and other.low > count.high:
            count = replace(count, high=other.high, best=None, claims=count.claims + other.claims, roots=count.roots | other.roots,
                            words=(f"{' or '.join((*count.words, *other.words))}",))
            apart = [n for n in apart if n[0] is not tolls]
    return [count], apart


def _chosen(named: list[Named]) -> tuple[list[Named], list[Named]]:
    """The groups that may be added up: those that one report tells side by side. Else the largest alone."""
    if len(named) == 1:
        return named, []
    reports = [{f.report for f in fs} for _, fs in named]
    if len(set().union(*reports)) == 1 and len({f.claim for _, fs in named for f in fs}) == sum(len(fs) for _, fs in named):
        return named, []
    first = max(named, key=lambda n: (max(max(_ends(f), default=0) for f in n[1]), n[0].whom))
    return [first], [n for n in named if n is not first]


def _ends(figure: Figure) -> list[int]:
    """Lowest and highest number that a figure states; nothing when it states none. "Up to 40" states 40: nobody says 0."""
    if figure.bound == "up_to" and figure.number is not None:
        return [figure.number, figure.number]
    stated = [n for n in (figure.low, figure.number, figure.high) if n is not None]
    return [min(stated), max(stated)] if stated else []


def _one(whom: str, tolls: Tolls, figures: Sequence[Figure]) -> Count | None:
    ends = [e for e in map(_ends, figures) if e]
    if not ends:
        return None
    whole = len(figures) == sum(f.current for f in tolls.figures)
    return Count(whom, min(e[0] for e in ends), max(e[1] for e in ends), tolls.best if whole else None, tuple(f.claim for f in figures), (tolls.whom,),
                 frozenset(f.root or " > ".join(f.speakers) or f.report for f in figures), any(f.high is None for f in figures),
                 any(f.bound == "vague" for f in figures), upto=any(f.bound == "up_to" for f in figures))


def bounds(count: Count) -> list[str]:
    """Sentences on what the numbers of a count are not: for the list of forced choices."""
    found = []
    if count.open:
        found.append("a claim says \"at least\": the highest number stated is taken as the upper end")
    if count.upto:
        found.append("a claim says \"up to\": the number stated is taken for the lower end too, for nobody says 0")
    if count.vague:
        found.append("the words state no number: the ends are those of the phrase table")
    return found


# --- one number -------------------------------------------------------------------------------------------

def total(found: Mapping[str, Count]) -> Count | None:
    """All persons: as claimed, or else the classes added up (they do not overlap)."""
    if ALL in found:
        return found[ALL]
    each = [found[c] for c in CLASSES if c in found]
    if not each:
        return None
    if len(each) == 1:
        return each[0]
    return Count(ALL, sum(c.low for c in each), sum(c.high for c in each), sum(c.best or 0 for c in each) if all(c.best is not None for c in each) else None,
                 tuple(x for c in each for x in c.claims), tuple(w for c in each for w in c.words), frozenset().union(*(c.roots for c in each)),
                 any(c.open for c in each), any(c.vague for c in each), True, tuple(x for c in each for x in c.apart), any(c.upto for c in each))


def words_of(count: Count, harm: str = "killed") -> str:
    """What was counted, in words for a rule."""
    return f"{' and '.join(count.words)} {harm}" + (", added up" if count.added else "")


def best(count: Count | None, what: str) -> Point:
    """The best figure; else the one that is stated; else the lowest, forced."""
    if count is None:
        return Point(None, f"no claim gives a figure of {what}")
    words = words_of(count)
    if count.best is not None:
        return Point(count.best, f"best figure of {words}: the weighted median of the current figure of each root", count.claims)
    if count.low == count.high:
        return Point(count.low, f"the one number stated of {words}" + (", as a least" if count.open else ""), count.claims)
    return Point(count.low, f"the lowest current figure of {words}: there is no best figure", count.claims, forced=True)
