"""Parsed text as plain Python objects: the words of a unit, their heads, children and labels.

The rules look at every word many times over. spaCy makes a new object for a word each time one is asked for, and
looks its strings up again; reading was slower by half for it. A `Words` is made once from a parsed `Doc` and answers
the same questions under the same names (spacy.tokens.Token), as far as the rules ask them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple


class Word:
    """One word; `head` is itself at the root of a sentence."""

    __slots__ = ("_below", "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_punct", "is_space", "like_num", "lower_", "text",
                 "text_with_ws")

    lemma_ = ""         # no lemmatiser is run
    _below: tuple[Word, ...]
    children: list[Word]            # of a leaf the one empty list, never to be added to
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
    def subtree(self) -> Sequence[Word]:
        """The word and all that hangs below it, in the order of the text."""
        if not self.children:
            return (self,)
        try:
            return self._below
        except AttributeError:
            pass
        out: list[Word] = []
        _walk(self, out)
        if len(out) <= _SMALL:      # asked for again and again; what is longer would add up in a chain
            self._below = tuple(out)
        return out

    @property
    def left_edge(self) -> Word:
        return min(self.subtree, key=_place)

    @property
    def right_edge(self) -> Word:
        return max(self.subtree, key=_place)

    @property
    def sent(self) -> Words:
        """The words of its sentence."""
        k = bisect_right(self.doc.starts, self.i)
        last = self.doc.starts[k] if k < len(self.doc.starts) else len(self.doc)
        return self.doc.part(self.doc.starts[k - 1], last)

    def nbor(self, n: int = 1) -> Word:
        """The word `n` places on. Raises IndexError at the ends."""
        if not 0 <= self.i + n < len(self.doc):
            raise IndexError(f"no word {n} places from word {self.i}")
        return self.doc[self.i + n]


_SMALL = 48
_place = attrgetter("i")


def _walk(top: Word, out: list[Word]) -> None:
    # With a stack of its own: a thousand nested brackets are a thousand levels.
    stack: list[Any] = [top]
    while stack:
        word = stack.pop()
        if word.__class__ is tuple:         # its left side is done
            out.append(word[0])
            continue
        kids = word.children
        if not kids:
            out.append(word)
            continue
        i = word.i
        stack += [c for c in reversed(kids) if c.i > i]
        if kids[0].i < i:
            stack.append((word,))
            stack += [c for c in reversed(kids) if c.i < i]
        else:
            out.append(word)


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

    def part(self, first: int, end: int) -> Words:
        """Some of the words, with their `root`; a slice is a plain list, and faster."""
        return Words(self[first:end])

    @property
    def root(self) -> Word:
        """The word of a sentence that hangs from none of its others."""
        return next((t for t in self if t.head is t), None) or next(t for t in self if not self[0].i <= t.head.i <= self[-1].i)


_NONE: list[Word] = []


class Form(NamedTuple):
    """What is the same of a word wherever it stands."""

    text: str
    lower_: str
    is_punct: bool
    is_space: bool
    like_num: bool
    text_with_ws: str


def words_of(text: str, forms: Sequence[Form], heads: Sequence[int], labels: Sequence[str], starts: list[int],
             names: Sequence[tuple[int, int, str]]) -> Words:
    """The words of a parsed text.

    Args:
        heads: the place of each word's head, a root's its own; starts: where sentences begin; names: (first word, one
            past the last, label) of the model's names.
    """
    words = Words()
    words.text, words.starts, words.ents = text, starts, []
    idx = 0
    put = words.append
    for i, form in enumerate(forms):
        word = Word()
        word.text, word.lower_, word.is_punct, word.is_space, word.like_num, word.text_with_ws = form
        word.dep_ = labels[i]
        word.ent_type_ = ""
        word.i, word.idx, word.doc, word.children = i, idx, words, _NONE
        idx += len(form[5])
        put(word)
    for word, head in zip(words, heads, strict=True):
        word.head = above = words[head]
        if above is word:
            continue
        if above.children is _NONE:
            above.children = [word]
        else:
            above.children.append(word)         # in the order of the text: left children first
    for first, end, label in names:
        last = words[end - 1]
        words.ents.append(Entity(first, end, label, text[words[first].idx:last.idx + len(last.text)]))
        for word in words[first:end]:
            word.ent_type_ = label
    return words


def words_of_doc(doc: Any) -> Words:
    """The words of a Doc that spaCy parsed."""
    from spacy.attrs import DEP, HEAD, ORTH, SPACY

    if not len(doc):
        return words_of(doc.text, (), (), (), [], ())
    strings = doc.vocab.strings
    rows = doc.to_array([ORTH, DEP, SPACY]).tolist()
    heads = doc.to_array([HEAD]).astype("int64").ravel().tolist()
    forms = []
    for orth, _, spaced in rows:
        lexeme = doc.vocab[orth]
        forms.append(Form(lexeme.text, lexeme.lower_, lexeme.is_punct, lexeme.is_space, lexeme.like_num,
                          lexeme.text + " " if spaced else lexeme.text))
    return words_of(doc.text, forms, [i + h for i, h in enumerate(heads)], [strings[dep] for _, dep, _ in rows],
                    [s.start for s in doc.sents], [(e.start, e.end, e.label_) for e in doc.ents])


_MARKS = frozenset("\"“”„«»")


def joined_to(verb: Any) -> Any:
    """The verb that a joined one goes on from: one outside of a quotation goes on from none that is inside.

    "would not leave “until they agree to talks” and denied it": "denied" goes on from "leave".
    """
    head = verb.head
    while head.head.i != head.i and sum(verb.doc[k].text in _MARKS for k in range(head.i, verb.i)) % 2:
        head = head.head
    return head
