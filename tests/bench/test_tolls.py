"""The scorer of exact tolls."""

from bench.tolls import counts_of, label, scores

KILLED = {"harm": "killed", "number": 5, "low": 5, "high": 5, "bound": "exact", "subset": False}
HURT = {**KILLED, "harm": "injured", "number": 7, "low": 7, "high": 7}
CHILDREN = {**KILLED, "number": 2, "low": 2, "high": 2, "subset": True}


def test_all_found():
    c = counts_of([KILLED, HURT, CHILDREN], [HURT, KILLED, CHILDREN])
    assert (c["tolls:tp"], c["tolls:gold"], c["tolls:found"], c["fatal sentences:right"]) == (3, 3, 3, 1)


def test_killed_for_injured_is_wrong_twice():
    c = counts_of([KILLED], [{**KILLED, "harm": "injured"}])
    assert (c["tolls:tp"], c["tolls:gold"], c["tolls:found"], c["fatal sentences:right"]) == (0, 1, 1, 0)


def test_a_missed_part_leaves_the_sentence_right_and_a_part_told_as_whole_does_not():
    assert counts_of([KILLED, CHILDREN], [KILLED])["sentences:right"] == 1
    assert counts_of([KILLED, CHILDREN], [KILLED, {**CHILDREN, "subset": False}])["sentences:right"] == 0


def test_a_part_of_another_harm_stands_alone():
    shot = {**HURT, "number": 6, "low": 6, "high": 6}
    assert counts_of([shot, CHILDREN], [shot, {**CHILDREN, "subset": False}])["sentences:right"] == 1


def test_nothing_told_and_nothing_found_is_right_and_not_fatal():
    c = counts_of([], [])
    assert c["sentences:right"] == 1 and c["fatal sentences:of"] == 0


def test_names_of_bounds_and_ends_of_vague_words():
    vague = {"harm": "killed", "number": None, "bound": "none-given"}
    assert label({**KILLED, "bound": "range"})["bound"] == "between"
    found = {**KILLED, "number": None, "low": 24, "high": 96, "bound": "vague"}
    assert counts_of([label(vague)], [found])["figures:tp"] == 1


def test_scores():
    assert scores([counts_of([KILLED, HURT], [KILLED]), counts_of([], [HURT])]) == {
        "tolls precision": 0.5, "tolls recall": 0.5, "tolls F1": 0.5, "figures precision": 0.5, "figures recall": 0.5, "figures F1": 0.5,
        "fatal sentences": 0.0, "sentences": 0.0}
