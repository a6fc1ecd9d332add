"""Parsed text as plain Python objects: the words of a unit, their heads, children and labels.

The rules look at every word many times over. spaCy makes a new object for a word each time one is asked for, and
looks its strings up again; reading was slower by half for it. A `Words` is made once from a parsed `Doc` and answers
the same questions under the same names (spacy.tokens.Token), as far as the rules ask them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

_MAX_CACHE = 200_000


class Word:
    """One word; `head` is itself at the root of a sentence."""

    __slots__ = ("children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_punct", "is_space", "like_num", "lower_", "text",
                 "text_with_ws")

    lemma_ = ""         # no lemmatiser is run
    children: list[Word]
    dep_: str
    doc: Words
    ent_type_: str
    head: Word
    i: int
    idx: int
    is_punct: bool
    is_space: bool
    like_num: bool
    lower_: str
    text: str
    text_with_ws: str

    def __repr__(self) -> str:
        return self.text

    @property
    def subtree(self) -> list[Word]:
        """The word and all that hangs below it, in the order of the text."""
        out: list[Word] = []
        _walk(self, out)
        return out

    @property
    def left_edge(self) -> Word:
        return min(self.subtree, key=lambda t: t.i)

    @property
    def right_edge(self) -> Word:
        return max(self.subtree, key=lambda t: t.i)

    @property
    def sent(self) -> Words:
        """The words of its sentence."""
        k = bisect_right(self.doc.starts, self.i)
        last = self.doc.starts[k] if k < len(self.doc.starts) else len(self.doc)
        return self.doc[self.doc.starts[k - 1]:last]

    def nbor(self, n: int = 1) -> Word:
        """The word `n` places on. Raises IndexError at the ends."""
        if not 0 <= self.i + n < len(self.doc):
            raise IndexError(f"no word {n} places from word {self.i}")
        return self.doc[self.i + n]


def _walk(top: Word, out: list[Word]) -> None:
    # With a stack of its own: a thousand nested brackets are a thousand levels.
    stack: list[tuple[Word, bool]] = [(top, False)]
    while stack:
        word, opened = stack.pop()
        if opened or not word.children:
            out.append(word)
            continue
        stack += [(c, False) for c in reversed(word.children) if c.i > word.i]
        stack.append((word, True))
        stack += [(c, False) for c in reversed(word.children) if c.i < word.i]


class Entity(NamedTuple):
    """A name as the model sees it: first word, one past the last, kind, text."""

    start: int
    end: int
    label_: str
    text: str


class Words(list[Word]):
    """The words of a unit, the text the parser read, where its sentences begin, and the model's names."""

    text: str = ""
    starts: list[int]
    ents: list[Entity]

    def __getitem__(self, at: Any) -> Any:
        found = list.__getitem__(self, at)
        return Words(found) if isinstance(at, slice) else found

    @property
    def root(self) -> Word:
        """The word of a sentence that hangs from none of its others."""
        return next((t for t in self if t.head is t), None) or next(t for t in self if not self[0].i <= t.head.i <= self[-1].i)


_forms: dict[int, tuple[str, str, bool, bool, bool]] = {}


def words_of_doc(doc: Any, names: Sequence[tuple[int, int, str]] | None = None) -> Words:
    """The words of a parsed spaCy Doc.

    Args:
        names: (first word, one past the last, label) of the model's names, where the Doc does not carry them.
    """
    from spacy.attrs import DEP, ENT_TYPE, HEAD, ORTH, SPACY

    if len(_forms) > _MAX_CACHE:
        _forms.clear()
    words = Words()
    words.text = doc.text
    words.starts = [s.start for s in doc.sents] if len(doc) else []
    words.ents = [Entity(e.start, e.end, e.label_, e.text) for e in doc.ents] if names is None else []
    if not len(doc):
        return words
    strings = doc.vocab.strings
    rows = doc.to_array([ORTH, DEP, ENT_TYPE, SPACY]).tolist()
    heads = doc.to_array([HEAD]).astype("int64").ravel().tolist()
    idx = 0
    for i, (orth, dep, ent, spaced) in enumerate(rows):
        form = _forms.get(orth)
        if form is None:
            lexeme = doc.vocab[orth]
            form = _forms[orth] = (lexeme.text, lexeme.lower_, lexeme.is_punct, lexeme.is_space, lexeme.like_num)
        word = Word()
        word.text, word.lower_, word.is_punct, word.is_space, word.like_num = form
        word.text_with_ws = word.text + " " if spaced else word.text
        word.dep_ = strings[dep]
        word.ent_type_ = strings[ent] if ent else ""
        word.i, word.idx, word.doc, word.children = i, idx, words, []
        idx += len(word.text_with_ws)
        words.append(word)
    for i, word in enumerate(words):
        word.head = words[i + heads[i]]
    for word in words:
        if word.head is not word:
            word.head.children.append(word)     # in the order of the text: left children first
    for first, end, label in names or ():
        last = words[end - 1]
        words.ents.append(Entity(first, end, label, words.text[words[first].idx:last.idx + len(last.text)]))
        for word in words[first:end]:
            word.ent_type_ = label
    return words
