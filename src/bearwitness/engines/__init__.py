"""The language-model reader: an option, off by default, that adds suggestions to what the rules found.

    text without what nobody sees -> pieces -> a chat endpoint that the user named
         -> answers -> each string found in the text, or dropped and counted
         -> claims with the model as their extractor

Nobody is asked unless the user named an engine. The model gets the text and no more; it can do nothing; what it
says counts nowhere until a person accepts it (`model.is_suggestion`, `incidents.judged`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bearwitness.engines.address import Engine, parse
from bearwitness.engines.endpoint import Endpoint, EngineError
from bearwitness.engines.ground import Found, Grounder
from bearwitness.engines.shown import MOST_PIECES, hidden_words, pieces, show
from bearwitness.engines.suggest import Suggester
from bearwitness.model import Failure, Reading

__all__ = ["ENGINE_STAGE", "Engine", "EngineError", "add_suggestions", "complete", "parse", "worked"]

ENGINE_STAGE = "engine"          # the engine gave no answer: the item failed, and asking again may help
ANSWER_STAGE = "answer"          # a part was not read: the item failed, and asking again gives the same
GROUNDING_STAGE = "grounding"    # claims were dropped or marked: told and counted, and the item is done
HIDDEN_STAGE = "hidden text"
RUNS = 2                         # a model asked twice the same should say the same; what it says once is marked
Ask = Callable[[str], list[Any]]


def add_suggestions(reading: Reading, engine: Engine, *, ask: Ask | None = None) -> Reading:
    """The reading with a model's suggestions added, and what was dropped among its failures.

    Args:
        reading: what the rules found; all of it stays.
        ask: a piece of text in, the model's claims out (raises EngineError); else the engine is asked.
    """
    asked = ask or Endpoint(engine).ask
    shown = show(reading.document.text)
    failures = [] if not shown.hidden else [Failure(HIDDEN_STAGE, (
        f"the text holds {hidden_words(shown.hidden)}; the language model was not shown them: look at the original"))]
    grounder = Grounder(shown)
    suggester = Suggester(reading, shown, engine)
    stretches = pieces(shown.text)
    once = 0
    for n, (start, end) in enumerate(stretches[:MOST_PIECES]):
        runs: list[list[Found]] = []
        for run in range(RUNS):
            answers, fault = _asked(asked, shown.text[start:end])
            runs.append(grounder.ground(answers, (start, end), count=run == 0))
            if fault is not None:
                break
        if fault is not None:
            stage = ENGINE_STAGE if fault.gone else GROUNDING_STAGE if fault.claims else ANSWER_STAGE
            failures.append(Failure(stage, f"part {n + 1} of {len(stretches)} was not read whole by {engine.model}: {fault}"))
            if fault.gone:
                break
        once += _add(suggester, runs)
    if len(stretches) > MOST_PIECES:
        failures.append(Failure(ANSWER_STAGE, (
            f"{engine.model} was shown the first {MOST_PIECES} of {len(stretches)} parts of the text: split it into its articles")))
    failures += _counts(grounder, engine, once)
    claims = sorted((*reading.claims, *suggester.made.values()), key=lambda c: (c.passage.start, -c.passage.end))
    return replace(reading, claims=tuple(claims), failures=(*reading.failures, *failures))


def _asked(ask: Ask, text: str) -> tuple[list[Any], EngineError | None]:
    """What the model gave, and what went wrong."""
    try:
        return ask(text), None
    except EngineError as e:
        return e.claims, e


def _add(suggester: Suggester, runs: list[list[Found]]) -> int:
    """Adds what the runs gave, statements first so that others find theirs; how many only one run gave."""
    every = dict.fromkeys(found for run in runs for found in run)
    once = {found for found in every if not all(found in run for run in runs)}
    for found in sorted(every, key=lambda f: f.kind != "statement"):
        suggester.add(found, both_runs=found not in once)
    return len(once)


def _counts(grounder: Grounder, engine: Engine, once: int) -> list[Failure]:
    out = []
    dropped = grounder.dropped.total()
    if dropped:
        reasons = "; ".join(f"{n} {reason}" for reason, n in sorted(grounder.dropped.items(), key=lambda item: (-item[1], item[0])))
        out.append(Failure(GROUNDING_STAGE, f"{dropped} of {grounder.given} claims of {engine.model} dropped: {reasons}"))
    if once:
        out.append(Failure(GROUNDING_STAGE, f"{once} claims were given by {engine.model} in one of {RUNS} runs only: they are marked"))
    return out


def worked(reading: Reading) -> bool:
    """Was every part of the text answered in a way that could be used?"""
    return not any(failure.stage in (ENGINE_STAGE, ANSWER_STAGE) for failure in reading.failures)


def complete(reading: Reading) -> bool:
    """Is there nothing that asking again could add? A server that was gone may come back."""
    return not any(failure.stage == ENGINE_STAGE for failure in reading.failures)
