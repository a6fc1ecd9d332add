"""Write dossier.json, a small dossier and what single faults make of it: `python vectors/custody/make_dossier.py` (after make_timestamps.py)."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from unittest import mock

from make import HERE, VKEY, b64, case, flip, save
from make_events import AMAL, BRUNO, STRANGER, maker
from make_witnesses import KEYS, NAMES, SEED, SEEDS, TIME

from bearwitness.custody import bundle, note, policy, rows, sign, tree, verify, witness
from bearwitness.custody.entry import Event, LoggedEvent
from bearwitness.custody.note import Checkpoint
from bearwitness.model import Claim, Passage, Toll, to_json, with_id

ORIGIN = "vectors.invalid/bw/log"
TEXT = "Kestrel Radio said 13 people were killed in Oldmere on Friday. The council denied it."
TEXT_SHA = hashlib.sha256(TEXT.encode()).hexdigest()
ORIGINAL = b"<p>" + TEXT.encode()
SHA = hashlib.sha256(ORIGINAL).hexdigest()
LABEL = bundle.Label("Oldmere, one Friday", "2025-03-11", "bearwitness vectors", "court")
AT = "2025-03-10T09:00:00Z"
CLAIM = with_id(TEXT_SHA, Claim(id="", kind="toll", passage=Passage(0, 62, TEXT[:62]), report_id="r1", rule="a vector", extractor="vectors@1",
                                value=Toll("killed", number=13, low=13, high=13, best=13, phrase="13 people were killed"), content=(Passage(0, 13, TEXT[:13]),)))
ROWS = [rows.claim_row(CLAIM), b'{"id":"another row, not shown"}']


def _record() -> dict[str, Any]:
    return {"reports": [{"id": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "publisher": "Kestrel Radio"}],
            "claims": [{**to_json(CLAIM, store=True), "context": {"start": 0, "text": TEXT}}],
            "judgements": [{"id": "j1", "left": CLAIM.id, "relation": "accept", "reviewer": "Amal"}],
            "incidents": [{"id": "oldmere-1", "tolls": [{"figures": [{"claim": CLAIM.id, "number": 13}]}]}]}


class Log:
    """A log in memory, with the same salts at each run."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.event = maker()

    def add(self, kind: str, fields: dict[str, Any], *signers: sign.Key) -> LoggedEvent:
        made: Event = self.event(kind, fields, *signers)
        self.entries.append(made.entry)
        return LoggedEvent(len(self.entries) - 1, made.kind, made.item, made.entry, made.disclosures)

    def prove(self, index: int, size: int) -> list[bytes]:
        return tree.inclusion_proof([tree.leaf_hash(e) for e in self.entries[:size]], index)

    def text(self) -> str:
        return note.checkpoint_text(Checkpoint(ORIGIN, len(self.entries), tree.root_of([tree.leaf_hash(e) for e in self.entries])))


def _events(log: Log, *, review_by: sign.Key | None, key_by: sign.Key) -> list[LoggedEvent]:
    log.add("case", {"title": "Oldmere"})
    key = log.add("key", {"action": "added", "person": "Amal", "public_key": AMAL.public, "time": AT}, key_by)
    capture = log.add("capture", {"report": "r1", "sha256": SHA, "text_sha256": TEXT_SHA, "time": AT, "collector": "G. Plover", "source": "told in trust"})
    reading = log.add("claim", {"report": "r1", "reading": "x1", "text_sha256": TEXT_SHA, "rows": len(ROWS), "rows_root": rows.claim_rows_root(ROWS).hex()})
    review = log.add("review", {"judgement": "j1", "left": CLAIM.id, "relation": "accept", "reviewer": "Amal", "time": AT}, *([review_by] if review_by else ()))
    told = [d for d in capture.disclosures if verify.open_disclosure(d)[1] == "source"]
    erase = log.add("redact", {"digests": [verify.digest_of(told[0])], "subject": "r1", "what": "source", "ground": "a promise", "approver_1": "Amal",
                               "approver_2": "Bruno", "time": AT}, AMAL, BRUNO)
    capture = LoggedEvent(capture.index, capture.kind, capture.item, capture.entry, tuple(d for d in capture.disclosures if d not in told))
    return [key, capture, reading, review, erase]


