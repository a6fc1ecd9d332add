"""For which body an office speaks that names only its kind: "army spokesman", "police chief", "spokeswoman for the ministry"."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bearwitness.incidents.items import everyone
from bearwitness.model import Claim, Who

_KINDS = {"army": "army", "military": "army", "ministry": "ministry", "police": "police", "gendarmerie": "gendarmerie", "navy": "navy",
          "government": "government", "commission": "commission", "committee": "committee", "council": "council", "brigade": "brigade",
          "militia": "militia", "coalition": "coalition", "monitor": "monitor", "observatory": "monitor", "network": "network", "party": "party"}
_HOLDER = r"(?:spokes(?:man|woman|person|people)|chief|head|director|commander|leader|chair\w*|officer)"
_WORDS = "|".join(_KINDS)
_OFFICE = re.compile(rf"\b({_WORDS})(?:['’]s)?\s+{_HOLDER}\b|\b{_HOLDER}\s+(?:of|for)\s+(?:the\s+)?(?:\w+\s+)?({_WORDS})\b", re.IGNORECASE)


def kind_spoken_for(who: Who) -> str | None:
    """The kind of body in a person's office, where it names no body.

    >>> kind_spoken_for(Who("Sam Example", "person", role="army spokesman Colonel")), kind_spoken_for(Who("Sam Example", "person", role="Colonel"))
    ('army', None)
    """
    found = _OFFICE.search(who.role or "") if who.kind == "person" else None
    return _KINDS[(found[1] or found[2]).lower()] if found else None


def bodies_spoken_for(claims: Iterable[Claim]) -> list[tuple[Who, Who]]:
    """(person, body) where the office names a kind of which one body speaks or is accused: in that report, else in all of them.

    Where two bodies of the kind are named, an adjective or a country in the office decides ("Verdanian army spokesman"), else nothing.
    """
    persons: list[tuple[str, Who, str]] = []
    bodies: dict[str, dict[str, dict[str, Who]]] = {}      # kind -> report -> name -> body
    for claim in claims:
        for who in everyone((*claim.speakers, *getattr(claim.value, "accused", ()))):
            kind = kind_spoken_for(who)
            if kind:
                persons.append((claim.report_id or "", who, kind))
            elif who.kind != "person":
                for word in _named_kinds(who.name):
                    bodies.setdefault(word, {}).setdefault(claim.report_id or "", {})[_key(who)] = who
    out = []
    for report, person, kind in persons:
        of_kind = bodies.get(kind, {})
        found = _the_one(person, of_kind.get(report, {})) or _the_one(person, {k: w for names in of_kind.values() for k, w in names.items()})
        if found:
            out.append((person, found))
    return out


def _named_kinds(name: str) -> set[str]:
    return {_KINDS[w] for w in re.findall(r"[^\W\d_]+", name.lower()) if w in _KINDS}


def _key(who: Who) -> str:
    return who.entity_id or re.sub(r"^(?:the|a|an)\s+", "", who.name.strip(), flags=re.IGNORECASE).casefold()


def _the_one(person: Who, named: dict[str, Who]) -> Who | None:
    """The one body, or the one whose country or adjective the office has; a bare "the army" gives way to "Verdania's army"."""
    countries = {w[:4].casefold() for w in re.findall(r"\b[A-Z][^\W\d_]{3,}", person.role or "") if w.lower() not in _KINDS}
    full = {k: w for k, w in named.items() if w.entity_id or len(re.findall(r"[^\W\d_]{2,}", _key(w))) > 1}
    fitting = {k: w for k, w in full.items() if any(c in _key(w).casefold() for c in countries)}
    choice = fitting or full or named
    return next(iter(choice.values())) if len(choice) == 1 else None
