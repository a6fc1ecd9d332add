"""A dossier's files as `bundle.make` writes them, and what the stand-alone verifier says of them."""

import base64
import hashlib
import json
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bearwitness.custody import bundle, entry, note, rows, tree, verify
from bearwitness.custody.entry import LoggedEvent
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import UsageError
from bearwitness.model import Claim, Passage, Toll, to_json, with_id

SEED = hashlib.sha256(b"test").digest()
ORIGIN = "test.invalid/bw/case"
VKEY = note.make_vkey(ORIGIN, note.public_key(SEED))
TEXT = "Kestrel Radio said 13 people were killed in Oldmere on Friday. The council denied it. Two were hurt."
TEXT_SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ORIGINAL = b"<p>" + TEXT.encode()
SHA = hashlib.sha256(ORIGINAL).hexdigest()
LABEL = bundle.Label("Oldmere, one Friday", "2026-01-05", "bearwitness 0.0.0", "court")


def random_source():
    state = {"n": 0}

    def random_bytes(count):
        state["n"] += 1
        return hashlib.sha256(b"test %d" % state["n"]).digest()[:count]
    return random_bytes


def claim(start, end, number):
    toll = Toll("killed", number=number, low=number, high=number, best=number, phrase=TEXT[start:end])
    return with_id(TEXT_SHA, Claim(id="", kind="toll", passage=Passage(start, end, TEXT[start:end]), value=toll,
                                   content=(Passage(0, 12, TEXT[:12]),), report_id="r1", rule="a test", extractor="test@1"))


CLAIMS = [claim(0, 62, 13), claim(63, 85, 0), claim(86, 99, 2)]
ROWS = [rows.claim_row(c) for c in CLAIMS]


class MemoryLog:
    """A log that is only a list."""

    def __init__(self):
        self.entries = []
        self.random = random_source()

    def add(self, kind, fields):
        made = entry.make_event(kind, fields, random=self.random)
        self.entries.append(made.entry)
        return LoggedEvent(len(self.entries) - 1, made.kind, made.item, made.entry, made.disclosures)

    def prove(self, index):
        return tree.inclusion_proof([tree.leaf_hash(e) for e in self.entries], index)

    def signed(self):
        root = tree.root_of([tree.leaf_hash(e) for e in self.entries])
        return note.sign(note.checkpoint_text(Checkpoint(ORIGIN, len(self.entries), root)), ORIGIN, SEED)


def record():
    shown = (CLAIMS[0], CLAIMS[2])
    return {
        "reports": [{"id": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "publisher": "Kestrel Radio", "source": "kestrel.html"}],
        "claims": [{**to_json(c, store=True), "context": {"start": 0, "text": TEXT}} for c in shown],
        "judgements": [{"id": "j1", "left": CLAIMS[0].id, "relation": "accept", "reviewer": "A. Tern", "right": None}],
        "incidents": [{"id": "oldmere-1", "tolls": [{"figures": [{"claim": CLAIMS[0].id, "number": 13}]}]}],
    }


def make(content=None, log=None):
    log = log or MemoryLog()
    log.add("case", {"title": "Oldmere"})
    capture = log.add("capture", {"report": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "source": "kestrel.html",
                                  "time": "2026-01-04T08:00:00Z", "collector": "G. Plover"})
    reading = log.add("claim", {"report": "r1", "reading": "x1", "text_sha256": TEXT_SHA, "rows": len(ROWS),
                                "rows_root": rows.claim_rows_root(ROWS).hex()})
    review = log.add("review", {"judgement": "j1", "left": CLAIMS[0].id, "relation": "accept", "reviewer": "A. Tern"})
    shown = [bundle.show(capture, log.prove(1), hide=("collector",)),
             bundle.show(reading, log.prove(2), rows=rows.show_rows(ROWS, [0, 2])), bundle.show(review, log.prove(3))]
    files = bundle.make({"index.html": b"<p>Oldmere</p>", "dossier.json": json.dumps(content or record()).encode()},
                        events=shown, checkpoint=log.signed(), vkey=VKEY, label=LABEL, originals={SHA: ORIGINAL},
                        texts={TEXT_SHA: TEXT}, withheld=[bundle.Withheld("r2", "00" * 32, "its author did not agree")])
    publish = log.add("publish", {"manifest_sha256": bundle.manifest_sha256(files)})
    return {**files, **bundle.seal(bundle.show(publish, log.prove(publish.index)), log.signed())}


