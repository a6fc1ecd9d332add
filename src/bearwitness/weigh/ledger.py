"""From toll claims to figures: who says it, from whom it comes, and of whom, where and when it is counted."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence

from bearwitness.incidents.items import actor_key, day, everyone, out_of_reach, told
from bearwitness.model import Claim, Event, Report, Toll, Victim, When, Where, Who
from bearwitness.resolve.fold import fold
from bearwitness.weigh.bounds import bounded, count_day
from bearwitness.weigh.figures import IMPLAUSIBLE, Said, is_unnamed, name_key
from bearwitness.weigh.offices import bodies_spoken_for
from bearwitness.weigh.rules import STANDARD, Rules
from bearwitness.weigh.scope import ALL, CIVILIANS, COUNTED_ONE_BY_ONE, population
from bearwitness.weigh.ties import Credit
from bearwitness.weigh.window import of_when

_RETRACTED = ("retracts", "disputes")
_DEATH = re.compile(r"\b(?:killed|dead|died|dies|death|shot dead|murdered|executed|slain|massacred|lost (?:his|her|their) li)",
                    re.IGNORECASE)
LISTED = 100      # figures after a total that may be its parts
_ACRONYM = re.compile(r"^[A-Z][A-Za-z]*[A-Z]$|^[A-Z]{2,}$")


def speaker_name(who: Who) -> str:
    """One level of speakers in words: joint speakers are joined."""
    names = [who.name, *(w.name for w in who.with_)]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def chain_names(claim: Claim) -> tuple[str, ...]:
    return tuple(speaker_name(who) for who in claim.speakers)


class Sources:
    """One key for a source under all its names in these claims.

    A name, its acronym and its resolved identity are one; so are a person and the body they speak for
    ("Director, SOHR").
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._up: dict[str, str] = {}
        claims = list(claims)
        for claim in claims:
            for who in claim.speakers:
                self.add(who)
        self._speaks_for: dict[str, Who] = {}
        for person, spoken_for in bodies_spoken_for(claims):
            key = person.entity_id or name_key(person.name)
            if key not in self._speaks_for and not body_of(person):
                self._speaks_for[key] = spoken_for
                self._union(key, spoken_for.entity_id or name_key(spoken_for.name))

    def _find(self, key: str) -> str:
        while self._up.get(key, key) != key:
            key = self._up[key]
        return key

    def _union(self, a: str, b: str) -> None:
        low, high = sorted((self._find(a), self._find(b)))
        self._up[high] = low

    def add(self, who: Who, *, body: bool = True) -> None:
        """Joins the names, the acronym and the identity of one actor; of a speaker also the body that they speak for."""
        if is_unnamed(who.name) and not who.entity_id:
            return
        key = name_key(who.name)
        if who.entity_id:
            self._union(key, who.entity_id)
        inside = re.search(r"\(([^)]+)\)\s*$", who.name)
        if inside:
            self._union(key, name_key(inside[1]))
        if who.passage and who.kind != "person" and _ACRONYM.match(who.passage.exact.strip()):
            self._union(key, name_key(who.passage.exact))
        spoken_for = body_of(who) if body else None
        if spoken_for:
            self._union(key, name_key(spoken_for))
            short = re.search(r"\(([^)]+)\)\s*$", who.role or "")
            if short:
                self._union(key, name_key(short[1]))

    def key(self, who: Who) -> str:
        return self._find(who.entity_id or name_key(who.name))

    def spoken_for(self, who: Who) -> Who | None:
        """The body that a person speaks for, where only its kind stands in the office ("army spokesman")."""
        return self._speaks_for.get(who.entity_id or name_key(who.name))

    def body(self, who: Who) -> str | None:
        """The name of the body that a person speaks for."""
        found = self.spoken_for(who)
        return body_of(who) or (found.name if found else None)

    def names_of(self, who: Who) -> set[str]:
        """All keys that stand for the same source."""
        me = self.key(who)
        return {key for key in (*self._up, me) if self._find(key) == me}

    def by_name(self, name: str) -> str:
        return self._find(name_key(name))


_OFFICE = re.compile(r"\b(?:head|director|chief|chair\w*|spokes\w+|commander|leader|founder|secretary-general|researcher|"
                     r"coordinator|representative)\b.*?\b(?:of|for|at)\s+(?:the\s+)?([A-Z].*)$")


