"""A dossier that shows only some rows of a table still proves each."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.custody import rows
from bearwitness.errors import VerifyError
from bearwitness.model import Claim, Passage, Toll, with_id


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=20), min_size=1, max_size=40), st.data())
def test_any_rows_of_any_table(table, data):
    shown = rows.show_rows(table, data.draw(st.sets(st.integers(0, len(table) - 1))))
    root = rows.claim_rows_root(table)
    for row in shown:
        assert row.row == table[row.index]
        rows.verify_row(row, len(table), root)
        with pytest.raises(VerifyError):
            rows.verify_row(replace(row, row=row.row + b"x"), len(table), root)


def test_a_claim_row_holds_what_the_store_knows():
    claim = with_id("00" * 32, Claim(id="", kind="toll", passage=Passage(0, 3, "six"), value=Toll("killed", number=6),
                                     report_id="r1"))
    row = rows.claim_row(claim)
    assert b'"report_id":"r1"' in row and b'"number":6' in row
    assert rows.claim_row(replace(claim, rule="other")) != row


def test_the_root_depends_on_the_order_and_of_no_rows_is_fixed():
    assert rows.claim_rows_root([b"a", b"b"]) != rows.claim_rows_root([b"b", b"a"])
    assert rows.claim_rows_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
