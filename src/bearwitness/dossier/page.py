"""The page: one HTML file with its style and its drawings inside, no script and no outside request."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from markupsafe import Markup

from bearwitness.dossier import maps, record, view
from bearwitness.dossier.passages import visible, visible_text
from bearwitness.dossier.words import Words


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template needs."""

    case: str
    title: str
    audience: str
    incidents: list[view.IncidentView]
    sources: list[view.Source]
    judged: list[view.Judged]
    lists: tuple[Any, ...]
    limits: list[str]
    proofs: bool
    version: str


def _template(name: str) -> str:
    return (resources.files("bearwitness.dossier") / "templates" / name).read_text("utf-8")


def render(page: Page, words: Words) -> bytes:
    """The page as UTF-8 HTML."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_template),
                              trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(
        t=words, bdi=record.bdi, anchor=record.anchor, safe=visible, plain=visible_text, short=_short,
        loop_index=_index, named=lambda place: _named(place, words), css=Markup(_template("style.css")))
    html = environment.get_template("page.html.j2").render(page=page)
    # Text from the record comes through `visible`; this also catches a hidden character that came another way.
    return (visible_text(html.strip()) + "\n").encode("utf-8")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most - 1].rstrip() + "…"


def _index(cells: tuple[Any, ...], group: Any) -> int:
    """Which column a group of cells stands in (by identity: equal groups may repeat)."""
    return next(i for i, other in enumerate(cells) if other is group)


def _named(place: maps.Place, words: Words) -> Markup:
    """How many claims name a place, with a link to the first."""
    n = len(place.claims)
    text = words("times.one") if n == 1 else words("times", n=n)
    if not n:
        return Markup("")
    return Markup('<a href="#{}">{}</a>').format(record.anchor(place.claims[0]), text)
