"""Ground that changes hands, arrests, seizures, loot, agreements and what armed bodies do without a fight.

ACLED calls most of these strategic developments; ground taken by fighting is a battle.
"""

from __future__ import annotations

import re

from bearwitness.extract.event_facts import ARMED, CROWD, Facts, Verdict
from bearwitness.extract.event_protest import by_crowd
from bearwitness.extract.event_violence import means_of

_RE = ("recaptur", "reclaim", "retake", "retaking", "retook", "retaken", "regain", "liberat", "recover", "reoccup", "restor", "secur", "back")
_ARMS = frozenset("weapons weapon ammunition arms munitions explosives drugs cache caches rifles guns grenades bombs rockets missiles bullets".split())
_GOODS = frozenset("""vehicles vehicle goods livestock cattle land property cash money food supplies medicine truck trucks car cars motorcycles
motorbikes cows sheep goats camels aid equipment crops""".split())
_LAND = frozenset("""control territory positions position checkpoint checkpoints base outpost barracks headquarters station airbase airport
airfield post posts bases border village villages town towns city cities district area areas neighbourhood neighborhood hill hills island
camp compound bridge crossing dam junction hilltop settlement settlements hamlet suburb garrison port points farms""".split())
_DWELLINGS = frozenset("house houses home homes building buildings shop shops warehouse warehouses apartment apartments residence farm farms store stores".split())
_PEOPLE_TAKEN = ("captur", "seiz", "take", "took")


def _peaceful(f: Facts) -> bool:
    if re.search(r"\bno (?:exchange of fire|fighting|shots?|clash\w*|resistance)\b|\bwithout (?:a |any )?(?:\w+ )?(?:fight\w*|shots?|resistance|clash\w*|violence|battle)\b|"
                 r"\bnobody fired\b|\bnot a shot\b|\bno one fired\b|\bpeacefully\b|\bunopposed\b", f.story):
        return True
    without = f.says("without", "no", "unopposed") and f.says("fighting", "fight", "resistance", "clashes", "shot", "unopposed", "violence", "opposition")
    left = re.search(r"\b(?:withdr[ae]w|withdrawal|withdrawn|retreat|pulled out|pullout|left|vacated|abandoned|evacuated|departed|handed over|agreement|deal|"
                     r"departure|pull - out|flight of)\b", f.sentence)
    fought = re.search(r"\b(?:clash|fight|firefight|gunfight|gun|fought|battle|attack|offensive|assault|shell|strike|heavy|kill|forc(?:ing|ed)|repel|casualt|raid)", f.sentence)
    return without or f.says("peacefully", "unopposed") or (left is not None and fought is None)


_INTO_BASE = re.compile(r"\b(?:turn|convert|transform|mak|us)\w* (?:it|them|the \w+) (?:in)?(?:to|as) (?:\w+ ){0,3}?(?:base|headquarters|barracks|camp|outpost)\b")
_SUSPECTS = frozenset("suspect suspects operative operatives smuggler smugglers thief thieves".split())
_CHIEFS = frozenset("chief head elder leader chairman mayor official officials elders chiefs councillor teacher".split())
_GONE = re.compile(r"\b(?:undisclosed|unknown|secret|unidentified) (?:location|place|site|destination|prison)|\bwhereabouts\b|\bnot been (?:seen|heard)|"
                   r"\bincommunicado\b|\bnever (?:seen|heard)|\bwithout (?:a )?trace\b")


