"""Where and when, for the MUC-4 mapping: which places and dates of a message could be an incident's, and which one to write.

Each option is scored by a small model; what is written is the option with the greatest expected points when a right place of the
wrong depth, or a date that overlaps, earns half.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date as day_of
from datetime import timedelta
from functools import cache

from bearwitness.extract.casing import is_english
from bearwitness.extract.muc4_features import spot_features
from bearwitness.extract.muc4_model import Models
from bearwitness.extract.muc4_tables import departments, known
from bearwitness.extract.muc4_view import MONTHS, Spot, View, view_sent

COUNTRIES = {
    "SV": "EL SALVADOR", "CO": "COLOMBIA", "PE": "PERU", "GT": "GUATEMALA", "HN": "HONDURAS", "CL": "CHILE", "BO": "BOLIVIA",
    "EC": "ECUADOR", "AR": "ARGENTINA", "PA": "PANAMA", "NI": "NICARAGUA", "BR": "BRAZIL", "VE": "VENEZUELA", "CR": "COSTA RICA",
    "MX": "MEXICO", "UY": "URUGUAY", "PY": "PARAGUAY", "JM": "JAMAICA", "BZ": "BELIZE", "DO": "DOMINICAN REPUBLIC", "HT": "HAITI",
    "CU": "CUBA", "PR": "PUERTO RICO", "GY": "GUYANA", "SR": "SURINAME"}
DEMONYMS = {
    "SALVADORAN": "EL SALVADOR", "COLOMBIAN": "COLOMBIA", "PERUVIAN": "PERU", "GUATEMALAN": "GUATEMALA", "HONDURAN": "HONDURAS",
    "CHILEAN": "CHILE", "BOLIVIAN": "BOLIVIA", "ECUADORAN": "ECUADOR", "ECUADORIAN": "ECUADOR", "ARGENTINE": "ARGENTINA",
    "PANAMANIAN": "PANAMA", "NICARAGUAN": "NICARAGUA", "BRAZILIAN": "BRAZIL", "VENEZUELAN": "VENEZUELA", "MEXICAN": "MEXICO",
    "URUGUAYAN": "URUGUAY", "PARAGUAYAN": "PARAGUAY", "CUBAN": "CUBA", "US": "UNITED STATES", "U.S.": "UNITED STATES",
    "U.S": "UNITED STATES", "AMERICAN": "UNITED STATES", "SPANISH": "SPAIN", "SPANIARD": "SPAIN", "SOVIET": "USSR", "ITALIAN": "ITALY",
    "FRENCH": "FRANCE", "GERMAN": "GERMANY", "BRITISH": "UNITED KINGDOM", "CANADIAN": "CANADA", "JAPANESE": "JAPAN",
    "ISRAELI": "ISRAEL", "CHINESE": "PEOPLES REP OF CHINA", "NORWEGIAN": "NORWAY", "DUTCH": "NETHERLANDS", "SWISS": "SWITZERLAND",
    "SWEDISH": "SWEDEN", "IRISH": "IRELAND", "BELGIAN": "BELGIUM", "COSTA RICAN": "COSTA RICA", "AUSTRALIAN": "AUSTRALIA",
    "AUSTRIAN": "AUSTRIA", "EGYPTIAN": "EGYPT"}
CAPITALS = {
    "EL SALVADOR": "SAN SALVADOR", "COLOMBIA": "BOGOTA", "PERU": "LIMA", "GUATEMALA": "GUATEMALA CITY", "HONDURAS": "TEGUCIGALPA",
    "CHILE": "SANTIAGO", "BOLIVIA": "LA PAZ", "ECUADOR": "QUITO", "ARGENTINA": "BUENOS AIRES", "PANAMA": "PANAMA CITY",
    "NICARAGUA": "MANAGUA", "VENEZUELA": "CARACAS", "URUGUAY": "MONTEVIDEO", "PARAGUAY": "ASUNCION", "COSTA RICA": "SAN JOSE",
    "MEXICO": "MEXICO CITY", "BRAZIL": "BRASILIA", "CUBA": "HAVANA", "HAITI": "PORT-AU-PRINCE", "DOMINICAN REPUBLIC": "SANTO DOMINGO"}


@dataclass(frozen=True, slots=True)
class Option:
    """A way to fill the slot: what is written, where it stands (None for a default), its rank, its depth, where it comes from."""

    shown: str
    spot: Spot | None
    rank: int
    level: int      # 0 country, 1 department, 2 town, 3 part of a town
    source: str


# --- choosing ---------------------------------------------------------------------------------------

def expected(options: Sequence[str], weights: Sequence[float], points: Callable[[str, str], float]) -> tuple[str | None, float]:
    """The fill with the greatest expected points, and these; `weights` are the options' raw scores."""
    if not options:
        return None, 0.0
    top = max(weights)
    parts = [math.exp(w - top) for w in weights]
    total = sum(parts)
    mass: dict[str, float] = {}
    for o, p in zip(options, parts, strict=True):
        mass[o] = mass.get(o, 0.0) + p / total
    best, shown = -1.0, None
    for o in mass:
        value = sum(p * points(q, o) for q, p in mass.items())
        if value > best:
            best, shown = value, o
    return shown, best


