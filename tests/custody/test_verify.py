"""The stand-alone verifier: policies, witnesses, people's signatures, time-stamps, erased fields, and the Pythons it runs on."""

import ast
import functools
import hashlib
import json
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.custody.test_bundle import LABEL, ORIGIN, SEED, VKEY, MemoryLog, faults, make, write

from bearwitness.custody import bundle, entry, note, policy, sign, tree, verify, witness
from bearwitness.custody.entry import LoggedEvent
from bearwitness.custody.note import Checkpoint
from bearwitness.errors import UsageError, VerifyError

SEEDS = [hashlib.sha256(b"witness %d" % n).digest() for n in range(3)]
NAMES = ["w1.example", "w2.example", "w3.example"]
KEYS = [witness.make_vkey(name, note.public_key(seed)) for name, seed in zip(NAMES, SEEDS)]
WITNESSES = list(zip(NAMES, KEYS))
FORGERIES = 20_000 if os.environ.get("BEARWITNESS_SOAK") else 300


def cosigned(signed: str, who) -> str:
    text = signed.rpartition("\n\n")[0] + "\n"
    return signed + "".join(witness.cosign(text, NAMES[n], SEEDS[n], 1_741_564_800 + n) for n in who)


def published(events, log, *, signed=None, rules=None, files=None, hide=()):
    """A dossier of these events, with no claims."""
    record = {"reports": [], "claims": [], "judgements": [], "incidents": []}
    shown = [bundle.show(event, log.prove(event.index), hide=hide) for event in events]
    made = bundle.make({"index.html": b"<p>Oldmere</p>", "dossier.json": json.dumps(record).encode(), **(files or {})}, events=shown,
                       checkpoint=signed or log.signed(), vkey=VKEY, label=LABEL, policy=rules)
    seal = log.add("publish", {"manifest_sha256": bundle.manifest_sha256(made)})
    return {**made, **bundle.seal(bundle.show(seal, log.prove(seal.index)), log.signed())}


def small(who=(), **more):
    log = MemoryLog()
    event = log.add("capture", {"report": "r1", "sha256": "00" * 32})
    return published([event], log, signed=cosigned(log.signed(), who), **more)


# --- policies -------------------------------------------------------------------------------------------

TWO_OF_THREE = policy.write_policy(VKEY, WITNESSES, quorum=2)


@pytest.mark.parametrize("who, right", [((), False), ((0,), False), ((0, 2), True), ((1, 2), True), ((0, 1, 2), True)])
def test_two_of_three_witnesses(tmp_path, who, right):
    found = faults(write(tmp_path / "d", small(who, rules=TWO_OF_THREE)))
    assert (found == []) is right
    assert right or found == [f"policy: is not met: the checkpoint of 1 entries is signed by {', '.join(NAMES[n] for n in who) or 'none'}"]


def test_the_readers_own_policy_rules(tmp_path):
    folder = write(tmp_path / "d", small((0,)))
    (tmp_path / "mine").write_text(TWO_OF_THREE)
    assert faults(folder) == []
    assert any(line.startswith("policy: is not met") for line in verify.Dossier(folder, VKEY, str(tmp_path / "mine")).check())


def test_a_wrong_signature_in_a_witness_s_name_is_a_fault(tmp_path):
    log = MemoryLog()
    event = log.add("capture", {"report": "r1"})
    other = witness.cosign(log.signed().rpartition("\n\n")[0] + "\n", NAMES[0], SEEDS[0], 5)
    log.add("capture", {"report": "r2"})
    assert any("its signature does not fit" in line for line in faults(write(tmp_path / "d", published(
        [event], log, signed=cosigned(log.signed(), (1, 2)) + other, rules=TWO_OF_THREE))))


def test_a_time_stamp_that_the_policy_asks_for_is_missed(tmp_path):
    rules = policy.write_policy(VKEY, WITNESSES, quorum=2, timestamps=1)
    assert any("time-stamps" in line for line in faults(write(tmp_path / "d", small((0, 1), rules=rules))))


