"""A dossier as a bag: its events, proofs, certificate and manifests, ready for `verify.py`.

The dossier's author calls `make` with `index.html`, `dossier.json` and whatever else the page needs; the
publisher then logs a `publish` event over `manifest_sha256` of the result and adds `seal` of it.

    index.html  dossier.json      from the author
    verify.py                     the stand-alone verifier, byte for byte
    README.txt  CERTIFICATE.txt   what this is and how to check it; a draft for a qualified person to sign
    log.vkey  policy              the log's public key; whose signatures the checkpoint carries (C2SP tlog-policy)
    events/NNN.json               an event of the log, NNN its index: see `event_json`
    proofs/NNN.tlog-proof         its proof (C2SP), ending in the checkpoint
    data/originals/<sha256>       originals byte for byte (audience `court`)
    data/texts/<text_sha256>.txt  kept texts, UTF-8 (audience `court`)
    data/withheld.json            what is not here: [{"report", "sha256", "reason"}], [{"event", "digest", "reason"}]
    timestamps/NNN.tsr .txt .pem  from the publisher: a token of RFC 3161, what it is over, the root to judge it by
    bagit.txt  bag-info.txt  manifest-sha256.txt  manifest-sha512.txt      BagIt, RFC 8493
    tagmanifest-sha256.txt  tagmanifest-sha512.txt                         over all files outside data/
    publish.json  publish.tlog-proof   the seal: the event over the SHA-256 of tagmanifest-sha256.txt

Signatures of witnesses are further lines of the checkpoint inside each proof.

What `verify.py` expects of dossier.json (further keys are free):

    {"reports":    [{"id", "sha256", ...the fields of Report}],
     "claims":     [{...exactly the claim's row in its reading, "context": {"start", "text"}}],
     "judgements": [{"id", "left", "relation", ...the fields of Judgement}],
     "incidents":  [{"id", ..., "claim": id of a claim shown, at any depth}]}

`context.start` is the offset of `context.text` in the kept text, in code points. A field of a report or
judgement that an event discloses must be what it says there; `sha256`, `text_sha256`, `left` and
`relation` must be disclosed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any

from bearwitness.custody import erased, verify
from bearwitness.custody.entry import LoggedEvent, read_entry, read_fields
from bearwitness.custody.faults import as_verify_error
from bearwitness.custody.papers import certificate, readme
from bearwitness.custody.policy import write_policy
from bearwitness.custody.proof import write_proof
from bearwitness.custody.rows import ShownRow
from bearwitness.errors import UsageError, VerifyError

HIDDEN = "not shown to this audience"
_NAME = re.compile(r"(?!.*(?:^|/)\.\.?(?:/|$))[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*\Z")


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event of the log as a dossier shows it.

    `disclosures` are those shown, `hashes` the inclusion proof to the dossier's checkpoint, `rows` the
    rows shown of the table that a `claim` event commits to.
    """

    index: int
    entry: bytes
    disclosures: tuple[str, ...]
    hashes: tuple[bytes, ...]
    rows: tuple[ShownRow, ...] = ()
    hidden: tuple[str, ...] = ()        # digests of the fields that the log's keeper could show and does not


