"""Who is meant by a noun phrase: names, roles, joint actors, unnamed descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bearwitness.model import Passage, Who

if TYPE_CHECKING:
    from bearwitness.extract.page import Page, Unit


@dataclass(frozen=True, slots=True)
class Name:
    """A name seen in the text. `canonical` is the full name the document (or the actor table) gives it."""

    start: int
    end: int
    text: str
    kind: str
    entity_id: str | None = None
    canonical: str | None = None


def who_at(page: Page, unit: Unit, head: int) -> Who:
    """The actor that the noun phrase headed by token `head` stands for, joint ones in `with_`."""
    tokens = [t.i for t in unit.doc[head].subtree]
    start, end = unit.char_span(min(tokens), max(tokens))
    passage: Passage = page.passage(start, end)
    return Who(passage.exact, "unnamed", None, None, passage)
