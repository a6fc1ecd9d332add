"""Fights, attacks and explosions: by means first, then by who meets whom.

An attack is a battle when it meets soldiers, violence against civilians when it meets villagers, shelling when it is
done with mortars; a chemical agent goes before the shell that carries it, an aircraft before the bomb that it drops.
"""

from __future__ import annotations

import re

from bearwitness.extract.event_facts import ARMED, CROWD, KIN, Facts, Verdict
from bearwitness.extract.event_protest import at_protest, by_crowd

_GUNS = frozenset(("mortar", "artillery", "rocket", "missile"))
_AIR_WORDS = frozenset("aerial warplanes warplane airstrike airstrikes airplanes plane planes jets airforce".split())
_AIR_DOERS = frozenset("aviation aircrafts aircraft helicopter helicopters warplane warplanes jet jets plane planes bomber bombers".split())
_DRONE_DOERS = frozenset("drone drones uav uavs quadcopter quadcopters".split())


_FUMES = re.compile(r"\b(?:poison\w*|toxic|noxious|asphyxiating)\b[^.;]{0,25}\b(?:gas|gases|smoke|fumes|vapou?rs?)\b")
_MISHAP = re.compile(r"\btoo early\b|\bpremature(?:ly)?\b|\bby accident\b|\baccidental(?:ly)?\b|\bgo(?:es)? off early\b|\bwent off early\b|"
                     r"\b(?:they|he|she|were|was|while|bomb - maker|men) (?:\w+ ){0,2}?(?:assembling|making|building|burying|planting|preparing|laying|fitting|wiring) ")
_CRASHED = re.compile(r"\b(?:plane|helicopter|aircraft|jet|airliner)s? (?:\S+ ){0,6}?(?:crash\w*|came down)\b")
_SYMPTOMS = re.compile(r"\b(?:dizz\w+|vomit\w*|suffocat\w+|chok\w+|breath\w+|asphyxia\w*|foam\w*|nause\w+|respiratory|faint\w+|convuls\w+)\b")


def means_of(f: Facts) -> tuple[str, str, str] | None:
    """The remote or explosive means that decides the type, when one is named: (type, PLOVER code, words)."""
    w, words = f.weapons, f.clause | f.mods
    if "gas" in words and _SYMPTOMS.search(f.sentence) and "tear" not in words:
        return "Chemical weapon", "ASSAULT/unconventional", "a gas and what it did to people"
    if _FUMES.search(f.sentence) and f.frame in ("drop", "airstrike", "shell", "bomb", "attack", "kill", "impact", "fire"):
        return "Chemical weapon", "ASSAULT/unconventional", "a weapon that gave off poisonous fumes"
    if "chemical" in w or "chemical" in f.mods:
        return "Chemical weapon", "ASSAULT/unconventional", "a chemical agent"
    if "suicide" in w or (words & {"suicide", "svbied", "kamikaze", "strapped"} and "drone" not in w):
        return "Suicide bomb", "ASSAULT/suicide-attack", "a suicide attacker"
    if "drone" in w or f.agent_words & _DRONE_DOERS:
        return "Air/drone strike", "ASSAULT/drone", "a drone"
    if w & {"aircraft", "aerial_bomb"} or "from the air" in f.sentence or words & _AIR_WORDS or f.agent_words & _AIR_DOERS or "air" in f.mods or (
            "air force" in f.sentence and not w & _GUNS):
        return "Air/drone strike", "ASSAULT/aerial", "aircraft"
    if "grenade" in w and not w & _GUNS:
        return "Grenade", "ASSAULT/explosives", "a grenade"
    if w & {"car_bomb", "ied", "mine"} and not w & _GUNS:
        return "Remote explosive/landmine/IED", "ASSAULT/explosives", "a planted explosive"
    if w & {"cluster", "incendiary", "heavy_weapon", "rpg"} | w & _GUNS:
        return "Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "artillery, rockets or missiles"
    return None


def _mode(f: Facts) -> str:
    if f.frame == "beat":
        return "ASSAULT/beat"
    if f.frame == "torture":
        return "ASSAULT/torture"
    if f.frame == "stab" or "blade" in f.weapons or "blunt" in f.weapons:
        return "ASSAULT/primitive"
    return "ASSAULT/firearms" if "firearm" in f.weapons or f.frame == "fire" else "ASSAULT/targeted"


