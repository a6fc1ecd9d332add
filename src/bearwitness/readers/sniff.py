"""What kind of file some bytes are: by their first bytes, then what was declared, then the name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

# First bytes that leave no doubt. They win over any declaration: servers call PDFs text/html.
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"II*\x00", "image/tiff"), (b"MM\x00*", "image/tiff"), (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"), (b"BZh", "application/x-bzip2"), (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"), (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"), (b"{\\rtf", "application/rtf"),
    (b"ID3", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"\x1aE\xdf\xa3", "video/webm"), (b"WARC/1.", "application/warc"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"), (b"\x7fELF", "application/x-executable"),
)
_ZIP = b"PK\x03\x04"
BY_SUFFIX = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".log": "text/plain", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".json": "application/json", ".jsonl": "application/jsonl",
    ".html": "text/html", ".htm": "text/html", ".shtml": "text/html", ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf", ".xml": "application/xml", ".mhtml": "multipart/related", ".mht": "multipart/related",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".epub": "application/epub+zip", ".wacz": "application/wacz", ".warc": "application/warc",
    ".doc": "application/msword", ".xls": "application/vnd.ms-excel", ".zip": "application/zip",
    ".eml": "message/rfc822", ".mp4": "video/mp4", ".mov": "video/quicktime", ".mp3": "audio/mpeg",
}
_ZIP_TYPES = {kind for suffix, kind in BY_SUFFIX.items() if suffix in (".docx", ".xlsx", ".odt", ".ods", ".epub", ".wacz")}
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_VAGUE = {"", "application/octet-stream", "binary/octet-stream", "application/x-download", "application/force-download"}


def suffix_of(name: str) -> str:
    """The last suffix of a name or address, lower case: ".pdf", or "" where there is none."""
    path = name.split("?")[0].split("#")[0].replace("\\", "/")
    return PurePosixPath(path).suffix.lower() if not path.endswith("/") else ""


def split_type(declared: str | None) -> tuple[str | None, str | None]:
    """A declared media type without its parameters, and its charset: "text/html; charset=x" gives both."""
    if not declared:
        return None, None
    kind, _, rest = declared.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    kind = kind.strip().lower()
    return (None if kind in _VAGUE else kind), (charset[1] if charset else None)


def sniff(data: bytes, name: str, declared: str | None = None) -> str:
    """The media type of an original.

    Args:
        data: its bytes; the first kilobyte or so is looked at.
        name: its file name or address.
        declared: what a server or the collector calls it, without parameters.

    Returns:
        A media type such as "text/html"; "text/plain" when nothing says otherwise.
    """
    strong = _strong(data)
    suffix = BY_SUFFIX.get(suffix_of(name))
    if strong == "application/zip":
        for kind in (declared, suffix):
            if kind in _ZIP_TYPES:
                return str(kind)
    if strong:
        return strong
    if declared and declared not in ("text/plain", "application/xml", "text/xml"):
        return declared
    if suffix:
        return suffix
    if _PAGE.match(_head(data)):
        return "text/html"
    return declared or "text/plain"


def _strong(data: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if data.startswith(magic) and not (magic == b"BM" and data[2:10].isascii() and 0 not in data[2:10]):
            return kind
    if data.startswith(_ZIP):
        return "application/zip"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        return "video/mp4"
    # The specification allows junk before the mark, within the first kilobyte; a page of text that speaks of the
    # mark does not begin a line with it.
    at = data.find(b"%PDF-", 0, 1024)
    if at == 0 or (at > 0 and b"\n%PDF-" in data[:1024]):
        return "application/pdf"
    return None


def _head(data: bytes) -> bytes:
    """The first bytes with a byte-order mark and the zeros of UTF-16 taken out, enough to see a tag."""
    head = data[:4096]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")