def take(f: Facts) -> Verdict | None:
    """captured, seized, took control of: arms, goods, people, or ground won, lost or handed over."""
    words, things = f.text, f.patient_words
    if f.held - {"aircraft", "armour"} or things & _ARMS:
        return Verdict("Disrupted weapons use", "COERCE/seize", "weapons were seized")
    if things & {"power"}:
        return Verdict("Other", "COERCE/seize", "power was seized")
    if f.text in ("take", "takes", "took", "taken", "taking") and not f.near_place:
        return None
    if "armed" in f.agents and (f.agent_words & {"government", "police"} or {"national", "army"} <= f.agent_words) and not f.agent_words & {
            "rebel", "rebels", "liberation", "opposition", "anti"}:
        f.agents.append("state")
    if f.agent_words & {"loyalist", "loyalists"} or (f.agent_words & {"national"} and f.agent_words & {"army"}):
        f.agents.append("state")
    people = f.suffering & {"civilian", "prisoner", "armed", "state"}
    if f.doers & ARMED and _INTO_BASE.search(f.sentence):
        return Verdict("Headquarters or base established", "MOBILIZE/troops", f"\"{words}\" for a base")
    land: bool | set[str] = f.near_place or "possession" in words or things & _LAND or f.suffering & {"place", "facility"}
    if people & {"civilian", "armed"} and f.patient_words & _CHIEFS and words.startswith(_PEOPLE_TAKEN) and "control" not in words and not f.patient_words & {"headquarters", "base", "office", "compound", "palace"}:
        land = False        # "seized a village chief"
    if not land and people and any(x in words for x in _PEOPLE_TAKEN) and f.verbal and "control" not in words and "over" not in words and (
            "possession" not in words):
        if "state" in f.agents or ("armed" in people and not people & {"state", "civilian", "prisoner"}):
            return Verdict("Arrests", "COERCE/arrest", "people were captured by a state, or fighters by others")
        return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", "people were captured")
    if (not land and "vehicle" in f.suffering) or (things & _GOODS - {"land"} and not f.near_place):
        return Verdict("Looting/property destruction", "COERCE/seize", "property was seized")
    if things & _DWELLINGS and "state" not in f.patients and not f.near_place and not things & (_LAND - {"camp", "compound", "farms", "station"}):
        return Verdict("Looting/property destruction", "COERCE/seize", "property was seized")
    if things & {"land"} and words.startswith("sei"):
        return Verdict("Looting/property destruction", "COERCE/seize", "property was seized")
    if f.says("peacefully", "unopposed") or "handed" in words or (
            (land or not f.patients) and _peaceful(f) and not any(x in words for x in ("recaptur", "overr", "storm", "liberat"))):
        return Verdict("Non-violent transfer of territory", "RETREAT/withdraw", "control changed without fighting")
    if not land and not (f.doers & ARMED and words.startswith("occup")) and not any(x in words for x in ("control", "authority", "charge", "rule", "flag", "hold", "overwhelm", "ground", "out of", "from", "dislodge", "oust", "chas", "rout", "expel", "push", "drive", "drove", "overr")):
        return None
    back = any(x in words for x in _RE)
    from_state = bool(f.preps.get("from", set()) & {"government", "army", "state", "regime", "police", "military", "troops", "soldiers"})
    if f.foreign and not back and "armed" not in f.agents:
        return Verdict("Non-state actor overtakes territory", "COERCE/seize", f"\"{words}\" by the forces of another state")
    if ("state" in f.agents or (f.country and "armed" not in f.agents)) and not (from_state and "state" not in f.agents):
        return Verdict("Government regains territory", "COERCE/seize", f"\"{words}\" by government forces")
    if back and "armed" in f.suffering and "state" not in f.suffering and not f.agent_words & {"rebels", "rebel", "militants", "jihadists", "insurgents", "fighters"}:
        return Verdict("Government regains territory", "COERCE/seize", f"\"{words}\" from an armed group")
    if "armed" in f.agents or from_state:
        return Verdict("Non-state actor overtakes territory", "COERCE/seize", f"\"{words}\" by an armed group")
    if back or f.preps.get("from", set()) & {"rebels", "insurgents", "militants", "fighters", "militia", "group", "terrorists"}:
        return Verdict("Government regains territory", "COERCE/seize", f"\"{words}\": control was won back")
    return Verdict("Non-state actor overtakes territory", "COERCE/seize", f"\"{words}\", not by a government as told")


_HELD_PEOPLE = frozenset("prisoners prisoner hostages hostage detainees detainee suspect suspects bodies remains children soldiers captives men women".split())


