"""What a claimant has at stake, as people declare it: party to the conflict, monitor, victim's side ... Never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from bearwitness.errors import UsageError
from bearwitness.model import INTERESTS, Claim, Interest, Judgement
from bearwitness.weigh.figures import name_key
from bearwitness.weigh.ledger import Sources, speaker_name

OWN_WORDS = INTERESTS[-1]
LONGEST = 200
_KIND = re.compile(r"^(?P<kind>" + "|".join(re.escape(kind) for kind in INTERESTS[:-1]) + r")\s*(?P<colon>[:,]|$|\s)\s*(?P<of>.*)$", re.IGNORECASE)


def parse(words: object) -> tuple[str, str | None]:
    """(kind, of whom) of a declared interest; what begins with no known kind is in its writer's own words.

    >>> parse("party to the conflict: government")
    ('party to the conflict', 'government')
    >>> parse("ally of Northland")
    ('ally of', 'Northland')
    >>> parse("sells the weapon in question")
    ('own words', 'sells the weapon in question')

    Raises:
        UsageError: no text, too long, a sign that hides or reorders text, or an ally of nobody.
    """
    if not isinstance(words, str) or not words.strip():
        raise UsageError(f"interest is a text such as \"party to the conflict: government\" or \"monitor\", not {words!r}; null takes it away")
    if len(words) > LONGEST:
        raise UsageError(f"interest is at most {LONGEST} characters, not {len(words)}: put the grounds into --reason")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp") for c in words):
        raise UsageError("interest holds a sign that hides, breaks or reorders text: write it without")
    text = " ".join(words.split())
    match = _KIND.match(text.replace("’", "'"))
    if match is None or (not match["colon"].strip() and match["of"] and match["kind"].casefold() != "ally of"):
        return OWN_WORDS, text.split(":", 1)[1].strip() if text.casefold().startswith(f"{OWN_WORDS}:") else text
    of = match["of"].strip() or None
    if match["kind"].casefold() == "ally of" and of is None:
        raise UsageError("interest \"ally of\" says of whom: --set interest=\"ally of: NAME\"")
    return match["kind"].casefold(), of


class Interests:
    """The declared interests, found by any name of a source."""

    def __init__(self, declared: Mapping[str, Judgement], sources: Sources) -> None:
        self._sources = sources
        self._by_key: dict[str, Interest] = {}
        for name, judgement in declared.items():
            words = dict(judgement.changes)["interest"]
            try:
                kind, of = parse(words)
            except UsageError:      # an old row that the program would no longer take: shown as it is
                kind, of = OWN_WORDS, str(words)
            made = Interest(kind, of, str(words), judgement.reviewer, judgement.made_at, judgement.id)
            self._by_key[sources.by_name(name)] = made
            self._by_key[name_key(name)] = made

    def of(self, claim: Claim, publisher: str | None) -> Interest | None:
        """That of whose words the claim has: the last speaker, else the publisher."""
        if not self._by_key:
            return None
        if claim.speakers:
            last = claim.speakers[-1]
            keys = [self._sources.key(last), name_key(last.name), name_key(speaker_name(last))]
        else:
            keys = [self._sources.by_name(publisher), name_key(publisher)] if publisher else []
        return next((self._by_key[key] for key in keys if key in self._by_key), None)