def date_points(a: str, b: str) -> float:
    if a == b:
        return 1.0
    (a1, a2), (b1, b2) = _interval(a), _interval(b)
    return 0.5 if a1 <= b2 and b1 <= a2 and not (a.startswith("-") and b.startswith("-")) else 0.0


@cache
def _interval(shown: str) -> tuple[int, int]:
    days = [(1900 + int(y)) * 10000 + (MONTHS.index(m) + 1) * 100 + int(d) for d, m, y in re.findall(r"(\d\d) ([A-Z]{3}) (\d\d)", shown)]
    return (0 if shown.startswith("-") else days[0]), days[-1]


def place_points(a: str, b: str) -> float:
    x, y = _names(a), _names(b)
    if x == y:
        return 1.0
    return 0.5 if x[0] == y[0] and (len(x) == 1 or len(y) == 1 or set(x[1:]) & set(y[1:])) else 0.0


@cache
def _names(shown: str) -> tuple[str, ...]:
    return tuple(p.split(" (")[0].strip() for p in shown.split(":"))


# --- dates ------------------------------------------------------------------------------------------

def show_day(iso: str) -> str:
    """1990-01-09 as 09 JAN 90."""
    year, month, day = iso.split("-")
    return f"{day} {MONTHS[int(month) - 1]} {year[2:]}"


def date_fill(spot: Spot, day: str | None) -> str | None:
    """How a date of the text is written; None when it is too vague or lies after the message."""
    start, end, precision = spot.value
    if not start:
        return None
    if _is_night(spot) and precision == "day":
        after = (day_of.fromisoformat(start) + timedelta(1)).isoformat()
        if day is None or after <= day:
            return f"{show_day(start)} - {show_day(after)}"
    if end is None:
        return f"{show_day(start)} - {show_day(day)}" if day and start < day else None
    if day and start > day:
        return None
    return show_day(start) if start == end else f"{show_day(start)} - {show_day(min(end, day) if day else end)}"


def _is_night(spot: Spot) -> bool:
    return "night" in spot.text.lower() and not any(c.isdigit() for c in spot.text)


def date_options(view: View) -> list[Option]:
    """Dates of the text that can be written, each with its place among them; the dateline's own is left out."""
    kept = view.memo.get("dates")
    if kept is not None:
        return kept      # type: ignore[no-any-return]
    out: list[Option] = []
    rank = 0
    for s in view.dates:
        if s.sent < view.first_body:
            continue
        shown = date_fill(s, view.day)
        if not shown:
            continue
        out.append(Option(shown, s, rank, 0, "text"))
        if " - " in shown and s.value[2] == "day":
            out.append(Option(show_day(s.value[0]), s, rank, 0, "first"))
        elif " - " in shown and view.day:
            out.append(Option(f"- {show_day(view.day)}", s, rank, 0, "open"))
        rank += 1
    if view.day:
        out.append(Option(f"- {show_day(view.day)}", None, 0, 0, "upto"))
        out.append(Option(show_day(view.day), None, 0, 0, "day"))
    view.memo["dates"] = out
    return out


def date_features(view: View, o: Option, sents: Sequence[int], groups: int, features: set[str]) -> set[str]:
    if o.spot is not None:
        base = spot_features(view, o.spot, sents, o.rank, groups)
        return {f"{o.source}|{f}" for f in base} if o.source != "text" else base
    texts = [x.spot for x in date_options(view) if x.spot is not None]
    near = [s for s in texts if any(abs(s.sent - n) <= 1 for n in sents)]
    inside = [s for s in texts if s.sent in sents]
    words = {" ".join(re.sub(r"\d+", "9", s.text.lower()).split()) for s in inside}
    same = any(x.shown == show_day(view.day) for x in date_options(view) if x.spot is not None) if view.day else False
    out = {"date", f"near:{min(len(near), 3)}", f"inside:{min(len(inside), 3)}", f"any:{min(len(texts), 4)}", f"same:{same}"}
    out |= {f"has:{w}" for w in words} | {f for f in features if f.startswith(("SF:", "first:", "groups:", "tF:", "stage:"))}
    return {f"def-{o.source}:{f}" for f in out}