def write(folder: Path, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def faults(folder, vkey=None):
    return verify.Dossier(folder, vkey).check()


@pytest.fixture(scope="module")
def files():
    return make()


@pytest.fixture
def folder(tmp_path, files):
    return write(tmp_path / "dossier", files)


def test_a_dossier_passes(folder):
    assert faults(folder) == []
    assert faults(folder, VKEY) == []


def test_the_stand_alone_needs_no_argument_and_is_silent(folder):
    done = subprocess.run([sys.executable, "-I", "verify.py"], cwd=folder, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (folder / "index.html").write_bytes(b"<p>Newmere</p>")
    done = subprocess.run([sys.executable, "-I", folder / "verify.py", folder], capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == "index.html: changed: not as the bag's manifests list it\n"


def test_the_verifier_is_one_short_file_of_the_standard_library():
    source = Path(verify.__file__).read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    assert {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))} == {
        "base64", "hashlib", "json", "re", "sys", "unicodedata", "pathlib"}


@pytest.mark.skipif(not shutil.which("python3.8"), reason="no Python 3.8 at hand")
def test_the_stand_alone_runs_on_python_3_8(folder):
    assert subprocess.run(["python3.8", "-I", "verify.py"], cwd=folder).returncode in (0, 127)


def test_files_are_plain_and_the_same_each_time(files):
    assert files == make()
    assert next(iter(files)) == "CERTIFICATE.txt"
    original, field = json.loads(files["data/withheld.json"])
    assert original == {"report": "r2", "sha256": "00" * 32, "reason": "its author did not agree"}
    assert field["event"] == 1 and field["digest"] in verify.read_entry(base64.b64decode(json.loads(files["events/001.json"])["entry"]))[2]
    assert SHA.encode() in files["CERTIFICATE.txt"] and b"2026-01-04T08:00:00Z" in files["CERTIFICATE.txt"]
    assert not any(b"Plover" in data for data in files.values())


def test_every_changed_file_is_named(folder, files):
    rng = random.Random(8493)
    for name, data in files.items():
        for _ in range(3):
            at = rng.randrange(len(data))
            (folder / name).write_bytes(data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1:])
            assert any(name in line for line in faults(folder)), (name, at)
        (folder / name).write_bytes(data)
    assert faults(folder) == []


def test_every_missing_file_is_named(folder, files):
    for name, data in files.items():
        (folder / name).unlink()
        assert any(f"{name}: missing" in line for line in faults(folder)), name
        (folder / name).write_bytes(data)


