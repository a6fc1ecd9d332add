"""Pictures and pages of PDF files drawn anew."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from bearwitness.sandbox import pixels
from bearwitness.sandbox.pictures import Unseen

PDF = (Path(__file__).parents[1] / "readers" / "files" / "right_to_left.pdf").read_bytes()


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


RED = Image.new("RGB", (3000, 1500), (200, 30, 30))


@pytest.mark.parametrize(("image", "kind"), [(RED, "PNG"), (RED, "JPEG"), (RED, "WEBP"), (RED, "TIFF"), (RED, "BMP"), (RED.convert("P"), "GIF"), (RED.convert("1"), "PNG"),
                                             (Image.new("RGBA", (3000, 1500), (200, 30, 30, 90)), "PNG"), (Image.new("I;16", (3000, 1500), 900), "PNG")])
def test_pictures_of_every_kind(image: Image.Image, kind: str) -> None:
    about, drawn = pixels.picture(saved(image, kind), dim=False)
    assert (about["width"], about["height"], Image.open(io.BytesIO(drawn)).size) == (3000, 1500, (1600, 800))
    dim = Image.open(io.BytesIO(pixels.picture(saved(image, kind), dim=True)[1]))
    assert (dim.size, dim.mode) == ((240, 120), "L")


def test_dim_is_blurred() -> None:
    board = Image.new("L", (240, 240))
    board.putdata([255 * ((x // 2 + y // 2) % 2) for y in range(240) for x in range(240)])
    low, high = Image.open(io.BytesIO(pixels.picture(saved(board, "PNG"), dim=True)[1])).crop((20, 20, 220, 220)).getextrema()
    assert high - low < 30


def test_nothing_of_the_file_comes_along() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret in the metadata"
    _, drawn = pixels.picture(saved(RED, "JPEG", exif=exif, comment=b"another secret") + b"and one behind it", dim=False)
    assert b"secret" not in drawn and b"behind" not in drawn
    assert Image.open(io.BytesIO(drawn)).size == (800, 1600), "turned upright"
    assert dict(Image.open(io.BytesIO(drawn)).getexif()) == {}


@pytest.mark.parametrize(("data", "told"), [(b"", "no picture"), (b"<svg/>", "no picture"), (saved(RED, "PNG")[:300], "broken"), (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no picture")])
def test_what_is_no_picture(data: bytes, told: str) -> None:
    with pytest.raises(Unseen, match=told):
        pixels.picture(data, dim=False)


def test_too_many_pixels() -> None:
    with pytest.raises(Unseen, match="million"):
        pixels.picture(saved(Image.new("1", (30_000, 30_000)), "PNG"), dim=True)


def test_a_page_of_a_pdf() -> None:
    about, drawn = pixels.pdf_page(PDF, 1, dim=False)
    image = Image.open(io.BytesIO(drawn))
    assert about == {"page": 1, "pages": 1} and 1000 < max(image.size) <= 1600
    assert image.convert("L").getextrema()[0] < 100, "there is ink on it"


@pytest.mark.parametrize(("data", "number", "told"), [(PDF, 2, "no page 2"), (PDF, 0, "no page 0"), (PDF[:200], 1, "cannot be drawn"), (b"", 1, "cannot be drawn")])
def test_what_is_no_page(data: bytes, number: int, told: str) -> None:
    with pytest.raises(Unseen, match=told):
        pixels.pdf_page(data, number, dim=False)
