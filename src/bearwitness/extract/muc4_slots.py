"""Writing the slots of a MUC-4 template: instruments, doers, targets (dates and places: muc4_places)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bearwitness.extract.muc4_features import (
    cluster_features,
    entity_features,
    governor,
    kind_of,
    own_features,
    sides,
)
from bearwitness.extract.muc4_model import Models
from bearwitness.extract.muc4_phrases import is_person, shown
from bearwitness.extract.muc4_places import DEMONYMS
from bearwitness.extract.muc4_tables import clusters, target_kinds
from bearwitness.extract.muc4_view import Entity, Mention, View
from bearwitness.extract.names import ROLE_WORDS

Template = dict[str, list[str]]

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
        words = shown(e)
        kind_ = instrument_type(words)
        ids.append(quoted(words))
        if kind_:
            types.append(f"{kind_}: {quoted(words)}")
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
        words = shown(e)
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
        words = quoted(shown(org))
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
    if e.name and is_person(e):
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


def people(view: View, found: Sequence[Entity], kind: str, country: str | None, models: Models, cut: float) -> Template:
    out: Template = {s: [] for s in ("HUM TGT: NAME", "HUM TGT: DESCRIPTION", "HUM TGT: TYPE", "HUM TGT: NUMBER", "HUM TGT: FOREIGN NATION",
                                     "HUM TGT: EFFECT OF INCIDENT")}
    told = {d for e in found if e.name for d in [description(view, e)] if d}
    for e in found:
        words = " ".join(e.words)
        if not e.name and _number(e) == "1" and any(words == d or d.endswith(" " + words) or d.startswith(words + " ") for d in told):
            continue      # "the mayor": the one already named
        tie = quoted(shown(e))
        if is_person(e):
            out["HUM TGT: NAME"].append(tie)
            d = description(view, e)
            if d:
                out["HUM TGT: DESCRIPTION"].append(f"{quoted(d)}: {tie}")
        else:
            out["HUM TGT: DESCRIPTION"].append(tie)
        kind_, _ = models.choose("person", type_features(view, e))
        out["HUM TGT: TYPE"].append(f"{kind_ or 'CIVILIAN'}: {tie}")
        out["HUM TGT: NUMBER"].append(f"{_number(e)}: {tie}")
        nation = _foreign(e, country)
        if nation:
            out["HUM TGT: FOREIGN NATION"].append(f"{nation}: {tie}")
        effect, p = models.choose("harm", entity_features(view, e) | effect_features(view, e, kind))
        if effect not in ("", "NONE") and p >= cut:
            out["HUM TGT: EFFECT OF INCIDENT"].append(f"{effect}: {tie}")
    return out


def described(view: View, e: Entity) -> set[str]:
    d = description(view, e) if e.name else " ".join(e.words)
    return {f"d:{w.lower()}" for w in (d or "").split()} | ({f"dl:{d.split()[-1].lower()}"} if d else {"d:none"})


_NOBODY = re.compile(r"""\bNO\s+(?:ONE|CASUALT\w+|INJUR\w+|VICTIMS?|DEATHS?|FATALIT\w+|PERSONAL\s+INJUR\w+|LOSS\s+OF\s+LIFE|REPORTS?\s+OF\s+(?:CASUALT|INJUR|VICTIM)\w*)
    |\bNOBODY\s+WAS|\bNONE\s+(?:OF\s+\w+\s+)?WAS\s+(?:INJURED|HURT)|\bWITHOUT\s+(?:CAUSING\s+)?(?:ANY\s+)?(?:CASUALT|INJUR|VICTIM)\w+
    |\bDID\s+NOT\s+(?:CAUSE|RESULT\s+IN|LEAVE)\s+(?:ANY\s+)?(?:CASUALT|INJUR|VICTIM)\w+""", re.I | re.X)


def nobody(view: View, sents: Sequence[int]) -> list[str]:
    """"No casualties were reported", near an incident without a human target."""
    near = [n for n in range(len(view.sents)) if any(-1 <= n - s <= 2 for s in sents)]
    told = any(_NOBODY.search(view.text[view.tokens[view.sents[n][0]].start:view.tokens[view.sents[n][1] - 1].end]) for n in near)
    return ['NO INJURY OR DEATH: "-"'] if told else []


def type_features(view: View, e: Entity) -> set[str]:
    """What kind of person or thing a target is: by its own words and what it is called, not by what befell it."""
    out = described(view, e) | cluster_words(" ".join(sorted(described(view, e))))
    out |= {f for f in own_features(view, e) if not f.startswith(("n:", "det:", "number:"))}
    out |= {f for f in cluster_features(view, e) if f.startswith(("hc", "mc"))}
    for m in e.mentions[:4]:
        out |= {f"of:{w.lower()}" for w in m.of} | {f"ofc:{c}" for w in m.of for c in clusters().get(w.lower(), ())[1:]}
        a, _ = view.sents[m.sent]
        for t in view.tokens[max(a, m.first - 3):m.first]:
            out.add(f"L:{t.low}")
        for t in view.tokens[m.head + 1:m.head + 8]:
            if t.sent == m.sent:
                out |= {f"R:{t.low}"} | {f"Rlex:{k}" for k in target_kinds().get(t.low, ())}
    return out


def cluster_words(features: str) -> set[str]:
    return {f"dc{n}:{c}" for f in features.split() for w in [f.split(":")[-1]] if w in clusters() for n, c in enumerate(clusters()[w])}


def effect_features(view: View, e: Entity, kind: str) -> set[str]:
    """What befell a target: the kind of incident, alone and with the event words of its sentences."""
    frames = {f for m in e.mentions[:4] for _, f in view.frames[m.sent]}
    own = {f for m in e.mentions[:4] for _, k in governor(view, m.head)[:2] for f in [view.tokens[k].low]}
    return {f"type:{kind}"} | {f"type:{kind}&SF:{f}" for f in frames} | {f"by:{w}" for w in own} | described(view, e)


def things(view: View, found: Sequence[Entity], kind: str, country: str | None, models: Models, cut: float) -> Template:
    out: Template = {s: [] for s in ("PHYS TGT: ID", "PHYS TGT: TYPE", "PHYS TGT: NUMBER", "PHYS TGT: FOREIGN NATION", "PHYS TGT: EFFECT OF INCIDENT")}
    for e in found:
        tie = quoted(shown(e))
        out["PHYS TGT: ID"].append(tie)
        kind_, _ = models.choose("thing", type_features(view, e))
        out["PHYS TGT: TYPE"].append(f"{kind_ or 'OTHER'}: {tie}")
        out["PHYS TGT: NUMBER"].append(f"{_number(e) if not e.name else '1'}: {tie}")
        nation = _foreign(e, country)
        if nation:
            out["PHYS TGT: FOREIGN NATION"].append(f"{nation}: {tie}")
        effect, p = models.choose("damage", entity_features(view, e) | effect_features(view, e, kind))
        if effect not in ("", "NONE") and p >= cut:
            out["PHYS TGT: EFFECT OF INCIDENT"].append(f"{effect}: {tie}")
    return out
