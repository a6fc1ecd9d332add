"""Which of ACLED's 25 sub-event types, and which PLOVER category and mode, an event word stands for.

The word alone does not say: an attack is a battle when it meets soldiers, violence against civilians when
it meets villagers, shelling when it is done with mortars. Each rule names its reason.
Types: ACLED codebook of October 2024. Modes: PLOVER manual of 2024.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

EVENT_TYPE_OF = {
    "Armed clash": "Battles",
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Chemical weapon": "Explosions/Remote violence",
    "Air/drone strike": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Sexual violence": "Violence against civilians",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
    "Peaceful protest": "Protests",
    "Protest with intervention": "Protests",
    "Excessive force against protesters": "Protests",
    "Violent demonstration": "Riots",
    "Mob violence": "Riots",
    "Agreement": "Strategic developments",
    "Arrests": "Strategic developments",
    "Change to group/activity": "Strategic developments",
    "Disrupted weapons use": "Strategic developments",
    "Headquarters or base established": "Strategic developments",
    "Looting/property destruction": "Strategic developments",
    "Non-violent transfer of territory": "Strategic developments",
    "Other": "Strategic developments",
}


@dataclass(slots=True)
class Facts:
    """What is known about one event word: parties by class, weapons by type, the words around it."""

    frame: str
    text: str                                              # the trigger, lower case
    agents: list[str] = field(default_factory=list)        # classes, see event_args.party_class
    patients: list[str] = field(default_factory=list)
    agent_words: set[str] = field(default_factory=set)     # lower-case words of the parties
    patient_words: set[str] = field(default_factory=set)
    weapons: set[str] = field(default_factory=set)
    clause: set[str] = field(default_factory=set)          # lower-case words of the clause
    sentence: str = ""                                     # the sentence, lower case, one space between words
    mods: set[str] = field(default_factory=set)            # words that modify an event noun
    verbal: bool = True
    country: bool = False                                  # the doer is a country or its adjective ("Israeli")
    near_place: bool = False                               # the object is a place


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sub-event type, PLOVER code, and the reason in words."""

    type: str
    plover: str | None
    reason: str

    @property
    def event_type(self) -> str:
        return EVENT_TYPE_OF[self.type]


ARMED = frozenset(("state", "armed"))
_LIVE = ("live ammunition", "live fire", "live rounds", "live bullets", "opened fire", "shot dead", "fired live", "shots at",
         "fired on", "fired at", "shot and killed", "gunfire", "open fire", "shot at", "fired into", "fired bullets",
         "fatally shot")
_FORCE = ("tear gas", "teargas", "water cannon", "rubber bullet", "pepper spray", "baton", "stun grenade", "dispersed",
          "disperse", "broke up", "break up", "intervened", "arrested", "detained", "blocked by police", "prevented",
          "crackdown", "cordon", "sound bomb", "warning shots", "detaining", "arresting", "fired in the air",
          "fired into the air", "dispersing", "scuffle", "pushed back", "police stopped", "confiscated")
_VIOLENT = ("threw stones", "throwing stones", "threw rocks", "throwing rocks", "threw bottles", "hurled", "pelted", "molotov",
            "clashed with police", "clashed with security", "clashes with police", "clashes with security", "petrol bombs",
            "torched", "set fire to", "setting fire to", "set ablaze", "vandal", "rioted", "rioting", "riots", "riot broke",
            "burned tires", "burning tires", "burned tyres", "burning tyres", "stormed", "looted", "smashed", "ransacked",
            "burned down", "turned violent", "violent protest", "violent demonstration", "threw molotov", "throwing bottles",
            "clashed with the police", "clashes between protesters", "clashes between demonstrators", "attacked the",
            "attacked police", "set tires", "set tyres", "threw", "set vehicles", "burning barricades", "broke windows",
            "clashes erupted", "clashes broke out", "clashed with")
_GATHER = frozenset("sit hunger strike strikes picket boycott boycotted block blocked blocking closed close barricade".split())


