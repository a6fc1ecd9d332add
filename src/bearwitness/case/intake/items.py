"""One item (file, address, standard input) on its way into the case."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bearwitness.capture import sources
from bearwitness.case import derivatives
from bearwitness.case.clock import now
from bearwitness.case.intake import addresses, packages
from bearwitness.case.intake.batch import Batch
from bearwitness.case.intake.vouching import vouches
from bearwitness.errors import StoreError
from bearwitness.model import report_id
from bearwitness.store.objects import Received


def take(batch: Batch, item: sources.Item, stdin: BinaryIO | None) -> Iterator[dict[str, Any]]:
    """Receives one item, and queues its line; of a package with many members, gives the lines of those that are done."""
    if item.fault:
        batch.refuse(item.source, item.fault)
        return
    batch.given = batch.base.told(item.told)
    if item.address:
        try:
            addresses.take(batch, item.source)
        except StoreError as e:
            batch.refuse(item.source, str(e))
        return
    try:
        with _opened(item, stdin) as stream:
            received = batch.case.objects.receive(stream)
    except OSError as e:
        batch.refuse(item.source, f"cannot be read ({e.strerror}): check that it still exists and may be read, "
                                  "then add it again")
        return
    except StoreError as e:
        batch.refuse(item.source, str(e))
        return
    try:
        yield from _take_received(batch, item, received)
    except StoreError as e:
        batch.refuse(item.source, str(e))
    finally:
        received.drop()


def _take_received(batch: Batch, item: sources.Item, received: Received) -> Iterator[dict[str, Any]]:
    source = item.source
    if received.size == 0:
        batch.refuse(source, "is empty (0 bytes): nothing to preserve; check how it was saved", sha256=received.sha256)
    elif vouches(item.path, received, source):
        batch.case.objects.keep(received)
        batch.queue_package(source, received, "signature", derived="signature")
    elif sources.is_posts(source):
        yield from packages.take_posts(batch, source, received)
    elif (package := packages.package_of(received, source)) is not None:
        yield from packages.take_package(batch, source, received, package)
    else:
        _take_file(batch, source, received, item.path)


def _take_file(batch: Batch, source: str, received: Received, path: str | None) -> None:
    id_ = report_id(received.sha256, source)
    if batch.known(id_, source, None, received.sha256):
        _make_again(batch, received, source)
        return
    started = now()
    parsed = batch.parsed(received, source)
    batch.case.objects.keep(received)
    batch.queue(source, None, received, parsed, started=started, vouched=batch.vouched(received, source, path=path))


def _make_again(batch: Batch, received: Received, name: str) -> None:
    """Derivatives may be deleted: adding the file once more makes them again."""
    row = batch.pending[-1].line
    if row["derived"] and row["derived"][0] in derivatives.NAMES and derivatives.lacking(batch.case, received.sha256, row["derived"][0]):
        parsed = batch.parsed(received, name)
        batch.pending[-1].made = derivatives.of_look(received.sha256, parsed.look) if parsed.look else []


def _opened(item: sources.Item, stdin: BinaryIO | None) -> BinaryIO:
    if item.path is None:
        import sys

        return io.BytesIO((stdin or sys.stdin.buffer).read())
    return Path(item.path).open("rb")
