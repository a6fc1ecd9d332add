"""`key` and signed judgements: what is refused and why, what is signed, and what a newer reading carries on."""

from __future__ import annotations

import json
import os
import pty
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from tests import case_fakes

from bearwitness import case as verbs
from bearwitness.case import keys
from bearwitness.cli import run
from bearwitness.custody import commit
from bearwitness.errors import NotFound, StoreError, UsageError
from bearwitness.store import events

TEXT = "Dana said that 13 people were killed in Exampleton."


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    case_fakes.install(monkeypatch)
    (tmp_path / "a.txt").write_text(TEXT)
    with verbs.new(tmp_path / "case") as made:
        list(verbs.add(made, [str(tmp_path / "a.txt")]))
        list(verbs.read(made))
        yield made
    assert verbs.verify(tmp_path / "case") == []


@pytest.fixture
def amal(tmp_path: Path) -> Path:
    keys.new_key("Amal", tmp_path / "amal.key")
    return tmp_path / "amal.key"


@pytest.fixture
def bruno(tmp_path: Path) -> Path:
    keys.new_key("Bruno", tmp_path / "bruno.key")
    return tmp_path / "bruno.key"


def claim(case) -> str:
    return next(c["id"] for c in verbs.show(case, "claims") if c["kind"] == "toll")


def logged(case, subject: str) -> dict:
    with case.reading() as connection:
        [event] = events.logged(connection, subject)
    return {f.name: f.value for f in map(commit.open_disclosure, event.disclosures)}


# --- key files ----------------------------------------------------------------------------------------

def test_a_key_file_is_for_its_owner_alone(tmp_path: Path):
    (tmp_path / "new").mkdir()
    os.umask(before := os.umask(0))
    try:
        os.umask(0)
        public = keys.new_key("Amal", tmp_path / "new" / "amal.key")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "new" / "amal.key").stat().st_mode) == 0o600
    assert keys.load_key(tmp_path / "new" / "amal.key").public == public
    assert not keys.open_to_others(tmp_path / "new" / "amal.key")


def test_a_key_is_never_overwritten(tmp_path: Path, amal: Path):
    before = amal.read_bytes()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for there in (amal, tmp_path / "link"):
        with pytest.raises(UsageError, match="never overwritten"):
            keys.new_key("Amal", there)
    assert amal.read_bytes() == before and not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("where", ["amal.key", "keys/amal.key", "new/folder/amal.key", "../link/amal.key"])
def test_a_private_key_has_no_place_in_a_case(case, where: str, amal: Path):
    (case.path.parent / "link").symlink_to(case.path / "objects")
    with pytest.raises(UsageError, match="lies in the case"):
        keys.new_key("Amal", case.path / where)
    (case.path / where).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(amal, case.path / where)
    with pytest.raises(UsageError, match="lies in the case"):
        keys.load_key(case.path / where)
    (case.path / where).unlink()


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "\u200b", "x" * 300, "bell\a"])
def test_names_that_are_none(tmp_path: Path, name: str):
    with pytest.raises(UsageError, match="no name"):
        keys.new_key(name, tmp_path / "k")
    assert not (tmp_path / "k").exists()


def test_a_passphrase_is_asked_for_when_it_is_needed(tmp_path: Path, amal: Path):
    public = keys.new_key("Amal", tmp_path / "k", passphrase="right")
    assert keys.load_key(tmp_path / "k", lambda: "right").public == public
    for ask, told in ((None, "protected by a passphrase"), (lambda: "wrong", "passphrase is wrong"), (lambda: "", "protected by a passphrase")):
        with pytest.raises(UsageError, match=told):
            keys.load_key(tmp_path / "k", ask)
    keys.load_key(amal, lambda: pytest.fail("asked for needlessly"))


# --- keys of a case -----------------------------------------------------------------------------------

def test_made_known_listed_withdrawn(case, amal: Path, bruno: Path):
    first, second = keys.load_key(amal), keys.load_key(bruno)
    keys.add_key(case, "Amal", first)
    keys.add_key(case, " Bruno ", second)
    keys.withdraw_key(case, "Amal", by=second, reason="lost")
    rows = [(row["person"], row["public"], row["withdrawn_by"], row["reason"]) for row in keys.list_keys(case)]
    assert rows == [("Amal", first.public, "Bruno", "lost"), ("Bruno", second.public, None, None)]
    ring = keys.keyring(case)
    at = ring.keys[first.public].added
    assert [k.public for k in ring.holding("Amal", at + 1)] == [first.public] and ring.holding("Amal", at + 9) == []
    with case.reading() as connection:
        assert len({e.item for e in events.logged(connection, first.public)}) == 1, "all about one name goes under one pseudonym"


