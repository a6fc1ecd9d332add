"""Which of the places that bear a name is meant: the whole document decides, not the name alone.

Each candidate gets a score, the sum of a few plain reasons: how big it is, how well its country, region and
neighbours fit the document, and what the text calls it. The best wins; a small place that nothing in the
document speaks for is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, hypot, log2, log10, radians

from bearwitness.resolve import place_words as words
from bearwitness.resolve.gazetteer import Candidate


@dataclass(slots=True)
class Spot:
    """A name in the text that may be a place, with the words around it that matter.

    Attributes:
        cue: strong ("in X"), weak ("of X") or none.
        level: the kind a type word asks for ("governorate": admin1).
        part: a direction stands before it and is inside the span.
        region_of: the country of an unnamed region ("Turkish border").
        tight: it stands beside another capitalised word.
    """

    start: int
    end: int
    key: str
    candidates: tuple[Candidate, ...]
    cue: str = "none"
    single: bool = True
    tight: bool = False
    level: str | None = None
    plural_before: bool = False
    plural_after: bool = False
    countryside: bool = False
    part: bool = False
    region_of: str | None = None
    inner: tuple[int, int] | None = None        # "Iraq" in "northern Iraq", "Syria" in "Syria's coast"
    country: Candidate | None = None            # the country of a region whose name holds it
    stated: Candidate | None = None             # the region or country named right after it ("X, Syria")
    doubtful: bool = False                      # a model takes it for a person
    typed: bool = False                         # a capitalised type word is part of it ("Harris County")
    site: bool = False                          # a site named after the place ("Da Nang Airport")
    loose: bool = False                         # found by its consonants alone
    home: str | None = None                     # the country whose regions the list it stands in names


@dataclass(slots=True)
class _Context:
    countries: Counter[str]
    admin1: set[str]
    points: dict[tuple[int, int], list[tuple[str, float, float]]]     # (key, lat, lon) of towns already chosen, by cell of the map
    regions: Counter[str] = field(default_factory=Counter)     # how many first-level regions of a country are named

    def chief(self) -> str | None:
        """The country the document speaks of most, if it is one."""
        top = self.countries.most_common(2)
        return top[0][0] if top and (len(top) == 1 or top[0][1] > top[1][1]) else None


COORDINATED = re.compile(r"(?:\s*[,;،]\s*(?:(?:and|or|y|et|ve|и|та|й|û)\s+)?|\s+(?:and|or|as well as|y|et|ve|и|та|й|û|و)\s+|\s+و)(?:in\s+)?(?:the\s+)?", re.I)
_COMMA = re.compile(r"(?:['’]s)?(?:\s+(?:town|village|city|district|suburb|neighbou?rhood|county|province))?(?:,| in| \(|,? in the|,? located in)\s*(?:the\s+)?(?:\w+\s+of\s+)?")


def choose(spots: list[Spot], implied: Iterable[str], surnames: set[str], context: Iterable[str],
           text: str) -> list[tuple[Spot, Candidate | None]]:
    """The spots that are places, each with its place; None for a named place that nobody knows."""
    spots = _share_types(spots, text)
    surnames = surnames | {s.key for s in spots if s.doubtful and not s.level and _speaks(s, text)}
    spots = [s for i, s in enumerate(spots) if not _is_person(s, surnames, text) or _within_next(spots, i, text)]
    spots = _settle_doubts(spots, surnames, text)
    _read_lists(spots, text)
    around = _Context(Counter(), set(), {})
    for iso in context:
        around.countries[iso] += 3
    for iso in implied:
        around.countries[iso] += 1
    _first_hints(spots, around)
    _choose_all(spots, around, text)                     # a first round for neighbours ...
    chosen = _choose_all(spots, around, text)            # ... and one that hears them
    out: list[tuple[Spot, Candidate | None]] = []
    for i, s in enumerate(spots):
        c = _told_here(spots, i, chosen, text) or chosen.get(_sense(s))
        s.stated = _stated(spots, i, chosen, text)
        if c and not c.own and c.kind == "city" and (s.typed or s.level in ("admin1", "admin2")) \
                and not (s.countryside or around.countries[c.country or ""] or (s.stated and s.stated.country == c.country)):
            out.append((s, None))                        # "Nyanza Province" is not the town of that name elsewhere
        elif c and _contradicted(spots, i, c, chosen, around, text):
            if s.level or s.cue == "strong":
                s.level = s.level or "city"
                out.append((s, None))
        elif not s.candidates or _trusted(s, c, around, text):
            out.append((s, c))
    return out


def _told_here(spots: list[Spot], i: int, chosen: dict, text: str) -> Candidate | None:
    """ "Cambridge, Massachusetts, and Cambridge, England": what stands behind the comma wins over the rest of the text."""
    s, c = spots[i], chosen.get(_sense(spots[i]))
    outer = chosen.get(_sense(spots[i + 1])) if i + 1 < len(spots) and _COMMA.fullmatch(text[s.end:spots[i + 1].start]) else None
    if c is None or outer is None or outer.kind not in ("country", "admin1") or c.kind == "country" or _holds((outer,), c, s) > 0:
        return None
    inside = [x for x in s.candidates if x.kind == "city" and _holds((outer,), x, s) > 0 and (x.main or x.own)]
    return max(inside, key=lambda x: (x.population or 0, x.place_id), default=None)


def _stated(spots: list[Spot], i: int, chosen: dict, text: str) -> Candidate | None:
    """The region or country that the text names as holding this place."""
    if i + 1 < len(spots) and _COMMA.fullmatch(text[spots[i].end:spots[i + 1].start]):
        outer = chosen.get(_sense(spots[i + 1]))
        return outer if outer and outer.kind in ("country", "admin1") else None
    return None


def _contradicted(spots: list[Spot], i: int, c: Candidate, chosen: dict, around: _Context, text: str) -> bool:
    """A small place far from all the document speaks of is a namesake; better no point than a wrong one."""
    if c.kind in ("country", "feature") or c.capital or c.own:
        return False
    for k in range(i, min(i + 2, len(spots) - 1)):      # "X, Raqqa, Syria"
        if not _COMMA.fullmatch(text[spots[k].end:spots[k + 1].start]):
            break
        outer = chosen.get(_sense(spots[k + 1]))
        if outer and outer.kind in ("country", "admin1") and outer.country != c.country and c.kind == "city":
            return True
    named = around.countries
    if spots[i].site and named and not named[c.country or ""]:
        return True
    return named.total() >= 2 and not named[c.country or ""] and (c.population or 0) < 100_000


def _sense(spot: Spot) -> tuple[str, str | None]:
    """One name with one type word is one place throughout a document."""
    return (spot.key, spot.level)


def _share_types(spots: list[Spot], text: str) -> list[Spot]:
    """ "the governorates of Latakia and Tartus", "Latakia and Tartus provinces": the type counts for both."""
    for a, b in pairwise(spots):
        if a.plural_before and a.level and not b.level and COORDINATED.fullmatch(text[a.end:b.start]):
            b.level, b.plural_before = a.level, True
    for b, a in pairwise(reversed(spots)):
        if b.plural_after and b.level and not a.level and COORDINATED.fullmatch(text[a.end:b.start]):
            a.level, a.plural_after = b.level, True
    return spots


def _runs(spots: list[Spot], text: str) -> Iterable[list[Spot]]:
    """Stretches of spots that only commas and "and" part."""
    run: list[Spot] = []
    for s in spots:
        if run and not COORDINATED.fullmatch(text[run[-1].end:s.start]):
            yield run
            run = []
        run.append(s)
    if run:
        yield run


def _read_lists(spots: list[Spot], text: str) -> None:
    """ "Utah, Virginia, Washington and Wyoming" are four states, "Mali, Niger and Togo" three countries."""
    for run in _runs(spots, text):
        if len(run) < 3:
            continue
        states = [s for s in run if any(c.kind == "country" and c.own for c in s.candidates)]
        if len(states) >= max(2, 0.6 * len(run)):
            for s in states:
                s.level = s.level or "country"
            continue
        homes = Counter(iso for s in run for iso in {c.country for c in s.candidates if c.kind == "admin1" and c.main and c.country})
        iso, n = max(homes.items(), key=lambda kv: (kv[1], kv[0]), default=("", 0))
        if n >= 3 and n >= 0.6 * len(run) and sum(_no_town(s, iso) for s in run) >= 2:
            for s in run:
                if any(c.kind == "admin1" and c.main and c.country == iso for c in s.candidates):
                    s.level, s.home = s.level or "admin1", iso


def _no_town(s: Spot, iso: str | None) -> bool:
    """The name of a region of this country and of no large town in it (so not "Cairo, Giza and Minya")."""
    return (any(c.kind == "admin1" and c.main and c.country == iso for c in s.candidates)
            and not any(c.kind == "city" and c.main and c.country == iso and (c.population or 0) >= 100_000 for c in s.candidates))


def _settle_doubts(spots: list[Spot], surnames: set[str], text: str) -> list[Spot]:
    """What a model takes for a person is a place where the text goes into it, lists it or names what holds it."""
    if not any(s.doubtful for s in spots):
        return spots
    strong: Counter[str] = Counter()
    held: set[int] = set()
    for i, s in enumerate(spots):
        if (s.cue == "strong" and not _owns(s, text)) or s.level or _within_next(spots, i, text):
            strong[s.key] += 1
            held.add(s.start)
    known = set(strong)
    for run in _runs(spots, text):
        if len(run) >= 3 and sum(not s.doubtful for s in run) * 2 >= len(run):
            known.update(s.key for s in run)
        for a, b in pairwise(run):
            if _compatriots(a, b):
                known.update((a.key, b.key))
    persons = {key for key in surnames if strong[key] < 2}
    return [s for s in spots if not s.doubtful or _is_place_after_all(s, known, persons, s.start in held)]


def _compatriots(a: Spot, b: Spot) -> bool:
    """ "East Providence and Barrington": two towns of one country, the one beyond doubt, or both of one region."""
    if a.doubtful and b.doubtful:
        region = {c.admin1_id for c in a.candidates if c.kind == "city" and c.admin1_id}
        return any(c.admin1_id in region and c.kind == "city" for c in b.candidates)
    if a.doubtful == b.doubtful:
        return False
    sure, unsure = (b, a) if a.doubtful else (a, b)
    homes = {c.country for c in sure.candidates if c.kind != "country"}
    return any(c.country in homes and c.kind == "city" and (c.population or 0) >= 5_000 for c in unsure.candidates)


def _is_place_after_all(s: Spot, known: set[str], persons: set[str], held: bool) -> bool:
    if s.region_of or not s.candidates:
        return s.level is not None or s.region_of is not None
    country = any(c.kind == "country" and c.own for c in s.candidates)
    if s.key in persons and not country:
        return held and not s.tight
    if s.key in known or country:
        return True
    return any(c.own or c.capital or (c.population or 0) >= (100_000 if s.single else 20_000) for c in s.candidates)


def _within_next(spots: list[Spot], i: int, text: str) -> bool:
    """The name behind the comma holds one of the places that may be meant."""
    if i + 1 >= len(spots) or not _COMMA.fullmatch(text[spots[i].end:spots[i + 1].start]):
        return False
    return any(_holds(spots[i + 1].candidates, c, spots[i]) > 0 for c in spots[i].candidates)


_SPEECH_AFTER = re.compile(r"(?:\s+(?:also|has|have|had|further|then))?\s+([a-z]+)")


def _is_person(s: Spot, surnames: set[str], text: str) -> bool:
    """A surname seen after a given name in this document, or a lone small name that speaks."""
    if any(c.kind == "country" or (c.own and c.kind != "city") for c in s.candidates) or not s.candidates:
        return False
    if s.level:
        return False
    if s.key in surnames and s.single and (s.cue != "strong" or _owns(s, text)):
        return True
    big = any(c.capital or (c.population or 0) >= 500_000 for c in s.candidates)
    return s.cue == "none" and s.single and not big and _speaks(s, text)


def _owns(s: Spot, text: str) -> bool:
    """ "in Rubio's office" goes into no place of that name."""
    return text[s.end:s.end + 2] in ("'s", "’s")


def _speaks(s: Spot, text: str) -> bool:
    m = _SPEECH_AFTER.match(text, s.end)
    return bool(m and m.group(1) in words.SPEECH)


def _first_hints(spots: list[Spot], around: _Context) -> None:
    """Countries and regions whose names leave no doubt."""
    for s in spots:
        if s.region_of:
            around.countries[s.region_of] += 1
            continue
        if not s.candidates or s.loose:
            continue
        homes = {c.country for c in s.candidates}
        country = next((c for c in s.candidates if c.kind == "country" and c.own), None)
        rival = country and any(c.kind == "admin1" and c.main and c.country != country.country for c in s.candidates)
        if rival:
            continue                                     # Georgia
        if country and country.country:
            around.countries[country.country] += 1
        elif len(homes) == 1 and (home := next(iter(homes))):
            around.countries[home] += 1
        for c in s.candidates:
            if c.kind == "admin1" and c.main and (s.level == "admin1" or len(homes) == 1):
                around.admin1.add(c.place_id)


def _choose_all(spots: list[Spot], around: _Context, text: str) -> dict[tuple, Candidate]:
    groups: dict[tuple, list[int]] = defaultdict(list)
    for i, s in enumerate(spots):
        if s.candidates:
            groups[_sense(s)].append(i)
    chosen: dict[tuple, Candidate] = {}
    for sense, members in groups.items():
        candidates = {c.place_id: c for i in members for c in spots[i].candidates}
        # A town before the region named after it; but a country so named (Mexico) stays the country.
        states = [c for c in candidates.values() if c.kind == "country" or (c.kind == "feature" and c.own and c.country is None)]
        regions = set() if states else set(candidates)
        nation = max((c.population or 0 for c in states if c.own), default=None)
        if any(key == sense[0] and level == "admin2" for key, level in groups):
            nation = None                                # "Lebanon County" is named: Lebanon is its town

        def score(c: Candidate, members: list[int] = members, regions: set[str] = regions, nation: int | None = nation) -> float:
            beside = max(_container(spots, i, c, text) for i in members)
            seat = 1.0 if c.kind == "city" and c.admin1_id in regions else 0.0
            return _score(c, spots[members[0]], around) + beside + seat - _under_a_country(c, spots[members[0]], nation, beside)
        chosen[sense] = max(candidates.values(), key=lambda c: (round(score(c), 6), c.population or 0, c.place_id))
    around.points = {}
    for (key, _), c in chosen.items():
        if c.kind in ("city", "admin2", "admin1") and c.lat is not None and c.lon is not None:
            around.points.setdefault(_cell(c.lat, c.lon), []).append((key, c.lat, c.lon))
    around.regions = Counter(c.country for c in {c.place_id: c for c in chosen.values() if c.kind == "admin1" and c.main}.values() if c.country)
    _strengthen(spots, chosen, around)
    return chosen


def _under_a_country(c: Candidate, s: Spot, nation: int | None, beside: float) -> float:
    """ "Lebanon" is the country, not the town in Pennsylvania, unless the text says so; Georgia may be the state."""
    if nation is None or c.kind in ("country", "feature") or beside > 0 or c.kind == s.level:
        return 0.0
    return 0.0 if c.kind == "admin1" and c.main and (c.population or 0) >= nation else 4.0


def _strengthen(spots: list[Spot], chosen: dict[tuple, Candidate], around: _Context) -> None:
    """Large or well-known towns chosen in the first round speak for their country in the second."""
    seen: set[tuple] = set()
    for s in spots:
        c = chosen.get(_sense(s))
        if c and c.country and not s.loose and c.kind != "country" and _sense(s) not in seen and c.main and (c.own or c.capital or (c.population or 0) >= 100_000):
            around.countries[c.country] += 1
        if c and c.kind == "admin1" and c.main:
            around.admin1.add(c.place_id)
        seen.add(_sense(s))


_PRIOR = {"country": 8.0, "feature": 5.5}
_OWN = {"country": 0.5, "city": 0.6}


def _score(c: Candidate, s: Spot, around: _Context) -> float:
    size = log10(max(c.population or 1_000, 100))        # an unknown number is taken as a village's
    if c.kind == "admin1":
        prior = max(3.0, size - 1.3)
    elif c.kind == "admin2":
        prior = max(1.5, size - 2.4)
    else:
        prior = _PRIOR.get(c.kind, size)
    prior += (0.7 if c.main else -0.7) + (_OWN.get(c.kind, 1.2) if c.own else 0) + (0.8 if c.capital else 0)
    if c.bare and not s.key.startswith(("al ", "el ", "ar ", "as ", "ash ", "ad ", "an ", "at ", "az ", "ez ")):
        prior -= 1.0
    if c.kind == "city" and c.lat is None and not c.own:
        prior -= 1
    if c.country:
        prior += min(4.0, 1.3 * log2(1 + around.countries[c.country])) + (1.0 if c.country == around.chief() else 0.0)
    if (c.admin1_id or c.place_id) in around.admin1 and c.kind not in ("country", "feature"):
        prior += 1.2
    if c.kind == "admin1" and c.main and around.regions[c.country or ""] >= 4:
        prior += 1.5                                     # a text that counts by states means the state of New York
    if s.home and c.country == s.home:
        prior += 2.0
    return prior + _by_type(c, s) + _by_neighbours(c, s, around)


def _by_type(c: Candidate, s: Spot) -> float:
    """What the text calls the place."""
    if s.level is None:
        return 0.0
    if s.countryside:
        return {"admin1": 5.0, "admin2": 2.0}.get(c.kind, 0.0)
    if c.kind == s.level:
        return 5.0
    if {c.kind, s.level} == {"admin1", "admin2"}:
        return 2.0
    return 2.0 if c.kind == "feature" and s.level != "city" else 0.0


def _by_neighbours(c: Candidate, s: Spot, around: _Context) -> float:
    if c.lat is None or c.lon is None or c.kind in ("country", "feature"):
        return 0.0
    row, column = _cell(c.lat, c.lon)
    beside = (around.points.get((row + i, column + j), ()) for i in (-1, 0, 1) for j in (-1, 0, 1))
    near = min((distance_km(c.lat, c.lon, lat, lon) for points in beside for key, lat, lon in points if key != s.key), default=9e9)
    return 1.2 if near < 100 else 0.6 if near < 300 else 0.0


def _cell(lat: float, lon: float) -> tuple[int, int]:
    """A cell of the map some 330 km high and, up to 60 degrees from the equator, as wide: neighbours lie in the next one."""
    return int((lat + 90) // 3), int((lon + 180) // 6)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres on a flat map, near enough for ranking."""
    dlon = (lon1 - lon2 + 180) % 360 - 180
    return 111.2 * hypot(lat1 - lat2, dlon * cos(radians((lat1 + lat2) / 2)))


