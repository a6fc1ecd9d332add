"""Every reader of foreign bytes, fed with good input that was spoilt: it answers, or raises the error of its kind. Never another one.

300 inputs in all; 2,000 for each reader in `make soak`, or as many as `BEARWITNESS_FUZZ` says.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from tests.fuzz.targets import PDF, TARGETS

from bearwitness.sandbox import Fault, Worker

EACH = int(os.environ.get("BEARWITNESS_FUZZ") or (2_000 if os.environ.get("BEARWITNESS_SOAK") else 14))
CUTS = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 40), st.one_of(
    st.binary(max_size=8), st.sampled_from([b"\0" * 4, b"\xff" * 8, b"[" * 3000, b"<div>" * 400, b"\xed\xa0\x80", b"\\ud800", b"1e999", b"-1", b"\r\n\r\n", b"9" * 5000,
                                            "\u202e٣".encode(), b"null", b"{}", b"\"", b"0001-01-01", b"99999-99-99"]))), max_size=5)


def spoilt(good: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Some places cut out, and others put in."""
    data = good
    for at, length, put in cuts:
        at %= len(data) + 1
        data = data[:at] + put + data[at + length:]
    return data


# Parsers in C are met behind walls, below: here they could end the run.
@pytest.mark.parametrize("name", [name for name in TARGETS if name not in ("pdf", "picture")])
def test_spoilt_input_is_read_or_refused_by_the_readers_own_error(name: str) -> None:
    good, read, error = TARGETS[name]

    @seed(7)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(CUTS)
    def attempt(cuts: list[tuple[int, int, bytes]]) -> None:
        with suppress(error):
            read(spoilt(good, cuts))

    read(good)
    attempt()


@pytest.mark.parametrize(("job", "good"), [("read", PDF), ("look", None)], ids=["pdf", "picture"])
def test_parsers_in_c_meet_spoilt_input_behind_walls(job: str, good: bytes | None) -> None:
    """PDF and pictures, one file a process: an answer or a reason, and no death that stops the next."""
    from tests.test_case_media import with_claims

    good = good or with_claims()
    worker = Worker([])
    about = {"name": "a.pdf", "media_type": "application/pdf", "given": {}} if job == "read" else {"kind": "image/jpeg"}

    @seed(7)
    @settings(max_examples=EACH, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(CUTS)
    def attempt(cuts: list[tuple[int, int, bytes]]) -> None:
        try:
            list(worker.ask(job, about, [spoilt(good, cuts)], alone="pdf" if job == "read" else "media"))
        except Fault as e:
            assert e.expected, e

    try:
        attempt()
    finally:
        worker.close()
