"""28 starts that a spreadsheet may run, and what must stay as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bearwitness.exporters.defuse import STARTS, defuse, restore

DANGEROUS = [
    "=1+1", "+1+cmd", "-1+cmd", "@SUM(A1)", "|calc", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠SUM", "｜calc",
    " =1+1", "  @SUM(A1)", "\ufeff=1+1", "\u00a0=1+1", "\u200b=1+1", "\u3000=1+1", " \t=1", "\ufeff +A1", "=HYPERLINK(\"x\")",
    "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "@=1", "\x00=1", "'=1+1",
]
HARMLESS = ["13 killed", "-5", "+5", "-1.5", "12", "", "a = b", "Qamishli", "قتل 13", "1-2", "  "]


def test_there_are_28():
    assert len(set(DANGEROUS)) == 28


@pytest.mark.parametrize("cell", DANGEROUS, ids=[repr(c) for c in DANGEROUS])
def test_defused_and_back(cell):
    safe = defuse(cell)
    assert safe == "'" + cell and restore(safe) == cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_left_alone(cell):
    assert defuse(cell) == cell == restore(cell)


@given(st.text(max_size=20))
def test_every_text_comes_back(text):
    assert restore(defuse(text)) == text


@given(st.sampled_from(STARTS), st.text(alphabet=" \ufeff\u00a0", max_size=3), st.text(max_size=5))
def test_no_start_stays_live(start, blanks, rest):
    safe = defuse(blanks + start + rest)
    assert safe.startswith("'") or safe.lstrip("+-").replace(".", "").isdigit()
