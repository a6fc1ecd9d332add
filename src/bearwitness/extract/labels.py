"""Legal and moral names given to conduct: who calls it what is told elsewhere, here only which name and how firmly.

A name is never the program's finding. The article of the Rome Statute is the one that bears the name; where the
Statute knows no crime by that name the provision is null (science page 7).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from bearwitness.extract.drafts import Draft
from bearwitness.extract.events_table import rows
from bearwitness.extract.hedge import hedge_of
from bearwitness.extract.triggers import may_name
from bearwitness.model import Label

if TYPE_CHECKING:
    from bearwitness.extract.page import Page, Unit


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, tuple[str, str | None, bool]]], dict[str, str | None]]:
    """One expression for all spellings (longest first), and what each spelling stands for."""
    table: dict[str, tuple[str, str | None, bool]] = {}
    provisions: dict[str, str | None] = {}
    for label, provision, texts in rows("labels.txt"):
        article = None if provision == "-" else provision
        provisions[label] = article
        for text in texts.split(";"):
            text = text.strip()
            table[text.rstrip("?")] = (label, article, text.endswith("?"))
    shapes = sorted(table, key=len, reverse=True)
    parts = [re.escape(s).replace(r"\*", r"[\w’']*").replace(r"\ ", r"[\s-]+") for s in shapes]
    expression = re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<p{k}>{p})" for k, p in enumerate(parts)) + r")(?![\w])", re.I)
    return (expression, {f"p{k}": table[s] for k, s in enumerate(shapes)}), provisions


def provision_of(label: str) -> str | None:
    """The article of the Rome Statute that bears this name, or None."""
    return _patterns()[1].get(label)


# Words after a name that make it part of another thing: a court, a law, a day, a body.
_NOT_BEFORE = re.compile(
    r"\s*-?\s*(?:tribunals?|courts?|conventions?|watch\b|memorials?|museum|prosecutors?|investigators?|investigations?|units?\b|scholars?|"
    r"studies|chambers?|trials?|suspects?|law\b|laws\b|act\b(?! of)|legislation|charges?|cases?|museum|victims|survivors?|list|"
    r"blacklist|designation|financing|experts?|commission|organi[sz]ations?|deniers?|remembrance|centre|center)", re.I)
_NOT_AFTER = re.compile(r"(?:counter|anti|anti-|counter-|special rapporteur on|"
                        r"definition of|convention (?:on|against)|movement against|league against|committee (?:on|against)|"
                        r"prevention of|sponsors? of|armenian|rwandan|rwanda|bosnian|srebrenica|1994|1915|cambodian)[\s“\"'-]*$", re.I)
_FOUGHT = re.compile(r"(?:(?:threat|scourge|menace|evil|problem) of|(?:war on|(?:fight|battle|campaign|struggle) against)|fight(?:s|ing)?|fought|combat(?:s|ing|ed)?|defeat(?:s|ing|ed)?|counter(?:s|ing)?|eliminat\w+|"
                     r"eradicat\w+|battling|tackl\w+|curb\w*|against|financ\w+(?: of)?|funding(?: of)?)[\s“\"'-]*$", re.I)
# "a life free from atrocities"; a name that somebody would not use is none.
_ABSENT = re.compile(r"\b(?:free (?:from|of)|life without|(?:stopped|stops|stopping|stop) short of|(?:refus|declin|hesitat)\w+ to (?:call|describe|label|use|say)|"
                     r"(?:did|does|do|would|has|have) (?:not|n['’]t) (?:yet )?(?:call|called|describe|described|use|used the (?:word|term)|label|labelled)|"
                     r"avoid\w* (?:the (?:word|term)|calling|using))\b[^.;!?]{0,60}$", re.I)
_PREDICATED = re.compile(
    r"(?:\bas|\bcall(?:ed|ing|s)?(?: \w+){1,5}|\bterm(?:ed|ing|s)?(?: \w+){1,5}|\bwas|\bwere|\bis|\bbeing|\bconstitut\w+|\bamount\w* to|"
    r"\btantamount to|\bqualif\w+ as|\bbrand\w+(?: \w+){1,5}|\blabel\w+(?: \w+){1,5}|\bdubbed(?: \w+){0,4}|\bsheer|\boutright|"
    r"\bnothing short of|\bnothing less than|\bdeem\w*(?: \w+){1,3}|\bconsider\w*(?: \w+){1,3})[\s,]*[“\"‘']?\s*"
    r"(?:a|an|the|pure|real|true|sheer|full-scale|\w+ed|\w+al|\w+ic|\w+ate|horrific|brutal|terrible|heinous|new|systematic)?[\s“\"‘']*"
    r"(?:\w+(?:ed|al|ic|ian|ous|ful|able|ive|ent|ble)\s+){0,2}$", re.I)
_WARNS = re.compile(
    r"\b(?:may|might|could|would|can|risks?(?: of| being)?|risking|fears? (?:of|that)|fearing|feared|warn(?:ed|s|ing|ings)?(?: \w+){0,4} (?:of|against|that|about)|"
    r"threat of|threaten\w* (?:to|with)|potential(?:ly)?|possib(?:le|ly|ility)|on the (?:brink|verge|edge) of|brink of|danger of|dangers of|(?:early |warning )+signs of|"
    r"prevent(?:ing|ion)?|avert(?:ing)?|spectre of|specter of|prospect of|concerns? (?:of|about|over|that)|unless|whether|if|"
    r"intent (?:to|on)|plan(?:s|ned|ning)? (?:to|for)|calls? for|incit\w+(?: \w+){0,2} to)\b[^.;!?]{0,80}$", re.I)
_LIES = (r"(?:false|baseless|untrue|unfounded|unsubstantiated|groundless|fabricated|bogus|invented|malicious|absurd|ridiculous|nonsense|a lie|lies|slander|slanderous|"
         r"propaganda|fiction|a fabrication|fabrications|a myth|without (?:any )?(?:foundation|basis|merit|evidence)|not true|wrong|denied|rejected|dismissed|refuted)")
_DENIES = re.compile(
    r"\b(?:not|never|none|nor|neither|no (?:\w+ ){0,2}(?=$)|no (?:evidence|proof|signs?|question|indications?|cases?) of|n['’]t|"
    r"den(?:y|ied|ies|ying|ials?)|reject(?:ed|s|ing|ion)?|refut(?:ed|es|ing)|dismiss(?:ed|es|ing|al)?|repudiat\w+|disput(?:ed|es|ing)|rebut\w*|"
    r"(?:acquitted|cleared|absolved|exonerated|innocent)(?: \w+){0,3} of|nothing (?:to do with|like)|anything but|far from|rather than|"
    + _LIES + r" (?:accusations?|allegations?|claims?|charges?|reports?|stories|talk) of)"
    r"\b(?! only| just| merely| simply)[^.;!?“”]{0,60}$", re.I)
_NEGATION = re.compile(r"not|never|n['’]t|no\b", re.I)
# "will not tolerate torture", "has not investigated the war crimes": the deed is not denied.
_NO_DENIAL = re.compile(r"\b(?:relent|rest|stop|tolerat|forget|forgot|allow|ignor|hesitat|accept|let\b|condon|excus|justif|forgiv|hid(?:e|den)\b|silenc|deter|stand by|"
                        r"look away|investigat|prosecut|punish|acknowledg|condemn|prevent|report|know|respond|recogni|wait|surviv|escap|remain|go unpunished|"
                        r"unpunished|answer|account|discuss|mention|address|face|bow|yield|surrender|afford|bear|endur)\w*", re.I)
# After the name: "accusations of genocide are false", "war crimes, a charge it denies".
_DENIED_AFTER = re.compile(
    r"^[”\"’']?(?: [^.;!?,]{0,60})?(?: (?:(?:is|are|was|were|as|being|to be) |(?=[“\"‘']))[“\"‘']?(?:\w+ly |all |simply |completely |entirely )?" + _LIES + r"\b"
    r"|,? (?:(?:an? |the )?(?:charge|accusation|allegation|claim|charges|accusations|allegations|claims)(?: that| which)?|which|something)(?: \w+){1,4} "
    r"(?:has |have |had )?(?:repeatedly |always |strongly |strenuously |categorically |consistently )?(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|disput(?:e|es|ed)|refut(?:e|es|ed)))", re.I)
_ACCUSATION = re.compile(r"\b(?:accusations?|allegations?|claims?|charges?|talk|reports?|suggestions?|label|idea|notion|stories|rumou?rs)\b[^.;!?]{0,50}$", re.I)
_PAST_FINDING = re.compile(r"\b(?:found|finds|concluded|concludes|ruled|rules|determined|established|convicted|held|confirmed)\b")


def find_labels(page: Page) -> list[Draft]:
    """Every name of this kind in the English units of a page, as drafts in text order.

    The modality is `alleges`, `warns` or `denies`; only the caller knows the speaker, so `finds` is set by it with
    `modality_for`.
    """
    found: list[Draft] = []
    for unit in page.units:
        for a, b in unit.sents:
            found += _in_sentence(page, unit, a, b)
    unique = {(d.start, d.end): d for d in found}
    return sorted(unique.values(), key=lambda d: (d.start, -d.end))


def _in_sentence(page: Page, unit: Unit, a: int, b: int) -> list[Draft]:
    live = [k for k in range(a, b) if unit.stands_for[k] is None]
    if not live:
        return []
    start, end = unit.starts[live[0]], unit.ends[live[-1]]
    if not may_name({unit.doc[k].lower_ for k in live}):
        return []       # the long expression costs more than all other looking at a sentence
    (expression, spellings), _ = _patterns()
    out = []
    for m in expression.finditer(page.text, start, end):
        label, article, needs = spellings[m.lastgroup or ""]
        token = unit.token_at(m.start())
        if token is None or unit.stands_for[token.i] is not None:
            continue
        before = page.text[max(start, m.start() - 110):m.start()]
        if _NOT_BEFORE.match(page.text, m.end()) or _NOT_AFTER.search(before[-40:]) or _in_name(page, m.start(), m.end()):
            continue
        if (label == "terrorism" and _FOUGHT.search(before[-40:])) or _ABSENT.search(before):
            continue
        if label == "torture" and m.group().lower() == "torture" and re.search(r"(?<!amount )(?<!amounts )(?<!amounted )(?<!amounting )(?<!tantamount )(?<!subjected )(?<!subject )(?<!resorted )\bto$", before.lower().rstrip()):
            continue
        if needs and (not _PREDICATED.search(before) or re.search(r"\b(?:the|these|those|this|their|such|of)[\s“\"‘']*$", before, re.I)):
            continue
        modality = _modality(before, page.text[m.end():min(end, m.end() + 120)])
        last = unit.token_at(m.end() - 1) or token
        hedge = hedge_of(_head(unit, token.i, last.i))
        rule = f"name for conduct: \"{m.group().lower()}\"" + (", said of something" if needs else "") + f"; {modality}"
        out.append(Draft("label", m.start(), m.end(), Label(label, article, modality), rule, m.start(), unit, token.i,
                         hedge=_label_hedge(hedge, modality)))
    return out


def _head(unit: Unit, first: int, last: int) -> Any:
    """The word of a phrase that hangs from none of its others: what governs the phrase governs it."""
    return next((t for t in unit.doc[first:last + 1] if not first <= t.head.i <= last), unit.doc[last])


def _label_hedge(hedge: str, modality: str) -> str | None:
    if modality == "denies" or hedge in ("none", "negated"):
        return None
    if modality == "alleges" and hedge in ("hypothetical", "future"):
        return None
    return hedge


def _modality(before: str, after: str = "") -> str:
    """alleges, warns or denies, by the words around the name in its sentence."""
    near = re.split(r"[;:.!?]|\bbut\b|, (?:while|and|which)\b", before)[-1]
    denial = _DENIES.search(near)
    if denial and not (_NEGATION.match(denial.group()) and _NO_DENIAL.search(denial.group())):
        return "alleges" if re.search(r"rather than\b", near) and not re.search(r"\bden|\breject", near) and "than" not in near[-30:] else "denies"
    found = _DENIED_AFTER.match(after)
    if found and (_ACCUSATION.search(near) or "," in found.group() or re.search(r"\b(?:lie|lies|myth|fabrication|propaganda|nonsense)\b", found.group())):
        return "denies"
    return "warns" if _WARNS.search(near) else "alleges"


def _in_name(page: Page, start: int, end: int) -> bool:
    return any(n.start <= start and end <= n.end and (n.start, n.end) != (start, end) for n in page.names)


_COURT = re.compile(r"\b(?:court|tribunal|chamber|judges?|icc|icj|icty|ictr|jury)\b", re.I)
_MANDATED = re.compile(r"\b(?:commission of inquiry|fact-finding mission|independent (?:international )?(?:commission|fact-finding|mechanism)|"
                       r"group of experts|panel of experts|truth commission|joint investigative mechanism|opcw)\b", re.I)


def modality_for(speaker_name: str, verb: str | None, modality: str) -> str:
    """`finds` when a court or a mandated inquiry states it as its finding, else the modality as read.

    Args:
        speaker_name: the last speaker's name; verb: the cue, as written; modality: as `find_labels` gave it.

    >>> modality_for("UN Commission of Inquiry on Syria", "found", "alleges")
    'finds'
    >>> modality_for("Commission of Inquiry", "found", "warns")
    'warns'
    """
    if modality != "alleges":
        return modality
    body = _COURT.search(speaker_name) or _MANDATED.search(speaker_name)
    return "finds" if body and (verb is None or _PAST_FINDING.search(verb.lower())) else "alleges"
