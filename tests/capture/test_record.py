"""The capture record: every field of the Berkeley Protocol's list is there, or missing with its reason, in every lane and import."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.capture import archived
from tests.test_case_capture import PATHS, events_of, new_case, server  # noqa: F401 - a fixture

from bearwitness import case as verbs
from bearwitness.capture import clockstate, record

PICTURE = archived.PNG
POST = {"id": "p1", "text": "Ten people were killed in Northtown.", "account": "Fictional Monitor", "published_at": "2025-03-09T10:00:00Z"}


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def records(case: Any) -> list[tuple[dict, dict]]:
    """(event, its capture record) of every arrival; those of a captured address stand with its package."""
    imports, captures = events_of(case, "import"), events_of(case, "capture")
    of_package = {event["sha256"]: event["capture"] for event in imports}
    return [(event, event["capture"]) for event in imports] + [(event, event.get("capture") or of_package[event["package_sha256"]]) for event in captures]


SOURCES: dict[str, dict[str, bytes]] = {
    "a file": {"a.txt": b"Ten people were killed in Northtown, the fictional Monitor said."}, "a picture": {"a.png": PICTURE},
    "nothing that is read": {"a.bin": b"\x00\x01\x02" * 50}, "a WARC": {"a.warc.gz": archived.packed(archived.crawl())},
    "a WACZ": {"a.wacz": archived.wacz(archived.answer("https://paper.example.net/a", archived.PAGE, 40), [("https://paper.example.net/a", "A")])},
    "a ZIP": {"a.zip": zipped(**{"one.txt": b"Two people died in Northtown, the Monitor said.", "two.html": archived.PAGE})}, "posts": {"a.posts.jsonl": json.dumps(POST).encode()},
}


def whole(about: dict) -> list[str]:
    """What is wrong with a record: a field that is not there, is blank, or is missing without a reason."""
    faults = [f"{name} is not there" for name in record.FIELDS if name not in about]
    for name in record.FIELDS:
        value = about.get(name)
        if value is None or value == "" or (isinstance(value, dict) and not value.get("missing", True)):
            faults.append(f"{name} is blank: {value!r}")
    return faults


@pytest.mark.parametrize("what", SOURCES)
def test_each_import_has_its_whole_record(tmp_path: Path, what: str) -> None:
    for name, data in SOURCES[what].items():
        (tmp_path / name).write_bytes(data)
    with new_case(tmp_path / "c", None) as case:
        list(verbs.add(case, [str(tmp_path / name) for name in SOURCES[what]]))
        found = records(case)
        assert found
        for event, about in found:
            assert whole(about) == [], event["method"]
            assert about["method"] == event["method"]
            assert about["sha256"] == event["sha256"]
            assert {"collector", "egress"} - {name for name in about if isinstance(about[name], dict) and "missing" in about[name]} == set()      # nobody told
        assert list(verbs.verify(tmp_path / "c")) == []


@pytest.mark.parametrize("path", ["/page", "/moved", "/gone", "/empty", "/picture"])
def test_each_capture_has_its_whole_record(tmp_path: Path, server: str, path: str) -> None:  # noqa: F811
    assert path in PATHS
    with new_case(tmp_path / "c", server) as case:
        with (tmp_path / "c" / "case.toml").open("a") as settings:
            settings.write("browser = false\n")
        list(verbs.add(case, [f"http://{server}{path}"]))
        for _, about in records(case):
            assert whole(about) == []
            assert about["collector"] == "researcher 3"
            assert len(about["tool_build"]) == 64


def test_the_time_of_adding_is_never_that_of_collecting(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ten people were killed in Northtown, the fictional Monitor said.")
    (tmp_path / "b.warc").write_bytes(b"".join(archived.crawl()[:3]))
    with new_case(tmp_path / "c", None) as case:
        list(verbs.add(case, [str(tmp_path / "a.txt"), str(tmp_path / "b.warc")]))
        told = {event["method"]: about["time_start"] for event, about in records(case) if "report" in event}
    assert told["import:warc"] == "2025-03-10T09:00:00.000Z"
    assert "missing" in told["upload"]


@pytest.mark.parametrize(("egress", "level", "kept"), [
    ("VPN, 203.0.113.9", 0, "VPN, (an address, kept at level 3 alone)"), ("VPN, 203.0.113.9", 3, "VPN, 203.0.113.9"), ({"kind": "tor", "address": "2001:db8::7"}, 2,
     {"kind": "tor", "address": "(an address, kept at level 3 alone)"}), ("direct", None, "direct"),
])
def test_an_address_of_the_collector_is_kept_at_level_three_alone(egress: object, level: int | None, kept: object) -> None:
    assert record.of_collector({"egress": egress, "collector": "researcher 3", "allow": ["x"]}, level) == {"egress": kept, "collector": "researcher 3"}


@pytest.mark.parametrize(("answer", "expected", "why"), [
    ((0, 0x2001, 1_500_000, 4_000), {"value": 1.5, "most": 4.0}, "in nanoseconds"), ((0, 0x0001, -250, 900), {"value": -0.25, "most": 0.9}, "in microseconds"),
    ((5, 0x0040, 0, 16_000_000), {"missing"}, "nobody keeps the clock"), ((0, 0x0040, 0, 0), {"missing"}, "unsynchronised"), ((-1, 0, 0, 0), {"missing"}, "not allowed"),
])
def test_what_the_kernel_says_of_the_clock(answer: tuple[int, int, int, int], expected: object, why: str) -> None:
    found = clockstate.judged(*answer)
    if isinstance(expected, dict):
        assert {name: found[name] for name in expected} == expected, why
        assert "ntp_adjtime" in found["source"]
    else:
        assert set(found) == expected, why


def test_the_build_is_the_digest_of_the_program() -> None:
    assert clockstate.build() == clockstate.build()
    assert int(clockstate.build(), 16)
    assert set(clockstate.clock_offset()) in ({"missing"}, {"value", "most", "source"})