def body_of(who: Who) -> str | None:
    """The body a person speaks for, where the role names it.

    "Director, SOHR" and "head of the Hill Monitor" give SOHR and Hill Monitor.
    """
    if who.kind != "person" or not who.role:
        return None
    if "," in who.role:
        body = who.role.rsplit(",", 1)[1].strip()
        return _plain(body) if re.match(r"(?:the\s+)?[A-Z]", body) else None
    office = _OFFICE.search(who.role)
    return _plain(office[1]) if office else None


def _plain(body: str) -> str:
    """A name without the short form in brackets behind it."""
    return re.sub(r"\s*\([^)]*\)\s*$", "", body).strip()


def publisher_name(report: Report | None) -> str | None:
    """Who published it, by name; where no name is known, the host of its address, else its source."""
    if report is None:
        return None
    if report.publisher:
        return report.publisher
    host = re.match(r"^https?://(?:www\.)?([^/]+)", report.url or report.source or "")
    return host[1] if host else report.source


def counts(claim: Claim) -> bool:
    """May this claim give a figure? Denied, threatened, hypothetical and retracted numbers do not, nor do boasts."""
    value = claim.value
    return isinstance(value, Toll) and told(claim) and claim.stance not in _RETRACTED \
        and any(n is not None for n in (value.number, value.low, value.high))


def figures_of(claims: Sequence[Claim], reports: Mapping[str, Report], where: Sequence[Where] = (),
               span: When | None = None, ratings: Mapping[str, str] | None = None,
               credits: Mapping[str, Credit] | None = None, rules: Rules = STANDARD) -> list[Said]:
    """The figures among these claims, each with its scope and role.

    Args:
        where: the places of the incident; a figure for one of several is a part by place.
        span: the days of the incident; a figure for one day of several counts that day only.
        ratings: source name -> Admiralty letter, as people set them.
        credits: report -> the news agency that it credits.
        rules: the rule set; it says which figures are no counts of people.
    """
    sources = Sources(claims)
    letters = {sources.by_name(name) or name_key(name): letter for name, letter in (ratings or {}).items()}
    tolls = {c.id: c for c in claims if counts(c)}
    saids = []
    for claim in sorted(tolls.values(), key=lambda c: c.id):
        value = claim.value
        assert isinstance(value, Toll)
        report = reports.get(claim.report_id or "")
        publisher = publisher_name(report)
        as_of, published = value.as_of.end or value.as_of.start, day(report.published_at.start) if report else None
        as_of_day, odd = count_day(value.as_of, published)
        saids.append(Said(
            claim=claim.id, number=value.number, bound=value.bound, low=value.low, high=value.high, harm=value.harm,
            population=value.whom, counted="persons" if value.counted in COUNTED_ONE_BY_ONE else value.counted, role=_role(claim, tolls),
            whole_of=_whole_of(value, tolls), publisher=publisher,
            publisher_key=sources.by_name(publisher) if publisher else None, chain=chain_names(claim), root_key=sources.key(claim.speakers[-1]) if claim.speakers else None,
            body=sources.body(claim.speakers[-1]) if claim.speakers and not claim.speakers[-1].with_ else None,
            published=None if published is None else float(published),
            as_of=None if as_of_day is None else float(as_of_day), as_of_text=as_of, phrase=value.phrase,
            report=claim.report_id, text=claim.passage.exact,
            place=", ".join(w.name for w in value.where) or None,
            voice=f"unattributed in {publisher}" if publisher else None,
            rating=_rating(letters, sources, claim, publisher),
            window=None if out_of_reach(value.when, published) else of_when(value.when), counting=_counting(value), credit=_credit(sources, (credits or {}).get(claim.report_id or "")), odd=(odd,) if odd else ()))
    values = {c.id: c.value for c in tolls.values() if isinstance(c.value, Toll)}
    starts = {c.id: c.passage.start for c in tolls.values()}
    doers = {c.id: frozenset(map(actor_key, everyone(c.value.perpetrators))) for c in claims if isinstance(c.value, Event)}
    saids = by_doer(sums(adopt(bounded(saids, rules)), starts), {id_: doers.get(v.event or "", frozenset()) for id_, v in values.items()})
    return by_day(by_place(saids, values, where), values, span)


def _credit(sources: Sources, credit: Credit | None) -> tuple[str, str, str] | None:
    return None if credit is None else (sources.by_name(credit.wire), credit.wire, credit.words)