def test_no_private_key_comes_into_the_case(case, amal: Path):
    key = keys.load_key(amal)
    keys.add_key(case, "Amal", key)
    keys.sign_as(case, key)
    verbs.judge(case, claim(case), relation="accept", reason="x")
    case.close()
    secrets = (key.seed, key.seed.hex().encode(), amal.read_bytes().splitlines()[2])
    for file in (f for f in case.path.rglob("*") if f.is_file()):
        assert not any(secret in file.read_bytes() for secret in secrets), file


def test_what_is_refused(case, amal: Path, bruno: Path, tmp_path: Path):
    keys.new_key("Amal", tmp_path / "new.key")
    one, two, new = (keys.load_key(file) for file in (amal, bruno, tmp_path / "new.key"))
    with pytest.raises(UsageError, match="does not know this key"):
        keys.sign_as(case, one)
    with pytest.raises(UsageError, match="the case does not know it"):
        keys.add_key(case, "Amal", one, earlier=new)
    keys.add_key(case, "Amal", one)
    keys.add_key(case, "Bruno", two)
    for work, told in (
            (lambda: keys.add_key(case, "Amal", one), "known here already"),
            (lambda: keys.add_key(case, "amal", new), "must be signed by it, too"),
            (lambda: keys.add_key(case, "Amal", new, earlier=two), "it is one of Bruno"),
            (lambda: keys.withdraw_key(case, "Amal", by=new, reason="x"), "does not know this key"),
            (lambda: keys.withdraw_key(case, "Amal", by=one, reason=" "), "needs a reason"),
            (lambda: keys.sign_as(case, new), "does not know this key")):
        with pytest.raises(UsageError, match=told):
            work()
    with pytest.raises(NotFound, match="no such key"):
        keys.withdraw_key(case, "Carla", by=one, reason="x")
    keys.add_key(case, "Amal", new, earlier=one)
    with pytest.raises(UsageError, match="has 2 keys"):
        keys.withdraw_key(case, "Amal", by=two, reason="x")
    assert keys.withdraw_key(case, "Amal", by=one, reason="x").public == one.public
    for work, told in ((lambda: keys.withdraw_key(case, one.public[:10], by=two, reason="x"), "was withdrawn before"),
                       (lambda: keys.withdraw_key(case, "Bruno", by=one, reason="x"), "was withdrawn in event"),
                       (lambda: keys.sign_as(case, one), "was withdrawn in event")):
        with pytest.raises(UsageError, match=told):
            work()
    keys.withdraw_key(case, "Amal", by=new, reason="x")
    with pytest.raises(UsageError, match="go on under another name"):
        keys.add_key(case, "Amal", _other(tmp_path))
    assert len(keys.list_keys(case)) == 3, "what was refused left no trace"


def _other(tmp_path: Path):
    keys.new_key("Amal", tmp_path / "other.key")
    return keys.load_key(tmp_path / "other.key")


def test_a_changed_key_event_stops_who_would_sign(case, amal: Path):
    key = keys.load_key(amal)
    keys.add_key(case, "Amal", key)
    with case.engine.begin() as connection:
        kept = connection.exec_driver_sql("SELECT disclosures FROM custody_events WHERE kind = 'key'").scalar()
        connection.exec_driver_sql("UPDATE custody_events SET disclosures = '[' WHERE kind = 'key'")
    for work in (lambda: keys.sign_as(case, key), lambda: verbs.judge(case, claim(case), relation="accept", reviewer="Amal", reason="x")):
        with pytest.raises(StoreError, match="bearwitness verify"):
            work()
    assert any("custody_events" in line for line in verbs.verify(case.path))
    with case.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE custody_events SET disclosures = ? WHERE kind = 'key'", (kept,))


# --- judgements ---------------------------------------------------------------------------------------

def test_without_keys_nothing_is_signed_and_nothing_is_asked(case):
    made = verbs.judge(case, claim(case), relation="accept", reviewer="Amal", reason="x")
    assert not {"sig", "signer", "in_case"} & set(logged(case, made.id))


