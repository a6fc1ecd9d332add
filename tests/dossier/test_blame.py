"""The matrix on the page and over time, the numbers of the curve, and the sentences of the weighing in both languages."""

from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.weigh.test_range import said as figure_said

from bearwitness.dossier import blame_time, chart
from bearwitness.dossier.because import said, sentences
from bearwitness.dossier.blame import MOST_COLUMNS, matrix
from bearwitness.dossier.record import Record
from bearwitness.dossier.words import MESSAGES, Words
from bearwitness.model import (
    MOVES,
    Blame,
    Blamer,
    Figure,
    Incident,
    Interest,
    Move,
    Position,
    Reason,
    Root,
    Snapshot,
    Step,
    Tolls,
    When,
)
from bearwitness.weigh.range import weigh_scope
from bearwitness.weigh.reasons import TEMPLATES, english


def cell(n: int, who: str = "Hill Monitor", stance: str = "accuses", date: str | None = "2031-03-08", by: str | None = "published", **more) -> Blamer:
    return Blamer((who,), stance, f"{n:016x}" * 4, "r", date=date, dated_by=by if date else None, **more)


def incident(*rows: Blame) -> Incident:
    return Incident("SYR-AAAAAA", When(), (), (), (), (), "no figure", blame=rows)


def shown(*rows: Blame, language: str = "en"):
    record = Record(Snapshot("made up"), [], Words(language))
    return matrix(record, incident(*rows))


def drawn(*rows: Blame, width: int = 880):
    return blame_time.draw(shown(*rows), width=width, date_label=Words("en").short_day)


def test_each_cell_has_its_day_its_shape_and_its_notes():
    declared = Interest("party to the conflict", "itself", "party to the conflict: itself", "Amal", "2031-04-01T10:00:00Z", "j1")
    row = Blame("Red Band", (cell(1, counter=("x",)), cell(2, "Red Band", "confirms", "2031-03-19", "said", interest=declared, admission=True)),
                (cell(3, "Red Band", "denies"), cell(4, "Paper", "retracts"), cell(5, "Paper", date=None, stance="disputes")))
    m = shown(row)
    shapes = sorted((c.shape, c.word, c.when, c.by_text, c.note) for _, own in m.lanes for _, group in own for c in group)
    assert shapes == [("accuses", "accuses", "8 Mar 2031", False, "accused in turn"), ("denies", "denies", "8 Mar 2031", False, ""),
                      ("denies", "disputes", "no day", False, ""), ("own", "confirms", "19 Mar 2031", True, "own side"),
                      ("withdraws", "retracts", "8 Mar 2031", False, "")]
    assert m.interest("Red Band") == "party to the conflict: itself" and m.declared("Red Band") == "declared by Amal, 1 Apr 2031"
    assert m.interest("Hill Monitor") is None, "nobody declared it"


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("kind", MOVES)
def test_a_move_is_a_sentence_with_both_claims_and_days(kind, language):
    places = [Position(f"{n:064x}", "r", "denies", "direct", f"2031-03-0{n}", by) for n, by in ((1, "said"), (2, "published"))]
    told = str(shown(Blame("Red <b> Band", (), (), None, (Move(kind, "Hill & Army", *places, ""),)), language=language).moves[0])
    assert told.count("<a href=") == 2 and "Hill &amp; Army" in told and "Red &lt;b&gt; Band" in told
    assert ("(published)" if language == "en" else "(نُشر)") in told
    if language == "ar":
        assert not re.search(r"[A-Za-z]{4,}", re.sub(r"<[^>]+>|Hill &amp; Army|Red &lt;b&gt; Band", "", told))


def test_what_was_withdrawn_may_not_be_here():
    last = Position("2" * 64, "r", "retracts", "unspecified", None, None)
    told = str(shown(Blame("Red Band", (), (), None, (Move("withdrew", "Paper", None, last, ""),))).moves[0])
    assert told.count("<a href=") == 1 and "no day" in told


DATES = st.one_of(st.none(), st.dates(min_value=__import__("datetime").date(2025, 3, 1), max_value=__import__("datetime").date(2025, 9, 1)).map(str))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["Red Band", "Hill Army with a name that is long enough to be cut somewhere"]), st.sampled_from(["A", "Hill Monitor " * 6, "Paper"]),
                          st.sampled_from(["accuses", "denies", "retracts"]), DATES, st.booleans()), min_size=1, max_size=14), st.sampled_from([328, 880]))
def test_marks_stand_inside_and_apart_and_words_touch_no_mark(told, width):
    rows: dict[str, list[Blamer]] = {}
    for n, (accused, who, stance, date, by_text) in enumerate(told):
        rows.setdefault(accused, []).append(cell(n, who, stance, date, "said" if by_text else "published"))
    lanes = drawn(*(Blame(a, tuple(own)) for a, own in rows.items()), width=width)
    if not any(date for *_, date, _ in told):
        assert lanes is None
        return
    ys = [s.y for lane in lanes.lanes for s in lane.speakers]
    assert ys == sorted(ys) and len(set(ys)) == len(ys) and lanes.bottom < lanes.height
    for speaker in (s for lane in lanes.lanes for s in lane.speakers):
        xs = sorted(m.x for m in speaker.marks)
        assert all(lanes.left - 20 <= x <= width for x in xs)
        assert len(speaker.marks) == len({m.cell.link for m in speaker.marks})
        for mark in (m for m in speaker.marks if m.word):
            wide = 6.5 * len(mark.word)
            start = mark.word_x - (wide if mark.anchor == "end" else 0)
            assert start >= 0 and not any(start < x < start + wide for x in xs)


