"""Writing the slots of a MUC-4 template: dates, places, instruments, doers, targets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date as day_of
from datetime import timedelta
from functools import cache

from bearwitness.extract.muc4_features import entity_features, kind_of, sides, spot_features
from bearwitness.extract.muc4_model import Models
from bearwitness.extract.muc4_view import MONTHS, Entity, Mention, Spot, View
from bearwitness.extract.names import ROLE_WORDS

Template = dict[str, list[str]]

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


# --- dates -----------------------------------------------------------------------------------------

def show_day(iso: str) -> str:
    """1990-01-09 as 09 JAN 90."""
    year, month, day = iso.split("-")
    return f"{day} {MONTHS[int(month) - 1]} {year[2:]}"


def date_fill(spot: Spot, day: str | None) -> str | None:
    """How a date of the text is written; None when it is too vague or lies after the message."""
    start, end, precision = spot.value
    if not start:
        return None
    if "night" in spot.text.lower() and precision == "day" and not any(c.isdigit() for c in spot.text):
        after = (day_of.fromisoformat(start) + timedelta(1)).isoformat()
        if day is None or after <= day:
            return f"{show_day(start)} - {show_day(after)}"
    if end is None:
        return f"{show_day(start)} - {show_day(day)}" if day and start < day else None
    if day and start > day:
        return None
    return show_day(start) if start == end else f"{show_day(start)} - {show_day(min(end, day) if day else end)}"


def date_options(view: View) -> list[tuple[str, Spot, int]]:
    """Dates of the text that can be written, each with its place among them; the dateline's own is left out."""
    out: list[tuple[str, Spot, int]] = []
    for s in view.dates:
        if s.sent < view.first_body:
            continue
        shown = date_fill(s, view.day)
        if shown:
            out.append((shown, s, len(out)))
    return out


def default_date_features(view: View, sents: Sequence[int], features: set[str]) -> set[str]:
    near = [s for _, s, _ in date_options(view) if any(abs(s.sent - n) <= 1 for n in sents)]
    inside = [s for _, s, _ in date_options(view) if s.sent in sents]
    words = {" ".join(re.sub(r"\d+", "9", s.text.lower()).split()) for s in inside}
    return ({"def:date", f"def:near:{min(len(near), 3)}", f"def:inside:{min(len(inside), 3)}", f"def:any:{min(len(view.dates), 4)}"} | {f"def:has:{w}" for w in words}
            | {f"def:{f}" for f in features if f.startswith(("SF:", "first:", "groups:", "tF:"))})


def date(view: View, sents: Sequence[int], groups: int, features: set[str], models: Models) -> list[str]:
    """The date of an incident: one that the text ties to it, else "up to the day of the message"."""
    best, shown = 0.0, None
    for fill, spot, rank in date_options(view):
        p = models.score("date", spot_features(view, spot, sents, rank, groups))
        if p > best:
            best, shown = p, fill
    if view.day is None:
        return [shown] if shown and best > 0.3 else []
    if models.score("date", default_date_features(view, sents, features)) > best or shown is None:
        return [f"- {show_day(view.day)}"]
    return [shown]


# --- places ------------------------------------------------------------------------------------------

_KINDS = "town|village|city|municipality|neighborhood|department|province|region|district|canton|jurisdiction|hamlet|suburb|county|port|zone|area"
_NAME = r"(?:(?:[A-Z][\w'-]+)(?:\s+(?:de|del|la|las|los|el|y)\s+(?=[A-Z]|la|los|las))?\s*(?:(?:la|los|las)\s+(?=[A-Z]))?){1,4}"
_OF = re.compile(rf"\b({_KINDS})\s+of\s+({_NAME})")
_BEFORE = re.compile(rf"\b({_NAME})\s+({_KINDS})\b")
_SHOWN_KIND = {"area": "AREA", "zone": "ZONE", "district": "NEIGHBORHOOD", "suburb": "NEIGHBORHOOD", "village": "TOWN", "hamlet": "VILLAGE"}


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
    """The country that most of the message is about: counted over places and words such as "Salvadoran"."""
    found: Counter[str] = Counter()
    for p in view.places:
        name = COUNTRIES.get(p.value[0] or "")
        if name:
            found[name] += 1 if p.sent >= view.first_body else 2
    for t in view.tokens:
        low = t.text.upper().rstrip("S") if t.text.upper() not in DEMONYMS else t.text.upper()
        if low in DEMONYMS and DEMONYMS[low] in COUNTRIES.values():
            found[DEMONYMS[low]] += 1
        side = _org_country().get(t.text.upper())
        if side:
            found[side] += 1
    return found.most_common(1)[0][0] if found else None


