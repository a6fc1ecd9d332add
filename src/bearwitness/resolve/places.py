"""Finds the places a text names and says which place each one is, as precisely as the words allow.

1. Scan: capitalised runs of words (Latin, Cyrillic) and runs of words in Arabic script are looked up in the
   gazetteer, the longest first, then without the endings of their cases (`place_scripts.py`); demonyms
   ("Turkish") are heard as hints of a country and are not places. What a model takes for a person may be a
   place where the text treats it as one.
2. Weigh: the countries named or implied, regions named beside a place, type words ("governorate"), lists, size
   and neighbours choose among places of one name (`place_choice.py`). One name of one kind means one place in a
   document.
3. Say how precise: UCDP GED's where_prec, from the kind of place and the words before and after it
   (`place_precision.py`).

A capitalised name that a text calls a village or town and nobody knows stays, without a point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bearwitness.resolve import place_context as context_of
from bearwitness.resolve import place_scripts as scripts
from bearwitness.resolve import place_words as words
from bearwitness.resolve.fold import fold, skeleton, without_articles
from bearwitness.resolve.gazetteer import Candidate, PlaceNames
from bearwitness.resolve.place_choice import COORDINATED, Spot, choose
from bearwitness.resolve.place_precision import PlaceMention, inner_mentions, mention_of
from bearwitness.resolve.place_struck import TURKIC, struck_after, turkish_place_case
from bearwitness.resolve.place_tokens import (
    ARTICLE,
    Token,
    after,
    ends,
    opens_with_article,
    spans_near,
    tokens_in,
    tokens_of,
)

__all__ = ["PlaceFinder", "PlaceMention"]

_COMPOUND = re.compile(r"[-‐‑](?:backed|led|linked|affiliated|aligned|allied|sponsored|funded|supported|trained|armed|style|era|made|"
                       r"born|controlled|run|owned|speaking|wide|friendly|brokered|mediated|imposed|occupied|held|like|initiated|"
                       r"sympath\w+|oriented|dominated|issued|appointed|installed)\b", re.I)
_NAMED_FOR = re.compile(r"['’]?s?\s+(?:virus|fever|disease|syndrome|flu|encephalitis|blue|red|green|variant|strain|crude)\b|\s(?:24|Now|Today|TV)\b")
_WORK_OF = re.compile(r"\b(?:Times|Voice|Bank|Corporation|Corp\.?|Church|Observer|Journal|Radio|Tribune|Journal|Herald) of (?:the )?$")
_PREFIXED = re.compile(r"\b(?:pro|anti|non|trans|cross|ex)[-‐‑]$", re.I)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Countries whose names are written with the Arabic article, kept without it in the gazetteer.
_WITH_ARTICLE = frozenset("SY IQ LB JO PS IL EG SA YE OM AE QA BH KW LY TN DZ MA SD SS SO DJ MR TD ER TR IR EH".split())
# Ways of shortening the first word of a name.
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "saint": "st", "fort": "ft"}


@dataclass(slots=True)
class _Scan:
    """What one pass over the spans gathers."""

    spots: list[Spot] = field(default_factory=list)
    implied: list[str] = field(default_factory=list)       # countries of demonyms
    surnames: set[str] = field(default_factory=set)        # last words of runs that were no place
    small: set[str] = field(default_factory=set)           # words the text writes without a capital


@dataclass(slots=True)
class _Line:
    """One span of the text while it is scanned."""

    text: str
    lang: str | None
    tokens: list[Token]
    shut: dict[int, tuple[int, int]]        # tokens in names of people and bodies
    doubtful: dict[int, tuple[int, int]]    # tokens in what a model takes for a person
    scan: _Scan


class PlaceFinder:
    """Finds places with one gazetteer. Holds no state of a document."""

    def __init__(self, gazetteer: PlaceNames):
        self._lookup = gazetteer.lookup
        self._demonyms = words.demonyms()

    def find_document(self, text: str, *, spans: Sequence[tuple[int, int, str | None]] | None = None,
                      blocked: Iterable[tuple[int, int]] = (), doubtful: Iterable[tuple[int, int]] = (),
                      context: Iterable[str] = ()) -> list[PlaceMention]:
        """Every place named in a document, in order.

        Args:
            text: the whole kept text.
            spans: the parts to look in as (start, end, language or None); the whole text by default.
            blocked: spans of names of people and bodies; a place inside one is no place.
            doubtful: spans that only a model takes for people; one is a place when the text treats it as such.
            context: ISO codes of countries known to be meant from elsewhere.
        """
        scan = _Scan()
        shut, maybe = sorted(blocked), sorted(doubtful)
        for start, end, lang in spans if spans is not None else [(0, len(text), None)]:
            tokens = tokens_of(text, start, end, lang)
            self._scan(_Line(text, lang, tokens, tokens_in(tokens, spans_near(shut, start, end)),
                             tokens_in(tokens, spans_near(maybe, start, end)), scan))
        scan.spots.sort(key=lambda s: s.start)
        spots = [s for s in scan.spots if not _ordinary_word(text, s, scan.small)]
        chosen = choose(spots, scan.implied, scan.surnames, context, text)
        found = [mention_of(text, spot, place) for spot, place in chosen]
        return sorted(found + inner_mentions(chosen, text), key=lambda m: (m.start, -m.end))

    def find(self, text: str, *, start: int = 0, end: int | None = None, lang: str | None = None,
             context: Iterable[str] = (), blocked: Iterable[tuple[int, int]] = ()) -> list[PlaceMention]:
        """Places in one part of a text, judged by that part alone and the countries of `context`."""
        span = (start, len(text) if end is None else end, lang)
        return self.find_document(text, spans=[span], blocked=blocked, context=context)

    def candidates(self, surface: str) -> tuple[Candidate, ...]:
        """Every place that may bear this name, the article "al-" overlooked where Arabic is written."""
        key = fold(surface)
        if key.startswith("the "):
            key = key[4:]
        found = self._lookup(key) if key else ()
        bare = without_articles(key)
        if bare != key and bare:
            found += tuple(c for c in self._lookup(bare) if c.country in _WITH_ARTICLE or c.country is None)
        if not found and " " in key:
            first, _, rest = key.partition(" ")
            if first in _SHORT:
                found = self._lookup(f"{_SHORT[first]} {rest}")
        return found

    # --- 1. scan ------------------------------------------------------------------------------------

    def _scan(self, line: _Line) -> None:
        tokens, text = line.tokens, line.text
        line.scan.small.update(t.text for t in tokens if not t.capital and not t.arabic)
        i, n = 0, len(tokens)
        while i < n:
            t = tokens[i]
            if t.text == "The" or (not (t.capital or t.arabic) and not opens_with_article(text, tokens, i)):
                i += 1
                continue
            i = self._at(line, i)

    def _at(self, line: _Line, i: int) -> int:
        """Take the longest name that begins at token `i`; return where to go on."""
        text, tokens, scan = line.text, line.tokens, line.scan
        for j in ends(text, tokens, i):
            if not _free(line, i, j):
                continue
            surface = text[tokens[i].start:tokens[j].end]
            country = self._demonyms.get(fold(surface))
            if country:
                region = context_of.region_of(text, tokens[i].start, tokens[j].end)
                scan.implied.append(country)
                if region:
                    scan.spots.append(self._region_spot(text, *region, country))
                    return after(tokens, j, region[1])
                return j + 1
            spot = self._spot(line, i, j, surface)
            if spot:
                spot.doubtful = any(k in line.doubtful for k in range(i, j + 1))
                scan.spots.append(spot)
                return after(tokens, j, spot.end)
        named = self._by_consonants(line, i) or self._unresolved(line, i)
        if named:
            scan.spots.append(named)
            return after(tokens, i, named.end)
        if tokens[i].arabic:
            return i + 1
        return self._skip_run(line, i)

    def _skip_run(self, line: _Line, i: int) -> int:
        """A capitalised word that is no place; the last of a run of them may be a surname."""
        tokens = line.tokens
        if i and tokens[i - 1].capital and fold(tokens[i - 1].text) not in words.TYPE_LEVEL and line.text[tokens[i - 1].end:tokens[i].start] == " ":
            line.scan.surnames.add(fold(tokens[i].text))
        return i + 1

    def _spot(self, line: _Line, i: int, j: int, surface: str) -> Spot | None:
        text, tokens = line.text, line.tokens
        a, b = tokens[i].start, tokens[j].end
        single = i == j
        if tokens[i].arabic:
            return self._arabic_spot(line, i, j)
        key = fold(surface)
        state = self._short_state(text, tokens[i]) if single else None
        if state:
            return state
        cue = context_of.cue_of(text, tokens, i)
        if key in words.COMMON and not (surface.isupper() and key == "us") and not (key in words.CUED_ONLY and cue == "strong"):
            return None
        found = self.candidates(surface)
        if not found:
            found, b = self._inflected(line, surface, a, cue)
        if single and found:
            found = context_of.acronym_guard(text, tokens[i], found)
        if not found or _PREFIXED.search(text[max(0, a - 6):a]) or _COMPOUND.match(text, b) or not context_of.no_money(text, a, b):
            return None
        if cue == "weak" and _WORK_OF.search(text, max(0, a - 24), a):
            return None
        if _NAMED_FOR.match(text, b) and not any(c.kind == "country" for c in found):
            return None
        beside = context_of.neighbours(text, tokens, i, j)
        if beside == "body":
            line.scan.surnames.discard(key)
            return None
        if cue != "strong" and (context_of.spoken_of_as_place(text, b) or struck_after(text, b) or (line.lang in TURKIC and turkish_place_case(text, b))):
            cue = "weak" if beside == "name" else "strong"
        spot = Spot(a, b, key, found, cue=cue, tight=beside == "name", single=single)
        taken_in = self._with_type(text, spot)
        if taken_in:
            return taken_in
        if beside == "name":
            # The first word of "Sydney Smith" is no evidence, the last makes a surname.
            found = tuple(c for c in found if c.kind == "country" and c.own)
            if not found:
                if i and tokens[i - 1].capital:
                    line.scan.surnames.add(key)
                return None
            spot.candidates = found
        context_of.read_types(text, spot)
        return self._widen(text, spot)

    def _short_state(self, text: str, t: Token) -> Spot | None:
        """ "Paris, Tex.", "Springfield, OH": a state behind the comma that follows a name."""
        letters = t.text.replace(".", "")
        if len(letters) > 5 or text[max(0, t.start - 2):t.start] != ", " or not letters[:1].isupper():
            return None
        dotted = text[t.end:t.end + 1] == "." or "." in t.text
        name = words.STATES.get(letters.lower()) if dotted or (len(letters) == 2 and letters.isupper()) else None
        if name is None or not (text[t.start - 3].isalpha() and _CAPITAL_WORD.search(text, max(0, t.start - 30), t.start - 2)):
            return None
        found = tuple(c for c in self.candidates(name.replace("_", " ")) if c.kind == "admin1" and c.country in ("US", "CA") and c.main)
        spot = Spot(t.start, t.end, fold(name), found, cue="strong", level="admin1")
        return spot if found else None

    def _inflected(self, line: _Line, surface: str, a: int, cue: str) -> tuple[tuple[Candidate, ...], int]:
        """Candidates of a name in a case ("в Харькове", "Lazkiye'de", "li Efrînê"), and where the name ends."""
        slavic = bool(_CYRILLIC.match(surface))
        if not (slavic or "'" in surface or "’" in surface or line.lang in ("ku", "kmr")):
            return (), a + len(surface)
        region = slavic and bool(scripts.REGION_AFTER.match(line.text, a + len(surface)))
        floor = 1_000 if cue == "strong" else 50_000 if slavic and scripts.like_a_surname(surface) else 20_000
        out: dict[str, Candidate] = {}
        end = a + len(surface)
        for form, length in scripts.plain_forms(surface, line.lang):
            named = self.candidates(form) or (self.candidates(f"{form} область") if region else ())
            found = tuple(c for c in named if c.kind == "country" or c.own or (c.population or 0) >= floor
                          or (c.kind == "admin1" and c.main))
            if not found or (slavic and cue == "none" and scripts.like_a_surname(surface) and not _great(found)):
                continue
            out.update((c.place_id, c) for c in found)
            end = a + length
            if not slavic:
                break
        return tuple(out.values()), end

    def _arabic_spot(self, line: _Line, i: int, j: int) -> Spot | None:
        """A name in Arabic script, without capitals to go by: only well-known places, or after a word of place."""
        text, tokens = line.text, line.tokens
        a, b = tokens[i].start, tokens[j].end
        if i == j and (fold(tokens[i].text) in scripts.ARABIC_CUES or fold(tokens[i].text) in scripts.BEFORE_LEVEL):
            return None
        before = fold(tokens[i - 1].text) if i and tokens[i - 1].arabic else ""
        typed = scripts.BEFORE_LEVEL.get(before) or words.TYPE_LEVEL.get(before)
        listed = bool(line.scan.spots) and text[line.scan.spots[-1].end:a].strip() in ("،", ",", "و", "و،", "، و")
        for start, end, form in scripts.arabic_forms(text[a:b]):
            cued = before in scripts.ARABIC_CUES or start != 0 or typed is not None or listed
            floor = 500 if typed in ("city", "admin2") else 5_000 if cued else 200_000
            joined = bool(line.scan.spots) and line.scan.spots[-1].end == a - 1      # "غزة ورفح"
            if start and len(form) < 4 and not joined:
                floor = 10**10        # three letters behind a letter that may be part of the word: only places of our own tables
            found = tuple(c for c in self.candidates(form) if _known_in_script(c, floor))
            if found:
                spot = Spot(a + start, a + end, fold(form), found, cue="strong" if cued else "none", single=i == j)
                spot.level, spot.countryside = typed, before in scripts.COUNTRYSIDE
                return spot
        return None

    def _region_spot(self, text: str, start: int, end: int, country: str) -> Spot:
        own = tuple(c for c in self.candidates(text[start:end]) if c.kind == "feature")
        spot = Spot(start, end, fold(text[start:end]), own, cue="strong", single=False)
        spot.region_of = None if own else country
        return spot

    def _with_type(self, text: str, spot: Spot) -> Spot | None:
        """Take in a capitalised type word after the name: "Harris County", "Da Nang International Airport"."""
        region = context_of.admin_after(text, spot.end)
        if region:
            whole = Spot(spot.start, region[0], spot.key, spot.candidates, cue=spot.cue, single=False)
            whole.level, whole.typed = region[1], True
            return self._widen(text, whole) if any(c.kind in ("admin1", "admin2", "city") for c in spot.candidates) else None
        site = context_of.site_after(text, spot.end)
        if site and any(c.kind in ("city", "admin2") for c in spot.candidates):
            whole = Spot(spot.start, site.end(), spot.key, tuple(c for c in spot.candidates if c.kind in ("city", "admin2")),
                         cue=spot.cue, single=False)
            whole.inner, whole.site = (spot.start, spot.end), True
            return whole
        return None

    def _widen(self, text: str, spot: Spot) -> Spot:
        """Take in a direction before the name ("northern Iraq") or a word of place after it ("Syria's coast")."""
        direction = context_of.DIRECTION_BEFORE.search(text, max(0, spot.start - 30), spot.start)
        country = next((c for c in spot.candidates if c.kind == "country" and c.own), None)
        inner = (spot.start, spot.end)
        region = context_of.region_of(text, spot.start, spot.end) if country else None
        if region and country:
            wide = self._region_spot(text, *region, country.country or "")
            wide.inner, wide.country = inner, country
            return wide
        if not direction:
            return spot
        name = text[direction.start():spot.end]
        own = tuple(c for c in self.candidates(name) if c.own)
        if own:
            base = country or max((c for c in spot.candidates if c.own or (c.kind == "admin1" and c.main)),
                                  key=lambda c: (c.own, c.population or 0, c.place_id), default=None)
            return Spot(direction.start(), spot.end, fold(name), own, cue="strong", single=False, inner=inner, country=base)
        spot.start, spot.part, spot.inner = direction.start(), True, inner
        return spot

    def _by_consonants(self, line: _Line, i: int) -> Spot | None:
        """A name that the text treats as a place, spelled as no list spells it: "Ter Ma'la" is Tayr Ma'alah."""
        text, tokens = line.text, line.tokens
        if not (tokens[i].capital or tokens[i].text in ARTICLE) or tokens[i].arabic or tokens[i].text.isupper() or line.lang not in (None, "en"):
            return None
        first = i + 1 if tokens[i].text in ARTICLE else i
        if fold(tokens[first].text) in words.COMMON:
            return None
        for j in ends(text, tokens, i):
            surface = text[tokens[i].start:tokens[j].end]
            key = fold(surface)
            bones = skeleton(key) if _free(line, i, j) and key not in self._demonyms and tokens[j].capital else ""
            if not bones or not (context_of.cue_of(text, tokens, i) == "strong" or context_of.told_kind(text, tokens[i].start, tokens[j].end)
                                 or context_of.spoken_of_as_place(text, tokens[j].end)):
                continue
            found = tuple(c for c in self._lookup("~" + bones) if c.lat is not None)
            if found and context_of.neighbours(text, tokens, i, j) == "free":
                spot = Spot(tokens[i].start, tokens[j].end, key, found, cue="strong", single=i == j, loose=True)
                spot.doubtful = any(k in line.doubtful for k in range(i, j + 1))
                context_of.read_types(text, spot)
                return self._widen(text, spot)
        return None

    def _unresolved(self, line: _Line, i: int) -> Spot | None:
        """A name nobody knows that the text calls a place: "the village of X", "X village", "in X, Auckland"."""
        text, tokens = line.text, line.tokens
        if i in line.shut or not tokens[i].capital or tokens[i].arabic:
            return None
        run = context_of.unresolved_span(text, tokens, i, line.shut)
        if run is None:
            return None
        a, (last, b) = tokens[i].start, run
        key = fold(text[a:b])
        if key in words.COMMON or key in self._demonyms or fold(tokens[i].text) in words.FUNCTION or tokens[i].text.isupper():
            return None
        told = context_of.told_kind(text, a, b)
        before = line.scan.spots[-1] if line.scan.spots else None
        if told is None and before and before.plural_before and before.level == "city" and COORDINATED.fullmatch(text[before.end:a]):
            told = ("city", True)
        if told is None and i not in line.doubtful and self._held(text, tokens, i, b):
            told = ("city", False)
        if told is None:
            return None
        spot = Spot(a, b, key, (), cue="strong", single=i == last)
        spot.level, spot.plural_before = told
        return spot

    def _held(self, text: str, tokens: list[Token], i: int, b: int) -> bool:
        """ "in Dunmarra, Homs": a place name follows that may hold this one."""
        start = context_of.container_follows(text, b)
        if start is None or context_of.cue_of(text, tokens, i) != "strong" or tokens[i].text.lower() in words.COMMON:
            return False
        k = after(tokens, i, start)
        if k >= len(tokens) or tokens[k].start != start or tokens[k].text.lower() in words.COMMON:
            return False
        outer = (c for j in ends(text, tokens, k)[-2:] for c in self.candidates(text[start:tokens[j].end]))
        return any((c.kind in ("country", "admin1") and (c.own or c.main)) or (c.population or 0) >= 100_000 for c in outer)