@pytest.mark.parametrize("name", ["extra.txt", "data/originals/more", "events/999.json", ".hidden", "proofs/x/y"])
def test_an_added_file_is_named(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("{}")
    assert any(line.startswith(f"{name}: added") for line in faults(folder))


def test_links_are_no_files(folder):
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(folder / "README.txt")
    assert any(line.startswith("index.html: is a link") for line in faults(folder))


def test_another_log_key_is_refused(folder):
    other = note.make_vkey(ORIGIN, note.public_key(bytes(32)))
    assert "log.vkey: is not the log key that was given" in faults(folder, other)


def test_no_folder(tmp_path):
    assert faults(tmp_path / "none")[0] == f"{tmp_path / 'none'}: is not a folder"
    assert "tagmanifest-sha256.txt: missing" in faults(tmp_path)


def _change(path, value):
    def change(content):
        target = content
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
    return change


@pytest.mark.parametrize("change, place, why", [
    (_change(["reports", 0, "sha256"], "00" * 32), "report r1", "another digest of the original"),
    (_change(["reports", 0, "source"], "other.html"), "report r1", "another source than the event discloses"),
    (_change(["reports", 0, "id"], "r9"), "report r9", "a report that no event commits to"),
    (_change(["claims", 0, "value", "number"], 14), "claim ", "another number than the row"),
    (_change(["claims", 0, "stance"], "denies"), "claim ", "another stance"),
    (_change(["claims", 0, "report_id"], "r2"), "claim ", "under another report"),
    (_change(["claims", 0, "passage", "exact"], "Nobody"), "claim ", "another passage"),
    (_change(["claims", 0, "context", "text"], TEXT.replace("13", "31")), "claim ", "another context"),
    (_change(["claims", 0, "context", "start"], 1), "claim ", "a context that starts elsewhere"),
    (_change(["claims", 0, "extra"], 1), "claim ", "a field that the row does not have"),
    (_change(["claims", 1, "id"], "00"), "claim 00", "an id of no row"),
    (_change(["judgements", 0, "relation"], "reject"), "judgement j1", "another judgement"),
    (_change(["judgements", 0, "reviewer"], "B. Heron"), "judgement j1", "another reviewer"),
    (_change(["incidents", 0, "tolls", 0, "figures", 0, "claim"], CLAIMS[1].id), "rests on claims", "a figure by a claim not shown"),
    (_change(["claims"], 3), "dossier.json", "no list of claims"),
    (_change(["reports"], []), "rests on claims or reports", "claims without their report"),
])
def test_a_dossier_that_was_published_with_a_wrong_record(tmp_path, change, place, why):
    content = record()
    change(content)
    found = faults(write(tmp_path, make(content)))
    assert found and all(line.startswith("dossier.json") for line in found)
    assert any(place in line for line in found)


def test_the_seal_holds_the_whole_folder(folder, files):
    """Whoever changes a file and makes the manifests fit again is betrayed by the seal."""
    changed = {name: data for name, data in files.items() if name not in verify.SEAL}
    changed["index.html"] = b"<p>Newmere</p>"
    tags = {n: d for n, d in changed.items() if not n.startswith(("data/", "tagmanifest-"))}
    for algorithm in ("sha256", "sha512"):
        changed[f"tagmanifest-{algorithm}.txt"] = "".join(
            f"{hashlib.new(algorithm, tags[n]).hexdigest()}  {n}\n" for n in sorted(tags)).encode()
    write(folder, changed)
    assert faults(folder) == ["publish.json: was logged for another tagmanifest-sha256.txt"]


def test_a_publish_event_of_another_log_is_refused(folder):
    log = MemoryLog()
    other = log.add("publish", {"manifest_sha256": hashlib.sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()})
    root = tree.leaf_hash(other.entry)
    forged = note.sign(note.checkpoint_text(Checkpoint(ORIGIN, 1, root)), ORIGIN, bytes(32))
    write(folder, bundle.seal(bundle.show(other, []), forged))
    assert faults(folder) == ["publish.json: publish.tlog-proof: is no checkpoint of this log, signed by its key"]


@pytest.mark.parametrize("name", ["../up.html", "a b.html", "é.html", "/etc/x", "a//b", "./x"])
def test_awkward_file_names_are_refused(name):
    with pytest.raises(UsageError):
        bundle.make({name: b""}, events=[], checkpoint=MemoryLog().signed(), vkey=VKEY, label=LABEL)


def test_names_that_the_bundle_makes_itself_are_refused():
    with pytest.raises(UsageError):
        bundle.make({"verify.py": b""}, events=[], checkpoint=MemoryLog().signed(), vkey=VKEY, label=LABEL)


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b'{"index":1}', b"\xff", b'{"a":1,"a":2}', b"[" * 100_000, b"null"])
@pytest.mark.parametrize("name", ["dossier.json", "events/001.json", "publish.json", "log.vkey", "policy",
                                  "proofs/001.tlog-proof", "tagmanifest-sha256.txt", "manifest-sha512.txt"])
def test_nonsense_gives_faults_and_no_traceback(folder, name, broken):
    (folder / name).write_bytes(broken)
    assert any(name in line for line in faults(folder))


def test_a_hidden_field_may_not_be_replaced(files, tmp_path):
    """A disclosure made up for an event is none of its entry's."""
    event = json.loads(files["events/001.json"])
    made_up = replace_value(event["shown"][0])
    event["shown"][0] = made_up
    event["fields"] = {verify.open_disclosure(d)[1]: verify.open_disclosure(d)[2] for d in event["shown"]}
    found = faults(write(tmp_path, {**files, "events/001.json": json.dumps(event).encode()}))
    assert any(line.startswith("events/001.json: shows a field") for line in found)


def replace_value(disclosure):
    salt, name, _value = verify.open_disclosure(disclosure)
    return verify.b64url(json.dumps([verify.b64url(salt), name, "other"]).encode())


def test_show_hides_what_it_is_told_to():
    log = MemoryLog()
    logged = log.add("capture", {"a": 1, "b": 2})
    assert bundle.event_json(replace(bundle.show(logged, [], hide=("a",)), rows=()))["fields"] == {"b": 2}
