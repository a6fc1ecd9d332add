"""The sentences of the weighing in the page's language, made from their codes and values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from bearwitness.dossier.record import Record, anchor, bdi, linked
from bearwitness.dossier.words import Words
from bearwitness.model import Reason, Toll, Tolls
from bearwitness.weigh.reasons import Sayer, english

RISING = "rising"


def sentences(record: Record, tolls: Tolls) -> tuple[Markup, ...]:
    """Those of one scope. What has no code (a record of an earlier version) stays in English."""
    if len(tolls.reasons) != len(tolls.because):
        return tuple(linked(record, words) for words in tolls.because)
    return tuple(said(record, reason) for reason in tolls.reasons)


def said(record: Record, reason: Reason) -> Markup:
    """One sentence, with links to claims; in English where the page's language has none for its code."""
    words = record.words
    if words.language == "en" or not words.has(f"because.{reason.code}"):
        return linked(record, english(reason))
    return Markup(_sayer(record, words).say(reason.code, reason.values))      # each value is escaped, the words are the page's own


def rising(record: Record, tolls: Tolls) -> Markup | None:
    """The sentence that says that a count is still rising, when it is."""
    found = next((r for r in tolls.reasons if r.code == RISING), None) if tolls.still_rising else None
    return said(record, found) if found else None


def _sayer(record: Record, words: Words) -> Sayer:
    def figure(value: Mapping[str, Any]) -> str:
        return str(escape(words.quantity(value["bound"], value["number"], value["low"], value["high"])))

    def claim(id_: str) -> str:
        found = record.claims.get(id_)
        if found is None:
            return str(bdi(id_[:8]))
        v = found.value
        name = words.quantity(v.bound, v.number, v.low, v.high) if isinstance(v, Toll) else id_[:8]
        return str(Markup('<a href="#{}">{}</a>').format(anchor(id_), name))

    return Sayer(lambda code: words.template(f"because.{code}"), figure=figure, day=lambda d: str(escape(words.iso(d))),
                 span=lambda low, high: str(escape(words.range(low, high))), claim=claim, name=lambda name: str(bdi(name)))
