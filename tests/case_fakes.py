"""A tiny stand-in for the extractor, so that the case is tested apart from the reading."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import bearwitness.extract
from bearwitness.case import worker
from bearwitness.model import Claim, Document, Mention, Passage, Reading, Statement, Toll, Where, Who, with_id

_TOLL = re.compile(r"(\d+) (?:people|civilians) were killed")
_SAID = re.compile(r"^([A-Z]\w+) said .*?\.", re.M)


def read_document(doc: Document, *, tools: object, exhaustive: bool = False) -> Reading:
    """A toll for each "N people were killed", a statement for each line "Name said ...", a mention of Exampleton."""
    if "CRASH" in doc.text:
        raise RuntimeError("made to fail")
    found = [_toll(m, str(tools)) for m in _TOLL.finditer(doc.text)] + [_statement(m) for m in _SAID.finditer(doc.text)]
    claims = sorted((with_id(doc.text_sha256, c) for c in found), key=lambda c: (c.passage.start, -c.passage.end))
    mentions = tuple(Mention("place", Passage(m.start(), m.end(), m[0]), where=Where(m[0], "x:1", 35.0, 36.5, 3, "SY"))
                     for m in re.finditer("Exampleton", doc.text))
    return Reading(doc, tuple(claims), mentions)


def _toll(m: re.Match[str], version: str) -> Claim:
    number = int(m[1])
    whom = "people" if version == "1" else "persons"      # the second version reads it differently: other ids
    return Claim("", "toll", Passage(m.start(), m.end(), m[0]),
                 Toll("killed", number, number, number, number, m[0], whom=whom), rule="fake", extractor=f"fake@{version}")


def _statement(m: re.Match[str]) -> Claim:
    return Claim("", "statement", Passage(m.start(), m.end(), m[0]), Statement(), speakers=(Who(m[1], "person"),),
                 form="indirect", rule="fake", extractor="fake")


def install(monkeypatch: pytest.MonkeyPatch, version: str = "1") -> None:
    """Puts the stand-in where the extractor is. Version "2" reads tolls with other words, so with other ids."""
    monkeypatch.setattr(worker, "_tools", cache(worker._tools.__wrapped__))     # and the real one comes back unused
    monkeypatch.setattr(bearwitness.extract, "EXTRACTOR", f"fake@{version}", raising=False)
    monkeypatch.setattr(bearwitness.extract, "load_tools", lambda *a, **k: version, raising=False)
    monkeypatch.setattr(bearwitness.extract, "read_document", read_document, raising=False)


def allow(case: Path, *servers: str) -> None:
    """Names servers of this machine ("host:port") that a case may talk to; those named before no more."""
    told = (case / "case.toml").read_text("utf-8").partition("\n[capture]")[0]
    (case / "case.toml").write_text(f"{told}\n[capture]\nallow = {list(servers)}\n", "utf-8")