@cache
def _org_country() -> dict[str, str]:
    from bearwitness.extract.muc4_tables import known

    return {n.upper(): k.country for k in known() if k.side == "guerrilla" and k.country for n in (k.name, *k.aliases) if " " not in n}


def place_options(view: View) -> list[tuple[str, Spot, int, int]]:
    """Ways to write a place of the text: fill, spot, rank, level (0 country, 1 department, 2 town, 3 part of a town)."""
    from bearwitness.extract.muc4_view import view_sent

    main = main_country(view)
    kinds = named_places(view)
    spots: list[tuple[Spot, str, str, int]] = []      # spot, country, name, level
    for p in view.places:
        country = COUNTRIES.get(p.value[0] or "") or main
        if country is None:
            continue
        kind = next((k for a, b, n, k in kinds if a <= p.start < b), "")
        precision = p.value[1]
        name = re.sub(r"^(?:NORTH|SOUTH|EAST|WEST|CENTRAL|DOWNTOWN)\w*\s+", "", _plain(view, p))
        level = 0 if precision == 6 or name == country else 1 if kind in ("department", "province", "region") or (precision in (4, 5) and not kind) else 2
        if kind in ("neighborhood", "district", "suburb"):
            level = 3
        if precision in (5, 7) and level == 1 and country and kind == "":
            level = 0
        spots.append((p, country, name, level))
    for a, b, n, k in kinds:
        if main and not any(s.start < b and a < s.end for s, *_ in spots):
            level = 1 if k in ("department", "province", "region") else 3 if k in ("neighborhood", "district", "suburb") else 2
            spots.append((Spot(a, b, view_sent(view, a), n, (None, {1: 4, 2: 1, 3: 1}[level], None, None)), main, n, level))
    spots.sort(key=lambda s: s[0].start)
    capital = view.city
    out = []
    for rank, (s, country, name, level) in enumerate(spots):
        kind = next((k for a, b, n, k in kinds if a <= s.start < b), "")
        out.append((_chain(spots, rank, country, name, level, kind, capital, main), s, rank, level))
    return out


def _plain(view: View, p: Spot) -> str:
    words = " ".join(view.text[p.start:p.end].upper().split())
    return re.sub(r"\s+(?:CITY|DEPARTMENT|PROVINCE)$", "", words) if words != "GUATEMALA CITY" else words


def _chain(spots: Sequence[tuple[Spot, str, str, int]], k: int, country: str, name: str, level: int, kind: str, capital: str, main: str | None) -> str:
    if level == 0:
        return country
    here = spots[k][0]
    near = [(abs(s.start - here.start), n, lv) for j, (s, c, n, lv) in enumerate(spots) if j != k and c == country and s.sent == here.sent]
    if level == 1:
        return f"{country}: {name} ({'REGION' if kind == 'region' else 'PROVINCE' if kind == 'province' else 'DEPARTMENT'})"
    if level == 3:
        towns = sorted((d, n) for d, n, lv in near if lv == 2)
        town = towns[0][1] if towns else capital if country == main and capital and capital != "CLANDESTINE" and any(n == capital for _, _, n, _ in spots) else ""
        return f"{country}: {town} (CITY): {name} (NEIGHBORHOOD)" if town and town != name else f"{country}: {name} (NEIGHBORHOOD)"
    shown = {"town": "TOWN", "village": "TOWN", "municipality": "MUNICIPALITY", "hamlet": "VILLAGE", "canton": "CANTON"}.get(kind, "CITY")
    departments = sorted((d, n) for d, n, lv in near if lv == 1 and d < 60 and n != name)
    if departments:
        return f"{country}: {departments[0][1]} (DEPARTMENT): {name} ({shown})"
    return f"{country}: {name} ({shown})"