def checkpoint() -> str:
    """The three lines that the dossier's proofs lead to."""
    log = Log()
    _events(log, review_by=AMAL, key_by=AMAL)
    return log.text()


def build(*, record: Callable[[dict[str, Any]], Any] = lambda record: None, who: Sequence[int] = (0, 1), lines: str = "", rules: str | None = None,
          stamps: bool = True, review_by: sign.Key | None = AMAL, key_by: sign.Key = AMAL, hide: Sequence[str] = ("collector",), row: int = 0,
          texts: dict[str, str] | None = None, more: dict[str, bytes] | None = None, published: str | None = None) -> dict[str, bytes]:
    """A dossier, sealed by the holder of the log's key, whatever is wrong with what is in it."""
    log, content = Log(), _record()
    shown = _events(log, review_by=review_by, key_by=key_by)
    record(content)
    text, size = log.text(), len(log.entries)
    signed = note.sign(text, ORIGIN, SEED) + "".join(witness.cosign(text, NAMES[n], SEEDS[n], TIME + n) for n in who) + lines
    events = [bundle.show(e, log.prove(e.index, size), hide=hide, rows=rows.show_rows(ROWS, [row]) if e.kind == "claim" else ()) for e in shown]
    files = {"index.html": b"<p>Oldmere</p>", "dossier.json": json.dumps(content, ensure_ascii=False, indent=1).encode(), **(more or {})}
    [token] = [c["input"] for c in json.loads((HERE / "timestamps.json").read_text(encoding="utf-8")) if c["name"] == "over the checkpoint"]
    if stamps:
        files |= {"timestamps/000.tsr": base64.b64decode(token["token"]), "timestamps/000.txt": token["text"].encode(), "timestamps/000.pem": token["root"].encode()}
    rules = rules or policy.write_policy(VKEY, list(zip(NAMES, KEYS)), quorum=2, timestamps=1)
    # The verifier goes its own way: the vector holds a line in its place, so that it stays as it is.
    with mock.patch.object(bundle, "verifier", return_value=b"# here lies verify.py\n"):
        made = bundle.make(files, events=events, checkpoint=signed, vkey=VKEY, label=LABEL, policy=rules, originals={SHA: ORIGINAL},
                           texts={TEXT_SHA: TEXT} if texts is None else texts, withheld=[bundle.Withheld("r2", "00" * 32, "its author did not agree")])
    seal = log.add("publish", {"manifest_sha256": published or bundle.manifest_sha256(made), "time": AT})
    return {**made, **bundle.seal(bundle.show(seal, log.prove(seal.index, size + 1)), note.sign(log.text(), ORIGIN, SEED))}


def check(files: dict[str, bytes]) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
            (Path(folder) / name).write_bytes(data)
        return verify.Dossier(folder).check()


# --- what is done to it -----------------------------------------------------------------------------

TEXT_FILE, EVENT, PROOF = f"data/texts/{TEXT_SHA}.txt", "events/002.json", "proofs/002.tlog-proof"


