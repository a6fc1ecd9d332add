"""Running the parser's model faster than the library does, with the same weights.

1. Word vectors: the first layers see one word at a time, so their result is kept for each form of word; the layers
   that see neighbours run on all units of several documents at once, through numpy's matrix product (two to three
   times faster than the one the library brings).
2. Parse: the library's transition system, all sentences in step (`arcs`). Sentences are told apart before (`triggers`),
   and the parser may part them further.
3. Names: every action outside a name depends on its own word only and is found for all words at once; inside a name
   there is but one question a word (does the name go on or end here?). The library walks word by word and takes
   Python's lock for every action it could take.

The result for a document depends on nothing but its text: not on the order of documents, on how many are read
together, or on the processes they are shared among. A matrix product may give a row other last bits when it stands
elsewhere in the matrix, so each document begins at a row that is a multiple of `_ALIGN`; whether that is enough with
the matrix product at hand is tried when the engine is made (`steady`), and where it is not, documents are read one
at a time. A model built otherwise than the small English one is run by the library itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from bearwitness.extract.arcs import Arcs, Unfit, attach, sentence_starts
from bearwitness.extract.tokens import Form, Words, words_of
from bearwitness.extract.triggers import sentences

_MAX_FORMS = 40_000     # word forms remembered, 32 MB; then it starts anew
_ALIGN = 48             # rows: a multiple of what the matrix kernels at hand take at a time (4, 8, 12, 16, 24)
_BLOCK = 384            # rows multiplied at once: what stays in a core's own cache
_MAX_ROWS = 6_000       # rows (words and what lies between) whose features are held at a time, 24 MB


def _layers(model: Any, name: str) -> list[Any]:
    return [layer for layer in model.walk() if layer.name == name]


def _layer(model: Any, name: str) -> Any:
    found = _layers(model, name)
    if not found:
        raise Unfit(name)
    return found[0]


class _Dense:
    """A maxout layer with its normalisation: (n, inputs) -> (n, width)."""

    def __init__(self, maxout: Any, norm: Any):
        import numpy as np

        w, b = maxout.get_param("W"), maxout.get_param("b")      # (width, pieces, inputs), (width, pieces)
        self.width, self.pieces = b.shape
        # All first pieces, then all second ones: the greatest is then taken of whole blocks.
        self.w = np.ascontiguousarray(w.transpose(2, 1, 0).reshape(w.shape[2], -1))
        self.b = np.ascontiguousarray(b.T.reshape(-1))
        self.gain, self.shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, x: Any) -> Any:
        import numpy as np

        y = x @ self.w
        y += self.b
        out = np.maximum(y[:, :self.width], y[:, self.width:2 * self.width])
        for k in range(2, self.pieces):
            np.maximum(out, y[:, k * self.width:(k + 1) * self.width], out=out)
        out -= out.mean(axis=1, keepdims=True)
        out *= (np.einsum("ij,ij->i", out, out) / self.width + 1e-8)[:, None] ** -0.5
        out *= self.gain
        out += self.shift
        return out


class _Vectors:
    """Word vectors of a tok2vec model: what `model.predict` gives, for rows of word forms."""

    def __init__(self, model: Any):
        import numpy as np

        self.columns = tuple(_layer(model, "extract_features").attrs["columns"])
        maxouts, norms, self.embeds = _layers(model, "maxout"), _layers(model, "layernorm"), _layers(model, "hashembed")
        windows = _layers(model, "expand_window")
        if len(maxouts) != len(norms) or len(windows) != len(maxouts) - 1 or len(self.embeds) != len(self.columns) or any(
                w.attrs["window_size"] != 1 for w in windows) or any("column" in e.attrs and e.attrs["column"] != k
                                                                     for k, e in enumerate(self.embeds)):
            raise Unfit("layers")
        self.mix = _Dense(maxouts[0], norms[0])
        self.deep = [_Dense(m, n) for m, n in zip(maxouts[1:], norms[1:], strict=True)]
        self.width = self.mix.width
        self.forms = np.zeros((1025, self.width), dtype="f")      # the last row is nothing's

    def add(self, row: int, values: Any) -> None:
        """Keep what the first layers make of a word form. One at a time, so that no other word's presence can change a bit of it."""
        import numpy as np

        if row + 1 >= len(self.forms):
            self.forms = np.concatenate([self.forms, np.zeros_like(self.forms)])
        x = np.concatenate([e.predict(values[k:k + 1]) for k, e in enumerate(self.embeds)], axis=1)
        self.forms[row] = self.mix(x)[0]

    def __call__(self, index: Any) -> Any:
        """(rows, width) for the forms of the rows; -1 is a row of nothing."""
        import numpy as np

        n = len(index)
        x = np.zeros((n + 2, self.width), dtype="f")                # a row of nothing before and after
        x[1:-1] = self.forms[index]
        more = np.empty_like(x)
        more[0] = more[-1] = 0
        wide = np.empty((min(_BLOCK, n), 3, self.width), dtype="f")
        for layer in self.deep:
            for a in range(0, n, _BLOCK):
                b = min(a + _BLOCK, n)
                some = wide[:b - a]
                some[:, 0] = x[a:b]
                some[:, 1] = x[a + 1:b + 1]
                some[:, 2] = x[a + 2:b + 2]
                np.add(layer(some.reshape(b - a, -1)), x[a + 1:b + 1], out=more[a + 1:b + 1])
            x, more = more, x
        return x[1:-1]