def location(view: View, sents: Sequence[int], groups: int, models: Models) -> tuple[list[str], str | None]:
    """The place of an incident and its country."""
    best, shown = 0.0, None
    for fill, spot, rank, level in place_options(view):
        p = models.score("place", place_features(view, spot, sents, rank, groups, level))
        if p > best:
            best, shown = p, fill
    main = main_country(view)
    if main and (shown is None or models.score("place", default_place_features(view, sents, groups)) > best):
        shown = main
    return ([shown] if shown else []), (shown.split(":")[0] if shown else None)


def place_features(view: View, spot: Spot, sents: Sequence[int], rank: int, groups: int, level: int) -> set[str]:
    out = spot_features(view, spot, sents, rank, groups)
    gap = min((spot.sent - n for n in sents), key=abs, default=9)
    count = sum(1 for p in view.places if p.text == spot.text)
    main = main_country(view)
    country = COUNTRIES.get(spot.value[0] or "")
    return out | {f"level:{level}", f"level:{level}&gap:{max(-3, min(gap, 3))}", f"count:{min(count, 4)}", f"main:{country == main if country else 'none'}",
                  f"head:{spot.text.upper() == view.city}", f"level:{level}&head:{spot.text.upper() == view.city}&groups:{min(groups, 2)}"}


def default_place_features(view: View, sents: Sequence[int], groups: int) -> set[str]:
    levels = Counter((level, min(abs(s.sent - n) for n in sents) if sents else 9) for _, s, _, level in place_options(view))
    near = {f"def:l{level}:{min(gap, 3)}" for level, gap in levels}
    words = {f"def:{t.low}" for n in sents for t in view.tokens[slice(*view.sents[n])] if t.low in _WIDE}
    return {"def:place", f"def:groups:{min(groups, 3)}", f"def:sents:{min(len(sents), 4)}", f"def:first:{min(max(min(sents, default=0) - view.first_body, 0), 5)}",
            f"def:n:{min(len({s.text for _, s, _, level in place_options(view) if level >= 2}), 4)}",
            f"def:city:{view.city if view.city in _CAPITALS else ''}"} | near | words


_WIDE = frozenset("country nation throughout nationwide several various territory parts national country's year years months".split())
_CAPITALS = frozenset(("BOGOTA", "SAN SALVADOR", "LIMA", "GUATEMALA CITY", "SANTIAGO", "LA PAZ", "TEGUCIGALPA", "QUITO", "PANAMA CITY", "BUENOS AIRES",
                       "CLANDESTINE", "MANAGUA"))


# --- instruments ---------------------------------------------------------------------------------------

_TYPES = (
    ("VEHICLE BOMB", r"CAR[ -]*BOMB|TRUCK[ -]*BOMB|BOMB[ -]LADEN|VEHICLE LOADED|CAR LOADED|CAR FULL|BOOBY-TRAPPED CAR"), ("LETTER BOMB", r"LETTER BOMB|PARCEL BOMB"),
    ("DYNAMITE", r"DYNAMITE"), ("MOLOTOV COCKTAIL", r"MOLOTOV"), ("GRENADE", r"GRENADE"), ("MORTAR", r"MORTAR"), ("ROCKET", r"ROCKET"),
    ("MISSILE", r"MISSILE"), ("MINE", r"\bMINES?\b"), ("AERIAL BOMB", r"\d+-(?:POUND|LB)|AERIAL"), ("MACHINE GUN", r"MACHINE[ -]*GUN|SUBMACHINE|AK-47|UZI|M-60"),
    ("RIFLE", r"RIFLE|M-16|FAL\b|GALIL|G-3"), ("HANDGUN", r"PISTOL|REVOLVER|HANDGUN"), ("BOMB", r"BOMB"),
    ("EXPLOSIVE", r"EXPLOSIVE|CHARGE|RPG|TNT|DEVICE|PROJECTILE"), ("CUTTING DEVICE", r"KNI[FV]E|MACHETE|BAYONET|DAGGER|RAZOR"),
    ("FIRE", r"\bFIRE\b|GASOLINE"), ("ROPE", r"ROPE|WIRE"), ("STONE", r"STONE|ROCKS?\b"), ("TORTURE", r"TORTURE"), ("GUN", r"\bGUNS?\b|BULLET|SHOTS?\b|FIREARM|WEAPON|GUNFIRE"))
