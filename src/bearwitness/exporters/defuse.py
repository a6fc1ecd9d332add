"""Text cells that a spreadsheet would run as formulas, made harmless and back.

A cell is evidence: it must come back letter for letter. So a dangerous start gets one apostrophe in front,
and so does a cell that starts with an apostrophe by itself; reading takes one apostrophe away.
"""

from __future__ import annotations

import re

STARTS = "=+-@|\t\r\n＝＋－＠｜﹢﹣﹦﹫"
# What spreadsheets skip before they look: blanks of every kind, byte-order marks, zero-width characters.
_SKIPPED = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000" \
           "\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\x0b\x0c\x00"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def defuse(cell: str) -> str:
    """The cell as it may stand in a spreadsheet; numbers stay numbers.

    >>> defuse("=1+1"), defuse("-5"), defuse("13 killed")
    ("'=1+1", '-5', '13 killed')
    """
    bare = cell.lstrip(_SKIPPED)
    dangerous = bare[:1] != "" and bare[0] in STARTS and not _NUMBER.fullmatch(cell)
    return "'" + cell if dangerous or cell.startswith("'") else cell


def restore(cell: str) -> str:
    """The cell as it was before `defuse`.

    >>> restore(defuse("=1+1"))
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") else cell