class _Names:
    """The entity recogniser's decisions (spaCy's BILUO transition system) from word vectors."""

    def __init__(self, ner: Any):
        import numpy as np

        model = ner.model
        lower, upper = model.get_ref("lower"), model.get_ref("upper")
        self.vectors = _Vectors(model.get_ref("tok2vec"))
        linear = _layer(model.get_ref("tok2vec"), "linear")
        w = lower.get_param("W")                                    # (features, hidden, pieces, inputs)
        if w.shape[0] != 3 or w.shape[2] != 2 or ner.cfg.get("beam_width", 1) != 1:
            raise Unfit("recogniser")
        self.linear = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")
        self.hidden = w.shape[1]
        # Pieces apart, so that the greater of two is taken of whole blocks.
        self.lower = np.ascontiguousarray(w.transpose(3, 0, 2, 1).reshape(w.shape[3], -1))
        self.pad = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(3, -1)
        self.bias = lower.get_param("b").T.reshape(-1)
        scores, bias = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        moves = [ner.moves.get_class_name(k) for k in range(upper.get_dim("nO"))]       # `move_names` leaves one out
        unseen = model.attrs["unseen_classes"]
        named = [(m[0], m[2:]) for m in moves]
        # An action on a name without a label forbids one; the library never takes it.
        closed = [k for k, (m, label) in enumerate(named) if (m == "O" or (m in "BU" and label)) and k not in unseen]
        self.moves = [named[k] for k in closed]
        self.begins = np.array([m == "B" for m, _ in self.moves])
        self.taken = np.array([m != "O" for m, _ in self.moves])
        self.closed = np.ascontiguousarray(scores[:, closed]), bias[closed]
        # For each label what tells that a name of it goes on from that it ends.
        inside = {label: k for k, (m, label) in enumerate(named) if m == "I" and k not in unseen}
        last = {label: k for k, (m, label) in enumerate(named) if m == "L" and k not in unseen}
        self.on = {label: (scores[:, inside[label]].copy(), bias[inside[label]], scores[:, last[label]].copy(), bias[last[label]])
                   for label in inside if label in last}
        self.endless = frozenset(inside) - frozenset(last)

    def _hidden(self, sums: Any) -> Any:
        import numpy as np

        return np.maximum(sums[:, :self.hidden], sums[:, self.hidden:])

    def __call__(self, index: Any, spaces: Any, final: Any, units: Sequence[tuple[int, int]]) -> list[list[tuple[int, int, str]]]:
        """(first word, one past the last, label) of the names in each unit; none crosses a sentence's end.

        Args:
            index: the form of each row; spaces: is the row white space?; final: is it the last word of a sentence?
            units: (first row, one past the last) of each unit.
        """
        import numpy as np

        x = self.vectors(index) @ self.linear[0]
        x += self.linear[1]
        parts = (x @ self.lower).reshape(len(x), 3, -1)
        scores = self._hidden(parts[:, 0] + (self.pad[1] + self.pad[2] + self.bias)) @ self.closed[0]
        scores += self.closed[1]
        scores[np.ix_(final, self.begins)] = -np.inf        # a name of several words does not begin at the last one
        scores[np.ix_(spaces, self.taken)] = -np.inf
        best = scores.argmax(axis=1)
        heads = self.taken[best].nonzero()[0].tolist()      # rows at which a name may begin
        best = best.tolist()
        ends = final.tolist()
        found: list[list[tuple[int, int, str]]] = []
        k = 0
        for start, end in units:
            out: list[tuple[int, int, str]] = []
            at = start
            while k < len(heads) and heads[k] < end:
                first = heads[k]
                k += 1
                if first < at:
                    continue
                move, label = self.moves[best[first]]
                at = first + 1
                if move == "B":
                    while not ends[at] and self._goes_on(parts, label, first, at):
                        at += 1
                    at += 1
                out.append((first - start, at - start, label))
            found.append(out)
        return found

    def _goes_on(self, parts: Any, label: str, first: int, i: int) -> bool:
        if label not in self.on:
            return label in self.endless
        sums = parts[i, 0] + parts[first, 1]
        sums += parts[i - 1, 2]
        sums += self.bias
        hidden = self._hidden(sums[None])[0]
        inside, b, last, c = self.on[label]
        return bool(hidden @ inside + b > hidden @ last + c)


