"""Protests and riots: gathering, the force used against it, and the violence of crowds.

ACLED's order: a demonstration whose members are violent is a violent demonstration; one met with lethal or
maiming force is excessive force; one that others try to stop or disperse is a protest with intervention; else it is
peaceful. A crowd that is violent outside any demonstration is mob violence.
"""

from __future__ import annotations

import re

from bearwitness.extract.event_facts import ARMED, CROWD, KIN, Facts, Verdict

_BODY = (r"(?:police(?:men|man)?|officers?|soldiers?|troops|(?:security |riot |government |military |armed )?forces|gendarmes?|guards?|gunmen|militia(?:men)?|"
         r"fighters|thugs|assailants|attackers|(?:armed|masked|unidentified|unknown|plainclothes) \w+|settlers|military|army|authorities|paramilitar\w+)")
_STATE = re.compile(r"\b(?:police\w*|security|soldiers?|army|military|forces|guards?|gendarme\w*|officers?|troops|gunm[ae]n|militia\w*|fighters|"
                    r"snipers?|paramilitar\w+|authorities|government agents|carabineros|unidentified|thugs|armed men)\b")
_LIVE = re.compile(r"\b(?:live (?:ammunition|fire|rounds?|bullets?)|open(?:ed|ing)? fire|shot dead|shot and killed|shots at|gunfire|gunshots?|shot at|"
                   r"fir(?:ed|ing) (?:live|on|at|into|bullets|indiscriminately|shots|towards?)|fatally shot|gunned down|snipers?|lethal force|mowed down)\b")
_AIRWARD = re.compile(r"\b(?:in|into) the air\b|\bwarning shots?\b")
_HARM = re.compile(r"\b(?:kill(?:ed|ing|s)|dead|died|(?:brutally|violently|severely|badly) (?:beat|beaten|assaulted)|so badly|lost an eye|blinded|wound(?:ed|ing|s)|injur(?:ed|ing)|hospitali[sz]\w+|shot|fatal\w*|fractur\w+|"
                   r"brutally|seriously|critically|run over|ran over|stabb(?:ed|ing)|deaths?|lives)\b")
_FORCE = re.compile(
    r"\b(?:tear[ -]?gas\w*|water cannons?|rubber(?:-coated)? bullets?|pepper spray|batons?|truncheons?|stun grenades?|sound (?:bombs?|grenades?)|"
    r"dispers(?:e|ed|ing|es)(?! (?:peacefully|without|on their own|voluntarily|later|after|quietly|by themselves|at))|broke(?:n)? up|break(?:ing)? up|"
    r"interven(?:ed|ing|es)|arrest(?:ed|ing|s)?|detain(?:ed|ing|s)?|detention of|prevent(?:ed|ing)|crackdown|cordon\w*|scuffl\w+|pushed back|push back|"
    r"confiscat\w+|in the air|into the air|warning shots?|(?:forcibly|forcefully|violently) (?:removed|evicted|cleared|ended)|removed by|"
    r"blocked by|stopped by|stopped (?:the|a|them|their)|halted|dismantl\w+|charged at|took (?:\w+ )?into custody|kettl\w+|suppress\w+|clear(?:ed|ing) the|"
    r"turned (?:them )?back|barred|rounded up|attack(?:ed|ing)|assault(?:ed|ing)|harass(?:ed|ing)|beat|beaten|storm(?:ed|ing)|raid(?:ed|ing)|used force|pepper gas|sprayed|sealed|whips?|scatter\w*|took (?:\w+ ){0,4}?away|taken away|truncheons|"
    r"evict(?:ed|ing)|blocked (?:the |a |an )?(?:\w+ )?(?:march|protest|demonstrat|rall|access|activists|them)\w*|forced (?:\w+ ){0,3}?to (?:leave|disperse|end|retreat)|foil(?:ed|ing)|thwart(?:ed|ing)|obstruct(?:ed|ing))\b")
_THROWN = (r"(?:stones?|rocks?|bottles?|bricks?|molotov\w*|petrol bombs?|firebombs?|objects|projectiles|fireworks?|firecrackers?|flares|debris|eggs|"
           r"paint|sticks|chairs|explosives|incendiary\w*|marbles|gasoline bombs?|homemade bombs?|cocktails)")
