"""Write loadfiles.json and opentimestamps.json: `python vectors/custody/make_files.py` (needs the opentimestamps library)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from make import b64, case, save

from bearwitness.custody.loadfile import Page, write_dat, write_opt


def loadfiles() -> Iterable[dict[str, Any]]:
    def one(name: str, form: str, data: bytes, good: bool, reason: str, **more: Any) -> dict[str, Any]:
        return case(name, {"format": form, "data": b64(data)}, good, reason, **more)
    rows = [{"BEGDOC": "BW0001", "TITLE": "Thirteen killed in Oldmere", "TEXT": "one\ntwo"}, {"BEGDOC": "BW0002", "TITLE": "", "TEXT": "كفر Zażółć"}]
    odd = [{"BEGDOC": "BW0001", "TITLE": "Kestrel® of Þór, þá", "TEXT": "a\x14b"}]
    fields = ["BEGDOC", "TITLE", "TEXT"]
    yield one("two documents", "dat", write_dat(fields, rows), True, "a newline in a field is written 0xAE", rows=rows)
    yield one("delimiters in values", "dat", write_dat(fields, odd), True, "they stand whole in CHANGED", rows=odd)
    yield one("no documents", "dat", write_dat(fields, []), True, "the names of the fields alone", rows=[])
    yield one("without a byte-order mark", "dat", write_dat(fields, rows)[3:], True, "the mark may be missing", rows=rows)
    good = write_dat(fields, rows)
    for name, data, reason in (
            ("Latin-1", good.decode().replace("\ufeff", "").replace("كفر Zażółć", "x").encode("latin-1"), "not UTF-8"), ("cut in a line", good[:-9], "the last line does not end"),
            ("no thorns", good.replace("þBW0001þ".encode(), b"BW0001"), "a field that does not stand between two thorns"), ("one thorn", good.replace("þBW0001þ".encode(), "þBW0001".encode()), "one thorn is missing"),
            ("a field too few", good.replace("þBW0001þ\x14".encode(), b""), "the first line has four"), ("a field too many", good.replace("þBW0001þ".encode(), "þBW0001þ\x14þþ".encode()), "the first line has four"),
            ("commas", good.replace(b"\x14", b","), "fields are divided by 0x14"), ("LF alone", good.replace(b"\r\n", b"\n"), "lines end in CR LF"),
            ("CHANGED is no JSON", good.replace("two®".encode(), b"two").replace("þþ\r\n".encode(), "þ{þ\r\n".encode()), "what stands there cannot be put back")):
        yield one(name, "dat", data, False, reason)
    pages = [Page("BW0001", "VOL001", "data/originals/aa.pdf", pages=3), Page("BW0002", "VOL001", "data/originals/bb.png", pages=1), Page("BW0003", "VOL001", "p2.png", begins=False)]
    opt = write_opt(pages)
    yield one("three lines", "opt", opt, True, "a document of three pages, one of two files",
              rows=[[p.name, p.volume, p.path, p.begins, p.pages] for p in pages])
    yield one("empty", "opt", b"", True, "no pages", rows=[])
    for name, data, reason in (("six fields", opt.replace(b",Y,,,3", b",Y,,3"), "seven fields, six commas"), ("eight fields", opt.replace(b",Y,,,3", b",Y,,,,3"), "seven fields, six commas"),
                               ("break N", opt.replace(b",Y,,,3", b",N,,,3"), "Y or nothing"), ("pages in words", opt.replace(b",Y,,,3", b",Y,,,three"), "a number"),
                               ("pages below zero", opt.replace(b",Y,,,3", b",Y,,,-3"), "a number"), ("semicolons", opt.replace(b",", b";"), "commas")):
        yield one(name, "opt", data, False, reason)


# --- OpenTimestamps -----------------------------------------------------------------------------------

def opentimestamps() -> Iterable[dict[str, Any]]:
    from opentimestamps.core.notary import (
        BitcoinBlockHeaderAttestation,
        PendingAttestation,
        UnknownAttestation,
    )
    from opentimestamps.core.op import OpAppend, OpPrepend, OpSHA1, OpSHA256
    from opentimestamps.core.serialize import BytesSerializationContext
    from opentimestamps.core.timestamp import DetachedTimestampFile, Timestamp

    digest, place = hashlib.sha256(b"the three lines of a checkpoint").digest(), "https://calendar.example"

    def written(stamp: Any, of: Any) -> bytes:
        context = BytesSerializationContext()
        DetachedTimestampFile(of, stamp).serialize(context)
        return bytes(context.getbytes())

    def pending(*marks: Any) -> Any:
        stamp = Timestamp(digest)
        end = stamp.ops.add(OpAppend(bytes(16))).ops.add(OpSHA256())
        for mark in marks:
            end.attestations.add(mark)
        return stamp, end

    def good(name: str, stamp: Any, reason: str) -> dict[str, Any]:
        marks = list(stamp.all_attestations())
        blocks = sorted([mark.height, message.hex()] for message, mark in marks if isinstance(mark, BitcoinBlockHeaderAttestation))
        return case(name, b64(written(stamp, OpSHA256())), True, reason, digest=digest.hex(), blocks=blocks,
                    pending=sorted(mark.uri for _, mark in marks if isinstance(mark, PendingAttestation)))
    stamp, _ = pending(PendingAttestation(place))
    whole = written(stamp, OpSHA256())
    yield good("a promise", stamp, "one calendar, at an address")
    yield good("two promises", pending(PendingAttestation(place), PendingAttestation("https://other.example/cal"))[0], "two calendars")
    stamp, end = pending(UnknownAttestation(b"\x11" * 8, b"whatever"), PendingAttestation(place))
    yield good("an unknown attestation beside it", stamp, "passed over")
    stamp, end = pending(UnknownAttestation(b"\x11" * 8, b"whatever"))
    end.ops.add(OpPrepend(b"\x22" * 32)).ops.add(OpSHA256()).ops.add(OpSHA256()).attestations.add(BitcoinBlockHeaderAttestation(358391))
    yield good("a block", stamp, "its Merkle root stands at the end")
    for name, data, reason in (
            ("empty", b"", "nothing"), ("no magic", whole[1:], "the first byte is missing"), ("version 2", whole[:31] + b"\x02" + whole[32:], "version 1 alone is known"),
            ("over a SHA-1", written(_other(Timestamp, OpSHA1, PendingAttestation(place)), OpSHA1()), "the digest of the file is a SHA-1, which can be forged"),
            ("cut in the digest", whole[:50], "it breaks off"), ("cut in the tree", whole[:-4], "it breaks off"), ("no tree", whole[:65], "it breaks off"),
            ("bytes behind", whole + b"\0", "something stands behind the end"), ("an unknown operation", whole[:65] + b"\x07" + whole[65:], "what it does is not known"),
            ("appends nothing", whole[:65] + b"\xf0\x00" + whole[66 + 17:], "an empty argument"), ("300 steps", whole[:65] + b"\x08" * 300 + whole[83:], "deeper than 256"),
            ("leads nowhere", written(pending(UnknownAttestation(b"\x11" * 8, b"x"))[0], OpSHA256()), "no calendar and no block that is known"),
            ("no address", whole.replace(b"https://", b"https:\x00/"), "a byte that no address has"), ("a length that lies", whole[:66] + b"\xff\xff\x7f" + whole[67:], "more than the file holds")):
        yield case(name, b64(data), False, reason)


def _other(timestamp: Any, operation: Any, mark: Any) -> Any:
    stamp = timestamp(hashlib.sha1(b"x", usedforsecurity=False).digest())
    stamp.ops.add(operation()).attestations.add(mark)
    return stamp


def main() -> None:
    save("loadfiles", loadfiles())
    save("opentimestamps", opentimestamps())


if __name__ == "__main__":
    main()
