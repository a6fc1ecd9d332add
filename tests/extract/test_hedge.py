"""Stance, hedge and negation through a whole reading: (text, kind, word in the passage, stance, hedge, why)."""

from __future__ import annotations

import pytest
from tests.extract.reading_pages import whole_tools

from bearwitness.extract import read_document
from bearwitness.model import Claim
from bearwitness.readers import read_bytes


def read(text: str) -> list[Claim]:
    return list(read_document(read_bytes(text.encode(), name="t.txt", published_at="2025-03-11"), tools=whole_tools()).claims)


def one(text: str, kind: str, word: str) -> Claim:
    found = [c for c in read(text) if c.kind == kind and word in c.passage.exact]
    assert found, [(c.kind, c.passage.exact) for c in read(text)]
    return min(found, key=lambda c: len(c.passage.exact))


ROWS = [
    # --- denials and what is turned aside
    ("The interior ministry denied that its men had killed nine villagers.", "statement", "denied", "denies", "none", "denied that"),
    ("The interior ministry denied that its men had killed nine villagers.", "toll", "nine", "denies", "none", "a denied toll stays denied"),
    ("The general rejected the accusation as baseless.", "statement", "rejected", "denies", "none", "rejected as baseless"),
    ("The spokesman, Karim Sample, dismissed the reports of torture as fabricated.", "statement", "dismissed", "denies", "none", "dismissed as"),
    ("The army refuted claims that it had shelled the market.", "statement", "refuted", "denies", "none", "refuted"),
    ("“We did not shell the market,” the army said.", "event", "shell", "asserts", "negated", "a negated event"),
    ("The governor neither confirmed nor denied the strike.", "statement", "confirmed", "disputes", "none", "neither confirmed nor denied"),
    ("The ministry spoke of losses without confirming the number of dead.", "statement", "without confirming", "disputes", "none", "without confirming"),
    ("The monitor questioned the official toll.", "statement", "questioned", "disputes", "none", "questioned"),
    ("The paper retracted its report of a massacre.", "statement", "retracted", "retracts", "none", "retracted"),
    # --- less than sure
    ("Nine villagers were reportedly killed in Exampleton.", "toll", "Nine", "asserts", "reported", "reportedly"),
    ("Soldiers allegedly killed nine villagers in Exampleton.", "event", "killed", "asserts", "alleged", "allegedly"),
    ("The alleged attack on the village lasted an hour.", "event", "attack", "asserts", "alleged", "alleged"),
    ("Nine villagers are feared dead in Exampleton.", "toll", "Nine", "asserts", "likely", "feared dead"),
    ("Nine villagers are believed to have been killed in Exampleton.", "toll", "Nine", "asserts", "likely", "believed to"),
    ("Soldiers probably killed nine villagers in Exampleton.", "event", "killed", "asserts", "likely", "probably"),
    ("Soldiers may have killed nine villagers in Exampleton.", "event", "killed", "asserts", "hypothetical", "may have"),
    ("The Red Band said that it killed nine soldiers. The claim could not be independently verified.", "toll", "nine", "asserts", "unverified",
     "in the next sentence"),
    ("The monitor said that 13 people were killed, a figure that could not be verified.", "toll", "13", "asserts", "unverified", "in the same sentence"),
    ("The Red Band said it killed 20 soldiers, without providing evidence.", "toll", "20", "asserts", "unverified", "without evidence"),
    ("The Red Band said it killed 20 soldiers. There was no independent confirmation.", "toll", "20", "asserts", "unverified", "no confirmation"),
    ("The Red Band claimed, without evidence, that it killed 20 soldiers.", "toll", "20", "asserts", "unverified", "without evidence, before"),
    ("“Many of these killings likely constitute crimes under international law,” the envoy Ida Sample said.", "label", "crimes under", "asserts",
     "likely", "a likely name"),
    ("The raid was allegedly a war crime.", "label", "war crime", "asserts", "alleged", "an alleged name"),
    # --- not (yet) so
    ("If the army attacks the town, thousands will flee.", "event", "attacks", "asserts", "hypothetical", "if"),
    ("Unless a truce is reached, the militia will attack the town.", "event", "attack", "asserts", "hypothetical", "unless"),
    ("The militia would attack the town at dawn.", "event", "attack", "asserts", "hypothetical", "would"),
    ("The militia threatened to attack the town.", "statement", "threatened", "threatens", "future", "threatened to"),
    ("The militia threatened to attack the town.", "event", "attack", "threatens", "hypothetical", "the threatened event"),
    ("The general vowed to crush the uprising.", "statement", "vowed", "threatens", "future", "vowed to crush"),
    ("The general vowed to protect the villagers.", "statement", "vowed", "promises", "future", "vowed to protect"),
    ("A planned attack on the church was foiled.", "event", "attack", "asserts", "none", "foiled: the stage tells it"),
    ("The army tried to storm the camp.", "event", "storm", "asserts", "none", "tried to: the stage tells it"),
    ("No civilians were killed in the strike.", "event", "strike", "asserts", "none", "the strike itself happened"),
]


@pytest.mark.parametrize(("text", "kind", "word", "stance", "hedge", "why"), ROWS, ids=[f"{r[1]}-{r[0][:60]}" for r in ROWS])
def test_stance_and_hedge(text: str, kind: str, word: str, stance: str, hedge: str, why: str) -> None:
    c = one(text, kind, word)
    assert (c.stance, c.hedge) == (stance, hedge), (why, c.rule)


@pytest.mark.parametrize(("text", "word", "stage"), [
    ("A planned attack on the church was foiled.", "attack", "attempted"),
    ("The army tried to storm the camp.", "storm", "attempted"),
    ("The militia threatened to attack the town.", "attack", "threatened"),
    ("The militia attacked the town.", "attacked", "accomplished"),
])
def test_what_was_tried_or_threatened_has_its_stage(text: str, word: str, stage: str) -> None:
    assert one(text, "event", word).value.stage == stage


@pytest.mark.parametrize(("text", "why"), [
    ("“We killed them all,” the fighter Tariq Sample boasted.", "a boast"),
    ("A banner read: “A thousand martyrs for every inch!”", "a slogan"),
    ("Fighters chanted “Death to the traitors”.", "a slogan"),
    ("“Death to them all,” the crowd shouted.", "a slogan"),
    ("“We will kill a hundred of them for each of ours,” the commander Tariq Sample vowed.", "a threat"),
    ("No civilians were killed in the strike.", "nobody"),
    ("The drill assumed that 200 people were killed.", "an exercise"),
])
def test_boasts_slogans_threats_and_denials_are_no_tolls(text: str, why: str) -> None:
    tolls = [c for c in read(text) if c.kind == "toll"]
    assert all(c.value.number in (None, 0) or c.hedge in ("future", "hypothetical", "negated") for c in tolls), (why, [(c.value, c.hedge) for c in tolls])


@pytest.mark.parametrize(("text", "word", "start"), [
    ("Nine people were killed in Exampleton on Sunday. In 2013, soldiers killed 40 villagers in the same valley.", "40", "2013-01-01"),
    ("Shelling killed two people on Sunday. In August 2014, a strike on the camp killed 12 people.", "12", "2014-08-01"),
])
def test_what_is_told_as_background_has_its_own_time(text: str, word: str, start: str) -> None:
    toll = one(text, "toll", word)
    event = next(c for c in read(text) if c.kind == "event" and c.passage.start <= toll.passage.start + 80 and c.value.when.start == start)
    assert toll.value.when.start == start and event.value.rank is None, "an earlier incident is no event of this report"
