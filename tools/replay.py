#!/usr/bin/env python
"""Open a WACZ file in ReplayWeb.page, in a real Chromium, and take a picture of each of its pages.

    tools/replay.py captures.wacz --to pictures

The player is fetched from the npm registry by its name (`npm pack replaywebpage`), or given with --player. It is served with the file from
this machine; whatever else the browser asks for is refused and told. Ends 1 when a page shows nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bearwitness.capture.browser import chromium

PLAYER = "replaywebpage"
SECONDS = 40
HOST = """<!doctype html><meta charset="utf-8"><script src="/ui.js"></script>
<style>html, body, replay-web-page {{ margin: 0; height: 100%; display: block }}</style>
<replay-web-page source="/file.wacz" url="{url}" ts="{ts}" replayBase="/replay/" embed="default"></replay-web-page>"""


class _Files(SimpleHTTPRequestHandler):
    """Files with ranges, as the player asks for them."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not path.is_file() or asked is None:
            super().do_GET()
            return
        data = path.read_bytes()
        start, end = int(asked[1]), min(int(asked[2] or len(data) - 1), len(data) - 1)
        self.send_response(206)
        for name, value in (("Content-Range", f"bytes {start}-{end}/{len(data)}"), ("Content-Length", str(end - start + 1)), ("Accept-Ranges", "bytes")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[start:end + 1])

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def player(folder: Path, given: Path | None) -> str:
    """Puts the player's two scripts into a folder; gives its version."""
    if given is None:
        subprocess.run(["npm", "pack", PLAYER, "--silent"], cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=300)
        given = next(folder.glob("*.tgz"))
    (folder / "replay").mkdir()
    version = "?"
    with tarfile.open(given) as archive:
        for name, to in (("package/ui.js", "ui.js"), ("package/sw.js", "replay/sw.js"), ("package/package.json", "")):
            file = archive.extractfile(name)
            assert file is not None
            data = file.read()
            if to:
                (folder / to).write_bytes(data)
            else:
                version = str(json.loads(data)["version"])
    return version


def show(base: str, folder: Path, page: dict[str, Any], picture: Path) -> tuple[str, list[str]]:
    """The words that a page shows when it is replayed, and the addresses that were asked for beside our own."""
    from playwright.sync_api import Error, sync_playwright

    (folder / "page.html").write_text(HOST.format(url=page["url"].replace("&", "&amp;"), ts=re.sub(r"\D", "", page["ts"])[:14]))
    outside: list[str] = []
    words = ""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), chromium_sandbox=os.geteuid() != 0, args=["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"])
        context = browser.new_context(viewport={"width": 1200, "height": 900})
        tab = context.new_page()
        context.on("request", lambda request: None if request.url.startswith((base, "blob:", "data:", "about:")) else outside.append(request.url))
        tab.goto(f"{base}/page.html")
        for _ in range(SECONDS * 2):
            tab.wait_for_timeout(500)
            for frame in tab.frames:
                if "mp_/" in frame.url:
                    try:
                        words = frame.inner_text("body", timeout=1_000)
                    except Error:
                        continue
            if words.strip():
                break
        tab.wait_for_timeout(1_500)
        tab.screenshot(path=str(picture))
        browser.close()
    return words, sorted(set(outside))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE.wacz")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="where the pictures go")
    parser.add_argument("--player", type=Path, metavar="FILE.tgz", help="the player's npm package; else it is fetched")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(given.file) as archive:
        pages = [page for line in archive.read("pages/pages.jsonl").splitlines() if "url" in (page := json.loads(line))]
    failed = not pages
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{PLAYER} {player(folder, given.player.resolve() if given.player else None)}")
        (folder / "file.wacz").write_bytes(given.file.read_bytes())
        with served(folder) as base:
            for number, page in enumerate(pages, 1):
                words, outside = show(base, folder, page, given.to / f"{number:03d}.png")
                shown = " ".join(words.split())
                failed |= not shown
                print(f"{page['url']}: {len(shown)} characters shown: {shown[:100]!r}" + (f"; asked for beside: {outside}" if outside else ""))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
