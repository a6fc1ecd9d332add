"""Write records.json, warc.json, wacz.json: `python vectors/capture/make.py`. Same program, same bytes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bearwitness.capture import record

HERE = Path(__file__).parent
URL = "http://oldmere.example/a"


def case(name: str, input: Any, good: bool, reason: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "input": input, "verdict": "good" if good else "bad", "reason": reason, **more}


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


# --- capture records --------------------------------------------------------------------------------

def records() -> Iterable[dict[str, Any]]:
    known = {"time_start": "2025-03-10T09:00:00.000Z", "time_end": "2025-03-10T09:00:01.000Z", "clock_offset_ms": -3.5, "collector": "researcher 3", "method": "http",
             "tool": "bearwitness vectors", "tool_build": "ab" * 32, "uri_requested": URL, "uri_final": URL, "redirects": [], "sha256": "00" * 32, "size": 0, "notes": []}
    good = record.complete(known)
    yield case("half is known", good, True, "each field a value, or missing with a reason")
    yield case("nothing is known", record.complete({"tool_build": "ab" * 32}), True, "all missing, all with a reason")
    yield case("zero and false", {**good, "size": 0, "content_encoding_removed": False}, True, "these are values")
    for field in ("time_start", "collector", "tls", "sha256"):
        yield case(f"without {field}", {name: value for name, value in good.items() if name != field}, False, "a field is not there")
    for name, value, reason in (("null", None, "not known, and no reason"), ("blank", "", "not known, and no reason"), ("no reason", {"missing": ""}, "a reason of no words"),
                                ("a reason that is null", {"missing": None}, "a reason of no words"), ("a value and a reason", {"missing": "the server gave none", "value": "x"}, "is it known or not?")):
        yield case(name, {**good, "collector": value}, False, reason)


# --- WARC 1.1 ---------------------------------------------------------------------------------------

def entry(*, block: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Oldmere</p>", leave: str = "", plus: int = 0, version: str = "WARC/1.1", digest: bytes | None = None,
          payload: bytes | None = None, kind: str = "response") -> bytes:
    body = block.partition(b"\r\n\r\n")[2]
    fields = [("WARC-Type", kind), ("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-000000000001>"), ("WARC-Date", "2025-03-10T09:00:00Z"), ("WARC-Target-URI", URL),
              ("WARC-Block-Digest", "sha256:" + hashlib.sha256(block if digest is None else digest).hexdigest()),
              ("WARC-Payload-Digest", "sha256:" + hashlib.sha256(body if payload is None else payload).hexdigest()),
              ("Content-Type", "application/http; msgtype=response"), ("Content-Length", str(len(block) + plus))]
    return (f"{version}\r\n" + "".join(f"{n}: {v}\r\n" for n, v in fields if n != leave) + "\r\n").encode() + block + b"\r\n\r\n"


def warcs() -> Iterable[dict[str, Any]]:
    def packed(data: bytes) -> bytes:
        return gzip.compress(data, 9, mtime=0)
    one = entry()
    for name, data, reason in (("plain", one, "one record"), ("packed", packed(one), "a gzip member a record"), ("two packed", packed(one) * 2, "two members"),
                               ("WARC/1.0", entry(version="WARC/1.0"), "the older version"), ("no digests", entry(leave="WARC-Block-Digest").replace(b"WARC-Payload-Digest", b"X-Other"), "they are not required")):
        yield case(name, b64(data), True, reason, payload="<p>Oldmere</p>")
    for name, data, reason in (("empty", b"", "no record"), ("no WARC", b"<p>Oldmere</p>", "no version line"), ("length too long", entry(plus=40), "more than there is"), ("no length", entry(leave="Content-Length"), "required"),
                               ("no id", entry(leave="WARC-Record-ID"), "required"), ("cut off", one[:-12], "it breaks off"), ("cut off, packed", packed(one)[:-12], "it breaks off"),
                               ("block digest", entry(digest=b"another"), "not that of the block"), ("payload digest", entry(payload=b"another"), "not that of the payload"),
                               ("a letter changed", one.replace(b"<p>Old", b"<p>New"), "not that of the block")):
        yield case(name, b64(data), False, reason)


# --- WACZ 1.1.1 -------------------------------------------------------------------------------------

def waczs() -> Iterable[dict[str, Any]]:
    from bearwitness.capture import blocks, cdxj, wacz

    warc = gzip.compress(entry(), 9, mtime=0)
    [block] = blocks.blocks(io.BytesIO(warc))
    out = io.BytesIO()
    line = cdxj.entry_of(block, offset=0, length=len(warc), filename="data.warc.gz")
    assert line is not None
    wacz.write(out, io.BytesIO(warc), [line], [{"url": URL, "ts": "2025-03-10T09:00:00Z", "title": "Oldmere", "id": "1"}], title="Oldmere", software="bearwitness vectors", provenance={})
    with zipfile.ZipFile(out) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    table = json.loads(files["datapackage.json"])

    def made(**changed: bytes | None) -> str:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as archive:
            for name, content in {**files, **changed}.items():
                if content is not None:
                    archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
        return b64(data.getvalue())

    def tabled(resources: Any) -> str:
        raw = json.dumps({**table, "resources": resources}).encode()
        return made(**{"datapackage.json": raw, "datapackage-digest.json": json.dumps({"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(raw).hexdigest()}).encode()})
    yield case("whole", made(), True, "as it was written", codes=[])
    for name, data, codes, reason in (
            ("records changed", made(**{"archive/data.warc.gz": warc + b"\0"}), ["hash-differs"], "not the hash in datapackage.json"),
            ("records gone", made(**{"archive/data.warc.gz": None}), ["hash-differs"], "listed and missing"),
            ("hash in the table", tabled([{**r, "hash": "sha256:" + "00" * 32} if "data.warc" in r["path"] else r for r in table["resources"]]), ["hash-differs"], "datapackage.json says another hash"),
            ("unknown hash", tabled([{**r, "hash": "crc32:00000000"} if "data.warc" in r["path"] else r for r in table["resources"]]), ["hash-differs"], "no hash that is known"),
            ("digest file", made(**{"datapackage-digest.json": b'{"path": "datapackage.json", "hash": "sha256:00"}'}), ["hash-differs"], "datapackage.json is another"),
            ("digest file is no JSON", made(**{"datapackage-digest.json": b"{"}), ["datapackage-unread"], "it cannot be read"),
            ("no table", made(**{"datapackage.json": None}), ["no-datapackage"], "nothing vouches for the files"), ("table is no JSON", made(**{"datapackage.json": b"{"}), ["datapackage-unread"], "it cannot be read"),
            ("path outside", tabled([*table["resources"], {"name": "x", "path": "../x", "hash": "sha256:" + "00" * 32, "bytes": 1}]), ["hash-differs"], "nothing of that name is in the package"),
            ("file not listed", made(**{"archive/more.warc.gz": warc}), ["not-listed"], "added later, or left out of the table")):
        yield case(name, data, False, reason, codes=codes)


def main() -> None:
    for name, cases in (("records", records()), ("warc", warcs()), ("wacz", waczs())):
        (HERE / f"{name}.json").write_text(json.dumps(list(cases), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