@pytest.mark.parametrize("lines, who, right, why", [
    ("quorum none", (), True, "nobody is asked for"),
    ("witness a {0}\nquorum a", (0,), True, "one witness"),
    ("witness a {0}\nquorum a", (1,), False, "another witness signed"),
    ("witness a {0}\nwitness b {1}\ngroup g any a b\nquorum g", (1,), True, "any"),
    ("witness a {0}\nwitness b {1}\ngroup g all a b\nquorum g", (1,), False, "all"),
    ("witness a {0}\nwitness b {1}\nwitness c {2}\ngroup g any a b\ngroup h all g c\nquorum h", (0, 2), True, "a group of groups"),
    (" \t# a comment\n\n\twitness  a\t{0} https://w.example \n quorum a", (0,), True, "blanks, tabs, comments, an address"),
])
def test_policies_of_the_standard(lines, who, right, why):
    log = MemoryLog()
    log.add("capture", {"a": 1})
    assert policy.check_policy(f"log {VKEY}\n" + lines.format(*KEYS) + "\n", cosigned(log.signed(), who), VKEY)[1] is right, why


@pytest.mark.parametrize("lines, why", [
    ("", "no quorum"), ("quorum none\nquorum none", "two of them"), ("quorum a", "a name that is not there"),
    ("witness a {0}\nwitness a {1}\nquorum a", "a name twice"), ("witness a {0}\nwitness b {0}\nquorum a", "a key twice"),
    ("witness a {0}\ngroup g 2 a\nquorum g", "more than there are"), ("witness a {0}\ngroup g 0 a\nquorum g", "none of them"),
    ("witness a {0}\ngroup g 2 a a\nquorum g", "one member twice"), ("witness a {0}\ngroup g any a\ngroup h any a\nquorum h", "a member of two groups"),
    ("group g any none\nquorum g", "none as a member"), ("witness none {0}\nquorum none", "a witness called none"),
    ("witness a {log}\nquorum a", "a log's key"), ("quorum none extra", "a word too many"), ("gossip\nquorum none", "an unknown line"),
])
def test_what_is_no_policy(lines, why):
    log = MemoryLog()
    log.add("capture", {"a": 1})
    with pytest.raises(VerifyError):
        policy.check_policy(lines.format(*KEYS, log=VKEY) + "\n", cosigned(log.signed(), (0, 1, 2)), VKEY)


def test_another_log_s_policy_is_refused():
    other = note.make_vkey("other.invalid", note.public_key(bytes(32)))
    with pytest.raises(VerifyError, match="another log"):
        policy.check_policy(f"log {other}\nquorum none\n", MemoryLog().signed(), VKEY)


@pytest.mark.parametrize("names, quorum", [(["a"], 2), (["a", "a"], 1), (["none"], 1), (["a b"], 1)])
def test_policies_that_cannot_be_written(names, quorum):
    with pytest.raises(UsageError):
        policy.write_policy(VKEY, [(name, KEYS[0]) for name in names], quorum=quorum)


# --- people ---------------------------------------------------------------------------------------------

AMAL, OTHER = sign.Key(hashlib.sha256(b"Amal").digest()), sign.Key(hashlib.sha256(b"other").digest())


def signed_event(log, kind, fields, *signers):
    made = entry.make_event(kind, fields, random=log.random, signers=signers)
    log.entries.append(made.entry)
    return LoggedEvent(len(log.entries) - 1, made.kind, made.item, made.entry, made.disclosures)


def added(log, person, key, *signers):
    return signed_event(log, "key", {"action": "added", "person": person, "public_key": key.public}, *(signers or (key,)))


def said(log, *signers, **more):
    return signed_event(log, "review", {"judgement": "j1", "left": "c1", "relation": "accept", "reviewer": "Amal", **more}, *signers)


def test_a_signed_judgement_passes(tmp_path):
    log = MemoryLog()
    assert faults(write(tmp_path / "d", published([added(log, "Amal", AMAL), said(log, AMAL)], log))) == []


