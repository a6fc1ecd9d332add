"""`add` of pictures, videos, packages inside packages, and of files that kill their reader."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from tests.test_case_capture import events_of

from bearwitness import case as verbs
from bearwitness.case.parsing import Parser
from bearwitness.sandbox import Died
from bearwitness.store import derived, schema

TEXT = "Amal said that 13 people were killed in Exampleton."


@pytest.fixture
def case(tmp_path: Path):
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 400), *, shade: int = 0, **save: object) -> bytes:
    """A slope of greys with a bright field in it."""
    from PIL import Image

    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((255, 200, shade), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    image.save(out, kind, **save)
    return out.getvalue()


def with_claims() -> bytes:
    from PIL import Image

    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = "Exampla", "Model 1\0", 6
    exif.get_ifd(0x8769)[0x9003] = "2025:03:09 10:00:00"
    exif.get_ifd(0x8825).update({1: "S", 2: (35.0, 30.0, 36.0), 3: "E", 4: (36.0, 0.0, 0.0)})
    return picture(exif=exif)


def movie() -> bytes:
    def box(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(body), kind) + body

    made = 3_824_373_600        # 2025-03-09T14:00:00Z in seconds since 1904
    head = box(b"mvhd", struct.pack(">IIIII", 0, made, made, 600, 6000) + bytes(80))
    return box(b"ftyp", b"isom\0\0\2\0isom") + box(b"mdat", b"\0" * 500) + box(b"moov", head)


def made_of(case, sha256: str) -> dict:
    return json.loads(derived.path_of(case.path, sha256, "metadata.json").read_text())


def add(case, tmp_path: Path, name: str, data: bytes) -> dict:
    (tmp_path / name).write_bytes(data)
    [line] = verbs.add(case, [str(tmp_path / name)])
    return line


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_a_picture_is_kept_with_a_small_copy(case, tmp_path: Path, kind: str) -> None:
    from PIL import Image

    line = add(case, tmp_path, f"a.{kind.lower()}", picture(kind))
    assert (line["verdict"], line["derived"], line["reason"]) == ("accept", ["thumbnail"], None)
    with Image.open(derived.path_of(case.path, line["sha256"], "thumbnail.jpg")) as small:
        assert small.size == (320, 200)
        assert small.format == "JPEG"
    assert not verbs.verify(case.path)


def test_what_a_device_claims_is_told_and_not_believed(case, tmp_path: Path) -> None:
    from PIL import Image

    line = add(case, tmp_path, "a.jpg", with_claims())
    about = made_of(case, line["sha256"])
    assert about["claims"]["Make"] == "Exampla"
    assert about["claims"]["DateTimeOriginal"] == "2025:03:09 10:00:00"
    assert (about["claims"]["gps"]["latitude"], about["claims"]["gps"]["longitude"]) == (-35.51, 36.0)
    with Image.open(derived.path_of(case.path, line["sha256"], "thumbnail.jpg")) as small:
        assert small.size == (200, 320)       # upright, as the mark of orientation asks
        assert not small.getexif()
        assert "exif" not in small.info
    [shown] = verbs.show(case, "reports")
    assert shown["published_at"]["start"] is None


def test_each_derivative_is_in_the_log_with_parent_tool_and_settings(case, tmp_path: Path) -> None:
    line = add(case, tmp_path, "a.jpg", picture())
    logged = {event["derivative"]: event for event in events_of(case, "derive")}
    assert set(logged) == {f"{line['sha256']}/thumbnail.jpg", f"{line['sha256']}/metadata.json"}
    event = logged[f"{line['sha256']}/thumbnail.jpg"]
    assert event["parent_sha256"] == line["sha256"]
    assert event["maker"].startswith("Pillow ")
    assert json.loads(event["settings"])["side"] == 320
    [captured] = events_of(case, "capture")
    assert "rlimits" in captured["parsed_in"]


def bits_apart(one: str, two: str) -> int:
    return (int(one, 16) ^ int(two, 16)).bit_count()


def test_the_same_picture_saved_again_hashes_alike(case, tmp_path: Path) -> None:
    from PIL import Image

    first = made_of(case, add(case, tmp_path, "a.jpg", picture())["sha256"])
    again = made_of(case, add(case, tmp_path, "b.png", picture("PNG", (320, 200), shade=9))["sha256"])
    out = io.BytesIO()
    Image.effect_mandelbrot((300, 200), (-2, -1.5, 1, 1.5), 50).save(out, "PNG")
    other = made_of(case, add(case, tmp_path, "c.png", out.getvalue())["sha256"])
    for name in ("dhash", "phash"):
        assert bits_apart(first[name], again[name]) <= 4
        assert bits_apart(first[name], other[name]) >= 12


def test_a_video_tells_when_its_device_says_it_was_made(case, tmp_path: Path) -> None:
    line = add(case, tmp_path, "a.mp4", movie())
    assert (line["verdict"], line["derived"]) == ("accept", ["metadata"])
    assert made_of(case, line["sha256"])["claims"] == {"created": "2025-03-09T14:00:00Z", "modified": "2025-03-09T14:00:00Z", "seconds": 10.0}


def huge() -> bytes:
    """A PNG that says it has 9,000 x 9,000 pixels."""
    raw = bytearray(picture("PNG"))
    at = raw.index(b"IHDR") + 4
    raw[at:at + 8] = struct.pack(">II", 9000, 9000)
    import zlib

    raw[at + 13:at + 17] = struct.pack(">I", zlib.crc32(raw[at - 4:at + 13]))
    return bytes(raw)


BAD = [     # name, bytes, what the reason says
    ("cut.jpg", picture()[:2000], "broken"),
    ("noise.png", b"\x89PNG\r\n\x1a\n" + b"x" * 500, "broken"),
    ("huge.png", huge(), "pixels"),
    ("cut.mp4", movie()[:60], "head was not found"),
    ("a.webm", b"\x1aE\xdf\xa3" + b"x" * 200, "head was not found"),
]


@pytest.mark.parametrize(("name", "data", "says"), BAD)
def test_a_picture_that_cannot_be_looked_at_is_kept(case, tmp_path: Path, name: str, data: bytes, says: str) -> None:
    line = add(case, tmp_path, name, data)
    assert (line["verdict"], line["derived"]) == ("keep_original_no_derivative", [])
    assert says in line["reason"]
    assert (case.path / schema.object_path(line["sha256"])).read_bytes() == data


def test_a_derivative_may_be_deleted_and_is_made_again_the_same(case, tmp_path: Path) -> None:
    line = add(case, tmp_path, "a.jpg", picture())
    path = derived.path_of(case.path, line["sha256"], "thumbnail.jpg")
    before = path.read_bytes()
    path.unlink()
    assert not verbs.verify(case.path)
    assert add(case, tmp_path, "a.jpg", picture()) == {**line, "already": True}
    assert path.read_bytes() == before
    assert not verbs.verify(case.path)


def test_verify_names_a_changed_and_a_planted_derivative(case, tmp_path: Path) -> None:
    line = add(case, tmp_path, "a.jpg", picture())
    path = derived.path_of(case.path, line["sha256"], "thumbnail.jpg")
    path.write_bytes(b"another picture")
    path.with_name("planted.jpg").write_bytes(b"x")
    faults = verbs.verify(case.path)
    assert len(faults) == 2
    assert any("thumbnail.jpg: changed" in fault for fault in faults)
    assert any("planted.jpg: is no derivative" in fault for fault in faults)


# --- packages inside packages -------------------------------------------------------------------------

def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_packages_inside_a_package_are_taken_apart_three_deep(case, tmp_path: Path) -> None:
    fourth = zipped(**{"d.txt": f"{TEXT} d".encode()})
    third = zipped(**{"c.txt": f"{TEXT} c".encode(), "fourth.zip": fourth})
    second = zipped(**{"b.txt": f"{TEXT} b".encode(), "third.zip": third})
    (tmp_path / "first.zip").write_bytes(zipped(**{"second.zip": second, "a.txt": f"{TEXT} a".encode(), "a.jpg": picture()}))
    lines = {line["member"]: line for line in verbs.add(case, [str(tmp_path / "first.zip")])}
    assert {name: (line["verdict"], line["derived"]) for name, line in lines.items()} == {
        None: ("accept", ["member"]), "a.txt": ("accept", ["text"]), "a.jpg": ("accept", ["thumbnail"]),
        "second.zip": ("accept", ["member"]), "second.zip!/b.txt": ("accept", ["text"]),
        "second.zip!/third.zip": ("accept", ["member"]), "second.zip!/third.zip!/c.txt": ("accept", ["text"]),
        "second.zip!/third.zip!/fourth.zip": ("keep_original_no_derivative", [])}
    assert "deeper than 3" in lines["second.zip!/third.zip!/fourth.zip"]["reason"]
    assert not verbs.verify(case.path)
    again = list(verbs.add(case, [str(tmp_path / "first.zip")]))
    assert all(line["already"] for line in again)
    assert {line["member"] for line in again} == set(lines)


def test_all_layers_together_have_one_limit(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bearwitness.case.intake.packages.MAX_UNPACKED", 3000)
    inner = zipped(**{f"{n}.txt": f"{TEXT} {n} ".encode() * 20 for n in range(5)})
    (tmp_path / "a.zip").write_bytes(zipped(**{"inner.zip": inner}))
    lines = list(verbs.add(case, [str(tmp_path / "a.zip")]))
    assert "unpacks to more than" in lines[-1]["reason"]
    assert sum(line["derived"] == ["text"] for line in lines) == 2


def test_a_package_of_many_members_does_not_run_out_of_files(case, tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    (tmp_path / "a.zip").write_bytes(zipped(**{f"{n}.txt": f"{TEXT} {n}".encode() for n in range(150)}))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, before[1]))
    try:
        lines = list(verbs.add(case, [str(tmp_path / "a.zip")]))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert [line["verdict"] for line in lines] == ["accept"] * 151


# --- files that kill their reader ---------------------------------------------------------------------

def test_a_file_that_kills_its_reader_costs_itself_alone(case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Parser.document

    def deadly(self: Parser, data: bytes, name: str, *rest: object):
        if name.endswith("b.txt"):
            return self._guarded(self.files, name, lambda: (_ for _ in ()).throw(Died("it crashed (SIGSEGV)")))
        return asked(self, data, name, *rest)

    monkeypatch.setattr(Parser, "document", deadly)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    lines = list(verbs.add(case, [str(tmp_path / name) for name in ("a.txt", "b.txt", "c.txt")]))
    assert [line["verdict"] for line in lines] == ["accept", "keep_original_no_derivative", "accept"]
    assert "SIGSEGV" in lines[1]["reason"]
    with case.reading() as connection:
        [failure] = connection.execute(schema.failures.select()).mappings().all()
    assert (failure["stage"], failure["verb"]) == ("reader", "add")
    assert failure["item"].endswith("b.txt")
    assert not verbs.verify(case.path)


def test_whoever_watches_is_told_of_the_walls_once(case, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{TEXT} {name}")
    told: list[str] = []
    list(verbs.add(case, [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], watch=lambda missing, walls: told.append(walls)))
    assert len(told) == 1
    assert "rlimits" in told[0]
