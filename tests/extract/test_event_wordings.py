"""Which sub-event type a short description has, whatever words, idioms and turns of phrase it is told in (event_wordings.txt, made up)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.extract.test_events import main_event, page_of

from bearwitness.extract.event_types import EVENT_TYPE_OF
from bearwitness.extract.events import find_events


def _rows() -> list[tuple[str, str, bool]]:
    """(text, type, read rightly) of each description."""
    rows, kind = [], ""
    for line in Path(__file__).with_name("event_wordings.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            rows.append((line.removeprefix("? "), kind, not line.startswith("? ")))
    return rows


ROWS = _rows()


@pytest.mark.parametrize(("text", "kind"), [pytest.param(t, k, id=t[:50], marks=() if ok else pytest.mark.xfail(strict=True)) for t, k, ok in ROWS])
def test_type_in_many_wordings(text, kind):
    draft = main_event(find_events(page_of(text)))
    assert draft is not None
    assert draft.value.type == kind, draft.rule


def test_every_type_is_told_in_at_least_ten_ways():
    told = Counter(kind for _, kind, _ in ROWS)
    assert set(told) == set(EVENT_TYPE_OF)
    assert min(told.values()) >= 10
