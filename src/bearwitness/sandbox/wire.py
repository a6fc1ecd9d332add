"""What goes between the two processes: a header (JSON), raw pieces of bytes, and at most one open file.

    frame := length of the header (4 bytes, big-endian), header, pieces one after the other

The header's `pieces` are their lengths. JSON, never pickle: a process that a file has taken over must not be able to send code.
"""

from __future__ import annotations

import array
import json
import os
import socket
import struct
from collections.abc import Sequence
from typing import Any

MAX_HEADER = 64_000_000
MAX_PIECES = 2_200_000_000       # bytes of all pieces of one frame
_LENGTH = struct.Struct(">I")
_CHUNK = 1 << 20


class Broken(Exception):
    """The other side is gone, or what it sent is no frame."""


def send(sock: socket.socket, header: dict[str, Any], pieces: Sequence[bytes] = (), file: int | None = None) -> None:
    """Sends one frame.

    Args:
        file: a descriptor that the other side gets a copy of.
    """
    head = json.dumps({**header, "pieces": [len(piece) for piece in pieces]}).encode("ascii")
    first = _LENGTH.pack(len(head)) + head
    try:
        sent = socket.send_fds(sock, [first[:_CHUNK]], [file]) if file is not None else 0
        sock.sendall(memoryview(first)[sent:])
        for piece in pieces:
            sock.sendall(piece)
    except OSError as e:
        raise Broken(str(e)) from e


def receive(sock: socket.socket, *, wants_file: bool = False) -> tuple[dict[str, Any], list[bytes], int | None]:
    """The next frame: header, pieces, and the descriptor that came with it.

    Raises:
        Broken: the other side is gone, or it is no frame.
        TimeoutError: nothing came for as long as the socket waits.
    """
    file: int | None = None
    try:
        if wants_file:
            data, files, _, _ = _with_file(sock, _LENGTH.size)
            file = files[0] if files else None
            data += _exactly(sock, _LENGTH.size - len(data)) if data else b""
        else:
            data = _exactly(sock, _LENGTH.size)
        if len(data) < _LENGTH.size:
            raise Broken("closed")
        (length,) = _LENGTH.unpack(data)
        if length > MAX_HEADER:
            raise Broken("its header is too long")
        header = json.loads(_exactly(sock, length))
        sizes = header.pop("pieces") if isinstance(header, dict) else None
        if not isinstance(sizes, list) or not all(type(n) is int and n >= 0 for n in sizes) or sum(sizes) > MAX_PIECES:
            raise Broken("its header is none")
        return header, [_exactly(sock, size) for size in sizes], file
    except TimeoutError:
        raise
    except (OSError, ValueError, RecursionError) as e:
        raise Broken(str(e)[:200]) from e


def _with_file(sock: socket.socket, size: int) -> tuple[bytes, list[int], int, Any]:
    """`socket.recv_fds`, with the descriptors closed to programs that are started."""
    files = array.array("i")
    data, extra, flags, address = sock.recvmsg(size, socket.CMSG_LEN(4 * files.itemsize), socket.MSG_CMSG_CLOEXEC)
    for level, kind, payload in extra:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            files.frombytes(payload[:len(payload) - len(payload) % files.itemsize])
    for other in files[1:]:
        os.close(other)
    return data, list(files[:1]), flags, address


def _exactly(sock: socket.socket, size: int) -> bytes:
    data = bytearray()      # grows with what comes, not with what is announced
    while len(data) < size:
        piece = sock.recv(min(size - len(data), _CHUNK))
        if not piece:
            raise Broken("closed")
        data += piece
    return bytes(data)