def _rating(letters: Mapping[str, str], sources: Sources, claim: Claim, publisher: str | None) -> str | None:
    """The letter of whose words they are: the last speaker, or without one the publisher."""
    if claim.speakers:
        return letters.get(sources.key(claim.speakers[-1])) or letters.get(name_key(speaker_name(claim.speakers[-1])))
    return (letters.get(sources.by_name(publisher) or "") or letters.get(name_key(publisher))) if publisher else None


def _counting(value: Toll) -> str | None:
    return None if value.cumulative is None else "cumulative" if value.cumulative else "daily"


def _is_further(claim: Claim) -> bool:
    """"Four more bodies", "a further 12 people": counted beside those counted before."""
    phrase = re.escape(claim.value.phrase or "") if isinstance(claim.value, Toll) else ""
    return bool(phrase) and re.search(rf"(?<!\w){phrase}\s+(?:more|further|additional)\b(?!\s+than)|\b(?:a further|an additional)\s+{phrase}",
                                      claim.passage.exact, re.IGNORECASE) is not None


def _has_base(claim: Claim, tolls: Mapping[str, Claim]) -> bool:
    """Is there a figure of the same harm that those further ones come on top of?"""
    return any(c is not claim and c.value.harm == claim.value.harm and not _is_further(c) for c in tolls.values())      # type: ignore[union-attr]


def _role(claim: Claim, tolls: Mapping[str, Claim]) -> str:
    """increment, subset or place_part, where the claim says so."""
    value = claim.value
    assert isinstance(value, Toll)
    if value.cumulative is False or (_is_further(claim) and _has_base(claim, tolls)):
        return "increment"
    whole = tolls.get(value.part_of or "")
    if whole is None or not isinstance(whole.value, Toll):
        return ""
    if value.where and value.where != whole.value.where and _same_people(value, whole.value):
        return "place_part"
    return "subset"


def _whole_of(value: Toll, tolls: Mapping[str, Claim]) -> bool:
    """Is it some of a wider population, and all of its own?"""
    whole = tolls.get(value.part_of or "")
    return whole is not None and isinstance(whole.value, Toll) and bool(value.whom) and not _same_people(value, whole.value) \
        and (not value.where or value.where == whole.value.where)


def _same_people(a: Toll, b: Toll) -> bool:
    return population(a.whom, a.counted).key == population(b.whom, b.counted).key or not a.whom


def by_place(saids: Sequence[Said], tolls: Mapping[str, Toll], where: Sequence[Where]) -> list[Said]:
    """A figure for one of the incident's several provinces is a part by place, when a larger one stands for all.

    Only parts keep their place as a scope of their own: the place beside a total is that of the incident.
    """
    provinces = {_province(w) for w in _known(where) if _province(w)}
    covers = {s.claim: {_province(w) for w in _known(tolls[s.claim].where) if _province(w)} for s in saids}
    larger = _Larger(s for s in saids if not covers[s.claim] or covers[s.claim] >= provinces)
    out = []
    for said in saids:
        covered = covers[said.claim]
        one_of_several = len(provinces) > 1 and bool(covered) and covered < provinces
        part = said.role == "place_part" or (
            said.role == "" and one_of_several and larger.than(said))
        if part:
            out.append(dataclasses.replace(said, role="place_part"))
        else:      # women of the dead of one town are no women of all the dead
            out.append(said if said.role == "subset" and one_of_several else dataclasses.replace(said, place=None))
    return out


def _known(where: Sequence[Where]) -> Sequence[Where]:
    """The places of which it is known where they lie, when there are any: a village that no gazetteer has may lie in any of them."""
    return [w for w in where if w.admin1 or w.lat is not None] or where


def by_doer(saids: Sequence[Said], doers: Mapping[str, frozenset[str]]) -> list[Said]:
    """Where one source divides the dead of one report among several perpetrators, each share is a part.

    "1,084 people: at least 639 by one side, 231 civilians and 213 security personnel by the other."
    """
    groups: dict[tuple, list[Said]] = {}
    for said in saids:
        groups.setdefault((said.report, said.root_key or said.publisher, said.harm), []).append(said)
    shares = set()
    for group in groups.values():
        sides = {doers[s.claim] for s in group if doers[s.claim]}
        largest = max((s.number or 0 for s in group if not doers[s.claim] and s.role == ""), default=0)
        if len(sides) > 1:
            shares |= {s.claim for s in group if doers[s.claim] and largest > (s.number or 0)}
    return [dataclasses.replace(s, role="subset") if s.claim in shares and s.role == "" else s for s in saids]