def _means(f: Facts) -> tuple[str, str, str] | None:
    """The remote or explosive means that decides the type, when one is named."""
    w, words = f.weapons, f.clause | f.mods
    if "suicide" in w or "suicide" in words:
        return "Suicide bomb", "ASSAULT/suicide-attack", "a suicide attacker"
    if "chemical" in w or "chemical" in f.mods:
        return "Chemical weapon", "ASSAULT/unconventional", "a chemical agent"
    if "drone" in w:
        return "Air/drone strike", "ASSAULT/drone", "a drone"
    if w & {"aircraft", "aerial_bomb"} or words & {"aerial", "warplanes", "warplane", "airstrike", "airstrikes", "airplanes",
                                                   "plane", "planes", "jets", "airforce"} or "air" in f.mods or "air force" in f.sentence:
        return "Air/drone strike", "ASSAULT/aerial", "aircraft"
    if "grenade" in w and not w & {"mortar", "artillery", "rocket"}:
        return "Grenade", "ASSAULT/explosives", "a grenade"
    if w & {"car_bomb", "ied", "mine"} and not w & {"mortar", "artillery", "rocket", "missile"}:
        return "Remote explosive/landmine/IED", "ASSAULT/explosives", "a planted explosive"
    if w & {"missile", "rocket", "mortar", "artillery", "cluster", "incendiary", "heavy_weapon"}:
        return "Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "artillery, rockets or missiles"
    return None


def _protest(f: Facts) -> Verdict:
    mode = "demo"
    if "hunger" in f.clause:
        mode = "hunger"
    elif f.clause & {"strike", "strikes", "walkout"}:
        mode = "strike"
    elif f.clause & {"boycott", "boycotted"}:
        mode = "boycott"
    elif f.clause & {"blocked", "block", "blocking", "blockade", "barricade", "barricaded"}:
        mode = "obstruct"
    s = f.sentence
    by_state = any(x in s for x in ("police", "security", "soldier", "army", "forces", "guards", "gendarme", "officers", "troops",
                                    "gunmen", "militia", "fighters"))
    rioters = any(x in s for x in _VIOLENT)
    if by_state and any(x in s for x in _LIVE) and "in the air" not in s and "into the air" not in s and not rioters:
        return Verdict("Excessive force against protesters", "ASSAULT/firearms", "a protest met with live fire")
    if by_state and not rioters and any(x in s for x in ("killed", "killing", "beat ", "beating", "beaten", "wounded", "injured", "shot")):
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control", "a protest met with force that harmed people")
    if rioters:
        return Verdict("Violent demonstration", "PROTEST/riot", "a demonstration in which demonstrators used violence")
    if any(x in s for x in _FORCE) and (by_state or "tear" in s or "cannon" in s):
        return Verdict("Protest with intervention", f"PROTEST/{mode}", "a protest that others tried to stop or disperse")
    return Verdict("Peaceful protest", f"PROTEST/{mode}", "a protest, no violence told")


_CROWD = frozenset("residents villagers locals youths youth neighbours neighbors crowd bystanders people community students vendors".split())
_SUSPECT = frozenset("thief thieves robber robbers suspect suspects suspected accused witch witchcraft rapist criminal criminals kidnapper".split())


def _violent(f: Facts) -> Verdict:
    """Attacks, shootings, killings: by means first, then by who meets whom."""
    mode = "ASSAULT/firearms" if "firearm" in f.weapons or f.frame == "fire" else "ASSAULT/targeted"
    if f.frame in ("beat",):
        mode = "ASSAULT/beat"
    elif f.frame == "torture":
        mode = "ASSAULT/torture"
    elif f.frame == "stab" or "blade" in f.weapons:
        mode = "ASSAULT/primitive"
    a, p = set(f.agents), set(f.patients)
    if "protester" in p and (a & ARMED or not a):
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control" if f.frame == "beat" else "ASSAULT/firearms",
                       "force used against protesters")
    means = _means(f)
    if means and f.frame not in ("execute", "torture"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if "mob" in a or "lynch" in f.text or any(w in f.sentence for w in ("mob ", "vigilante")):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" by a crowd")
    if a == {"civilian"} and f.agent_words & _CROWD and f.patient_words & _SUSPECT:
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" by residents who took the law into their hands")
    if "protester" in a:
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" by demonstrators")
    if f.frame == "torture":
        return Verdict("Attack", mode, "torture")
    if "prisoner" in p or f.frame == "execute":
        return Verdict("Attack", "ASSAULT/targeted", f"\"{f.text}\": killing of the defenceless")
    if p and p <= {"facility", "vehicle"} and f.frame == "attack" and "attack" not in f.text and not a & ARMED and f.verbal:
        return Verdict("Attack", "ASSAULT/destroy", f"\"{f.text}\" of a place of civil life")
    if p & ARMED and "civilian" not in p:
        return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\" against armed men")
    if f.frame == "ambush" and not p:
        return Verdict("Armed clash", "ASSAULT/firearms", "an ambush")
    why = "against civilians" if "civilian" in p else "no armed target is named"
    return Verdict("Attack", mode, f"\"{f.text}\", {why}")


