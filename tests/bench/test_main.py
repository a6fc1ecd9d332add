"""`python -m bench NAME --option`: every bench that takes options is found."""

from __future__ import annotations

import importlib
import sys
from types import SimpleNamespace

import pytest

from bench import __main__ as benches


@pytest.mark.parametrize("name", benches.TAKE_OPTIONS)
def test_options_reach_the_bench(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(importlib, "import_module", lambda module: SimpleNamespace(main=lambda rest: asked.append((module, rest)) or 0))
    monkeypatch.setattr(sys, "argv", ["bench", name, "--option"])
    assert benches.main() == 0
    [(module, rest)] = asked
    assert rest == ["--option"] and importlib.util.find_spec(module) is not None
