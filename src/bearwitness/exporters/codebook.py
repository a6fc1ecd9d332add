"""The codebooks as exporters: a CSV in the form's columns, or with `trace` each row with its reasons, as JSON Lines."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.exporters.defuse import defuse
from bearwitness.model import Snapshot


@dataclass(frozen=True, slots=True)
class CodebookExporter:
    """One form. Loads the codebooks when it is used. `weighed`: it is made of weighed figures."""

    name: str
    version: str = "2"
    binary: bool = False
    weighed: bool = True
    options: dict[str, str] = field(default_factory=lambda: {
        "trace": "yes: JSON Lines with the rule and claims of each cell, what the form forced, lost and missed, and what has no row"})

    def export(self, snapshot: Snapshot, **options: Any) -> bytes:
        """The record in this form.

        Raises:
            UsageError: an unknown option.
        """
        from bearwitness.codebooks import CODEBOOKS
        from bearwitness.codebooks.form import Row, Uncoded, rows_of, trace, write_csv

        unknown = sorted(set(options) - set(self.options))
        if unknown:
            raise UsageError(f"the {self.name} export has no option {unknown[0]!r}; it has: {', '.join(self.options)}")
        if options.get("trace") not in (None, "yes", "no"):
            raise UsageError(f"--option trace={options['trace']}: say yes or no")
        book = CODEBOOKS[self.name]
        rows, uncoded = rows_of(book, snapshot)
        if options.get("trace") == "yes":
            every: list[Row | Uncoded] = [*rows, *uncoded]
            lines = [json.dumps(trace(book, item), ensure_ascii=False) for item in every]
            return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
        return write_csv(book, rows, defuse).encode("utf-8", "surrogatepass")


acled, ucdp, airwars, ibc, plover, sdg1612 = map(CodebookExporter, ("acled", "ucdp", "airwars", "ibc", "plover", "sdg1612"))