def test_a_judgement_is_signed_by_its_reviewer_or_refused(case, amal: Path, bruno: Path):
    for name, file in (("Amal", amal), ("Bruno", bruno)):
        keys.add_key(case, name, keys.load_key(file))
    id_, before = claim(case), len(list(verbs.show(case, "judgements")))
    with pytest.raises(UsageError, match="Amal has a key in this case"):
        verbs.judge(case, id_, relation="accept", reviewer="Amal", reason="x")
    with pytest.raises(UsageError, match="needs the reviewer's name"):
        verbs.judge(case, id_, relation="accept", reason="x")
    keys.sign_as(case, keys.load_key(bruno))
    for reviewer in ("Amal", "Carla"):
        with pytest.raises(UsageError, match="the key is one of Bruno"):
            verbs.judge(case, id_, relation="accept", reviewer=reviewer, reason="x")
    assert len(list(verbs.show(case, "judgements"))) == before
    assert keys.sign_as(case, keys.load_key(amal)) == "Amal"
    made = verbs.judge(case, id_, relation="accept", reason="x")
    assert made.reviewer == "Amal" and logged(case, made.id)["signer"] == keys.load_key(amal).public
    back = verbs.undo(case, made.id, reason="y")
    assert "sig" in logged(case, back.id)
    keys.withdraw_key(case, "Amal", by=keys.load_key(amal), reason="x")
    with pytest.raises(UsageError, match="was withdrawn"):
        verbs.judge(case, id_, relation="reject", reason="z")
    case.signer = None
    with pytest.raises(UsageError, match="decide under another name"):
        verbs.undo(case, back.id, reviewer="amal", reason="z")
    assert verbs.judge(case, id_, relation="reject", reviewer="Carla", reason="z").reviewer == "Carla"


def test_lists_and_dossiers_are_signed_too(case, amal: Path, tmp_path: Path):
    keys.add_key(case, "Amal", keys.load_key(amal))
    keys.sign_as(case, keys.load_key(amal))
    (tmp_path / "dead.csv").write_text("name,age\nMade Up,34\n")
    made, _ = verbs.lists_add(case, tmp_path / "dead.csv", keeper="K", as_of="2025-03-31", includes="all")
    assert logged(case, made.id)["signer"] == keys.load_key(amal).public
    verbs.relate(case)
    verbs.weigh(case)
    ids = [row["id"] for row in verbs.show(case, "incidents")]
    verbs.publish(case, ids, to=tmp_path / "dossier", audience="court")
    seal = json.loads((tmp_path / "dossier" / "publish.json").read_text())
    assert seal["fields"]["signer"] == keys.load_key(amal).public
    assert verbs.verify(tmp_path / "dossier") == []


def test_a_newer_reading_carries_a_signed_judgement_on(case, amal: Path, monkeypatch: pytest.MonkeyPatch):
    keys.add_key(case, "Amal", keys.load_key(amal))
    keys.sign_as(case, keys.load_key(amal))
    first = verbs.judge(case, claim(case), relation="accept", reason="as in the film")
    case.signer = None
    for version in ("2", "1", "2"):
        case_fakes.install(monkeypatch, version)
        list(verbs.read(case, [next(verbs.show(case, "reports"))["id"]]))
        verbs.relate(case)
    rows = list(verbs.show(case, "judgements"))
    assert len(rows) > 1 and {row["reviewer"] for row in rows} == {"Amal"} and rows[-1]["left"] != first.left
    assert [("sig" in logged(case, row["id"])) for row in rows] == [True] + [False] * (len(rows) - 1)
    assert verbs.verify(case.path) == []


