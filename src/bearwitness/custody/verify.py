#!/usr/bin/env python3
"""Check a bearwitness dossier offline:  python3 -I verify.py [FOLDER] [LOG KEY]

Standard library alone, Python 3.8 or later. Without FOLDER: the folder this file lies in. Silent and status 0 when
nothing is wrong; else a line a fault, `PLACE: what is wrong`, and status 1. LOG KEY: the line of log.vkey as the
log's owner gave it to you by another way; without it the key in the folder is believed.
 1. Each file has the digests of the bag's manifests (BagIt, RFC 8493); none is missing, none was added.
 2. `publish.json` shows that the log committed to this list of files when the dossier was published.
 3. Each event in `events/` is in the log: an inclusion proof (RFC 6962) leads to a checkpoint signed by the log's
    key (C2SP signed note, Ed25519), and each field shown is one that the event committed to (RFC 9901 style).
 4. Reports and judgements in `dossier.json` agree with their events; each claim is a row of the table that a reading
    committed to; each passage stands in the context shown; each figure rests on a claim shown.
It cannot show that a report is true or when the log was signed: only that these are the bytes and claims signed for.
"""
import base64
import hashlib
import json
import re
import sys
from pathlib import Path

SEAL = ("publish.json", "publish.tlog-proof")  # made after the manifests, so they are not listed there
NEEDED = ("bagit.txt", "dossier.json", "index.html", "log.vkey", "policy", "verify.py", *SEAL, "manifest-sha256.txt",
          "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt")
PROVEN = {"report": ("sha256", "text_sha256"), "judgement": ("left", "relation")}  # must be among the fields shown

class Fault(Exception):
    """Something is not what it claims to be. The message says what."""
def need(condition, message):
    if not condition:
        raise Fault(message)

