"""The peers in the same run on the same texts: what can be installed today, against the program's one default mode.

Quality, on the gold set of `bench/gold` (statements and direct quotations) and on the names of the re3d texts where the
shared data is beside the project:

- textacy's `direct_quotations` on the full spaCy pipeline of the model the program uses. `make bench` installs it
  (`requirements-bench.lock`); without it this part is skipped and says so.
- The plain pipeline's entities as people, organisations and places.
- A floor of regular expressions, below: report verbs, "according to", quotation marks.

Speed is measured by `bench.reading.speed`.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import gzip
import importlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from bench.reading import scoring
from bench.reading.gold import answers_of, gold_documents
from bench.reading.scoring import Item, jaccard, overlaps
from bench.texts import SHARED

# --- the floor ------------------------------------------------------------------------------------------

_SAY = ("said|says|say|told|added|adds|stated|states|announced|claimed|claims|reported|reports|warned|warns|noted|denied|denies|"
        "accused|accuses|urged|urges|demanded|demands|promised|vowed|condemned|condemns|insisted|explained|argued|confirmed")
_NAME = r"(?:[A-Z][\w.’'-]*(?:\s+(?:of|the|al|bin)\s+[A-Z][\w.’'-]*|\s+[A-Z][\w.’'-]*)*)"
_WHO = rf"(?:(?:[Tt]he|[Aa]n?|[Oo]ne)\s+(?:\w+\s+){{0,2}}\w+|[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|{_NAME})"
_QUOTE = r"[“\"][^”\"\n]{8,}[”\"]"
_SENTENCE = re.compile(r"[^\s][^\n]*?(?:[.!?][”\"]?(?=\s|$)|(?=\n)|$)")
_QUOTED = (re.compile(rf"(?P<words>{_QUOTE})\s*,?\s*(?P<who>{_WHO})\s+(?P<cue>{_SAY})\b"),
           re.compile(rf"(?P<words>{_QUOTE})\s*,?\s*(?P<cue>{_SAY})\.?\s+(?P<who>{_WHO})"),
           re.compile(rf"(?P<who>{_WHO})\s+(?P<cue>{_SAY})\b[^“\"\n]{{0,30}}(?P<words>{_QUOTE})"))
_TOLD = (re.compile(r"^(?P<words>.+?),\s+(?P<cue>according to)\s+(?P<who>[^,.\n]+)[,.]?"),
         re.compile(r"^(?P<cue>According to)\s+(?P<who>[^,\n]+),\s+(?P<words>.+?)[.]?$"),
         re.compile(rf"^(?P<words>[^“\"]+?),\s+(?P<who>{_WHO})\s+(?P<cue>{_SAY})\b"),
         re.compile(rf"(?P<who>{_WHO})\s+(?:also\s+|has\s+|have\s+)?(?P<cue>{_SAY})\s+(?:that\s+)?(?P<words>[^“\"]+?)[.]?$"))
_STANCE = {"denied": "denies", "denies": "denies", "accused": "accuses", "accuses": "accuses", "condemned": "condemns",
           "condemns": "condemns", "urged": "demands", "urges": "demands", "demanded": "demands", "demands": "demands",
           "promised": "promises", "vowed": "promises", "warned": "predicts", "warns": "predicts", "confirmed": "confirms"}


def floor(text: str) -> list[Item]:
    """What forty lines of regular expressions find: a quotation beside a report verb, else one statement a sentence."""
    out: list[Item] = []
    taken: list[tuple[int, int]] = []
    for pattern in _QUOTED:
        for m in pattern.finditer(text):
            if not any(overlaps(m.span("words"), t) for t in taken):
                taken.append(m.span("words"))
                out.append(_found(m, 0))
    for s in _SENTENCE.finditer(text):
        for pattern in _TOLD:
            found = pattern.search(s.group())
            if found and not any(overlaps((s.start() + found.start("cue"), s.start() + found.end("cue")), o["cue"]) for o in out):
                out.append(_found(found, s.start()))
                break
    return out


def _found(m: re.Match[str], base: int) -> Item:
    who, cue, said = ([base + m.start(g), base + m.end(g)] for g in ("who", "cue", "words"))
    return {"kind": "statement", "speaker": who, "cue": cue, "content": [said], "stance": _STANCE.get(m["cue"].lower(), "asserts"),
            "hedge": "none"}


# --- textacy and the plain pipeline ------------------------------------------------------------------------

def textacy_quotes() -> Callable[[Any], Iterable[Any]] | None:
    try:
        quotes: Callable[[Any], Iterable[Any]] = importlib.import_module("textacy.extract.triples").direct_quotations
    except ImportError as error:
        print(f"SKIPPED: textacy cannot be imported ({error}); run python3 tools/setup.py --bench")
        return None
    return quotes


def textacy_statements(quotes: Callable[[Any], Iterable[Any]], doc: Any) -> list[Item] | None:
    """Its quotations in the scorer's shape, or None when it raised."""
    try:
        found = list(quotes(doc))
    except ValueError:
        return None
    out = []
    for q in found:
        speaker, cue = ([t[0].idx, t[-1].idx + len(t[-1])] if t else None for t in (list(q.speaker), list(q.cue)))
        out.append({"kind": "statement", "speaker": speaker, "cue": cue,
                    "content": [[q.content.start_char, q.content.end_char]], "stance": None, "hedge": None})
    return out


