"""The engine against the library's own parser, and that a document's reading depends on nothing but the document."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from typing import Any

import pytest

from bearwitness.extract import load_tools, parse_together, read_document, read_documents
from bearwitness.extract.arcs import attach, sentence_starts
from bearwitness.extract.inference import Engine, engine_of
from bearwitness.extract.page import build_units, plan_units
from bearwitness.extract.tokens import Words, words_of_doc
from bearwitness.model import to_json
from bearwitness.readers import read_bytes

SENTENCES = [
    "Gunmen killed 12 people in Idlib on Monday, the mayor, Omar Haddad, said.",
    "“We saw three trucks,” said Lina Moss, who lives beside the road to Homs.",
    "The army denied that its planes had bombed the market in which 40 traders were working.",
    "Accused by the council of shelling the school, the brigade that holds the hill blamed its rivals.",
    "What the ministry called an accident the families of the dead called a massacre.",
    "No.", "?!", "the the the of of", "12 12 12", "a\u200bb \u200f killed  two   men\t.",
    "IN KRALOVO, THREE SOLDIERS WERE ABDUCTED, ACCORDING TO GEN. PAVEL RUZEK.",
    "Whom did they say that the men who came at night had taken, and to which of the camps?",
]
TEXTS = [" ".join(SENTENCES[:3]), "\n".join(SENTENCES), SENTENCES[3], " ".join(SENTENCES * 3), "Nothing happened here.", "قُتل ثلاثة أشخاص في حمص."]


@cache
def tools() -> Any:
    return load_tools()


def engine() -> Engine:
    found = engine_of(tools().nlp)
    assert found is not None
    return found


def shape(words: Words) -> list[Any]:
    return [[(t.text, t.lower_, t.idx, t.dep_, t.head.i, t.ent_type_, t.is_space, t.is_punct, t.like_num) for t in words], words.starts, words.ents,
            [[c.i for c in t.children] for t in words]]


def document(text: str) -> Any:
    return read_bytes(text.encode(), name="text.txt", published_at="2025-03-11", media_type="text/plain")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_engine_parses_and_names_like_the_library(sentence: str) -> None:
    assert shape(engine().read([[sentence]])[0][0]) == shape(words_of_doc(tools().nlp(sentence)))


def test_a_unit_is_parsed_the_same_way_whatever_is_read_beside_it() -> None:
    alone = [[shape(w) for w in engine().read([[t]])[0]] for t in TEXTS]
    for order in (TEXTS, TEXTS[::-1], TEXTS * 20):
        got = [[shape(w) for w in units] for units in engine().read([[t] for t in order])]
        assert got == [alone[TEXTS.index(t)] for t in order]


def test_no_texts_and_empty_ones() -> None:
    assert engine().read([]) == [] and engine().read([[]]) == [[]]
    assert [len(w) for w in engine().read([["", " ", "Two men."]])[0]] == [0, 1, 3]


def test_another_model_is_run_by_the_library() -> None:
    import spacy

    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    assert engine_of(blank) is None
    from bearwitness.extract.page import Page, make_lines
    from bearwitness.readers.language import language_of, script_of

    page = Page(d := document("Gunmen killed 12 people. The mayor said so."), make_lines(d, language_of, script_of))
    [unit] = build_units(plan_units(page), blank)
    assert [t.text for t in unit.doc] == "Gunmen killed 12 people . The mayor said so .".split()
    assert [d.text[a:b] for a, b in zip(unit.starts, unit.ends, strict=True)] == [t.text for t in unit.doc]


@pytest.mark.parametrize(("heads", "labels", "expected", "why"), [
    ([1, 1, 1], ["nsubj", "ROOT", "dobj"], ([1, 1, 1], ["nsubj", "ROOT", "dobj"]), "nothing to move"),
    ([1, 1, 1, 1], ["nsubj", "ROOT", "dobj", "prep||dobj"], ([1, 1, 1, 2], ["nsubj", "ROOT", "dobj", "prep"]), "below the object beside it"),
    ([1, 1, 1], ["nsubj", "ROOT", "prep||dobj"], ([1, 1, 1], ["nsubj", "ROOT", "prep"]), "no such word: it stays"),
])
def test_words_that_name_another_head_are_put_below_it(heads: list[int], labels: list[str], expected: Any, why: str) -> None:
    attach(heads, labels, [False] * len(heads))
    assert (heads, labels) == expected, why


def test_sentences_begin_at_the_leftmost_word_of_each_tree() -> None:
    assert sentence_starts([1, 1, 1, 4, 4]) == [0, 3]
    assert sentence_starts([*range(1, 3000), 2999]) == [0]       # a chain, in linear time


def test_together_or_alone_in_any_order_the_reading_is_the_same() -> None:
    documents = [document(t) for t in TEXTS]
    alone = [to_json(read_document(d, tools=tools())) for d in documents]
    assert [to_json(r) for r in read_documents(documents, tools=tools())] == alone
    assert [to_json(r) for r in read_documents(documents[::-1], tools=tools())] == alone[::-1]
    parsed = parse_together(documents, tools=tools())
    assert [to_json(read_document(d, tools=tools(), parsed=p)) for d, p in zip(documents, parsed, strict=True)] == alone
    assert sum(len(r["claims"]) for r in alone) > 20


def test_the_reading_does_not_hang_on_the_order_of_sets() -> None:
    seen = set()
    for seed in ("0", "7"):
        done = subprocess.run([sys.executable, "-m", "bearwitness", "read", "-", "--json", "--published-at", "2025-03-11"],
                              input="\n\n".join(TEXTS[:4]).encode(), capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}, timeout=100)
        assert done.returncode == 0, done.stderr.decode()
        seen.add(done.stdout)
    assert len(seen) == 1 and b'"claims": [{' in next(iter(seen))