def on_protesters(f: Facts) -> Verdict:
    """Protesters as the target: excessive force, or an attempt to stop them when nobody is shot or hurt."""
    mild = f.frame == "fire" and "crowd_control" in f.weapons | f.held and not f.weapons & {"firearm"}
    hurt = (not mild and f.frame in ("kill", "wound", "fire", "execute", "bomb", "shell", "airstrike", "stab")) or f.weapons & {"firearm"} or re.search(
        r"\b(?:kill|injur|wound|dead|died|lives|hospital|shot|(?:brutal|violent|severe|bad)ly beat|beaten to|beat to|serious|critical)", f.told)
    if hurt:
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control" if f.frame == "beat" else "ASSAULT/firearms",
                       "force used against protesters")
    return Verdict("Protest with intervention", "PROTEST/demo", "protesters were set upon, nobody told hurt")


_PROTEST_WORDS = frozenset("sit rally march protest vigil demonstration picket procession".split())
_OWN_BELT = re.compile(r"\b(?:his|her|their) (?:\S+ ){0,4}?(?:backpack|vest|belt|jacket)\b|\b(?:bomb|device|explosives|charge) (?:that )?(?:he|she|they) (?:\w+ )?(?:carr|wore|wear)")
_COUNTER = re.compile(r"\bcounter[ -]+(?:protest|demonstrat)")


def violent(f: Facts) -> Verdict | None:
    """Attacks, shootings, killings."""
    if not f.verbal and "between" in f.preps and (f.doers | f.suffering) & ARMED:
        return clash(f)
    if f.frame in ("kill", "wound") and _CRASHED.search(f.sentence) and not re.search(r"\bshot down|\bdowned", f.sentence):
        return None         # who died in a crash
    if f.frame in ("fire", "kill", "wound", "execute", "beat") and "armed" not in f.suffering and at_protest(f):
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control" if f.frame == "beat" or "crowd_control" in f.weapons | f.held else "ASSAULT/firearms",
                       f"\"{f.text}\" at a protest")
    if "arson" in f.mods:
        return by_crowd(f) or Verdict("Looting/property destruction", "ASSAULT/destroy", f"\"arson {f.text}\"")
    mode, a, p = _mode(f), f.doers, f.suffering
    if "protester" in p and (a & ARMED or not a or a & {"protester", "mob", "civilian"}):
        if "protester" in a:
            return on_protesters(f) if _COUNTER.search(f.sentence) else Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" between demonstrators")
        return on_protesters(f)
    if a & ARMED and f.patient_words & _PROTEST_WORDS and "armed" not in p:
        return on_protesters(f)
    if "suicide" in f.held and f.frame in ("kill", "fire", "execute", "wound", "attack"):
        return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\": a bomber stopped before the bomb went off")
    means = means_of(f)
    if means and f.weapons & {"firearm", "blade"} and p & ARMED and "civilian" not in p and a & ARMED and f.frame in ("attack", "fire", "ambush"):
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\" on armed men with guns and other weapons")
    if means and f.frame not in ("execute", "torture", "stab", "beat"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if _COUNTER.search(f.sentence) and p and re.search(r"\b(?:sit - in|protest|demonstrat|march|rall|vigil)", f.sentence.split("counter", 1)[1]):
        return on_protesters(f)
    crowd = by_crowd(f)
    if crowd:
        return crowd
    if f.frame == "torture":
        return Verdict("Attack", mode, "torture")
    if "prisoner" in p or f.frame == "execute":
        return Verdict("Attack", "ASSAULT/targeted", f"\"{f.text}\": killing of the defenceless")
    if p and p <= {"facility", "vehicle"} and f.frame == "attack" and "attack" not in f.text and not a & ARMED and f.verbal:
        return Verdict("Attack", "ASSAULT/destroy", f"\"{f.text}\" of a place of civil life")
    if p & ARMED and "civilian" not in p:
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\" against armed men")
    if f.frame == "ambush" and not p - {"other"}:
        return Verdict("Armed clash", "ASSAULT/firearms", "an ambush")
    why = "against civilians" if "civilian" in p else "no armed target is named"
    return Verdict("Attack", mode, f"\"{f.text}\", {why}")