def _container(spots: list[Spot], i: int, c: Candidate, text: str) -> float:
    """ "Pandi, Bulacan", "Aleppo in Syria": the place named next holds this one; "Iraq's Sinjar" the one before."""
    out = 0.0
    if i + 1 < len(spots) and _COMMA.fullmatch(text[spots[i].end:spots[i + 1].start]):
        out = max(out, _holds(spots[i + 1].candidates, c, spots[i]))
    if i and not any(o.kind == "country" and o.own for o in spots[i].candidates) and text[spots[i - 1].end:spots[i].start] in ("'s ", "’s ", "' ", "’ ", " (", ", "):
        out = max(out, _holds(spots[i - 1].candidates, c, spots[i]) - 1.0)
    return out


def _holds(outer: tuple[Candidate, ...], c: Candidate, spot: Spot) -> float:
    siblings = {o.country: True for o in spot.candidates if o.kind == "admin1" and o.main}
    best = 0.0
    if c.kind == "city" and any(o.kind == "admin1" and o.main and siblings.get(o.country) for o in outer):
        return 0.0          # "Oregon, Ohio and Idaho" are three states
    for o in outer:
        if o.place_id == c.place_id:
            continue
        if (o.kind == "admin1" and o.place_id == c.admin1_id) or (o.kind == "admin2" and o.place_id == c.admin2_id):
            best = max(best, 4.0)
        elif o.kind == "country" and o.country == c.country and c.kind != "country":
            best = max(best, 3.5)
    return best


def _trusted(s: Spot, c: Candidate | None, around: _Context, text: str) -> bool:
    """Does anything speak for this being a place at all, and this one?"""
    if c is None:
        return bool(s.region_of)
    if s.loose:
        return around.countries[c.country or ""] > 0
    if c.kind in ("country", "feature") or s.level or c.own or c.capital:
        return True
    population = c.population or 0
    own_hint = 1 if len({o.country for o in s.candidates}) == 1 else 0     # what this name itself told of its country
    at_home = around.countries[c.country or ""] > own_hint
    if not s.single:
        return s.cue != "none" or at_home or population >= 20_000
    if s.cue == "strong":
        return at_home or population >= 15_000 or c.main
    if at_home:
        return population >= 2_000 or (c.population is None and c.main) or s.cue == "weak" or _between_places(s, text)
    return population >= (100_000 if c.main or not s.key.isascii() else 500_000) or (c.kind == "admin1" and c.main)


def _between_places(s: Spot, text: str) -> bool:
    """It stands in a list ("Jableh, Banyas and Tartus")."""
    return text[s.end:s.end + 1] in ",)" or text[max(0, s.start - 2):s.start] in (", ", " (")
