"""A dossier as a bag: its events, proofs, certificate and manifests, ready for `verify.py`.

The dossier's author calls `make` with `index.html`, `dossier.json` and whatever else the page needs; the
publisher then logs a `publish` event over `manifest_sha256` of the result and adds `seal` of it.

    index.html  dossier.json      from the author
    verify.py                     the stand-alone verifier, byte for byte
    README.txt  CERTIFICATE.txt   what this is and how to check it; a draft for a qualified person to sign
    log.vkey  policy              the log's public key; C2SP tlog-policy: `log <vkey>`, `quorum none`
    events/NNN.json               an event of the log, NNN its index: see `event_json`
    proofs/NNN.tlog-proof         its proof (C2SP), ending in the checkpoint
    data/originals/<sha256>       originals byte for byte (audience `court`)
    data/texts/<text_sha256>.txt  kept texts, UTF-8 (audience `court`)
    data/withheld.json            what is not here: [{"report", "sha256", "reason"}]
    bagit.txt  bag-info.txt  manifest-sha256.txt  manifest-sha512.txt      BagIt, RFC 8493
    tagmanifest-sha256.txt  tagmanifest-sha512.txt                         over all files outside data/
    publish.json  publish.tlog-proof   the seal: the event over the SHA-256 of tagmanifest-sha256.txt

Later parts have their places: `timestamps/`, cosignature lines inside the proofs' checkpoints, more lines
in `policy`.

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
from bearwitness.custody.note import open_checkpoint
from bearwitness.custody.proof import write_proof
from bearwitness.custody.rows import ShownRow
from bearwitness.errors import UsageError, VerifyError

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


def show(event: LoggedEvent, hashes: Sequence[bytes], *, hide: Sequence[str] = (), rows: Sequence[ShownRow] = ()) -> ShownEvent:
    """A logged event with all its fields but those in `hide`.

    Args:
        hashes: its inclusion proof, from `store.log.Log.prove`.
    """
    shown = tuple(d for d in event.disclosures if verify.open_disclosure(d)[1] not in hide)
    return ShownEvent(event.index, event.entry, shown, tuple(hashes), tuple(rows))


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
         withheld: Sequence[Withheld] = ()) -> dict[str, bytes]:
    """All files of a dossier but its seal, by their path in the folder, sorted.

    Args:
        files: `index.html`, `dossier.json` and other files of the page.
        events: with proofs that all lead to `checkpoint`.
        checkpoint: the signed checkpoint, a note.
        vkey: the log's public key, one line.
        originals: bytes by SHA-256, for an audience that may have them.
        texts: kept texts by their SHA-256.

    Raises:
        UsageError: a file name that not every system can hold, or a name used twice.
        VerifyError: a disclosure that is none of its entry's.
    """
    made = {**_tags(files, events, checkpoint, vkey, label), **_payload(originals or {}, texts or {}, withheld)}
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
          label: Label) -> dict[str, bytes]:
    made = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "verify.py": verifier(),
        "log.vkey": f"{vkey}\n".encode(),
        "policy": f"log {vkey}\nquorum none\n".encode(),
        "README.txt": _readme(label).encode(),
        "CERTIFICATE.txt": _certificate(events, checkpoint, vkey, label).encode(),
    }
    for event in events:
        made[f"events/{event.index:03d}.json"] = _json(event_json(event))
        made[f"proofs/{event.index:03d}.tlog-proof"] = write_proof(event.index, event.hashes, checkpoint).encode()
    return {name: data for name, data in made.items() if name != "README.txt" or name not in files}


def _payload(originals: Mapping[str, bytes], texts: Mapping[str, str], withheld: Sequence[Withheld]) -> dict[str, bytes]:
    made = {f"data/originals/{digest}": data for digest, data in originals.items()}
    made.update({f"data/texts/{digest}.txt": text.encode() for digest, text in texts.items()})
    made["data/withheld.json"] = _json([{"report": w.report, "sha256": w.sha256, "reason": w.reason} for w in withheld])
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


def _readme(label: Label) -> str:
    return f"""{label.title}

This folder is a dossier made by {label.tool} on {label.made_on}, for the audience "{label.audience}".
Open index.html in a browser: it needs no network. dossier.json holds the same for programs.

To check that nothing was changed, you need Python 3.8 or later and no network:

    python3 -I verify.py

It prints nothing when all is well, and a line for each fault otherwise. Better still, take verify.py
from a source you trust and the log's public key from its owner, and run:

    python3 -I verify.py PATH-OF-THIS-FOLDER "THE LINE OF log.vkey AS THE OWNER GAVE IT"

What the check shows: these files are the ones that the holder of the log's key signed for; each event
shown stands in that log; each claim is one that a reading committed to there; each passage stands in the
sentence shown. Originals that are not in data/originals are named in data/withheld.json with the reason;
whoever is given one can compare its SHA-256 with the one in the event.

What it does not show: that what a report says is true; that the log's owner left nothing out; or the
time of signing, which is the owner's own word until somebody else has countersigned the log.
"""


_BLANK = "______________________________"


def _certificate(events: Sequence[ShownEvent], checkpoint: str, vkey: str, label: Label) -> str:
    state = open_checkpoint(checkpoint, vkey)
    records = [(event.index, read_fields(event.entry, event.disclosures)) for event in events
               if read_entry(event.entry).kind in ("capture", "import")]
    rows = "".join(_exhibit(number, index, fields) for number, (index, fields) in enumerate(records, 1))
    return f"""DRAFT CERTIFICATE OF A QUALIFIED PERSON
(to be completed, checked and signed by that person; not valid as it stands)

1. I, {_BLANK}, of {_BLANK}, am qualified by {_BLANK}
   to say how the records listed below were kept.

2. The records were received by {label.tool}. At receipt the program computed the SHA-256 digest
   of the bytes of each, stored them unchanged under that digest, and appended an event to an
   append-only log: a hash tree (RFC 6962) whose state is signed with a key held by the log's owner.

3. The log: {state.origin}
   public key  {vkey}
   entries     {state.size}
   root        {base64.b64encode(state.root).decode()}

4. The records, each with its place in the log, the time of receipt by the clock of the machine that
   received it, and its digest:

{rows or "   (none)"}
5. I have compared the digest of each record put forward with the one above, by running
   {_BLANK} on (date) {_BLANK}, and they match: yes / no.

6. The process described produces an accurate result when it works as designed. I know of these
   departures from it: {_BLANK}

7. This certificate says nothing about whether the content of a record is true.

Place and date: {_BLANK}

Signature: {_BLANK}
"""


def _exhibit(number: int, index: int, fields: Mapping[str, Any]) -> str:
    names = (("report", "report"), ("sha256", "sha256"), ("sha512", "sha512"), ("size", "bytes"), ("media_type", "type"),
             ("time", "received"), ("method", "method"), ("source", "source"), ("tool", "program"))
    lines = [f"   {number}. log entry {index}\n"]
    lines += [f"      {title:<9} {fields[name]}\n" for name, title in names if fields.get(name) is not None]
    return "".join(lines) + "\n"
