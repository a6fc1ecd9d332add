"""Who speaks for whom: whether a speaker is the accused, holds an office of theirs, or belongs to the same state."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bearwitness.incidents.items import everyone
from bearwitness.model import Claim, Who
from bearwitness.weigh.figures import name_key
from bearwitness.weigh.ledger import Sources, body_of

_WEAK = frozenset("the of and for minister president foreign interior defence defense interim government spokesman "
                  "spokesperson general director commander leader party group forces force army militia militias faction "
                  "factions former state ministry official officials affiliated backed pro anti led linked new".split())
_STATE = re.compile(r"\b(?:minister|ministry|president|presidency|government|army|military|ambassador|premier|chancellor|king|emir|"
                    r"envoy|foreign|defen[cs]e)\b", re.IGNORECASE)
_FORCES = re.compile(r"\b(?:government|army|armed forces|military|soldiers|troops|air force|navy|police|security forces|state|ministry|regime)\b", re.IGNORECASE)
_NOT_THEIRS = re.compile(r"\b(?:pro|anti|former|ex|rebels?|opposition|separatists?|\w+-backed|backed|insurgents?|loyalists?|remnants)\b", re.IGNORECASE)
_OWN = re.compile(r"^(?:its|their|our|his|her)\s+(?:own\s+)?\w", re.IGNORECASE)
_OURS = re.compile(r"^our\s", re.IGNORECASE)
OWN_STANCES = frozenset(("denies", "disputes", "confirms", "retracts"))
MOST_WORDS = 24      # of an office
STEM = 4      # "Turkey" and "Turkish" share four letters


def accused_key(who: Who) -> str:
    """One key for an accused under its name or identity."""
    return who.entity_id or name_key(who.name)


def is_possessive(who: Who) -> bool:
    """Is it named only as somebody's ("its soldiers")?"""
    return who.entity_id is None and _OWN.match(who.name.strip()) is not None


class Sides:
    """Under what names, offices and words a speaker stands anywhere in these claims."""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self.sources = Sources(claims)
        self._actors = Sources(())      # without the bodies: who accuses a commander does not accuse the army
        self._by_key: dict[str, dict[str, None]] = {}
        self._by_name: dict[str, dict[str, None]] = {}
        self._words: dict[str, str] = {}
        self._states: set[str] = set()      # stems of the names that states and their forces bear here
        for claim in claims:
            for who in (*everyone(getattr(claim.value, "accused", ())), *claim.speakers):
                self._actors.add(who, body=False)
                if _is_state(who):
                    self._states |= {stem(word) for word in telling(who.name)}
            for who in claim.speakers:
                words = _as_named(who)
                self._by_key.setdefault(accused_key(who), {})[words] = None
                self._by_name.setdefault(name_key(who.name), {})[words] = None

    def key(self, who: Who) -> str:
        """One key for an actor under its name or identity anywhere in these claims: accused or speaking."""
        return self._actors.key(who)

    def body_of(self, person: Who) -> Who | None:
        """The body a person speaks for, by name or by the kind in the office; None when neither tells."""
        named = body_of(person)
        return Who(named, "organisation") if named else self.sources.spoken_for(person)

    def words_of(self, speaker: Who) -> str:
        """All words for a speaker: names, offices, and how each text has them."""
        key = f"{accused_key(speaker)}|{_as_named(speaker)}"
        if key not in self._words:
            found = dict.fromkeys([_as_named(speaker)])
            alone = Sources(())
            alone.add(speaker)
            for other in alone.names_of(speaker):
                found |= self._by_key.get(other, {})
            found |= self._by_name.get(name_key(speaker.name), {})
            self._words[key] = " ".join(found)
        return self._words[key]

    def speaks_for(self, claim: Claim, accused: Who) -> bool:
        """Is the speaker the accused, or does their office, anywhere in these claims, name the accused or its country?"""
        if not claim.speakers:
            return False
        speaker = claim.speakers[-1]
        if accused_key(speaker) == accused_key(accused):
            return True
        words = self.words_of(speaker)
        if speaker.kind != "state" and not _STATE.search(words):
            return name_key(accused.name) in name_key(words)
        return _share_a_name(words, accused.name) or self._same_state(words, accused)

    def _same_state(self, words: str, accused: Who) -> bool:
        """"The ministry" and "the army", of no country in the words, are of one state where the claims name no two states' forces."""
        if not _is_state(accused) or (telling(words) - {"The"} and telling(accused.name)):
            return False
        return len(self._states) < 2

    def own_side(self, claim: Claim, accused: Who) -> bool:
        """Is it the accused's own side that speaks: the accused, a person with an office of theirs, or whose "its soldiers" they are?

        Narrower than `speaks_for`, which also takes a minister for all who bear the country's name.
        """
        return any(self._is_of(speaker, accused, claim.stance) for speaker in everyone(claim.speakers[-1:]))

    def _is_of(self, speaker: Who, accused: Who, stance: str) -> bool:
        if is_possessive(accused):
            return stance in OWN_STANCES or (_OURS.match(accused.name.strip()) is not None and (speaker.kind != "person" or bool(speaker.role)))
        if self.sources.key(speaker) in (self.sources.key(accused), self.sources.by_name(accused.name)):
            return True
        return speaker.kind == "person" and f" {name_key(accused.name)} " in f" {name_key(speaker.role or '')} "

    def source_key(self, claim: Claim, publisher: str | None) -> str:
        """The identity of whose words a claim has: the last speaker, else the publisher."""
        if claim.speakers:
            return self.sources.key(claim.speakers[-1])
        return self.sources.by_name(publisher) if publisher else ""


