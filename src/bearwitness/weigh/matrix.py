"""The attribution matrix: who accuses whom, with what stance and distance, and who denies it.

Naming is a claim. A denial stands beside the accusation it answers: when the accused denies, or somebody
denies on their behalf ("the foreign minister denied any direct involvement").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bearwitness.incidents.items import everyone
from bearwitness.model import Attribution, Blame, Blamer, Claim, Who
from bearwitness.weigh.figures import name_key
from bearwitness.weigh.ledger import Sources, chain_names, publisher_name

_INVOLVEMENT = re.compile(r"\b(?:involve\w*|role|responsib\w*|accus\w*|allegation\w*|blame\w*|claims?|charges?|behind|"
                          r"complicit\w*|participat\w*|links?|ties|support\w*|carried out|committ\w*|perpetrat\w*|"
                          r"baseless|unfounded|reports?)\b", re.IGNORECASE)
_WEAK = frozenset("the of and for minister president foreign interior defence defense interim government spokesman "
                  "spokesperson general director commander leader party group forces force army militia militias faction "
                  "factions former state ministry official officials affiliated backed pro anti led linked new".split())
_STATE = re.compile(r"\b(?:minister|ministry|president|presidency|government|army|military|ambassador|premier|chancellor|king|emir|"
                    r"envoy|foreign|defen[cs]e)\b", re.IGNORECASE)
STEM = 4      # "Turkey" and "Turkish" share four letters


def accused_key(who: Who) -> str:
    return who.entity_id or name_key(who.name)


def blame(claims: Sequence[Claim], reports: dict) -> tuple[tuple[Blame, ...], tuple[str, ...]]:
    """The matrix, the most accused first, and a sentence for each denial that answers nobody's accusation here.

    An attribution that its speaker denies is a denial; so is a statement by which an accused, or somebody who
    speaks for them, denies involvement or calls the allegations unfounded.
    """
    by: dict[str, list[Blamer]] = {}
    against: dict[str, list[Blamer]] = {}
    shown: dict[str, Who] = {}
    order = sorted(claims, key=lambda c: (c.report_id or "", c.passage.start, c.id))
    offices = _Offices(order)
    accusing = {c.within for c in order if isinstance(c.value, Attribution)}
    for claim in order:
        if not isinstance(claim.value, Attribution) or claim.hedge in ("hypothetical", "future"):
            continue
        for who in everyone(claim.value.accused):
            key = accused_key(who)
            shown.setdefault(key, who)
            if len(who.name) > len(shown[key].name):
                shown[key] = who
            denied = claim.stance == "denies" or claim.hedge == "negated"
            (against if denied else by).setdefault(key, []).append(_blamer(claim, reports))
    _on_behalf(by, against, shown, order, offices)
    loose = []
    for claim in order:
        if claim.kind != "statement" or claim.stance != "denies" or not _denies_involvement(claim):
            continue
        if claim.id in accusing:
            continue      # the attribution inside it has been counted
        answered = [key for key in shown if _speaks_for(claim, shown[key], offices)]
        for key in answered:
            against.setdefault(key, []).append(_blamer(claim, reports))
        if not answered:
            denier = chain_names(claim)[-1] if claim.speakers else publisher_name(reports.get(claim.report_id or ""))
            loose.append(f"{denier} denies involvement (claim {claim.id[:12]}); no claim here accuses them by name")
    keys = sorted(shown, key=lambda k: (-len(by.get(k, ())), -len(against.get(k, ())), shown[k].name, k))
    return tuple(Blame(accused=shown[k].name, by=tuple(by.get(k, ())), denied_by=tuple(against.get(k, ())),
                       entity_id=shown[k].entity_id) for k in keys), tuple(loose)


def _on_behalf(by: dict[str, list[Blamer]], against: dict[str, list[Blamer]], shown: dict[str, Who],
               order: Sequence[Claim], offices: _Offices) -> None:
    """A denial filed under the denier's own name, whom nobody accuses, moves to those accused whom they speak for."""
    claims = {c.id: c for c in order}
    for key in [k for k in against if k not in by]:
        answered = [k for k in by if any(_speaks_for(claims[d.claim], shown[k], offices) for d in against[key])]
        if answered:
            for k in answered:
                against.setdefault(k, []).extend(d for d in against[key] if d not in against.get(k, ()))
            del against[key]
            shown.pop(key)


def _blamer(claim: Claim, reports: dict) -> Blamer:
    degree = claim.value.degree if isinstance(claim.value, Attribution) else "unspecified"
    publisher = publisher_name(reports.get(claim.report_id or ""))
    speakers = chain_names(claim) or ((f"unattributed in {publisher}",) if publisher else ())
    return Blamer(speakers=speakers, stance=claim.stance, claim=claim.id, report=claim.report_id or "", hedge=claim.hedge,
                  degree=degree, said=claim.said.start)


def _denies_involvement(claim: Claim) -> bool:
    words = " ".join([claim.passage.exact, claim.original or "", *(p.exact for p in claim.content)])
    return bool(_INVOLVEMENT.search(words))


class _Offices:
    """Under what names, offices and words a speaker stands anywhere in these claims."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._by_key: dict[str, dict[str, None]] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        self._words: dict[str, str] = {}
        for claim in claims:
            for who in claim.speakers:
                words = _as_named(who)
                self._by_key.setdefault(who.entity_id or name_key(who.name), {})[words] = None
                self._by_name.setdefault(name_key(who.name), {})[words] = None

    def of(self, claim: Claim) -> str:
        """All words for the last speaker of a claim."""
        if claim.id not in self._words:
            speaker = claim.speakers[-1]
            found = dict.fromkeys([_as_named(speaker)])
            for key in Sources([claim]).names_of(speaker):
                found |= self._by_key.get(key, {})
            found |= self._by_name.get(name_key(speaker.name), {})
            self._words[claim.id] = " ".join(found)
        return self._words[claim.id]


def _as_named(who: Who) -> str:
    return f"{who.name} {who.role or ''} {who.passage.exact if who.passage else ''}"


def _speaks_for(claim: Claim, accused: Who, offices: _Offices) -> bool:
    """Is the speaker the accused, or does their office, anywhere in these claims, name the accused or its country?"""
    if not claim.speakers:
        return False
    speaker = claim.speakers[-1]
    if accused_key(speaker) == accused_key(accused):
        return True
    words = offices.of(claim)
    if speaker.kind != "state" and not _STATE.search(words):
        return name_key(accused.name) in name_key(words)
    theirs = telling(words)
    return any(_stem(a) == _stem(b) for a in telling(accused.name) for b in theirs)


def telling(words: str) -> set[str]:
    """The names in a phrase: capitalised words, and the first halves of compounds ("Turkish-backed")."""
    parts = re.findall(r"[^\W\d_]+", words)
    return {p for p in parts if p[0].isupper() and len(p) >= STEM and p.casefold() not in _WEAK} \
        | {p for p in parts if p.isupper() and len(p) >= 2}


def _stem(word: str) -> str:
    return word.casefold()[:STEM] if len(word) > STEM else word.casefold()
