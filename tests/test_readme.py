"""The commands of the README and of the pages are run as they stand, and their output is compared with the excerpts.

In a page a block marked `sh` is run, in order, in a temporary folder, and must end with status 0. A block marked `text` right
after it shows an excerpt: each of its lines must be found in what the block printed, in order of its parts.

What differs from version to version is not compared: ids, counts, ranges, the word for a standing. An id in a command stands for the first id of
its kind that an earlier block printed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "docs" / "tutorial.md", *sorted((ROOT / "docs" / "how-to").glob("*.md"))]
SKIPPED = re.compile(r"\s*(?:make|pip|git) ")
INCIDENT = r"\b[A-Z]{3}-[A-Z2-7]{6}\b"
DIGEST = r"(?<![\w-])[0-9a-f]{8}(?:[0-9a-f]{4})?(?![\w-])"
STANDINGS = "no figure|circular|single root|contested|convergent|supported|differing|not weighed"


@dataclass(frozen=True)
class Block:
    """One `sh` block of a page, and the excerpt that follows it."""

    code: str
    excerpt: tuple[str, ...]


def blocks(page: Path) -> list[Block]:
    found = list(re.finditer(r"^```(\w+)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL))
    out = []
    for n, match in enumerate(found):
        if match[1] != "sh":
            continue
        after = found[n + 1] if n + 1 < len(found) else None
        near = after is not None and after[1] == "text" and not page.read_text("utf-8")[match.end():after.start()].strip()
        out.append(Block(match[2], tuple(line for line in after[2].splitlines() if line.strip()) if near and after else ()))
    return out


def runnable(code: str, page: Path) -> str:
    """The block without what installs or builds; what is left out is told."""
    kept = []
    for line in code.splitlines():
        if SKIPPED.match(line):
            warnings.warn(f"{page.name}: not run by this test: {line}", stacklevel=2)
        else:
            kept.append(line)
    return "\n".join(kept)


def with_real_ids(code: str, printed: list[str]) -> str:
    """Ids in a command become those that were printed last: each kind's first in the newest output that has one."""
    for pattern in (INCIDENT, DIGEST):
        real = next((m[0] for output in reversed(printed) if (m := re.search(pattern, output))), None)
        if real is not None:
            code = re.sub(pattern, real, code)
    return code


def pattern_of(line: str) -> str:
    """An excerpt's line as a pattern. Two spaces or `…` stand for anything between.

    >>> bool(re.search(pattern_of("18 claims  e51454c9  a.txt"), "   7 claims     9 mentions  00ff00ff  a.txt"))
    True
    """
    parts = [part.strip() for part in re.split(r"…|\s{2,}", line) if part.strip()]
    return ".*?".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if re.fullmatch(r"[\d,.]+(?:–[\d,.]+)?", part):
        return r"[\d,.–…?]*"
    if part in STANDINGS.split("|"):
        return f"(?:{STANDINGS})"
    out = re.escape(part)
    out = re.sub(r"\\-", "-", out)
    out = re.sub(INCIDENT, lambda _: INCIDENT, out)
    out = re.sub(DIGEST, lambda _: DIGEST, out)
    return re.sub(r"^\d+\\ (claims|mentions)", r"\\d+\\ \1", out)


def run_block(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs lines of shell in a folder, with the installed command first in the path; stops at the first that fails."""
    command = Path(sys.executable).with_name("bearwitness")
    assert command.exists(), "install the package first: make test"
    env = {k: v for k, v in os.environ.items() if not k.startswith("BEARWITNESS_")}
    env["PATH"] = f"{command.parent}{os.pathsep}{env['PATH']}"
    return subprocess.run([shutil.which("bash") or "bash", "-c", f"set -e -o pipefail\n{code}"], cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample case, made once by `bearwitness demo --to coast`; what it printed lies beside it."""
    folder = tmp_path_factory.mktemp("demo")
    run = run_block("bearwitness demo --to coast", folder)
    assert run.returncode == 0, run.stdout
    (folder / "printed").write_text(run.stdout)
    return folder


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_the_commands_of_a_page_run_and_print_what_it_says(page: Path, tmp_path: Path, demo: Path):
    todo = blocks(page)
    assert todo, "a page of commands without a block that is run"
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    before: list[str] = []
    printed: list[str] = []
    for block in todo:
        code = with_real_ids(runnable(block.code, page), printed)
        # Three pages begin with the sample case: it is made once, and each works on a copy.
        code = re.sub(r"^bearwitness demo --to (\S+)$", rf"cp -r '{demo}/coast' \1; cat '{demo}/printed'", code, flags=re.MULTILINE)
        run = run_block("\n".join([*before, code]), tmp_path)
        assert run.returncode == 0, f"{page.name}: this block ended with status {run.returncode}:\n{code}\n{run.stdout}"
        for line in block.excerpt:
            assert re.search(pattern_of(line), run.stdout, re.MULTILINE), \
                f"{page.name}: the excerpt says {line!r}, but this was printed:\n{run.stdout}"
        before += [line for line in code.splitlines() if re.match(r"(?:export|cd) ", line)]
        printed.append(run.stdout)


def test_the_readme_has_the_two_commands_and_five_lines():
    text = (ROOT / "README.md").read_text("utf-8")
    assert "    make demo" in text and "    make test" in text
    code = "\n".join(block.code for block in blocks(ROOT / "README.md"))
    assert [verb for verb in ("new", "add", "read", "relate", "weigh", "publish", "verify") if f"bearwitness {verb}" not in code] == []


@pytest.mark.parametrize(("line", "printed", "fits"), [
    ("18 claims     19 mentions  e51454c9  a.txt", "    7 claims      2 mentions  00ff00ff  a.txt", True),
    ("18 claims     19 mentions  e51454c9  a.txt", "    7 claims      2 mentions  00ff00ff  b.txt", False),
    ("SYR-XK7X6O  2025-03-06 – 2025-03-12  Syrian coast, …", "INC-ABCDEF  2025-03-06 – 2025-03-12  Syrian coast, Latakia", True),
    ("killed  all persons  1084–1870  1426  convergent", "SYR-1  killed  all persons  12    contested  x", True),
    ("killed  all persons", "killed  civilians", False),
])
def test_excerpts_are_compared_by_what_stays(line: str, printed: str, fits: bool):
    assert bool(re.search(pattern_of(line), printed)) is fits
