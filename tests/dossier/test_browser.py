"""The page in a real Chromium: from disk, without a network, small and large, light and dark, printed.

Screenshots go to the folder named by BEARWITNESS_SHOTS when it is set, so that a person can look at them.
"""

import os
import shutil
from pathlib import Path

import pytest

from bearwitness import dossier

from .sample import INCIDENT

CHROMIUM = next((p for p in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if p), None)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: see tools/browser.py"),
]

# How far each text stands out from what is behind it (WCAG 2.2, 1.4.3), for the plain texts of the page.
CONTRAST = """() => {
  const lum = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 });
                     return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] };
  const rgb = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const back = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor);
                      if (c.length && (c.length < 4 || c[3] > 0)) return c.slice(0, 3) } return [255, 255, 255] };
  const bad = [];
  for (const e of document.querySelectorAll('p,li,td,th,a,dt,dd,h1,h2,h3,caption,figcaption,mark,span,b,i')) {
    if (!e.textContent.trim() || !e.getClientRects().length) continue;
    const a = lum(rgb(getComputedStyle(e).color).slice(0, 3)), b = lum(back(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push([e.tagName, e.className, e.textContent.slice(0, 30), ratio]);
  }
  return bad.slice(0, 5);
}"""


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def places(snapshot, tmp_path_factory):
    """The page in both languages, on disk."""
    found = {}
    for language in ("en", "ar"):
        found[language] = tmp_path_factory.mktemp(language) / "index.html"
        found[language].write_bytes(dossier.build(snapshot, [INCIDENT], audience="public", language=language)["index.html"])
    return found


def shots() -> Path | None:
    folder = os.environ.get("BEARWITNESS_SHOTS")
    if not folder:
        return None
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_opens_from_disk(browser, places, language, width, scheme):
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    try:
        page = context.new_page()
        asked, told = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.goto(places[language].as_uri())
        assert asked == [places[language].as_uri()] and told == []
        inner, outer = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert inner <= outer, "the page does not scroll sideways"
        assert page.evaluate(CONTRAST) == []
        shown = page.evaluate("[...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).map(s => s.getBoundingClientRect().right)")
        assert len(shown) >= 5 and all(right <= width for right in shown)
        if shots():
            page.screenshot(path=shots() / f"{language}-{width}-{scheme}.png", full_page=True)
    finally:
        context.close()


def test_a_value_leads_to_its_passage(browser, places):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    try:
        page.goto(places["en"].as_uri())
        page.locator(".latest a", has_text="1,614").first.click()
        target = page.locator(":target")
        assert "1,614 civilians" in target.locator("mark").inner_text()
        assert "1,614 civilians" in page.locator(".group:has(:target) blockquote mark").inner_text()
        assert target.is_visible() and page.evaluate("scrollY") > 1000
    finally:
        page.close()


def test_words_of_drawings_stay_inside_them(browser, places):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(places["en"].as_uri())
        outside = page.evaluate("""() => [...document.querySelectorAll('svg text')].filter(t => t.getClientRects().length)
          .filter(t => { const b = t.getBoundingClientRect(), s = t.ownerSVGElement.getBoundingClientRect();
                         return b.left < s.left - 1 || b.right > s.right + 1 || b.top < s.top - 1 || b.bottom > s.bottom + 1 })
          .map(t => t.textContent)""")
        assert outside == []
    finally:
        page.close()


def test_it_prints_on_a4(browser, places):
    import io

    from pypdf import PdfReader

    page = browser.new_page()
    try:
        page.goto(places["en"].as_uri())
        data = page.pdf(prefer_css_page_size=True)
    finally:
        page.close()
    pages = PdfReader(io.BytesIO(data)).pages
    assert [round(float(v)) for v in pages[0].mediabox[2:]] == [595, 842]
    text = "".join(p.extract_text() for p in pages)
    assert "What this page cannot say" in text and 5 < len(pages) < 40
    if shots():
        (shots() / "printed.pdf").write_bytes(data)