# --- Encodings. Each value has exactly one spelling, so that no byte can change unseen. ---------------------------
def b64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
def unb64url(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if b64url(data) == text else need(False, "is not proper base64url")
def unbase64(text):
    data = base64.b64decode(text)
    return data if base64.b64encode(data).decode() == text else need(False, "is not proper base64")
def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
def sha256(data):
    return hashlib.sha256(data).digest()
def load_json(data):
    return json.loads(data.decode("utf-8"), object_pairs_hook=lambda pairs: (
        dict(pairs) if len(dict(pairs)) == len(pairs) else need(False, "names a key twice")))

# --- Ed25519 (RFC 8032, section 5.1): points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z ----------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if (x * x - xx) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and (x * x - xx) % P == 0 and (x or not sign), "holds a number that is no curve point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P

def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def multiply(n, p):
    total = (0, 1, 1, 0)
    for bit in bin(n)[2:]:
        total = add(add(total, total), p) if bit == "1" else add(total, total)
    return total
BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def check_signature(public, message, signature):
    """Raise Fault unless `signature` (64 bytes) is that of `public` (32 bytes) over `message`."""
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    a, b = multiply(s % ORDER, BASE), add(point(signature[:32]), multiply(k, point(public)))
    need(s < ORDER and len(signature) == 64 and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0,
         "its signature does not fit: text or signature were changed, or another key signed")

# --- The log: hashes (RFC 6962), signed checkpoint (C2SP signed-note, tlog-checkpoint), proof (tlog-proof) --------
def leaf_hash(entry):
    return sha256(b"\0" + entry)
def node_hash(left, right):
    return sha256(b"\1" + left + right)
def check_inclusion(index, size, leaf, proof, root):
    """Raise Fault unless `proof` leads from the leaf hash at `index` to the root of a tree of `size` leaves."""
    need(0 <= index < size, f"index {index} is not in a tree of {size}")
    at, last, total = index, size - 1, leaf
    for other in proof:
        need(last > 0 and len(other) == 32, "its proof has a wrong length")
        total = node_hash(other, total) if at & 1 or at == last else node_hash(total, other)
        while at == last and at and not at & 1:  # a lone node at the right edge rises without a partner
            at, last = at >> 1, last >> 1
        at, last = at >> 1, last >> 1
    need(last == 0 and total == root, "does not fit the root: its bytes, its proof or the root were changed")

def key_id(name, public):
    return sha256(name.encode() + b"\n\x01" + public)[:4]
def read_vkey(line):
    """Name and Ed25519 public key (32 bytes) from `name+key id+base64`."""
    name, ident, key = line.split("+", 2)
    kind, public = unbase64(key)[0], unbase64(key)[1:]
    need(kind == 1 and len(public) == 32 and ident == key_id(name, public).hex(), "is no Ed25519 log key")
    return name, public

def open_note(note, vkey):
    """The text of a signed note after checking the signature by `vkey`; other keys' lines are passed over."""
    name, public = read_vkey(vkey)
    text, blank, tail = note.rpartition("\n\n")
    need(blank and tail.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "is no signed note")
    lines = [re.match("— ([^\\s+]+) (\\S+)\\Z", line) for line in tail[:-1].split("\n")]
    need(all(lines), "has a line that is no signature")
    signed = [(line.group(1), unbase64(line.group(2))) for line in lines]
    own = [raw[4:] for who, raw in signed if (who, raw[:4]) == (name, key_id(name, public))]
    need(len(own) == 1, "is not signed by the log's key, once")
    check_signature(public, (text + "\n").encode(), own[0])
    return text + "\n"

def read_checkpoint(text):
    """Origin, size and root (32 bytes) from the three lines of a checkpoint."""
    match = re.match(r"(\S+)\n(0|[1-9][0-9]{0,15})\n(\S+)\n\Z", text)
    need(match and len(unbase64(match.group(3))) == 32, "is no checkpoint of three lines")
    return match.group(1), int(match.group(2)), unbase64(match.group(3))

def read_proof(text):
    """Index, hashes (leaf side first) and signed checkpoint from a `.tlog-proof` file."""
    head, blank, note = text.partition("\n\n")
    match = re.match(r"c2sp\.org/tlog-proof@v1\n(?:extra (\S*)\n)?index (0|[1-9][0-9]{0,15})((?:\n\S+)*)\Z", head)
    need(match and blank and unbase64(match.group(1) or "") is not None, "is no tlog-proof")
    return int(match.group(2)), [unbase64(line) for line in match.group(3).split()], note

# --- Events: an entry commits to salted fields; a disclosure shows one of them ------------------------------------
def digest_of(disclosure):
    return b64url(sha256(disclosure.encode("ascii")))
def open_disclosure(disclosure):
    """Salt (32 bytes), name and value of a disclosed field."""
    salt, name, value = load_json(unb64url(disclosure))
    need(len(unb64url(salt)) == 32 and isinstance(name, str), "is no disclosure")
    return unb64url(salt), name, value

def read_entry(entry):
    """The kind, item and digests of a log entry, whose bytes have one spelling only."""
    found = load_json(entry)
    kind, item, d = found["k"], found["i"], found["d"]
    need(canonical({"d": d, "i": item, "k": kind, "v": "bw-event/1"}) == entry, "is no canonical bw-event/1 entry")
    need(len(entry) <= 4096 and re.match(r"[a-z]+\Z", kind) and len(unb64url(item)) == 16, "has a bad kind, item or size")
    need(len(d) in (8, 16, 32) and d == sorted(set(d)) and all(len(unb64url(x)) == 32 for x in d), "has bad digests")
    return kind, item, d

def read_fields(entry, disclosures):
    """The disclosed fields by name, each checked to be one that the entry committed to."""
    digests, fields = read_entry(entry)[2], {}
    for disclosure in disclosures:
        _salt, name, value = open_disclosure(disclosure)
        need(digest_of(disclosure) in digests, f"shows a field `{name}` that the entry did not commit to")
        need(name not in fields, f"shows the field `{name}` twice")
        fields[name] = value
    return fields

# --- The dossier --------------------------------------------------------------------------------------------------
def dicts(value):
    """Every JSON object inside a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from dicts(inner)

def digests(path):
    need(path.is_file() and not path.is_symlink(), "is a link or device, not a file")
    both = hashlib.sha256(), hashlib.sha512()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            for digest in both:
                digest.update(block)
    return [digest.hexdigest() for digest in both]

class Dossier:
    """One check of one folder. `faults` gathers the lines."""
    def __init__(self, folder, vkey=None):
        self.folder, self.vkey, self.faults = Path(folder), vkey, []
        self.files, self.events, self.rows, self.texts, self.checkpoints = {}, [], {}, {}, {}

    def step(self, place, function, *arguments):
        """Run one check; whatever goes wrong becomes a fault at its place."""
        try:
            return function(*arguments)
        except Exception as error:  # a hostile file can fail in any way, and none of them may pass for success
            text = str(error) if isinstance(error, Fault) else f"cannot be checked: {error!r:.200}"
            self.faults.append(f"{place}: {text}")

    def read(self, name):
        return (self.folder / name).read_bytes()

    def check(self):
        if not self.folder.is_dir():
            return [f"{self.folder}: is not a folder"]
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.is_symlink() or not path.is_dir():
                self.files[name] = self.step(name, digests, path) or ["", ""]
        for name in NEEDED:
            self.step(name, need, name in self.files, "missing")
        self.step("tagmanifest-sha256.txt", self.check_manifests)
        self.step("log.vkey", self.check_key)
        for name in [name for name in self.files if name.startswith("events/")]:
            self.step(name, self.check_event, name, f"proofs/{Path(name).stem}.tlog-proof")
        self.step(SEAL[0], self.check_event, *SEAL)
        for name in [name for name in self.files if re.match("data/(originals|texts)/", name)]:
            self.step(name, need, Path(name).stem == self.files[name][0], "is not the bytes that its name says")
            self.texts[self.files[name][0]] = self.read(name).decode("utf-8", "replace") if "/texts/" in name else None
        self.step("dossier.json", self.check_record)
        return self.faults

    def check_manifests(self):
        """File by file against the SHA-256 manifests; all four as a whole when that found nothing."""
        real = {name: both for name, both in self.files.items() if name not in SEAL and name[:12] != "tagmanifest-"}
        lines = (self.read("manifest-sha256.txt") + self.read("tagmanifest-sha256.txt")).decode("ascii").splitlines()
        listed = {name: digest for digest, _gap, name in (line.partition("  ") for line in lines)}
        for name in sorted({*real, *listed}):
            wrong = "missing" if name not in real else "changed" if name in listed else "added"
            right = name in real and real[name][0] == listed.get(name)
            self.step(name, need, right, f"{wrong}: not as the bag's manifests list it")
        for name in ("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"):
            part = [file for file in sorted(real) if (file[:5] == "data/") == (name[0] == "m")]
            whole = "".join(f"{real[file]['512' in name]}  {file}\n" for file in part).encode()
            self.step(name, need, self.faults or self.read(name) == whole, "changed: not the list of these files")

    def check_key(self):
        own, policy = self.read("log.vkey").decode()[:-1], self.read("policy").decode()
        need(read_vkey(own) and self.vkey in (None, own), "is not the log key that was given")
        self.vkey = own
        self.step("policy", need, policy == f"log {own}\nquorum none\n", "names another log, or witnesses")

    def check_event(self, name, proof):
        event = load_json(self.read(name))
        entry = unbase64(event["entry"])
        kind, fields = read_entry(entry)[0], read_fields(entry, event["shown"])
        need(fields == event["fields"], "spells out other fields than it discloses")
        self.step(f"{name}: {proof}", self.check_proof, proof, event["index"], entry)
        self.events.append((event["index"], kind, fields))
        for row in event.get("rows", []):
            self.step(f"{name} row {row['index']}", self.check_row, row, fields)
        if name == SEAL[0]:
            need(kind == "publish" and canonical(event) + b"\n" == self.read(name), "is no canonical publish event")
            self.step("tagmanifest-sha256.txt", need, fields["manifest_sha256"] == self.files[
                "tagmanifest-sha256.txt"][0], "changed: not the list of files that was logged at publishing")

    def check_proof(self, name, index, entry):
        proven, hashes, note = read_proof(self.read(name).decode())
        need(proven == index, f"is the proof of event {proven}, not of {index}")
        if note not in self.checkpoints:  # the proofs of a dossier usually share one
            self.checkpoints[note] = read_checkpoint(open_note(note, self.vkey))
        origin, size, root = self.checkpoints[note]
        need(origin == read_vkey(self.vkey)[0], "ends in a checkpoint of another log")
        check_inclusion(index, size, leaf_hash(entry), hashes, root)

    def check_row(self, row, fields):
        data, hashes, root = row["row"].encode(), map(unbase64, row["proof"]), bytes.fromhex(fields["rows_root"])
        check_inclusion(row["index"], fields["rows"], leaf_hash(data), hashes, root)
        self.rows.setdefault(load_json(data)["id"], []).append((load_json(data), fields))

    def check_record(self):
        record = load_json(self.read("dossier.json"))
        for kind in PROVEN:
            for item in record[kind + "s"]:
                self.step(f"dossier.json {kind} {item['id']}", self.check_said, kind, item)
        for claim in record["claims"]:
            self.step(f"dossier.json claim {claim['id']}", self.check_claim, claim, {r["id"] for r in record["reports"]})
        used = {str(figure["claim"]) for figure in dicts(record["incidents"]) if figure.get("claim")}
        for claim in sorted(used - {claim["id"] for claim in record["claims"]}):
            self.faults.append(f"dossier.json: has a figure by claim {claim}, which it does not show")

    def check_said(self, kind, record):
        said = {}  # of several events about one record the latest rules
        for _index, event, fields in sorted(self.events, key=lambda event: event[0]):
            said.update(fields if fields.get(kind) == record["id"] and event != "claim" else {})
        for name in {*said, *PROVEN[kind]} & set(record):
            need(record[name] == said.get(name), f"its `{name}` is not the one that the log is shown to hold")

    def check_claim(self, claim, reports):
        plain = {name: value for name, value in claim.items() if name != "context"}
        found = [fields for row, fields in self.rows.get(claim["id"], []) if row == plain]
        need(found, "is no claim row that a reading in the log committed to")
        need(found[0]["report"] == claim["report_id"] and claim["report_id"] in reports, "is of a report not shown")
        start, text = claim["context"]["start"], claim["context"]["text"]
        whole = self.texts.get(found[0].get("text_sha256"))
        need(whole is None or whole[start:start + len(text)] == text, "its context is not what the text says there")
        inside = [p for p in dicts(plain) if "exact" in p and start <= p["start"] and p["end"] <= start + len(text)]
        need(claim["passage"] in inside, "its passage lies outside the context shown")
        need(all(text[p["start"] - start:p["end"] - start] == p["exact"] for p in inside), "stands not so in its context")

if __name__ == "__main__":
    lines = Dossier(*(sys.argv[1:3] or [str(Path(__file__).resolve().parent)])).check()
    print("".join(line + "\n" for line in lines), end="")
    sys.exit(1 if lines else 0)
