"""The bench of places counts what it says: exact spans, points near and far, what was not asked for."""

from bench.geo import RATES, rates, score_points, score_words

DOCUMENTS = [{"text": "In Homs and Paris and Larch.", "toponyms": [
    {"phrase": "Homs", "start": 3, "end": 7, "lat": 34.7, "lon": 36.7},
    {"phrase": "Paris", "start": 12, "end": 17, "lat": 48.9, "lon": 2.3},
    {"phrase": "Larch", "start": 22, "end": 27, "lat": 0.0, "lon": 0.0}]}]


def test_points():
    score = score_points(lambda text: [(3, 7, (34.8, 36.8), "city"), (12, 17, (33.7, -95.6), "city"), (0, 2, None, "city")], DOCUMENTS)
    got = {name: value for name, (value, _, _) in rates(score, RATES).items()}
    assert got["precision"] == 2 / 3 and got["recall"] == 2 / 3
    assert got["161 km of found"] == got["25 km of found"] == 1 / 2
    assert got["161 km of all"] == 1 / 3
    assert (dict(score.missed), dict(score.extra)) == ({"Larch": 1}, {"In": 1})


def test_a_place_inside_another_is_no_second_answer():
    score = score_points(lambda text: [(0, 7, (34.7, 36.7), "feature"), (3, 7, (34.7, 36.7), "city")], DOCUMENTS)
    assert score.documents[0]["outer"] == 1 and score.documents[0]["right"] == 1


def test_words():
    document = {"text": "In Homs.", "entity_mentions": [
        {"entity_type": "GPE", "text": "Homs"}, {"entity_type": "GPE", "text": "Turkish"}, {"entity_type": "LOC", "text": "Larch"},
        {"entity_type": "PER", "text": "Maro"}]}
    score = score_words(lambda text: [(3, 7, None, "city")], [document])
    assert score.documents == [{"gold": 2, "right": 1}]