def handover(f: Facts) -> Verdict | None:
    """"handed over", "gave up", "ceded": of ground a transfer, of weapons their loss, of people their release."""
    things = f.patient_words
    if f.text.startswith("surrender") and not f.patients:
        return Verdict("Agreement", "RETREAT/disarm", f"\"{f.text}\": fighters gave themselves up")
    if things & {"himself", "herself", "themselves"}:
        return Verdict("Agreement", "RETREAT/disarm", f"\"{f.text}\": fighters gave themselves up")
    if things & _ARMS or f.held:
        return Verdict("Disrupted weapons use", "RETREAT/disarm", f"\"{f.text}\": weapons handed over")
    if things & _HELD_PEOPLE or f.suffering & {"prisoner"}:
        return Verdict("Other", "RETREAT/release", f"\"{f.text}\": people handed over")
    if things & {"power", "letter", "petition", "documents", "report", "cheque", "aid", "statement", "claim", "claims", "hope"} or not (
            f.near_place or things & _LAND or f.suffering & {"place", "facility", "state"} or "control" in f.text or things & {"outskirts", "parts", "it"}):
        return None
    return Verdict("Non-violent transfer of territory", "RETREAT/withdraw", f"\"{f.text}\": ground handed over without a fight")


_NO_GROUND = frozenset("""agreement deal talks negotiations accord coalition treaty race election candidacy parliament charge charges lawsuit support
case competition government process pact truce ceasefire""".split())


def withdraw(f: Facts) -> Verdict | None:
    """Armed bodies that leave a place."""
    if not (f.doers | f.suffering) & ARMED and not f.country and "territory" not in f.clause:
        return None
    if f.preps.get("from", set()) & _NO_GROUND or f.patient_words & _NO_GROUND:
        return None
    if re.search(r"\bredeploy\w*", f.sentence) or (f.verbal and f.text.startswith(("withdr", "pull")) and f.patient_words & {"reinforcements", "equipment", "vehicles", "convoy", "weapons"}):
        return Verdict("Change to group/activity", "RETREAT/withdraw", f"\"{f.text}\": forces moved")
    return Verdict("Non-violent transfer of territory", "RETREAT/withdraw", f"\"{f.text}\"")


def loot(f: Facts) -> Verdict | None:
    """Property taken, burned or destroyed: by demonstrators or a crowd a riot, by a weapon that strikes what that weapon is."""
    if f.clause & {"earthquake", "flood", "floods", "storm", "wildfire", "cyclone", "hurricane", "accidental", "lightning", "tornado", "landslide"}:
        return None
    things = f.suffering & {"facility", "vehicle", "place", "other", "civilian", "state"}
    if f.frame == "destroy" and f.patients and f.suffering <= {"armed"} and not f.weapons:
        return None         # to destroy a group is no destruction of property
    if f.frame == "destroy" and f.doers & ARMED and (f.held & {"ied", "mine", "car_bomb", "grenade", "rocket", "missile", "mortar", "drone", "chemical"} or (
            f.patient_words & _ARMS) or f.patient_words & {"tunnel", "tunnels", "ordnance", "arsenal"}):
        means = means_of(f)
        if not means or means[0] not in ("Air/drone strike", "Shelling/artillery/missile attack"):
            return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\": weapons made useless")
    means = means_of(f)
    if means and f.frame == "destroy":
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if f.frame == "destroy" and not things and f.verbal and not f.doers & (ARMED | {"mob", "protester"}):
        return None
    if f.frame == "arson" and f.patients and f.suffering == {"other"} and f.doers and not f.doers & (ARMED | {"mob", "protester"}) and not (
            f.agent_words & CROWD or f.patient_words & {"him", "her", "them", "himself", "herself"}):
        return None
    if f.text.startswith("br") and re.search(r"\b(?:kill|massacr|murder|shot|shoot|stab|abduct|kidnap|rap(?:ed|ing)|slaughter|hack)", f.sentence):
        return None         # they broke in to do worse
    crowd = by_crowd(f)
    if crowd and (crowd.type == "Violent demonstration" or f.frame != "loot" or "mob" in f.doers or f.suffering):
        return crowd
    if f.frame == "loot" and f.held & {"firearm"}:
        return Verdict("Looting/property destruction", "COERCE/seize", f"\"{f.text}\"")
    mode = "COERCE/seize" if f.frame == "loot" else "ASSAULT/destroy"
    return Verdict("Looting/property destruction", mode, f"\"{f.text}\"")


