"""The sides of events as forms want them: actors alone, without counts, with the word a form has for those without a name.

What a claim names beside the actors (the town that was hit, a building, a bare number) is no side. What the claim
does not tell is not told here either: who has no name gets none, and an accusation is used only where it is single.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bearwitness.codebooks.dead import class_of
from bearwitness.codebooks.episode import Episode
from bearwitness.codebooks.parties import CIVILIANS, PROTESTERS, RIOTERS, Party, party
from bearwitness.incidents.items import everyone
from bearwitness.model import Claim, Event, Who
from bearwitness.resolve.fold import fold
from bearwitness.weigh.scope import population

_COUNTS = (r"(?:at least|no fewer than|more than|less than|fewer than|over|up to|about|around|some|nearly|almost|roughly|another|other|a further|between|and|\d[\d,.]*|dozens of|scores of|"
           r"hundreds of|thousands of|tens of|several|many|few|a few|a dozen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
           r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?|hundred|thousand)")
_COUNT = re.compile(rf"^(?:the\s+)?(?:{_COUNTS}\s+)+(?=[^\W\d])", re.IGNORECASE)
_TOO = re.compile(rf"^(?:(?:the\s+)?{_COUNTS}|others?|people|persons|of|them|more|most|half|all|part|both|none|places?)"
                  rf"(?:\s+(?:{_COUNTS}|others?|more|of|them|the|victims|dead|killed|wounded|whom))*$", re.IGNORECASE)
_A_PLACE = re.compile(r"^(?:the\s+|nearby\s+|neighbou?ring\s+)*(?:town|city|village|hamlet|district|province|governorate|area|neighbou?rhood|suburbs?|outskirts|countryside|market|"
                      r"region|camp|hospital|school|building|house|houses|home|homes|mosque|church|bus|car|convoy of vehicles)s?\b", re.IGNORECASE)
_POST = re.compile(r"\b(?:checkpoint|base|barracks|headquarters|station|post|compound|position|market|convoy of vehicles)s?(?:\s+(?:in|near|at|of|on|outside)\b.*)?$", re.IGNORECASE)
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DAY = re.compile(rf"^(?:on\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}|{_MONTH}\s+\d{{1,4}}(?:st|nd|rd|th)?)(?:,?\s+\d{{4}})?$", re.IGNORECASE)
_PRONOUNS = frozenset("he she it they him her them his their its who whom this that these those himself themselves".split())
_NAMELESS = re.compile(r"\b(?:gunm[ae]n|attackers?|assailants?|shooters?|bombers?|armed (?:men|man|persons?|people|group|groups|assailants|individuals)|unidentified|unknown|masked)\b|"
                       r"مسلح(?:ون|ين|ان)?\b|مجهول", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Side:
    """An actor on one side.

    Attributes:
        name: as claimed, without its count.
        kind: ACLED's class, and why.
        nameless: is it called by what it did alone ("gunmen")?
        claims: the claims that name it.
        accused: taken from an accusation, for no event claim names the doer.
    """

    who: Who
    name: str
    kind: Party
    nameless: bool
    claims: tuple[str, ...]
    accused: bool = False


def sides(episode: Episode, events: Iterable[Claim], which: str) -> list[Side]:
    """The actors of one side over some events, each once, in report and text order.

    Args:
        which: "perpetrators" or "targets".
    """
    found: dict[str, tuple[Who, list[str]]] = {}
    for claim in events:
        value = claim.value
        assert isinstance(value, Event)
        places = episode.place_names | {fold(w.name) for w in value.where}
        for named in everyone(getattr(value, which)):
            who = episode.meant(claim, named) if which == "perpetrators" else named
            if is_actor(who, places):
                found.setdefault(who.entity_id or fold(plain(who.name)), (who, []))[1].append(claim.id)
    return [side_of(who, episode.country, claims) for who, claims in found.values()]


def side_of(who: Who, country: str | None, claims: Sequence[str], *, accused: bool = False) -> Side:
    name = plain(who.name)
    kind = party(who, country)
    nameless = who.entity_id is None and kind.code not in (CIVILIANS, PROTESTERS, RIOTERS) and _NAMELESS.search(who.name) is not None
    return Side(who, name, kind, nameless, tuple(dict.fromkeys(claims)), accused)


def is_actor(who: Who, places: Collection[str] = ()) -> bool:
    """Is it people or a body of people, and not a place, a thing, a number or a mark?

    >>> [is_actor(Who(n)) for n in ("the town of Ariha", "30", "two others", "him", "11 April 2024", "rebels")]
    [False, False, False, False, False, True]
    """
    if who.kind in ("facility", "vehicle") or not re.search(r"[^\W\d_]{2}", who.name):
        return False
    folded = fold(who.name)
    named = who.kind not in ("state", "armed_group") and folded in places
    return not (named or folded in _PRONOUNS or _DAY.match(who.name) or _TOO.match(who.name) or ((_A_PLACE.match(who.name) or _POST.search(who.name)) and who.kind != "armed_group"))


def plain(name: str) -> str:
    """A name without the count before it, and without its article.

    >>> plain("at least 14 civilians"), plain("the Hill Brigade"), plain("Three Rivers Army")
    ('civilians', 'Hill Brigade', 'Three Rivers Army')
    """
    cut = _COUNT.sub("", name)
    if cut != name and cut[:1].isupper() and not name[:1].isdigit() and name[:1].isupper():
        return name             # "Three Rivers Army" is a name
    return re.sub(r"^the\s+(?=\S)", "", cut, flags=re.IGNORECASE)


def only_accused(episode: Episode) -> Side | None:
    """Whom the claims accuse, when it is one party alone and it has a name."""
    named = [(name, by) for name, by, _denied in episode.accused if is_actor(Who(name)) and not _NAMELESS.search(name)]
    if len(named) != 1:
        return None
    name, by = named[0]
    ids = [b.claim for b in by]
    who = next((w for c in episode.claims if c.id in ids for w in everyone(getattr(c.value, "accused", ())) if plain(w.name) == plain(name)), Who(name))
    return side_of(who, episode.country, ids, accused=True)


def counted(episode: Episode, ids: Sequence[str]) -> list[Side]:
    """Civilians as the side that was hit, when no claim names a target and the figures of the events count civilians alone."""
    one_kind = len({c.value.type for c in episode.events if isinstance(c.value, Event)}) == 1
    tolls = [pair for event in (*ids, *([None] if one_kind else ())) for pair in episode.tolls_by_event.get(event, ())]
    kinds = {class_of(population(toll.whom).words) for _, toll in tolls}
    if kinds != {"civilians"}:
        return []
    word = tolls[0][1].whom or "civilians"
    return [Side(Who(word), word, Party(CIVILIANS, f"the figures of the event count {word}, and no claim names another target"), False, tuple(c.id for c, _ in tolls))]


def doers(episode: Episode, events: Sequence[Claim]) -> list[Side]:
    """Who did it: as the events name them; where these name nobody, the one party that is accused, if it is one."""
    named = sides(episode, events, "perpetrators")
    if any(not s.nameless for s in named):
        return [s for s in named if not s.nameless] + [s for s in named if s.nameless]
    accused = only_accused(episode)
    return [accused, *named] if accused else named
