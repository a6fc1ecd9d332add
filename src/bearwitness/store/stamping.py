"""Outside time: RFC 3161 tokens over the log's checkpoints.

    log/timestampers                   a line for each time-stamping server: its address, and the digest of the root it is judged by
    log/stamps/roots/<sha256>.pem      that root certificate
    log/stamps/<size>.<n>.tsr          an answer, over SHA-256 of the three lines of `log/witnessed/<size>`

One token covers every entry before it, and the server learns a digest of a digest: nothing about the case. A token proves
that the log's first `size` entries stood no later than its time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bearwitness.custody import note
from bearwitness.errors import StoreError, UsageError, VerifyError
from bearwitness.store.log import Log, write_synced
from bearwitness.store.objects import sync_folder

SERVERS = "timestampers"
_SHA256 = "2.16.840.1.101.3.4.2.1"
STAMPS = "stamps"
NAME = re.compile(r"(0|[1-9][0-9]{0,15})\.([0-9]{1,3})\.tsr\Z")
ROOT = re.compile(r"roots/[0-9a-f]{64}\.pem\Z")


@dataclass(frozen=True, slots=True)
class Server:
    """A time-stamping server, and the SHA-256 (hex) of the root certificate (PEM) that its answers are judged by."""

    address: str
    root: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A good token: the log's first `size` entries stood at this time (ISO 8601 in UTC), says this server."""

    size: int
    time: str
    address: str


def servers(folder: Path) -> list[Server]:
    """The servers that a log's keeper named."""
    try:
        lines = (folder / SERVERS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for number, line in enumerate(filter(str.strip, lines), 1):
        address, _, root = line.strip().partition(" ")
        if not re.fullmatch("[0-9a-f]{64}", root):
            raise StoreError(f"{folder / SERVERS}: line {number} is no address and digest: correct it, or take it out")
        found.append(Server(address, root))
    return found


def add_server(folder: Path, address: str, pem: bytes) -> None:
    """Names a server and the root certificate by which its answers are judged.

    Raises:
        UsageError: the address or the certificate is none.
    """
    from cryptography import x509

    if not address.startswith(("https://", "http://")) or len(address.split()) != 1:
        raise UsageError(f"{address!r} is no address of a time-stamping server")
    try:
        x509.load_pem_x509_certificate(pem)
    except ValueError as e:
        raise UsageError(f"this is no certificate in PEM form ({e}): ask the server's keeper for its root certificate") from e
    digest = hashlib.sha256(pem).hexdigest()
    (folder / STAMPS / "roots").mkdir(parents=True, exist_ok=True)
    write_synced(folder / STAMPS / "roots" / f"{digest}.pem", pem)
    others = [s for s in servers(folder) if s.address != address]
    write_synced(folder / SERVERS, "".join(f"{s.address} {s.root}\n" for s in [*others, Server(address, digest)]).encode())
    sync_folder(folder / STAMPS / "roots")
    sync_folder(folder)


def request(text: str) -> bytes:
    """The bytes that a server is asked with, for the three lines of a checkpoint."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return bytes(TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).cert_request(cert_request=True)
                 .build().as_bytes())


def check(answer: bytes, text: str, root_pem: bytes) -> str:
    """The time of a token over these three lines, judged by a root certificate.

    Raises:
        VerifyError: it is no token, over other words, or not by a server under that root.
    """
    from cryptography import x509
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        token = decode_timestamp_response(answer)
        verifier = VerifierBuilder().add_root_certificate(x509.load_pem_x509_certificate(root_pem)).build()
        verifier.verify_message(token, text.encode())
        if token.tst_info.message_imprint.hash_algorithm.dotted_string != _SHA256:
            raise VerifyError(["is over another digest than SHA-256, which a dossier's verifier asks for"])
        return token.tst_info.gen_time.isoformat().replace("+00:00", "Z")
    except VerificationError as e:
        raise VerifyError([f"is no good token for this checkpoint ({e})"]) from e
    except (ValueError, TypeError, AttributeError, OverflowError) as e:
        raise VerifyError([f"is no time-stamp ({type(e).__name__}: {str(e)[:120]})"]) from e


def keep(folder: Path, size: int, answer: bytes, text: str, server: Server) -> Stamp:
    """Keeps a server's answer, once it has been found good.

    Raises:
        VerifyError: it is not.
    """
    time = check(answer, text, _root(folder, server.root))
    there = folder / STAMPS
    number = next(n for n in range(1000) if not (there / f"{size}.{n}.tsr").exists())
    write_synced(there / f"{size}.{number}.tsr", answer)
    sync_folder(there)
    return Stamp(size, time, server.address)


def _root(folder: Path, digest: str) -> bytes:
    try:
        return (folder / STAMPS / "roots" / f"{digest}.pem").read_bytes()
    except OSError as e:
        raise StoreError(f"{folder / STAMPS / 'roots' / digest}.pem: cannot be read ({e.strerror}): name the server again with its root") from e


def stamps(folder: Path) -> list[Stamp]:
    """The good tokens, newest state first."""
    return sorted((found for found in _all(folder) if isinstance(found, Stamp)), key=lambda s: (-s.size, s.time))


def _all(folder: Path) -> Iterator[Stamp | str]:
    """Each token, or a line that says what is wrong with it."""
    there = folder / STAMPS
    if not there.is_dir():
        return
    try:
        log, known = Log(folder), servers(folder)
    except StoreError as e:
        yield f"{SERVERS}: {e}"
        return
    for path in sorted(there.iterdir()):
        m = NAME.match(path.name)
        if m is None:
            continue
        where = f"{STAMPS}/{path.name}"
        try:
            checkpoint = note.open_checkpoint((folder / "witnessed" / m.group(1)).read_text(encoding="utf-8"), log.vkey)
            text = note.checkpoint_text(checkpoint)
            yield _judged(path.read_bytes(), text, checkpoint.size, folder, known) or f"{where}: is good by no root certificate that is named here"
        except (OSError, UnicodeDecodeError, VerifyError, StoreError) as e:
            yield f"{where}: {e}"


def _judged(answer: bytes, text: str, size: int, folder: Path, known: list[Server]) -> Stamp | None:
    for server in known:
        try:
            return Stamp(size, check(answer, text, _root(folder, server.root)), server.address)
        except VerifyError:
            continue
    return None


def audit(folder: Path, place: str) -> Iterator[str]:
    """What is wrong with the tokens of a log: a line each."""
    for found in _all(folder):
        if isinstance(found, str):
            yield f"{place}/{found}"


def good(folder: Path, size: int, text: str) -> list[tuple[bytes, bytes, str]]:
    """The good tokens over a checkpoint: token, root certificate that it is judged by (PEM), address.

    Args:
        size: of the checkpoint.
        text: its three lines.
    """
    found = []
    for path in sorted((folder / STAMPS).glob(f"{size}.*.tsr")) if NAME.match(f"{size}.0.tsr") else []:
        answer = path.read_bytes()
        for server in servers(folder):
            try:
                check(answer, text, root := _root(folder, server.root))
            except VerifyError:
                continue
            found.append((answer, root, server.address))
            break
    return found