class Accused:
    """The accused by what a speaker could be known by, so that each speaker's own side is found without trying all of them."""

    def __init__(self, sides: Sides, accused: Mapping[str, Who]) -> None:
        self._sides = sides
        self._by_source: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        self._by_stem: dict[str, set[str]] = {}
        for key, who in accused.items():
            if is_possessive(who):
                continue
            for source in (sides.sources.key(who), sides.sources.by_name(who.name)):
                self._by_source.setdefault(source, set()).add(key)
            self._by_name.setdefault(name_key(who.name), set()).add(key)
            for word in telling(who.name) if _is_state(who) else ():
                self._by_stem.setdefault(stem(word), set()).add(key)

    def on_side_of(self, claim: Claim) -> set[str]:
        """Those with whom a speaker stands on one side: the same, one whose office they hold, a state and its forces."""
        out: set[str] = set()
        for speaker in everyone(claim.speakers[-1:]):
            out |= self._by_source.get(self._sides.sources.key(speaker), set())
            if speaker.kind == "person" and speaker.role:
                words = name_key(speaker.role).split()[:MOST_WORDS]
                for i in range(len(words)):
                    for j in range(i + 1, len(words) + 1):
                        out |= self._by_name.get(" ".join(words[i:j]), set())
        if claim.speakers and self._by_stem:
            last = claim.speakers[-1]
            words_of = self._sides.words_of(last)
            if last.kind == "state" or _STATE.search(words_of):
                out = out.union(*(self._by_stem.get(stem(word), set()) for word in telling(words_of)))
        return out


def _is_state(who: Who) -> bool:
    return (who.kind == "state" or _FORCES.search(who.name) is not None) and not _NOT_THEIRS.search(who.name)


def _share_a_name(words: str, name: str) -> bool:
    theirs = {stem(word) for word in telling(words)}
    return any(stem(word) in theirs for word in telling(name))


def _as_named(who: Who) -> str:
    return f"{who.name} {who.role or ''} {who.passage.exact if who.passage else ''}"


def telling(words: str) -> set[str]:
    """The names in a phrase: capitalised words, and the first halves of compounds ("Turkish-backed")."""
    parts = re.findall(r"[^\W\d_]+", words)
    return {p for p in parts if p[0].isupper() and len(p) >= STEM and p.casefold() not in _WEAK} \
        | {p for p in parts if p.isupper() and len(p) >= 2}


def stem(word: str) -> str:
    return word.casefold()[:STEM] if len(word) > STEM else word.casefold()
