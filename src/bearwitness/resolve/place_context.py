"""What the words beside a capitalised word say of it: a place, a person, a body, a kind of place."""

from __future__ import annotations

import re

from bearwitness.resolve import place_scripts as scripts
from bearwitness.resolve import place_words as words
from bearwitness.resolve.fold import fold
from bearwitness.resolve.gazetteer import Candidate
from bearwitness.resolve.place_choice import Spot
from bearwitness.resolve.place_struck import struck_before
from bearwitness.resolve.place_tokens import ARTICLE, PARTICLE, Token, opens_with_article

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")


def sentence_start(text: str, a: int) -> bool:
    before = text[max(0, a - 3):a].rstrip(" \t\"“”'‘’(—–-")
    return not before or before[-1] in ".!?:\n;"


def cue_of(text: str, tokens: list[Token], i: int) -> str:
    """How strongly the word before asks for a place: strong ("in"), weak ("of") or none."""
    k = i - 1
    if k >= 0 and tokens[k].text.lower() == "the":
        k -= 1
    if k < 0 or text[tokens[k].end:tokens[k].end + 1] not in (" ", "\u00a0"):
        return "none"
    before = tokens[k].text.lower()
    if before == "in" and k and tokens[k - 1].text.lower() in words.INTO_PEOPLE:
        return "weak"
    if before in words.STRONG_PREPOSITIONS or before in scripts.PREPOSITIONS or fold(before) in scripts.BEFORE_LEVEL:
        return "strong"
    if before in ("of", "de", "du", "d") and k and fold(tokens[k - 1].text) in words.TYPE_LEVEL:
        return "strong"
    if (tokens[k].arabic and not tokens[i].arabic and fold(before) in scripts.ARABIC_CUES) or struck_before(text, before, tokens[i].start):
        return "strong"
    return "weak" if before in words.WEAK_PREPOSITIONS else "none"


