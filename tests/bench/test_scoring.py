"""The scorer, on cases small enough to count by hand."""

import pytest
from bench.reading import scoring as s


def said(speaker, cue, *content, stance="asserts", hedge="none", **more):
    return {"kind": "statement", "speaker": speaker, "cue": cue, "content": list(content), "stance": stance, "hedge": hedge, **more}


def label(speaker, cue, *content, **more):
    return said(speaker, cue, *content, **{"stance": ["asserts"], "hedge": ["none"], **more})


def counts(labels, answers):
    return s.count_statements(labels, answers)[0]


def test_the_same_answer_scores_one_everywhere():
    c = counts([label((0, 3), (4, 8), (9, 30))], [said((0, 3), (4, 8), (9, 30))])
    assert all(v == 1 for v in s.scores(c).values())


@pytest.mark.parametrize(("answer", "name", "value", "why"), [
    (said((50, 53), (4, 8), (9, 30)), "speaker F1", 0, "another's words are not a hit"),
    (said((50, 53), (4, 8), (9, 30)), "content characters F1", 1, "the words are right whoever said them"),
    (said((1, 3), (4, 8), (9, 30)), "speaker F1", 1, "an overlapping phrase is the speaker"),
    (said((1, 3), (4, 8), (9, 30)), "speaker, exact phrase F1", 0, "but not the exact phrase"),
    (said((0, 3), None, (9, 30)), "whole attribution F1", 0, "a whole attribution has a cue"),
    (said((0, 3), (4, 8), (9, 19)), "whole attribution F1", 0, "10 of 21 characters are less than half"),
    (said((0, 3), (4, 8), (9, 20)), "whole attribution F1", 1, "11 of 21 characters are more than half"),
    (said((0, 3), (4, 8), (9, 30), stance="denies"), "stance accuracy", 0, "a denial is no assertion"),
])
def test_parts_of_an_attribution_are_scored_apart(answer, name, value, why):
    assert s.scores(counts([label((0, 3), (4, 8), (9, 30))], [answer]))[name] == value, why


def test_nobody_named_is_right_only_when_nobody_is_named():
    nobody = label(None, (4, 8), (9, 30))
    assert s.same_speaker(nobody, said(None, (4, 8), (9, 30)))
    assert not s.same_speaker(nobody, said((0, 3), (4, 8), (9, 30)))


def test_optional_labels_count_neither_way():
    optional = label((0, 3), (4, 8), (9, 30), optional=True)
    needed = label((40, 43), (44, 48), (49, 60))
    right = said((40, 43), (44, 48), (49, 60))
    for answers in ([right], [right, said((0, 3), (4, 8), (9, 30))]):
        got = s.scores(counts([optional, needed], answers))
        assert got["statements P"] == got["statements R"] == got["content characters P"] == 1


def test_a_needed_label_is_paired_before_an_optional_one():
    optional, needed = label((0, 3), (4, 8), (9, 30), optional=True), label((0, 3), (4, 8), (9, 20))
    got = s.pair([optional, needed], [said((0, 3), (4, 8), (9, 30))], s.alike)
    assert len(got.pairs) == 1 and not got.missed and not got.extra


def toll(span, harm, number, bound="exact", **more):
    return {"kind": "toll", "span": span, "harm": harm, "number": number, "bound": bound, "speaker": None, **more}


@pytest.mark.parametrize(("answers", "p", "r", "why"), [
    ([toll((0, 20), "killed", 12)], 1, 1, "right"),
    ([toll((0, 20), "killed", 13)], 0, 0, "another number"),
    ([toll((0, 20), "killed", 12, "at_least")], 0, 0, "another bound"),
    ([toll((0, 20), "injured", 12)], 0, 0, "another harm"),
    ([toll((0, 20), "killed", 12), toll((90, 99), "killed", 3)], 0.5, 1, "one too many"),
])
def test_tolls_are_right_or_wrong_as_a_whole(answers, p, r, why):
    got = s.scores(s.count_tolls([toll((5, 8), ["killed"], 12)], answers)[0])
    assert (got["tolls, number and bound and harm P"], got["tolls, number and bound and harm R"]) == (p, r), why


def test_killed_and_injured_may_be_told_as_two_tolls():
    got = s.scores(s.count_tolls([toll((5, 8), ["killed", "injured"], 60)],
                                 [toll((0, 20), "killed", 60), toll((0, 20), "injured", 60)])[0])
    assert got["tolls, found at all P"] == 1


def event(span, kind, perpetrators=(), targets=(), where=(), date=None):
    return {"kind": "event", "span": span, "type": kind, "perpetrators": perpetrators, "targets": targets, "where": where, "date": date}


def test_events_are_paired_by_their_word_and_the_right_type_goes_first():
    labels = [event((10, 16), ["Attack"], ["the Red Band"])]
    answers = [event((0, 40), "Armed clash"), event((0, 60), "Attack", ["Red Band"])]
    counts, got = s.count_events(labels, answers)
    assert got.pairs[0][1]["type"] == "Attack"
    assert s.scores(counts)["event type P"] == 0.5 and s.scores(counts)["event perpetrators F1"] == 1


def test_function_words_make_no_name():
    assert not s.names_meet(["the men of the north"], ["the army of the south"])


def test_intervals_hold_the_score_and_repeat():
    documents = [counts([label((0, 3), (4, 8), (9, 30))], [said((0, 3), (4, 8), (9, 30))] if n % 3 else []) for n in range(12)]
    low, high = s.intervals(documents, draws=200)["statements R"]
    assert low <= s.scores(s.total(documents))["statements R"] <= high
    assert s.intervals(documents, draws=200)["statements R"] == (low, high)


@pytest.mark.parametrize(("span", "kind", "found", "why"), [
    ((17, 40), "Attack", 1, "beside the word, the right type"),
    ((17, 40), "Armed clash", 0, "beside the word, another type"),
    ((60, 90), "Attack", 0, "too far away"),
])
def test_an_event_beside_its_word_counts_when_the_type_is_right(span, kind, found, why):
    assert len(s.count_events([event((10, 16), ["Attack"])], [event(span, kind)])[1].pairs) == found, why


@pytest.mark.parametrize(("wanted", "found", "same"), [
    ("Ana Bello", "Ana Bello", True), ("the Red Band", "Red Band", True), ("Ana Bello", "he", False), ("he", "he", True),
    ("Ana Bello", "Rosa Bello", False)])
def test_names_are_the_same_when_one_holds_the_words_of_the_other(wanted, found, same):
    assert s.same_name(wanted, found) == same
