"""The walls that the parsing process puts up about itself, each by the system call alone: no privilege is needed for any.

    die_with_parent   it ends when the process that started it does, also by kill -9
    limits            memory, open files, no core dump, and not one byte into any file
    landlock          files can be read below the named folders and nowhere else; no TCP; no signals or sockets to other processes
    seccomp           no sockets, programs, traces or mounts; for one file a process: no further process either

A wall that this machine does not have is named, with the reason; the others stand all the same.

Sources: landlock(7) and the kernel's linux/landlock.h (up to ABI 7), seccomp(2), linux/filter.h, the kernel's tables of
system calls for x86-64 and arm64.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import platform
import resource
import signal
import struct
from collections.abc import Callable, Iterable
from contextlib import suppress

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_SECCOMP_MODE_FILTER = 2


class NotThere(Exception):
    """This machine has no such wall; says why."""


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *arguments: int) -> None:
    words = [ctypes.c_ulong(a) for a in (*arguments, *[0] * (4 - len(arguments)))]
    if _libc().prctl(ctypes.c_int(option), *words) != 0:
        raise NotThere(os.strerror(ctypes.get_errno()))


def die_with_parent(parent: int | None = None) -> None:
    """Asks to be killed when the parent ends.

    Args:
        parent: the parent that should be there; when it is another by now, it has ended already.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)


def no_new_privileges() -> None:
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


# --- limits -----------------------------------------------------------------------------------------

def limits(*, memory: int, files: int) -> None:
    """Limits that hold for the whole life of the process.

    Args:
        memory: address space in bytes.
        files: open files.
    """
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_NOFILE, files), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        _lower(what, most)
    with suppress(AttributeError, ValueError, OSError):
        _lower(resource.RLIMIT_MSGQUEUE, 0)     # type: ignore[attr-defined]


def _lower(what: int, most: int) -> None:
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def processor_time(seconds: int) -> None:
    """So many seconds of processor time from now on, then the process is ended (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + 1 + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (until if hard == resource.RLIM_INFINITY else min(until, hard), hard))


def address_space() -> int:
    """Bytes of address space that this process has now, to 64 KiB.

    Found by asking for a page under lower and lower limits: there is no /proc behind the walls.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    low, high = 0, 1 << 33
    try:
        while high - low > 1 << 16:
            middle = (low + high) // 2
            try:
                resource.setrlimit(resource.RLIMIT_AS, (middle, hard))
                mmap.mmap(-1, 4096).close()
                high = middle
            except (OSError, MemoryError):
                low = middle
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
    return high


def more_memory(bytes_: int, base: int) -> None:
    """Lowers the limit to what the process had at the start and so much more."""
    _lower(resource.RLIMIT_AS, min(base + bytes_, resource.getrlimit(resource.RLIMIT_AS)[0]))


# --- Landlock ---------------------------------------------------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446      # the same on every architecture
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FS_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}


def landlock(readable: Iterable[str]) -> int:
    """Shuts off all files but those below some folders, which can be read. Returns the kernel's version of Landlock.

    Raises:
        NotThere: the kernel has none, or it is switched off.
    """
    call = _libc().syscall
    call.restype = ctypes.c_long
    abi = call(ctypes.c_long(_CREATE_RULESET), None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    if abi < 1:
        raise NotThere("the kernel has no Landlock" if ctypes.get_errno() == errno.ENOSYS else os.strerror(ctypes.get_errno()))
    files = (1 << _FS_BITS[min(abi, 5)]) - 1
    rules = struct.pack("=Q", files)
    rules += struct.pack("=Q", 0b11) if abi >= 4 else b""       # bind and connect of TCP
    rules += struct.pack("=Q", 0b11) if abi >= 6 else b""       # abstract sockets and signals of other processes
    ruleset = call(ctypes.c_long(_CREATE_RULESET), rules, ctypes.c_size_t(len(rules)), ctypes.c_uint32(0))
    if ruleset < 0:
        raise NotThere(os.strerror(ctypes.get_errno()))
    try:
        for path in readable:
            _allow(call, ruleset, path)
        if call(ctypes.c_long(_RESTRICT_SELF), ctypes.c_int(ruleset), ctypes.c_uint32(0)) != 0:
            raise NotThere(os.strerror(ctypes.get_errno()))
    finally:
        os.close(ruleset)
    return int(abi)


def _allow(call: Callable[..., int], ruleset: int, path: str) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return      # is not there: then there is nothing to read
    try:
        access = _READ_FILE | _READ_DIR if os.path.isdir(path) else _READ_FILE     # noqa: PTH112
        rule = struct.pack("=Qi", access, folder)
        if call(ctypes.c_long(_ADD_RULE), ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0)) != 0:
            raise NotThere(os.strerror(ctypes.get_errno()))
    finally:
        os.close(folder)


# --- the filter of system calls -------------------------------------------------------------------------

# name: (x86-64, arm64). What a parser has no use for and an intruder has.
_REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "bind": (49, 200), "listen": (50, 201), "accept4": (288, 242),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424), "kill": (62, 129),
    "execve": (59, 221), "execveat": (322, 281),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "personality": (135, 92), "setsid": (112, 157), "setpgid": (109, 154),
}
_FORKS = {"fork": (57, None), "vfork": (58, None)}
_CLONE, _CLONE3 = (56, 220), (435, 435)
_CLONE_THREAD = 0x10000
_ARCH = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_X32 = 0x40000000


def seccomp(*, forks: bool) -> None:
    """Refuses system calls that parsing needs none of; they fail with EPERM.

    Args:
        forks: whether further processes may be started (threads always may).

    Raises:
        NotThere: the kernel has no filters, or the machine is neither x86-64 nor arm64.
    """
    if platform.machine() not in _ARCH or struct.calcsize("P") != 8:
        raise NotThere(f"there is no table of system calls for {platform.machine()}")
    column, arch = _ARCH[platform.machine()]
    refused = {**_REFUSED, **({} if forks else _FORKS)}
    program = _filter(arch, [n for numbers in refused.values() if (n := numbers[column]) is not None],
                      clone=None if forks else _CLONE[column], clone3=_CLONE3[column], x32=column == 0)
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(head))


def _filter(arch: int, refused: list[int], *, clone: int | None, clone3: int, x32: bool) -> bytes:
    """A program of the classic packet filter over `struct seccomp_data` (number at 0, architecture at 4, first argument at 16)."""
    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("=HBBI", code, yes, no, value)

    out = [step(_LOAD, 4), step(_EQUAL, arch, 1, 0), step(_RETURN, _KILL), step(_LOAD, 0)]
    if x32:
        out += [step(_AT_LEAST, _X32, 0, 1), step(_RETURN, _KILL)]
    # ENOSYS, so that the C library falls back to the clone that can be looked at.
    out += [step(_EQUAL, clone3, 0, 1), step(_RETURN, _ERRNO | errno.ENOSYS)]
    for number in refused:
        out += [step(_EQUAL, number, 0, 1), step(_RETURN, _ERRNO | errno.EPERM)]
    if clone is not None:
        out += [step(_EQUAL, clone, 0, 3), step(_LOAD, 16), step(_ANY_BIT, _CLONE_THREAD, 1, 0), step(_RETURN, _ERRNO | errno.EPERM)]
    return b"".join([*out, step(_RETURN, _ALLOW)])