def test_a_dossier_brings_the_keys_of_those_who_signed(case, amal: Path, bruno: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of Amal who judged, by both her keys and who withdrew one of them; not of Carla, who signed nothing."""
    one, two, new, carla = keys.load_key(amal), keys.load_key(bruno), _other(tmp_path), keys.Key(bytes(31) + b"c")
    keys.add_key(case, "Amal", one)
    keys.add_key(case, "Bruno", two)
    keys.add_key(case, "Carla", carla)
    keys.sign_as(case, one)
    verbs.judge(case, claim(case), relation="accept", reason="as in the film")
    keys.add_key(case, "Amal", new, earlier=one)
    keys.withdraw_key(case, one.public, by=two, reason="stolen on Monday")
    case.signer = None
    case_fakes.install(monkeypatch, "2")
    list(verbs.read(case, [next(verbs.show(case, "reports"))["id"]]))
    verbs.relate(case)
    keys.sign_as(case, new)
    ids = [row["id"] for row in verbs.show(case, "incidents")]
    for audience in ("partner", "court"):
        folder = verbs.publish(case, ids, to=tmp_path / audience, audience=audience)
        assert verbs.verify(folder) == []
        found = [json.loads(file.read_text())["fields"] for file in sorted((folder / "events").glob("*.json"))]
        assert [(f["person"], f["action"]) for f in found if "public_key" in f] == \
            [("Amal", "added"), ("Bruno", "added"), ("Amal", "added"), ("Amal", "withdrawn")]
        assert sum("judgement" in f and "sig" in f for f in found) == 1, "what the program carried over comes with what was signed"
        assert sum("judgement" in f for f in found) == 2
        assert "stolen" not in "".join(file.read_text() for file in (folder / "events").glob("*.json"))


# --- signers given in person ----------------------------------------------------------------------------

@pytest.mark.parametrize(("text", "told"), [
    ("", "names nobody"), ("# none\n", "names nobody"), ("abc Amal\n", "line 1 .*no Ed25519"), ("\n" + "A" * 43 + " Amal", "line 2 .*anybody can sign"),
    ("{key}\n", "names nobody behind"), ("\xff\xfe", "no Ed25519|UTF-8"),
])
def test_files_of_signers_that_are_none(case, amal: Path, tmp_path: Path, text: str, told: str):
    (tmp_path / "people").write_bytes(text.replace("{key}", keys.load_key(amal).public).encode("latin-1"))
    with pytest.raises(UsageError, match=told):
        verbs.verify(case.path, signers=tmp_path / "people")


def test_signers_are_for_cases(tmp_path: Path, case):
    with pytest.raises(UsageError, match="those of a case"):
        verbs.verify(case.path / "log", signers=tmp_path / "people")
    with pytest.raises(UsageError, match="cannot be read"):
        verbs.verify(case.path, signers=tmp_path / "nowhere")


# --- the command line -------------------------------------------------------------------------------------

def test_the_commands(case, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BEARWITNESS_CASE", str(case.path))

    def said(*words: str, code: int = 0) -> str:
        assert run(list(words)) == code
        told = capsys.readouterr()
        return (told.err if code else told.out).strip()

    line = said("key", "new", "Amal", "--to", "amal.key", "--without-passphrase")
    public = line.split()[0]
    assert "one of its owner" not in line and line == f"{public} Amal"
    assert "say which key" in said("key", "add", "Amal", code=2)
    assert said("key", "add", "Amal", "--key", "amal.key").startswith(line)
    id_ = claim(case)
    assert "has a key in this case" in said("judge", id_, "--relation", "accept", "--reviewer", "Amal", "--reason", "x", code=2)
    assert "by Amal" in said("judge", id_, "--relation", "accept", "--reason", "x", "--key", "amal.key")
    assert "by Amal" in said("--key", "amal.key", "judge", id_, "--relation", "reject", "--reason", "y")
    monkeypatch.setenv("BEARWITNESS_KEY", "amal.key")
    first = json.loads(said("judge", id_, "--relation", "accept", "--reason", "z", "--json"))
    assert "by Amal" in said("judge", "--undo", first["id"])
    Path("people").write_text(said("key", "list") + "\n")
    assert said("verify", str(case.path), "--signers", "people", "--record") == ""
    Path("amal.key").chmod(0o644)
    assert run(["key", "withdraw", "Amal", "--reason", "old", "--json"]) == 0
    told = capsys.readouterr()
    assert "chmod 600 amal.key" in told.err and json.loads(told.out)["withdrawn_by"] == "Amal"
    assert "was withdrawn" in said("judge", id_, "--relation", "accept", "--reason", "z", code=2)
    monkeypatch.setenv("BEARWITNESS_KEY", "nowhere.key")
    assert "nowhere.key: the key file cannot be read" in said("judge", id_, "--relation", "accept", "--reason", "z", code=2)
    assert "passphrase" in said("key", "new", "Bruno", "--to", "bruno.key", code=2), "no terminal here to ask on"
    assert not Path("bruno.key").exists()


def _on_a_terminal(words: list[str], answers: list[str], folder: Path) -> tuple[int, str]:
    """Runs the command line with a terminal, and types an answer to each question."""
    own, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "bearwitness", *words], cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
                               start_new_session=True, preexec_fn=lambda: _take_terminal(theirs))
    os.close(theirs)
    shown = b""
    while True:
        try:
            block = os.read(own, 1024)
        except OSError:
            break
        if not block:
            break
        shown += block
        if answers and shown.rstrip().endswith(b":") and block.rstrip().endswith(b":"):
            os.write(own, (answers.pop(0) + "\n").encode())
    os.close(own)
    return process.wait(timeout=60), shown.decode()


def _take_terminal(descriptor: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)


@pytest.mark.parametrize(("answers", "code", "told"), [
    (["a long one", "a long one"], 0, "Amal"), (["a long one", "another"], 2, "differ"), ([""], 0, "Amal")],
    ids=["typed twice alike", "typed differently", "none"])
def test_a_passphrase_is_typed_and_not_shown(tmp_path: Path, answers: list[str], code: int, told: str):
    typed = answers[0]
    got, shown = _on_a_terminal(["key", "new", "Amal", "--to", "k"], answers, tmp_path)
    assert got == code and told in shown and (not typed or typed not in shown)
    assert (tmp_path / "k").exists() == (code == 0)
    if code == 0:
        assert keys.load_key(tmp_path / "k", lambda: typed)