_MARCHERS = frozenset("protester protesters protestor protestors demonstrator demonstrators marchers picketers strikers".split())


def arrest(f: Facts) -> Verdict | None:
    if f.patient_words & _MARCHERS:
        return Verdict("Protest with intervention", "PROTEST/demo", f"\"{f.text}\" of protesters")
    if _GONE.search(f.story):
        return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", f"\"{f.text}\": held where nobody is told")
    if "armed" in f.agents and "state" not in f.agents and f.suffering != {"armed"} and not f.patient_words & _SUSPECTS and not f.text.startswith(("jail", "imprison")):
        return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", f"\"{f.text}\" by an armed group")
    return Verdict("Arrests", "COERCE/arrest", f"\"{f.text}\"")


def abduct(f: Facts) -> Verdict | None:
    if "state" in f.doers and f.text.startswith("drag") and f.patient_words & _MARCHERS | f.patient_words & {"activist", "activists"}:
        return Verdict("Protest with intervention", "PROTEST/demo", f"\"{f.text}\" from a protest")
    if "state" in f.doers and f.text.startswith(("led ", "lead ", "leads ")) and not _GONE.search(f.story):
        return Verdict("Arrests", "COERCE/arrest", f"\"{f.text}\" by a state")
    if "state" in f.doers and f.suffering & {"armed"} and f.text.startswith(("pick", "took", "take")):
        return Verdict("Arrests", "COERCE/arrest", f"\"{f.text}\" by a state, of armed men")
    if f.text.startswith(("abduct", "kidnap", "seiz")) and re.search(r"\b(?:gang )?-? ?rap(?:ed?|ing)\b", f.sentence):
        return Verdict("Sexual violence", "ASSAULT/sexual", f"\"{f.text}\" and rape")
    if "hijack" in f.text and not f.suffering & {"civilian", "state", "armed", "prisoner"} and f.patients:
        return Verdict("Looting/property destruction", "COERCE/seize", "a vehicle was hijacked")
    return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", f"\"{f.text}\"")


_OTHER_MODES = (("suspend", "SANCTION/discontinue"), ("sever", "SANCTION/discontinue"), ("curfew", "COERCE/curfew"),
                ("emergency", "COERCE/martial-law"), ("martial law", "COERCE/martial-law"), ("sanction", "SANCTION/withdraw"),
                ("embargo", "SANCTION/discontinue"), ("ambassador", "SANCTION/expel"), ("diplomat", "SANCTION/expel"),
                ("sentenced", "SANCTION/convict"), ("convicted", "SANCTION/convict"), ("releas", "RETREAT/release"), ("freed", "RETREAT/release"),
                ("assistance", "AID"), ("grant", "AID"), ("asylum", "AID"), ("aid", "AID"), ("talks", "CONSULT"), ("negotiations", "CONSULT"), ("met", "CONSULT/visit"), ("resign", "RETREAT/resign"),
                ("censor", "COERCE/censor"), ("internet", "COERCE/censor"), ("banned", "COERCE/restrict"), ("ban", "COERCE/restrict"),
                ("siege", "COERCE/restrict"), ("blockad", "COERCE/restrict"), ("besieg", "COERCE/restrict"), ("closed", "COERCE/restrict"),
                ("shut", "COERCE/restrict"), ("coup", "COERCE/seize"), ("hack", "COERCE/cyber"), ("leaflet", "THREATEN/violence"),
                ("threaten", "THREATEN/violence"))


_FIRMS = frozenset("company firm airline club school college museum shop restaurant league theatre factory plant bank chain operator".split())
_STATESMEN = frozenset("""president minister ministers ambassador envoy secretary leader leaders king emir delegation officials official general commander
chief chancellor premier diplomats negotiators mediator representatives rebels elders""".split())