@pytest.mark.parametrize("events, words, why", [
    (lambda log: [added(log, "Amal", AMAL), said(log)], "not signed by Amal", "no signature"),
    (lambda log: [added(log, "Amal", AMAL), said(log, OTHER)], "not signed by Amal", "a stranger's signature"),
    (lambda log: [added(log, "Amal", AMAL, OTHER)], "without a signature by it", "a key that did not sign"),
    (lambda log: [added(log, "Amal", AMAL), added(log, "Amal", OTHER)], "an earlier one", "a second key from nowhere"),
    (lambda log: [added(log, "Amal", AMAL), signed_event(log, "key", {"action": "withdrawn", "person": "Amal", "public_key": AMAL.public}, OTHER)],
     "without a signature by a known one", "withdrawn by a stranger"),
    (lambda log: [added(log, "Amal", AMAL), signed_event(log, "key", {"action": "withdrawn", "person": "Amal", "public_key": AMAL.public}, AMAL),
                  said(log, AMAL)], "not signed by Amal", "signed with a withdrawn key"),
    (lambda log: [added(log, "Amal", AMAL), said(log, supersedes="j1")], "not signed by Amal", "carried over from itself"),
    (lambda log: [added(log, "Amal", AMAL), said(log, AMAL), said(log, judgement="j2", supersedes="j1", relation="reject")], "not signed by Amal",
     "carried over with another verdict"),
    (lambda log: [added(log, "Amal", AMAL), signed_event(log, "erase", {"digests": [], "approver_1": "Kofi", "approver_2": "Amal"})],
     "not signed by Amal", "an approval in her name"),
])
def test_what_is_not_signed_as_it_should_be(tmp_path, events, words, why):
    log = MemoryLog()
    assert any(words in line for line in faults(write(tmp_path / "d", published(events(log), log)))), why


def test_a_judgement_that_moves_on_to_a_newer_reading_stays_signed(tmp_path):
    log = MemoryLog()
    events = [added(log, "Amal", AMAL), said(log, AMAL), said(log, judgement="j2", left="c2", supersedes="j1")]
    assert faults(write(tmp_path / "d", published(events, log))) == []


def test_a_disclosure_changed_under_a_signature(tmp_path):
    log = MemoryLog()
    events = [added(log, "Amal", AMAL), said(log, AMAL)]
    good = verify.read_entry(events[1].entry)
    entry_ = verify.canonical({"d": good[2], "i": good[1], "k": "dispute", "v": "bw-event/1"})
    log.entries[1] = entry_
    events[1] = LoggedEvent(1, "dispute", good[1], entry_, events[1].disclosures)
    assert any("does not fit" in line for line in faults(write(tmp_path / "d", published(events, log))))


# --- each digest ----------------------------------------------------------------------------------------

def test_explain_tells_what_became_of_each_digest(tmp_path):
    log = MemoryLog()
    capture = log.add("capture", {"report": "r1", "collector": "G. Plover", "title": "gone"})
    gone = next(d for d in capture.disclosures if verify.open_disclosure(d)[1] == "title")
    erase = log.add("erase", {"digests": [verify.digest_of(gone)], "subject": "r1"})
    capture = LoggedEvent(0, "capture", capture.item, capture.entry, tuple(d for d in capture.disclosures if d != gone))
    folder = write(tmp_path / "d", published([capture, erase], log, hide=("collector",)))
    checked = verify.Dossier(folder)
    assert checked.check() == []
    told = [line.split(": ", 1)[1] for line in checked.told if line.startswith("events/000")]
    assert sorted(told) == sorted(["shown: report", "erased by event 1", "withheld: not shown to this audience", *["a decoy, or not known"] * 5])


def test_withheld_fields_must_be_in_an_event(tmp_path):
    files = small(files={})
    withheld = json.dumps([{"event": 0, "digest": "A" * 43, "reason": "made up"}]).encode()
    (tmp_path / "d").mkdir()
    write(tmp_path / "d", {**files, "data/withheld.json": withheld})
    assert any("names what no event shown holds" in line for line in faults(tmp_path / "d"))


# --- time-stamps ----------------------------------------------------------------------------------------

def token(text: bytes) -> bytes:
    """The part of a token that the verifier reads: imprint, serial number, time."""
    imprint = bytes.fromhex("3031300d060960864801650304020105000420") + hashlib.sha256(text).digest()
    return b"\x30\x82" + imprint + b"\x02\x01\x07" + b"\x18\x0f20260105120000Z"


