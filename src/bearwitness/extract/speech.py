"""The verbs by which somebody says, denies, accuses, demands, vows or warns, and the frames they take.

The table is `words/speech.csv`: lemma, stance, frames (space-separated), irregular forms. A frame says where
the reported words stand: `clause` (said that ...), `quote`, `object` (denied involvement), `of` (accused X of),
`as` (described X as), `inf` (vowed to), `objinf` (urged X to), `callfor`, `blame`, `attribute`, ...
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

_DOUBLED = frozenset(["admit", "commit", "rebut", "brag", "quip"])


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    lemma: str
    stance: str
    frames: frozenset[str]


def inflect(lemma: str) -> list[str]:
    """The regular forms of an English verb: base, -s, -ed, -ing."""
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "ss")) else "s")
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    return [lemma, s, stem + "ed", stem + "ing"]


@cache
def verbs() -> dict[str, SpeechVerb]:
    """Every form of every verb of the table."""
    out: dict[str, SpeechVerb] = {}
    table = resources.files("bearwitness.extract").joinpath("words/speech.csv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines()):
        verb = SpeechVerb(row["lemma"], row["stance"], frozenset(row["frames"].split()))
        irregular = (row["irregular"] or "").split()
        regular = inflect(verb.lemma)
        if irregular:
            regular = [f for f in regular if not f.endswith("ed")] if row["lemma"] not in ("show",) else regular
        for form in regular + irregular:
            out.setdefault(form, verb)
    return out


# Nouns that carry a speech act of the subject: "issued an appeal for", "expressed concern over".
NOMINAL_ACTS: dict[str, str] = {
    "condemnation": "condemns", "rebuke": "condemns", "criticism": "condemns", "outrage": "condemns",
    "concern": "condemns", "concerns": "condemns", "alarm": "condemns", "dismay": "condemns", "shock": "condemns",
    "regret": "condemns", "anger": "condemns", "horror": "condemns",
    "appeal": "demands", "appeals": "demands", "call": "demands", "calls": "demands", "demand": "demands",
    "demands": "demands", "plea": "demands", "request": "demands", "ultimatum": "demands",
    "warning": "predicts", "warnings": "predicts", "alert": "predicts", "fear": "predicts", "fears": "predicts",
    "threat": "threatens", "threats": "threatens",
    "denial": "denies", "rejection": "denies", "rebuttal": "denies",
    "accusation": "accuses", "accusations": "accuses", "allegation": "accuses", "allegations": "accuses",
    "statement": "asserts", "report": "asserts", "communique": "asserts", "declaration": "asserts",
    "announcement": "asserts", "claim": "asserts", "claims": "asserts", "remarks": "asserts",
    "pledge": "promises", "promise": "promises", "vow": "promises", "commitment": "promises",
    "support": "asserts", "hope": "asserts", "confidence": "asserts", "solidarity": "asserts",
    "doubt": "disputes", "doubts": "disputes", "scepticism": "disputes", "skepticism": "disputes",
    "condolences": "asserts", "apology": "retracts", "correction": "retracts",
}

# Subjects that stand for hearsay: nobody is named, and nobody is borrowed to fill the gap.
HEARSAY = frozenset("""reports report accounts rumours rumors allegations footage videos video images photos
photographs evidence documents data figures testimony testimonies claims indications signs statistics records analysis
this that which these those there""".split())
HEARSAY_REPORTED = frozenset(["reports", "report", "accounts", "rumours", "rumors", "claims", "testimonies"])

# Nouns after which a clause or a prepositional phrase tells what is said, with nobody saying it.
AGENTLESS = {
    "fears": "predicts", "fear": "predicts", "concerns": "predicts", "concern": "predicts", "worries": "predicts",
    "calls": "demands", "demands": "demands", "appeals": "demands", "criticism": "condemns", "condemnation": "condemns",
    "accusations": "accuses", "allegations": "accuses", "claims": "asserts", "rumours": "asserts", "rumors": "asserts",
    "reports": "asserts", "suspicions": "accuses", "warnings": "predicts", "scepticism": "disputes", "doubts": "disputes",
}

# Words in the reported clause that turn a plain "said" into a demand.
OBLIGATION = frozenset(["must", "should", "ought"])