def direct(documents: list[dict[str, Any]], answers: list[list[Item]]) -> tuple[Counter[str], Counter[str]]:
    """Direct quotations: each labelled piece in quotation marks, found when half its characters are, with the right speaker or not.

    An answer's piece that begins with a quotation mark is a quotation; one that meets no labelled piece is too many.
    """
    spans: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for d, found in zip(documents, answers):
        def marked(items: list[Item], text: str = d["text"]) -> list[Item]:
            return [{"span": p, "speaker": i["speaker"], "optional": i.get("optional", False)} for i in items if i["kind"] == "statement"
                    for p in i["content"] if text[p[0]] in "\"“‘«„"]

        got = scoring.pair(marked(d["labels"]), marked(found), lambda a, b: j if (j := jaccard([a["span"]], [b["span"]])) >= 0.5 else 0.0)
        gold, mine = len(got.pairs) + len(got.missed), len(got.pairs) + len(got.extra)
        for c, right in ((spans, len(got.pairs)), (said, sum(scoring.same_speaker(a, b) for a, b in got.pairs))):
            c.update({"tp": right, "gold": gold, "found": mine})
    return spans, said


# --- names of the re3d texts --------------------------------------------------------------------------------

_RE3D = {"Person": "person", "Organisation": "organisation", "Location": "place"}
_SPACY = {"PERSON": "person", "ORG": "organisation", "NORP": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"}
_OURS = {"person": "person", "organisation": "organisation", "armed_group": "organisation", "community": "organisation",
         "outlet": "organisation", "state": "organisation", "place": "place", "facility": "place"}


def name_counts(gold: list[tuple[int, int, str]], found: list[tuple[int, int, str]], counts: Counter[str]) -> None:
    """A name counts as found when a labelled one of the same type overlaps it, and the other way round."""
    for kind in ("person", "organisation", "place"):
        g, f = [x for x in gold if x[2] == kind], [x for x in found if x[2] == kind]
        counts.update({f"{kind}:right": sum(any(overlaps(x[:2], y[:2]) for y in g) for x in f), f"{kind}:found": len(f),
                       f"{kind}:met": sum(any(overlaps(x[:2], y[:2]) for y in f) for x in g), f"{kind}:gold": len(g)})


def names(full: Any, read: Callable[[str], Any]) -> None:
    path = SHARED / "re3d" / "docs.jsonl.gz"
    if not path.exists():
        print("names: the shared data is not beside the project: skipped")
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    ours: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for d in documents:
        gold = [(e["begin"], e["end"], _RE3D[e["type"]]) for e in d["entities"] if e["type"] in _RE3D]
        mine = [(m.passage.start, m.passage.end, _OURS[m.kind]) for m in read(d["text"]).mentions if m.kind in _OURS]
        name_counts(gold, mine, ours)
        name_counts(gold, [(e.start_char, e.end_char, _SPACY[e.label_]) for e in full(d["text"]).ents if e.label_ in _SPACY], plain)
    print(f"names of the re3d texts ({len(documents)} documents), overlap, F1 (precision / recall)")
    for who, c in (("bearwitness", ours), ("spaCy entities", plain)):
        cells = []
        for kind in ("person", "organisation", "place"):
            p, r = c[f"{kind}:right"] / max(1, c[f"{kind}:found"]), c[f"{kind}:met"] / max(1, c[f"{kind}:gold"])
            cells.append(f"{kind} {2 * p * r / max(1e-9, p + r):.3f} ({p:.2f} / {r:.2f})")
        print(f"  {who:16} " + "   ".join(cells))


# --- all of it ----------------------------------------------------------------------------------------------

def line(name: str, c: Counter[str], span: tuple[Counter[str], Counter[str]]) -> None:
    s = scoring.scores(c)
    q, w = (scoring.prf(x["tp"], x["gold"], x["found"]) for x in span)
    print(f"  {name:24} content {s['content characters F1']:.3f} (P {s['content characters P']:.2f} R {s['content characters R']:.2f})   "
          f"speaker {s['speaker F1']:.3f}   whole {s['whole attribution F1']:.3f}   "
          f"quotations {q[2]:.3f} (P {q[0]:.2f} R {q[1]:.2f}), with speaker {w[2]:.3f}")


def main(tools: Any = None) -> None:
    """Quality of all sides on the same texts."""
    from bearwitness.extract import read_document
    from bearwitness.model import to_json
    from bearwitness.readers import read_bytes
    from bench.reading.report import open_tools

    tools = tools or open_tools()
    full = importlib.import_module(tools.model).load()
    quotes = textacy_quotes()
    documents = gold_documents()

    def read(text: str, published: str | None = "2017-01-01") -> Any:
        return read_document(read_bytes(text.encode(), name="text.txt", published_at=published), tools=tools)

    sides: dict[str, list[list[Item]]] = {"bearwitness": [answers_of([to_json(c) for c in read(d["text"], d["published_at"]).claims])
                                                          for d in documents]}
    if quotes is not None:
        raw = [textacy_statements(quotes, full(d["text"])) for d in documents]
        sides[f"textacy (raised on {sum(r is None for r in raw)})"] = [r or [] for r in raw]
    sides["regular expressions"] = [floor(d["text"]) for d in documents]
    print(f"statements of the gold set ({len(documents)} documents), F1")
    for name, answers in sides.items():
        statements = [[a for a in found if a["kind"] == "statement"] for found in answers]
        counted = scoring.total(scoring.count_statements([g for g in d["labels"] if g["kind"] == "statement"], found)[0]
                                for d, found in zip(documents, statements))
        line(name, counted, direct(documents, statements))
    names(full, read)


if __name__ == "__main__":
    main()
