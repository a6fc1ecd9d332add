"""One line of the answer to `add`, and what must be durable before it is given."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bearwitness.case import derivatives
from bearwitness.case.derivatives import Derivative


@dataclass(slots=True)
class Pending:
    """One line of the answer, and what must be durable before it is given."""

    line: dict[str, Any]
    row: dict[str, Any] | None = None
    text: tuple[str, str] | None = None
    kept: tuple[str, str, int] | None = None
    more: list[tuple[str, str, int]] = field(default_factory=list)      # further originals: the package it came in
    events: list[dict[str, Any]] = field(default_factory=list)
    broke: bool = False      # the reader failed or died
    unchecked: str | None = None     # why its signatures were not checked to the end
    made: list[Derivative] = field(default_factory=list)


def line(source: str, *, member: str | None = None, report: str | None = None, sha256: str | None = None,
          verdict: str, warnings: Iterable[Iterable[str]] = (), reason: str | None = None,
          derived: list[str] | None = None, already: bool = False) -> dict[str, Any]:
    return {"source": source, "member": member, "report": report, "sha256": sha256, "verdict": verdict,
            "warnings": [dict(zip(("code", "text"), w)) for w in warnings], "reason": reason,
            "derived": derived or [], "already": already}


def line_of_row(row: dict[str, Any], *, already: bool) -> dict[str, Any]:
    return line(row["source"], member=row["member"], report=row["id"], sha256=row["sha256"], verdict=row["verdict"],
                 warnings=json.loads(row["warnings"]), reason=row["reason"],
                 derived=["text"] if row["text_sha256"] else derivatives.named(row), already=already)
