#!/usr/bin/env python3
"""Make sure that a Chromium is there for the page tests, openssl for the test of time stamps, bubblewrap for
that of the parsing process, and a C compiler for that of power cuts. Standard library only.

On Debian as root it is installed when missing, with fonts for Arabic script. Elsewhere the page tests are
skipped, loudly; where `CI=true` that is an error, because a check that does not run must not look green.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ["openssl", "bubblewrap", "gcc", "libc6-dev", "chromium", "fonts-noto-core", "fonts-dejavu-core"]


def find() -> str | None:
    """The path of a Chromium, if there is one."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install() -> None:
    """Ask apt for it; a failed update is not fatal, the package may be known already."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-q"], env=environment, stdout=subprocess.DEVNULL)
    subprocess.call(["apt-get", "install", "-q", "-y", "--no-install-recommends", *PACKAGES], env=environment,
                    stdout=subprocess.DEVNULL)


def main() -> None:
    if find() and all(map(shutil.which, ("openssl", "bwrap", "gcc"))):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("browser: installing Chromium for the page tests", file=sys.stderr)
        install()
    if find():
        return
    how = f"install it with `apt-get install {' '.join(PACKAGES)}` or put `chromium` on the PATH"
    if os.environ.get("CI") == "true":
        sys.exit(f"browser: no Chromium, so the page tests cannot run: {how}")
    line = "!" * 78
    print(f"{line}\nbrowser: NO CHROMIUM. THE PAGE TESTS WILL BE SKIPPED: {how}\n{line}", file=sys.stderr)


if __name__ == "__main__":
    main()