def date(view: View, sents: Sequence[int], groups: int, features: set[str], models: Models) -> list[str]:
    """The date of an incident: the one that promises most points among those of the text and "up to the day of the message"."""
    options = date_options(view)
    shown, _ = expected([o.shown for o in options], [models.raw("date", date_features(view, o, sents, groups, features)) for o in options], date_points)
    return [shown] if shown else []


# --- places ------------------------------------------------------------------------------------------

_KINDS = "town|village|city|municipality|neighborhood|department|province|region|district|canton|jurisdiction|hamlet|suburb|county|port|zone|area"
_NAME = r"(?:(?:[A-Z][\w'-]+)(?:\s+(?:de|del|la|las|los|el|y)\s+(?=[A-Z]|la|los|las))?\s*(?:(?:la|los|las)\s+(?=[A-Z]))?){1,4}"
_OF = re.compile(rf"\b({_KINDS})\s+of\s+({_NAME})")
_BEFORE = re.compile(rf"\b({_NAME})\s+({_KINDS})\b")
_IN = re.compile(rf"\b(?:in|near|at|from|to|between|outside|toward)\s+({_NAME})")
_THEN = re.compile(rf",\s+({_NAME})")
_CITY = re.compile(r"\b(Guatemala|Panama|Mexico)\s+City\b", re.I)
_CAPITAL = re.compile(r"\b(?:(the|this|our|that)\s+(?:nation's\s+|country's\s+)?(capital|city)\b|capital\s+city)(?!\s+(?:of|hall|council))", re.I)


def named_places(view: View) -> list[tuple[int, int, str, str]]:
    """Places told by their kind: "the town of Achi", "Escalon neighborhood": start, end, name, kind."""
    out = []
    for pattern, name_at, kind_at in ((_OF, 2, 1), (_BEFORE, 1, 2)):
        for m in pattern.finditer(view.text):
            name = " ".join(m.group(name_at).split())
            words = name.split()
            while words and words[0] in ("The", "In", "On", "At", "From", "Of", "And", "This"):
                words = words[1:]
            if words:
                start = view.text.find(words[0], m.start())
                out.append((start, m.end(name_at), " ".join(words).upper(), m.group(kind_at)))
    return sorted(set(out))


def main_country(view: View) -> str | None:
    """The country that most of the message is about: counted over countries, capitals, words such as "Salvadoran" and known groups."""
    if "country" in view.memo:
        return view.memo["country"]      # type: ignore[no-any-return]
    found: Counter[str] = Counter()
    for p in view.places:
        name = COUNTRIES.get(p.value[0] or "")
        if name:
            sure = p.value[1] == 6 or p.text.upper() == CAPITALS.get(name)
            found[name] += (2 if sure else 1) * (1 if p.sent >= view.first_body else 2)
    for t in view.tokens:
        low = t.text.upper().rstrip("S") if t.text.upper() not in DEMONYMS else t.text.upper()
        if low in DEMONYMS and DEMONYMS[low] in CAPITALS:
            found[DEMONYMS[low]] += 2
        side = _org_country().get(t.text.upper())
        if side:
            found[side] += 2
    view.memo["country"] = found.most_common(1)[0][0] if found else None
    return view.memo["country"]      # type: ignore[no-any-return]


@cache
def _org_country() -> dict[str, str]:
    return {n.upper(): k.country for k in known() if k.side == "guerrilla" and k.country for n in (k.name, *k.aliases) if " " not in n}


def _told_countries(view: View) -> set[str]:
    """Countries that the message names, by themselves or by their people."""
    out = {COUNTRIES[p.value[0]] for p in view.places if p.value[1] == 6 and p.value[0] in COUNTRIES}
    out |= {DEMONYMS[w] for t in view.tokens for w in (t.text.upper(), t.text.upper().rstrip("S")) if w in DEMONYMS}
    return out | {c for c, city in CAPITALS.items() if city in view.city}


