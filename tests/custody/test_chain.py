"""What an event is called in a chain of custody, which of its fields go where, and what is said not to be told."""

from __future__ import annotations

import pytest

from bearwitness.custody.chain import Covered, Logged, event_word, gaps, handling
from bearwitness.custody.entry import KINDS


@pytest.mark.parametrize(("kind", "fields", "word"), [
    ("import", {"method": "http"}, "fetched"),
    ("import", {"method": "browser"}, "seen_in_browser"),
    ("import", {"method": "import:zip"}, "package_kept"),
    ("import", {"list": "x"}, "list_imported"),
    ("access", {"access": "working copy"}, "copied_out"),
    ("access", {"access": "integrity check"}, "checked"),
    ("access", {}, "accessed"),        # its field was erased
    ("key", {"action": "withdrawn"}, "key_withdrawn"),
    ("key", {"action": "added"}, "key_made_known"),
])
def test_words_for_events(kind: str, fields: dict, word: str) -> None:
    assert event_word(Logged(1, kind, fields)) == word


def test_every_kind_of_event_has_words_in_both_languages() -> None:
    from bearwitness.dossier.exhibit_words import ExhibitWords

    for language in ("en", "ar"):
        words = ExhibitWords(language)
        assert [kind for kind in KINDS if not words.has(f"event.{event_word(Logged(1, kind, {}))}")] == []


def step(index: int, time: str | None, kind: str = "review", **fields):
    return handling(Logged(index, kind, {**({"time": time} if time else {}), **fields}), index, Covered(10))


def test_fields_stand_in_their_places() -> None:
    made = step(4, "2025-03-09T10:00:00.000Z", "access", access="working copy", of_report="r", copy_sha256="ab", copy_size=3, by="analyst",
                to="a.txt", reason="look", tool="bearwitness@1", sig="s", signer="k", in_case="c")
    assert (made.by, made.from_, made.to, made.reason, made.tool) == ("analyst", "<case>", "a.txt", "look", "bearwitness@1")
    assert made.digests == (("copy_sha256", "ab"),) and made.facts == (("copy_size", 3),)


def test_a_field_that_nobody_thought_of_is_shown() -> None:
    assert step(1, None, "review", colour="blue").facts == (("colour", "blue"),)


def test_two_approvers_are_named() -> None:
    assert step(1, None, "erase", approver_1="Amal", approver_2="Basim", ground="consent withdrawn").by == "Amal, Basim"


@pytest.mark.parametrize(("times", "codes"), [
    ([], ["before", "since"]),
    (["2025-03-09T10:00:00Z", "2025-03-09T11:00:00Z"], ["before", "since"]),
    (["2025-03-09T10:00:00Z", "2025-03-10T10:00:00Z"], ["before", "quiet", "since"]),                  # a whole day
    (["2025-03-09T10:00:00Z", "2025-03-08T10:00:00Z"], ["before", "backwards", "since"]),
    (["2025-03-09T10:00:00Z", None, "2025-03-12T10:00:00Z"], ["before", "untimed", "quiet", "since"]),   # a missing time hides no gap
    (["2025-03-09T10:00:00Z", "yesterday", "2025-03-12T10:00:00Z"], ["before", "since"]),              # no time at all: nothing is made up
    (["1970-01-01T00:00:00Z", "2106-02-07T06:28:16Z"], ["before", "quiet", "since"]),
])
def test_gaps(times: list[str | None], codes: list[str]) -> None:
    assert [gap.code for gap in gaps([step(n, time) for n, time in enumerate(times)])] == codes


def test_a_gap_says_between_what() -> None:
    [_, gap, last] = gaps([step(3, "2025-03-09T10:00:00Z"), step(8, "2025-03-12T10:00:00Z")])
    assert (gap.a, gap.b, gap.hours) == (3, 8, 72) and last.a == 8


def test_the_parts_of_one_capture_are_no_clock_set_back() -> None:
    steps = [step(1, "2025-03-09T10:00:05Z", "import", method="http"), step(2, "2025-03-09T10:00:00Z", "capture")]
    assert [gap.code for gap in gaps(steps)] == ["before", "since"]