_VIOLENT = re.compile(
    rf"\b(?:(?:threw|throw(?:ing|s|n)?|hurl(?:ed|ing|s)?|pelt(?:ed|ing|s)?|lobb(?:ed|ing)|launch(?:ed|ing)|toss(?:ed|ing)) (?:\w+ ){{0,4}}?{_THROWN}|pelt(?:ed|ing)|"
    rf"{_THROWN} (?:were |was )?(?:thrown|hurled)|stone - throwing|stone pelting|molotov\w*|petrol bombs?|"
    r"torch(?:ed|ing)|set(?:ting)? (?:\w+ ){0,4}?(?:fire|ablaze|alight)|set fire|vandali[sz]\w*|riot(?:ed|ing|s|ers?)|looted|looting|"
    r"smash(?:ed|ing)|ransack\w*|burn(?:ed|t|ing)? (?:down|tyres?|tires?|barricades?|vehicles?|cars?|buses|a bus|a car|the office|offices|houses|shops|"
    r"police|buildings?|government|public|a police|a vehicle|several|wood|debris|trash|logs)|(?<!police )barricades?|turn(?:ed|ing)? (?:violent|into (?:a )?(?:riots?|clash\w*))|"
    r"violent(?:ly)? (?:protests?|demonstrat\w+|riots?|marches)|"
    r"(?:broke|breaking|shattered) (?:\w+ ){0,3}?windows?|clash(?:ed|es|ing)?|fought|fist ?fights?|brawl\w*|skirmish\w*|tore down|damag(?:ed|ing)|destroy(?:ed|ing)|"
    r"(?:attack|storm|assault|beat|ransack)(?:ed|ing)? (?:and \w+ )?(?:the |a |an |several |two |some |their |nearby )?(?:\w+ ){0,3}?(?:police\w*|officers?|soldiers?|building|office|"
    r"offices|headquarters|hall|parliament|station|house|home|residence|ministry|court|counter|vehicles?|buses|bus|shops?|stores?|property|properties|"
    r"businesses|palace|embassy|checkpoint|governorate|facility|municipality|school|church|mosque))\b")
_BY_BODY = re.compile(rf"\b{_BODY}(?: (?:also|then|later|reportedly|violently|and \w+))? (?:attack|storm|assault|beat|smash|throw|threw|raid|damag|destroy|fought|"
                      r"torch|set fire|burn|vandal|loot|ransack|hurl)\w*")
_BY_BODY_PASSIVE = re.compile(rf"\b(?:attacked|assaulted|beaten|stormed|raided|dispersed|injured|wounded) (?:\w+ )?by (?:\w+ ){{0,2}}?{_BODY}")
_FIRES = re.compile(r"\b(?:effig(?:y|ies)|flags?|portraits?|pictures?|candles?|copies|banners?)\b")
_ARMED_SIDE = re.compile(r"\bcounter[ -]+(?:protest|demonstrat)\w+")


def mode_of(f: Facts) -> str:
    """PLOVER mode of a protest."""
    if f.says("hunger"):
        return "hunger"
    if f.says("strike", "strikes", "walkout", "stoppage", "shutdown", "hartal", "bandh", "striking"):
        return "strike"
    if f.says("boycott", "boycotted", "boycotting"):
        return "boycott"
    if f.says("blocked", "block", "blocking", "blockade", "blockaded", "barricade", "barricaded", "barricades", "obstructed", "closed"):
        return "obstruct"
    return "demo"


_AT_PROTEST = re.compile(r"\b(?:people|workers|crowds?|students|residents|villagers|women|men|mourners|civilians|those|youths|farmers|teachers|youth|citizens|miners)"
                         r" (?:who (?:were|had been) )?(?:\w+ ){0,2}?(?:demonstrating|protesting|marching|rallying|picketing)\b|"
                         r"\b(?:at|during|in|on) (?:a|an|the) (?:\w+ ){0,3}?(?:protest|demonstration|march|rally|sit - in|vigil)\b(?! 20\d\d)")