_IMPLIED = (("MACHINE GUN", r"MACHINE-?GUNN?ED|MACHINE-?GUNNING|BURSTS? OF MACHINE"),
            ("GUN", r"\bSHOT\b|GUNNED|BULLETS?|OPENED FIRE|FIRED (?:ON|AT)|SHOOTING|GUNSHOT|GUNMEN|GUNFIRE"))


def instrument_type(words: str) -> str | None:
    return next((kind for kind, pattern in _TYPES if re.search(pattern, words)), None)


def instruments(view: View, found: Sequence[Entity], kind: str, sents: Sequence[int]) -> Template:
    """Instruments named, or told by a verb ("was shot": a gun) or by the type of the incident."""
    ids, types = [], []
    for e in found:
        words = e.shown
        shown = instrument_type(words)
        ids.append(quoted(words))
        if shown:
            types.append(f"{shown}: {quoted(words)}")
    if not types:
        told = " ".join(view.text[view.tokens[view.sents[n][0]].start:view.tokens[view.sents[n][1] - 1].end].upper() for n in sents)
        implied = next((k for k, pattern in _IMPLIED if re.search(pattern, told)), None) if kind in ("ATTACK", "ROBBERY") else None
        if kind == "BOMBING":
            implied = "DYNAMITE" if "DYNAMIT" in told else "BOMB" if re.search(r"BOMB|EXPLO|BLAST|BLEW|BLOWN", told) else None
        if implied:
            types.append(f'{implied}: "-"')
    return {"INCIDENT: INSTRUMENT ID": ids, "INCIDENT: INSTRUMENT TYPE": types}


# --- doers -----------------------------------------------------------------------------------------------

def quoted(words: str) -> str:
    return '"' + re.sub(r"\s+([,.'’])", r"\1", words.replace('"', "")).strip(" -'") + '"'


def doers(view: View, individuals: Sequence[Entity], organisations: Sequence[Entity], features: set[str], sents: Sequence[int], models: Models,
          blind: float = 0.8) -> Template:
    """Doers, organisation and category; without a doer the category wants a probability of `blind`."""
    out: Template = {}
    org = organisations[0] if organisations else None
    seen: set[str] = set()
    ids = []
    for e in individuals:
        words = e.shown
        if words not in seen:
            ids.append(quoted(words))
        seen.add(words)
    out["PERP: INCIDENT CATEGORY"] = []
    feats = category_features(view, individuals, organisations, features)
    category, p = models.choose("category", feats)
    if category and category != "NONE" and p > (0.3 if ids or org is not None else blind):
        out["PERP: INCIDENT CATEGORY"] = [category]
    out["PERP: INDIVIDUAL ID"] = ids
    if org is not None:
        words = quoted(org.shown)
        out["PERP: ORGANIZATION ID"] = [words]
        out["PERP: ORGANIZATION CONFIDENCE"] = [f"{confidence(view, org, sents, models)}: {words}"]
    return out


def category_features(view: View, individuals: Sequence[Entity], organisations: Sequence[Entity], features: set[str]) -> set[str]:
    out = {f for f in features if f.startswith(("SF:", "tF:", "sw:", "VIC:kind", "PHYS:kind", "bias"))}
    for label, found in (("ind", individuals), ("org", organisations)):
        out.add(f"{label}:{min(len(found), 2)}")
        for e in found:
            out |= {f"{label}:{w.lower()}" for w in e.words}
            out.add(f"{label}-kind:{kind_of(view, e.mentions[0])}")
            out.add(f"{label}-side:{sides().get(' '.join(e.words), '')}")
    return out


