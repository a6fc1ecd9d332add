"""The sample snapshot, made once, and a log that proves it."""

from __future__ import annotations

import pytest

from bearwitness import dossier
from bearwitness.model import Snapshot

from . import sample as by_hand
from .sample import INCIDENT


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return by_hand.sample()


@pytest.fixture(scope="session")
def files(snapshot: Snapshot) -> dict[str, bytes]:
    return dossier.build(snapshot, [INCIDENT], audience="public")


@pytest.fixture(scope="session")
def page(files: dict[str, bytes]) -> str:
    return files["index.html"].decode()