def at_protest(f: Facts) -> bool:
    """Did armed men or police do it to people who protested, and did these stay peaceful?"""
    return bool(f.doers & ARMED or re.search(rf"\bby (?:\w+ ){{0,2}}?{_BODY}", f.sentence)) and _AT_PROTEST.search(f.told) is not None and not is_violent(f.told)


_FOR_IT = re.compile(r"\bfor (?:having )?(?:join|particip|attend|tak|organi|lead|call)\w* (?:part )?(?:\w+ ){0,4}?(?:protest|demonstrat|rall|march)")


def is_violent(told: str) -> bool:
    """Does a sentence say that the demonstrators themselves were violent?"""
    text = _BY_BODY_PASSIVE.sub(" ", _BY_BODY.sub(" ", told))
    for hit in _VIOLENT.finditer(text):
        if hit.group().startswith(("burn", "set", "torch", "tore", "destroy", "damag")) and _FIRES.search(text[hit.start():hit.end() + 30]):
            continue
        return True
    return False


def protest(f: Facts) -> Verdict | None:
    """The type of a demonstration, from the force and the violence that its sentence tells."""
    mode, s = mode_of(f), f.told
    if not f.verbal and _FOR_IT.search(f.sentence):
        return None         # why somebody was arrested
    if f.doers and f.doers <= ARMED and "opposition" not in f.agent_words and f.frame != "disperse" and not f.says("protest", "protested", "protests", "protesting", "demonstration",
                                                                            "strike", "wages", "salaries", "hunger"):
        return None         # fighters who march, troops who rally
    if f.text.startswith("rall") and f.verbal and f.preps.keys() & {"behind", "around", "round"}:
        return None         # "voters rallied behind the mayor"
    if f.text.startswith("march") and not f.doers & {"civilian", "protester", "mob"} and f.preps.keys() & {"toward", "towards", "into"}:
        return None         # troops on the march
    body = bool(_STATE.search(s))
    if is_violent(s):
        return Verdict("Violent demonstration", "PROTEST/vandalize" if re.search(r"vandal|smash|damag|destroy", s) else "PROTEST/riot",
                       "a demonstration in which demonstrators used violence")
    if _HARM.search(s) and re.search(r"\b(?:kill|die|dead|shot)", s) and re.search(r"\btear gas|\brubber (?:- coated )?bullet|\bcanisters?\b", s):
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control", "a protest met with force that killed people")
    if body and _LIVE.search(s) and not _AIRWARD.search(s):
        return Verdict("Excessive force against protesters", "ASSAULT/firearms", "a protest met with live fire")
    if body and _HARM.search(s) and (_FORCE.search(s) or _BY_BODY.search(s) or _BY_BODY_PASSIVE.search(s) or re.search(r"\b(?:kill|shot|beat)", s)):
        return Verdict("Excessive force against protesters", "ASSAULT/crowd-control", "a protest met with force that harmed people")
    if f.frame == "disperse" or (_FORCE.search(s) and (body or re.search(r"\b(?:tear|cannons?|were (?:arrested|detained)|was (?:arrested|detained|dispersed|"
                                                                         r"prevented|banned|broken))\b", s) or _ARMED_SIDE.search(s))):
        return Verdict("Protest with intervention", f"PROTEST/{mode}", "a protest that others tried to stop or disperse")
    return Verdict("Peaceful protest", f"PROTEST/{mode}", "a protest, no violence told")


_AIMS = frozenset("""demand demanding demanded denounce denouncing protest protesting condemn condemning call calling oppose opposing against
solidarity express expressing reject rejecting slogans banners placards chanting chanted commemorate mark mourn support supporting urging
urge petition pressure justice strike honour honor celebrate mourning remembrance remember anger voice voicing ask asking
discontent outside""".split())
_FRONT = re.compile(r"\b(?:in front of|outside)(?: \S+){1,6}? (?:ministry|office|offices|court|courthouse|embassy|consulate|parliament|palace|hall|headquarters|building|"
                    r"station|residence|university|prison|base|municipality|company|plant|factory|hospital|assembly|house|bank|mission|commission)\b")