def clash(f: Facts) -> Verdict | None:
    """Two sides that fight: armed bodies a battle, crowds mob violence, demonstrators a violent demonstration."""
    both = f.doers | f.suffering
    if f.text.startswith(("trad", "exchang", "swap")) and f.says("volley", "volleys", "shots", "fire", "gunfire", "bullets"):
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\": an exchange of fire")
    if f.text.startswith(("brawl", "scuffl", "fistfight", "melee", "affray")) and not both & (ARMED | {"protester"}):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" without arms")
    if f.verbal and "over" in f.preps and not both & (ARMED | {"protester", "mob"}) and not f.weapons and not f.agent_words & KIN and not f.patients:
        return None         # "the players clashed over tactics"
    who = f.agent_words | f.patient_words
    if both & {"protester"} or ("civilian" in both and "state" in both and re.search(r"\b(?:protest|demonstrat)", f.sentence)):
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" with demonstrators")
    if not f.doers & {"armed"} and f.agent_words & {"fan", "fans", "supporter", "supporters", "student", "youth"} and not f.weapons & {"firearm"}:
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    armed = f.weapons & {"firearm", "mortar", "rocket", "artillery"} or "gun" in f.text or "fire" in f.text or both & {"armed"}
    if armed or (both == {"state"}):
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\": fighting between two sides")
    kin = who & KIN or f.says("communal", "intercommunal", "inter-communal", "clan", "tribal", "ethnic", "herders", "pastoralists")
    if kin:
        if who & {"youths", "youth", "students"} or "blunt" in f.weapons:
            return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\": communities fight as armed bodies")
    if both & {"mob"} or ("civilian" in both and both <= {"civilian", "other", "mob", "state"} and not f.weapons - {"blunt", "blade", "crowd_control", "fire"}
                          and who & CROWD):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    if not both & ARMED and f.says("youths", "students", "supporters", "fans", "villagers", "residents", "prisoners", "inmates", "fists", "stones", "sticks"):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\": fighting between two sides")


# What explodes without anybody's doing, or only in words.
_DEMO = re.compile(r"\b(?:protest|demonstrat|march|rally|riot)")
_BURSTS = frozenset("""engine engines price prices population transformer battery batteries tyre tyres star volcano boiler cylinder refrigerator anger demand
debt sales tensions row scandal costs rates popularity crowd audience pipe generator meteor""".split())
_FOUND = frozenset("found discovered safe defused deactivated disposed dismantled neutralised neutralized seized recovered unearthed spotted detected".split())
_WENT_OFF = frozenset("exploded explodes killed wounded injured detonated off killing wounding injuring blew hit damaged".split())


def bomb(f: Facts) -> Verdict | None:
    """An explosion: its means, else a state's bombing is from the air, else a planted bomb."""
    if f.clause & {"gas", "boiler", "cylinder", "accidental", "electrical", "fireworks", "population"} and not f.weapons & {"car_bomb", "ied"}:
        return None
    if "protester" in f.suffering:
        return on_protesters(f)
    if _MISHAP.search(f.sentence):
        return Verdict("Disrupted weapons use", None, f"\"{f.text}\": it went off on those who handled it")
    if f.mods & {"petrol", "gasoline", "molotov", "smoke", "stink", "paint"}:
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" thrown in a protest") if _DEMO.search(f.sentence) else None
    if "state" in f.doers and f.patient_words & {"stockpile", "stockpiles", "cache", "caches", "munitions", "ammunition"}:
        return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\" of weapons by a state")
    if f.preps.get("subject", set()) & _BURSTS:
        return None
    if f.says(*_FOUND) and not f.says(*_WENT_OFF):
        return Verdict("Disrupted weapons use", "COERCE/seize", f"\"{f.text}\": found before it went off")
    if not f.patients and f.verbal and f.text.startswith(("blew", "blow", "explod")) and f.doers & {"civilian", "armed"} and not f.weapons & {"car_bomb", "mine"}:
        return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\" said of a person")
    if re.search(r"\b(?:including|along with|besides|and) (?:the |a )?(?:suicide )?(?:bomber|attacker|assailant)\b|\bhis (?:backpack|vest|belt)\b|"
                 r"\b(?:hidden|strapped|worn|concealed) (?:under|to|around|beneath) (?:her|his|their)\b", f.story):
        return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\": the bomber died or wore the bomb")
    if _OWN_BELT.search(f.sentence) or (f.agent_words & {"bomber", "bombers"} and f.text.startswith(("explod", "detonat", "blew", "blow"))):
        return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\": the bomber wore or carried it")
    if f.clause & {"leftover", "unexploded", "remnant", "remnants", "uxo", "buried", "abandoned"}:
        return Verdict("Remote explosive/landmine/IED", "ASSAULT/explosives", f"\"{f.text}\" of what earlier fighting left behind")
    means = means_of(f)
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if f.text in ("bombing", "bombings", "bombed", "bomb", "bombs", "bombard") and (f.country or "state" in f.agents):
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by a state")
    if f.clause & {"shell", "shells", "tank"} and "booby" not in f.text:
        return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "an exploding shell")
    return Verdict("Remote explosive/landmine/IED", "ASSAULT/explosives", f"\"{f.text}\"")