def _damaged() -> Iterable[tuple[str, dict[str, bytes | None], str]]:
    """After it was sealed: by whoever has the folder, and no key."""
    f = build()
    json_ = f["dossier.json"]
    yield "page changed", {"index.html": f["index.html"] + b" "}, "a byte more"
    yield "page gone", {"index.html": None}, "a file is missing"
    yield "file added", {"more.html": b"<p>more</p>"}, "a file that no list names"
    yield "file added to the payload", {"data/more.txt": b"more"}, "a file that no list names"
    yield "original changed", {f"data/originals/{SHA}": ORIGINAL.replace(b"13", b"31")}, "not the bytes it is named by"
    yield "original gone", {f"data/originals/{SHA}": None}, "a file is missing"
    yield "text changed", {TEXT_FILE: TEXT.replace("13", "31").encode()}, "the claim's context is not in it"
    yield "number changed", {"dossier.json": json_.replace(b'"number": 13', b'"number": 31')}, "the claim is no row of its reading"
    yield "judgement turned", {"dossier.json": json_.replace(b'"accept"', b'"reject"')}, "the log is shown to hold another"
    yield "report's digest changed", {"dossier.json": json_.replace(SHA.encode(), b"0" * 64)}, "the log is shown to hold another"
    yield "record is no JSON", {"dossier.json": json_[:-1]}, "it breaks off"
    yield "a key twice in the record", {"dossier.json": b'{"reports": [],' + json_[1:]}, "which of the two?"
    yield "field of an event changed", {EVENT: f[EVENT].replace(b'"report": "r1"', b'"report": "r7"')}, "spelled out otherwise than disclosed"
    yield "event gone", {EVENT: None}, "a file is missing"
    yield "entry changed", {EVENT: f[EVENT].replace(_entry(f[EVENT]), b64(_swapped(base64.b64decode(_entry(f[EVENT])))).encode())}, "its digests are other ones"
    yield "proof gone", {PROOF: None}, "an event without a proof"
    yield "proof of another event", {PROOF: f["proofs/003.tlog-proof"]}, "it leads elsewhere"
    yield "hash of a proof changed", {PROOF: f[PROOF].replace(f[PROOF].split(b"\n")[2], b64(bytes(32)).encode())}, "it leads to another root"
    yield "size changed", {PROOF: f[PROOF].replace(b"\n6\n", b"\n7\n")}, "the log did not sign that"
    yield "key of the log changed", {"log.vkey": note.make_vkey(ORIGIN, note.public_key(SEEDS[0])).encode() + b"\n"}, "another key signed nothing here"
    yield "policy changed", {"policy": b"quorum none\n"}, "fewer are asked for than when it was sealed"
    yield "policy gone", {"policy": None}, "a file is missing"
    yield "token gone", {"timestamps/000.tsr": None}, "the policy asks for one"
    yield "lines of the token changed", {"timestamps/000.txt": f["timestamps/000.txt"].replace(b"\n6\n", b"\n5\n")}, "the token is over other lines"
    yield "manifest changed", {"manifest-sha256.txt": flip(f["manifest-sha256.txt"])}, "a digest in it is wrong"
    yield "manifest of the other kind gone", {"manifest-sha512.txt": None}, "a file is missing"
    yield "tag manifest a line short", {"tagmanifest-sha256.txt": f["tagmanifest-sha256.txt"].split(b"\n", 1)[1]}, "a file is not listed any more"
    yield "seal gone", {"publish.json": None}, "the log committed to nothing"
    yield "seal of another dossier", {n: build(published="0" * 64)[n] for n in bundle_seal()}, "logged for another list of files"
    yield "seal written otherwise", {"publish.json": f["publish.json"].replace(b",", b", ", 1)}, "it has one spelling"


def bundle_seal() -> tuple[str, str]:
    return verify.SEAL


def _entry(event: bytes) -> bytes:
    return str(json.loads(event)["entry"]).encode()


def _swapped(entry: bytes) -> bytes:
    digests = json.loads(entry)["d"]
    return entry.replace(digests[0].encode(), digests[1].encode())