def place_options(view: View) -> list[Option]:
    """Ways to write a place of the text, and two defaults: the country, and the town of the dateline."""
    kept = view.memo.get("places")
    if kept is not None:
        return kept      # type: ignore[no-any-return]
    main = main_country(view)
    spots = _spots(view, main)
    capital = view.city if main and CAPITALS.get(main, "-") in view.city else ""
    kinds = named_places(view)
    out = []
    for rank, (s, country, name, level, source) in enumerate(spots):
        kind = next((k for a, b, _, k in kinds if a <= s.start < b), "")
        out.append(Option(_chain(spots, rank, country, name, level, kind, CAPITALS.get(main or "", "") if capital else ""), s, rank, level, source))
    if main:
        out.append(Option(main, None, 0, 0, "country"))
        if capital:
            out.append(Option(f"{main}: {CAPITALS[main]} (CITY)", None, 0, 2, "dateline"))
    view.memo["places"] = out
    return out


Placed = tuple[Spot, str, str, int, str]      # spot, country, name, level, source


def _spots(view: View, main: str | None) -> list[Placed]:
    kinds, told = named_places(view), _told_countries(view)
    spots: list[Placed] = []

    def free(a: int, b: int) -> bool:
        return not any(s.start < b and a < s.end for s, *_ in spots)

    for m in _CITY.finditer(view.text):
        country = m.group(1).upper()
        spots.append((Spot(m.start(), m.end(), view_sent(view, m.start()), m.group(), (None, 1, None, None)), country, f"{country} CITY", 2, "city"))
    for p in view.places:
        placed = _place(view, p, main, kinds, told)
        if placed is not None and free(p.start, p.end):
            spots.append(placed)
    for a, b, n, k in kinds:
        if main and free(a, b):
            level = 1 if k in ("department", "province", "region") else 3 if k in ("neighborhood", "district", "suburb") else 2
            spots.append((Spot(a, b, view_sent(view, a), n, (None, {1: 4, 2: 1, 3: 1}[level], None, None)), main, n, level, "kind"))
    if main:
        for m in _IN.finditer(view.text):
            _add_unknown(view, m.start(1), m.group(1), main, spots, free)
        for s, *_ in list(spots):      # "in Tibu, Norte de Santander"
            m2 = _THEN.match(view.text, s.end)
            if m2:
                words = " ".join(m2.group(1).split())
                if words.upper() in departments().get(main, ()) and free(m2.start(1), m2.start(1) + len(m2.group(1).rstrip())):
                    a = m2.start(1)
                    spots.append((Spot(a, a + len(m2.group(1).rstrip()), view_sent(view, a), words, (None, 4, None, None)), main, words.upper(), 1, "then"))
        for m in _CAPITAL.finditer(view.text):
            here = (m.group(2) or "").lower() == "city"
            if here and (m.group(1) or "").lower() not in ("this", "the"):
                continue
            town = view.city if here and CAPITALS.get(main, "-") not in view.city else CAPITALS.get(main, "")
            for country in CAPITALS:
                town = re.sub(rf"\s+{country}$", "", town) if town != CAPITALS[country] else town
            if town and "CLANDESTINE" not in town:
                spots.append((Spot(m.start(), m.end(), view_sent(view, m.start()), m.group(), (None, 1, None, None)), main, town, 2, "capital"))
    spots.sort(key=lambda s: (s[0].start, s[0].end))
    return spots


def _place(view: View, p: Spot, main: str | None, kinds: Sequence[tuple[int, int, str, str]], told: set[str]) -> Placed | None:
    name = re.sub(r"^(?:NORTH|SOUTH|EAST|WEST|CENTRAL|DOWNTOWN)\w*\s+", "", _plain(view, p))
    if name in DEMONYMS:
        return None
    kind = next((k for a, b, _, k in kinds if a <= p.start < b), "")
    precision = p.value[1]
    country = COUNTRIES.get(p.value[0] or "")
    if precision != 6 and (country is None or country not in told or name in departments().get(main or "", ())):
        country = main
    if country is None:
        return None
    if " " not in name and precision != 6 and not kind and is_english(name.lower()) and name not in departments().get(country, ()) and name not in CAPITALS.values():
        return None
    level = 0 if precision == 6 or name == country else 1 if kind in ("department", "province", "region") or (precision in (4, 5) and not kind) else 2
    if kind in ("neighborhood", "district", "suburb"):
        level = 3
    if level == 2 and not kind and name in departments().get(country, ()) and name not in CAPITALS.values() and precision in (4, 5):
        level = 1
    if precision in (5, 7) and level == 1 and kind == "" and name not in departments().get(country, ()):
        level = 0
    return p, country, name, level, "table"


