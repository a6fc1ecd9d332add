#!/usr/bin/env python3
"""Check a bearwitness dossier offline:  python3 -I verify.py [--explain] [FOLDER [LOG-KEY [POLICY-FILE]]]

Standard library alone, Python 3.8 or later. Without FOLDER: the folder this file lies in. Silent, with status 0, when
nothing is wrong; else a line a fault. Get LOG-KEY (the line of log.vkey) and POLICY-FILE (whose signatures you ask for)
by another way; else the folder's own are believed. --explain tells who signed and, of each digest in an event, its fate.
 1. Each file is as the bag's manifests list it (BagIt, RFC 8493), and the log committed to that list (publish.json).
 2. Each event is in the log: an inclusion proof (RFC 6962) leads to a checkpoint signed by the log's key (C2SP signed
    note, Ed25519), and by as many witnesses as the policy asks (C2SP tlog-policy). Each field shown is one that the
    event committed to. Each time-stamp (RFC 3161) is over a checkpoint; who made it is NOT checked here.
 3. What a person signed is as they signed it; what is in the name of a person whose key the log knows, they signed.
 4. Reports and judgements in dossier.json agree with their events; each claim is a row of the table that a reading
    committed to; each passage stands in the context shown; each figure rests on a claim shown.
It cannot show that a report is true, nor that nothing was left out: only that these are the bytes and claims signed for.
"""
import base64
import hashlib
import json
import re
import sys
import unicodedata
from pathlib import Path

SEAL = ("publish.json", "publish.tlog-proof")  # made after the manifests, so they are not listed there
MANIFESTS = ("manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt")
PROVEN = {"report": ("capture", "sha256", "text_sha256"),  # by the one event of this kind; these must be among its fields
          "judgement": ("review", "left", "right", "relation", "reviewer", "reason", "changes", "supersedes")}
CARRIED = ("reviewer", "relation", "reason", "changes", "time")  # what stays when a judgement moves on to a newer reading
LOG, WITNESS = b"\1", b"\4"  # kinds of keys: Ed25519, and Ed25519 with the time (cosignature/v1)
UNKNOWN = {"anchor": "none", "end": None, "expression": None, "precision": "unknown", "start": None}  # a time that was redacted
class Fault(Exception):
    """Something is not what it claims to be. The message says what."""
def need(condition, message):
    if not condition:
        raise Fault(message)