def _riot(f: Facts) -> Verdict:
    if ("each other" in f.sentence or "one another" in f.sentence) and "protester" not in f.agents:
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\"")


def _clash(f: Facts) -> Verdict | None:
    both = set(f.agents) | set(f.patients)
    if both & {"protester"}:
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" with demonstrators")
    if "communal" in f.clause or (both and both <= {"civilian", "mob"} and not f.weapons & {"firearm", "mortar"} and both & {"mob"}) or (
            "civilian" in f.agents and both <= {"civilian", "other", "mob"} and not f.weapons):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    return Verdict("Armed clash", "ASSAULT/firearms", f"\"{f.text}\": fighting between two sides")


def _bomb(f: Facts) -> Verdict | None:
    if f.clause & {"gas", "boiler", "cylinder", "accidental", "electrical", "fireworks", "population"} and not f.weapons & {"car_bomb", "ied"}:
        return None
    means = _means(f)
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if f.text in ("bombing", "bombings", "bombed", "bomb", "bombs", "bombard") and (f.country or "state" in f.agents):
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by a state")
    if f.clause & {"shell", "shells", "tank"} and "booby" not in f.text:
        return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "an exploding shell")
    return Verdict("Remote explosive/landmine/IED", "ASSAULT/explosives", f"\"{f.text}\"")


def _shell(f: Facts) -> Verdict | None:
    if f.text in ("barrage", "salvo") and not f.weapons:
        return None
    means = _means(f)
    if means and means[0] in ("Air/drone strike", "Chemical weapon"):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", f"\"{f.text}\"")


def _air(f: Facts) -> Verdict:
    if "chemical" in f.weapons:
        return Verdict("Chemical weapon", "ASSAULT/unconventional", "a chemical agent dropped from the air")
    if "naval" in f.text:
        return Verdict("Shelling/artillery/missile attack", "ASSAULT/heavy-weapons", "naval guns")
    drone = "drone" in f.weapons or f.clause & {"drone", "drones", "uav", "uavs"}
    return Verdict("Air/drone strike", "ASSAULT/drone" if drone else "ASSAULT/aerial", f"\"{f.text}\"")


def _impact(f: Facts) -> Verdict | None:
    """hit, struck, landed: an event only when what strikes is a weapon or an armed party."""
    means = _means(f)
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" by {means[2]}")
    hits = f.text in ("hit", "hits", "hitting", "strike", "strikes", "struck", "striking")
    if hits and ("state" in f.agents or f.country) and set(f.patients) & {"facility", "vehicle", "place", "state", "armed"}:
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by a state, at a distance")
    return None


_LABOUR = frozenset("""workers teachers doctors nurses labour labor general hunger students union unions employees drivers
bakers shopkeepers lawyers trade traders merchants rail pay wages salary""".split())


def _strike(f: Facts) -> Verdict | None:
    if (f.mods | f.clause) & _LABOUR:
        return _protest(f)
    means = _means(f)
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if f.patients or f.country or f.agents or f.clause & {"targeted", "killed", "hit"}:
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by armed forces")
    return None


def _chemical(f: Facts) -> Verdict | None:
    acts = {"attack", "attacks", "used", "use", "using", "dropped", "fired", "exposed", "attacked", "bombardment", "shelled", "strike",
            "released", "suffocation", "killed", "suffocated", "hit", "struck", "gassed", "targeted", "deployed", "bombed", "inhaling"}
    if "tear" in f.mods or "tear" in f.clause or not (f.clause & acts or "attack" in f.text or f.text == "gassed"):
        return None
    return Verdict("Chemical weapon", "ASSAULT/unconventional", f"\"{f.text}\"")


_RE = ("recaptur", "retake", "retook", "retaken", "regain", "liberat", "recover", "reoccup")


