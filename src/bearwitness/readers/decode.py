"""Bytes to characters, exactly: which encoding, how sure, and where the first bad byte is.

UTF-8 is tried first, then byte-order marks; another encoding is guessed only when the text it gives
is clearly a language. A wrong guess would put words into a witness's mouth, so a doubt is an error.
"""

from __future__ import annotations

import codecs
import re

from bearwitness.errors import ReadError
from bearwitness.readers.language import scored_language

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
          (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# The old encodings of the languages we meet, and the languages each was made for. Order settles ties:
# English with curly quotes is the same text in the first three. Greek and Hebrew are not tried: the language model
# takes any noise in their letters for the language.
_OLD = (
    ("cp1252", frozenset("en fr de es it nl pt sv da no fi ca".split())),
    ("cp1254", frozenset("tr ku az".split())),
    ("cp1256", frozenset("ar arz fa ckb ur".split())),
    ("iso8859-6", frozenset("ar arz".split())),
    ("cp1251", frozenset("ru uk be bg sr mk".split())),
    ("koi8-r", frozenset("ru".split())),
    ("cp1250", frozenset("pl cs sk hu ro hr sl".split())),
)
_SURE = 0.8
# Three accented letters in a row are the mark of Arabic or Cyrillic bytes read as Latin ones.
_GARBLE = re.compile("[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192]{3}")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LATIN = ("cp1252", "cp1254", "cp1250")
_ENOUGH = 20   # bytes beyond ASCII before a page of another script is believed in
_C1 = re.compile("[\x80-\x9f]")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The characters of a text file, with a warning where the encoding had to be guessed.

    Args:
        data: the file's bytes.
        name: what to call it in messages.
        declared: the encoding that a server or a page declares; used when the bytes are not UTF-8.

    Returns:
        The text (a leading byte-order mark is not part of it; nothing else is changed) and warnings.

    Raises:
        ReadError: empty, binary, or in an encoding that cannot be told; the message names the byte.
    """
    if not data:
        raise ReadError(f"{name}: the file is empty (0 bytes); fetch or export it again")
    text, warnings = _decode(data, name, declared)
    refuse_binary(text, name)
    return text, warnings


def _decode(data: bytes, name: str, declared: str | None) -> tuple[str, tuple[tuple[str, str], ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark):], encoding, name, len(mark)), ()
    try:
        text = data.decode("utf-8")
        if "\x00" not in text:
            return text, ()
        fault = None
    except UnicodeDecodeError as error:
        fault = error
    wide = _without_mark(data)
    if wide:
        return wide[1], (_guessed(wide[0]),)
    nul = data.find(0)
    if nul >= 0:
        raise ReadError(f"{name}: byte {nul} is zero, so this is a binary file and not text; add the document it was "
                        "made from (PDF, HTML or text)")
    assert fault is not None
    return _old(data, name, declared, fault)


def _strict(data: bytes, encoding: str, name: str, skipped: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{name}: its byte-order mark says {encoding.upper()}, but byte {error.start + skipped} does "
                        "not fit that; the file is damaged: fetch or export it again") from error


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark: zero bytes stand at every second place, or nearly."""
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 10 < len(head) or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text[:2000]) else (encoding, text)


def _old(data: bytes, name: str, declared: str | None, fault: UnicodeDecodeError) -> tuple[str, tuple[tuple[str, str], ...]]:
    if declared:
        try:
            if codecs.lookup(declared).name != "utf-8":
                return data.decode(declared), ()
        except (LookupError, UnicodeDecodeError):
            pass   # a declaration that does not fit the bytes says nothing
    if _damaged(data):
        raise ReadError(f"{name}: nearly all of it is UTF-8, but byte {fault.start} (0x{data[fault.start]:02X}) is not; the file is damaged there: "
                        "fetch or export it again, or mend that place and add both")
    guess = guess_old(data)
    if guess:
        return data.decode(guess), (_guessed(guess),)
    raise ReadError(f"{name}: byte {fault.start} (0x{data[fault.start]:02X}) is not UTF-8, and no other encoding could be "
                    "told with confidence; save the file as UTF-8, or say its encoding, and add it again")


def _damaged(data: bytes) -> bool:
    """Is it UTF-8 with a few wrong bytes, and no older encoding? Then characters beyond ASCII outnumber the faults."""
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    return sum(not sign.isascii() for sign in text) - faults > 2 * faults


def _guessed(encoding: str) -> tuple[str, str]:
    return ("encoding-guessed", f"the file says no encoding and is not UTF-8; it was read as {encoding}: check names and "
            "accents against the original")


def guess_old(data: bytes) -> str | None:
    """The one-byte encoding under which the lines that are not ASCII read as a language, or None.

    Only those lines are asked, 4,000 bytes of them at most. The language must be one that the encoding
    was made for and the language model must be sure.
    """
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:4000]
    high = sum(byte > 127 for byte in sample)
    best, best_score = None, _SURE
    for encoding, languages in _OLD:
        try:
            text = sample.decode(encoding)
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _C1.search(text) or (_GARBLE.search(text) if encoding in _LATIN else high < _ENOUGH):
            continue
        language, score = scored_language(text.replace("\n", " "), by_script=False)
        if language in languages and score > best_score:
            best, best_score = encoding, score
    return best


def refuse_binary(text: str, name: str) -> None:
    """Raise when the characters are not writing: a zero, or more than a few control characters.

    Raises:
        ReadError: names the first such character.
    """
    if text.isprintable():
        return
    zero = text.find("\x00")
    controls = _CONTROLS.findall(text)
    if zero < 0 and (len(controls) < 5 or len(controls) * 200 < len(text)):
        return
    place = zero if zero >= 0 else _CONTROLS.search(text).start()   # type: ignore[union-attr]
    raise ReadError(f"{name}: character {place} is a control character and {len(controls)} of {len(text)} characters are "
                    "such, so this is a binary file and not text; add the document it was made from (PDF, HTML or text)")