def test_a_line_is_thick_where_a_source_changed_its_word():
    lanes = drawn(Blame("Red Band", (cell(2, "Red Band", "confirms", "2031-03-19"),), (cell(1, "Red Band", "denies", "2031-03-07"),)))
    speaker, = lanes.lanes[0].speakers
    assert speaker.moved == ((speaker.marks[0].x, speaker.marks[1].x),)


def test_more_than_can_be_drawn_is_counted():
    many = Blame("Red Band", tuple(cell(n, f"Paper {n}") for n in range(blame_time.MOST_LINES + 7)))
    assert drawn(many).left_out == 7 and drawn(Blame("Red Band", (cell(1, date=None),))) is None
    assert shown(many).by_speaker and len(shown(many).columns) <= MOST_COLUMNS


# --- the curve ------------------------------------------------------------------------------------------

def curve(width: int, *numbers: int, stale: bool = False):
    days = [f"2031-03-{8 + n:02}" for n in range(len(numbers))]
    figures = tuple(Figure(f"c{i}", "r", ("A",), n, "exact", n, n, d, i == len(numbers) - 1, d, "A") for i, (n, d) in enumerate(zip(numbers, days, strict=True)))
    steps, before = [], None
    for f in figures:
        change = None if before is None else "up" if f.number > before else "down" if f.number < before else "same"
        steps.append(Step(f.claim, f.as_of, f.published, f.number, f.low, f.high, change, None if before is None else round(100 * (f.number - before) / before, 1)))
        before = f.number
    words = Words()
    tolls = Tolls("killed", "civilians", (1, max(numbers)), None, None, figures, (Root("A", (), "c0", None, None, None, stale, steps=tuple(steps)),))
    return chart.draw(tolls, width=width, number=words.number, date_label=words.short_day, figure_label=lambda f: str(f.number),
                      state_label=lambda root: "stale" if root.stale else "")


@pytest.mark.parametrize("width", [328, 880])
def test_revisions_up_and_down_are_written_at_their_marks(width):
    line, = curve(width, 100, 140, 120).lines
    told = {m.text: (m.change, m.direction) for m in line.marks if m.text}
    assert told["140"] == ("+40 %", "up") and told["120"] == ("−14 %", "down")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 5000), min_size=2, max_size=20), st.sampled_from([328, 880]))
def test_numbers_touch_neither_each_other_nor_the_edge(numbers, width):
    drawing = curve(width, *numbers)
    boxes = []
    for mark in (m for line in drawing.lines for m in line.marks if m.text):
        wide = chart.CHAR * len(f"{mark.text} {mark.change}".strip())
        start = mark.text_x - {"middle": wide / 2, "end": wide, "start": 0}[mark.anchor]
        assert start >= 0 and start + wide <= width and mark.text_y > 0
        boxes.append((start, mark.text_y - 10, start + wide, mark.text_y + 3))
    for i, a in enumerate(boxes):
        assert not any(a[0] < b[2] - .2 and b[0] < a[2] - .2 and a[1] < b[3] and b[1] < a[3] for b in boxes[i + 1:])


def test_a_stale_origin_says_so_at_its_line():
    assert [line.state for line in curve(880, 100, 120, stale=True).lines] == ["stale"]


# --- sentences --------------------------------------------------------------------------------------------

@pytest.mark.parametrize("code", sorted(set(TEMPLATES) - {"odd day"}))
def test_each_sentence_has_an_arabic_form_with_the_same_values(code):
    def names(template):
        return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name)

    en, ar = MESSAGES[f"because.{code}"]
    assert en == TEMPLATES[code] and names(en) == names(ar)


def weighed() -> Tolls:
    result = weigh_scope([figure_said("c1", 1426, "A & <i>Sons</i>"), figure_said("c2", 1479, "B"), figure_said("c3", 900, "A & <i>Sons</i>", -2),
                          figure_said("c4", 10, "D", rating="E"), figure_said("c5", 1400, "E", bound="about")], floor=1500, known=1)
    return Tolls("killed", "civilians", result.range, result.best, result.floor, (), because=result.because, reasons=result.reasons, still_rising=result.still_rising)


def test_the_arabic_page_makes_its_own_sentences():
    tolls = weighed()
    told = [str(s) for s in sentences(Record(Snapshot("x"), [], Words("ar")), tolls)]
    assert len(told) == len(tolls.because) > 6
    for words in told:
        plain = re.sub(r"<[^>]+>", "", words)
        assert re.search(r"[\u0600-\u06ff]", plain) and "<i>" not in words
        assert not re.search(r"[A-Za-z]{5,}", plain), plain
    assert [str(s) for s in sentences(Record(Snapshot("x"), [], Words("en")), tolls)][1].startswith("range ")


def test_a_record_of_an_earlier_version_and_an_unknown_code_stay_in_english():
    record = Record(Snapshot("x"), [], Words("ar"))
    old = Tolls("killed", "civilians", (1, 1), None, None, (), because=("range 1: both ends from A (1)",))
    assert [str(s) for s in sentences(record, old)] == ["range 1: both ends from A (1)"]
    odd = Reason("odd day", {"claim": {"claim": "c1"}, "words": "has no day"})
    assert str(said(record, odd)) == english(odd) == "c1 has no day"
