"""PLOVER categories of claims: what was done (events), and what was said (demands, refusals, threats, blame, praise, promises).

An event has its category and mode from its type rule. What is said gets them from the statement's stance and words:

    condemns ACCUSE/disapprove    accuses ACCUSE/allege    demands REQUEST    denies, disputes REJECT
    threatens THREATEN            promises AGREE           praised, defended ... SUPPORT    accepted, admitted ... CONCEDE

What somebody says that he will do is an agreement when it helps (release, withdraw, aid) and a threat when it hurts.
Modes and contexts: PLOVER manual of 2024 (16 categories); contexts are told from words, and only the plainest are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.model import Claim

MODES: dict[str, tuple[str, ...]] = {
    "AGREE": (), "CONSULT": ("visit", "third-party", "multilateral", "phone"), "SUPPORT": (), "CONCEDE": (), "COOPERATE": (), "AID": (),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"), "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"), "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"), "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": ("abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial",
                "drone", "heavy-weapons", "crowd-control", "unconventional"),
}


@dataclass(frozen=True, slots=True)
class Plover:
    """One coded act.

    Attributes:
        category: one of the 16.
        mode: one of the category's modes, null when the words do not tell or the category has none.
        contexts: of PLOVER's 37, those whose words stand in the claim, in alphabetical order.
        reason: what decided, in words.
        claim: id of the claim.
    """

    category: str
    mode: str | None
    contexts: tuple[str, ...]
    reason: str
    claim: str


_SUPPORTS = re.compile(r"\b(?:prais|defend|endors|back(?:ed|s|ing)\b|support(?:ed|s)\b|hail|welcom|applaud|laud|commend|congratulat|thank|stood by|forgiv)")
_CONCEDES = re.compile(r"\b(?:accept|acced|admit|acknowledg|apolog|conced|relent|bow(?:ed|s) to|yielded|regret)")
_STANCES = {"condemns": ("ACCUSE", "disapprove"), "accuses": ("ACCUSE", "allege"), "demands": ("REQUEST", None), "denies": ("REJECT", None),
            "disputes": ("REJECT", None), "threatens": ("THREATEN", None), "promises": ("AGREE", None)}
_INQUIRY = re.compile(r"\b(?:investigat|probe\b|inquir|look into|fact-finding)")
# What is asked for or refused. The first that fits.
_ASKED = (("meet", re.compile(r"\b(?:talks|meet|negotiat|dialogue|summit|visit|mediat|conference)")),
          ("yield", re.compile(r"\b(?:releas|withdr|ceasefire|cease-fire|lift|end\b|stop|halt|resign|surrender|free\b|return|eas(?:e|ing)\b|pull out|hand over|step down|leave)")),
          ("assist", re.compile(r"\b(?:aid\b|help|assist|support|fund|refuge|asylum|send|protect|weapons|troops|peacekeep|shelter)")))
_THREATS = (("expel", re.compile(r"\b(?:expel|deport|evict)")), ("arrest", re.compile(r"\b(?:arrest|detain|jail|prosecut|try\b)")),
            ("relations", re.compile(r"\b(?:sever|recall|sanction|boycott|suspend|cut (?:off|ties)|withdraw|break off|embargo)")),
            ("territory", re.compile(r"\b(?:annex|occupy|invade|retake|seize|capture)")),
            ("restrict", re.compile(r"\b(?:ban\b|curfew|block|close|restrict|censor|prohibit|deny|shut)")),
            ("violence", re.compile(r"\b(?:attack|kill|strike|bomb|war\b|fight|destroy|burn|shoot|shell|crush|execut|retaliat|force|action|target|reveng)")))
_HARMS = re.compile(r"\b(?:boycott|blockad|attack|strike\b|kill|fight|retaliat|expel|deport|sever|bomb|destroy|crush|ban\b|prohibit|block|cut off|go to war|execut|"
                    r"burn|punish|aveng|reveng|annex|invade|withdraw (?:weapons )?inspectors)")
_EASES = re.compile(r"(?:continue (?:to )?)?(?:support|give|provide|releas|lift|meet|visit|withdraw|evacuate|send aid|help|join|cooperat|negotiat|allow|hold talks|hand over|"
                    r"sign|restore|open|host|return|grant|supply|fund|respect|accept|free\b|disarm|resum)")
_REFUSES = re.compile(r"\b(?:(?:will|would|shall) (?:not|never) (?:accept|allow|withdraw|negotiat|meet|release|agree|sign|give|return|talk|lift|hand|comply|recogni|bow|yield)|"
                      r"won't (?:accept|allow|withdraw|negotiat|meet|release|agree|sign|give)|out of the question|(?:has|have) (?:refused|declined|ruled out)|refus(?:es|ed) to)")
_WILL = re.compile(r"\b(?:(?:it|they|he|she|we|i|\w+) (?:will|would)|(?:is|are|was|were) (?:willing|prepared|ready|committed|determined) to|plans? to|intends? to) ")
_CONTEXTS = {
    "military": r"\b(?:army|military|troops|soldiers|forces|navy|air force|missiles?)\b", "intelligence": r"\b(?:intelligence|spy|spies|espionage)\b",
    "executive": r"\b(?:president|prime minister|cabinet|government)\b", "legislative": r"\b(?:parliament|congress|senate|lawmakers?|bill)\b",
    "election": r"\b(?:elections?|vot(?:e|es|ing|ers?)|ballots?|polls)\b", "economic": r"\b(?:econom\w+|trade|wages?|prices?|fuel|investment|tax(?:es)?)\b",
    "legal": r"\b(?:court|trial|judges?|prosecut\w+|verdict|lawsuit|sentenc\w+)\b", "reparations": r"\b(?:reparations?|compensation)\b",
    "human_rights": r"\b(?:human rights|war crimes?|genocide|torture|massacres?|civilians)\b", "rights_freedoms": r"\b(?:freedom|press|censor\w*|rights activists?)\b",
    "human_security": r"\b(?:famine|food aid|humanitarian|relief)\b", "gender": r"\b(?:women|girls|femicide|rape\w*|gender)\b", "lgbt": r"\b(?:lgbt\w*|gay|transgender)\b",
    "religion_ethnicity": r"\b(?:ethnic|sectarian|muslims?|christians?|mosques?|church(?:es)?|tribal|minorit\w+)\b", "diplomatic": r"\b(?:ambassadors?|embassy|diplomat\w*|consulate)\b",
    "territory": r"\b(?:territor\w+|border|annex\w*|occupied)\b", "peacekeeping": r"\b(?:peacekeep\w+)\b", "health": r"\b(?:hospitals?|clinics?|doctors?|vaccin\w+|epidemic)\b",
    "asylum": r"\b(?:asylum|refugees?)\b", "migration": r"\b(?:migrants?|migration|displaced)\b", "disasters": r"\b(?:earthquakes?|floods?|drought|cyclone)\b",
    "natural_resource": r"\b(?:oil|gas field|mines?|mining|water supply|dam)\b", "environment": r"\b(?:climate|environment\w*|pollution|deforest\w+)\b",
    "terrorism": r"\b(?:terror\w*|jihadis\w*)\b", "cbrn": r"\b(?:chlorine|sarin|chemical|nuclear|nerve (?:gas|agent))\b", "cyber": r"\b(?:hack\w*|cyber\w*|malware)\b",
    "misinformation": r"\b(?:disinformation|misinformation|propaganda)\b", "crime": r"\b(?:gangs?|robber\w*|murder\w*|criminals?|cartels?)\b",
    "corruption": r"\b(?:corrupt\w*|brib\w+|embezzl\w+)\b", "illegal_drugs": r"\b(?:drugs?|cocaine|heroin|narcotics?)\b", "trafficking": r"\b(?:traffick\w+|smuggl\w+)\b",
}
_CONTEXT_RULES = {name: re.compile(pattern, re.I) for name, pattern in _CONTEXTS.items()}
_HELPS = frozenset(("RETREAT", "AID", "AGREE", "CONSULT", "COOPERATE", "SUPPORT", "CONCEDE"))


def _first(rules: Iterable[tuple[str, re.Pattern[str]]], text: str) -> str | None:
    return next((mode for mode, rule in rules if rule.search(text)), None)


def contexts_of(text: str) -> tuple[str, ...]:
    """Contexts whose words stand in a text."""
    return tuple(name for name, rule in sorted(_CONTEXT_RULES.items()) if rule.search(text))


def _said(claim: Claim) -> tuple[str, str | None, str] | None:
    """(category, mode, reason) of a statement, or None for neutral speech."""
    cue = claim.cue.exact.lower() if claim.cue else ""
    words = " ".join(p.exact for p in claim.content).lower() or claim.passage.exact.lower()
    if claim.stance in ("asserts", "confirms", "reports", "promises"):
        for rule, category in ((_SUPPORTS, "SUPPORT"), (_CONCEDES, "CONCEDE")):
            if rule.search(cue):
                return category, None, f"said with \"{cue}\""
    if claim.stance == "promises" and _HARMS.search(words) and not _REFUSES.search(words):
        return "THREATEN", _first(_THREATS, words), f"a vow to harm (\"{cue}\")"
    if claim.stance in ("asserts", "reports"):
        return _announced(words)
    found = _STANCES.get(claim.stance)
    if found is None:
        return None
    category, mode = found
    if category in ("REQUEST", "REJECT"):
        mode = _first(_ASKED, words) or "change"
    elif category == "THREATEN":
        mode = _first(_THREATS, words)
    elif category == "ACCUSE" and _INQUIRY.search(f"{cue} {words}"):
        mode = "investigate"
    return category, mode, f"a statement that {claim.stance}" + (f" (\"{cue}\")" if cue else "")


def _announced(words: str) -> tuple[str, str | None, str] | None:
    """What somebody says that he himself will do, will not do, or is ready to do."""
    if _REFUSES.search(words):
        return "REJECT", _first(_ASKED, words) or "change", "says that he will not"
    will = _WILL.search(words)
    if will is None:
        return None
    rest = words[will.end():will.end() + 60]
    if _HARMS.match(rest):
        return "THREATEN", _first(_THREATS, rest), "says that he will do harm"
    return ("AGREE", None, "says that he will help, yield or meet") if _EASES.match(rest) else None


def plover_of(claim: Claim) -> Plover | None:
    """The PLOVER coding of a claim: of an event that was done or announced, or of speech with a stance. None for the rest."""
    value: Any = claim.value
    text = claim.passage.exact
    if claim.kind == "event":
        if value.plover is None or claim.hedge == "negated":
            return None
        category, _, mode = value.plover.partition("/")
        if claim.hedge == "future" or value.stage == "threatened":
            if category in _HELPS:
                return Plover("AGREE", None, contexts_of(text), f"announced: {value.plover}", claim.id)
            return Plover("THREATEN", _first(_THREATS, text.lower()) or ("violence" if category == "ASSAULT" else None), contexts_of(text),
                          f"announced: {value.plover}", claim.id)
        return Plover(category, mode or None, contexts_of(text), claim.rule, claim.id) if claim.hedge != "hypothetical" else None
    if claim.kind == "demand" and claim.within is None:
        return Plover("REQUEST", _first(_ASKED, text.lower()) or "change", contexts_of(text), "a demand", claim.id)
    said = _said(claim) if claim.kind == "statement" else None
    if said is None:
        return None
    text = " ".join((text, *(p.exact for p in claim.content)))
    return Plover(said[0], said[1], contexts_of(text), said[2], claim.id)


def plover_rows(claims: Sequence[Claim]) -> list[Plover]:
    """Every coded act of a document in text order; an event that is only asked for, refused or alleged has none of its own."""
    spoken = {c.id: c for c in claims if c.kind == "statement" and c.stance not in ("asserts", "confirms", "reports")}
    rows = []
    for claim in sorted(claims, key=_place):
        if claim.kind == "event" and claim.within in spoken and spoken[claim.within].stance != "accuses":
            continue
        row = plover_of(claim)
        if row is not None:
            rows.append(row)
    return rows


def main_plover(claims: Sequence[Claim]) -> Plover | None:
    """The act that a short text mainly tells: a stance taken before the first event, else the event ranked first, else what is announced."""
    rows = {r.claim: r for r in plover_rows(claims)}
    events = sorted((c for c in claims if c.id in rows and c.kind == "event" and getattr(c.value, "rank", None)), key=lambda c: (c.value.rank, _place(c)))  # type: ignore[union-attr]
    said = [c for c in sorted(claims, key=_place) if c.id in rows and c.kind == "statement"]
    if said and (not events or _place(said[0]) < _place(events[0])):
        return rows[said[0].id]
    if events:
        return rows[events[0].id]
    return next(iter(rows.values()), None)


def _place(claim: Claim) -> int:
    return claim.cue.start if claim.kind == "statement" and claim.cue else claim.passage.start
