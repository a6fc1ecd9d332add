"""One commitment for all the rows of a table: the claims of a reading, the rows of a list of the dead.

The rows are the leaves of an RFC 6962 tree; its root is a field of one log event. A dossier that shows
only some rows proves each with the hashes beside its way up, and the others stay unseen. (A hash beside
the way is not salted: whoever can guess a whole hidden row, byte for byte, can confirm the guess.)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rfc8785

from bearwitness.custody.tree import inclusion_proof, leaf_hash, root_of, verify_inclusion
from bearwitness.model import Claim, to_json


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as it stands in its table, with the hashes that lead to the table's root."""

    index: int
    row: bytes
    proof: tuple[bytes, ...]


def claim_row(claim: Claim) -> bytes:
    """A claim as a row: RFC 8785 JSON with the fields that exist in the store (`report_id`, `supersedes`)."""
    return rfc8785.dumps(to_json(claim, store=True))


def claim_rows_root(rows: Sequence[bytes]) -> bytes:
    """The root (32 bytes) over rows in their order; of no rows it is SHA-256 of nothing."""
    return root_of([leaf_hash(row) for row in rows])


def show_rows(rows: Sequence[bytes], indexes: Iterable[int]) -> tuple[ShownRow, ...]:
    """Some rows of a table with their proofs.

    Args:
        rows: all rows of the table, in order.
        indexes: the positions of those to show.
    """
    hashes = [leaf_hash(row) for row in rows]
    return tuple(ShownRow(i, rows[i], tuple(inclusion_proof(hashes, i))) for i in sorted(set(indexes)))


def verify_row(shown: ShownRow, size: int, root: bytes) -> None:
    """Pass when the row is in the table of `size` rows with this root.

    Raises:
        VerifyError: it is not.
    """
    verify_inclusion(shown.index, size, leaf_hash(shown.row), shown.proof, root)
