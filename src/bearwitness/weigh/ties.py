"""What ties reports to one another beside the figures: credits to news agencies, quotations in common, near-duplicate texts, owners, and what people decided."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bearwitness.weigh.duplicates import near_duplicates
from bearwitness.weigh.figures import name_key

HEAD = 400              # characters in which a dateline stands
TAIL = 400              # and the closing credit
QUOTED_WORDS = 12       # a shorter quotation may be common speech
MOST_QUOTES = 200       # of one report

_WIRES = {
    "Reuters": r"Reuters|رويترز", "AFP": r"AFP|A\.F\.P\.|Agence France[- ]Presse|أ ?ف ?ب|فرانس برس", "AP": r"AP|Associated Press|أ ?ب",
    "dpa": r"dpa|DPA|Deutsche Presse-Agentur|د ?ب ?أ", "EFE": r"EFE|Agencia EFE", "ANSA": r"ANSA", "Xinhua": r"Xinhua|شينخوا", "TASS": r"TASS|ТАСС",
    "Interfax": r"Interfax|Интерфакс", "Anadolu Agency": r"Anadolu(?: Agency)?|AA|الأناضول", "Kyodo": r"Kyodo(?: News)?", "PTI": r"PTI|Press Trust of India",
    "ANI": r"ANI", "UPI": r"UPI", "SANA": r"SANA|سانا", "PA Media": r"PA Media|Press Association",
    "news agencies": r"(?:[Nn]ews )?[Aa]genc(?:y|ies)|(?:[Nn]ews ?)?[Ww]ires?|[Aa]gencias|[Aa]gences|Agenturen|وكالات|[Аа]гентства"}
_ANY = "|".join(f"(?:{pattern})" for pattern in _WIRES.values())
_LIST = rf"(?:{_ANY})(?:\s*(?:,|/|&|and|et|y|und|و|и)\s*(?:{_ANY}|staff|our correspondent))*"
_CREDITS = (
    # a dateline: "BEIRUT, March 9 (Reuters) - ", "دمشق (رويترز) -"
    re.compile(rf"^(?P<whole>[^\n.!?]{{0,80}}\((?P<wire>{_LIST})\)\s*(?:[-–—:]|$))", re.MULTILINE),
    # a by-line: "By A Name, AFP", "Reuters staff"
    re.compile(rf"^(?P<whole>By\s+[^\n]{{0,60}}(?:,|\s[-|/–—])\s*(?P<wire>{_LIST}))\s*$", re.MULTILINE),
    re.compile(rf"^(?P<whole>(?:By\s+)?(?P<wire>{_LIST})(?:\s+staff)?)\s*$", re.MULTILINE))
_CLOSING = (
    # a closing credit: "With files from AFP", "Source: Reuters", "(AFP)", "© Agence France-Presse", "- Reuters"
    re.compile(rf"(?P<whole>\b(?:with (?:files|input|inputs|reporting|additional reporting|information|material) (?:from|by)|additional reporting (?:from|by)|"
               rf"compiled from|avec|mit Material von|con información de)\s+(?:the\s+)?(?P<wire>{_LIST}))", re.IGNORECASE),
    re.compile(rf"(?P<whole>(?:^|\n)\s*(?:Source|Sources|Fuente|Quelle|المصدر)\s*:\s*(?P<wire>{_LIST}))\s*(?:$|\n|\.)"),
    re.compile(rf"(?P<whole>[.!?”\"»]\s*\((?P<wire>{_LIST})\))\s*\.?\s*$", re.MULTILINE),
    re.compile(rf"(?P<whole>(?:©|\(c\)|[-–—])\s*(?:\d{{4}}\s+)?(?P<wire>{_LIST}))\s*\.?\s*$", re.MULTILINE),
    re.compile(rf"^(?P<whole>(?P<wire>{_LIST}))\s*$", re.MULTILINE))
_NAMES = {name: re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE if name == "news agencies" else 0) for name, pattern in _WIRES.items()}
_QUOTES = re.compile(r"“([^“”]{40,3000})”|\"([^\"]{40,3000})\"|«([^«»]{40,3000})»|„([^„“”]{40,3000})[“”]")


@dataclass(frozen=True, slots=True)
class Credit:
    """A news agency that a report credits, and the words by which it does."""

    wire: str
    words: str


def credit_of(text: str) -> Credit | None:
    """The agency that a text credits as a whole: in a dateline, a by-line or a closing line. An agency that is only named ("told AFP") is none.

    >>> credit_of("BEIRUT (Reuters) - Thirty people were killed.").wire
    'Reuters'
    """
    for patterns, part in ((_CREDITS, text[:HEAD]), (_CLOSING, text[-TAIL:])):
        for pattern in patterns:
            match = pattern.search(part)
            named = match and next((name for name in _in_order(match["wire"])), None)
            if match and named:
                return Credit(named, " ".join(match["whole"].split())[-100:])
    return None


def _in_order(words: str) -> list[str]:
    """The agencies named in these words, the first first; the general word last."""
    found = sorted((match.start(), name) for name, pattern in _NAMES.items() if (match := pattern.search(words)))
    names = [name for _, name in found if name != "news agencies"]
    return names or [name for _, name in found]


def quotes_of(text: str) -> frozenset[bytes]:
    """Digests of the quotations of twelve words and more, without case and signs."""
    out: list[bytes] = []
    for match in _QUOTES.finditer(text):
        words = re.findall(r"\w+", next(group for group in match.groups() if group is not None).casefold())
        if len(words) >= QUOTED_WORDS:
            out.append(hashlib.blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=12).digest())
            if len(out) == MOST_QUOTES:
                break
    return frozenset(out)


@dataclass(frozen=True, slots=True)
class Ties:
    """What is known beside the figures. Empty: nothing.

    Attributes:
        credits: report -> the agency that it, or a near-duplicate of it, credits, and in what words; figures carry it (`Said.credit`).
        same_text: report -> the first report of its near-duplicates, and how much of its runs of words it shares with the one it copies.
        quotes: report -> digests of its quotations.
        owners: key of a source's name -> its owner.
        cut: pairs of claims between which people cut the edge -> who, when and why.
        joined: claim -> (the claim that it repeats as people say, who, when and why).
    """

    credits: Mapping[str, Credit] = field(default_factory=dict)
    same_text: Mapping[str, tuple[str, float]] = field(default_factory=dict)
    quotes: Mapping[str, frozenset[bytes]] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)
    cut: Mapping[frozenset[str], str] = field(default_factory=dict)
    joined: Mapping[str, tuple[str, str]] = field(default_factory=dict)


NONE = Ties()


def text_ties(texts: Iterable[tuple[str, str, float | None]]) -> Ties:
    """Credits, near-duplicates and quotations among reports: (report, text, day of publication)."""
    rows = list(texts)
    found = near_duplicates(rows)
    first: dict[str, tuple[str, float]] = {}
    days = {id_: float("inf") if day is None else day for id_, _, day in rows}
    for id_ in sorted(found, key=lambda i: (days[i], i)):      # the one it copies comes before it
        copy = found[id_]
        first[id_] = (first.get(copy.of, (copy.of, 1.0))[0], copy.overlap)
    known: dict[str, Credit | None] = {}
    quoted: dict[str, frozenset[bytes]] = {}
    credits: dict[str, Credit] = {}
    quotes: dict[str, frozenset[bytes]] = {}
    for id_, text, _ in sorted(rows, key=lambda row: (days[row[0]], row[0])):
        if text not in known:
            known[text], quoted[text] = credit_of(text), quotes_of(text)
        if quoted[text]:
            quotes[id_] = quoted[text]
        credit = known[text]
        if credit is not None:
            credits[id_] = credit
            credits.setdefault(first.get(id_, (id_, 1.0))[0], Credit(credit.wire, f"{credit.words}, in a near-duplicate of it"))
    for id_, (leader, _) in first.items():
        if id_ not in credits and leader in credits:
            credits[id_] = Credit(credits[leader].wire, f"{credits[leader].words.removesuffix(', in a near-duplicate of it')}, in a near-duplicate of it")
    same = {**{leader: (leader, 1.0) for leader, _ in first.values()}, **first}
    return Ties(credits=credits, same_text=same, quotes=quotes)


def owners_of(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Owner -> outlets, as key of an outlet's name -> owner. The owner's own name is its outlet, too."""
    return {name_key(outlet): owner for owner, outlets in table.items() for outlet in (owner, *outlets)}
