"""Walls told from articles, in eleven languages. The figures of the first run on pages not looked at stand in docs/limits.md."""

from __future__ import annotations

import pytest
from tests.capture.assurance_pages import GENUINE, LATER_GENUINE, LATER_WALLS, WALLS, Page, held_out

from bearwitness.capture import assurance


def codes(page: Page) -> list[str]:
    return [code for code, _ in assurance.signs(page[3], page[2])]


@pytest.mark.parametrize("page", [*WALLS, *LATER_WALLS], ids=lambda page: f"{page[0]} {page[1]} {(page[2] or page[3])[:30]!r}")
def test_a_wall_is_seen(page: Page) -> None:
    found = assurance.signs(page[3], page[2])
    assert found
    assert assurance.level(200, found, text=bool(page[3].strip())) in (assurance.ADDRESS, assurance.PARTIAL)


def test_most_walls_are_called_by_their_kind() -> None:
    right = [page for page in (*WALLS, *LATER_WALLS) if page[1] in codes(page)]
    assert len(right) >= 0.9 * len(WALLS + LATER_WALLS)


@pytest.mark.parametrize("page", [*GENUINE, *LATER_GENUINE], ids=lambda page: f"{page[0]} {(page[2] or page[3])[:30]!r}")
def test_an_article_that_tells_of_walls_is_none(page: Page) -> None:
    assert codes(page) == []
    assert assurance.level(200, (), text=True) == assurance.CONTENT


def test_the_table_is_as_large_as_it_says() -> None:
    assert (len(WALLS) >= 60, len(GENUINE) >= 40, 25 <= sum(held_out(page) for page in WALLS) <= 50) == (True, True, True)


@pytest.mark.parametrize(("text", "status", "expected"), [
    ("At least three people were hurt.\nSubscribe to continue reading", 200, "partial"), ("Log in to continue", 200, "address"), ("13 dead in Exampleton", 200, "partial"),
    ("Twelve people were hurt in Exampleton on Monday, officials said, when a shell hit the market.", 200, "content"),
    ("Twelve people were hurt in Exampleton on Monday, officials said, when a shell hit the market.", 404, "address"), ("", 200, "address")])
def test_levels(text: str, status: int, expected: str) -> None:
    assert assurance.level(status, assurance.signs(text), text=bool(text)) == expected