def confidence(view: View, org: Entity, sents: Sequence[int], models: Models) -> str:
    """How sure the report is of the organisation: the stance, the hedge and the speaker around its mentions."""
    return models.choose("confidence", confidence_features(view, org, sents))[0] or "REPORTED AS FACT"


def confidence_features(view: View, org: Entity, sents: Sequence[int]) -> set[str]:
    from bearwitness.extract.muc4_features import mention_features

    out = {"bias", f"n:{min(len(org.mentions), 4)}", f"side:{sides().get(' '.join(org.words), '')}"}
    for m in org.mentions:
        gap = min((abs(m.sent - n) for n in sents), default=9)
        if gap > 1 and len(org.mentions) > 1:
            continue
        near = "in" if gap == 0 else "by"
        out |= {f"{near}:{f}" for f in mention_features(view, m) if f.startswith(("claim:", "rule:", "SF:", "g0:", "nsubj", "p_", "rel:"))}
        a, b = view.sents[m.sent]
        out |= {f"{near}:w:{t.low}" for t in view.tokens[a:b] if t.low in _SURE}
    for n in sents:
        a, b = view.sents[n]
        out |= {f"s:w:{t.low}" for t in view.tokens[a:b] if t.low in _SURE}
        out |= {f"s:claim:{tags}" for s, what, tags in view.claims if s == n}
    side = sides().get(" ".join(org.words), "state" if set(org.words) & _STATE else "")
    text = " ".join(view.text.split()).upper()
    sources = re.findall(r"\(([A-Z][A-Z0-9 -]+)\)", text[:200])
    out |= {f"source:{x}" for x in sources} | {f"source:{x}&{side}" for x in sources} | {f"city:{view.city}&{side}"}
    for label, pattern in _CLUES:
        hits = [m.start() for m in re.finditer(pattern, text)]
        if hits:
            out |= {f"clue:{label}", f"clue:{label}&{side}"}
    inside = " ".join(view.text[view.tokens[view.sents[n][0]].start:view.tokens[view.sents[n][1] - 1].end] for n in
                      sorted({*sents, *(m.sent for m in org.mentions[:3])})).upper()
    for label, pattern in _CLUES:
        if re.search(pattern, " ".join(inside.split())):
            out |= {f"here:{label}", f"here:{label}&{side}"}
    return out


_STATE = frozenset("ARMY ARMED POLICE GOVERNMENT MILITARY BATTALION BRIGADE GUARD AIR ARENA".split())
_OFFICIALS = r"(?:POLICE|ARMY|ARMED FORCES|MILITARY|AUTHORIT\w+|GOVERNMENT|OFFICIAL\w*|MINIST\w+|PRESIDENT|GENERAL|COLONEL|COPREFA|PROSECUTOR|JUDGE)"
_SAYS = r"(?:SAID|REPORTED|ANNOUNCED|STATED|DISCLOSED|CONFIRMED|INDICATED|NOTED|ADDED|REVEALED|TOLD|BLAMED?|ACCUSED|ATTRIBUTED|CHARGED)"
_CLUES = (
    ("claims", r"CLAIM\w* (?:\w+ ){0,2}(?:RESPONSIBILITY|CREDIT)|TOOK (?:RESPONSIBILITY|CREDIT)|ADMITTED|(?:TAKE|ASSUM)\w* RESPONSIBILITY"),
    ("noclaim", r"NO (?:GROUP|ONE|ORGANIZATION|PERSON)[^.]{0,30}CLAIMED|NOBODY HAS CLAIMED|NOT (?:YET )?(?:BEEN )?CLAIMED"),
    ("accuse", r"ACCUS\w+|BLAM\w+|CHARGED WITH|IMPLICATED|DENOUNC\w+"), ("attribute", r"ATTRIBUT\w+"), ("suspect", r"SUSPECT\w*|PRESUM\w+|ALLEGED\w*"),
    ("perhaps", r"APPARENT\w*|PROBABL\w+|POSSIBL\w+|BELIEVED|THOUGHT|MAY HAVE|MIGHT HAVE|COULD HAVE|SEEMS?"), ("deny", r"DEN(?:Y|IED|IES)|REJECTED"),
    ("officials-say", rf"{_OFFICIALS} (?:\w+ ){{0,4}}{_SAYS}|ACCORDING TO (?:THE |A )?(?:\w+ ){{0,2}}{_OFFICIALS}|{_SAYS} BY (?:THE )?(?:\w+ )?{_OFFICIALS}"),
    ("sources", r"SOURCES?|WITNESS\w*|UNOFFICIAL\w*"), ("communique", r"COMMUNIQUE|STATEMENT|LEAFLET|TELEPHONE CALL|PHONE"),
    ("we", r"\bWE\b|\bOUR\b"), ("threat", r"THREAT\w*|WARN\w*|PLAN(?:S|NED|NING)? TO|WILL BE"), ("arrest", r"ARREST\w+|CAPTURED|TRIAL|INDICT\w+"),
    ("by", r"(?:KILLED|MURDERED|ATTACKED|KIDNAPPED|BOMBED|DYNAMITED|PLACED|PLANTED|CARRIED OUT|PERPETRATED|STAGED) BY"))


