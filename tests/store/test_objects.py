"""Originals: byte for byte, once, durable before they are told of."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bearwitness.errors import StoreError
from bearwitness.store.objects import Objects, noted
from bearwitness.store.schema import object_path


def _keep(objects: Objects, data: bytes) -> str:
    received = objects.receive(io.BytesIO(data))
    objects.keep(received)
    objects.sync()
    objects.settle()
    return received.sha256


@settings(deadline=None)      # it writes and syncs: the disk decides
@given(st.binary(max_size=3000))
def test_what_goes_in_comes_out(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        objects = Objects(Path(folder))
        received = objects.receive(io.BytesIO(data))
        assert (received.sha256, received.sha512, received.size) == (
            hashlib.sha256(data).hexdigest(), hashlib.sha512(data).hexdigest(), len(data))
        assert received.data() == data
        objects.keep(received)
        objects.sync()
        assert objects.read(received.sha256) == data


def test_an_original_lies_under_its_digest_and_cannot_be_written_by_accident(tmp_path: Path) -> None:
    sha256 = _keep(Objects(tmp_path), b"bytes")
    path = tmp_path / object_path(sha256)
    assert path == tmp_path / "objects" / sha256[:2] / sha256[2:4] / sha256
    assert path.stat().st_mode & 0o222 == 0


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    _keep(objects, b"same")
    before = [p for p in (tmp_path / "objects").rglob("*") if p.is_file()]
    _keep(objects, b"same")
    assert [p for p in (tmp_path / "objects").rglob("*") if p.is_file()] == before


def test_nothing_is_left_when_the_source_breaks_off(tmp_path: Path) -> None:
    class Breaking(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            raise OSError(5, "Input/output error")

    objects = Objects(tmp_path)
    with pytest.raises(OSError, match="Input/output"):
        objects.receive(Breaking())   # type: ignore[arg-type]
    assert [p for p in (tmp_path / "objects").rglob("*") if p.is_file()] == []


def test_what_a_dead_process_left_is_swept_and_what_a_living_one_holds_is_not(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    alive = objects.receive(io.BytesIO(b"still arriving"))
    dead = tmp_path / "objects" / ".incoming" / "tmpdead"
    dead.write_bytes(b"half")
    objects.sweep(lambda digests: set())
    assert alive.path.exists() and not dead.exists()
    alive.drop()


_DIES = """
import io, os, sys
from pathlib import Path
from bearwitness.store.objects import Objects
objects = Objects(Path(sys.argv[1]))
for data in (b"told", b"not told", b"another is adding it too"):
    objects.keep(objects.receive(io.BytesIO(data)))
objects.sync()
os._exit(9)
"""


def test_originals_that_nobody_was_told_of_are_swept_once_their_process_is_dead(tmp_path: Path) -> None:
    told, lost, other = (hashlib.sha256(data).hexdigest() for data in (b"told", b"not told", b"another is adding it too"))
    assert subprocess.run([sys.executable, "-c", _DIES, str(tmp_path)]).returncode == 9
    assert noted(tmp_path) == {told, lost, other}
    living, sweeper = Objects(tmp_path), Objects(tmp_path)
    living.keep(living.receive(io.BytesIO(b"another is adding it too")))
    living.sync()
    sweeper.sweep(lambda digests: digests & {told})
    assert sweeper.path(told).exists() and not sweeper.path(lost).exists() and sweeper.path(other).exists()
    assert noted(tmp_path) == {other}
    living.settle()
    assert noted(tmp_path) == set() and list((tmp_path / "objects" / ".incoming").iterdir()) == []


def test_a_transaction_that_failed_leaves_its_note_to_the_next_sweep(tmp_path: Path) -> None:
    objects = Objects(tmp_path)
    for data in (b"first", None, b"second"):       # the first group is never settled, the next has nothing to place
        if data is not None:
            objects.keep(objects.receive(io.BytesIO(data)))
        objects.sync()
        if data != b"first":
            objects.settle()
    Objects(tmp_path).sweep(lambda digests: set())
    first, second = (objects.path(hashlib.sha256(data).hexdigest()) for data in (b"first", b"second"))
    assert not first.exists() and second.exists()


_LIMITED = """
import io, resource, sys
from pathlib import Path
from bearwitness.errors import StoreError
from bearwitness.store.objects import Objects
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
objects = Objects(Path(sys.argv[1]))
small = objects.receive(io.BytesIO(b"s" * 1000)); objects.keep(small); objects.sync(); objects.settle()
try:
    objects.receive(io.BytesIO(b"x" * 300_000))
except StoreError as e:
    print(e)
print(len(objects.read(small.sha256)))
"""


def test_a_full_disk_is_told_and_harms_nothing_that_is_kept(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _LIMITED, str(tmp_path)], capture_output=True, text=True, check=True)
    told, size = done.stdout.splitlines()
    assert "the disk is full" in told and "free some space" in told
    assert size == "1000"
    assert [p for p in (tmp_path / "objects" / ".incoming").iterdir()] == []


def test_a_missing_original_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"objects/ab/ab/abab.*verify"):
        Objects(tmp_path).read("ab" * 32)
