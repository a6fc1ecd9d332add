"""The library's arc-eager parser, all sentences at once, with the same weights.

The library takes its states one step at a time through many small calls, and Python's lock at each. Here the states
of all sentences take each step together as arrays: what is on top of a stack, what is next in a buffer, which word
was last attached to which. The rules of the transitions are those of spaCy's `arc_eager`, the non-monotonic ones
included: a word that lost its head may be shifted again, an arc to the left replaces one to the right.

Words are numbered by their row in the matrix of word vectors; -1, which numpy reads as the last row, stands for no
word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
_MOVES = "SDLRB"
_ROWS = 8               # states scored together: a product of eight rows gives each row the same bits wherever it stands
_NEVER = -1e30


class Unfit(Exception):
    """The model is not built the way this module knows."""


class Arcs:
    """The parser's decisions from word vectors."""

    def __init__(self, parser: Any, linear: Any):
        import numpy as np

        model = parser.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        w = lower.get_param("W")                                        # (features, hidden, pieces, inputs)
        if w.shape[0] != 8 or w.shape[2] != 2 or parser.cfg.get("beam_width", 1) != 1 or parser.cfg.get("learn_tokens"):
            raise Unfit("parser")
        self.hidden = w.shape[1]
        self.linear = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")
        # Pieces apart, so that the greater of two is taken of whole blocks.
        self.lower = np.ascontiguousarray(w.transpose(3, 0, 2, 1).reshape(w.shape[3], -1))
        self.pad = np.ascontiguousarray(lower.get_param("pad")[0].transpose(0, 2, 1).reshape(8, -1))
        self.bias = lower.get_param("b").T.reshape(-1)
        self.scores = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        names = [parser.moves.get_class_name(k) for k in range(upper.get_dim("nO"))]
        self.move = np.array([_MOVES.index(n[0]) for n in names])
        self.labels = [n[2:] for n in names]
        # Row `code` forbids the classes of the moves whose bit is not set in it.
        self.forbidden = np.where((np.arange(32)[:, None] >> self.move[None]) & 1, 0, _NEVER).astype("f")
        self.forbidden[:, list(model.attrs["unseen_classes"])] += _NEVER / 2

    def features(self, x: Any) -> Any:
        """What each word adds to a state in each of the eight places, (n, 8 * hidden * 2), of word vectors (n, width)."""
        x = x @ self.linear[0]
        x += self.linear[1]
        return x @ self.lower

    def __call__(self, features: Any, sentences: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
        """Head (-1 at a root) and class of the arc to it, for each row.

        Args:
            features: of all rows (`features`), and one row more for the padding, which is set here.
            sentences: (first row, one past the last) of each sentence.
        """
        import numpy as np

        features[-1] = self.pad.reshape(-1)
        run = _Run(len(features), sentences)
        table = features.reshape(-1, features.shape[1] // 8)            # a row for each word and place
        places = np.arange(8)
        w, b = self.scores
        while run.top.size:
            n = run.top.size
            full = -(-n // _ROWS) * _ROWS
            at = run.context() * 8 + places
            sums = table.take(at, axis=0, mode="wrap").sum(axis=1)
            sums += self.bias
            hidden = np.zeros((full, self.hidden), dtype="f")
            np.maximum(sums[:, :self.hidden], sums[:, self.hidden:], out=hidden[:n])
            scores = np.matmul(hidden.reshape(-1, _ROWS, self.hidden), w).reshape(full, -1)[:n]
            scores += b
            scores += self.forbidden[run.allowed()]
            found = scores.argmax(axis=1)
            run.advance(self.move[found], found)
        return run.head[:-1].tolist(), run.label[:-1].tolist()


class _Run:
    """The states of the sentences not yet done: one place in each of these arrays for each."""

    def __init__(self, rows: int, sentences: Sequence[tuple[int, int]]):
        import numpy as np

        def blank() -> Any:
            return np.full(rows, -1, dtype="int64")

        spans = np.array([s for s in sentences if s[0] < s[1]], dtype="int64").reshape(-1, 2)
        self.next, self.end = spans[:, 0].copy(), spans[:, 1].copy()    # the buffer, but for words that were put back
        self.top = np.full(len(spans), -1, dtype="int64")               # of the stack
        self.back = self.top.copy()                                     # the word put back last
        # By word: what lies below it on the stack, below it among those put back, its last children, its head.
        self.below, self.under, self.left, self.right, self.before, self.head, self.label = (blank() for _ in range(7))
        self.starts = np.zeros(rows, dtype=bool)                        # is taken for the first of a sentence
        self.stuck = np.zeros(rows, dtype=bool)                         # was put back and may not be shifted again

    def context(self) -> Any:
        """The eight words that a decision looks at, (n, 8)."""
        import numpy as np

        first = np.where(self.next < self.end, self.next, -1)
        second = np.where(self.next + 1 < self.end, self.next + 1, -1)
        if (self.back >= 0).any():
            again, then = self.back, self.under[self.back]
            second = np.where(again < 0, second, np.where(then < 0, first, then))
            first = np.where(again < 0, first, again)
        self.first, self.second = first, second
        ids = np.empty((self.top.size, 8), dtype="int64")
        ids[:, 0], ids[:, 1], ids[:, 2] = first, second, self.top
        ids[:, 3] = self.below[self.top]
        ids[:, 4] = self.below[ids[:, 3]]
        ids[:, 5] = self.left[first]
        ids[:, 6] = self.left[self.top]
        ids[:, 7] = self.right[self.top]
        self.second_top = ids[:, 3]
        return ids

    def allowed(self) -> Any:
        """The moves open to each state, as bits. To be asked after `context`."""
        first, second = self.first, self.second
        stack, many = self.top >= 0, second >= 0
        free = ~self.starts[first] & (first >= 0)
        arc = stack & free
        shift = ~stack | (many & free & ~self.stuck[first])
        cut = many & (second == first + 1) & ~self.starts[second]
        return shift * 1 + stack * 2 + arc * 12 + cut * 16

    def advance(self, moves: Any, found: Any) -> None:
        """Take each state's move; those that have come to their end leave."""
        first, top, lower = self.first, self.top.copy(), self.second_top
        at = (moves == RIGHT).nonzero()[0]
        if at.size:
            head, child = top[at], first[at]
            self.head[child], self.label[child] = head, found[at]
            self.before[child] = self.right[head]
            self.right[head] = child
        at = ((moves == RIGHT) | (moves == SHIFT)).nonzero()[0]
        if at.size:
            word = first[at]
            self.below[word] = top[at]
            self.top[at] = word
            again = self.back[at] >= 0
            self.next[at] += ~again
            if again.any():
                put = at[again]
                self.back[put] = self.under[self.back[put]]
        at = (moves == LEFT).nonzero()[0]
        if at.size:
            head, child = first[at], top[at]
            old = self.head[child]
            lost = old >= 0
            self.right[old[lost]] = self.before[child[lost]]
            self.head[child], self.label[child] = head, found[at]
            self.left[head] = child
            self.stuck[head] = False
            self.top[at] = lower[at]
        at = (moves == REDUCE).nonzero()[0]
        if at.size:
            word = top[at]
            put = (self.head[word] < 0) & (lower[at] >= 0)
            if put.any():
                state, again = at[put], word[put]
                self.stuck[again] = True
                self.under[again] = self.back[state]
                self.back[state] = again
            self.top[at] = lower[at]
        at = (moves == BREAK).nonzero()[0]
        if at.size:
            self.starts[self.second[at]] = True
        going = (self.top >= 0) | (self.next < self.end) | (self.back >= 0)
        if not going.all():
            self.top, self.back, self.next, self.end = self.top[going], self.back[going], self.next[going], self.end[going]


# --- from arcs to a tree ------------------------------------------------------------------------------

_DECORATED = "||"


def attach(heads: list[int], labels: list[str], spaces: Sequence[bool]) -> None:
    """Put words whose label names another head ("prep||dobj") below the first such word under their head.

    In place; heads as positions in the sentence, a root's its own. What spaCy's `nonproj.deprojectivize` does.
    """
    marked = [i for i, label in enumerate(labels) if _DECORATED in label]
    if not marked:
        return
    edges = _edges(heads)
    children: dict[int, list[int]] = {}
    for i, head in enumerate(heads):
        if head != i:
            children.setdefault(head, []).append(i)
    for i in marked:
        new, wanted = labels[i].split(_DECORATED)
        found = _below(heads[i], i, wanted, labels, children, edges, spaces)
        labels[i] = new
        if found != heads[i]:
            children[heads[i]].remove(i)
            heads[i] = found
            children[found] = sorted([*children.get(found, ()), i])


def _below(head: int, word: int, wanted: str, labels: Sequence[str], children: dict[int, list[int]], edges: Sequence[tuple[int, int]],
           spaces: Sequence[bool]) -> int:
    """The first word below `head`, level by level, with the wanted label; `head` when there is none."""
    level = [head]
    while level:
        lower = []
        for above in level:
            low, high = edges[above]
            for child in children.get(above, ()):
                if child == word or spaces[child] or not low <= child <= high:
                    continue
                if labels[child] == wanted:
                    return child
                lower.append(child)
        level = lower
    return head


def _edges(heads: Sequence[int]) -> list[tuple[int, int]]:
    """First and last word of what hangs below each word, itself included."""
    low, high = list(range(len(heads))), list(range(len(heads)))
    waits = [0] * len(heads)                    # children not yet counted in
    for i, head in enumerate(heads):
        waits[head] += head != i
    ready = [i for i, n in enumerate(waits) if not n]
    for i in ready:                             # grows while it is read: from the leaves up
        head = heads[i]
        if head == i:
            continue
        low[head], high[head] = min(low[head], low[i]), max(high[head], high[i])
        waits[head] -= 1
        if not waits[head]:
            ready.append(head)
    return list(zip(low, high, strict=True))


def sentence_starts(heads: Sequence[int]) -> list[int]:
    """Where the trees begin: the first word, and the leftmost word below each root."""
    edges = _edges(heads)
    return sorted({0, *(edges[i][0] for i, head in enumerate(heads) if head == i)})
