"""Words a CPU-second: the whole reading against the plain spaCy pipeline of the same model, in one run.

One thread, rounds interleaved, medians. The peer runs every component the model ships (tagger, lemmatiser
and named entities included) over the same paragraphs and makes nothing of them.
"""

from __future__ import annotations

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[_name] = "1"

import importlib
import statistics
import time

from bearwitness.extract import load_tools, read_document
from bearwitness.readers import read_bytes
from bearwitness.store.gazetteer import open_gazetteer
from bench.texts import news


def main(rounds: int = 3, limit: int = 60) -> None:
    texts = sorted(news(), key=len)[-limit:]
    words = sum(len(t.split()) for t in texts)
    documents = [read_bytes(t.encode(), name="text.txt", published_at="2025-03-11") for t in texts]
    tools = load_tools(open_gazetteer())
    full = importlib.import_module(tools.model).load()
    lines = [line for t in texts for line in t.splitlines() if line.strip()]
    read_document(documents[0], tools=tools)
    list(full.pipe(lines[:5]))
    ours, peer, claims = [], [], 0
    for _ in range(rounds):
        start = time.process_time()
        claims = sum(len(read_document(d, tools=tools).claims) for d in documents)
        ours.append(time.process_time() - start)
        start = time.process_time()
        for _ in full.pipe(lines, batch_size=64):
            pass
        peer.append(time.process_time() - start)
    a, b = statistics.median(ours), statistics.median(peer)
    ratio = statistics.median(y / x for x, y in zip(ours, peer))
    print(f"{len(texts)} documents, {words} words, {claims} claims, {rounds} rounds, CPU seconds, one thread")
    print(f"bearwitness, all claims and mentions   {words / a:9.0f} words/CPU-s   ({a:.2f} s)")
    print(f"plain spaCy pipeline, nothing extracted {words / b:8.0f} words/CPU-s   ({b:.2f} s)")
    print(f"ratio (ours : plain), median of rounds  {ratio:8.2f}   [{min(y / x for x, y in zip(ours, peer)):.2f}"
          f"-{max(y / x for x, y in zip(ours, peer)):.2f}]")


if __name__ == "__main__":
    main()
