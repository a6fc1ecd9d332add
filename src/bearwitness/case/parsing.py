"""Foreign bytes through the parsing process (`bearwitness.sandbox`): what comes back is a record, or the reason why there is none."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeVar

from bearwitness.capture.packages import Member, PackageError
from bearwitness.capture.signatures import Checked
from bearwitness.errors import ReadError
from bearwitness.model import Document
from bearwitness.readers.table import Table
from bearwitness.sandbox import Died, Fault, Limits, Worker, records

T = TypeVar("T")
_SYSTEM_WALLS = ("bubblewrap", "landlock", "seccomp")


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture or video looks: what its device claims, its hashes, and its small copy (JPEG) where it has one."""

    kind: str
    about: dict[str, Any]
    thumbnail: bytes | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one file. `broke`: the reader itself failed or died, which is kept among the failures."""

    document: Document | None = None
    reason: str | None = None
    broke: bool = False
    look: Look | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """One line of a `*.posts.jsonl`: where it stands, and its document or what is wrong. `error`: it is no post at all."""

    start: int
    length: int
    line: int
    id: str | None
    error: str | None
    parsed: Parsed


class Parser:
    """The parsing processes of one batch: one for files, one for packages, each started when it is first needed.

    Used in a `with`, it ends them.
    """

    def __init__(self, case: Path | None = None, *, limits: Limits | None = None, wrap: bool = True, load: Sequence[str] = ("readers",)):
        """
        Args:
            case: hidden from the processes.
            load: what the process for files loads at its start (`sandbox.jobs.load`).
        """
        hidden = [str(case)] if case else []
        self.files = Worker(load, limits=limits, hidden=hidden, wrap=wrap)
        self.packages = Worker(["packages"], limits=limits, hidden=hidden, wrap=wrap)
        self.stand: tuple[str, ...] = ()
        self.missing: tuple[tuple[str, str], ...] = ()

    def __enter__(self) -> Parser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.files.close()
        self.packages.close()

    def walls(self) -> str | None:
        """The walls about the process that read the last file, for the record."""
        return ",".join(self.stand) or None

    def _note(self, worker: Worker) -> None:
        if worker.stand:
            self.stand, self.missing = worker.stand, worker.missing

    def missing_walls(self) -> list[tuple[str, str]]:
        """Walls of the system that this machine does not give: (name, reason)."""
        return [(name, why) for name, why in self.missing if name in _SYSTEM_WALLS]

    # --- files ---

    def document(self, data: bytes, name: str, given: Mapping[str, Any], media_type: str | None = None) -> Parsed:
        """What a reader makes of a file. A PDF gets a process of its own."""
        from bearwitness.readers.sniff import sniff, split_type

        kind = sniff(data[:4096], name, split_type(media_type)[0])
        alone = "pdf" if kind == "application/pdf" else None
        about = {"name": name, "media_type": media_type, "given": dict(given)}
        return self._document(name, data, lambda: self._first(self.files.ask("read", about, [data], alone=alone)))

    def finish(self, member: Member, given: Mapping[str, Any], reader: str) -> Parsed:
        """The document of a member whose package says what its text is."""
        assert member.data is not None
        assert member.found is not None
        found = records.plain_found(member.found)
        about = {"name": member.key, "given": dict(given), "reader": reader, "found": found}
        pieces = [member.data, member.found.text.encode("utf-8", "surrogatepass")]
        return self._document(member.key, member.data, lambda: self._first(self.files.ask("finish", about, pieces)))

    def table(self, data: bytes, name: str) -> Table:
        """The cells of a table.

        Raises:
            ReadError: it cannot be read, or the process did not come to an end with it.
        """
        try:
            about, pieces = self._first(self.files.ask("table", {"name": name}, [data], alone="tables"))
            return records.table(about, pieces)
        except Fault as e:
            raise ReadError(str(e) if e.expected else f"{name}: the reader failed on it ({e}): please report this") from e
        except Died as e:
            raise ReadError(f"{name}: the reader did not come to an end with it: {e}; save the sheet you need as CSV") from e
        except records.Untrue as e:
            self.files.close()
            raise ReadError(f"{name}: the reader's answer cannot be right ({e})") from e
        finally:
            self._note(self.files)

    def _document(self, name: str, data: bytes, ask: Callable[[], tuple[dict[str, Any], list[bytes]]]) -> Parsed:
        def read() -> Parsed:
            try:
                body, pieces = ask()
            except Died as e:
                if e.blame:
                    raise
                body, pieces = ask()        # once more, in a process that has seen no other file
            return Parsed(records.document(body, pieces, sha256=hashlib.sha256(data).hexdigest()))

        return self._guarded(self.files, name, read)

    def _guarded(self, worker: Worker, name: str, work: Callable[[], Parsed]) -> Parsed:
        """The edge of the batch: whatever goes wrong becomes a reason."""
        try:
            return work()
        except Fault as e:
            if e.expected:
                return Parsed(reason=str(e).removeprefix(f"{name}: "))
            return Parsed(reason=f"the reader failed on it ({e}); the original is kept: please report this", broke=True)
        except Died as e:
            return Parsed(reason=f"the reader did not come to an end with it: {e}; the original is kept: look at it by hand, with care", broke=True)
        except records.Untrue as e:
            worker.close()
            return Parsed(reason=f"the reader's answer cannot be right ({e}); the original is kept: look at it by hand, with care", broke=True)
        finally:
            self._note(worker)

    def _first(self, answers: Iterator[T]) -> T:
        [first] = answers
        return first

    def look(self, file: IO[bytes], name: str, kind: str, size: int) -> Parsed:
        """How a picture or video looks, in a process of its own."""
        def work() -> Parsed:
            with _read_only(file) as descriptor:
                about, pieces = self._first(self.files.ask("look", {"kind": kind}, file=descriptor, size=size, alone="media"))
            if not isinstance(about.get("claims"), dict) or len(pieces) > 1:
                raise records.Untrue("how it looks has not its shape")
            return Parsed(look=Look(kind, about, pieces[0] if pieces else None))

        return self._guarded(self.files, name, work)

    # --- signatures ---

    def signatures(self, file: IO[bytes], name: str, *, what: str, kind: str = "", parts: Sequence[tuple[str, bytes]] = (), keys: Sequence[bytes] = (),
                   size: int) -> tuple[list[Checked], str | None]:
        """The signatures of a file or package, each with what it is worth; and what went wrong, if the process did not come to an end.

        Args:
            what: "file" or "package".
            parts: (name, bytes) of what stands beside the file.
            keys: files of public keys that the team knows.
        """
        about = {"what": what, "name": name, "kind": kind, "parts": [n for n, _ in parts], "keys": len(keys)}
        found: list[Checked] = []
        try:
            with _read_only(file) as descriptor:
                for body, _ in self.files.ask("signatures", about, [*keys, *(data for _, data in parts)], file=descriptor, size=size + sum(len(d) for _, d in parts), alone="signatures"):
                    found.append(records.checked(body))
        except (Fault, Died, records.Untrue) as e:
            if isinstance(e, records.Untrue):
                self.files.close()
            why = f"its signatures were not checked to the end: {e}"
            return [*found, Checked("unknown", "not-checked", why)], None if isinstance(e, Fault) and e.expected else why
        finally:
            self._note(self.files)
        return found, None

    def digests(self, data: bytes, name: str) -> dict[str, str]:
        """What a checksum list says: file name -> digest. A list that cannot be read says nothing."""
        try:
            about, _ = self._first(self.files.ask("lists", {"name": name}, [data]))
        except (Fault, Died):
            return {}
        told = about.get("digests")
        return {str(k): str(v) for k, v in told.items()} if isinstance(told, dict) else {}

    def why_not_keys(self, files: Sequence[bytes]) -> str | None:
        """What is wrong with files of public keys; None when they can be read."""
        try:
            list(self.files.ask("keys", {"keys": len(files)}, files, alone="signatures"))
        except (Fault, Died) as e:
            return str(e)
        return None

    # --- packages ---

    def posts(self, file: IO[bytes], name: str, given: Mapping[str, Any], *, size: int) -> Iterator[Post]:
        """The posts of a `*.posts.jsonl`, in order.

        Raises:
            PackageError: from some post on they could not be read.
        """
        with _read_only(file) as descriptor:
            answers = self.files.ask("posts", {"name": name, "given": dict(given)}, file=descriptor, size=size)
            for body, pieces in self._stream(self.files, answers):
                yield self._post(body, pieces, file)

    def _post(self, body: dict[str, Any], pieces: list[bytes], file: IO[bytes]) -> Post:
        start, length, line = (body.get(name) for name in ("start", "length", "line"))
        if not all(type(n) is int and n >= 0 for n in (start, length, line)):
            raise PackageError("the reader's answer cannot be right: a post has no place")
        assert isinstance(start, int)
        assert isinstance(length, int)
        assert isinstance(line, int)
        words = {name: str(body[name]) if body.get(name) is not None else None for name in ("id", "error", "fault")}
        if "document" not in body:
            ident = words["id"] or ""
            reason = (words["fault"] or "").split(f"#{ident}: ", 1)[-1] or None
            return Post(start, length, line, words["id"], words["error"], Parsed(reason=reason))
        file.seek(start)
        raw = file.read(length)
        try:
            document = records.document(body["document"], pieces, sha256=hashlib.sha256(raw).hexdigest())
        except records.Untrue as e:
            raise PackageError(f"the reader's answer cannot be right ({e})") from e
        return Post(start, length, line, words["id"], None, Parsed(document))

    def members(self, file: IO[bytes], name: str, plugin: str, *, size: int) -> Iterator[Member]:
        """The members of a package, in order.

        Raises:
            PackageError: from some member on it could not be taken apart.
        """
        with _read_only(file) as descriptor:
            answers = self.packages.ask("members", {"plugin": plugin, "name": name}, file=descriptor, size=size)
            for body, pieces in self._stream(self.packages, answers):
                try:
                    yield records.member(body, pieces)
                except records.Untrue as e:
                    raise PackageError(f"the answer cannot be right ({e})") from e

    def _stream(self, worker: Worker, answers: Iterator[T]) -> Iterator[T]:
        try:
            yield from answers
        except (Fault, Died) as e:
            raise PackageError(str(e)) from e
        finally:
            self._note(worker)


@contextmanager
def _read_only(file: IO[bytes]) -> Iterator[int]:
    """A descriptor of an open file that cannot write to it, and has a place of its own."""
    file.flush()
    descriptor = os.open(f"/proc/self/fd/{file.fileno()}", os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)