def b64url(data):  # here and below: each value has exactly one spelling, so that no byte can change unseen
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
def unb64url(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return data if b64url(data) == text else need(False, "is not proper base64url")
def unbase64(text):
    data = base64.b64decode(text)
    return data if base64.b64encode(data).decode() == text else need(False, "is not proper base64")
def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
def person_of(name):  # case, width, blanks and invisible characters make no other person
    return " ".join("".join(c for c in unicodedata.normalize("NFKC", str(name)).casefold() if unicodedata.category(c) != "Cf").split())
def gone(value):  # what a redaction puts in the place of what went: a mark, nothing, or a time of which nothing is known
    return value in ([], None, UNKNOWN) or re.match(r"\[(erased|redacted)[^]]*\]\Z", str(value))
def sha256(data):
    return hashlib.sha256(data).digest()
def load_json(data):
    return json.loads(data.decode("utf-8"), object_pairs_hook=lambda p: dict(p) if len(dict(p)) == len(p) else need(False, "names a key twice"))
# --- Ed25519 (RFC 8032, section 5.1), on points (x, y) of the curve -x*x + y*y = 1 + D*x*x*y*y modulo P -----------
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
def point(data):
    y = int.from_bytes(data, "little") % 2**255
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(xx, (P + 3) // 8, P)
    x = x if (x * x - xx) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    x = x if x % 2 == data[31] >> 7 else -x % P
    need((x * x - xx) % P == 0 and y < P and (y | x % 2 << 255).to_bytes(32, "little") == data, "holds no curve point")
    return x, y
def add(p, q):
    (a, b), (c, d) = p, q
    t = D * a * b * c * d % P
    inverse = pow(1 - t * t, -1, P)
    return (a * d + b * c) * (1 - t) * inverse % P, (b * d + a * c) * (1 + t) * inverse % P
DOUBLES: dict = {}  # p: [p, 2p, 4p, ...], for points that are multiplied again and again
def multiply(n, p):
    doubles, total = DOUBLES.setdefault(p, [p]), (0, 1)
    while len(doubles) < n.bit_length():
        doubles.append(add(doubles[-1], doubles[-1]))
    for bit, double in zip(bin(n)[:1:-1], doubles):
        total = add(total, double) if bit == "1" else total
    return total
BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
def check_signature(public, message, signature):  # raise Fault unless `signature` (64 bytes) is that of `public` (32 bytes) over `message`
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    need(len(signature) == 64 and s < ORDER and multiply(s, BASE) == add(point(signature[:32]), multiply(k, point(public))),
         "its signature does not fit: text or signature were changed, or another key signed")
# --- The log: hashes (RFC 6962), signed checkpoint (C2SP signed-note, tlog-checkpoint), proof (tlog-proof) --------
def leaf_hash(entry):
    return sha256(b"\0" + entry)
def node_hash(left, right):
    return sha256(b"\1" + left + right)
def root_by(proof, index, size, leaf):  # the root that a proof (leaf side first) leads to from the leaf hash at `index` in a tree of `size`
    need(0 <= index < size and bool(proof) == (size > 1), f"is not proven to be entry {index} of {size}")
    half = 1 << (size - 1).bit_length() >> 1  # leaves on the left: the largest power of two below size
    if proof and index < half:
        return node_hash(root_by(proof[:-1], index, half, leaf), proof[-1])
    return node_hash(proof[-1], root_by(proof[:-1], index - half, size - half, leaf)) if proof else leaf
def check_inclusion(index, size, leaf, proof, root):
    need(root_by(proof, index, size, leaf) == root, "does not fit the root: its bytes, its proof or the root were changed")
def key_id(name, public, kind=LOG):
    return sha256(name.encode() + b"\n" + kind + public)[:4]
def read_vkey(line, kind=LOG):  # name and Ed25519 public key (32 bytes) from `name+key id+base64`
    name, ident, key = line.split("+", 2)
    public = unbase64(key)[1:]
    need(unbase64(key)[:1] == kind and len(public) == 32 and ident == key_id(name, public, kind).hex(), "is no key of this kind")
    return name, public
def open_note(note, vkey, kind=LOG):  # the text, and when `vkey` signed it (0: a log; None: it did not); others' lines are passed over
    text, blank, tail = note.rpartition("\n\n")
    need(blank and tail.endswith("\n") and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "is no signed note")
    (name, public), time, signed = read_vkey(vkey, kind), None, re.findall("— ([^\\s+]+) (\\S+)\n", tail)
    need(tail == "".join(f"— {who} {code}\n" for who, code in signed), "has a line that is no signature")
    for who, raw in [(who, unbase64(code)) for who, code in signed]:
        if (who, raw[:4]) == (name, key_id(name, public, kind)):
            need(time is None and len(raw) == (68 if kind == LOG else 76), f"is not signed by {name} once and in full")
            time = int.from_bytes(raw[4:-64], "big")
            check_signature(public, (b"cosignature/v1\ntime %d\n" % time if kind == WITNESS else b"") + text.encode() + b"\n", raw[-64:])
    return text + "\n", time
def read_checkpoint(note, vkey):  # origin, size and root (32 bytes) from the three lines of a checkpoint that the log signed
    text, time = open_note(note, vkey)
    match = re.match(r"(\S+)\n(0|[1-9][0-9]{0,15})\n(\S{44})\n\Z", text)
    need(time is not None and match and match.group(1) == read_vkey(vkey)[0], "is no checkpoint of this log, signed by its key")
    return match.group(1), int(match.group(2)), unbase64(match.group(3))
def read_proof(text):  # index, hashes (leaf side first) and signed checkpoint from a `.tlog-proof` file
    head, blank, note = text.partition("\n\n")
    match = re.match(r"c2sp\.org/tlog-proof@v1\n(?:extra (\S*)\n)?index (0|[1-9][0-9]{0,15})((?:\n\S+)*)\Z", head)
    need(match and blank and unbase64(match.group(1) or "") is not None, "is no tlog-proof")
    return int(match.group(2)), [unbase64(line) for line in match.group(3).split()], note
def check_policy(policy, note, vkey):  # the witnesses of it who signed a checkpoint, by name with their times, and whether they are enough
    lines = [words for words in (re.findall(r"[^ \t]+", line) for line in policy.split("\n")) if words and words[0][0] != "#"]
    kinds = [[words[1:] for words in lines if words[0] == kind] for kind in ("log", "witness", "group", "quorum")]
    need(sum(map(len, kinds)) == len(lines) and len(kinds[3]) == 1, "has a line that no policy has, or not one quorum")
    logs, witnesses, groups, [quorum] = kinds
    times = {name: open_note(note, key, WITNESS)[1] for name, key, *_address in witnesses}
    met = {name: time is not None for name, time in times.items()}
    for name, least, *group in groups:
        least = int({"any": 1, "all": len(group)}.get(least, least))
        need(name not in met and 1 <= least <= len(group), f"has a group {name} that is none")
        met[name] = sum(met[member] for member in group) >= least
    once = [[read_vkey(words[1], WITNESS)[1] for words in witnesses], [*times, "none"], ["none", *(m for g in groups for m in g[2:])]]
    need(all(len({*names}) == len(names) for names in once) and len(times) == len(witnesses), "names somebody twice")
    need(not logs or vkey in [words[0] for words in logs], "names another log")
    return {name: time for name, time in times.items() if time is not None}, quorum == ["none"] or met[" ".join(quorum)]
def digest_of(disclosure):  # an entry commits to salted fields; a disclosure shows one of them
    return b64url(sha256(disclosure.encode("ascii")))
def open_disclosure(disclosure):  # salt (32 bytes), name and value of a disclosed field
    salt, name, value = load_json(unb64url(disclosure))
    need(len(unb64url(salt)) == 32 and isinstance(name, str), "is no disclosure")
    return unb64url(salt), name, value
def read_entry(entry):  # the kind, item and digests of a log entry, whose bytes have one spelling only
    found = load_json(entry)
    kind, item, d = found["k"], found["i"], found["d"]
    need(canonical({"d": d, "i": item, "k": kind, "v": "bw-event/1"}) == entry, "is no canonical bw-event/1 entry")
    need(len(entry) <= 4096 and re.match(r"[a-z]+\Z", kind) and len(unb64url(item)) == 16, "has a bad kind, item or size")
    need(len(d) in (8, 16, 32) and d == sorted(set(d)) and all(len(unb64url(x)) == 32 for x in d), "has bad digests")
    return kind, item, d
def read_fields(entry, disclosures):  # the disclosed fields by name, each checked to be one that the entry committed to
    digests, opened = read_entry(entry)[2], [open_disclosure(disclosure)[1:] for disclosure in disclosures]
    for disclosure, (name, _value) in zip(disclosures, opened):
        need(digest_of(disclosure) in digests, f"shows a field `{name}` that the entry did not commit to")
    need(len(dict(opened)) == len(opened), "shows a field twice")
    return dict(opened)
class Dossier:
    """One check of one folder: `faults` gathers what is wrong, `told` what --explain prints."""
    def __init__(self, folder, vkey=None, policy=None):
        self.folder, self.vkey, self.policy, self.faults, self.told = Path(folder), vkey, policy, {}, []
        self.cases, self.files, self.events, self.rows, self.notes, self.owners, self.closed, self.judged = {}, {}, [], {}, {}, {}, set(), {}
        self.read = lambda name: (self.folder / name).read_bytes()
    def step(self, place, function, *arguments):  # run one check; whatever goes wrong becomes a fault at its place
        try:
            return function(*arguments)
        except Exception as error:  # a hostile file can fail in any way, and none of them may pass for success
            text = "missing" if isinstance(error, FileNotFoundError) else f"cannot be checked: {error!r:.200}"
            self.faults[f"{place}: {error if isinstance(error, Fault) else text}"] = None  # a dictionary: each line once
    def check(self):
        self.step(self.folder, need, self.folder.is_dir(), "is not a folder")
        for path in sorted(path for path in self.folder.rglob("*") if path.is_symlink() or not path.is_dir()):
            self.step(path.relative_to(self.folder).as_posix(), self.check_file, path, path.relative_to(self.folder).as_posix())
        self.stamps = [name for name in self.files if re.match(r"timestamps/.*\.tsr\Z", name)]
        for name in MANIFESTS:
            self.step(name, self.check_manifest, name)
        own = self.step("log.vkey", lambda: self.read("log.vkey").decode()[:-1])
        self.step("log.vkey", need, self.vkey in (None, own), "is not the log key that was given")
        self.vkey = self.vkey or own
        for name in [*(name for name in self.files if name.startswith("events/")), SEAL[0]]:
            self.step(name, self.check_event, name, SEAL[1] if name == SEAL[0] else f"proofs/{Path(name).stem}.tlog-proof")
        self.step("policy", self.check_witnesses)
        for name in self.stamps:
            self.step(name, self.check_time, name, f"{name[:-4]}.txt")
        self.events.sort(key=lambda event: event["index"])
        for event in self.events:
            self.step(event["name"], self.check_people, event["fields"], event["shown"], *event["entry"])
        self.step("data/withheld.json", self.tell_digests)
        self.step("dossier.json", self.check_record)
        return [*self.faults]
    def check_file(self, path, name):
        self.files[name] = "", ""
        need(path.is_file() and not path.is_symlink(), "is a link or device, not a file")
        self.files[name] = [algorithm(self.read(name)).hexdigest() for algorithm in (hashlib.sha256, hashlib.sha512)]
        need(Path(name).stem == self.files[name][0] or not re.match("data/(originals|texts)/", name), "is not the bytes it is named by")
    def check_manifest(self, name):
        real = {file: both["512" in name] for file, both in sorted(self.files.items()) if file not in (*SEAL, *MANIFESTS[2:])
                and (file[:5] == "data/") == (name[0] == "m")}
        listed = {line.partition("  ")[2]: line.partition("  ")[0] for line in self.read(name).decode("ascii").splitlines()}
        for file in sorted(file for file in {*real, *listed} if real.get(file) != listed.get(file) and "256" in name):
            wrong = "missing" if file not in real else "changed" if file in listed else "added"
            self.faults[f"{file}: {wrong}: not as the bag's manifests list it"] = None
        need(self.faults or self.read(name) == "".join(f"{d}  {file}\n" for file, d in real.items()).encode(), "changed: not the list of these files")
    def check_event(self, name, proof):  # its fields and rows shown, its place in the log; that of the seal commits to the list of files
        event = load_json(self.read(name))
        entry, fields, shown = unbase64(event["entry"]), event["fields"], {digest_of(d): open_disclosure(d)[1] for d in event["shown"]}
        need(fields == read_fields(entry, event["shown"]), "spells out other fields than it discloses")
        need(name in (f"events/{event['index']:03d}.json", SEAL[0]) and event["kind"] == read_entry(entry)[0], "is called what it is not")
        self.events.append({"name": name, "index": event["index"], "entry": read_entry(entry), "fields": fields, "shown": shown})
        self.step(f"{name}: {proof}", self.check_proof, proof, event["index"], leaf_hash(entry))
        for row in event.get("rows", []):
            root, proof = bytes.fromhex(fields["rows_root"]), [unbase64(each) for each in row["proof"]]
            check_inclusion(row["index"], fields["rows"], leaf_hash(row["row"].encode()), proof, root)
            self.rows[canonical(load_json(row["row"].encode()))] = fields
        if name == SEAL[0]:
            need(canonical(event) + b"\n" == self.read(name) and read_entry(entry)[0] == "publish", "is no canonical publish event")
            need(fields["manifest_sha256"] == self.files["tagmanifest-sha256.txt"][0], "was logged for another tagmanifest-sha256.txt")
    def check_proof(self, name, index, leaf):
        proven, hashes, note = read_proof(self.read(name).decode())
        if note not in self.notes:  # the proofs of a dossier usually share one
            self.notes[note] = (*read_checkpoint(note, self.vkey), name)
        check_inclusion(index if proven == index else need(False, f"is the proof of event {proven}, not of {index}"), self.notes[note][1], leaf, hashes, self.notes[note][2])
    def check_witnesses(self):  # the seal is made last, so that witnesses may not have seen its checkpoint yet
        policy = (Path(self.policy).read_bytes() if self.policy else self.read("policy")).decode()
        asked = re.findall(r"^# timestamps ([0-9]{1,3})$", policy, re.M)  # our own: a comment to others
        need(len({self.files[name][0] for name in self.stamps}) >= sum(map(int, asked)), f"is not met: it asks for {sum(map(int, asked))} time-stamps")
        for note, (_origin, size, _root, proof) in self.notes.items():
            times, enough = check_policy(policy, note, self.vkey)
            self.told.append(f"{proof}: leads to a log of {size} entries, witnessed at {times or 'no time'} (seconds since 1970)")
            need(enough or proof == SEAL[1], f"is not met: the checkpoint of {size} entries is signed by {', '.join(times) or 'none'}")
    def check_time(self, name, text):  # a token is over the SHA-256 of the text beside it, the three lines of a checkpoint
        imprint = re.escape(bytes.fromhex("06096086480165030402010500") + b"\x04\x20" + sha256(self.read(text)))
        time = re.search(imprint + rb"\x02.{2,34}?\x18.([0-9]{14}[.0-9]*Z)", self.read(name), re.S)  # serial number, time
        need(time and any(note.startswith(self.read(text).decode() + "\n") for note in self.notes), "is over no checkpoint shown")
        self.told.append(f"{name}: says {time.group(1).decode()} (year to second, UTC); who made it is NOT checked")
    def check_people(self, fields, shown, kind, item, digests):  # a key is theirs from the event that adds it to the one that withdraws it
        text = "\n".join(["bw-event/1", kind, item, *(d for d in digests if shown.get(d) not in ("sig", "sig_2"))]).encode()
        ends = [end for end in ("", "_2") if {"sig" + end, "signer" + end} & {*fields}]
        for end in ends:  # the one without the other does not count as signed: it is a fault
            check_signature(unb64url(fields["signer" + end]), text, unb64url(fields["sig" + end]))
        signers = {fields["signer" + end] for end in ends}
        by, known = {self.owners.get(signer) for signer in signers - self.closed}, {*self.owners.values()}
        need(not ends or self.cases.setdefault("of", fields.get("in_case")) == fields.get("in_case"), "was signed for another case")
        if kind == "key" and fields["action"] == "added":
            need(fields["public_key"] in signers - {*self.owners}, "adds a key without a signature by it, or once more")
            need(not {person_of(fields["person"])} & known - by, f"adds a key of {fields['person']} without a signature by an earlier one")
            self.owners[fields["public_key"]] = person_of(fields["person"])
        elif kind == "key":
            need(by & known, "withdraws a key without a signature by a known one")
            self.closed.add(fields["public_key"])
        for person in [fields[name] for name in ("reviewer", "approver_1", "approver_2") if person_of(fields.get(name)) in known - by]:
            moved = self.judged.get(fields.get("supersedes", ""), {"reviewer": ""})
            need(all(moved.get(name) == fields.get(name) for name in CARRIED), f"is not signed by {person}, whose key is known")
        need(kind != "review" or signers <= {*self.owners}, "is signed by a key that no event shown makes known")
        self.judged[fields.get("judgement")] = fields
    def tell_digests(self):  # for --explain; and what the dossier says it withholds must be in an event
        withheld = {item["digest"]: f"withheld: {item['reason']}" for item in load_json(self.read("data/withheld.json")) if "digest" in item}
        erased = {digest: f"erased by event {event['index']}" for event in self.events for digest in event["fields"].get("digests", ())}
        for event in self.events:
            for digest in event["entry"][2]:
                fate = f"shown: {event['shown'][digest]}" if digest in event["shown"] else withheld.pop(digest, None) or erased.get(digest)
                self.told.append(f"{event['name']} {digest}: {fate or 'a decoy, or not known'}")
        need(not withheld, f"names what no event shown holds, or what is shown: {', '.join(withheld)}")
    def check_record(self):
        record = load_json(self.read("dossier.json"))
        for kind, (source, *names) in PROVEN.items():
            for item in record[kind + "s"]:
                self.step(f"dossier.json {kind} {item['id']}", self.check_item, item, kind, source, names)
        for claim in record["claims"]:
            self.step(f"dossier.json claim {claim['id']}", self.check_claim, claim)
        used = re.findall(r'"(?:claim|report_id)": "([^"]*)"', json.dumps([record["incidents"], record["claims"]]))
        used += [Path(file).name for file in self.files if re.match("data/originals/", file)]
        lost = {*used} - {item["id"] for item in record["claims"] + record["reports"]} - {item["sha256"] for item in record["reports"]}
        said, fixed = {(c["id"], c["value"].get("number")) for c in record["claims"]}, {j["left"] for j in record["judgements"] if j["relation"] == "fix"}
        for one in [one for incident in record["incidents"] for toll in incident.get("tolls", ()) for one in toll["figures"]]:
            need((one["claim"], one["number"]) in said or one["claim"] in {*lost, *fixed}, f"gives claim {one['claim']} a figure that it does not have")
        need(not lost, f"rests on claims or reports that it does not show, or holds originals of none: {', '.join(sorted(lost))}")
    def check_item(self, item, kind, source, names):  # against the event that made it, and redactions, which put nothing new in
        about = [(e["entry"][0], e["fields"]) for e in self.events if e["fields"].get(kind) == item["id"] and e["entry"][0] != "claim"]
        need([made for made, _ in about if made != "redact"] == [source], f"is not made by one event of kind {source}, or by others as well")
        said = dict.fromkeys(("captured_at", "made_at"), about[0][1].get("time"))
        for made, fields in about:
            said.update({n: v for n, v in fields.items() if made == source or gone(v) or (n in ("left", "right") and n not in said)})
        for name in sorted(name for name in {*said, *names} & {*item} if item[name] != said.get(name)):
            self.step(f"dossier.json {kind} {item['id']}", need, False, f"its `{name}` is not as the log is shown to hold it")
    def check_claim(self, claim):
        plain, around = {name: value for name, value in claim.items() if name != "context"}, claim["context"]
        fields, start, end = self.rows.get(canonical(plain)), around["start"], around["start"] + len(around["text"])
        need(fields and fields["report"] == claim["report_id"], "is no claim row that a reading in the log committed to")
        file = f"data/texts/{fields.get('text_sha256')}.txt"
        need(file not in self.files or self.read(file).decode()[start:end] == around["text"], "its context is not what the text says")
        inside = [p for p in [claim["passage"], claim["cue"], *claim["content"]] if p and start <= p["start"] and p["end"] <= end]
        need(claim["passage"] in inside and all(around["text"][p["start"] - start:p["end"] - start] == p["exact"] for p in inside),
             "stands not so in the context shown")
if __name__ == "__main__":
    dossier = Dossier(*[word for word in sys.argv[1:] if word != "--explain"][:3] or [str(Path(__file__).resolve().parent)])
    for line in dossier.check() + (dossier.told if "--explain" in sys.argv else []):
        print("".join(c if c.isprintable() and c.encode(sys.stdout.encoding, "ignore") else ascii(c)[1:-1] for c in line))
    sys.exit(1 if dossier.faults else 0)
