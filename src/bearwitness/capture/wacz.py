"""WACZ 1.1.1: a web archive in one ZIP file, with an index and a list of pages, as ReplayWeb.page and others open it.

    archive/data.warc.gz         the records
    indexes/index.cdx.gz, .idx   CDXJ in blocks, and the list of the blocks
    pages/pages.jsonl            where to begin (extraPages.jsonl: what a player cannot show)
    bearwitness/provenance.json  what the archive was made of, and what was left out
    datapackage.json             each file with its SHA-256
    datapackage-digest.json      the SHA-256 of that

All entries are stored, none packed again; they have no times. The same content gives the same bytes. It is not signed: WACZ knows signatures
of ECDSA keys alone, and the case's log commits to the file.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

from bearwitness.capture.cdxj import Entry, index

VERSION = "1.1.1"
WARC = "archive/data.warc.gz"
PROVENANCE = "bearwitness/provenance.json"
_LARGE = 2_000_000_000
_BEGINNING = (1980, 1, 1, 0, 0, 0)      # the earliest time that ZIP knows


def write(out: IO[bytes], warc: IO[bytes], entries: Sequence[Entry], pages: Sequence[Mapping[str, Any]], *, title: str, software: str,
          provenance: Mapping[str, Any]) -> None:
    """Writes the package.

    Args:
        warc: the records, packed record by record.
        pages: url, ts, title and id each; the first one is the home page.
    """
    packed, blocks = index(entries, "index.cdx.gz")
    shown = [page for page in pages if not page["url"].startswith("urn:dom:")]
    lines = [{"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}, *shown]
    files = {"indexes/index.cdx.gz": packed, "indexes/index.idx": blocks,
             "pages/pages.jsonl": _lines(lines),
             PROVENANCE: (json.dumps(provenance, ensure_ascii=False, indent=1) + "\n").encode()}
    if len(shown) < len(pages):     # players show addresses of the web; the DOM is there for programs
        files["pages/extraPages.jsonl"] = _lines([{"format": "json-pages-1.0", "id": "extra", "title": "Extra Pages"}, *(p for p in pages if p not in shown)])
    resources = [_resource(WARC, *_digest(warc)), *(_resource(name, hashlib.sha256(data).hexdigest(), len(data)) for name, data in files.items())]
    package: dict[str, Any] = {"profile": "data-package", "wacz_version": VERSION, "title": title, "software": software, "resources": resources}
    if shown:
        package |= {"mainPageUrl": shown[0]["url"], "mainPageDate": shown[0]["ts"]}
    table = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    digest = {"path": "datapackage.json", "hash": "sha256:" + hashlib.sha256(table).hexdigest()}
    files |= {"datapackage.json": table, "datapackage-digest.json": (json.dumps(digest, indent=1) + "\n").encode()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        warc.seek(0)
        # Only where it must: ReplayWeb.page 2.4.6 does not find records in a small entry of the large form.
        with archive.open(_entry(WARC), "w", force_zip64=resources[0]["bytes"] > _LARGE) as entry:
            shutil.copyfileobj(warc, entry)
        for name, data in files.items():
            archive.writestr(_entry(name), data)


def _lines(lines: Sequence[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _BEGINNING)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    return entry


def _digest(file: IO[bytes]) -> tuple[str, int]:
    file.seek(0)
    sha256, size = hashlib.sha256(), 0
    while piece := file.read(1 << 20):
        sha256.update(piece)
        size += len(piece)
    return sha256.hexdigest(), size


def _resource(path: str, sha256: str, size: int) -> dict[str, Any]:
    # Names are lower case: Frictionless Data Package 1.
    return {"name": path.rpartition("/")[2].lower(), "path": path, "hash": f"sha256:{sha256}", "bytes": size}
