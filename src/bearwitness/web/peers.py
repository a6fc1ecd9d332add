"""Whose process is at the other end of a connection on this machine.

The workbench has no sign-in yet, and a port of 127.0.0.1 can be reached by every account of the machine. The kernel knows whose each
connection is (proc(5), /proc/net/tcp: the column `uid`), so no secret has to stand in an address, where histories and process lists show it.
"""

from __future__ import annotations

import ipaddress
import os
import struct
from collections.abc import Iterable
from pathlib import Path

_TABLES = {4: "/proc/net/tcp", 6: "/proc/net/tcp6"}
_ROOT = 0       # reads every file of the machine anyway
_TRIES = 3      # the table is read in parts, and may skip a line while connections come and go


class CannotTell(Exception):
    """This machine does not say whose a connection is."""


def is_loopback(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def may_ask(client: tuple[str, int], server: tuple[str, int]) -> bool:
    """Is the process at the other end ours, or the machine's administrator's?

    Args:
        client: address and port of the other end, as we see them.
        server: our own.

    Raises:
        CannotTell: the machine has no table of connections.
    """
    for _ in range(_TRIES):
        found = owner(client, server)
        if found is not None:
            return found in (os.getuid(), _ROOT)
    return False


def owner(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """The user id of the process that holds the other end; None when no process holds it any more."""
    version = ipaddress.ip_address(client[0].split("%")[0]).version
    try:
        with Path(_TABLES[version]).open("rb") as table:
            return _owner(table, _hex(*client), _hex(*server))
    except OSError as e:
        raise CannotTell(f"{_TABLES[version]}: {e.strerror}") from e


def _owner(table: Iterable[bytes], client: bytes, server: bytes) -> int | None:
    """The owner by the lines of the table. A connection that is closing has no inode, and stands there with the user id 0."""
    for line in table:
        columns = line.split()
        if len(columns) > 9 and columns[1] == client and columns[2] == server:
            return int(columns[7]) if columns[9] != b"0" else None
    return None


def _hex(host: str, port: int) -> bytes:
    """An address as the table writes it: words of 32 bits in the machine's own order, and the port."""
    packed = ipaddress.ip_address(host.split("%")[0]).packed
    return "".join(f"{word:08X}" for word in struct.unpack(f"={len(packed) // 4}I", packed)).encode() + f":{port:04X}".encode()
