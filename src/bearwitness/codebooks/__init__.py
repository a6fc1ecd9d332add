"""One record compiled to the forms of others: ACLED, UCDP GED, Airwars-shaped, IBC, PLOVER, SDG 16.1.2.

Every cell carries its rule and its claims; beside the row stand the choices that the form forced, what it lost
and what it misses (`form.trace`). Nothing is invented to fill a cell. `form.check_csv` checks any table in a form.
"""

from __future__ import annotations

from bearwitness.codebooks import acled, airwars, ibc, plover, sdg1612, ucdp
from bearwitness.codebooks.form import Codebook

CODEBOOKS: dict[str, Codebook] = {book.name: book for book in (
    acled.CODEBOOK, ucdp.CODEBOOK, airwars.CODEBOOK, ibc.CODEBOOK, plover.CODEBOOK, sdg1612.CODEBOOK)}
