"""Packages on their way into the case: kept whole, then each member as an original and a report, packages among these likewise."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, Any

from bearwitness.capture.packages import Member, PackageError, SourcePlugin
from bearwitness.capture.signatures import Checked
from bearwitness.case.clock import now
from bearwitness.case.intake.batch import Batch
from bearwitness.case.intake.given import Given
from bearwitness.case.intake.logged import Within
from bearwitness.case.intake.vouching import Vouched
from bearwitness.case.parsing import Parsed, Post
from bearwitness.errors import StoreError
from bearwitness.model import report_id
from bearwitness.store.objects import Received

MAX_DEPTH = 3                     # packages inside packages
MAX_INNER = 100                   # packages that wait inside a package
MAX_UNPACKED = 2_000_000_000      # bytes of all members of a package, and of the packages in it


@dataclass(frozen=True, slots=True)
class _Inner:
    """A package that waits to be taken apart; `prefix` names it inside the one that was added, "" for that one itself."""

    received: Received
    plugin: SourcePlugin
    prefix: str
    depth: int
    within: Within | None
    given: Given


@dataclass(slots=True)
class _Layers:
    """The packages of one that was added which wait, and what all of them unpacked to until now."""

    waiting: list[_Inner]
    unpacked: int = 0


def take_posts(batch: Batch, source: str, received: Received) -> Iterator[dict[str, Any]]:
    """Keeps a `*.posts.jsonl` package whole, and each of its lines as a report."""
    batch.case.objects.keep(received)
    batch.queue_package(source, received, "import:posts")
    try:
        with received.reader() as file:      # the package itself may be in place before its last post is read
            for post in batch.parser.posts(file, source, batch.given.for_post(), size=received.size):
                _take_post(batch, source, post, received, file)
                yield from batch.commit_if_full()
    except PackageError as e:
        batch.refuse(source, f"could not be read further: {e}; the package is kept whole", sha256=received.sha256)
    batch.told(Parsed())


def _take_post(batch: Batch, source: str, post: Post, received: Received, file: IO[bytes]) -> None:
    file.seek(post.start)
    sha256 = hashlib.sha256(file.read(post.length)).hexdigest()
    if post.id is None or post.error is not None:
        batch.refuse(source, f"line {post.line}: {post.error or 'it has no id'}", member=post.id or f"line {post.line}", sha256=sha256)
    elif not batch.known(report_id(sha256, f"{source}#{post.id}"), source, post.id, sha256):
        batch.queue(source, post.id, received, post.parsed, started=now(), sha256=sha256, span=(post.start, post.length))


def take_package(batch: Batch, source: str, received: Received, package: SourcePlugin) -> Iterator[dict[str, Any]]:
    """Keeps any other package whole, and each of its members as an original and a report; packages among these likewise."""
    layers = _Layers([_Inner(received, package, "", 1, None, batch.given)])
    base = batch.given
    while layers.waiting:
        each = layers.waiting.pop(0)
        batch.given = each.given
        try:
            yield from _take_apart(batch, source, each, layers)
        finally:
            batch.given = base
            if each.depth > 1:
                each.received.drop()


def _take_apart(batch: Batch, source: str, each: _Inner, layers: _Layers) -> Iterator[dict[str, Any]]:
    received, package = each.received, each.plugin
    batch.case.objects.keep(received)
    method = f"import:{package.name}"
    vouched = batch.vouching.package(received, each.prefix or source)
    batch.queue_package(source, received, method, each.prefix or None, each.within, vouched=vouched)
    base = batch.given
    try:
        for member in batch.parser.members(received.file, each.prefix or source, package.name, size=received.size):
            layers.unpacked += len(member.data or b"")
            if layers.unpacked > MAX_UNPACKED:
                raise PackageError(f"with the packages in it, it unpacks to more than {MAX_UNPACKED / 1e6:,.0f} MB")
            about = vouched.of(member.key)
            signature = any(checked.found == member.key and checked.scheme != "checksums" for checked in vouched.checked)
            if each.prefix:
                member = replace(member, key=f"{each.prefix}!/{member.key}")
            try:
                _take_member(batch, source, member, each, layers, about, signature=signature)
            except StoreError as e:
                batch.refuse(source, str(e), member=member.key)
            finally:
                batch.given = base
            yield from batch.commit_if_full()
    except PackageError as e:
        batch.refuse(source, f"could not be taken apart further: {e}; the package is kept whole", member=each.prefix or None,
                     sha256=received.sha256)


def _take_member(batch: Batch, source: str, member: Member, each: _Inner, layers: _Layers, about: tuple[Checked, ...], *, signature: bool) -> None:
    if member.data is None or not member.data:
        batch.refuse(source, member.fault or "is empty (0 bytes)", member=member.key)
        return
    received = batch.case.objects.receive(io.BytesIO(member.data))
    within = Within(each.received.sha256, member.offset, member.length)
    if signature:
        batch.case.objects.keep(received)
        batch.queue_package(source, received, "signature", member.key, within, derived="signature")
        return
    inner = package_of(received, member.key) if member.found is None else None
    if inner is not None and each.depth < MAX_DEPTH and len(layers.waiting) < MAX_INNER:
        layers.waiting.append(_Inner(received, inner, member.key, each.depth + 1, within, batch.given))
        return
    try:
        if batch.known(report_id(received.sha256, f"{source}#{member.key}"), source, member.key, received.sha256):
            return
        batch.given = batch.given.over(member.told)
        if inner is not None:
            parsed = Parsed(reason=f"is a package inside packages, deeper than {MAX_DEPTH}, or one of more than {MAX_INNER}: it is kept and "
                                   "not taken apart; add it by itself")
        elif member.found is not None:
            parsed = batch.told(batch.parser.finish(member, batch.given.for_reader(), f"{each.plugin.name}@{each.plugin.version}"))
        else:
            parsed = batch.parsed(received, member.key, member.told.get("media_type"))
        own = batch.vouched(received, member.key, member.told.get("media_type")) if member.found is None else Vouched()
        batch.case.objects.keep(received)
        batch.queue(source, member.key, received, parsed, started=member.captured_at or now(), method=f"import:{each.plugin.name}",
                    package=within, collected_at=member.captured_at, declared=member.told.get("media_type"), warnings=member.warnings, vouched=replace(own, checked=(*own.checked, *about)))
    finally:
        received.drop()


def package_of(received: Received, source: str) -> SourcePlugin | None:
    """What takes this file apart, if it is a package."""
    from bearwitness.case.doors import packages

    received.file.seek(0)
    head = received.file.read(4096)
    return next((plugin for plugin in packages() if plugin.takes(head, source)), None)