def _free(line: _Line, i: int, j: int) -> bool:
    """May a place stand on these tokens? Not in a name; what a model took for a person only as a whole."""
    if not line.shut and not line.doubtful:
        return True
    a, b = line.tokens[i].start, line.tokens[j].end
    for k in range(i, j + 1):
        if k in line.shut:
            return False
        if k in line.doubtful:
            start, end = line.doubtful[k]
            if a > start or line.text[b:end].strip("'’s"):
                return False
    return True


def _great(found: tuple[Candidate, ...]) -> bool:
    return any(c.kind == "country" or c.own or c.capital or (c.population or 0) >= 500_000 for c in found)


def _ordinary_word(text: str, s: Spot, small: set[str]) -> bool:
    """A single word that the text elsewhere writes small ("Lead poisoning ... traces of lead") or that opens a sentence."""
    if not s.single or s.cue == "strong" or s.level or s.part or _great(s.candidates) or not s.candidates or not text[s.start:s.end].isascii():
        return False
    word = text[s.start:s.end]
    if word.lower() in small:
        return True
    m = _LOWER_AFTER.match(text, s.end)
    return bool(m and s.cue == "none" and context_of.sentence_start(text, s.start)
                and m.group(1) not in words.AFTER_A_PLACE and max((c.population or 0) for c in s.candidates) < 50_000)


_CAPITAL_WORD = re.compile(r"(?<!\w)[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+)*$")
_LOWER_AFTER = re.compile(r" ([a-z]+)")


def _known_in_script(c: Candidate, floor: int) -> bool:
    if c.own or c.kind == "country":
        return True
    return c.kind in ("city", "admin1") and (c.population or 0) >= floor