@pytest.mark.parametrize("change, right", [(lambda t: t, True), (lambda t: t.replace(b"\n1\n", b"\n2\n"), False)])
def test_a_time_stamp_is_over_a_checkpoint(tmp_path, change, right):
    log = MemoryLog()
    event = log.add("capture", {"report": "r1"})
    text = change((log.signed().rpartition("\n\n")[0] + "\n").encode())
    stamps = {"timestamps/000.tsr": token(text), "timestamps/000.txt": text}
    checked = verify.Dossier(write(tmp_path / "d", published([event], log, files=stamps)))
    assert checked.check() == ([] if right else ["timestamps/000.tsr: is over no checkpoint shown"])
    assert right is any("20260105120000Z" in line for line in checked.told)


# --- the file itself ------------------------------------------------------------------------------------

def test_it_is_python_3_8():
    ast.parse(Path(verify.__file__).read_text(encoding="utf-8"), feature_version=(3, 8))


def _pythons():
    found = [shutil.which(f"python3.{minor}") for minor in range(8, 15)]
    return sorted({path for path in found if path} | {str(p) for p in Path.home().glob(".pyenv/versions/3.[89]*/bin/python")}
                  | {str(p) for p in Path.home().glob(".pyenv/versions/3.1[0-9].*/bin/python")})


def test_it_runs_on_the_pythons_at_hand(tmp_path):
    folder = write(tmp_path / "d", make())
    ran = 0
    for python in _pythons():
        done = subprocess.run([python, "-I", "verify.py"], cwd=folder, capture_output=True, text=True)
        if done.returncode == 127:      # a shim without its Python
            continue
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), python
        ran += 1
    assert ran


# --- forgeries ------------------------------------------------------------------------------------------

def test_no_forged_bit_of_a_bag_is_accepted(tmp_path, monkeypatch):
    # Each good signature is computed once; a changed one is never the same call.
    monkeypatch.setattr(verify, "check_signature", functools.lru_cache(verify.check_signature))
    files = small((0, 1), rules=TWO_OF_THREE)
    folder, chance, names = write(tmp_path / "d", files), random.Random(3), sorted(files)
    for _ in range(FORGERIES):
        name = chance.choice(names)
        data, at = files[name], chance.randrange(len(files[name]))
        (folder / name).write_bytes(data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:])
        assert faults(folder), (name, at)
        (folder / name).write_bytes(data)
    assert faults(folder) == []


def test_histories_that_were_split_rolled_back_or_forked_are_refused():
    """A witness signs none of them, so no dossier that leads to one meets the policy."""
    chance, refused, attempts = random.Random(7), 0, 1_000 if os.environ.get("BEARWITNESS_SOAK") else 60
    leaves = [tree.leaf_hash(b"%d" % n) for n in range(40)]

    def state(hashes):
        return note.sign(note.checkpoint_text(Checkpoint(ORIGIN, len(hashes), tree.root_of(hashes))), ORIGIN, SEED)
    for n in range(attempts):
        seen = chance.randrange(1, 40)
        known = {ORIGIN: Checkpoint(ORIGIN, seen, tree.root_of(leaves[:seen]))}
        kind = n % 3
        other = list(leaves)
        other[chance.randrange(seen)] = tree.leaf_hash(b"changed")
        if kind == 0:       # rolled back: a shorter log
            size = chance.randrange(seen)
            request = witness.Request(size, (), state(leaves[:size]))
        elif kind == 1:     # split view: as long, with another entry
            request = witness.Request(seen, (), state(other[:seen]))
        else:               # forked: longer, on another past
            size = chance.randrange(seen + 1, 41)
            request = witness.Request(seen, tuple(tree.consistency_proof(other[:size], seen)), state(other[:size]))
        with pytest.raises(witness.WitnessRefusal):
            witness.judge(request, {ORIGIN: VKEY}, known)
        assert not policy.check_policy(TWO_OF_THREE, request.note, VKEY)[1]
        refused += 1
    assert refused == attempts


def test_the_bag_is_one_to_the_bagit_library(tmp_path):
    import bagit

    bag = bagit.Bag(str(write(tmp_path / "d", small((0, 1), rules=TWO_OF_THREE))))
    assert bag.is_valid()