@dataclass(frozen=True, slots=True)
class Withheld:
    """An original that a dossier does not contain, and why."""

    report: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on the bag. `made_on` is a date (ISO 8601), `tool` a name with its version."""

    title: str
    made_on: str
    tool: str
    audience: str = "public"
    language: str = "en"


def show(event: LoggedEvent, hashes: Sequence[bytes], *, hide: Sequence[str] = (), rows: Sequence[ShownRow] = ()) -> ShownEvent:
    """A logged event with all its fields but those in `hide`.

    Args:
        hashes: its inclusion proof, from `store.log.Log.prove`.
    """
    shown = tuple(d for d in event.disclosures if verify.open_disclosure(d)[1] not in hide)
    hidden = tuple(verify.digest_of(d) for d in event.disclosures if d not in shown)
    return ShownEvent(event.index, event.entry, shown, tuple(hashes), tuple(rows), hidden)


def event_json(event: ShownEvent) -> dict[str, Any]:
    """The content of `events/NNN.json`.

    `entry` is the log entry in base64; `shown` the disclosures, `fields` what they say in plain; `rows`
    (of a `claim` event) a list of {"index", "row": the row's text, "proof": [base64]}.
    """
    found: dict[str, Any] = {
        "index": event.index, "kind": read_entry(event.entry).kind, "entry": base64.b64encode(event.entry).decode(),
        "shown": list(event.disclosures), "fields": read_fields(event.entry, event.disclosures)}
    if event.rows:
        found["rows"] = [{"index": row.index, "row": row.row.decode(),
                          "proof": [base64.b64encode(h).decode() for h in row.proof]} for row in event.rows]
    return found


def make(files: Mapping[str, bytes], *, events: Sequence[ShownEvent], checkpoint: str, vkey: str, label: Label,
         originals: Mapping[str, bytes] | None = None, texts: Mapping[str, str] | None = None,
         withheld: Sequence[Withheld] = (), policy: str | None = None) -> dict[str, bytes]:
    """All files of a dossier but its seal, by their path in the folder, sorted.

    Args:
        files: `index.html`, `dossier.json` and other files of the page.
        events: with proofs that all lead to `checkpoint`.
        checkpoint: the signed checkpoint, a note.
        vkey: the log's public key, one line.
        originals: bytes by SHA-256, for an audience that may have them.
        texts: kept texts by their SHA-256.
        policy: whose signatures the checkpoint carries (`policy.write_policy`); left out: the log's own alone.

    Raises:
        UsageError: a file name that not every system can hold, or a name used twice.
        VerifyError: a disclosure that is none of its entry's.
    """
    made = {**_tags(files, events, checkpoint, vkey, label, policy or write_policy(vkey, (), quorum=0)),
            **_payload(originals or {}, texts or {}, withheld, events)}
    clash = set(files) & set(made)
    if clash:
        raise UsageError(f"a dossier makes these files itself: {', '.join(sorted(clash))}")
    made.update(files)
    for name in made:
        if not _NAME.match(name):
            raise UsageError(f"a dossier's file names are plain letters, digits, dots, dashes and slashes: {name!r}")
    payload = {name: data for name, data in made.items() if name.startswith("data/")}
    made["bag-info.txt"] = _bag_info(label, payload)
    for algorithm in ("sha256", "sha512"):
        made[f"manifest-{algorithm}.txt"] = _manifest(payload, algorithm)
    tags = {name: data for name, data in made.items() if not name.startswith("data/")}
    for algorithm in ("sha256", "sha512"):
        made[f"tagmanifest-{algorithm}.txt"] = _manifest(tags, algorithm)
    return dict(sorted(made.items()))


def manifest_sha256(files: Mapping[str, bytes]) -> str:
    """What the `publish` event commits to (field `manifest_sha256`): the digest of the list of all files."""
    return hashlib.sha256(files["tagmanifest-sha256.txt"]).hexdigest()


def seal(event: ShownEvent, checkpoint: str) -> dict[str, bytes]:
    """The two files that show that the log committed to a dossier.

    Args:
        event: the `publish` event, with the field `manifest_sha256` shown.
        checkpoint: the signed checkpoint that its proof leads to.
    """
    body = json.dumps(event_json(replace(event, rows=())), sort_keys=True, separators=(",", ":")) + "\n"
    return {"publish.json": body.encode(), "publish.tlog-proof": write_proof(event.index, event.hashes, checkpoint).encode()}


def digests_of(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """What became of each digest of the events that a dossier shows.

    Args:
        files: the contents of `events/*.json` and `publish.json` by name, as they lie in the folder.

    Raises:
        VerifyError: a file is no event.
    """
    found = []
    for name, data in files.items():
        with as_verify_error():
            event = json.loads(data)
            entry = base64.b64decode(event["entry"])
            found.append((event["index"], event["kind"], entry, event["shown"], verify.read_fields(entry, event["shown"])))
        if not isinstance(event["index"], int):
            raise VerifyError([f"{name}: is no event"])
    gone = erased.erasures((index, kind, fields) for index, kind, _, _, fields in found)
    return [{"event": index, "kind": kind, "digest": one.digest, "state": one.state, "field": one.name, "erased_by": one.by}
            for index, kind, entry, shown, _ in sorted(found, key=lambda each: each[0])
            for one in erased.states(entry, shown, gone, complete=False)]


# --- the parts ---------------------------------------------------------------------------------------------

def _tags(files: Mapping[str, bytes], events: Sequence[ShownEvent], checkpoint: str, vkey: str,
          label: Label, policy: str) -> dict[str, bytes]:
    made = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "verify.py": verifier(),
        "log.vkey": f"{vkey}\n".encode(),
        "policy": policy.encode(),
        "README.txt": readme(label, [name for name in files if name.startswith("timestamps/") and name.endswith(".tsr")], policy).encode(),
        "CERTIFICATE.txt": certificate(events, checkpoint, vkey, label).encode(),
    }
    for event in events:
        made[f"events/{event.index:03d}.json"] = _json(event_json(event))
        made[f"proofs/{event.index:03d}.tlog-proof"] = write_proof(event.index, event.hashes, checkpoint).encode()
    return {name: data for name, data in made.items() if name != "README.txt" or name not in files}


def _payload(originals: Mapping[str, bytes], texts: Mapping[str, str], withheld: Sequence[Withheld],
             events: Sequence[ShownEvent]) -> dict[str, bytes]:
    made = {f"data/originals/{digest}": data for digest, data in originals.items()}
    made.update({f"data/texts/{digest}.txt": text.encode() for digest, text in texts.items()})
    told: list[dict[str, Any]] = [{"report": w.report, "sha256": w.sha256, "reason": w.reason} for w in withheld]
    told += [{"event": event.index, "digest": digest, "reason": HIDDEN} for event in events for digest in event.hidden]
    made["data/withheld.json"] = _json(told)
    return made


def verifier() -> bytes:
    """The stand-alone verifier as it lies in every dossier."""
    return resources.files("bearwitness.custody").joinpath("verify.py").read_bytes()


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    return "".join(f"{hashlib.new(algorithm, files[name]).hexdigest()}  {name}\n" for name in sorted(files)).encode()


def _bag_info(label: Label, payload: Mapping[str, bytes]) -> bytes:
    octets = sum(len(data) for data in payload.values())
    lines = [("External-Description", " ".join(label.title.split())), ("Bagging-Date", label.made_on),
             ("Bag-Software-Agent", label.tool), ("Payload-Oxum", f"{octets}.{len(payload)}")]
    return "".join(f"{name}: {value}\n" for name, value in lines).encode()
