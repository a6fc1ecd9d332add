"""Finds the places a text names and says which place each one is, as precisely as the words allow.

1. Scan: capitalised runs of words (Latin, Cyrillic) and runs of words in Arabic script are looked up in the
   gazetteer, the longest first; demonyms ("Turkish") are heard as hints of a country and are not places.
2. Weigh: the countries named or implied, regions named beside a place, type words ("governorate"), size and
   neighbours choose among places of one name (`place_choice.py`). One name means one place in a document.
3. Say how precise: UCDP GED's where_prec, from the kind of place and the words before and after it.

A capitalised name that a text calls a village or town and nobody knows stays, without a point.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bearwitness.model import Where
from bearwitness.resolve import place_words as words
from bearwitness.resolve.fold import fold, without_articles
from bearwitness.resolve.gazetteer import Candidate, PlaceNames
from bearwitness.resolve.place_choice import Spot, choose

__all__ = ["PlaceFinder", "PlaceMention"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place in a text.

    Attributes:
        start, end: code points of the text, end exclusive. A direction is part of it ("northern Iraq").
        kind: country, admin1, admin2, city, feature, or `unresolved`.
        capital: it is the capital of its country.
        inner: it lies inside a longer place mention ("Iraq" in "northern Iraq"); where something happened is
            the longer one.
    """

    start: int
    end: int
    where: Where
    kind: str
    capital: bool = False
    inner: bool = False

    @property
    def is_country_or_capital(self) -> bool:
        """May stand for a government: "Ankara said", "the United States condemned"."""
        return self.kind == "country" or self.capital


