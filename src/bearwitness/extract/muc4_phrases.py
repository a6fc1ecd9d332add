"""How targets, doers and instruments are written out, and which of them are one and the same."""

from __future__ import annotations

from collections.abc import Sequence

from bearwitness.extract.casing import is_english
from bearwitness.extract.muc4_view import Entity
from bearwitness.extract.names import ROLE_WORDS

_STATES = frozenset("""MURDERED KILLED DEAD WOUNDED INJURED KIDNAPPED ABDUCTED BOMBED THREATENED ASSASSINATED DESTROYED DAMAGED RANSACKED BURNED BURNING
DAMAGING KNOWN UNFORTUNATE ALLEGED PRESUMED SUSPECTED SUPPOSED APPARENT POWERFUL FIRST SECOND THIRD SMALL LARGE HUMBLE TOTAL MENTIONED
ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE TEN""".split())
_WITH_OF = frozenset("""OFFICES OFFICE RESIDENCE RESIDENCES HOUSE HOUSES HOME HEADQUARTERS BRANCH BRANCHES INSTALLATIONS GROUP GOVERNOR LEADERS EMPLOYEES
COMMAND CHARGE WINDSHIELD KG GRAMS STICKS POUNDS""".split())
_STOP = frozenset("""today yesterday tonight who which that and when while where has have had were was is are on at by in to for from with last this
killed exploded kidnapped""".split())
_OCCUPATIONS = frozenset("""BANKER LAWYER DRIVER REPORTER BUSINESSMAN COLUMNIST RANCHER PRIEST FATHER NUN SISTER BROTHER COMRADE AGENT PEASANT STUDENT
TEACHER ENGINEER INDUSTRIALIST MAGISTRATE PHOTOGRAPHER TECHNICIAN JESUIT JESUITS CONGRESSWOMAN DR MR MRS MISS MSGR REV GEN COL MAJ CAPT LT SGT CPL
CITIZEN ATTORNEY GUARD POLICEMAN SOLDIER NEWSMEN CANDIDATE PROFESSOR AMBASSADOR CONSUL""".split())
_GROUPS = frozenset("JESUITS SPANIARDS SALVADORANS COLOMBIANS PERUVIANS AMERICANS MEXICANS GUATEMALANS HONDURANS NICARAGUANS CHILEANS INDIANS SOVIETS CUBANS".split())


def shown(e: Entity) -> str:
    """How an entity is written out: a name without what stands before it, a phrase without what befell it, some with their "of"."""
    return _name(e) if e.name else _phrase(e)


def _name(e: Entity) -> str:
    words = list(e.words)
    while len(words) > 2 and is_before_name(words[0]):
        words.pop(0)
    while len(words) > 1 and words[-1].lower() in ("at", "in", "of", "who", "and", "the"):
        words.pop()
    return " ".join(words)


def is_before_name(word: str) -> bool:
    """A word that stands before a name and is none: a rank, a trade, an age, a common word."""
    low = word.lower()
    return (word in _OCCUPATIONS or low in ROLE_WORDS or any(c.isdigit() for c in word) or (len(word) > 6 and word.endswith("MAN"))
            or (is_english(low) and word in _STATES))


def _phrase(e: Entity) -> str:
    words = e.shown.split()
    while len(words) > 1 and words[0] in _STATES:
        words = words[1:]
    m = next((m for m in e.mentions if m.of), None)
    if m is not None and words[-1] in _WITH_OF:
        words += of_words(m.of)
    return " ".join(words)


def of_words(of: Sequence[str]) -> list[str]:
    """An "of ..." up to the next verb, time or further preposition; nothing when it would end in a small word."""
    out: list[str] = []
    for w in of:
        if w.lower() in _STOP:
            break
        if w == "'S" and out:
            out[-1] += w
        else:
            out.append(w)
    return out if len(out) > 1 and out[-1] not in ("OF", "THE", "A", "AN") else []


def is_person(e: Entity) -> bool:
    """A name of one person; "the six Jesuits" are none."""
    if not e.name:
        return False
    if e.words[-1] in _GROUPS:
        return False
    counted = any(m.number is not None and m.number > 1 for m in e.mentions)
    return not (counted and e.words[-1].endswith("S"))


def without_twins(found: Sequence[tuple[Entity, float]]) -> list[Entity]:
    """Two phrases with one head and no other number ("the priests" beside "six priests") are one: the likelier stays, the order too."""
    kept: list[tuple[Entity, float]] = []
    for e, p in found:
        twin = next((k for k, (o, _) in enumerate(kept) if _twins(e, o)), None)
        if twin is None:
            kept.append((e, p))
        elif p > kept[twin][1]:
            kept[twin] = (e, p)
    return [e for e, _ in kept]


def _twins(a: Entity, b: Entity) -> bool:
    if a.name or b.name:
        return a.name and b.name and shown(a) == shown(b)
    if a.words[-1].rstrip("S") != b.words[-1].rstrip("S"):
        return False
    x, y = ({m.number for m in e.mentions if m.number is not None} for e in (a, b))
    if x and y and not x & y:
        return False
    few, many = sorted((set(a.words), set(b.words)), key=len)
    return few <= many