@dataclass
class _Segment:
    """Units of one document that are read together: (text, the form of each of its words)."""

    document: int
    units: list[tuple[str, list[int]]] = field(default_factory=list)
    size: int = 0


class Engine:
    """One loaded model, ready to parse and to find names."""

    def __init__(self, nlp: Any):
        parser = nlp.get_pipe("parser")
        self.tokenizer, self.vocab = nlp.tokenizer, nlp.vocab
        self.vectors = _Vectors(nlp.get_pipe("tok2vec").model)
        self.arcs = Arcs(parser, _layer(parser.model.get_ref("tok2vec"), "linear"))
        self.names = _Names(nlp.get_pipe("ner"))
        self.columns = ("ORTH", *dict.fromkeys((*self.vectors.columns, *self.names.vectors.columns)))
        self.form_of: dict[bytes, int] = {}
        self.forms: list[Form] = []
        self.steady = _steady()

    def read(self, documents: Sequence[Sequence[str]]) -> list[list[Words]]:
        """The units of each document, parsed, with the model's names."""
        out: list[list[Words]] = [[] for _ in documents]
        batch: list[_Segment] = []
        size = 0
        for segment in self._segments(documents):
            if batch and (not self.steady or size + segment.size > _MAX_ROWS):
                self._read(batch, out)
                batch, size = [], 0
            batch.append(segment)
            size += segment.size
        if batch:
            self._read(batch, out)
        return out

    def _segments(self, documents: Sequence[Sequence[str]]) -> Iterator[_Segment]:
        """The units of each document, those of a long one in several parts; where it is parted depends on nothing but itself."""
        for k, texts in enumerate(documents):
            segment = _Segment(k)
            for text in texts:
                rows = self._rows(text)
                if segment.units and segment.size + len(rows) > _MAX_ROWS:
                    yield segment
                    segment = _Segment(k)
                segment.units.append((text, rows))
                segment.size += len(rows) + len(self.vectors.deep)
            if segment.units:
                yield segment

    def _rows(self, text: str) -> list[int]:
        """The form of each word of a text."""
        import numpy as np

        doc = self.tokenizer(text)
        values = np.ascontiguousarray(doc.to_array(self.columns), dtype="uint64").reshape(len(doc), len(self.columns))
        keys = values.view(f"V{8 * len(self.columns)}").ravel().tolist()
        known = self.form_of
        return [known[k] if k in known else self._form(k) for k in keys]

    def _form(self, key: bytes) -> int:
        import numpy as np

        values = dict(zip(self.columns, np.frombuffer(key, dtype="uint64"), strict=True))
        row = len(self.forms)
        lexeme = self.vocab[int(values["ORTH"])]
        for vectors in (self.vectors, self.names.vectors):
            vectors.add(row, np.array([values[c] for c in vectors.columns], dtype="uint64"))
        self.forms.append(Form(lexeme.text, lexeme.lower_, lexeme.is_punct, lexeme.is_space, lexeme.like_num,
                               lexeme.text + " " if values["SPACY"] else lexeme.text))
        self.form_of[key] = row
        return row

    def _read(self, batch: Sequence[_Segment], out: list[list[Words]]) -> None:
        import numpy as np

        pad = [-1] * len(self.vectors.deep)         # rows of nothing between units, as many as a vector sees on each side
        index: list[int] = []
        units: list[tuple[int, int]] = []
        parts: list[tuple[int, int]] = []           # sentences
        for segment in batch:
            for text, rows in segment.units:
                index += pad
                units.append((len(index), len(index) + len(rows)))
                parts += self._sentences(text, rows, len(index))
                index += rows
            index += pad
            index += [-1] * (-len(index) % _ALIGN)
        at = np.array(index)
        heads, labels, starts = self._trees(at, index, parts)
        final = np.zeros(len(index), dtype=bool)
        final[np.array([*starts, *(b for _, b in parts)], dtype="int64") - 1] = True
        names = self.names(at, np.array([*(f.is_space for f in self.forms), False])[at], final, units)
        k = cut = 0
        for segment in batch:
            for text, rows in segment.units:
                a, b = units[k]
                begun = cut
                while cut < len(starts) and starts[cut] < b:
                    cut += 1
                forms = [self.forms[i] for i in rows]
                out[segment.document].append(words_of(
                    text, forms, [h - a for h in heads[a:b]], labels[a:b], [i - a for i in starts[begun:cut]], names[k]))
                k += 1
        if len(self.forms) > _MAX_FORMS:
            self.form_of.clear()
            self.forms.clear()

    def _trees(self, at: Any, index: list[int], parts: Sequence[tuple[int, int]]) -> tuple[list[int], list[str], list[int]]:
        """Head (a row; a root's its own) and label of each row, and the rows at which sentences begin."""
        import numpy as np

        x = self.vectors(at)
        features = np.empty((len(at) + 1, self.arcs.lower.shape[1]), dtype="f")
        for a in range(0, len(at), _BLOCK):
            b = min(a + _BLOCK, len(at))
            features[a:b] = self.arcs.features(x[a:b])
        heads, classes = self.arcs(features, parts)
        names = self.arcs.labels
        labels = ["ROOT" if head < 0 else names[k] for head, k in zip(heads, classes, strict=True)]
        heads = [i if head < 0 else head for i, head in enumerate(heads)]
        starts: list[int] = []
        for a, b in parts:
            told, said = [h - a for h in heads[a:b]], labels[a:b]
            if any("||" in label for label in said):
                attach(told, said, [self.forms[i].is_space for i in index[a:b]])
                heads[a:b], labels[a:b] = [h + a for h in told], said
            starts += [a + k for k in sentence_starts(told)]
        return heads, labels, starts

    def _sentences(self, text: str, row: list[int], first: int) -> list[tuple[int, int]]:
        """First row and one past the last of each sentence of a unit; a word that lies across two belongs to the first."""
        out = []
        cuts = [b for _, b in sentences(text)][:-1]
        at, start = 0, 0
        for k, i in enumerate(row):
            if cuts and at >= cuts[0]:
                if k > start:
                    out.append((first + start, first + k))
                    start = k
                while cuts and at >= cuts[0]:
                    cuts.pop(0)
            at += len(self.forms[i].text_with_ws)
        if len(row) > start:
            out.append((first + start, first + len(row)))
        return out


def _steady() -> bool:
    """Does a row get the same bits in a product wherever its document stands, and however many rows there are?"""
    import numpy as np

    rng = np.random.default_rng(1)
    for inputs, outputs in ((288, 288), (96, 64), (64, 1024), (64, 384), (64, 112), (64, 75)):
        x = rng.standard_normal((8 * _ALIGN, inputs)).astype("f")
        w = rng.standard_normal((inputs, outputs)).astype("f")
        whole = x @ w
        for rows in (_ALIGN, 2 * _ALIGN, 3 * _ALIGN):
            if any(not np.array_equal(x[a:a + rows] @ w, whole[a:a + rows]) for a in range(0, len(x) - rows + 1, rows)):
                return False
        same = np.repeat(x[:1], 8, axis=0) @ w
        if not (same == same[0]).all():
            return False
    return True


_engines: WeakKeyDictionary[Any, Engine | None] = WeakKeyDictionary()


def engine_of(nlp: Any) -> Engine | None:
    """The engine of a loaded model, made once; None when the model is built otherwise and the library must run it."""
    if nlp not in _engines:
        try:
            _engines[nlp] = Engine(nlp)
        except (Unfit, KeyError, AttributeError, ValueError):
            _engines[nlp] = None
    return _engines[nlp]
