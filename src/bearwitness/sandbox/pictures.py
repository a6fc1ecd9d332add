"""Pictures and videos: what their device claims of itself, how a picture looks, and a small copy of it.

What stands in a file's metadata is a claim: cameras have wrong clocks, and any program can write it. It is told as one and used for
nothing. Only the formats named here are opened, and no picture of more than 64 megapixels.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BufferedIOBase, BytesIO
from typing import Any

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")
MAX_PIXELS = 64_000_000
SIDE, QUALITY = 320, 80
MAX_FILE = 250_000_000
_MOST_TAGS, _MOST_WORDS = 200, 500
_EXIF, _GPS = 0x8769, 0x8825


class Unseen(Exception):
    """It cannot be looked at: why, in words for the person who added it."""


def load() -> None:
    """Loads what looking needs."""
    from PIL import ExifTags, Image, ImageOps  # noqa: F401

    Image.init()


def look(file: BufferedIOBase, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """What a picture or video shows of itself.

    Args:
        kind: its media type.

    Returns:
        For a picture: format, width, height, frames, claims, dhash, phash; and the small copy (JPEG). For a video: claims alone.
    """
    if kind.startswith("video/"):
        return {"claims": video_claims(file)}, []
    return _picture(file.read(MAX_FILE + 1), kind)


@contextmanager
def opened(data: bytes, kind: str = "kind not told") -> Iterator[Any]:
    """A picture of a known format that is not too large, with its decoder's troubles in plain words.

    Args:
        kind: the media type that it was taken for, for the words.

    Raises:
        Unseen: it is broken, too large, or in a format that is not opened; also for what the body of the `with` meets while it decodes.
    """
    import warnings

    from PIL import Image

    if len(data) > MAX_FILE:
        raise Unseen(f"the picture is larger than {MAX_FILE / 1e6:.0f} MB")
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=FORMATS)
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise Unseen(f"the picture has {width} x {height} pixels, more than the {MAX_PIXELS / 1e6:.0f} million that are looked at")
            yield image
    except (Unseen, MemoryError):
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as e:
        raise Unseen(f"the picture has more pixels than the {MAX_PIXELS / 1e6:.0f} million that are looked at") from e
    except Image.UnidentifiedImageError as e:
        raise Unseen(f"it is no picture ({kind}) in a format that is opened ({', '.join(FORMATS)} are), or it is broken") from e
    except Exception as e:      # a decoder meets a broken file in any way
        raise Unseen(f"the picture ({kind}) is broken or cut off ({type(e).__name__}: {str(e)[:150]})") from e


def in_colours(image: Any) -> Any:
    """A picture in a mode that can be made smaller: palettes and deep greys are turned into what they show."""
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image.convert("L") if image.mode.startswith("I") or image.mode == "F" else image


def _picture(data: bytes, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    import PIL
    from PIL import ImageOps

    with opened(data, kind) as image:
        width, height = image.size
        about: dict[str, Any] = {"format": str(image.format), "width": width, "height": height,
                                 "frames": int(getattr(image, "n_frames", 1)), "claims": _claims(image, data)}
        image.seek(0)
        image.draft("RGB", (2 * SIDE, 2 * SIDE))
        upright = on_white(ImageOps.exif_transpose(_smaller(image)))
    about |= {"dhash": dhash(upright), "phash": phash(upright), "tool": f"Pillow {PIL.__version__}",
              "settings": {"side": SIDE, "format": "JPEG", "quality": QUALITY, "upright": True, "metadata": "none"}}
    out = BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=False, progressive=False)
    return about, [out.getvalue()]


def _smaller(image: Any) -> Any:
    """At most `SIDE` pixels wide and high, its orientation mark kept for the turn that follows."""
    from PIL import Image

    exif = image.getexif()
    image = in_colours(image)
    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    image.info["exif"] = exif.tobytes() if exif.get(0x0112) else b""
    return image


def on_white(image: Any) -> Any:
    """Pixels alone, on white."""
    from PIL import Image

    if image.mode in ("RGBA", "LA"):
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    plain = Image.new("RGB", image.size)
    plain.paste(image.convert("RGB"))
    return plain


# --- how it looks -----------------------------------------------------------------------------------

def dhash(image: Any) -> str:
    """64 bits, in hexadecimal: is each of 8 x 8 fields darker than its right neighbour? (dHash, N. Krawetz 2013)

    The same picture resized or saved again differs in few bits; another picture in about half of them.
    """
    from PIL import Image

    grey = image.convert("L").resize((9, 8), Image.Resampling.BOX).tobytes()
    return _hex(grey[9 * row + column] < grey[9 * row + column + 1] for row in range(8) for column in range(8))


def phash(image: Any) -> str:
    """64 bits, in hexadecimal: the lowest waves of the picture against their median (pHash, by a cosine transform of 32 x 32 pixels)."""
    from math import cos, pi

    from PIL import Image

    side, kept = 32, 8
    grey = image.convert("L").resize((side, side), Image.Resampling.BOX).tobytes()
    wave = [[cos(pi * (2 * x + 1) * u / (2 * side)) for x in range(side)] for u in range(kept)]
    rows = [[sum(grey[side * y + x] * wave[u][x] for x in range(side)) for u in range(kept)] for y in range(side)]
    low = [sum(rows[y][u] * wave[v][y] for y in range(side)) for v in range(kept) for u in range(kept)]
    middle = sorted(low[1:])[len(low[1:]) // 2]
    # Rounded, so that a grey picture, all of whose waves are nought, has one hash on every machine.
    return _hex(round(value - middle, 6) > 0 for value in low)


def _hex(bits: Iterator[bool]) -> str:
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


# --- what the device claims -------------------------------------------------------------------------

def _claims(image: Any, data: bytes) -> dict[str, Any]:
    """EXIF tags by name, the place in degrees, and what else there is that vouches for something."""
    from PIL import ExifTags

    exif = image.getexif()
    claims = dict(_tags(exif, ExifTags.TAGS))
    claims |= dict(_tags(exif.get_ifd(_EXIF), ExifTags.TAGS))
    place = exif.get_ifd(_GPS)
    if place:
        claims["gps"] = dict(_tags(place, ExifTags.GPSTAGS)) | _degrees(place)
    for name in ("xmp", "comment", "Software", "Description", "Author", "Creation Time"):
        value = image.info.get(name)
        if isinstance(value, str | bytes) and value:
            claims[name] = _shown(value)
    if b"jumb" in data and b"c2pa" in data:
        claims["c2pa"] = "there are content credentials; they were not checked"
    return claims


def _tags(tags: Any, names: dict[int, str]) -> Iterator[tuple[str, Any]]:
    for number, value in list(tags.items())[:_MOST_TAGS]:
        if number not in (_EXIF, _GPS):
            yield names.get(number, f"tag {number}"), _shown(value)


def _shown(value: Any) -> Any:
    if isinstance(value, bytes):
        words = value.rstrip(b"\0")
        if words.isascii() and len(words) <= _MOST_WORDS and words.decode().isprintable():
            return words.decode()
        return f"{len(value)} bytes, sha256 {hashlib.sha256(value).hexdigest()}"
    if isinstance(value, str):
        return value.rstrip("\0").encode("utf-8", "replace").decode()[:_MOST_WORDS]
    if isinstance(value, bool | int):
        return value
    if isinstance(value, tuple | list):
        return [_shown(item) for item in value[:20]]
    numerator, denominator = getattr(value, "numerator", None), getattr(value, "denominator", None)
    if denominator is not None:
        return f"{numerator}/{denominator}"
    return str(value)[:_MOST_WORDS]


def _degrees(place: Any) -> dict[str, float]:
    """Latitude and longitude in degrees, where both are whole."""
    out = {}
    for name, ref, number in (("latitude", 1, 2), ("longitude", 3, 4)):
        try:
            degrees, minutes, seconds = (float(part) for part in place[number])
            sign = -1 if str(place[ref]).strip("\0 ").upper() in ("S", "W") else 1
            value = sign * (degrees + minutes / 60 + seconds / 3600)
        except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
            return {}
        if not abs(value) <= 180:       # also when it is no number
            return {}
        out[name] = round(value, 6)
    return out


# --- video ------------------------------------------------------------------------------------------

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
_MOST_BOXES = 10_000


def video_claims(file: BufferedIOBase) -> dict[str, Any]:
    """What an MP4 or QuickTime file's own head says: when it was made, how long it plays (ISO/IEC 14496-12, box `mvhd`).

    Raises:
        Unseen: it has no such head (other containers are not opened).
    """
    end = file.seek(0, 2)
    try:
        for kind, start, stop in _boxes(file, 0, end):
            if kind == b"moov":
                for inner, at, until in _boxes(file, start, stop):
                    if inner == b"mvhd":
                        file.seek(at)
                        return _movie_head(file.read(min(until - at, 120)))
    except (struct.error, OSError, OverflowError, IndexError):
        pass
    raise Unseen("it is a video whose head was not found; only that of MP4 and QuickTime files is looked at")


def _boxes(file: BufferedIOBase, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, first byte of its content, end) of the boxes from `at` on."""
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        start = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            start += 8
        stop = end if size == 0 else at + size
        if stop <= at or stop < start or stop > end:
            return
        yield kind, start, stop
        at = stop


def _movie_head(head: bytes) -> dict[str, Any]:
    made, changed, scale, length = struct.unpack(">QQIQ" if head[0] == 1 else ">IIII", head[4:4 + (28 if head[0] == 1 else 16)])
    claims: dict[str, Any] = {}
    for name, seconds in (("created", made), ("modified", changed)):
        if seconds and seconds < 10_000_000_000:
            claims[name] = (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
    if scale and length not in (0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF):
        claims["seconds"] = round(length / scale, 3)
    return claims
