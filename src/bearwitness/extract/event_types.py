"""Which of ACLED's 25 sub-event types, and which PLOVER category and mode, an event word stands for.

The word alone does not say: an attack is a battle when it meets soldiers, violence against civilians when
it meets villagers, shelling when it is done with mortars. Each rule names its reason.
Types: ACLED codebook of October 2024. Modes: PLOVER manual of 2024.
"""

from __future__ import annotations

from collections.abc import Callable

from bearwitness.extract import event_protest, event_strategic, event_violence
from bearwitness.extract.event_facts import ARMED, EVENT_TYPE_OF, Facts, Verdict

__all__ = ["ARMED", "EVENT_TYPE_OF", "RULES", "Facts", "Verdict", "decide"]

_LABOUR = frozenset("""workers teachers doctors nurses labour labor general hunger students union unions employees drivers
bakers shopkeepers lawyers trade traders merchants rail pay wages salary""".split())


def _strike(f: Facts) -> Verdict | None:
    """A strike is of workers, or of aircraft."""
    if (f.mods | f.clause) & _LABOUR and not f.weapons & {"drone", "aircraft", "missile"}:
        return event_protest.protest(f)
    if f.says("aircraft", "airpower"):
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by aircraft")
    means = event_violence.means_of(f)
    if means:
        return Verdict(means[0], means[1], f"\"{f.text}\" with {means[2]}")
    if f.patients or f.country or f.agents or f.clause & {"targeted", "killed", "hit"}:
        return Verdict("Air/drone strike", "ASSAULT/aerial", f"\"{f.text}\" by armed forces")
    return None


def _fixed(kind: str, code: str | None) -> Callable[[Facts], Verdict | None]:
    return lambda f: Verdict(kind, code, f"\"{f.text}\"")


_violent = event_violence.violent
RULES: dict[str, Callable[[Facts], Verdict | None]] = {
    "clash": event_violence.clash, "repel": event_violence.battle_found, "attack": _violent, "ambush": _violent, "fire": _violent,
    "kill": _violent, "execute": _violent, "assassin": _violent, "wound": _violent, "beat": _violent, "stab": _violent,
    "torture": _violent, "violence": _violent, "airstrike": event_violence.air, "suicide": event_violence.suicide,
    "shell": event_violence.shell, "bomb": event_violence.bomb, "bombthing": event_violence.bomb, "grenade": event_violence.grenade,
    "chemical": event_violence.chemical, "impact": event_violence.impact, "strike": _strike, "body": event_violence.body,
    "ram": event_violence.ram, "drop": event_violence.explosive_drop,
    "sexual": _fixed("Sexual violence", "ASSAULT/sexual"), "abduct": event_strategic.abduct, "arrest": event_strategic.arrest,
    "protest": event_protest.protest, "gather": event_protest.gather, "rally": event_protest.rally, "riot": event_protest.riot, "mob": event_protest.mob,
    "disperse": event_protest.protest, "loot": event_strategic.loot, "arson": event_strategic.loot, "destroy": event_strategic.loot,
    "take": event_strategic.take, "withdraw": event_strategic.withdraw, "handover": event_strategic.handover, "agree": event_strategic.agree, "base": event_strategic.base,
    "group": event_strategic.group, "disarm": event_strategic.disarm, "displace": event_strategic.displace, "flee": event_strategic.flee, "other": event_strategic.other,
    # Deaths are told with an event and join it; alone they are none (see event_join).
    "die": _fixed("Attack", None),
}


def decide(facts: Facts) -> Verdict | None:
    """The type of an event, or None when the words around it say that it is none."""
    rule = RULES.get(facts.frame)
    return rule(facts) if rule else None
