"""Signatures found by `add`: checked behind walls, told, kept, logged."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.capture import signing

from bearwitness import case as verbs
from bearwitness import cli
from bearwitness.custody import entry
from bearwitness.errors import UsageError
from bearwitness.store import schema

TEXT = b"Twelve people were hurt in Exampleton on Monday.\n"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as a partner sends it, beside it the keys that the team knows."""
    top = tmp_path_factory.mktemp("sent")
    gpg, folder = signing.Gpg(top / "ring"), top / "in"
    folder.mkdir()
    key, root = signing.ssh_key(top), signing.authority()
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "a.txt.asc").write_bytes(gpg.sign(TEXT))
    (folder / "b.txt").write_bytes(b"Three people were hurt on Tuesday.\n")
    (folder / "b.txt.sig").write_bytes(gpg.sign(TEXT, armor=False))
    (folder / "c.txt").write_bytes(b"Nine people were hurt on Friday.\n")
    signing.ssh_sign(key, folder / "c.txt")
    (folder / "d.jpg").write_bytes(signing.credentialed(root))
    (folder / "SHA256SUMS").write_text("".join(f"{hashlib.sha256(TEXT).hexdigest()}  {name}\n" for name in ("a.txt", "b.txt")))
    (top / "team").write_bytes(gpg.public() + key.with_suffix(".pub").read_bytes() + signing.pem(root[1]))
    manifest = f"{hashlib.sha256(b'<p>Words of a page</p>').hexdigest()}  pages/1.html\n".encode()
    with zipfile.ZipFile(top / "p.zip", "w") as archive:
        for name, data in (("pages/1.html", b"<p>Words of a page</p>"), ("manifest.txt", manifest), ("manifest.txt.asc", gpg.sign(manifest))):
            archive.writestr(name, data)
    gpg.close()
    return top


def codes(lines: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {Path(line["source"]).name + (f"#{line['member']}" if line["member"] else ""): [w["code"] for w in line["warnings"]] for line in lines}


def fields_of(case: Any, kind: str) -> list[dict[str, Any]]:
    with case.reading() as connection:
        rows = connection.execute(select(schema.custody_events).where(schema.custody_events.c.kind == kind).order_by(schema.custody_events.c.idx)).mappings().all()
    return [entry.read_fields(row["entry"], json.loads(row["disclosures"])) for row in rows]


def test_signatures_beside_and_inside_are_told_kept_and_logged(sent: Path, tmp_path: Path) -> None:
    with verbs.new(tmp_path / "case") as case:
        lines = list(verbs.add(case, [str(sent / "in"), str(sent / "p.zip")], signer_keys=[sent / "team"]))
        assert codes(lines) == {
            "SHA256SUMS": [], "a.txt": ["signature-valid", "checksum-fits"], "a.txt.asc": [], "b.txt": ["signature-invalid", "checksum-differs"], "b.txt.sig": [],
            "c.txt": ["signature-valid"], "c.txt.sig": [], "d.jpg": ["signature-valid"], "p.zip": [], "p.zip#pages/1.html": ["checksum-fits"],
            "p.zip#manifest.txt": ["signature-valid"], "p.zip#manifest.txt.asc": []}
        assert {line["source"].rpartition("/")[2]: (line["derived"], line["report"]) for line in lines if line["source"].endswith(".asc")} == {"a.txt.asc": (["signature"], None)}
        logged = {f["source"].rpartition("/")[2]: f for f in fields_of(case, "capture") if "signatures" in f}
        assert logged["a.txt"]["signatures"][0] | {"text": ""} == {
            "scheme": "openpgp", "verdict": "valid", "text": "", "found": "a.txt.asc", "sha256": hashlib.sha256((sent / "in/a.txt.asc").read_bytes()).hexdigest(),
            "signer": logged["a.txt"]["signatures"][0]["signer"], "name": "Made-up Archive <archive@example.org>", "claimed": logged["a.txt"]["signatures"][0]["claimed"]}
        assert logged["a.txt"]["signature_keys"] == [hashlib.sha256((sent / "team").read_bytes()).hexdigest()]
        kept = {f["sha256"] for f in fields_of(case, "import") if f["method"] == "signature"}
        assert hashlib.sha256((sent / "in/b.txt.sig").read_bytes()).hexdigest() in kept
        shown = {row["source"].rpartition("/")[2]: [s["verdict"] for s in row["signatures"]] for row in verbs.show(case, "reports")}
        assert (shown["b.txt"], shown["c.txt"], shown["SHA256SUMS"]) == (["invalid", "checksum-differs"], ["valid"], [])
        assert all(line["already"] for line in verbs.add(case, [str(sent / "in"), str(sent / "p.zip")], signer_keys=[sent / "team"]))
    assert verbs.verify(tmp_path / "case") == []


def test_a_file_alone_brings_its_signature_along(sent: Path, tmp_path: Path) -> None:
    with verbs.new(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(sent / "in/a.txt")])
        assert [w["code"] for w in line["warnings"]] == ["signature-unknown-signer", "checksum-fits"]
        assert {Path(f["source"]).name for f in fields_of(case, "import")} == {"a.txt.asc", "SHA256SUMS"}
    assert verbs.verify(tmp_path / "case") == []


def test_the_keys_may_be_named_in_the_case(sent: Path, tmp_path: Path) -> None:
    with verbs.new(tmp_path / "case") as case:
        (case.path / "team.asc").write_bytes((sent / "team").read_bytes())
        settings = (case.path / "case.toml").read_text()
        (case.path / "case.toml").write_text(settings + '\n[capture]\nsigners = ["team.asc"]\n')
    with verbs.open_case(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(sent / "in/c.txt")])
        assert [w["code"] for w in line["warnings"]] == ["signature-valid"]


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), (b"no key at all", "holds no public key"),
                                                (b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n", "cannot be read")])
def test_keys_that_are_none_are_refused_before_anything_is_added(sent: Path, tmp_path: Path, content: bytes | None, words: str) -> None:
    keys = tmp_path / "keys"
    if content is not None:
        keys.write_bytes(content)
    with verbs.new(tmp_path / "case") as case:
        with pytest.raises(UsageError, match=words):
            list(verbs.add(case, [str(sent / "in/a.txt")], signer_keys=[keys]))
        assert fields_of(case, "capture") == []


def test_a_parser_that_dies_of_a_signature_costs_nothing_else(sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bearwitness.sandbox import Died, Worker

    asked = Worker.ask

    def ask(self: Worker, job: str, *line: Any, **more: Any) -> Any:
        if job == "signatures":
            raise Died("it crashed (SIGSEGV)")
        return asked(self, job, *line, **more)

    monkeypatch.setattr(Worker, "ask", ask)
    with verbs.new(tmp_path / "case") as case:
        [line] = verbs.add(case, [str(sent / "in/c.txt")])
        assert line["verdict"] == "accept_with_warning"
        assert [(w["code"], "SIGSEGV" in w["text"]) for w in line["warnings"]] == [("signature-not-checked", True)]
        with case.reading() as connection:
            [failure] = connection.execute(select(schema.failures)).mappings().all()
        assert (failure["stage"], "SIGSEGV" in failure["reason"]) == ("signatures", True)


def test_the_command_takes_keys(sent: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    case = str(tmp_path / "case")
    assert cli.run(["new", case]) == 0
    capfd.readouterr()
    assert cli.run(["add", str(sent / "in/c.txt"), "--signer-keys", str(sent / "team"), "--case", case, "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["warnings"][0]["code"] == "signature-valid"
    assert cli.run(["show", "reports", "--case", case]) == 0
    assert "valid" in capfd.readouterr().out