_SURE = frozenset("""claimed claim responsibility credit admitted accused accuse blamed blame suspected suspect presumed presumably alleged allegedly
apparently probably possibly possible believed attributed attribute police army authorities military government officials official
spokesman sources communique reported source said according minister president denied charged guilty linked responsible
perpetrated perhaps may might could investigation implicated""".split())


# --- targets ---------------------------------------------------------------------------------------------

def _foreign(e: Entity, country: str | None) -> str | None:
    """A nation named by a word of the target that is not the country of the incident."""
    words = [w for m in e.mentions for w in (*m.core, *m.title)]
    for w in words:
        nation = DEMONYMS.get(w) or DEMONYMS.get(w.rstrip("S"))
        if nation and nation != country:
            return nation
    joined = " ".join(words)
    return "UNITED STATES" if re.search(r"\bU ?\.? ?S\b\.?", joined) and country != "UNITED STATES" else None


def _number(e: Entity) -> str:
    if e.name:
        return "1"
    m = e.mentions[0]
    number = next((x.number for x in e.mentions if x.number is not None), None)
    if number is not None and 0 < number < 100000:
        return str(number)
    return "PLURAL" if m.plural else "1"


_TITLE_ONLY = frozenset("MR MRS MISS MS DON DONA DR".split())


def description(view: View, e: Entity) -> str | None:
    """What a named person is called: the title before the name, else the apposition behind it."""
    titles = sorted((t for m in e.mentions for t in [_title(m.title)] if t), key=len, reverse=True)
    if titles:
        return " ".join(titles[0])
    for m in e.mentions:
        toks = view.tokens
        for k in range(m.head + 1, min(len(toks), m.head + 14)):
            if toks[k].dep == "appos" and toks[k].head in range(m.first, m.head + 1) and toks[k].sent == m.sent:
                other = next((x for x in view.mentions if x.head == k and not x.name), None)
                if other is not None:
                    return _called(other)
    for m in e.mentions:      # ", a NOUN" right behind the name, whatever the parser made of it
        at = m.head + 1
        if at < len(view.tokens) and view.tokens[at].text == ",":
            other = next((x for x in view.mentions if at < x.first <= at + 3 and not x.name and x.sent == m.sent
                          and view.tokens[x.head].low in ROLE_WORDS | _CALLED), None)
            if other is not None:
                return _called(other)
    return None


_CALLED = frozenset("""mayor senator congressman businessman peasant student bodyguard driver priest nun attorney candidate magistrate policeman
soldier employee adviser anthropologist missionary citizen brother son daughter wife hopeful archbishop politician economist rector
newsman photographer technician industrialist landowner rancher councilman councilwoman engineer agent leader""".split())


