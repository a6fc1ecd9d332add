"""Pictures and pages of PDF files as pixels: what a person looks at is drawn anew, and carries nothing of the file but its looks.

Unless somebody asks for it as it is, a picture is small, grey and blurred: whoever goes through a hundred of them must not meet each one at full
size unprepared (trust.md section 6 point 16).
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from bearwitness.sandbox.pictures import MAX_FILE, Unseen, in_colours, on_white, opened

SIDE, QUALITY = 1600, 85
DIM_SIDE, DIM_BLUR = 240, 4
PAGE_SIDE = 1500
MAX_PAGES = 5000
_INCH = 72


def load() -> None:
    """Loads what drawing needs."""
    import pypdfium2  # noqa: F401
    from PIL import Image, ImageFilter, ImageOps  # noqa: F401

    Image.init()


def picture(data: bytes, *, dim: bool) -> tuple[dict[str, Any], bytes]:
    """A picture drawn anew as JPEG: upright, without metadata, its first frame alone.

    Args:
        dim: small, grey and blurred.

    Returns:
        `{"width", "height", "frames"}` of the original, and the JPEG.

    Raises:
        Unseen: it is broken, too large, or in a format that is not opened.
    """
    from PIL import ImageOps

    side = DIM_SIDE if dim else SIDE
    with opened(data) as image:
        about = {"width": image.width, "height": image.height, "frames": int(getattr(image, "n_frames", 1))}
        image.seek(0)
        image.draft("RGB", (2 * side, 2 * side))
        return about, jpeg(ImageOps.exif_transpose(image), side, dim=dim)


def jpeg(image: Any, side: int, *, dim: bool) -> bytes:
    """At most `side` pixels wide and high."""
    from PIL import Image, ImageFilter

    image = in_colours(image)
    image.thumbnail((side, side), Image.Resampling.LANCZOS)
    drawn = on_white(image)
    if dim:
        drawn = drawn.convert("L").filter(ImageFilter.GaussianBlur(DIM_BLUR))
    out = BytesIO()
    drawn.save(out, "JPEG", quality=QUALITY, optimize=False, progressive=False)
    return out.getvalue()


def pdf_page(data: bytes, number: int, *, dim: bool) -> tuple[dict[str, Any], bytes]:
    """A page of a PDF file drawn as JPEG. Its scripts, forms and actions are never loaded.

    Args:
        number: from 1.

    Returns:
        `{"page", "pages"}`, and the JPEG.

    Raises:
        Unseen: it is broken or locked, or has no such page.
    """
    import pypdfium2

    if len(data) > MAX_FILE:
        raise Unseen(f"the file is larger than {MAX_FILE / 1e6:.0f} MB")
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
        if not 1 <= number <= min(pages, MAX_PAGES):
            raise Unseen(f"it has {pages} pages, and no page {number}")
        page = pdf[number - 1]
        width, height = page.get_size()
        longest = max(width, height, 1.0)
        side = DIM_SIDE if dim else PAGE_SIDE
        # Points to pixels: two for each point, and never more than `side`.
        image = page.render(scale=min(side / longest, 144 / _INCH), may_draw_forms=False).to_pil()
    except (Unseen, MemoryError):
        raise
    except Exception as e:      # pdfium meets a broken file in any way
        raise Unseen(f"the page cannot be drawn: the file is broken, locked or no PDF ({type(e).__name__})") from e
    return {"page": number, "pages": pages}, jpeg(image, side, dim=dim)
