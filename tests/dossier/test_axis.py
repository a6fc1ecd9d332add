"""The time axis, and the drawings that stand on it."""

import itertools
from datetime import date

import pytest

from bearwitness.dossier import chart, timeline
from bearwitness.dossier.axis import TimeAxis, day, span
from bearwitness.dossier.words import Words
from bearwitness.model import Figure, Tolls, When

SPANS = [
    (When("2025-03-06", None), (date(2025, 3, 6), None), "an open end stays open"),
    (When("2025-03", "2025-03"), (date(2025, 3, 1), date(2025, 3, 31)), "a month is its days"),
    (When("2024-02", "2024-02"), (date(2024, 2, 1), date(2024, 2, 29)), "leap year"),
    (When("2025", "2025"), (date(2025, 1, 1), date(2025, 12, 31)), "a year"),
    (When("2025-03-06T10:00:00Z", "2025-03-06"), (date(2025, 3, 6), date(2025, 3, 6)), "a time is its day"),
    (When("nonsense", None), (None, None), "not a date"),
    (None, (None, None), "nothing"),
]


@pytest.mark.parametrize(("when", "expected", "why"), SPANS)
def test_span(when, expected, why):
    assert span(when) == expected, why


def test_a_month_is_no_day():
    assert day("2025-03") is None


def test_quiet_stretches_are_cut_and_counted():
    axis = TimeAxis([date(2025, 3, 8), date(2025, 3, 9), date(2025, 6, 30)], 0, 100)
    assert [b.days for b in axis.breaks] == [113]
    assert axis.x(date(2025, 3, 8)) == 0 and axis.x(date(2025, 6, 30)) == pytest.approx(100)
    assert axis.x(date(2025, 3, 9)) > 20, "the busy days keep room"


def test_a_short_story_is_not_cut():
    axis = TimeAxis([date(2025, 3, 1), date(2025, 3, 12)], 0, 100)
    assert axis.breaks == [] and axis.x(date(2025, 3, 12)) == pytest.approx(100)


def test_days_keep_their_order():
    days = [date(2025, 3, d) for d in (1, 2, 9, 20)] + [date(2025, 9, 1)]
    axis = TimeAxis(days, 0, 500)
    xs = [axis.x(d) for d in days]
    assert xs == sorted(xs) and axis.x(date(2024, 1, 1)) == xs[0] and axis.x(date(2026, 1, 1)) == xs[-1]


def figure(number, as_of=None, published=None, root="A", bound="exact", aside=None, low=None, high=None, claim="c"):
    return Figure(claim, "r", (root,), number, bound, low if low is not None else number,
                  high if high is not None else number, as_of, True, published, root, "civilians", None, aside)


def draw(*figures, width=880, rng=(0, 10)):
    words = Words()
    return chart.draw(Tolls("killed", "civilians", rng, None, None, figures), width=width, number=words.number,
                      date_label=words.short_day, figure_label=lambda f: str(f.number))


def test_curve_is_a_step_by_origin_and_a_copy_is_not_drawn():
    drawn = draw(figure(10, "2025-03-08"), figure(30, "2025-03-10"), figure(30, "2025-03-10", aside="repeated"),
                 figure(20, "2025-03-09", root="B"))
    assert [(line.root, len(line.marks)) for line in drawn.lines] == [("A", 2), ("B", 1)]
    path = drawn.lines[0].path
    assert path.count("H") == path.count("V") == 1, "one step across, then up"


def test_a_figure_without_a_day_is_not_drawn():
    assert draw(figure(10), figure(30, "2025-03-10")) is None


def test_publication_stands_in_for_the_count_and_shows_it():
    drawn = draw(figure(10, None, "2025-03-08"), figure(30, "2025-03-10", "2025-03-12"))
    first, second = drawn.lines[0].marks
    assert first.hollow and not second.hollow
    assert first.published_x is None and second.published_x > second.x


def test_intervals_have_shapes():
    drawn = draw(figure(None, "2025-03-08", bound="between", low=5, high=9, root="A"),
                 figure(10, "2025-03-08", bound="at_least", root="B"), figure(10, "2025-03-08", bound="up_to", root="C"))
    assert {line.root: line.marks[0].shape for line in drawn.lines} == {"A": "between", "B": "floor", "C": "ceiling"}
    between = next(line for line in drawn.lines if line.root == "A").marks[0]
    assert between.high_y < between.low_y


def test_labels_do_not_overlap():
    drawn = draw(*(figure(100 + i, "2025-03-08", root=f"R{i}") for i in range(8)))
    ys = sorted(line.label_y for line in drawn.lines)
    assert all(b - a >= 14.9 for a, b in itertools.pairwise(ys)) and ys[-1] <= drawn.bottom + 1


@pytest.mark.parametrize("top", [1, 7, 13, 99, 340, 1018, 1700, 4001, 250_000])
def test_ticks_are_round_and_reach_the_top(top):
    ticks = chart.nice_ticks(top)
    assert ticks[0] == 0 and ticks[-1] >= top and len(ticks) <= 7
    assert len({b - a for a, b in itertools.pairwise(ticks)}) == 1


def test_timeline_bars_are_as_long_as_the_date_is_vague():
    drawn = timeline.draw([("c1", When("2025-03-06", "2025-03-06"), "one day"), ("c2", When("2025-03-01", "2025-03-31"), "a month"),
                           ("c3", When("2025-03-08", None), "open"), ("c4", When(), "unknown")], ["2025-03-08", None],
                          width=880, date_label=str)
    bars = {b.claim: b for b in drawn.bars}
    assert bars["c2"].width > 10 * bars["c1"].width and bars["c3"].open_end and "c4" not in bars
    assert [d.count for d in drawn.dots] == [1]


def test_nothing_dated_is_no_timeline():
    assert timeline.draw([("c", When(), "x")], [None], width=880, date_label=str) is None