def _sealed() -> Iterable[tuple[str, dict[str, bytes], str]]:
    """Before it was sealed: by whoever holds the log's key."""
    def inside(*path: Any, to: Any) -> Callable[[dict[str, Any]], Any]:
        def change(record: dict[str, Any]) -> None:
            at: Any = record
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = to
        return change
    text = checkpoint()
    yield "claim with another number", build(record=inside("claims", 0, "value", "number", to=31)), "no row of the reading"
    yield "context that is not in the text", build(record=inside("claims", 0, "context", "text", to=TEXT.replace("denied", "told of"))), "the text says something else"
    yield "context at another place", build(record=inside("claims", 0, "context", "start", to=1)), "the text says something else there"
    yield "passage outside its context", build(record=inside("claims", 0, "context", "text", to=TEXT[:40])), "the passage is longer"
    yield "judgement of another claim", build(record=inside("judgements", 0, "left", to="c7")), "the log holds another"
    yield "judgement turned before sealing", build(record=inside("judgements", 0, "relation", to="reject")), "the log holds another"
    yield "another publisher's digest", build(record=inside("reports", 0, "sha256", to="0" * 64)), "the log holds another"
    yield "a figure from nowhere", build(record=inside("incidents", 0, "tolls", 0, "figures", 0, "claim", to="c7")), "its claim is not shown"
    yield "a judgement that no event holds", build(record=lambda r: r["judgements"].append({"id": "j2", "left": CLAIM.id, "relation": "reject"})), "no event about it"
    yield "relation withheld", build(hide=("collector", "relation")), "what the judgement says is not shown"
    yield "another row proven", build(row=1), "the claim shown is not the row shown"
    yield "not signed by its reviewer", build(review_by=None, stamps=False, rules=_rules()), "Amal has a key and did not sign"
    yield "signed by a stranger", build(review_by=STRANGER, stamps=False, rules=_rules()), "Amal has a key and did not sign"
    yield "a key added by a stranger", build(key_by=STRANGER, stamps=False, rules=_rules()), "whoever added it did not show to have it"
    yield "one witness of three", build(who=(2,)), "two are asked for"
    yield "no witness", build(who=()), "two are asked for"
    yield "a witness's line for another state", build(who=(0, 1), lines=witness.cosign(text.replace("\n6\n", "\n5\n"), NAMES[2], SEEDS[2], TIME)), "a wrong line in its name"
    yield "a witness twice", build(who=(0, 1, 1)), "which of the two?"
    yield "no token", build(stamps=False), "the policy asks for one"
    yield "a token over nothing", build(more={"timestamps/001.tsr": b"\x30\x00", "timestamps/001.txt": text.encode()}), "no imprint in it"
    yield "a policy that is none", build(rules="gossip\nquorum none\n"), "an unknown line"
    yield "a policy for another log", build(rules=f"log {note.make_vkey('other.invalid/log', note.public_key(SEEDS[0]))}\nquorum none\n"), "not this log"
    yield "a text under another's name", build(texts={TEXT_SHA: TEXT + " "}), "not the bytes it is named by"


def _rules() -> str:
    return policy.write_policy(VKEY, list(zip(NAMES, KEYS)), quorum=2)


def _told(data: bytes | None) -> dict[str, str] | None:
    if data is None:
        return None
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"base64": b64(data)}


def dossier() -> dict[str, Any]:
    whole = build()
    assert check(whole) == [], check(whole)
    cases = [case("whole", {}, True, "two of three witnesses, a token, a signed judgement, a redacted field", lines=[])]
    for name, changes, reason in _damaged():
        files = {n: data for n, data in {**whole, **changes}.items() if data is not None}
        cases.append(case(name, {n: _told(data) for n, data in changes.items()}, False, reason, by="whoever has the folder", lines=check(files)))
    for name, files, reason in _sealed():
        changes = {n: files.get(n) for n in sorted({*files, *whole}) if files.get(n) != whole.get(n)}
        cases.append(case(name, {n: _told(data) for n, data in changes.items()}, False, reason, by="whoever holds the log's key", lines=check(files)))
    return {"files": {n: _told(data) for n, data in whole.items()}, "cases": cases}


if __name__ == "__main__":
    save("dossier", dossier())