def shell(f: Facts) -> Verdict | None:
    if "crowd_control" in f.weapons or re.search(r"\btear ?-? ?gas", f.sentence):
        return None         # shells of tear gas
    if f.text in ("barrage", "salvo") and not f.weapons:
        return None
    if f.text == "mortar" and not f.patients:
        return None
    if f.text.startswith("pound") and not (f.weapons or f.doers & ARMED or f.country):
        return None
    means = means_of(f)
    if means and means[0] in ("Air/drone strike", "Chemical weapon"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", f"\"{f.text}\"")


def air(f: Facts) -> Verdict:
    if "chemical" in f.weapons or _FUMES.search(f.sentence):
        return Verdict("Chemical weapon", "ASSAULT/unconventional", "a chemical agent dropped from the air")
    if "naval" in f.text:
        return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "naval guns")
    drone = "drone" in f.weapons or f.clause & _DRONE_DOERS
    return Verdict("Air/drone strike", "ASSAULT/drone" if drone else "ASSAULT/aerial", f"\"{f.text}\"")


def impact(f: Facts) -> Verdict | None:
    """hit, struck, landed: an event only when what strikes is a weapon or an armed party."""
    if "protester" in f.suffering and f.weapons:
        return on_protesters(f)
    means = means_of(f)
    if f.text.startswith("crash") and not (f.agent_words & _DRONE_DOERS or f.weapons & {"drone", "missile", "rocket"}):
        return None         # an aircraft that crashes
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" by {means[2]}")
    if f.text.startswith("crash"):
        return None
    hits = f.text in ("hit", "hits", "hitting", "strike", "strikes", "struck", "striking")
    if hits and ("state" in f.agents or f.country) and f.suffering & {"facility", "vehicle", "place", "state", "armed"}:
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by a state, at a distance")
    return None


def chemical(f: Facts) -> Verdict | None:
    acts = {"attack", "attacks", "used", "use", "using", "dropped", "fired", "exposed", "attacked", "bombardment", "shelled", "strike",
            "released", "suffocation", "killed", "suffocated", "hit", "struck", "gassed", "targeted", "deployed", "bombed", "inhaling",
            "launched", "dropping", "firing", "filled", "containing", "laced", "contaminated", "shell", "shells", "suffered"}
    if f.clause & {"tear"} or f.mods & {"tear"} or not (f.clause & acts or "attack" in f.text or f.text in ("gassed", "gassing")):
        return None
    if f.clause & {"seized", "destroyed", "dismantled", "stockpile", "stockpiles", "inspectors", "production"}:
        return None
    return Verdict("Chemical weapon", "ASSAULT/unconventional", f"\"{f.text}\"")


def suicide(f: Facts) -> Verdict:
    return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\"")


def explosive_drop(f: Facts) -> Verdict | None:
    """"dropped explosives", "threw a grenade", "planted a bomb": what is dropped or thrown, and from what."""
    means = means_of(f)
    if means and means[0] in ("Air/drone strike", "Chemical weapon"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\"") if f.text.startswith("drop") else None


def grenade(f: Facts) -> Verdict | None:
    """A thrown explosive; dropped by a drone it is an air strike, with gas in it a chemical weapon, seized or found none."""
    if f.clause & {"stun", "tear", "sound", "smoke", "propelled", "crowd_control"} or "crowd_control" in f.weapons:
        return None
    means = means_of(f)
    if means and means[0] in ("Air/drone strike", "Chemical weapon", "Suicide bomb"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if "protester" in f.suffering:
        return on_protesters(f)
    return Verdict("Grenade", "ASSAULT/explosives", f"\"{f.text}\"")


_MARKS = re.compile(r"\b(?:gunshots?|bullets?|shot|torture|tortured|bound|tied|blindfold\w*|decapitat\w+|behead\w+|dismember\w+|mutilat\w+|stab\w*|hacked|"
                    r"strangl\w+|slit|executed|murdered|killed|burn\w*|violence|wounds|hanged|riddled|throat)\b")


def body(f: Facts) -> Verdict | None:
    """A body found with the marks of violence stands for a killing whose doer nobody saw."""
    if not _MARKS.search(f.sentence) or "mass grave" in f.sentence:
        return None
    return Verdict("Attack", "ASSAULT/targeted", f"\"{f.text}\": a body found with the marks of violence")


def ram(f: Facts) -> Verdict | None:
    """"drove a vehicle packed with explosives into a base"; "rammed a car into a crowd"."""
    if f.clause & {"explosive", "explosives", "laden", "packed", "bomb", "detonated"} or "suicide" in f.sentence or "car_bomb" in f.weapons:
        return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\": a vehicle with explosives driven into its target")
    if f.text.startswith("ram") and (f.suffering & {"civilian", "state", "armed", "protester", "mob"} or f.says("crowd", "pedestrians", "soldiers")):
        return violent(f)
    return None


def battle_found(f: Facts) -> Verdict:
    return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\"")