def _called(m: Mention) -> str:
    words = m.core + (m.of if m.core[-1].lower() in ROLE_WORDS | _CALLED and len(m.of) <= 6 else ())
    return " ".join(_title(words) or words)


def _title(words: tuple[str, ...]) -> tuple[str, ...]:
    """A title without nationality in front, "Dr" behind, and what is no title at all."""
    kept = [w for w in words if w not in ("-", ",", "'S", "'")]
    while len(kept) > 1 and (kept[0] in DEMONYMS or kept[0] in ("YOUNG", "ELDERLY", "LATE", "YEAR", "OLD")):
        kept = kept[1:]
    while len(kept) > 1 and kept[-1] in _TITLE_ONLY:
        kept = kept[:-1]
    return tuple(kept) if set(kept) - _TITLE_ONLY - {"AT", "LEAST"} else ()


def _core(m: Mention) -> str:
    return " ".join(m.core)


def people(view: View, found: Sequence[Entity], kind: str, country: str | None, models: Models, cut: float) -> Template:
    out: Template = {s: [] for s in ("HUM TGT: NAME", "HUM TGT: DESCRIPTION", "HUM TGT: TYPE", "HUM TGT: NUMBER", "HUM TGT: FOREIGN NATION",
                                     "HUM TGT: EFFECT OF INCIDENT")}
    told = {d for e in found if e.name for d in [description(view, e)] if d}
    for e in found:
        words = " ".join(e.words)
        if not e.name and _number(e) == "1" and any(words == d or d.endswith(" " + words) or d.startswith(words + " ") for d in told):
            continue      # "the mayor": the one already named
        tie = quoted(e.shown)
        if e.name:
            out["HUM TGT: NAME"].append(tie)
            d = description(view, e)
            if d:
                out["HUM TGT: DESCRIPTION"].append(f"{quoted(d)}: {tie}")
        else:
            out["HUM TGT: DESCRIPTION"].append(tie)
        features = entity_features(view, e) | described(view, e)
        kind_, _ = models.choose("person", features)
        out["HUM TGT: TYPE"].append(f"{kind_ or 'CIVILIAN'}: {tie}")
        out["HUM TGT: NUMBER"].append(f"{_number(e)}: {tie}")
        nation = _foreign(e, country)
        if nation:
            out["HUM TGT: FOREIGN NATION"].append(f"{nation}: {tie}")
        effect, p = models.choose("harm", features | {f"type:{kind}"})
        if effect not in ("", "NONE") and p >= cut:
            out["HUM TGT: EFFECT OF INCIDENT"].append(f"{effect}: {tie}")
    return out


def described(view: View, e: Entity) -> set[str]:
    d = description(view, e) if e.name else " ".join(e.words)
    return {f"d:{w.lower()}" for w in (d or "").split()} | ({f"dl:{d.split()[-1].lower()}"} if d else {"d:none"})


def things(view: View, found: Sequence[Entity], kind: str, country: str | None, models: Models, cut: float) -> Template:
    out: Template = {s: [] for s in ("PHYS TGT: ID", "PHYS TGT: TYPE", "PHYS TGT: NUMBER", "PHYS TGT: FOREIGN NATION", "PHYS TGT: EFFECT OF INCIDENT")}
    for e in found:
        tie = quoted(e.shown)
        out["PHYS TGT: ID"].append(tie)
        features = entity_features(view, e)
        kind_, _ = models.choose("thing", features)
        out["PHYS TGT: TYPE"].append(f"{kind_ or 'OTHER'}: {tie}")
        out["PHYS TGT: NUMBER"].append(f"{_number(e) if not e.name else '1'}: {tie}")
        nation = _foreign(e, country)
        if nation:
            out["PHYS TGT: FOREIGN NATION"].append(f"{nation}: {tie}")
        effect, p = models.choose("damage", features | {f"type:{kind}"})
        if effect not in ("", "NONE") and p >= cut:
            out["PHYS TGT: EFFECT OF INCIDENT"].append(f"{effect}: {tie}")
    return out
