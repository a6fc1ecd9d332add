"""The workbench's pages in a real Chromium: small and large, light and dark, in both languages, and with scripts off.

Screenshots go to the folder named by BEARWITNESS_SHOTS when it is set, so that a person can look at them.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from tests.dossier.test_browser import CONTRAST

from bearwitness import case as verbs

from . import stage

pytestmark = [pytest.mark.browser, pytest.mark.skipif(stage.CHROMIUM is None, reason="NOT TESTED in a browser: no Chromium; see tools/browser.py")]
ROOT = Path(__file__).parents[2]
WORDS = ("The fictional Valley Monitor said on Monday that at least 12 people were killed when shells fell on the market of Exampleton. "
         "The army denied that it had shelled the town.")
PAGE = f"<html lang='en'><head><title>Shells fall on a market</title></head><body><article><p>{WORDS}</p><a href='http://x.example/'>more</a></article></body></html>"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    folder = tmp_path_factory.mktemp("shown")
    (folder / "in").mkdir()
    (folder / "in" / "page.html").write_text(PAGE, "utf-8")
    shutil.copy(ROOT / "tests/readers/files/right_to_left.pdf", folder / "in" / "report.pdf")
    picture = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).save(picture, "JPEG")
    (folder / "in" / "picture.jpg").write_bytes(picture.getvalue())
    with verbs.new(folder / "case", title="Exampleton, March") as case:
        list(verbs.add(case, [str(folder / "in")]))
        assert all(result.ok for result in verbs.read(case, jobs=1))
    process = subprocess.Popen([sys.executable, "-m", "bearwitness", "serve", "--case", str(folder / "case")], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    assert process.stdout is not None
    address = process.stdout.readline().decode().strip()
    try:
        lines = [json.loads(line) for line in urllib.request.urlopen(f"{address}/api/v1/reports", timeout=60)]
        yield address, {Path(line["source"]).name: f"{address}/reports/{line['id']}" for line in lines}
    finally:
        process.terminate()
        assert process.wait(30) == 0


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=stage.CHROMIUM, args=stage.FLAGS)
        yield running
        running.close()


def shot(page: Any, name: str) -> None:
    if folder := os.environ.get("BEARWITNESS_SHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"workbench-{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_fit_and_can_be_read(browser: Any, shown: tuple[str, dict[str, str]], language: str, width: int, scheme: str) -> None:
    address, reports = shown
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    try:
        page, told = context.new_page(), list[str]()
        page.on("console", lambda message: told.append(message.text))
        page.on("requestfailed", lambda request: told.append(request.url))
        for name, place in (("list", f"{address}/"), *((name, reports[name]) for name in ("page.html", "picture.jpg", "report.pdf")), ("nothing", f"{address}/nothing")):
            page.goto(f"{place}?lang={language}")
            inner, outer = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert inner <= outer, f"{name}: the page does not scroll sideways"
            assert page.evaluate(CONTRAST) == [], name
            small = page.evaluate("""[...document.querySelectorAll('a.button, button, input:not([type=hidden])')].map(e => e.getBoundingClientRect())
                .filter(b => b.height < 24 || b.width < 24).length""")
            assert small == 0, f"{name}: something to press is too small"
            assert page.evaluate("document.documentElement.dir") == {"en": "ltr", "ar": "rtl"}[language]
            shot(page, f"{name}-{language}-{width}-{scheme}")
        assert [line for line in told if "404" not in line] == []
    finally:
        context.close()


def test_everything_works_without_scripts(browser: Any, shown: tuple[str, dict[str, str]]) -> None:
    _, reports = shown
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto(reports["picture.jpg"])
        picture = page.frame_locator("iframe").locator("img")
        assert picture.bounding_box()["width"] == 240
        page.get_by_role("link", name="Show pictures as they are").click()
        assert page.frame_locator("iframe").locator("img").bounding_box()["width"] > 400
        page.get_by_role("link", name="Dim the pictures again").click()
        assert page.frame_locator("iframe").locator("img").bounding_box()["width"] == 240
        page.get_by_role("link", name="العربية").click()
        assert page.locator("html").get_attribute("dir") == "rtl"
    finally:
        context.close()


def test_a_mark_leads_to_its_claim_and_back(browser: Any, shown: tuple[str, dict[str, str]]) -> None:
    _, reports = shown
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(reports["page.html"])
        page.locator("mark.kind-toll a").first.click()
        target = page.locator(":target")
        assert "toll" in target.inner_text() and "at least 12" in target.inner_text()
        target.locator("a.kind").click()
        assert page.locator(":target").evaluate("e => e.nextElementSibling.textContent").startswith("at least 12")
    finally:
        page.close()


def test_a_saved_original_is_the_original(browser: Any, shown: tuple[str, dict[str, str]], tmp_path: Path) -> None:
    _, reports = shown
    page = browser.new_page(accept_downloads=True)
    try:
        page.goto(reports["page.html"])
        with page.expect_download() as waiting:
            page.get_by_role("link", name="Save the original").click()
        assert waiting.value.suggested_filename.endswith("-page.html.evidence")
        waiting.value.save_as(tmp_path / "saved")
        assert (tmp_path / "saved").read_text("utf-8") == PAGE
    finally:
        page.close()


def test_evidence_is_framed_by_nobody_else(browser: Any, shown: tuple[str, dict[str, str]]) -> None:
    """A page elsewhere that has learned the address of a view cannot hold it in a frame, nor the workbench itself."""
    address, reports = shown
    page = browser.new_page()
    try:
        page.goto(reports["page.html"])
        view = page.locator("iframe").get_attribute("src")
        elsewhere = stage.serve(lambda request: (200, {"Content-Type": "text/html"}, f"<iframe src='{view}'></iframe><iframe src='{address}/'></iframe>".encode()))
        page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
        page.wait_for_timeout(500)
        assert [frame.url for frame in page.frames[1:] if frame.url.startswith(("http://127.0.0.2", address))] == []
        elsewhere.shutdown()
        elsewhere.server_close()
    finally:
        page.close()
