"""What a rule hands over: a claim without identity, chain or document-wide references yet.

`extract.assemble` puts each draft into the innermost statement whose words hold it, gives it that
statement's speakers, and mints ids once what it refers to has one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bearwitness.model import Passage, Value, When, Who

if TYPE_CHECKING:
    from bearwitness.extract.page import Unit


@dataclass(eq=False, slots=True)
class Draft:
    """A toll, event, attribution, label, demand, commitment, warning or victim found by a rule.

    Attributes:
        start, end: the passage: the shortest stretch that carries the claim.
        at: an offset inside the passage that decides which statement holds it (the number, the verb).
        hedge: what the words around it say; None when they say nothing (then the statement's counts).
        stance: None to take the statement's.
        refs: drafts whose id belongs into a field of the value ("event", "part_of").
        statement: set when the rule knows the statement (a demand made by its cue verb).
    """

    kind: str
    start: int
    end: int
    value: Value
    rule: str
    at: int
    unit: Unit | None = None
    token: int | None = None
    hedge: str | None = None
    stance: str | None = None
    refs: dict[str, Draft] = field(default_factory=dict)
    statement: StatementDraft | None = None
    original: str | None = None


@dataclass(eq=False, slots=True)
class StatementDraft:
    """A reported utterance before its chain is complete.

    `speakers` are those of its own level, outermost first; the levels around it come from `outer` or,
    when that is None, from the statement whose content holds it.
    """

    start: int
    end: int
    cue: Passage | None
    content: tuple[Passage, ...]
    speakers: tuple[Who, ...]
    form: str
    stance: str
    hedge: str
    rule: str
    said: When = field(default_factory=When)
    addressees: tuple[Who, ...] = ()
    outer: StatementDraft | None = None
    unit: Unit | None = None
    token: int | None = None
    verb: str | None = None
    cls: str = "say"              # class of its word (extract.speech): what is wanted or asked is told of nobody's knowledge
    top_level: bool = False       # an embedded post: nothing in the article holds it

    def holds(self, offset: int) -> bool:
        """Is the offset inside the reported words?"""
        return any(p.start <= offset < p.end for p in self.content)