_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(rf"(?:[A-Z]\.){{2,4}}|{_LETTER}(?:{_LETTER}|[\u0300-\u036f\u064b-\u065f\u200c]|['’‘ʿʾʼ`´](?={_LETTER}))*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_TURKISH_SUFFIX = re.compile(r"(?<=\w\w\w)['’](?:[dt][ae]n?|y?[aeıiuü]|n[ıiuü]n|[ıiuü]n|[dt][ae]ki|l[ıiuü])$")
_PARTICLE = frozenset("al el ar as ash ad an at az ez es ed de del da do dos das di du la le les los las of the and sur upon on am "
                      "der den van e y ye bei ibn i".split())
_ARTICLE = frozenset("al el ar as ash ad an at az ez es ed".split())
_GEO_NOUN = frozenset("coast coastline coastal mountains mountain region regions camp desert heights valley plain plains crossing strip "
                      "river areas area prison airbase base hospital sea canton forest basin peninsula steel plant steelworks refugee displacement border air".split())
_COMPOUND = re.compile(r"[-‐‑](?:backed|led|linked|affiliated|aligned|allied|sponsored|funded|supported|trained|armed|style|era|made|"
                       r"born|controlled|run|owned|speaking|wide|friendly|brokered|mediated|imposed|occupied|held|like|initiated|"
                       r"sympath\w+|oriented|dominated|issued|appointed|installed)\b", re.I)
_PREFIXED = re.compile(r"\b(?:pro|anti|non|trans|cross|ex)[-‐‑]$", re.I)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LONGEST = 6
# Countries whose names are written with the Arabic article, kept without it in the gazetteer.
_WITH_ARTICLE = frozenset("SY IQ LB JO PS IL EG SA YE OM AE QA BH KW LY TN DZ MA SD SS SO DJ MR TD ER TR IR EH".split())


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    text: str
    capital: bool
    arabic: bool


@dataclass(slots=True)
class _Scan:
    """What one pass over the spans gathers."""

    spots: list[Spot] = field(default_factory=list)
    implied: list[str] = field(default_factory=list)       # countries of demonyms
    surnames: set[str] = field(default_factory=set)        # last words of runs that were no place


class PlaceFinder:
    """Finds places with one gazetteer. Holds no state of a document."""

    def __init__(self, gazetteer: PlaceNames):
        self._lookup = gazetteer.lookup
        self._demonyms = words.demonyms()

    def find_document(self, text: str, *, spans: Sequence[tuple[int, int, str | None]] | None = None,
                      blocked: Iterable[tuple[int, int]] = (), context: Iterable[str] = ()) -> list[PlaceMention]:
        """Every place named in a document, in order.

        Args:
            text: the whole kept text.
            spans: the parts to look in as (start, end, language or None); the whole text by default.
            blocked: spans of names of people and bodies; a place inside one is no place.
            context: ISO codes of countries known to be meant from elsewhere.
        """
        scan = _Scan()
        shut = sorted(blocked)
        for start, end, lang in spans if spans is not None else [(0, len(text), None)]:
            inside = shut[bisect_left(shut, (start - 200, 0)):bisect_left(shut, (end, 0))]
            self._scan(text, start, end, lang, inside, scan)
        scan.spots.sort(key=lambda s: s.start)
        chosen = choose(scan.spots, scan.implied, scan.surnames, context, text)
        found = [_mention(text, spot, place) for spot, place in chosen]
        return sorted(found + _inner(text, chosen), key=lambda m: (m.start, -m.end))

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
        return found

    # --- 1. scan ------------------------------------------------------------------------------------

    def _scan(self, text: str, start: int, end: int, lang: str | None, blocked: list[tuple[int, int]], scan: _Scan) -> None:
        tokens = _tokens(text, start, end, lang)
        shut = _shut(tokens, blocked)
        i, n = 0, len(tokens)
        while i < n:
            t = tokens[i]
            if t.text == "The" or (not (t.capital or t.arabic) and not _opens_with_article(text, tokens, i)):
                i += 1
                continue
            i = self._at(text, tokens, i, shut, scan)

    def _at(self, text: str, tokens: list[_Token], i: int, shut: set[int], scan: _Scan) -> int:
        """Take the longest name that begins at token `i`; return where to go on."""
        for j in _ends(text, tokens, i):
            if any(k in shut for k in range(i, j + 1)):
                continue
            surface = text[tokens[i].start:tokens[j].end]
            country = self._demonyms.get(fold(surface))
            if country:
                region = _region_of(text, tokens[i].start, tokens[j].end)
                scan.implied.append(country)
                if region:
                    scan.spots.append(self._region_spot(text, *region, country))
                    return _after(tokens, j, region[1])
                return j + 1
            spot = self._spot(text, tokens, i, j, surface, scan)
            if spot:
                scan.spots.append(spot)
                return _after(tokens, j, spot.end)
        named = self._unresolved(text, tokens, i, shut)
        if named:
            scan.spots.append(named)
            return _after(tokens, i, named.end)
        if tokens[i].arabic:
            return i + 1
        return self._skip_run(text, tokens, i, scan)

    def _skip_run(self, text: str, tokens: list[_Token], i: int, scan: _Scan) -> int:
        """A capitalised word that is no place; the last of a run of them may be a surname."""
        if i and tokens[i - 1].capital and text[tokens[i - 1].end:tokens[i].start] == " ":
            scan.surnames.add(fold(tokens[i].text))
        return i + 1

    def _spot(self, text: str, tokens: list[_Token], i: int, j: int, surface: str, scan: _Scan) -> Spot | None:
        a, b = tokens[i].start, tokens[j].end
        single = i == j
        if tokens[i].arabic:
            return self._arabic_spot(text, tokens, i, j)
        key = fold(surface)
        cue = _cue(text, tokens, i)
        if key in words.COMMON and not (surface.isupper() and key == "us") and not (key in words.CUED_ONLY and cue == "strong"):
            return None
        found = self.candidates(surface)
        if not found and _CYRILLIC.match(surface):
            found = self._uninflected(surface)
        suffix = _TURKISH_SUFFIX.search(surface) if not found else None
        if suffix:
            found, b = self.candidates(surface[:suffix.start()]), a + suffix.start()
        if single and found:
            found = _acronym_guard(text, tokens[i], found)
        if not found or _PREFIXED.search(text[max(0, a - 6):a]) or _COMPOUND.match(text, b):
            return None
        neighbours = _neighbours(text, tokens, i, j)
        if neighbours == "body":
            scan.surnames.discard(key)
            return None
        spot = Spot(a, b, key, found, cue=cue, tight=neighbours == "name", single=single)
        if neighbours == "name":
            # The first word of "Sydney Smith" is no evidence, the last makes a surname.
            found = tuple(c for c in found if c.kind == "country" and c.own)
            if not found:
                if i and tokens[i - 1].capital:
                    scan.surnames.add(key)
                return None
            spot.candidates = found
        _read_types(text, tokens, i, j, spot)
        return self._widen(text, spot)

    def _uninflected(self, surface: str) -> tuple[Candidate, ...]:
        """Names in a Slavic case ("в Харькове") by putting back the ending of the plain form."""
        for ending, plain in words.CYRILLIC_ENDINGS:
            if surface.endswith(ending) and len(surface) - len(ending) >= 3:
                found = tuple(c for c in self.candidates(surface[:-len(ending)] + plain)
                              if c.kind == "country" or c.own or (c.population or 0) >= 20_000)
                if found:
                    return found
        return ()

    def _arabic_spot(self, text: str, tokens: list[_Token], i: int, j: int) -> Spot | None:
        """A name in Arabic script, without capitals to go by: only well-known places, or after a word of place."""
        a, b = tokens[i].start, tokens[j].end
        if i == j and fold(tokens[i].text) in words.ARABIC_CUES:
            return None
        before = fold(tokens[i - 1].text) if i and tokens[i - 1].arabic else ""
        surface = text[a:b]
        attempts = [(a, surface)]
        attempts += [(a + len(p) - (2 if p.endswith("ال") else 0), surface[len(p):]) for p in words.ARABIC_PREFIXES
                     if surface.startswith(p) and len(surface) - len(p) >= 3]
        attempts += [(a, surface[:-1])] if len(surface) > 4 and surface[-1] in "یي" else []
        for start, form in attempts:
            start += len(form) - len(form.lstrip())
            cued = before in words.ARABIC_CUES or start != a
            found = tuple(c for c in self.candidates(form) if _known_in_script(c, cued))
            if found:
                spot = Spot(start, b, fold(form), found, cue="strong" if cued else "none", single=i == j)
                spot.level = words.TYPE_LEVEL.get(before)
                return spot
        return None

    def _region_spot(self, text: str, start: int, end: int, country: str) -> Spot:
        own = tuple(c for c in self.candidates(text[start:end]) if c.kind == "feature")
        spot = Spot(start, end, fold(text[start:end]), own, cue="strong", single=False)
        spot.region_of = None if own else country
        return spot

    def _widen(self, text: str, spot: Spot) -> Spot:
        """Take in a direction before the name ("northern Iraq") or a word of place after it ("Syria's coast")."""
        direction = _DIRECTION_BEFORE.search(text, max(0, spot.start - 30), spot.start)
        country = next((c for c in spot.candidates if c.kind == "country" and c.own), None)
        inner = (spot.start, spot.end)
        region = _region_of(text, spot.start, spot.end) if country else None
        if region and country:
            wide = self._region_spot(text, *region, country.country or "")
            wide.inner, wide.country = inner, country
            return wide
        if not direction:
            return spot
        name = text[direction.start():spot.end]
        own = tuple(c for c in self.candidates(name) if c.own)
        if own:
            return Spot(direction.start(), spot.end, fold(name), own, cue="strong", single=False, inner=inner, country=country)
        spot.start, spot.part, spot.inner = direction.start(), True, inner
        return spot

    def _unresolved(self, text: str, tokens: list[_Token], i: int, shut: set[int]) -> Spot | None:
        """A name nobody knows that the text calls a place: "the village of X", "X village"."""
        if i in shut or not tokens[i].capital or tokens[i].arabic:
            return None
        last = i
        for j in range(i + 1, min(i + 4, len(tokens))):
            if text[tokens[j - 1].end:tokens[j].start] not in (" ", "-") or j in shut:
                break
            if tokens[j].capital:
                last = j
            elif fold(tokens[j].text) not in _PARTICLE:
                break
        a, b = tokens[i].start, tokens[last].end
        before = _TYPE_BEFORE.search(text, max(0, a - 40), a)
        after = _TYPE_AFTER.match(text, b)
        kind = (before or after)
        key = fold(text[a:b])
        if not kind or key in words.COMMON or key in self._demonyms or fold(tokens[i].text) in words.FUNCTION:
            return None
        spot = Spot(a, b, key, (), cue="strong", single=i == last)
        spot.level = words.TYPE_LEVEL.get(fold(kind.group(1)), "city")
        return spot


_DIRECTION_BEFORE = re.compile(rf"(?<![\w-])(?:{words.DIRECTION})\s+(?:parts\s+of\s+)?$", re.I)
_REGION_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:{words.DIRECTION}\s+)?(?:coast(?:line|al\s+(?:(?:and\s+\w+\s+)?(?:regions?|provinces?|areas?|governorates?|strip|"
    r"cities|towns|villages)))?|borders?(?:\s+(?:areas?|regions?|zone))?(?!\w))", re.I)
_COASTAL_BEFORE = re.compile(r"(?<!\w)coastal\s+$", re.I)
_TYPE_BEFORE = re.compile(r"\b(villages?|towns?|hamlets?|city|neighbou?rhood|suburb|district|camp)\s+of\s+$", re.I)
_TYPE_AFTER = re.compile(r"\s+(village|town|hamlet|neighbou?rhood|refugee camp|displacement camp)\b")


def _region_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A region spoken of by its country: "Syria's coastal provinces", "Turkish border"."""
    m = _REGION_AFTER.match(text, end)
    if m:
        return start, m.end()
    m = _COASTAL_BEFORE.search(text, max(0, start - 12), start)
    return (m.start(), end) if m and text[end:end + 1] in " ,.;:" else None


def _tokens(text: str, start: int, end: int, lang: str | None) -> list[_Token]:
    out = []
    cut_suffix = lang in ("tr", "az", "ku")
    for m in _TOKEN.finditer(text, start, end):
        word = m.group()
        first = word[0]
        capital = first.isupper() or (first in "ʿʾ" and word[1:2].isupper())
        a, b = m.span()
        if capital and ("'" in word or "’" in word):
            tail = _POSSESSIVE.search(word)
            if tail:
                b -= len(tail.group())
            elif cut_suffix:
                b = a + re.split("['’]", word)[0].__len__()
            word = text[a:b]
        out.append(_Token(a, b, word, capital, "\u0600" <= first <= "\u08ff"))
    return out


def _shut(tokens: list[_Token], blocked: list[tuple[int, int]]) -> set[int]:
    """Which tokens lie in names of people and bodies."""
    out: set[int] = set()
    k = 0
    for a, b in blocked:
        while k and tokens[k - 1].end > a:
            k -= 1
        while k < len(tokens) and tokens[k].end <= a:
            k += 1
        while k < len(tokens) and tokens[k].start < b:
            out.add(k)
            k += 1
    return out


def _opens_with_article(text: str, tokens: list[_Token], i: int, joins: str = "-") -> bool:
    """ "al-Bab" begins with a small letter."""
    return (tokens[i].text in _ARTICLE and i + 1 < len(tokens) and tokens[i + 1].capital
            and text[tokens[i].end:tokens[i + 1].start] in tuple(joins)
            and text[tokens[i].start - 1:tokens[i].start] in (" ", "-", "", "\n", "(", "“", "‘", '"'))


def _ends(text: str, tokens: list[_Token], i: int) -> list[int]:
    """Where a name that begins at token `i` may end, the longest first."""
    first, out = tokens[i], []
    limit = min(len(tokens), i + (4 if first.arabic else _LONGEST))
    for j in range(i, limit):
        t = tokens[j]
        if j > i and text[tokens[j - 1].end:t.start] not in _JOINS:
            break
        if t.arabic != first.arabic:
            break
        if t.capital or t.arabic or (j > i and t.text in _GEO_NOUN):
            out.append(j)
        elif t.text not in _PARTICLE:
            break
    return out[::-1]


_JOINS = frozenset((" ", "-", "\u00a0", "‐", "‑", "–", ". ", "'s ", "’s "))


def _after(tokens: list[_Token], j: int, end: int) -> int:
    j += 1
    while j < len(tokens) and tokens[j].start < end:
        j += 1
    return j


def _sentence_start(text: str, a: int) -> bool:
    before = text[max(0, a - 3):a].rstrip(" \t\"“”'‘’(—–-")
    return not before or before[-1] in ".!?:\n;"


def _cue(text: str, tokens: list[_Token], i: int) -> str:
    """How strongly the word before asks for a place: strong ("in"), weak ("of") or none."""
    k = i - 1
    if k >= 0 and tokens[k].text.lower() == "the":
        k -= 1
    if k < 0 or text[tokens[k].end:tokens[k].end + 1] not in (" ", "\u00a0"):
        return "none"
    before = tokens[k].text.lower()
    if before in words.STRONG_PREPOSITIONS or before in ("в", "во", "из", "під", "у", "de", "à", "en", "bi", "li", "ji"):
        return "strong"
    if before == "of" and k and fold(tokens[k - 1].text) in words.TYPE_LEVEL:
        return "strong"
    return "weak" if before in words.WEAK_PREPOSITIONS else "none"


def _acronym_guard(text: str, t: _Token, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Short names in capitals are bodies (AA, DEM) unless we list them (UK); "us" and "Us" are no country."""
    letters = t.text.replace(".", "")
    if len(letters) <= 3 and not letters.isupper() and any(c.kind == "country" for c in found):
        return () if letters.lower() in ("us", "uk", "car") else found
    if not letters.isupper() or len(letters) == 1:
        return found
    if len(letters) > 3 and (_dateline(text, t) or len(letters) > 5):
        return tuple(c for c in found if c.main)
    return tuple(c for c in found if c.own and (len(letters) <= 4 or c.kind in ("country", "feature")))


def _dateline(text: str, t: _Token) -> bool:
    return (t.start == 0 or text[t.start - 1] in "\n(") and text[t.end:t.end + 1] in (",", " ", "/", "(")


def _neighbours(text: str, tokens: list[_Token], i: int, j: int) -> str:
    """Is the name part of a longer one? "body" (Hamza Division), "name" (Sydney Smith) or "free"."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after and after.text in _ARTICLE and _opens_with_article(text, tokens, j + 1, " -"):
        return "name"       # "Tall" in "Tall ad-Dirrah"
    if after and text[tokens[j].end:after.start] in (" ", "-"):
        key = fold(after.text)
        if after.capital and key in words.BODY:
            return "body"
        if after.capital and key not in words.AFTER and not after.text.isupper() and not after.arabic:
            return "name"
    first = i - 1 if i and text[tokens[i].start - 1] == "-" and tokens[i - 1].text.lower() in _ARTICLE else i
    before = tokens[first - 1] if first else None
    if before and before.capital and text[before.end:tokens[first].start] == " ":
        key = fold(before.text)
        known = key in words.BEFORE or key in words.demonyms() or (before.text.isupper() and len(before.text) > 1)
        if not known and not (_sentence_start(text, before.start) and key in words.FUNCTION):
            return "name"
    return "free"


def _known_in_script(c: Candidate, cued: bool) -> bool:
    if c.own or c.kind == "country":
        return True
    floor = 5_000 if cued else 200_000
    return c.kind in ("city", "admin1") and (c.population or 0) >= floor


_WORD_AFTER = re.compile(r"(?:['’]s)?\s+(?:(?:north|south|east|west)\w*\s+)?([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+(?:of\s+)?(?:the\s+)?$")
_OF = re.compile(r"\bof\s+(?:the\s+)?$")


def _read_types(text: str, tokens: list[_Token], i: int, j: int, spot: Spot) -> None:
    """Note the type word beside a name: "Homs governorate", "the governorates of Latakia and Tartus"."""
    after = _WORD_AFTER.match(text, spot.end)
    if after and fold(after.group(1)) in words.TYPE_LEVEL:
        word = fold(after.group(1))
        spot.level, spot.plural_after = words.TYPE_LEVEL[word], word.endswith("s")
        if word in ("countryside", "rif"):
            spot.countryside = True
        return
    head = text[max(0, spot.start - 40):spot.start]
    before = _WORD_BEFORE.search(head)
    if before and (_OF.search(head) or _ARABIC.match(before.group(1))):
        word = fold(before.group(1))
        if word in words.TYPE_LEVEL and word not in ("capital",):
            spot.level, spot.plural_before = words.TYPE_LEVEL[word], word.endswith("s")
            spot.countryside = word == "countryside"
    elif before and before.group(1).lower() in ("rural",):
        spot.level, spot.countryside = "admin1", True


# --- 3. precision --------------------------------------------------------------------------------------

_PRECISION = {"country": 6, "admin1": 4, "admin2": 3, "city": 1, "feature": 1}
_NEAR = re.compile(r"(?:\b(?:near|outside|around|surrounding|nearby|beyond|(?:close|next)\s+to|(?:in|on)\s+the\s+(?:outskirts|vicinity|"
                   r"surroundings|environs)\s+of|(?:outskirts|environs)\s+of|(?:north|south|east|west)\w*\s+of|"
                   r"(?:kilomet(?:er|re)s?|km|miles?)\s+(?:from|(?:north|south|east|west)\w*\s+of))|قرب)\s+(?:the\s+)?"
                   r"(?:(?:town|city|village|port|coastal city)\s+of\s+)?$", re.I)
_OFF_COAST = re.compile(r"\boff\s+(?:the\s+)?(?:\w+\s+)?(?:coast\s+(?:of\s+)?)?$", re.I)
_BETWEEN = re.compile(r"\b(?:road|highway|route|line|area|way|located|travelling|traveling|drive|driving)\s+(?:\w+\s+)?between\s+(?:the\s+\w+\s+of\s+)?"
                      r"(?:[^\W\d_][\w'’-]*\s+and\s+)?$", re.I)


def _mention(text: str, spot: Spot, place: Candidate | None) -> PlaceMention:
    name = text[spot.start:spot.end]
    if place is None:
        precision = 5 if spot.region_of else _PRECISION.get(spot.level or "city", 1)
        where = Where(name=name, precision=precision, country=spot.region_of or (spot.stated.country if spot.stated else None),
                      admin1=spot.stated.admin1 if spot.stated else None)
        return PlaceMention(spot.start, spot.end, where, "feature" if spot.region_of else "unresolved")
    where = Where(name=name, place_id=place.place_id, lat=place.lat, lon=place.lon,
                  precision=_precision(text, spot, place), country=place.country, admin1=place.admin1)
    return PlaceMention(spot.start, spot.end, where, place.kind, place.capital)


def _inner(text: str, chosen: list[tuple[Spot, Candidate | None]]) -> list[PlaceMention]:
    """The country inside the name of a region: "Syria" in "Syria's coast", "Iraq" in "northern Iraq"."""
    out = []
    for spot, place in chosen:
        inner = (*spot.inner, place) if spot.inner and spot.part else (*spot.inner, spot.country) if spot.inner else None
        c = inner[2] if inner else None
        if inner and c and (inner[0], inner[1]) != (spot.start, spot.end):
            where = Where(name=text[inner[0]:inner[1]], place_id=c.place_id, lat=c.lat, lon=c.lon, country=c.country,
                          precision=_PRECISION.get(c.kind, c.precision), admin1=c.admin1)
            out.append(PlaceMention(inner[0], inner[1], where, c.kind, c.capital, inner=True))
    return out


def _precision(text: str, spot: Spot, place: Candidate) -> int | None:
    """UCDP GED where_prec of a resolved place in its sentence."""
    base = place.precision if place.kind == "feature" else _PRECISION[place.kind]
    head = text[max(0, spot.start - 60):spot.start]
    if place.kind in ("country", "admin1") and spot.part:
        return 5 if place.kind == "country" else 4
    if place.kind in ("country", "city", "admin1") and _OFF_COAST.search(head) and re.search(r"\boff\b", head):
        return 7
    if base == 1:
        if _BETWEEN.search(head):
            return 5
        if _NEAR.search(head) or spot.countryside or spot.part:
            return 2
    return base
