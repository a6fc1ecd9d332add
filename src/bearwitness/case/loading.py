"""The load file of a case: its reports as DAT and OPT with the originals and texts they name, for review platforms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bearwitness.custody.loadfile import Page, write_dat, write_opt
from bearwitness.model import Report

FIELDS = ("BEGDOC", "ENDDOC", "REPORT", "TITLE", "AUTHOR", "PUBLISHER", "DATEPUBLISHED", "DATECAPTURED", "LANGUAGE", "SOURCE", "URL", "MEMBER",
          "MEDIATYPE", "FILESIZE", "SHA256", "TEXTSHA256", "SENSITIVITY", "NATIVEPATH", "TEXTPATH")
_VOLUME = "VOL001"


def make(reports: Iterable[Report], *, natives: Mapping[str, str], texts: Mapping[str, str]) -> dict[str, bytes]:
    """`loadfile.dat` and `loadfile.opt`.

    Args:
        natives: path of an original by its SHA-256, as the file is to name it.
        texts: path of a kept text by its SHA-256.
    """
    rows, pages = [], []
    for number, report in enumerate(reports, 1):
        name = f"BW{number:08d}"
        native = natives.get(report.sha256, "")
        rows.append({
            "BEGDOC": name, "ENDDOC": name, "REPORT": report.id, "TITLE": report.title or "", "AUTHOR": report.author or "",
            "PUBLISHER": report.publisher or "", "DATEPUBLISHED": report.published_at.start or "", "DATECAPTURED": report.captured_at or "",
            "LANGUAGE": report.lang or "", "SOURCE": report.source, "URL": report.url or "", "MEMBER": report.member or "",
            "MEDIATYPE": report.media_type or "", "FILESIZE": "" if report.size is None else str(report.size), "SHA256": report.sha256,
            "TEXTSHA256": report.text_sha256 or "", "SENSITIVITY": str(report.sensitivity), "NATIVEPATH": native,
            "TEXTPATH": texts.get(report.text_sha256 or "", "")})
        if native:
            pages.append(Page(name, _VOLUME, native))
    return {"loadfile.dat": write_dat(FIELDS, rows), "loadfile.opt": write_opt(pages)}


def files_of(reports: Iterable[Report], originals: Mapping[str, bytes], texts: Mapping[str, str]) -> dict[str, bytes]:
    """The two files of a dossier: paths are those of its own originals and texts."""
    made = make(reports, natives={digest: f"data/originals/{digest}" for digest in originals},
                texts={digest: f"data/texts/{digest}.txt" for digest in texts})
    return {f"loadfile/{name}": data for name, data in made.items()}


def export(reports: list[Report], originals: Mapping[str, bytes], texts: Mapping[str, str]) -> dict[str, bytes]:
    """All files of an export, by path: the two load files, the originals and the texts."""
    return {**make(reports, natives={digest: f"natives/{digest}" for digest in originals}, texts={digest: f"texts/{digest}.txt" for digest in texts}),
            **{f"natives/{digest}": data for digest, data in originals.items()},
            **{f"texts/{digest}.txt": text.encode("utf-8", "surrogatepass") for digest, text in texts.items()}}