def other(f: Facts) -> Verdict | None:
    """What bears on a conflict and is none of the named kinds."""
    s = f.text + " " + " ".join(sorted(f.clause))
    if f.text.startswith(("releas", "free", "let")) and (f.doers & ARMED or f.says("negotiation", "negotiations", "deal", "mediation", "agreement", "swap", "talks")):
        return Verdict("Agreement", "RETREAT/release", f"\"{f.text}\": captives let go")
    if f.text.startswith("ban") and f.agent_words & {"treaty", "law", "laws", "rule", "rules", "constitution", "convention", "act"}:
        return None
    if f.agent_words & _FIRMS and not (f.doers & ARMED or f.country or f.doers & {"place"}):
        return None
    if f.text.startswith(("order", "forc", "collect", "warn")) and not f.doers & ARMED:
        return None
    if f.text in ("ban", "bans", "blockade", "siege") and not f.verbal and not f.says("imposed", "lifted", "declared", "ended", "announced", "broke"):
        return None
    if f.text.split(" ")[0] in ("lift", "lifted", "lifts", "lifting") or f.clause & {"lifted", "shortened", "eased", "ended"}:
        return Verdict("Other", "RETREAT/access", f"\"{f.text}\"")
    if f.text.startswith(("met ", "meet")) and not f.says(*_STATESMEN):
        return None
    for word, code in _OTHER_MODES:
        if word in s:
            return Verdict("Other", code, f"\"{f.text}\"")
    return Verdict("Other", None, f"\"{f.text}\"")


_OF_WAR = frozenset("""militia militias fighters fighter rebel rebels armed military troops army soldiers police militants militant jihadist jihadists insurgent
insurgents guerrilla guerrillas forces force separatist separatists faction factions brigade battalion commander war mobilisation mobilization conscription enlistment
reservists conscripts recruits recruitment reinforcements dissidents fronts guerrillas gang cartel paramilitary disarmament demobilisation demobilization combatants mercenaries weapons arms
allegiance volunteers defence defense convoy coalition armour tanks missiles""".split())
_JOINERS = frozenset("fighters soldiers militants members group groups faction factions brigade tribe tribesmen youths youth officers policemen men rebels".split())


def group(f: Facts) -> Verdict | None:
    """Groups that form, merge, split, surrender, move; not the forming of a committee or a cabinet."""
    if (f.clause & {"committee", "commission", "inquiry", "cabinet", "investigation", "government", "parliament"} and "formation" in f.sentence + f.text) or (
            f.clause & {"committee", "commission"}):
        return None
    near = f.clause | f.agent_words | f.patient_words | set(f.text.split())
    if f.agent_words & {"it", "they"} and f.text.startswith(("disband", "dissolv", "split", "merg", "rename")):
        near |= set(f.sentence.split())     # "the gang said it had disbanded"
    if near & {"birth", "existence", "formation"} and f.agent_words & {"front", "movement", "outfit"}:
        near.add("armed")
    if not (f.doers & ARMED or f.suffering & ARMED or f.country or near & _OF_WAR):
        return None
    if f.text.startswith("join") and not (f.doers & {"armed"} or f.agent_words & _JOINERS or (f.text.endswith("form") and f.doers & ARMED)):
        return None
    if f.text.startswith("deployment") and not (f.doers & ARMED or f.suffering & ARMED or f.country or f.says("troops", "forces", "soldiers", "police", "fighters")):
        return None
    words = f.clause | set(f.text.split())
    if words & {"disbanded", "dissolved", "laid", "surrendered", "disband", "dissolve", "demobilised", "demobilized"}:
        code: str | None = "RETREAT/disarm"
    elif words & {"deployed", "reinforcements", "troops", "deployment", "mobilised", "mobilized", "patrol", "redeployed", "sent", "convoy", "drills",
                  "exercise", "exercises"}:
        code = "MOBILIZE/police" if words & {"police", "policemen", "gendarmes"} else "MOBILIZE/troops"
    elif words & {"recruited", "conscripted", "militia", "brigade", "formation", "formed", "recruit"}:
        code = "MOBILIZE/militia"
    else:
        code = "COOPERATE" if words & {"merged", "merger", "joined"} else None
    if f.text.startswith("surrender") or (set(f.text.split()) & {"themselves", "himself", "herself"} and set(f.text.split()) & {"in", "up"}):
        return Verdict("Agreement", "RETREAT/disarm", f"\"{f.text}\": fighters gave themselves up")
    return Verdict("Change to group/activity", code, f"\"{f.text}\"")


