"""A dossier with a real witness and a real time-stamp of `openssl ts`, as a stranger checks it; and which checkpoint it leads to."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests import case_fakes
from tests.test_case_log import by_file, grow, partner
from tests.test_case_timestamps import authorities, server  # noqa: F401

from bearwitness import case as verbs
from bearwitness.case import logkeeping, proving
from bearwitness.custody import note
from bearwitness.store.log import Log

WORDS = "Amal Exampleson said that 13 people were killed in Exampleton on Friday."


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    case_fakes.install(monkeypatch)
    with verbs.new(tmp_path / "case", title="Made-up case") as opened:
        yield opened


def check(folder: Path, *words: str) -> list[str]:
    """What the dossier's own verifier prints, run as its README.txt says."""
    done = subprocess.run([sys.executable, "-I", "verify.py", *words], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == (1 if done.stdout else 0) and not done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="NOT TESTED with a time-stamping server: openssl is not installed")
def test_a_witnessed_and_stamped_dossier_in_a_strangers_hands(case, server: tuple[str, Path], tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "a.txt"
    file.write_text(WORDS)
    list(verbs.add(case, [str(file)]))
    list(verbs.read(case))
    verbs.relate(case)
    verbs.weigh(case)
    made = partner(case)
    case_fakes.allow(case.path, server[0].removeprefix("http://"))
    logkeeping.add_timestamper(case, f"{server[0]}/", (server[1] / "root.pem").read_bytes())
    size = by_file(case, made)
    [line] = logkeeping.stamp(case)
    assert line["reason"] is None
    said: list[str] = []
    folder = verbs.publish(case, [i["id"] for i in verbs.show(case, "incidents")], to=tmp_path / "dossier", audience="court", say=said.append)
    assert said == []
    assert check(folder) == []
    policy = (folder / "policy").read_text()
    assert f"witness {made.name} {made.vkey}\nquorum {made.name}\n# timestamps 1\n" in policy
    told = check_told(folder)
    assert any(f"a log of {size} entries, witnessed at {{'{made.name}': 1741564800}}" in line for line in told)

    # the commands that its README.txt prints
    [command] = [line.strip() for line in (folder / "README.txt").read_text().splitlines() if line.strip().startswith("openssl ts")]
    ran = subprocess.run(shlex.split(command), cwd=folder, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Verification: OK" in ran.stdout + ran.stderr) == (0, True), ran.stderr
    mine = tmp_path / "mine"
    mine.write_text(policy)
    own = (folder / "log.vkey").read_text().strip()
    assert check(folder, ".", own, str(mine)) == []

    def changed(name: str, data: bytes) -> list[str]:
        before = (folder / name).read_bytes()
        (folder / name).write_bytes(data)
        found = check(folder, ".", own, str(mine))
        (folder / name).write_bytes(before)
        return found
    proof = next((folder / "proofs").iterdir())
    text = proof.read_text()
    without = changed(f"proofs/{proof.name}", "".join(line for line in text.splitlines(keepends=True) if not line.startswith(f"— {made.name} ")).encode())
    assert f"policy: is not met: the checkpoint of {size} entries is signed by none" in without
    whole = (folder / "timestamps/000.tsr").read_bytes()
    three = (folder / "timestamps/000.txt").read_bytes()
    (server[1] / "other").write_bytes(three.replace(b"\n", b"\n1", 1))
    for words in (["-query", "-data", "other", "-sha256", "-cert", "-out", "o.tsq"], ["-reply", "-queryfile", "o.tsq", "-out", "o.tsr", "-config", "c.cnf", "-section", "stamps"]):
        subprocess.run(["openssl", "ts", *words], cwd=server[1], check=True, capture_output=True)
    assert "timestamps/000.tsr: is over no checkpoint shown" in changed("timestamps/000.tsr", (server[1] / "o.tsr").read_bytes())
    lower = changed("policy", policy.replace(f"quorum {made.name}", "quorum none").encode())
    assert lower == ["policy: changed: not as the bag's manifests list it"]
    (folder / "timestamps/000.tsr").unlink()
    assert "policy: is not met: it asks for 1 time-stamps" in check(folder)
    (folder / "timestamps/000.tsr").write_bytes(whole)
    assert check(folder) == []


def check_told(folder: Path) -> list[str]:
    done = subprocess.run([sys.executable, "-I", "verify.py", "--explain"], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


# --- which checkpoint -----------------------------------------------------------------------------------

def chosen(case, least: int) -> tuple[int, bool, str]:
    """Its size, whether the policy asks for witnesses, what is said to lack."""
    log = Log(case.path / "log")
    found = proving.choose(log, least)
    assert note.open_checkpoint(found.note, log.vkey).size == found.size >= least
    return found.size, "quorum none" not in found.policy, "; ".join(found.lacking)


def test_without_witnesses_it_is_the_newest_and_said_so(case) -> None:
    grow(case)
    size, asked, lacking = chosen(case, 1)
    assert (size, asked) == (Log(case.path / "log").size, False)
    assert "knows no witness" in lacking and "no time-stamp" in lacking


def test_a_witnessed_state_is_taken_before_a_newer_one_so_long_as_it_covers_the_events(case) -> None:
    made = partner(case)
    grow(case)
    witnessed = by_file(case, made)
    assert chosen(case, witnessed)[:2] == (witnessed, True)
    grow(case, "b")
    newest = Log(case.path / "log").size
    size, asked, lacking = chosen(case, witnessed)
    assert (size, asked) == (witnessed, True)
    assert f"the newest checkpoint, of {newest} entries, is not witnessed; this dossier leads to that of {witnessed}" in lacking
    size, asked, lacking = chosen(case, witnessed + 1)          # an event that it does not cover
    assert (size, asked) == (newest, False)
    assert "signed by 0 of 1 witnesses, and 1 would be enough" in lacking
    assert by_file(case, made) == newest
    assert chosen(case, witnessed + 1)[:2] == (newest, True)