def _add_unknown(view: View, start: int, words: str, main: str, spots: list[Placed], free: Callable[[int, int], bool]) -> None:
    """A name after "in", "near", "at" that no table knows."""
    words = words.rstrip()
    end = start + len(words)
    parts = words.split()
    if not free(start, end) or all(is_english(w.lower()) for w in parts) or any(w[:3].upper() in MONTHS and len(parts) == 1 for w in parts):
        return
    if any(a < end and start < b for a, b, kind in view.names if kind in ("person", "organisation", "party")):
        return
    name = " ".join(parts).upper()
    level = 1 if name in departments().get(main, ()) else 2
    spots.append((Spot(start, end, view_sent(view, start), words, (None, 4 if level == 1 else 1, None, None)), main, name, level, "in"))


def _plain(view: View, p: Spot) -> str:
    words = " ".join(view.text[p.start:p.end].upper().split())
    return re.sub(r"\s+(?:CITY|DEPARTMENT|PROVINCE)$", "", words) if words != "GUATEMALA CITY" else words


def _chain(spots: Sequence[Placed], k: int, country: str, name: str, level: int, kind: str, capital: str) -> str:
    if level == 0:
        return country
    here = spots[k][0]
    near = [(abs(s.start - here.start), n, lv) for j, (s, c, n, lv, src) in enumerate(spots) if j != k and c == country and s.sent == here.sent and src != "capital"]
    if level == 1:
        return f"{country}: {name} ({'REGION' if kind == 'region' else 'PROVINCE' if kind == 'province' else 'DEPARTMENT'})"
    if level == 3:
        towns = sorted((d, n) for d, n, lv in near if lv == 2)
        town = towns[0][1] if towns else capital
        return f"{country}: {town} (CITY): {name} (NEIGHBORHOOD)" if town and town != name else f"{country}: {name} (NEIGHBORHOOD)"
    shown = {"town": "TOWN", "village": "TOWN", "municipality": "MUNICIPALITY", "hamlet": "VILLAGE", "canton": "CANTON"}.get(kind, "CITY")
    above = sorted((d, n) for d, n, lv in near if lv == 1 and d < 60 and n != name)
    if above:
        return f"{country}: {above[0][1]} (DEPARTMENT): {name} ({shown})"
    return f"{country}: {name} ({shown})"


def location(view: View, sents: Sequence[int], groups: int, models: Models) -> tuple[list[str], str | None]:
    """The place of an incident and its country."""
    options = place_options(view)
    shown, _ = expected([o.shown for o in options], [models.raw("place", place_features(view, o, sents, groups)) for o in options], place_points)
    return ([shown] if shown else []), (shown.split(":")[0] if shown else None)


def place_features(view: View, o: Option, sents: Sequence[int], groups: int) -> set[str]:
    if o.spot is None:
        return default_place_features(view, o, sents, groups)
    out = spot_features(view, o.spot, sents, o.rank, groups)
    gap = max(-3, min(min((o.spot.sent - n for n in sents), key=abs, default=9), 3))
    counts = view.memo.get("shown")
    if counts is None:
        counts = view.memo["shown"] = Counter(x.shown for x in place_options(view) if x.spot is not None)
    main = main_country(view)
    country = o.shown.split(":")[0]
    city = o.spot.text.upper() in view.city or o.source == "capital"
    person = any(a < o.spot.end and o.spot.start < b for a, b, kind in view.names if kind == "person")
    return out | {f"level:{o.level}", f"level:{o.level}&gap:{gap}", f"count:{min(counts[o.shown], 4)}", f"main:{country == main}", f"src:{o.source}",
                  f"src:{o.source}&gap:{gap}", f"depth:{o.shown.count(':')}", f"depth:{o.shown.count(':')}&gap:{gap}", f"head:{city}", f"person:{person}",
                  f"level:{o.level}&head:{city}&groups:{min(groups, 2)}"}


def default_place_features(view: View, o: Option, sents: Sequence[int], groups: int) -> set[str]:
    spots = [x for x in place_options(view) if x.spot is not None]
    near = {f"l{x.level}:{min(min((abs(x.spot.sent - n) for n in sents), default=9), 3)}" for x in spots if x.spot is not None}
    words = {t.low for n in sents for t in view.tokens[slice(*view.sents[n])] if t.low in _WIDE}
    out = {"place", f"groups:{min(groups, 3)}", f"sents:{min(len(sents), 4)}", f"first:{min(max(min(sents, default=0) - view.first_body, 0), 5)}",
           f"n:{min(len({x.shown for x in spots if x.level >= 2}), 4)}", f"city:{view.city if view.city in CAPITALS.values() else ''}"} | near | words
    return {f"def-{o.source}:{f}" for f in out}


_WIDE = frozenset("country nation throughout nationwide several various territory parts national country's year years months".split())