def acronym_guard(text: str, t: Token, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Short names in capitals are bodies (AA, DEM) unless we list them (UK); "us" and "Us" are no country."""
    letters = t.text.replace(".", "")
    if len(letters) <= 3 and not letters.isupper() and any(c.kind == "country" for c in found):
        return () if letters.lower() in ("us", "uk", "car") else found
    if not letters.isupper() or len(letters) == 1:
        return found
    if len(letters) > 3 and (_dateline(text, t) or len(letters) > 5):
        return tuple(c for c in found if c.main)
    return tuple(c for c in found if c.own and (len(letters) <= 4 or c.kind in ("country", "feature")))


def _dateline(text: str, t: Token) -> bool:
    return (t.start == 0 or text[t.start - 1] in "\n(") and text[t.end:t.end + 1] in (",", " ", "/", "(")


def neighbours(text: str, tokens: list[Token], i: int, j: int) -> str:
    """Is the name part of a longer one? "body" (Hamza Division), "name" (Sydney Smith) or "free"."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after and after.text in ARTICLE and text[tokens[j].end:after.start] in (" ", "-") \
            and opens_with_article(text, tokens, j + 1, "-" if after.text in ("at", "as") and fold(tokens[j].text) not in words.HEADS else " -"):
        return "name"       # "Tall" in "Tall ad-Dirrah"; "at" and "as" are English too
    if after and text[tokens[j].end:after.start] in (" ", "-") and not _ROAD_TO.match(text, tokens[j].end):
        key = fold(after.text)
        if after.capital and (key in words.BODY or key in words.WAY):
            return "body"
        if after.capital and key in words.OFFICE and text[tokens[j].end:after.start] == " ":
            return _before(text, tokens, i)
        if after.capital and key not in words.AFTER and not after.text.isupper() and not after.arabic:
            return "name"
    return _before(text, tokens, i)


def _before(text: str, tokens: list[Token], i: int) -> str:
    """ "name" when a capitalised word before makes one name of both ("Jack London")."""
    first = i - 1 if i and text[tokens[i].start - 1] == "-" and tokens[i - 1].text.lower() in ARTICLE else i
    before = tokens[first - 1] if first else None
    if before and before.capital and text[before.end:tokens[first].start] == " ":
        key = fold(before.text)
        known = (key in words.BEFORE or key in words.demonyms() or (before.text.isupper() and len(before.text) > 1)
                 or key in scripts.BEFORE_LEVEL or before.text.lower() in scripts.PREPOSITIONS)
        if not known and not (sentence_start(text, before.start) and (key in words.FUNCTION or _CYRILLIC.match(before.text))):
            return "name"
    return "free"


# "the Damascus-Aleppo highway", "Iran-Iraq border": two places, not one name.
_ROAD_TO = re.compile(r"[-–][A-Z][\w'’]+(?: [A-Z][\w'’]+)?\s+(?:road|highway|motorway|route|line|border|railway|corridor|axis|frontier|war|bridge)\b")


def no_money(text: str, a: int, b: int) -> bool:
    """ "US$10,000" and "$US 1.5 billion" are sums."""
    return text[b:b + 1] not in ("$", "£", "€") and text[a - 1:a] not in ("$", "£", "€")


# --- kinds of place ----------------------------------------------------------------------------------------

_WORD_AFTER = re.compile(r"(?:['’]s)?\s+(?:(?:north|south|east|west)\w*\s+)?([^\W\d_]+)")
_SUFFIXED_AFTER = re.compile(r"['’]\w{1,5}\s+([^\W\d_]+)")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\.?\s+(?:(?:of|de|del|du|of the|de la)\s+)?(?:the\s+)?(?:d['’])?$")
_OF = re.compile(r"\b(?:of\s+(?:the\s+)?|de\s+(?:la\s+)?|del\s+|du\s+|d['’])$")
_GOVERNED = re.compile(r"\s+(?:Gov(?:ernor|\.)|Lt\.|Attorney\s+General|[Ll]egislature|[Ll]awmakers|[Ss]tate\s+(?:[Pp]olice|[Tt]roopers|[Ss]enat))")
_UPSTATE = re.compile(r"\b(?:[Uu]pstate|[Dd]ownstate)\s+$")


def read_types(text: str, spot: Spot) -> None:
    """Note the type word beside a name: "Homs governorate", "the governorates of Latakia and Tartus"."""
    after = _WORD_AFTER.match(text, spot.end) or _SUFFIXED_AFTER.match(text, spot.end)
    level = _level(after.group(1)) if after else None
    if after and level:
        word = fold(after.group(1))
        spot.level, spot.plural_after = level, word.endswith("s")
        spot.countryside = word in scripts.COUNTRYSIDE
        return
    if _GOVERNED.match(text, spot.end) or _UPSTATE.search(text, max(0, spot.start - 12), spot.start):
        if any(c.kind == "admin1" for c in spot.candidates):
            spot.level = "admin1"
        return
    head = text[max(0, spot.start - 40):spot.start]
    before = _WORD_BEFORE.search(head)
    if not before:
        return
    word = fold(before.group(1))
    if word in scripts.BEFORE_LEVEL or ((_OF.search(head) or _ARABIC.match(before.group(1))) and word in words.TYPE_LEVEL and word != "capital"):
        spot.level, spot.plural_before = scripts.BEFORE_LEVEL.get(word) or words.TYPE_LEVEL[word], word.endswith("s")
        spot.countryside = word in scripts.COUNTRYSIDE
    elif before.group(1).lower() == "rural":
        spot.level, spot.countryside = "admin1", True


def _level(word: str) -> str | None:
    key = fold(word)
    return words.TYPE_LEVEL.get(key) or scripts.AFTER_LEVEL.get(key)


_LINKS = PARTICLE - {"and", "of", "on", "the", "en", "y", "e", "i"}
_TYPE_BEFORE = re.compile(r"\b(vicinity|outskirts|countryside|villages?|towns?|hamlets?|city|neighbou?rhoods?|suburbs?|districts?|camp|sub-?districts?|townships?|slums?|"
                          r"islands?|settlement|communit(?:y|ies)|municipality|localit(?:y|ies))\s+of\s+(?:the\s+)?$", re.I)
_TYPE_AFTER = re.compile(r"\s+(village|town|hamlet|neighbou?rhood|refugee camp|displacement camp|township|sub-?district|district|slums?|"
                         r"suburb|municipality)\b")
_SAID_TO_BE = re.compile(r",?\s+(?:is|was)\s+(?:a|an|the)\s+(?:[\w-]+\s+){0,3}?(village|town|city|township|suburb|district|hamlet|island)\b")
_THEN = re.compile(r",\s+(?:in\s+)?(?:the\s+)?(?=[A-Z])")


def unresolved_span(text: str, tokens: list[Token], i: int, shut: object) -> tuple[int, int] | None:
    """The last token and the end of a capitalised run that begins at token `i`."""
    last = i
    for j in range(i + 1, min(i + 4, len(tokens))):
        if text[tokens[j - 1].end:tokens[j].start] not in (" ", "-") or j in shut:  # type: ignore[operator]
            break
        if tokens[j].capital:
            last = j
        elif fold(tokens[j].text) not in _LINKS:
            break
    return last, tokens[last].end


def told_kind(text: str, a: int, b: int) -> tuple[str, bool] | None:
    """The level a text gives a name that nobody knows, and whether the type word is plural."""
    before = _TYPE_BEFORE.search(text, max(0, a - 40), a)
    kind = before or _TYPE_AFTER.match(text, b) or _SAID_TO_BE.match(text, b)
    if kind is None:
        head = _WORD_BEFORE.search(text[max(0, a - 40):a])
        word = fold(head.group(1)) if head else ""
        return (scripts.BEFORE_LEVEL[word], False) if word in scripts.BEFORE_LEVEL else None
    word = fold(kind.group(1))
    return words.TYPE_LEVEL.get(word, "city"), bool(before) and word.endswith("s")


_PLACE_NOUN_AFTER = re.compile(r"(?:['’]s)?\s+(?:mines?|racecourse|courthouse|dam|reservoir|refinery|factory|forest|desert|valley|hospitals?|camps?|areas?|region|border|airport|province|district|villages?|town|city|county|residents|"
                               r"countryside|suburbs?|outskirts|coast|port|prison|market|refugee|mosque|university|school|neighbou?rhoods?)\b")


def spoken_of_as_place(text: str, end: int) -> bool:
    """A noun follows that people do not have ("Desaguadero hospital", "Dadaab camps")."""
    return bool(_PLACE_NOUN_AFTER.match(text, end))


def container_follows(text: str, b: int) -> int | None:
    """Where the next name begins when a comma alone stands between ("in Dunmarra, Homs")."""
    m = _THEN.match(text, b)
    return m.end() if m else None


# --- regions told by another place ----------------------------------------------------------------------

DIRECTION_BEFORE = re.compile(rf"(?<![\w-])(?:{words.DIRECTION})\s+(?:parts\s+of\s+)?$", re.I)
_REGION_AFTER = re.compile(
    rf"(?:['’]s?)?\s+(?:{words.DIRECTION}\s+)?(?:coast(?:line|al\s+(?:(?:and\s+\w+\s+)?(?:regions?|provinces?|areas?|governorates?|strip|"
    r"cities|towns|villages)))?|borders?(?:\s+(?:areas?|regions?|zone))?(?!\w))", re.I)
_COASTAL_BEFORE = re.compile(r"(?<!\w)coastal\s+$", re.I)


def region_of(text: str, start: int, end: int) -> tuple[int, int] | None:
    """A region spoken of by its country: "Syria's coastal provinces", "Turkish border"."""
    m = _REGION_AFTER.match(text, end)
    if m:
        return start, m.end()
    m = _COASTAL_BEFORE.search(text, max(0, start - 12), start)
    return (m.start(), end) if m and text[end:end + 1] in " ,.;:" else None


_ADMIN_AFTER = re.compile(r"\s(County|Province|Oblast|Governorate|Prefecture|Parish|Township|Canton|Raion|Municipality|Emirate|Wilaya|Voivodeship|"
                          r"(?:State|Region|District|Department|Territory)(?!\s+[A-Z]))\b(?!\s+of\b)")
_SITE_AFTER = re.compile(
    r"\s((?:International\s+|Regional\s+|Military\s+|Civil\s+)?(?:Airport|Air\s?[Bb]ase|Air\s?[Ff]ield)|(?:Refugee\s+|Displacement\s+|Army\s+|Military\s+)?"
    r"(?:Camp|Base)|Dam|Harbou?r|Valley|Bay|Beach|Peninsula|Delta|(?:Border\s+)?Crossing|(?:Nuclear\s+|Thermal\s+)?Power\s+(?:Plant|Station)|"
    r"Oil\s?[Ff]ield|Gas\s?[Ff]ield|Refinery)\b")


def admin_after(text: str, end: int) -> tuple[int, str] | None:
    """The end and the level of a capitalised word that makes the name a region ("Harris County")."""
    m = _ADMIN_AFTER.match(text, end)
    if m:
        return m.end(), words.TYPE_LEVEL.get(fold(m.group(1)), "admin1")
    m = scripts.REGION_AFTER.match(text, end)
    return (m.end(), "admin2" if m.group().strip().startswith("район") else "admin1") if m else None


def site_after(text: str, end: int) -> re.Match[str] | None:
    """A capitalised word that makes the name a site at or near the place ("Da Nang International Airport")."""
    return _SITE_AFTER.match(text, end)
