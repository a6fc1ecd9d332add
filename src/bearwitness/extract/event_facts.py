"""What is known about one event word, and the verdict on it: the two records that the rules of event types pass along."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

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

ARMED = frozenset(("state", "armed"))
# People who act together without being a body: their violence is a crowd's (ACLED: rioters).
CROWD = frozenset("""residents villagers locals youths youth neighbours neighbors crowd bystanders people community communities students
vendors supporters fans traders drivers relatives family families worshippers parents pupils workers followers mourners miners
motorists commuters teachers onlookers passers-by shopkeepers spectators members activists citizens inhabitants townspeople
vigilantes mob mobs crowds boys men women group groups homeowners landowners tenants""".split())
# Groups held together by descent or livelihood: when they fight or raid they act as militias (ACLED: identity militias).
KIN = frozenset("""clan clans clansmen tribe tribes tribal tribesmen ethnic herders herdsmen herder farmers pastoralists pastoralist
nomads cattle sub-clan sub-clans subclan lineage fulani""".split())


@dataclass
class Facts:
    """What is known about one event word: parties by class, weapons by type, the words around it."""

    frame: str
    text: str                                              # the trigger, lower case
    agents: list[str] = field(default_factory=list)        # classes, see event_args.party_class
    patients: list[str] = field(default_factory=list)
    agent_words: set[str] = field(default_factory=set)     # lower-case words of the parties
    patient_words: set[str] = field(default_factory=set)
    weapons: set[str] = field(default_factory=set)         # types of the weapons used
    held: set[str] = field(default_factory=set)            # types of the weapons that the object itself names ("seized rifles")
    clause: set[str] = field(default_factory=set)          # lower-case words of the clause
    sentence: str = ""                                     # the sentence, lower case, one space between words
    mods: set[str] = field(default_factory=set)            # words that modify an event noun
    preps: dict[str, set[str]] = field(default_factory=dict)   # words of the phrases of each preposition
    verbal: bool = True
    country: bool = False                                  # the doer is a country or its adjective ("Israeli")
    foreign: bool = False                                  # that country is not the one the event is in
    after: str = ""                                        # the next sentence of the paragraph
    near_place: bool = False                               # the object is a place

    @cached_property
    def told(self) -> str:
        """The sentence without what is only denied ("no arrests") or protested against ("over the burning of homes")."""
        text = f"{self.sentence} . {self.after}" if _RESPONSE.search(self.after) else self.sentence
        return _AIM.sub(" ", _NONE.sub(" ", text))

    @property
    def story(self) -> str:
        """The sentence and the one after it."""
        return f"{self.sentence} . {self.after}"

    @property
    def doers(self) -> set[str]:
        return set(self.agents)

    @property
    def suffering(self) -> set[str]:
        return set(self.patients)

    def says(self, *words: str) -> bool:
        """Does the clause hold one of these words?"""
        return not self.clause.isdisjoint(words)


# A next sentence that goes on about the same protest.
_RESPONSE = re.compile(r"^\W*(?:(?:the|some|several|riot|local|later|then|\w+) ){0,3}?(?:police|officers?|soldiers?|security|troops|forces|gendarmes|guards?|"
                       r"authorities|crowds?|protest\w*|demonstrat\w+|march\w*|rally|participants|they|them|strikers|rioters|anti - riot)\b")
_NONE = re.compile(r"\b(?:no|without|not any|nor any) (?:\w+ ){0,2}?(?:injur\w+|arrests?|clash\w*|violence|incidents?|damage|casualt\w+|deaths?|protests?|demonstrations?|"
                   r"fatalit\w+|interven\w+|police|intervention)\b[^.;,]*|"
                   r"\b(?:none|nobody|no one)(?: \w+){0,3}? (?:killed|hurt|injured|wounded)\b")
_AIM = re.compile(
    r"\b(?:against|to denounce|to condemn|to protest|to oppose|to reject|denouncing|condemning|opposing|rejecting|protesting|over|demanding|to demand|"
    r"calling for|to call for|calling on|to call on|following|after|in response to|in reaction to|because of|due to|in solidarity with|"
    r"in memory of|to commemorate|commemorating|to mark|marking|to mourn|accused of|accusing|angered by|triggered by|sparked by|prompted by|about|"
    r"in protest at|in protest of|in support of|to support|supporting|"
    r"(?<=to )(?:denounce|condemn|protest|demand)) (?!(?:police|security|riot police|the police|soldiers|security forces|army)\b(?! (?:brutality|violence|"
    r"killings?|abuse)))"
    r"(?:(?! (?:and|but|when|while|before|as|then) (?!other\b)|[.;,:]).)*")


@dataclass(frozen=True, slots=True)
class Verdict:
    """A sub-event type, PLOVER code, and the reason in words."""

    type: str
    plover: str | None
    reason: str

    @property
    def event_type(self) -> str:
        return EVENT_TYPE_OF[self.type]
