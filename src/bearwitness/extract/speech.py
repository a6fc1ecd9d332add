"""The words by which somebody says, thinks, wants, knows, asks, vows, orders or judges, and the frames they take.

Verbs are in `words/speech.csv`: lemma, class, stance, frames (space-separated), irregular forms, needs. A frame says
where the reported words stand: `clause` (said that ...), `finite` (knew that ..., not "knew him"), `quote`, `object`
(denied involvement), `abstract` (supported the bill, not "supported the wall"), `of` (accused X of), `as` (described X
as), `inf` (vowed to), `objinf` (urged X to), `tobe` (was believed to have), `callfor`, `blame`, `attribute`, ...
`needs` are words of which one must stand in the sentence before a common verb is looked at at all.

Nouns (`speech_nouns.csv`: "his claim that") and adjectives (`speech_adjectives.csv`: "was adamant that") have the same
class and stance; their frames are the words after them: `that`, or a preposition.

The class tells saying from thinking: `say`, `think`, `want`, `know`, `show`, `ask`, `promise`, `order`, `judge`. What
is wanted has not happened, and what is only thought was not said: `rule` of each statement names the class.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

_DOUBLED = frozenset("admit commit rebut brag quip refer infer prefer plan regret blog pan dub abhor opt sob snap bet concur shrug log beg slam forget "
                     "forbid put pin".split())
_EITHER = frozenset("label counsel signal".split())      # labelled, labeled
# The class of a word and its name in the rule of a statement.
ACT = {"say": "speech", "think": "belief", "want": "intention", "know": "knowledge", "show": "finding", "ask": "asking", "promise": "promise",
        "order": "demand", "judge": "judgement"}


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb, noun or adjective of the tables. `needs`: one of these words must stand beside it; empty: none."""

    lemma: str
    stance: str
    frames: frozenset[str]
    cls: str = "say"
    needs: frozenset[str] = frozenset()


def inflect(lemma: str) -> list[str]:
    """The regular forms of an English verb: base, -s, -ed, -ing."""
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    s = lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z", "ss")) else "s")
    stem = lemma + lemma[-1] if lemma in _DOUBLED or lemma in _EITHER else lemma
    return [lemma, s, stem + "ed", stem + "ing", *((lemma + "ed", lemma + "ing") if lemma in _EITHER else ())]


def _rows(name: str) -> list[dict[str, str]]:
    table = resources.files("bearwitness.extract").joinpath(f"words/{name}").read_text("utf-8")
    return list(csv.DictReader(table.splitlines()))


@cache
def nouns() -> dict[str, SpeechVerb]:
    """Nouns of saying and thinking, singular and plural: "claim", "claims"."""
    out: dict[str, SpeechVerb] = {}
    for row in _rows("speech_nouns.csv"):
        noun = row["noun"]
        entry = SpeechVerb(noun, row["stance"], frozenset(row["frames"].split()), row["class"])
        plural = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith(("s", "sh", "ch")) else "s")
        out[noun] = out[plural] = entry
    out["hypotheses"] = out["hypothesis"]
    return out


@cache
def adjectives() -> dict[str, SpeechVerb]:
    """Adjectives of a state of mind: "confident", "worried"."""
    return {row["adjective"]: SpeechVerb(row["adjective"], row["stance"], frozenset(row["frames"].split()), row["class"])
            for row in _rows("speech_adjectives.csv")}


@cache
def verbs() -> dict[str, SpeechVerb]:
    """Every form of every verb of the table."""
    out: dict[str, SpeechVerb] = {}
    for row in _rows("speech.csv"):
        verb = SpeechVerb(row["lemma"], row["stance"], frozenset(row["frames"].split()), row["class"], frozenset(row["needs"].split()))
        irregular = (row["irregular"] or "").split()
        regular = inflect(verb.lemma)
        if irregular:
            regular = [f for f in regular if not f.endswith("ed")] if row["lemma"] not in ("show", "prove") else regular
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
HEARSAY = frozenset("""reports accounts rumours rumors allegations testimony testimonies claims indications signs
this that which these those there""".split())
HEARSAY_REPORTED = frozenset(["reports", "accounts", "rumours", "rumors", "claims", "testimonies"])
# Things that are read, seen or heard: a source as described, though nobody is named.
DOCUMENTS = frozenset("""report study studies survey surveys poll polls polling investigation inquiry probe review audit analysis analyses research
data figures statistics numbers records record documents document file files paper papers memo memos memorandum email emails e-mail e-mails letter letters
message messages transcript transcripts tape tapes recording recordings footage video videos image images photo photos photograph photographs imagery evidence
release statement communique dispatch article articles story book memoir editorial column op-ed essay blog post posts tweet tweets website site ad ads advertisement
bill law charter constitution treaty agreement accord resolution ruling verdict judgment indictment complaint lawsuit affidavit filing filings petition
confession note notes diary estimate estimates projections projection forecast models count tally findings results headline headlines
caption banner banners placard placards slogan slogans invitation plan manifesto speech testimony dossier cable cables briefing bulletin""".split())
# What a bill, a plan, a right is: things one supports or opposes by word.
ABSTRACT = frozenset("""bill bills plan plans proposal proposals idea ideas measure measures law laws legislation policy policies decision decisions deal
deals agreement agreements accord treaty pact ban bans reform reforms amendment amendments right rights rule rules regulation regulations move moves effort
efforts approach strategy position positions stance view views candidate candidates candidacy nominee nomination bid referendum change changes increase
increases cut cuts tax taxes resolution resolutions ceasefire truce talks negotiations dialogue intervention principle principles notion concept call calls
initiative initiatives program programs programme programmes platform agenda suggestion request requests marriage abortion independence use expansion
repeal creation legalization legalisation action actions step steps sanctions solution solutions process transition election elections statehood freedom
equality peace integration withdrawal deployment presence role system systems option options compromise package budget funding spending project projects
campaign immigration trade act status union values notions investigation inquiry probe appointment return removal inclusion introduction war release
conditions terms demand demands findings results evidence revenge vengeance retaliation justice retribution""".split())

# Nouns after which a clause or a prepositional phrase tells what is said, with nobody saying it.
AGENTLESS = {
    "fears": "predicts", "fear": "predicts", "concerns": "predicts", "concern": "predicts", "worries": "predicts",
    "calls": "demands", "demands": "demands", "appeals": "demands", "criticism": "condemns", "condemnation": "condemns",
    "accusations": "accuses", "allegations": "accuses", "claims": "asserts", "rumours": "asserts", "rumors": "asserts",
    "reports": "asserts", "suspicions": "accuses", "warnings": "predicts", "scepticism": "disputes", "doubts": "disputes",
}

# Words in the reported clause that turn a plain "said" into a demand.
OBLIGATION = frozenset(["must", "should", "ought"])

# "In the army's view, ...", "in the words of X, ...".
VIEWS = frozenset("view views opinion words eyes estimation mind judgment judgement telling account reckoning admission estimate estimates assessment".split())
