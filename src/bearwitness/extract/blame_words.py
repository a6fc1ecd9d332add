"""Words of blame: accusing, attributing, denying, claiming, and the deeds they speak of."""

from __future__ import annotations

from bearwitness.extract.events_table import forms_of


def all_forms(*verbs: str) -> frozenset[str]:
    """All forms of these verbs."""
    return frozenset(f for v in verbs for f in forms_of(v))


ACCUSE = all_forms("accuse", "suspect", "charge", "indict", "convict")
BLAME = all_forms("blame", "fault")
ATTRIBUTE = all_forms("attribute", "ascribe", "pin*", "impute")
IDENTIFY = all_forms("identify", "name", "describe", "single", "list", "cite", "designate", "brand", "portray", "identifie")
HOLD = frozenset("hold holds held holding".split())
DENY = frozenset("deny denies denied denying".split())
DISMISS = all_forms("dismiss", "reject", "refute", "rebuff")
COMMIT = all_forms("perpetrate", "orchestrate", "mastermind", "commit*", "instigate", "abet*", "sponsor", "order", "direct") | frozenset(
    "carry carries carried carrying".split())
SUPPORT = all_forms("support", "back", "fund", "finance", "arm", "sponsor", "equip*", "train")
PROVIDE = all_forms("provide", "supply", "give") | frozenset("gave given offer offered offering lent".split())
ALLOW = all_forms("allow", "permit*", "let*", "tolerate", "enable", "condone", "shield", "harbour", "harbor")
SHIFT = all_forms("shift", "deflect", "place", "put*", "lay", "pin*", "cast") | frozenset("laid put cast".split())
BLAME_NOUNS = frozenset("blame responsibility guilt fault".split())
CLAIM = all_forms("claim", "accept", "admit*", "assume", "take") | frozenset("took taken".split())
ACCUSATIONS = frozenset("accusation accusations allegation allegations charges claims".split())
GUILT_NOUNS = frozenset("""gunman gunmen shooter shooters bomber bombers assassin assassins killer assailant perpetrator perpetrators culprit culprits responsible culprit attacker attackers assailants killers
behind mastermind masterminds suspect suspects aggressor""".split())
ACT_NOUNS = frozenset("""violence atrocities atrocity crimes crime abuses abuse bloodshed violations violation genocide cleansing
events events incident incidents deaths death disappearance this that it these chaos operation operations acts act
unrest persecution extermination tragedy""".split())
COMPLICIT = frozenset("complicity complicit collusion colluding collusion connivance colluded aiding abetting".split())
TOLERANT = frozenset("failing failure tolerating condoning ignoring allowing turning inaction failed allowed sheltering harbouring harboring".split())
HELP = frozenset("supporting backing funding financing arming supplying support sponsoring training aiding".split())
ROLE = frozenset("role part hand involvement".split())
GENERIC = frozenset("those who anyone whoever everyone perpetrators".split())
AID_WORDS = frozenset("support weapons arms funding backing training ammunition cover assistance shelter haven".split())
# What a claim or denial of a deed speaks of, with the event words of the table.
DEEDS = ACT_NOUNS | frozenset("""deed responsibility credit blame bombing shooting killing operation ambush raid assault explosion blast hijacking kidnapping
abduction assassination murder murders massacre beheading execution executions shelling strike strikes arson stabbing poisoning hack hacking sabotage""".split())
CRIMES = frozenset("""murder manslaughter rape terrorism treason genocide assault kidnapping arson torture abduction massacre homicide bombing killing attack
trafficking""".split())
CLAIMING = frozenset("""claim claims claimed claiming admit admits admitted admitting confess confesses confessed confessing boast boasts boasted boasting
acknowledge acknowledges acknowledged acknowledging""".split())
LINK = all_forms("link", "tie", "connect", "trace", "implicate")
SELF = frozenset("himself herself itself themselves".split())
