"""Where and when an event was, and which event a document mainly tells of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bearwitness.extract.event_args import is_verbal, np_mods
from bearwitness.extract.event_join import REAL, Found
from bearwitness.extract.event_roles import clause_of
from bearwitness.extract.events_table import parties

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


_SPEECH = frozenset("""said says say told reported reports stated added announced confirmed claimed according warned noted saying
reporting""".split())



def dateline_end(page: Page) -> int:
    """Where the dateline of the first paragraph ends (0 when there is none)."""
    return next((line.body for line in page.lines[:3] if line.body > line.start), 0)


_OF_PEOPLE = frozenset("kill wound execute assassin beat torture abduct arrest sexual stab".split())


def _nearness(tok: Token | None, subtree: set[int], clause: set[int]) -> int:
    if tok is None:
        return 3
    if tok.i in subtree:
        return 0
    if tok.i in clause:
        return 1
    return 2


def place_and_date(page: Page, event: Found, skip: int) -> None:
    """Fill in the places and the date that stand nearest in the grammar; those of the dateline and of others are left out.

    Args:
        skip: where the dateline ends.
    """
    unit = event.unit
    a, b = event.sentence
    start, end = unit.starts[a], unit.ends[b - 1]
    tok = unit.doc[event.i]
    clause = clause_of(tok)
    subtree = {t.i for t in tok.subtree} - {t.i for c in tok.children if c.dep_ in ("conj", "ccomp") and is_verbal(c) for t in c.subtree}
    taken = set(event.agents)
    if event.frame in _OF_PEOPLE:
        taken |= set(event.targets)     # "Dayton was wounded": somebody of the name of a town
    near: list[tuple[int, int, object]] = []
    for p in page.places_in(start, end):
        t = unit.token_at(p.start)
        last = unit.token_at(p.end - 1)
        if p.start < skip or getattr(p, "inner", False) or t is None or last is None or last.i in taken or _is_party(last) or _elsewhere(
                unit, last, event):
            continue
        near.append((_nearness(last, subtree, clause), abs(p.start - event.offset), p))
    event.where = tuple(p.where for p in _nearest(near))   # type: ignore[attr-defined]
    dates: list[tuple[int, int, object]] = []
    for d in page.dates_in(start, end):
        t = unit.token_at(d.start)
        if d.start < skip or t is None or _said_when(t):
            continue
        vague = 4 if d.when.start is None or d.when.expression == "overnight" else 0     # "overnight" gives way to a day that is named
        dates.append((_nearness(t, subtree, clause) + vague, abs(d.start - event.offset), d))
    best = min(dates, key=lambda x: (x[0], x[1]), default=None)
    if best is not None:
        event.when = best[2].when     # type: ignore[attr-defined]


def inherit_day(page: Page, events: list[Found]) -> None:
    """The day of an event whose own sentence names none, from the sentence before it or from the head of a list.

    Taken over only when the earlier sentence tells an event of the same kind (or of the same paragraph's story) with a day of
    its own, nothing between them names another day, and the event is not told as past. Else the day stays unknown.
    """
    last: Found | None = None
    for event in sorted(events, key=lambda e: (e.order, e.offset)):
        if not event.when.start and last is not None and _takes_day(page, event, last):
            event.when = last.when
            event.reason += "; day of the sentence before"
        if event.when.start and event.when.precision == "day":
            last = event


_APART = re.compile(r"\b(?:separate(?:ly)?|another|earlier|previous(?:ly)?|later|since then|meanwhile|elsewhere|then|recent(?:ly)?|once|had)\b", re.I)


# A line of a list: a bullet, a number, or a place first ("Near T, ...").
_LIST_LINE = re.compile(r"\W*(?:(?:Near|In|At|Around|Outside|Across)\b[^.]{0,60}?,|(?:^|(?<=\n))\s*(?:[-•*·]|\d{1,2}[.)])\s)")


def _takes_day(page: Page, event: Found, last: Found) -> bool:
    """Is the event part of the story or of the list that the dated event opens?"""
    text = _sentence(page, event)
    if event.hedge not in REAL or _PAST.search(text) or _APART.search(text) or is_circumstance(event):
        return False
    if last.unit is event.unit:
        told = event.sentence[0] <= last.sentence[1]
    else:
        told = last.verdict.event_type == event.verdict.event_type and _LIST_LINE.match(text) is not None
    return told and not page.dates_in(last.unit.ends[last.sentence[1] - 1], event.unit.starts[event.sentence[0]])


def _sentence(page: Page, event: Found) -> str:
    a, b = event.sentence
    return page.text[event.unit.starts[a]:event.unit.ends[b - 1]]


def _nearest(near: list[tuple[int, int, object]]) -> list:
    """The places of the closest ring, in text order; from far away only the nearest run of them."""
    if not near:
        return []
    ring = min(n[0] for n in near)
    chosen = [n for n in near if n[0] == ring] if ring < 2 else [n for n in near]
    if ring >= 2:
        closest = min(chosen, key=lambda n: n[1])
        chosen = [n for n in chosen if abs(n[2].start - closest[2].start) < 60]   # type: ignore[attr-defined]
    return [n[2] for n in sorted(chosen, key=lambda n: n[2].start)]   # type: ignore[attr-defined]


def _is_party(tok: Token) -> bool:
    """A place name that acts ("Russia bombed", "Israel's army") is a party, not the place."""
    if tok.dep_ in ("nsubj", "nsubjpass", "poss") and not tok.head.lower_.startswith(("saw", "witness")):
        return tok.dep_ != "nsubjpass" and not (tok.dep_ == "poss" and tok.head.lower_ in ("province", "countryside", "suburbs",
                                                                                       "governorates", "coast", "provinces"))
    return tok.dep_ == "pobj" and tok.head.lower_ in ("by", "between")


_LANDS = frozenset("governorate governorates province provinces coast parts part country regions north south east west".split())


def _elsewhere(unit: Unit, tok: Token, event: Found) -> bool:
    """Does the place belong to the subject of another verb ("a worker in T said that ...") or to an allegiance ("to T")?"""
    if tok.dep_ == "pobj" and tok.head.lower_ == "to" and event.frame == "group":
        return True
    node = tok
    for _ in range(6):
        if node.head.i == node.i or node.i == event.i:
            return False
        if node.dep_ in ("nsubj", "nsubjpass"):
            if "place" in parties().get(node.lower_, frozenset()) or node.lower_ in _LANDS or node.ent_type_ in ("GPE", "LOC"):
                return False
            return node.head.i != event.i and node.i not in event.agents + event.targets + event.things and not any(
                k.i == node.head.i for k in unit.doc[event.i].children) and event.i not in {k.i for k in node.subtree} and (
                unit.doc[event.i].head.i != node.head.i or unit.doc[event.i].dep_ in ("ccomp", "advcl"))
        node = node.head
    return False


def _said_when(tok: Token) -> bool:
    """Does the date belong to a verb of speech ("said on Monday")?"""
    node = tok
    for _ in range(4):
        if node.head.i == node.i:
            return False
        node = node.head
        if is_verbal(node) or node.dep_ == "ROOT":
            if node.lower_ in _SPEECH and (any(c.lower_ == "as" for c in node.children) or any(c.dep_ == "xcomp" for c in node.children)):
                continue        # "(as reported)", "said to be"
            return node.lower_ in _SPEECH
    return False


# --- rank ---------------------------------------------------------------------------------------------

_PAST = re.compile(r"\b(?:previously|in the past|history of|in recent years|over the years|years ago|decades? ago|anniversary|"
                   r"documented history|historically|earlier years|past (?:offensives?|attacks?|abuses|massacres)|last year|centur(?:y|ies))\b", re.I)


def _is_background(page: Page, event: Found, newest: str | None) -> bool:
    a, b = event.sentence
    unit = event.unit
    text = page.text[unit.starts[a]:unit.ends[b - 1]]
    if _PAST.search(text):
        return True
    mods = np_mods(unit.doc[event.i]) if not event.verbal else set()
    if mods & {"past", "previous", "earlier", "historic"}:
        return True
    if event.unit is page.units[0] and event.sentence == page.units[0].sents[0]:
        return False        # what a document opens with is what it is about, however old
    end = event.when.end or event.when.start
    return bool(newest and end and event.when.anchor != "none" and end[:4] < newest[:4] and int(newest[:4]) - int(end[:4]) >= 1
                and not (int(newest[:4]) - int(end[:4]) == 1 and newest[5:7] <= "02"))


def _newest(page: Page) -> str | None:
    """The newest date that the document knows of: when it was published, else the newest full date in it."""
    if page.published_at.start:
        return page.published_at.start
    days = [d.when.end for d in page.dates if d.when.end and d.when.anchor == "text"]
    return max(days, default=None)


def _spots(event: Found) -> set[str]:
    """Names of its places that are closer than a country or a part of one."""
    return {w.name for w in event.where if (w.precision or 1) < 5}


def repeats(event: Found, before: list[Found]) -> Found | None:
    """The earlier event that this one tells again: same kind, nothing new about place and date."""
    for old in reversed(before):
        if old.verdict.event_type != event.verdict.event_type or old.hedge not in REAL:
            continue
        place_old, place_new = _spots(old), _spots(event)
        if place_new and place_old and not place_new & place_old:
            continue
        if event.when.start and old.when.start and event.when.start != old.when.start:
            continue
        if event.definite or place_new & place_old or (old.verdict.type == event.verdict.type and not place_new):
            return old
    return None


def ranks_of(page: Page, events: list[Found]) -> dict[int, int]:
    """Rank of each event by its place in the list: told as real, of this time, not told before; by order of mention."""
    newest = _newest(page)
    ranks: dict[int, int] = {}
    fallback: int | None = None
    seen: list[Found] = []
    for n, event in enumerate(events):
        if event.hedge not in REAL or event.stage == "threatened":
            continue
        fallback = n if fallback is None else fallback
        if _is_background(page, event, newest):
            continue
        if repeats(event, seen[-200:]) is None:
            ranks[n] = 0
        seen.append(event)
    if not ranks and fallback is not None:
        ranks[fallback] = 0
    beside = {n for n in ranks if is_circumstance(events[n])}
    mains = {(id(events[m].unit), events[m].sentence) for m in ranks if m not in beside and not _other_last(events[m])}
    aside = {n for n in beside if (id(events[n].unit), events[n].sentence) in mains}
    order = sorted(ranks, key=lambda n: (_other_last(events[n]), n in aside, n))
    return {n: k + 1 for k, n in enumerate(order)}


_CIRCUMSTANCE = frozenset("after following amid despite before since during over against upon until".split())
_CAUSE_NOUNS = frozenset("""response retaliation revenge reprisal reaction connection suspicion involvement role charges part memory protest relation
accusations allegations anniversary result aftermath wake accusation suspected accused suspects participation participating charged convicted
investigation wanted""".split())


def is_circumstance(event: Found) -> bool:
    """Does the sentence tell the event only as what went before or caused another ("after clashes", "accused of killing")?"""
    tok = event.unit.doc[event.i]
    if event.verbal:
        if any(c.dep_ == "aux" and c.lower_ in ("had", "'d") for c in tok.children):
            return True
        return tok.dep_ == "pcomp" and tok.head.lower_ in ("of", "in", "for", "from", "with", "after", "following") and (
            tok.head.head.lower_ in _CAUSE_NOUNS or tok.head.lower_ in ("after", "for"))
    node = tok
    if tok.dep_ == "dobj" and tok.head.dep_ == "pcomp" and tok.head.head.head.lower_ in _CAUSE_NOUNS:
        return True
    for _ in range(4):
        if node.dep_ == "pobj":
            prep, owner = node.head, node.head.head
            if prep.lower_ in _CIRCUMSTANCE or (prep.dep_ == "pcomp" and prep.lower_ == "following"):
                return True
            return owner.lower_ in _CAUSE_NOUNS or (prep.lower_ == "for" and owner.lower_ in (
                "arrested", "detained", "sentenced", "condemned", "blamed", "wanted", "charged", "convicted"))
        if node.dep_ not in ("conj", "appos", "compound", "nmod") or node.head.i == node.i:
            return False
        node = node.head
    return False


def _other_last(event: Found) -> int:
    """Talks, bans and the like come after what was done to people, wherever they are told."""
    return int(event.verdict.type == "Other" and (event.verdict.plover or "CONSULT").startswith(("CONSULT", "AID", "COERCE/restrict")))
