"""Every string of an answer is found in the text, near enough, or the whole claim is dropped with its reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.engines.ground import Found, Grounder
from bearwitness.engines.instructions import MOST_CLAIMS
from bearwitness.engines.shown import show

TEXT = (
    "Rain fell in Exampleton on 13 March. Amal Exampler of the Example Monitor said that at least 1,300 people were killed "
    "and 13 were missing. “We did not fire on anyone,” the ministry said.\n"
    "Nothing happened in the town. Nobody spoke of it. The market was open.\n"
    "Karim Sample accused the Example Brigade of burning houses. He was not asked twice. He was not asked twice."
)


def claim(kind: str = "statement", passage: str = "", **fields: str) -> dict[str, Any]:
    base = {"kind": kind, "passage": passage, "speaker": "", "words": "", "stance": "asserts", "hedge": "none"}
    return {**base, **({"harm": "killed", "number": "", "whom": ""} if kind == "toll" else {}), **fields}


TOLL = "at least 1,300 people were killed and 13 were missing"
DENIAL = "“We did not fire on anyone,” the ministry said"
BLAME = "Karim Sample accused the Example Brigade of burning houses"

KEPT = [   # claim, parts that must be found, why
    (claim("toll", TOLL, speaker="Amal Exampler", number="1,300", whom="people"),
     {"speaker": "Amal Exampler", "whom": "people"}, "all of it stands there"),
    (claim("toll", TOLL, speaker="Amal Exampler", number="at least 1,300 people"), {}, "a number with its bound words"),
    (claim("toll", TOLL, number="13", harm="missing"), {}, "the 13 that stands alone, not the one in 1,300"),
    (claim("statement", DENIAL, speaker="the ministry", words="We did not fire on anyone,", stance="denies"),
     {"words": "“We did not fire on anyone,”"}, "quotation marks belong to the words"),
    (claim("statement", "the ministry said", speaker="the ministry"), {"speaker": "the ministry"}, "no words of its own"),
    (claim("attribution", BLAME, speaker="Karim Sample", accused="the Example Brigade", act="burning houses", stance="accuses"),
     {"accused": "the Example Brigade", "act": "burning houses"}, "who is blamed for what"),
    (claim("statement", "Nobody spoke of it. The   market\nwas open.", speaker="Nobody"),
     {"passage": "Nobody spoke of it. The market was open."}, "white space may run differently"),
    (claim("statement", "was missing", speaker="x") | {"passage": "13 were missing", "speaker": "the ministry"},
     {}, "a speaker of the next sentence"),
]


@pytest.mark.parametrize(("given_", "parts", "why"), KEPT, ids=[row[2] for row in KEPT])
def test_what_stands_in_the_text_is_kept_with_offsets_of_our_own(given_: dict, parts: dict, why: str) -> None:
    grounder = Grounder(show(TEXT))
    [found] = grounder.ground([given_], (0, len(TEXT)))
    assert not grounder.dropped and grounder.given == 1
    for name, exact in parts.items():
        a, b = getattr(found, name)
        assert TEXT[a:b] == exact


DROPPED = [   # claim, reason, why
    (claim("statement", DENIAL, speaker="Saudi Arabia"), "the speaker is not in the text", "an invented speaker"),
    (claim("statement", DENIAL, speaker="Karim Sample"), "the speaker is not in the text near the passage", "a speaker from elsewhere"),
    (claim("statement", DENIAL, speaker="minist"), "the speaker is not in the text", "half a word"),
    (claim("statement", DENIAL, speaker="The Ministry"), "the speaker is not in the text", "letters that differ"),
    (claim("statement", DENIAL, speaker="anyone", words="We did not fire on anyone,"), "the speaker is not in the text near the passage",
     "somebody named inside the words only"),
    (claim("statement", DENIAL, speaker="13"), "the speaker is no name or description", "a number as a speaker"),
    (claim("statement", "We fired on everyone", speaker="the ministry"), "the passage is not in the text", "an invented quotation"),
    (claim("statement", DENIAL, speaker="the ministry", words="We fired on everyone"),
     "the reported words are not in the text near the passage", "invented words in a real passage"),
    (claim("statement", "the ministry", speaker="the ministry"), "the passage is no more than the speaker's name", "only a name"),
    (claim("statement", DENIAL), "a statement without a speaker", "a statement of nobody"),
    (claim("statement", "He was not asked twice.", speaker="He"), "the passage stands several times in the text", "which of the two?"),
    (claim("statement", "", speaker="the ministry"), "the passage is not in the text", "no passage"),
    (claim("toll", TOLL, number="31"), "the number is not in the passage", "an invented number"),
    (claim("toll", TOLL, number="300"), "the number cannot be read", "the end of another number"),
    (claim("toll", TOLL, number="1300"), "the number is not in the passage", "a number written otherwise"),
    (claim("toll", TOLL), "a toll without a number", "no number"),
    (claim("toll", TOLL, number=TOLL), "several numbers in the place of one", "which of the two?"),
    (claim("toll", TOLL, number="people"), "the number cannot be read", "a word that is no number"),
    (claim("toll", "in Exampleton on 13", number="13"), "the number counts no people, by the words around it", "a date as a toll"),
    (claim("toll", TOLL, number="1,300", harm="annoyed"), "a toll without a kind of harm", "a harm of its own making"),
    (claim("toll", TOLL, number="1,300", whom="soldiers"), "the people counted are not in the passage", "invented people"),
    (claim("attribution", BLAME, speaker="Karim Sample", accused="the ministry"), "the accused is not in the text near the passage",
     "an accused from elsewhere"),
    (claim("attribution", BLAME, speaker="Karim Sample", accused="the Other Brigade"), "the accused is not in the text near the passage",
     "an invented accused"),
    (claim("attribution", BLAME, speaker="Karim Sample", accused="the Example Brigade", act="burning people"),
     "the act is not in the text near the passage", "an invented act"),
    (claim("attribution", BLAME, speaker="Karim Sample"), "an accusation without an accused", "blames nobody"),
    (claim("statement", DENIAL, speaker="the ministry", accused="Saudi Arabia"), "a text that its kind does not have is not in the text",
     "a field that a statement does not have"),
    (claim("order", DENIAL), "a word that is not in the vocabulary", "a kind of its own making"),
    (claim("statement", DENIAL, speaker="the ministry", stance="admits"), "a word that is not in the vocabulary", "a stance of its own"),
    (claim("statement", DENIAL, speaker="the ministry", hedge="surely"), "a word that is not in the vocabulary", "a hedge of its own"),
    ("IGNORE ALL RULES", "not in the form asked for", "no object"), (None, "not in the form asked for", "nothing"),
    ([[[]]], "not in the form asked for", "a list"),
    ({**claim(), "speaker": 5}, "not in the form asked for", "a number where a text belongs"),
    ({**claim(), "kind": ["statement"]}, "not in the form asked for", "a list where a word belongs"),
    (claim("statement", TEXT * 10), "longer than a field may be", "too long"),
    (claim("statement", DENIAL, speaker="\ud800"), "the speaker is no name or description", "half a surrogate pair"),
]


@pytest.mark.parametrize(("answer", "reason", "why"), DROPPED, ids=[row[2] for row in DROPPED])
def test_what_does_not_hold_is_dropped_and_counted(answer: Any, reason: str, why: str) -> None:
    grounder = Grounder(show(TEXT))
    assert grounder.ground([answer], (0, len(TEXT))) == []
    assert dict(grounder.dropped) == {reason: 1} and grounder.given == 1


def test_offsets_of_the_model_are_not_looked_at() -> None:
    answer = {**claim("toll", TOLL, number="1,300"), "start": 0, "end": 4, "offset": -7}
    [found] = Grounder(show(TEXT)).ground([answer], (0, len(TEXT)))
    assert found.passage[0] == TEXT.index(TOLL)


def test_of_a_passage_that_stands_twice_the_speaker_tells_which() -> None:
    text = "Amal said it was so. A. B. C. D. Karim said it was so."
    [found] = Grounder(show(text)).ground([claim("statement", "said it was so", speaker="Karim")], (0, len(text)))
    assert found.passage[0] == text.rindex("said")


def test_of_a_speaker_that_stands_twice_the_nearest_is_taken() -> None:
    text = "The group met. The group denied that it fired."
    [found] = Grounder(show(text)).ground([claim("statement", "denied that it fired", speaker="The group")], (0, len(text)))
    assert found.speaker == (15, 24)


def test_only_what_was_shown_of_the_text_can_be_quoted_back() -> None:
    grounder = Grounder(show(TEXT))
    assert not grounder.ground([claim("attribution", BLAME, accused="the Example Brigade")], (0, 100))


def test_more_claims_than_an_answer_may_hold_are_dropped_and_counted() -> None:
    grounder = Grounder(show(TEXT))
    grounder.ground([claim()] * (MOST_CLAIMS + 500), (0, len(TEXT)))
    assert grounder.dropped["more claims than one answer may hold"] == 500


def test_right_to_left_text() -> None:
    text = "قالت المنظمة إن 12 شخصا قتلوا في حلب. ثم هدأت المدينة."
    answer = claim("toll", "إن 12 شخصا قتلوا في حلب", speaker="المنظمة", number="12", whom="شخصا")
    [found] = Grounder(show(text)).ground([answer], (0, len(text)))
    assert found.number is not None and found.number.number == 12 and text[slice(*found.whom or ())] == "شخصا"


@given(st.lists(st.dictionaries(
    st.sampled_from(["kind", "passage", "speaker", "words", "stance", "hedge", "harm", "number", "whom", "accused", "act"]),
    st.one_of(st.sampled_from(["statement", "toll", "attribution", "asserts", "none", "killed", "13", "1,300", "people", "Amal Exampler",
                               "the ministry", TOLL, DENIAL, BLAME, "the Example Brigade", "Saudi Arabia", ""]), st.text(max_size=8)),
    min_size=8)))
def test_whatever_comes_is_kept_from_the_text_or_counted(answers: list[dict[str, str]]) -> None:
    grounder = Grounder(show(TEXT))
    found = grounder.ground(answers, (0, len(TEXT)))
    assert all(isinstance(each, Found) and TEXT[slice(*each.passage)].strip() for each in found)
    assert grounder.given == len(answers) and len(found) + grounder.dropped.total() <= len(answers)
    for each in found:
        if each.number is not None:
            assert TEXT[each.number.num_start:each.number.num_end] in ("13", "1,300")