def _take(f: Facts) -> Verdict | None:
    words, things = f.text, f.patient_words
    if f.weapons and not f.near_place and (f.weapons - {"aircraft"} or things & {"weapons", "ammunition"}):
        return Verdict("Disrupted weapons use", "COERCE/seize", "weapons were seized")
    if things & {"weapons", "weapon", "ammunition", "arms", "munitions", "explosives", "drugs", "cache"}:
        return Verdict("Disrupted weapons use", "COERCE/seize", "weapons were seized")
    if things & {"power"}:
        return Verdict("Other", "COERCE/seize", "power was seized")
    people = set(f.patients) & {"civilian", "prisoner", "armed", "state"}
    land = f.near_place or things & {"control", "territory", "positions", "checkpoint", "checkpoints", "base", "outpost", "barracks",
                                     "headquarters", "station", "airbase", "airport", "post", "posts", "bases", "border"} or set(
        f.patients) & {"place", "facility"}
    if not land and people and any(x in words for x in ("captur", "seiz", "take", "took")) and f.verbal:
        if "state" in f.agents:
            return Verdict("Arrests", "COERCE/arrest", "people were captured by a state")
        return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", "people were captured")
    if (f.clause & {"without", "peacefully"} and f.clause & {"fighting", "fight", "resistance", "clashes", "shot"}) or "handed" in words or ((
            "withdrew" in f.clause or "withdrawal" in f.clause or "withdrawn" in f.clause) and "clash" not in f.sentence):
        return Verdict("Non-violent transfer of territory", "RETREAT/withdraw", "control changed without fighting")
    if (not land and set(f.patients) & {"vehicle"}) or things & {"vehicles", "goods", "livestock", "cattle", "land", "property", "cash", "money"}:
        return Verdict("Looting/property destruction", "COERCE/seize", "property was seized")
    if not land:
        return None
    back = any(x in words for x in _RE)
    loser = "state" if f.clause & {"from"} and set(f.patients) & {"state"} else ""
    if "state" in f.agents or (f.country and "armed" not in f.agents):
        return Verdict("Government regains territory", "COERCE/seize", f"\"{words}\" by government forces")
    if "armed" in f.agents or loser == "state":
        return Verdict("Non-state actor overtakes territory", "COERCE/seize", f"\"{words}\" by an armed group")
    if back and not f.agents:
        return Verdict("Government regains territory", "COERCE/seize", f"\"{words}\": control was won back")
    return Verdict("Non-state actor overtakes territory", "COERCE/seize", f"\"{words}\", not by a government as told")


def _loot(f: Facts) -> Verdict | None:
    a = set(f.agents)
    if f.clause & {"earthquake", "flood", "floods", "storm", "wildfire", "cyclone", "hurricane", "accidental", "lightning"}:
        return None
    means = _means(f)
    if means and f.frame in ("destroy",):
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if "protester" in a:
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" by demonstrators")
    if "mob" in a:
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" by a crowd")
    mode = "COERCE/seize" if f.frame == "loot" else "ASSAULT/destroy"
    return Verdict("Looting/property destruction", mode, f"\"{f.text}\"")


def _arrest(f: Facts) -> Verdict:
    if "armed" in f.agents and "state" not in f.agents:
        return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", f"\"{f.text}\" by an armed group")
    return Verdict("Arrests", "COERCE/arrest", f"\"{f.text}\"")


def _abduct(f: Facts) -> Verdict | None:
    if "hijack" in f.text and not set(f.patients) & {"civilian", "state", "armed", "prisoner"} and f.patients:
        return Verdict("Looting/property destruction", "COERCE/seize", "a vehicle was hijacked")
    return Verdict("Abduction/forced disappearance", "ASSAULT/abduct", f"\"{f.text}\"")


def _other(f: Facts) -> Verdict:
    s = f.text + " " + " ".join(sorted(f.clause))
    if f.text.split(" ")[0] in ("lift", "lifted", "lifts", "lifting") or f.clause & {"lifted", "shortened", "eased", "ended"}:
        return Verdict("Other", "RETREAT/access", f"\"{f.text}\"")
    pairs = (("suspend", "SANCTION/discontinue"), ("sever", "SANCTION/discontinue"), ("curfew", "COERCE/curfew"), ("emergency", "COERCE/martial-law"), ("sanction", "SANCTION/withdraw"),
             ("embargo", "SANCTION/discontinue"), ("ambassador", "SANCTION/expel"), ("diplomat", "SANCTION/expel"),
             ("sentenced", "SANCTION/convict"), ("releas", "RETREAT/release"), ("freed", "RETREAT/release"),
             ("aid", "AID"), ("talks", "CONSULT"), ("negotiations", "CONSULT"), ("met", "CONSULT/visit"), ("resign", "RETREAT/resign"),
             ("banned", "COERCE/restrict"), ("ban", "COERCE/restrict"), ("siege", "COERCE/restrict"), ("blockad", "COERCE/restrict"),
             ("besieg", "COERCE/restrict"), ("closed", "COERCE/restrict"), ("shut", "COERCE/restrict"), ("coup", "COERCE/seize"))
    for word, code in pairs:
        if word in s:
            return Verdict("Other", code, f"\"{f.text}\"")
    return Verdict("Other", None, f"\"{f.text}\"")