def gather(f: Facts) -> Verdict | None:
    """People who gather protest when they say for or against what, or stand before an office."""
    if f.doers & ARMED or (f.doers and not f.doers & {"civilian", "protester", "mob", "other"}):
        return None
    if not f.verbal and not re.search(r"\b(?:pro|anti) - |protest|democracy|opposition|demonstrat", f.sentence):
        return None
    if not (f.says(*_AIMS) or not f.verbal or _FRONT.search(f.sentence) or "protester" in f.doers):
        return None
    return protest(f)


AIDS_NO_RALLY = frozenset("""wrote write writes sent send launched launch met meet meets used use issued signed phoned called filed spoke said made decided agreed
voted want wants planned plan plans sought seek tried trying failed forced urged asked told vowed continued seems appeared went go set need needs continue likes
had has have were was is are be able""".split())


def rally(f: Facts) -> Verdict | None:
    """Something that many people did "to call for", "to remember", "in solidarity": what they did it for makes it a protest."""
    if not f.doers or not f.doers <= {"civilian", "protester", "mob"} or f.agent_words & {"he", "she", "i", "we", "it"}:
        return None
    return protest(f)


def riot(f: Facts) -> Verdict | None:
    """Stones, burning barricades, riots: a violent demonstration, unless crowds fight each other or attack people."""
    if ("each other" in f.sentence or "one another" in f.sentence) and "protester" not in f.agents:
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" between crowds")
    if f.agent_words & {"prisoners", "inmates", "detainees"}:
        return violent_crowd(f)
    if "protester" not in f.doers and re.search(r"\b(?:holding|held|staging|attending|at) (?:a|an|the|their) (?:\w+ ){0,3}?(?:rally|vigil|march|protest|demonstration|sit - in|picket)\b",
                                               f.sentence) and (f.doers & ARMED or f.agent_words & {"opponents", "thugs", "counter"}):
        return Verdict("Protest with intervention", "PROTEST/demo", f"\"{f.text}\" at a protest, by others")
    if f.doers & ARMED and not f.doers & {"protester", "mob"} and not f.text.startswith("riot"):
        return None if f.text.startswith(("thr", "hurl", "pelt", "burn", "set")) else violent_crowd(f)
    if "protester" not in f.doers and "state" not in f.suffering and f.text.startswith(("pelt", "thr", "hurl", "stone")) and f.agents and not re.search(r"protest|demonstrat|march|rally", f.sentence):
        return violent_crowd(f)
    return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\"")


def violent_crowd(f: Facts) -> Verdict:
    return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" by a crowd")


_DEMONSTRATION = re.compile(r"\b(?:protest\w*|demonstrat\w+|rall(?:y|ies)|march(?:es|ed|ers)|march(?! \d| ,)|sit - in|riots?|on strike|strikers|striking)\b")


def by_crowd(f: Facts) -> Verdict | None:
    """The verdict when a crowd is the doer: violent demonstration inside a protest, else mob violence; None when it is not."""
    a = f.doers
    if f.weapons & {"firearm", "drone", "aircraft", "missile", "rocket", "mortar", "artillery", "grenade", "ied", "car_bomb"} or f.frame in (
            "fire", "assassin", "execute") or a & ARMED:
        return None
    told = _DEMONSTRATION.search(f.told) is not None or ("rioters" in f.agent_words and "civilian" not in f.suffering and f.frame != "loot")
    if "protester" in a and f.text.startswith(("vandal", "smash", "damag", "defac", "destroy", "wreck")):
        return Verdict("Violent demonstration", "PROTEST/vandalize", f"\"{f.text}\" by demonstrators")
    if "protester" in a or (told and a & {"mob", "civilian"} and a <= {"mob", "civilian", "other"}):
        return Verdict("Violent demonstration", "PROTEST/riot", f"\"{f.text}\" by demonstrators")
    if "mob" in a or re.search(r"\b(?:mob|vigilantes?|lynch\w*|mob justice|angry crowd)\b", f.sentence):
        return violent_crowd(f)
    if a and a <= {"civilian", "other"} and "civilian" in a and f.agent_words & CROWD and not f.agent_words & KIN and (
            f.suffering or not f.verbal):
        return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\" by people who acted as a crowd")
    return None


def mob(f: Facts) -> Verdict | None:
    return Verdict("Mob violence", "PROTEST/riot", f"\"{f.text}\"")
