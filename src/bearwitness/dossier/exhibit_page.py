"""A custody report as one HTML file: its style inside, no script, no outside request."""

from __future__ import annotations

from importlib import resources

from markupsafe import Markup

from bearwitness.dossier.exhibit import View
from bearwitness.dossier.exhibit_words import ExhibitWords


def _template(name: str) -> str:
    return (resources.files("bearwitness.dossier") / "templates" / name).read_text("utf-8")


def html(view: View, words: ExhibitWords) -> bytes:
    """The page as UTF-8 HTML."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(_template), trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(t=words, css=Markup(_template("exhibit.css")))
    return (environment.get_template("exhibit.html.j2").render(v=view).strip() + "\n").encode("utf-8")