def displace(f: Facts) -> Verdict | None:
    if f.patient_words & {"diplomats", "diplomat", "ambassador", "ambassadors", "inspectors", "observers", "attaché", "envoy"}:
        return Verdict("Other", "SANCTION/expel", f"\"{f.text}\": envoys sent out")
    if (f.verbal and not f.patients) or (f.patients and not f.suffering & {"civilian", "other", "prisoner"}):
        return None
    return Verdict("Other", "COERCE/deport", f"\"{f.text}\": people driven out")


def flee(f: Facts) -> Verdict | None:
    """People who flee: displacement, when the document tells of nothing that they flee from (see events.WEAK)."""
    if not f.verbal or "civilian" not in f.doers:
        return None
    return Verdict("Other", None, f"\"{f.text}\": people displaced")


def disarm(f: Facts) -> Verdict | None:
    """Weapons found, taken, made safe or shot down before they did their work."""
    if f.text.startswith("surrender") and not f.patients:
        return Verdict("Agreement", "RETREAT/disarm", f"\"{f.text}\": fighters gave themselves up with their weapons")
    if f.text.startswith(("discover", "find", "found", "recover", "unearth", "seiz", "uncover", "confiscat")) and re.search(
            r"\bak\W*47|\bdetonators?\b|\bfirearms?\b|\b(?:haul|stash|hoard) of\b|\b(?:weapons?|arms|ammunition) (?:dump|stash|haul|hoard)", f.sentence):
        return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\"")
    if f.text.startswith(("discover", "find", "found", "recover", "unearth")) and not (f.held or f.weapons or f.patient_words & _ARMS - {"cache", "caches"} or (
            f.doers & ARMED and f.patient_words & {"cache", "caches", "tunnel", "tunnels", "depot", "device", "devices"})):
        return None
    if f.text.startswith(("br",)) and not (f.held or f.weapons or f.patient_words & {"aircraft", "plane", "helicopter", "balloon"}):
        return None
    if f.text.startswith(("dismantl", "neutrali", "disarm", "deactivat", "intercept", "down")) and not (
            f.held or f.weapons or f.patient_words & (_ARMS | {"aircraft", "plane", "device", "devices", "tunnel", "tunnels", "camp", "attack", "attacks", "boat",
                                                              "uav", "projectile", "projectiles", "laboratory"})):
        if f.text.startswith("neutrali") and f.suffering & {"armed"}:
            return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\" of armed men")
        return None
    return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\"")


def base(f: Facts) -> Verdict | None:
    """A base, post or camp set up by an armed body; a school's new office or a camp for the displaced is none."""
    if f.doers and not f.doers & (ARMED | {"other", "place"}) and not f.country:
        return None
    if f.patient_words & {"station", "office", "court"} and not f.patient_words & {"base", "headquarters", "camp"} and not (
            "armed" in f.doers or f.doers & {"other"}):
        return None
    if f.patient_words & {"gate", "gates", "door", "doors"}:
        return None
    if f.patient_words & {"displaced", "idps", "idp", "refugee", "refugees", "summer"} or (f.says("displaced", "idps", "idp", "refugee", "refugees") and not f.doers & ARMED):
        return None
    return Verdict("Headquarters or base established", "MOBILIZE/troops", f"\"{f.text}\"")


_PARTIES = frozenset("""elders leaders representatives communities community sides parties tribes clans groups factions government governments delegations
rivals commanders chiefs states countries villages officials negotiators both""".split())


def agree(f: Facts) -> Verdict | None:
    if f.text in ("ceasefire", "truce", "cease - fire", "armistice", "cease-fire") and f.says("violation", "violations", "violated", "violating", "breach", "breached",
                                                                                "despite", "collapsed", "broke"):
        return None
    if f.text.startswith("agree") and not (f.doers & (ARMED | {"place"}) or f.country or f.agent_words & _PARTIES):
        return None
    ends = f.text.startswith(("declar", "announc")) and f.says("unilateral", "unilaterally")
    return Verdict("Agreement", "RETREAT/ceasefire" if ends else "AGREE", f"\"{f.text}\"")


