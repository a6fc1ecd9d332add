"""Checksum lists (`sha256sum`, `shasum`, `md5sum`, also in the BSD form): whose they are nobody says, so what they tell of a file is a claim."""

from __future__ import annotations

import re

from bearwitness.capture.signatures import Checked

NAMES = re.compile(r"(?:tag)?manifest-(?:sha(?:256|512|1)|md5)\.txt\Z|(?:sha(?:256|512|1)|md5)(?:sums?)?(?:\.txt)?\Z|checksums?(?:\.(?:txt|sha256))?\Z|.*\.(?:sha256|sha512|sha1|md5)(?:sums?)?(?:\.txt)?\Z", re.I)
MAX_LINES = 200_000
_PLAIN = re.compile(r"\\?([0-9a-fA-F]{32,128})[ \t][ \t*]?(.+)\Z")
_BSD = re.compile(r"(?:MD5|SHA1|SHA256|SHA512) \((.+)\) = ([0-9a-fA-F]{32,128})\Z")
_ALONE = re.compile(r"([0-9a-fA-F]{32,128})\s*\Z")
KINDS = {32: "md5", 40: "sha1", 64: "sha256", 128: "sha512"}


def is_list(name: str) -> bool:
    """By its name alone."""
    return NAMES.match(re.split(r"[/\\]", name)[-1]) is not None


def read(data: bytes, name: str) -> dict[str, str]:
    """File name -> digest (hexadecimal, its length tells the kind), in the order of the list.

    Args:
        name: the list's own; `x.sha256` may hold the digest of `x` and nothing else.
    """
    found: dict[str, str] = {}
    for line in data.decode("utf-8-sig", "replace").splitlines()[:MAX_LINES]:
        if (m := _PLAIN.match(line.strip())) and len(m[1]) in KINDS:
            found[_path(m[2])] = m[1].lower()
        elif (m := _BSD.match(line.strip())) and len(m[2]) in KINDS:
            found[_path(m[1])] = m[2].lower()
        elif (m := _ALONE.match(line.strip())) and len(m[1]) in KINDS and "." in name:
            found[re.split(r"[/\\]", name)[-1].rpartition(".")[0]] = m[1].lower()
    return found


def _path(name: str) -> str:
    return name.strip().replace("\\", "/").removeprefix("./")


def judged(stated: str, actual: str, found: str, of: str | None, sha256: str | None) -> Checked:
    """What a list says of a file, against the file.

    Args:
        stated, actual: digests of the same kind.
    """
    kind = KINDS[len(stated)]
    if stated == actual:
        return Checked("checksums", "fits", f"the list {found} gives this {kind} for it; whose list that is, it does not say", found, of, sha256)
    return Checked("checksums", "differs", f"the list {found} gives another {kind} for it ({stated[:16]}…): the file or the list was changed", found, of, sha256)
