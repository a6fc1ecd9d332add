"""Running the parser's model faster than the library does, with the same weights.

1. Word vectors: the first layers see one word at a time, so their result is kept for each form of word; the layers
   that see neighbours run on all units of a document at once, through numpy's matrix product (two to three times
   faster than the one the library brings).
2. Parse: the library's own transition system, on those vectors.
3. Names: every action outside a name depends on its own word only and is found for all words at once; inside a name
   there is but one question a word (does the name go on or end here?). The library walks word by word and takes
   Python's lock for every action it could take.

The result for a text depends on nothing but the text and what is read in the same call; a call is one document, so
the order of documents, their number and the processes they are shared among change nothing. A model built otherwise
than the small English one is run by the library itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

_MAX_FORMS = 60_000     # word forms remembered, 24 MB; then it starts anew
_CHUNK = 256            # units of a document parsed at once


class _Unknown(Exception):
    """The model is not built the way this module knows."""


def _layers(model: Any, name: str) -> list[Any]:
    return [layer for layer in model.walk() if layer.name == name]


def _layer(model: Any, name: str) -> Any:
    found = _layers(model, name)
    if not found:
        raise _Unknown(name)
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
    """Word vectors of a tok2vec model: what `model.predict` gives."""

    def __init__(self, model: Any):
        import numpy as np

        columns = _layer(model, "extract_features").attrs["columns"]
        maxouts, norms, self.embeds = _layers(model, "maxout"), _layers(model, "layernorm"), _layers(model, "hashembed")
        windows = _layers(model, "expand_window")
        if len(maxouts) != len(norms) or len(windows) != len(maxouts) - 1 or len(self.embeds) != len(columns) or any(
                w.attrs["window_size"] != 1 for w in windows) or any("column" in e.attrs and e.attrs["column"] != k
                                                                     for k, e in enumerate(self.embeds)):
            raise _Unknown("layers")
        self.columns = columns
        self.mix = _Dense(maxouts[0], norms[0])
        self.deep = [_Dense(m, n) for m, n in zip(maxouts[1:], norms[1:], strict=True)]
        self.width = self.mix.width
        self.row_of: dict[bytes, int] = {}
        self.rows = np.zeros((1024, self.width), dtype="f")

    def _form(self, key: bytes) -> int:
        """The row of a word form, made when it is new. One at a time, so that no other word's presence can change a bit of it."""
        import numpy as np

        values = np.frombuffer(key, dtype="uint64")
        x = np.concatenate([e.predict(values[k:k + 1]) for k, e in enumerate(self.embeds)], axis=1)
        row = len(self.row_of)
        if row >= len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
        self.rows[row] = self.mix(x)[0]
        self.row_of[key] = row
        return row

    def __call__(self, docs: Sequence[Any]) -> list[Any]:
        """A matrix (words, width) for each Doc."""
        import numpy as np

        if len(self.row_of) > _MAX_FORMS:
            self.row_of.clear()
        pad = len(self.deep)
        index: list[int] = [-1] * pad
        places = []
        for doc in docs:
            values = np.ascontiguousarray(doc.to_array(self.columns), dtype="uint64").reshape(len(doc), len(self.columns))
            keys = values.view(f"V{8 * len(self.columns)}").ravel().tolist()
            places.append((len(index), len(index) + len(keys)))
            index += [self.row_of[k] if k in self.row_of else self._form(k) for k in keys]
            index += [-1] * pad
        x = np.zeros((len(index) + 2, self.width), dtype="f")       # a row of nothing before and after
        at = np.array(index)
        x[1:-1][at >= 0] = self.rows[at[at >= 0]]
        wide = np.empty((len(index), 3 * self.width), dtype="f")
        for layer in self.deep:
            wide[:, :self.width] = x[:-2]
            wide[:, self.width:2 * self.width] = x[1:-1]
            wide[:, 2 * self.width:] = x[2:]
            x[1:-1] += layer(wide)
        return [x[1 + a:1 + b] for a, b in places]


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
            raise _Unknown("recogniser")
        self.linear = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")
        self.hidden = w.shape[1]
        # Pieces apart, so that the greater of two is taken of whole blocks.
        self.lower = np.ascontiguousarray(w.transpose(3, 0, 2, 1).reshape(w.shape[3], -1))
        self.pad = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(3, -1)
        self.bias = lower.get_param("b").T.reshape(-1)
        self.scores = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        moves = [ner.moves.get_class_name(k) for k in range(upper.get_dim("nO"))]       # `move_names` leaves one out
        unseen = model.attrs["unseen_classes"]
        self.moves = [(m[0], m[2:]) for m in moves]
        # An action on a name without a label forbids one; the library never takes it.
        self.closed = [k for k, (m, label) in enumerate(self.moves) if (m == "O" or (m in "BU" and label)) and k not in unseen]
        self.inside = {label: k for k, (m, label) in enumerate(self.moves) if m == "I" and k not in unseen}
        self.last = {label: k for k, (m, label) in enumerate(self.moves) if m == "L" and k not in unseen}

    def _hidden(self, sums: Any) -> Any:
        import numpy as np

        return np.maximum(sums[:, :self.hidden], sums[:, self.hidden:])

    def __call__(self, docs: Sequence[Any]) -> list[list[tuple[int, int, str]]]:
        """(first word, one past the last, label) of the names in each parsed Doc; none crosses a sentence's end."""
        import numpy as np

        told = self.vectors(docs)
        if not sum(map(len, told)):
            return [[] for _ in docs]
        x = np.concatenate(told) @ self.linear[0] + self.linear[1]
        parts = (x @ self.lower).reshape(len(x), 3, -1)
        scores = self._hidden(parts[:, 0] + (self.pad[1] + self.pad[2] + self.bias)) @ self.scores[0] + self.scores[1]
        space = np.concatenate([doc.to_array(["IS_SPACE"]).astype(bool).ravel() for doc in docs])
        starts = np.concatenate([doc.to_array(["SENT_START"]).ravel() == 1 for doc in docs] + [np.array([True])])
        starts[np.cumsum([0, *map(len, docs)])] = True
        final = starts[1:]
        begins = [k for k in self.closed if self.moves[k][0] == "B"]
        outs = [k for k in self.closed if self.moves[k][0] != "O"]
        scores[np.ix_(final, np.array(begins))] = -np.inf         # a name of several words does not begin at the last one
        scores[np.ix_(space, np.array(outs))] = -np.inf
        best = np.array(self.closed)[scores[:, self.closed].argmax(axis=1)].tolist()
        ends = final.tolist()
        found, start = [], 0
        for doc in docs:
            end = start + len(doc)
            found.append([(i - start, j - start, label) for i, j, label in self._walk(best, parts, ends, start, end)])
            start = end
        return found

    def _walk(self, best: list[int], parts: Any, ends: list[bool], start: int, end: int) -> list[tuple[int, int, str]]:
        out = []
        i = start
        while i < end:
            move, label = self.moves[best[i]]
            first = i
            if move == "B":
                i += 1
                while not ends[i] and self._goes_on(parts, label, first, i):
                    i += 1
            if move != "O":
                out.append((first, i + 1, label))
            i += 1
        return out

    def _goes_on(self, parts: Any, label: str, first: int, i: int) -> bool:
        inside, last = self.inside.get(label), self.last.get(label)
        if inside is None or last is None:
            return inside is not None
        hidden = self._hidden((parts[i, 0] + parts[first, 1] + parts[i - 1, 2] + self.bias)[None])[0]
        w, b = self.scores
        return bool(hidden @ w[:, inside] + b[inside] > hidden @ w[:, last] + b[last])