def _group(f: Facts) -> Verdict | None:
    if (f.clause & {"committee", "commission", "inquiry", "cabinet", "investigation", "government", "parliament"} and "formation" in f.sentence + f.text) or (
            f.clause & {"committee", "commission"}):
        return None
    words = f.clause | set(f.text.split())
    if words & {"disbanded", "dissolved", "laid", "surrendered", "disband", "dissolve"}:
        code: str | None = "RETREAT/disarm"
    elif words & {"deployed", "reinforcements", "troops", "deployment", "mobilised", "mobilized", "patrol", "redeployed", "sent"}:
        code = "MOBILIZE/troops"
    elif words & {"recruited", "conscripted", "militia", "brigade", "formation", "formed"}:
        code = "MOBILIZE/militia"
    else:
        code = "COOPERATE" if words & {"merged", "merger", "joined"} else None
    return Verdict("Change to group/activity", code, f"\"{f.text}\"")


def _fixed(kind: str, code: str | None) -> Callable[[Facts], Verdict | None]:
    return lambda f: Verdict(kind, code, f"\"{f.text}\"")


def _suicide(f: Facts) -> Verdict | None:
    return Verdict("Suicide bomb", "ASSAULT/suicide-attack", f"\"{f.text}\"")


def _withdraw(f: Facts) -> Verdict | None:
    if not (set(f.agents) | set(f.patients)) & ARMED and not f.country and "territory" not in f.clause:
        return None
    return Verdict("Non-violent transfer of territory", "RETREAT/withdraw", f"\"{f.text}\"")


def _displace(f: Facts) -> Verdict | None:
    if f.patient_words & {"diplomats", "diplomat", "ambassador", "ambassadors", "inspectors", "observers", "attaché", "envoy"}:
        return Verdict("Other", "SANCTION/expel", f"\"{f.text}\": envoys sent out")
    if (f.verbal and not f.patients) or (f.patients and not set(f.patients) & {"civilian", "other", "prisoner"}):
        return None
    return Verdict("Other", "COERCE/deport", f"\"{f.text}\": people driven out")


def _mob(f: Facts) -> Verdict | None:
    return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\"")


RULES: dict[str, Callable[[Facts], Verdict | None]] = {
    "clash": _clash, "repel": _fixed("Armed clash", "ASSAULT/firearms"), "attack": _violent, "ambush": _violent, "fire": _violent,
    "kill": _violent, "execute": _violent, "assassin": _violent, "wound": _violent, "beat": _violent, "stab": _violent,
    "torture": _violent, "violence": _violent, "airstrike": _air, "suicide": _suicide, "shell": _shell, "bomb": _bomb,
    "bombthing": _bomb, "grenade": _fixed("Grenade", "ASSAULT/explosives"), "chemical": _chemical, "impact": _impact,
    "strike": _strike, "sexual": _fixed("Sexual violence", "ASSAULT/sexual"), "abduct": _abduct, "arrest": _arrest,
    "protest": _protest, "riot": _riot, "mob": _mob,
    "disperse": _protest, "loot": _loot, "arson": _loot, "destroy": _loot, "take": _take, "withdraw": _withdraw,
    "agree": _fixed("Agreement", "AGREE"), "base": _fixed("Headquarters or base established", "MOBILIZE/troops"),
    "group": _group, "disarm": _fixed("Disrupted weapons use", "COERCE/seize"), "displace": _displace, "other": _other,
    # Deaths are told with an event and join it; alone they are none (see events._join).
    "die": _fixed("Attack", None),
}


def decide(facts: Facts) -> Verdict | None:
    """The type of an event, or None when the words around it say that it is none."""
    rule = RULES.get(facts.frame)
    return rule(facts) if rule else None
