"""What kind of party an actor is, read off its kind and its own words; None where they do not tell.

The classes are ACLED's eight (codebook of October 2024, "interaction"); UCDP's organised sides and PLOVER's
sectors follow from them. A group whose words say neither rebel nor militia stays unknown: choosing is for people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bearwitness.model import Who

STATE, REBEL, POLITICAL, IDENTITY, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = range(1, 9)
INTER = {1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters",
         7: "Civilians", 8: "External/Other forces"}
ORGANISED = frozenset((STATE, REBEL, POLITICAL, IDENTITY, EXTERNAL))


@dataclass(frozen=True, slots=True)
class Party:
    """`code` is 1 to 8, or None; `rule` says in words what decided or why nothing did."""

    code: int | None
    rule: str


def _words(*names: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(names) + r")\b", re.IGNORECASE)


_RULES: tuple[tuple[int, re.Pattern[str], str], ...] = (
    (EXTERNAL, _words("peacekeepers?", "peacekeeping", r"un mission", r"coalition (?:forces|aircraft|warplanes)", "private military"), "an outside force"),
    (PROTESTERS, _words("protest[eo]rs?", "demonstrators?", "marchers?", "strikers?"), "protesters"),
    (RIOTERS, _words("rioters?", "mob", "mobs", "looters?", "angry crowd", "vigilantes?"), "rioters"),
    (IDENTITY, _words("tribal", "tribesmen", "clans?", "communal", "clansmen", "ethnic militias?", r"sectarian (?:gunmen|militias?)", "herders", "farmers' militias?"),
     "a militia of a community"),
    (CIVILIANS, _words("civilians?", "residents?", "villagers?", "worshipp?ers?", "famil(?:y|ies)", "women", "children", "journalists?", "doctors?", "medics?",
                       "patients?", "students?", "pupils", "refugees?", "displaced", "farmers", "shepherds?", "community", "communities", "minorit(?:y|ies)",
                       "aid workers?", "passengers?", "pilgrims?", "shoppers?", "mourners?", "child", "wom[ae]n", "girls?", "boys?", "bab(?:y|ies)",
                       "infants?", "teenagers?", "activists?", "teachers?", "lawyers?", "drivers?", "shopkeepers?", "traders?", "labou?rers?", "reporters?", "nurses?", "paramedics?"), "people who do not fight"),
    (POLITICAL, _words(r"(?:government|regime|state|army)[- ](?:aligned|backed|allied|affiliated|linked|sponsored)",
                       r"(?:allied|affiliated) (?:with|to) the (?:government|regime|army)", "militias?", "militiamen", "loyalists?", r"pro-\w+ (?:fighters|gunmen|forces|groups?|factions?)", "paramilitar(?:y|ies)", "death squads?", "shabiha",
                       "thugs", "gangs?", "cartels?"), "a militia"),
    (REBEL, _words("rebels?", "insurgents?", "insurgency", "guerrillas?", r"opposition (?:fighters|forces|groups?)", "separatists?", "liberation (?:front|army)",
                   "mujahideen", "jihadists?"), "rebels"),
    (STATE, _words("army", "military", "police", "policem[ae]n", "soldiers?", "troops", r"security (?:forces?|personnel|services?)", "gendarme(?:s|rie)?",
                   r"government (?:forces?|troops|aircraft|warplanes)", "national guard", "air force", "navy", "border guards?", "intelligence", "ministry",
                   r"interim government", "government", "regime forces", "prison guards?", "authorities"), "forces of a state"),
)
_FORMER = _words("former", "ex-", "ousted", "fallen", "remnants?")


def party(who: Who, country: str | None = None) -> Party:
    """The class of an actor.

    Args:
        country: where it happened (ISO 3166-1 alpha-2): the forces of another state are external there.

    >>> party(Who("farmers of Dershe", "community")).code
    7
    >>> party(Who("the gunmen", "armed_group")).code is None
    True
    """
    text = " ".join(part for part in (who.name, who.role) if part)
    found = next(((code, why) for code, rule, why in _RULES if rule.search(text)), None)
    if found is not None and found[0] == STATE and _FORMER.search(text):
        return Party(None, f"\"{who.name}\" was a state's once: rebel group or militia is for people to say")
    foreign = (who.entity_id or "").startswith("state:") and country is not None and who.entity_id != f"state:{country.lower()}"
    if who.kind == "state" or (found is not None and found[0] == STATE):
        return Party(EXTERNAL, f"\"{who.name}\" is of another state than where it happened") if foreign \
            else Party(STATE, f"\"{who.name}\" is named as forces or a body of a state")
    if found is not None:
        return Party(found[0], f"\"{who.name}\" is named as {found[1]}")
    if who.kind in ("community", "person"):
        return Party(CIVILIANS, f"\"{who.name}\" is named as a {who.kind}, and not as fighting")
    if who.kind == "armed_group":
        return Party(None, f"the words of \"{who.name}\" do not say whether it is a rebel group or a militia")
    return Party(None, f"the words of \"{who.name}\" do not say what kind of party it is")


_SECTORS = (("PRM", _words(r"pro-government", "loyalists?", "paramilitar(?:y|ies)")), ("COP", _words("police", "policem[ae]n", "gendarme(?:s|rie)?")),
            ("SPY", _words("intelligence")), ("JUD", _words("courts?", "judges?", "prosecutors?", "tribunal")), ("LEG", _words("parliament", "senate", "lawmakers?", "congress")),
            ("JRN", _words("journalists?", "reporters?", "news agency")), ("MED", _words("doctors?", "medics?", "hospitals?", "nurses?")),
            ("REF", _words("refugees?", "displaced")), ("EDU", _words("students?", "teachers?", "pupils", "university", "school")),
            ("REL", _words("clerics?", "imams?", "bishops?", "priests?", "church")), ("AGR", _words("farmers?", "herders")), ("LAB", _words("workers", "union")),
            ("PTY", _words("party")), ("MIL", _words("army", "military", "soldiers?", "troops", "air force", "navy", r"security forces", r"(?:government|regime) forces", "warplanes?", "warships?")),
            ("REB", _words("rebels?", "insurgents?", "guerrillas?", "fighters")), ("UAF", _words("gunm[ae]n", "attackers?", "assailants?", "militiam[ae]n", "militias?", "armed (?:men|group|groups)", "factions?")),
            ("GOV", _words("government", "ministry", "minister", "president", "authorities")), ("CRM", _words("gangs?", "cartels?")),
            ("OPP", _words("opposition", "protest[eo]rs?", "demonstrators?")), ("SOC", _words("observatory", "human rights", "ngo", "activists?")))


def sector(who: Who) -> str | None:
    """PLOVER's sector code of an actor, by its words (manual of 2024); None where they do not tell."""
    text = " ".join(part for part in (who.name, who.role) if part)
    found = next((code for code, rule in _SECTORS if rule.search(text)), None)
    if found is not None:
        return found
    return {"state": "GOV", "community": "CVL", "armed_group": "UAF"}.get(who.kind)