def by_day(saids: Sequence[Said], tolls: Mapping[str, Toll], span: When | None) -> list[Said]:
    """A figure for one day of an incident of several, less than half of the largest of its scope, counts that day alone.

    Another figure with one day beside it has the day on which somebody told it: its own days are not known.
    """
    start, end = (day(span.start), day(span.end)) if span else (None, None)
    if start is None or end is None or start == end:
        return list(saids)
    out = []
    larger = _Larger(saids)
    for said in saids:
        value = tolls[said.claim]
        one_day = value.when.precision == "day" and value.when.start == value.when.end and value.when.start is not None
        if not one_day or said.role in ("increment", IMPLAUSIBLE):
            out.append(said)
        elif value.cumulative is None and larger.than(said, 2):
            out.append(dataclasses.replace(said, role="increment", counting="daily"))
        else:
            out.append(dataclasses.replace(said, window=None))
    return out


class _Larger:
    """Is there a larger figure of the same harm, for the same people or for all?"""

    def __init__(self, saids: Iterable[Said]) -> None:
        self._most: dict[tuple[str, str], int] = {}
        for said in saids:
            if said.role == IMPLAUSIBLE:
                continue
            key = (said.harm, population(said.population, said.counted).key)
            self._most[key] = max(self._most.get(key, 0), said.number or 0)

    def than(self, said: Said, times: int = 1) -> bool:
        most = max(self._most.get((said.harm, key), 0) for key in (population(said.population, said.counted).key, ALL))
        return most > times * (said.number or said.high or said.low or 0)


def _province(place: Where) -> str:
    return fold(place.admin1 or ("" if (place.precision or 9) > 4 else place.name))


def adopt(saids: Sequence[Said]) -> list[Said]:
    """A figure that does not say whom it counts takes the population of the same number in the same report."""
    known = {(s.report, s.harm, s.number): s.population for s in reversed(saids)
             if s.number is not None and population(s.population, s.counted).key != ALL}
    return [dataclasses.replace(s, population=known.get((s.report, s.harm, s.number)))
            if not s.population and s.number is not None else s for s in saids]


def sums(saids: Sequence[Said], starts: Mapping[str, int]) -> list[Said]:
    """Figures of one source and scope that follow a total in the text and add up to it are its parts.

    "1,225 civilians: 658 in one province, 384, 171 and 12 in others." Parts that do not say whom they count, count those of the total.
    """
    groups: dict[tuple, list[Said]] = {}
    for said in saids:
        if said.role in ("", "subset", "place_part") and said.number:
            groups.setdefault((said.report, said.root_key or said.publisher, said.harm), []).append(said)
    role: dict[str, str] = {}
    whom: dict[str, str | None] = {}
    for group in groups.values():
        group.sort(key=lambda s: (starts.get(s.claim, 0), -(s.number or 0), s.claim))
        keys = [population(s.population, s.counted).key for s in group]
        for n, total in enumerate(group):
            following = [s for s, key in zip(group[n + 1:n + 1 + LISTED], keys[n + 1:n + 1 + LISTED]) if key == keys[n] or not s.population]
            parts = _adding_up(total.number or 0, following)
            if parts:
                role[total.claim] = role.get(total.claim, "")
                role.update({s.claim: "place_part" if s.place else "subset" for s in parts})
                whom.update({s.claim: s.population or total.population for s in parts})
    return [dataclasses.replace(s, role=role.get(s.claim, s.role), population=whom.get(s.claim, s.population)) for s in saids]


def _adding_up(total: int, following: Sequence[Said]) -> list[Said]:
    """The figures right after a total, two or more, that add up to it exactly; repeats of the total are passed over."""
    parts: list[Said] = []
    so_far = 0
    for said in following:
        if said.number == total and not parts:
            continue
        parts.append(said)
        so_far += said.number or 0
        if so_far >= total:
            return parts if so_far == total and len(parts) > 1 else []
    return []


def floors(claims: Sequence[Claim]) -> dict[str, int]:
    """How many people the claims name as dead: nobody named gives nothing, not zero."""
    named: dict[str, str | None] = {}
    for claim in sorted(claims, key=lambda c: c.id):
        if isinstance(claim.value, Victim) and told(claim) and _DEATH.search(claim.original or claim.passage.exact):
            key = fold(claim.value.name)
            named[key] = named.get(key) or claim.value.status
    out = {ALL: len(named), CIVILIANS: sum(1 for status in named.values() if status == "civilian")}
    return {key: n for key, n in out.items() if n}