class Engine:
    """One loaded model, ready to parse and to find names."""

    def __init__(self, nlp: Any):
        self.nlp = nlp
        from thinc.api import NumpyOps

        self.parser = nlp.get_pipe("parser")
        for layer in self.parser.model.walk():
            layer.ops = NumpyOps(use_blis=False)
        self.vectors = _Vectors(nlp.get_pipe("tok2vec").model)
        self.names = _Names(nlp.get_pipe("ner"))

    def parse(self, texts: Sequence[str]) -> list[Any]:
        """The texts of one document as Docs with heads, labels and sentences."""
        docs = [self.nlp.make_doc(text) for text in texts]
        for k in range(0, len(docs), _CHUNK):
            some = docs[k:k + _CHUNK]
            for doc, matrix in zip(some, self.vectors(some), strict=True):
                doc.tensor = matrix
            self.parser.set_annotations(some, self.parser.predict(some))
            for doc in some:
                doc.tensor = doc.tensor[:0]
        return docs


_engines: WeakKeyDictionary[Any, Engine | None] = WeakKeyDictionary()


def engine_of(nlp: Any) -> Engine | None:
    """The engine of a loaded model, made once; None when the model is built otherwise and the library must run it."""
    if nlp not in _engines:
        try:
            _engines[nlp] = Engine(nlp)
        except (_Unknown, KeyError, AttributeError, ValueError):
            _engines[nlp] = None
    return _engines[nlp]
