"""A custody report as PDF/A-2a, set by Typst: selectable text, tagged, fonts within, no metadata but title, language and the log's time.

PDF/A refuses a character that no font can show. Such characters are written by their numbers instead, so none is lost unseen. Fonts for
Latin, Greek, Cyrillic and Arabic come with Typst (its Arabic is plain; a machine that has Noto Naskh Arabic or Amiri gives a better page).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from importlib import resources
from typing import Any

from bearwitness.dossier.passages import is_hidden
from bearwitness.errors import BearwitnessError

_NOT_SHOWN = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)
# A viewer preference of whole files. Readers made of PDFium (Chrome) turn digests about when they copy from a file that has the first.
_RIGHT_TO_LEFT, _LEFT_TO_RIGHT = b"/Direction/R2L", b"/Direction/L2R"
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_ATTEMPTS = 60


class PdfError(BearwitnessError):
    """A PDF cannot be made here, and why."""


def pdf(view: Mapping[str, Any], *, title: str, time: str | None) -> bytes:
    """The bytes of the PDF. The same view on the same machine gives the same bytes.

    Args:
        view: `dossier.exhibit.View` as a plain object.
        time: the document's date, ISO 8601 in UTC: that of the last step shown; PDF/A wants one.

    Raises:
        PdfError: Typst is not installed.
    """
    try:
        import typst
    except ImportError as e:
        raise PdfError("a PDF needs Typst: `pip install 'bearwitness[pdf]'`; or take the report as HTML and print it from a browser") from e
    template = (resources.files("bearwitness.dossier") / "templates" / "exhibit.typ").read_bytes()
    date = _date(time)
    replaced: set[str] = set()
    for _ in range(_ATTEMPTS):
        inputs = {"view": json.dumps(_without(view, replaced), ensure_ascii=False), **({"date": date} if date else {})}
        try:
            made = typst.compile(template, format="pdf", sys_inputs=inputs, pdf_standards="a-2a" if date else None)
            return made.replace(_RIGHT_TO_LEFT, _LEFT_TO_RIGHT)
        except typst.TypstError as e:
            _take_note(str(e), replaced)
    raise PdfError(f"{title}: too many kinds of letters have no font on this machine: take the report as HTML")


def _date(time: str | None) -> str | None:
    m = re.match(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)", time or "")
    return "-".join(m.groups()) if m else None


def _take_note(message: str, replaced: set[str]) -> None:
    """Adds the scripts of characters that cannot be shown; an error of another kind is told."""
    m = _NOT_SHOWN.search(message)
    if m is None:
        raise PdfError(f"the PDF could not be made ({message[:300]}): take the report as HTML, and report this")
    text = _ESCAPE.sub(lambda u: chr(int(u[1], 16)), m["text"])
    new = {_script(char) for char in text if not char.isascii()} - replaced
    if not new:
        raise PdfError(f"the PDF could not be made ({message[:300]}): take the report as HTML, and report this")
    replaced |= new


def _script(char: str) -> str:
    """A character's script by the first word of its name; what has no name stands for itself.

    Example:
        _script("ა") == "GEORGIAN"
    """
    name = unicodedata.name(char, "").split(" ")[0].split("-")[0]
    return name if unicodedata.category(char)[0] == "L" and name else char


def _without(value: Any, replaced: set[str]) -> Any:
    """The same with the characters that cannot be shown written by their numbers."""
    if isinstance(value, str):
        return "".join(f"[U+{ord(c):04X}]" if is_hidden(c) or (not c.isascii() and replaced and _script(c) in replaced) else c for c in value)
    if isinstance(value, Mapping):
        return {key: _without(inner, replaced) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner, replaced) for inner in value]
    return value
