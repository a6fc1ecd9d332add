"""Write the custody vectors again: `python vectors/custody/make.py`. Same program, same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bearwitness.custody import commit, entry, note, proof, sign, tree, verify
from bearwitness.custody.note import Checkpoint

HERE = Path(__file__).parent
SEED = hashlib.sha256(b"bearwitness vectors: this key protects nothing").digest()
OTHER = hashlib.sha256(b"another key that protects nothing").digest()
ORIGIN = "vectors.invalid/bw/log"
VKEY = note.make_vkey(ORIGIN, note.public_key(SEED))
CT_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
CT_ROOTS = ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"]
TESSERA = "one two three four five six seven eit nain ten ileven twelf threeten fourten fivten".split()
TESSERA_ROOTS = {1: "0Nc2CrefWKseHj/mStd+LqC8B+NrX0btIiPt2SmN+ek=", 7: "IrSXADBqJ7EQoUODSDKROySgNveeL6CFhik2w/+fS7U=",
                 15: "rKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs="}
TESSERA_VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
TESSERA_NOTES = [
    "example.com/log/testdata\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— example.com/log/testdata "
    "M9e0lhxJACzE1KoUdqKuPa+9p6R7dSW8BlEvrg/noo8FkGg6PbJoRNOcdjqjOq89wVvTA60eubCc4oufo5BvIVEgtQc=\n",
    "example.com/log/testdata\n15\nrKbDipCvhuX1GZ7g5BBe8sA6BbJ7ja/1nk427v383cs=\n\n— example.com/log/testdata "
    "M9e0luh4jTG+UMBqOUo9/q+yAEvx1ilBEniMvjf1zfcBOhg+CKubMt53MvIt/uEWP6zdkdIQzd/fmwlM/dlPWF74ewI=\n"]
GO_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = ("If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
           "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n")
RFC8032 = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]


def flip(data: bytes, bit: int = 0) -> bytes:
    return bytes([data[0] ^ 1 << bit]) + data[1:]


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def ed25519() -> Iterable[dict[str, Any]]:
    def case(public: bytes, message: bytes, signature: bytes, valid: bool, why: str, **more: str) -> dict[str, Any]:
        return {"public": public.hex(), "message": message.hex(), "signature": signature.hex(), "valid": valid, "why": why, **more}
    for number, (public, message, signature) in enumerate(RFC8032, 1):
        yield case(bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature), True, f"test {number}",
                   **{"from": "RFC 8032, section 7.1"})
    key, message = Ed25519PrivateKey.from_private_bytes(SEED), b"13 names"
    public, good = key.public_key().public_bytes_raw(), key.sign(message)
    s = int.from_bytes(good[32:], "little")
    yield case(public, message, good, True, "an ordinary signature")
    yield case(public, b"31 names", good, False, "another message")
    yield case(public, message, flip(good), False, "one bit of R changed")
    yield case(public, message, good[:32] + flip(good[32:]), False, "one bit of s changed")
    yield case(public, message, good[:32] + (s + verify.ORDER).to_bytes(32, "little"), False, "s not below the order: a second spelling")
    yield case(note.public_key(OTHER), message, good, False, "another key")
    yield case(public, message, good[:63], False, "a byte short")
    yield case((verify.P + 1).to_bytes(32, "little"), message, good, False, "the key's y is not below the field's prime")
    yield case((2).to_bytes(32, "little"), message, good, False, "the key is no point of the curve")


def trees() -> dict[str, Any]:
    leaves = [bytes.fromhex(leaf) for leaf in CT_LEAVES]
    hashes = [tree.leaf_hash(leaf) for leaf in leaves]
    roots: list[dict[str, Any]] = [{"leaves": [], "root": hashlib.sha256(b"").hexdigest(), "why": "no leaves: SHA-256 of nothing"}]
    for size, root in enumerate(CT_ROOTS, 1):
        roots.append({"leaves": CT_LEAVES[:size], "root": root, "why": f"{size} leaves", "from": "Certificate Transparency test leaves"})
    for size, line in TESSERA_ROOTS.items():
        roots.append({"leaves": [word.encode().hex() for word in TESSERA[:size]], "root": base64.b64decode(line).hex(),
                      "why": f"{size} entries of a tiled log", "from": "Tessera test log"})
    inclusion, consistency = [], []

    def included(index: int, size: int, leaf: bytes, hashes_: list[bytes], root: bytes, valid: bool, why: str) -> None:
        inclusion.append({"index": index, "size": size, "leaf": leaf.hex(), "proof": [h.hex() for h in hashes_],
                          "root": root.hex(), "valid": valid, "why": why})

    def continues(old: int, new: int, hashes_: list[bytes], old_root: bytes, new_root: bytes, valid: bool, why: str) -> None:
        consistency.append({"old": old, "new": new, "proof": [h.hex() for h in hashes_], "old_root": old_root.hex(),
                            "new_root": new_root.hex(), "valid": valid, "why": why})

    for index, size in ((0, 1), (0, 8), (5, 8), (2, 3), (6, 7), (1, 5)):
        path, root = tree.inclusion_proof(hashes[:size], index), bytes.fromhex(CT_ROOTS[size - 1])
        included(index, size, hashes[index], path, root, True, f"leaf {index} of {size}")
        included(index, size, flip(hashes[index]), path, root, False, f"leaf {index} of {size}, one bit of the leaf changed")
        included(index, size, hashes[index], path, flip(root), False, "one bit of the root changed")
        included(index, size, hashes[index], [*path, root], root, False, "one hash too many")
        included(index + 1, size, hashes[index], path, root, False, "another index")
        if path:
            included(index, size, hashes[index], path[:-1], root, False, "one hash too few")
            included(index, size, hashes[index], [flip(path[0]), *path[1:]], root, False, "one bit of the proof changed")
    included(8, 8, hashes[7], tree.inclusion_proof(hashes, 7), bytes.fromhex(CT_ROOTS[7]), False, "an index beyond the tree")
    for old, new in ((0, 5), (1, 8), (6, 8), (2, 5), (4, 8), (7, 8), (8, 8)):
        path = tree.consistency_proof(hashes[:new], old)
        roots_ = tree.root_of(hashes[:old]), tree.root_of(hashes[:new])
        continues(old, new, path, *roots_, True, f"{old} to {new}")
        continues(old, new, path, flip(roots_[0]), roots_[1], False, "another old root")
        continues(old, new, [*path, roots_[1]], *roots_, False, "one hash too many")
        if path:
            continues(old, new, path, roots_[0], flip(roots_[1]), False, "another new root")
            continues(old, new, path[1:], *roots_, False, "one hash too few")
    continues(8, 6, [], tree.root_of(hashes), tree.root_of(hashes[:6]), False, "a tree that shrank")
    return {"roots": roots, "inclusion": inclusion, "consistency": consistency}


def notes() -> Iterable[dict[str, Any]]:
    def case(text: str, vkey: str, valid: bool, why: str, **more: str) -> dict[str, Any]:
        return {"note": text, "vkey": vkey, "valid": valid, "why": why, **more}
    yield case(GO_NOTE, GO_VKEY, True, "a note that is no checkpoint", **{"from": "Go sumdb/note tests"})
    yield case(GO_NOTE.replace("answer", "Answer"), GO_VKEY, False, "one letter of the text changed")
    for text in TESSERA_NOTES:
        yield case(text, TESSERA_VKEY, True, "a checkpoint of another program", **{"from": "Tessera test log"})
    yield case(TESSERA_NOTES[1].replace("\n15\n", "\n16\n"), TESSERA_VKEY, False, "another size")
    body = note.checkpoint_text(Checkpoint(ORIGIN, 3, tree.root_of([b"\1" * 32] * 3)))
    good = note.sign(body, ORIGIN, SEED)
    line = good.split("\n\n")[1]
    witness = "— witness.invalid/w1 " + b64(b"\x01\x02\x03\x04" + bytes(72)) + "\n"
    yield case(good, VKEY, True, "an ordinary checkpoint")
    yield case(good + witness, VKEY, True, "a line of an unknown signer after it: passed over")
    yield case(body + "\n" + witness + line, VKEY, True, "a line of an unknown signer before it")
    yield case(body + "\n" + witness, VKEY, False, "only an unknown signer")
    yield case(note.sign(body, ORIGIN, OTHER), VKEY, False, "another key under the same name")
    yield case(good, VKEY.replace(ORIGIN, "other.invalid/log"), False, "a verifier key whose key id does not fit")
    yield case(good[:-1], VKEY, False, "no newline at the end")
    yield case(good.replace("\n\n", "\n"), VKEY, False, "no blank line")
    yield case(good.replace("—", "-"), VKEY, False, "a hyphen in place of the dash")
    yield case(good.replace("\n\n", "\n\t\n\n"), VKEY, False, "a control character")
    raw = base64.b64decode(line.split()[2])
    yield case(f"{body}\n— {ORIGIN} {b64(raw[:-1])}\n", VKEY, False, "a signature a byte short")
    yield case(f"{body}\n— {ORIGIN} {b64(raw)[:-1]}\n", VKEY, False, "base64 without its padding")
    yield case(f"{body}\n— {ORIGIN} {b64(raw[:4] + flip(raw[4:]))}\n", VKEY, False, "one bit of the signature changed")


def commitments() -> Iterable[dict[str, Any]]:
    salt = bytes(range(32))
    for name, value in (("sha256", "ab" * 32), ("size", 389), ("title", "Zażółć, كفر"), ("published_at", {"start": "2025-03-07"}),
                        ("empty", ""), ("flag", False)):
        disclosure, digest = commit.commit(name, value, salt)
        yield {"disclosure": disclosure, "digest": digest, "name": name, "value": value, "salt": salt.hex(), "valid": True,
               "why": f"a field {name}"}
    disclosure, digest = commit.commit("size", 389, salt)
    other = commit.commit("size", 390, salt)[0]
    changed = base64.urlsafe_b64encode(b'["' + b"A" * 42 + b'", "size", 389]').decode().rstrip("=")
    yield {"disclosure": other, "digest": digest, "valid": False, "why": "another value"}
    yield {"disclosure": commit.commit("size", 389, bytes(32))[0], "digest": digest, "valid": False, "why": "another salt"}
    yield {"disclosure": commit.commit("pages", 389, salt)[0], "digest": digest, "valid": False, "why": "another name"}
    yield {"disclosure": disclosure + "=", "digest": commit.digest_of(disclosure + "="), "valid": False, "why": "base64url with padding"}
    yield {"disclosure": changed, "digest": commit.digest_of(changed), "valid": False, "why": "a salt that is too short"}
    twice = verify.b64url(b'["' + verify.b64url(salt).encode() + b'",{"a":1,"a":2},1]')
    yield {"disclosure": twice, "digest": commit.digest_of(twice), "valid": False, "why": "a name that is no text, with a key twice"}


def _random() -> Any:
    state = {"n": 0}

    def random(count: int) -> bytes:
        state["n"] += 1
        return hashlib.sha256(b"vectors %d" % state["n"]).digest()[:count]
    return random


def entries() -> Iterable[dict[str, Any]]:
    def case(data: bytes, valid: bool, why: str) -> dict[str, Any]:
        return {"entry": data.decode(), "valid": valid, "why": why}
    random = _random()
    for count in (0, 8, 9, 32):
        made = entry.make_event("capture", {f"field{n}": n for n in range(count)}, random=random)
        yield case(made.entry, True, f"{count} fields, padded to {len(entry.read_entry(made.entry).digests)} digests")
    good = entry.make_event("review", {"a": 1}, random=random).entry
    body = json.loads(good)

    def changed(**more: Any) -> bytes:
        return verify.canonical({**body, **more})
    yield case(changed(d=body["d"][:-1]), False, "seven digests")
    yield case(changed(d=body["d"][::-1]), False, "digests not sorted")
    yield case(changed(d=[body["d"][0]] * 8), False, "a digest repeated")
    yield case(changed(d=[*body["d"][:-1], "z"]), False, "a digest of a wrong length")
    yield case(changed(k="gossip"), False, "an unknown kind")
    yield case(changed(v="bw-event/2"), False, "an unknown version")
    yield case(changed(i=body["i"][:-1]), False, "an item of a wrong length")
    yield case(changed(name="X"), False, "a further key, which could name somebody")
    yield case(good.replace(b'":"', b'": "'), False, "a blank: not canonical")
    yield case(good + b"\n", False, "a newline at the end")
    yield case(good.replace(b'{"d"', b'{"d":[],"d"'), False, "a key twice")
    yield case(b"[]", False, "no object")


def proofs() -> Iterable[dict[str, Any]]:
    random = _random()
    logged = [entry.make_event("capture", {"n": n}, random=random).entry for n in range(21)]
    hashes = [tree.leaf_hash(e) for e in logged]
    signed = note.sign(note.checkpoint_text(Checkpoint(ORIGIN, 21, tree.root_of(hashes))), ORIGIN, SEED)
    older = note.sign(note.checkpoint_text(Checkpoint(ORIGIN, 20, tree.root_of(hashes[:20]))), ORIGIN, SEED)

    def case(data: bytes, text: str, valid: bool, why: str, vkey: str = VKEY) -> dict[str, Any]:
        return {"entry": b64(data), "proof": text, "vkey": vkey, "valid": valid, "why": why}
    for index in (0, 7, 20):
        path = tree.inclusion_proof(hashes, index)
        text = proof.write_proof(index, path, signed)
        yield case(logged[index], text, True, f"entry {index} of 21")
        yield case(logged[index], proof.write_proof(index, path, signed, extra=b"opaque"), True, "with an extra line, trusted by nobody")
        yield case(logged[index - 1], text, False, "another entry")
        yield case(logged[index] + b" ", text, False, "one byte more")
        yield case(logged[index], proof.write_proof(index + 1, path, signed), False, "another index")
        yield case(logged[index], proof.write_proof(index, path[::-1], signed), False, "hashes in the wrong order")
        yield case(logged[index], proof.write_proof(index, path, older), False, "the checkpoint of an older state")
        yield case(logged[index], text.replace("@v1", "@v2"), False, "an unknown version")
        yield case(logged[index], text.replace("index ", "index 0"), False, "an index with a leading zero")
        yield case(logged[index], text.replace("\n21\n", "\n22\n"), False, "a size that was not signed")
        yield case(logged[index], text, False, "the key of another log", TESSERA_VKEY)


def signatures() -> Iterable[dict[str, Any]]:
    """Logs of a few events, from index 0: the last one is right or wrong, those before it are right."""
    amal, new, bruno, stranger = (sign.Key(hashlib.sha256(b"vectors " + name).digest()) for name in (b"amal", b"amal 2", b"bruno", b"stranger"))
    random, case = _random(), "vectors-case"

    def event(kind: str, fields: dict[str, Any], *signers: sign.Key) -> entry.Event:
        return entry.make_event(kind, {"in_case": case, **fields} if signers else fields, random=random, signers=signers)

    def key(person: str, key_: sign.Key, *signers: sign.Key, action: str = "added", **more: Any) -> entry.Event:
        return event("key", {"action": action, "person": person, "public_key": key_.public, **more}, *signers)

    def review(person: str, *signers: sign.Key, **more: Any) -> entry.Event:
        return event("review", {"judgement": "j", "reviewer": person, "relation": "accept", **more}, *signers)

    def changed(made: entry.Event, name: str, value: Any) -> entry.Event:
        """One field committed to anew, all else as it was: what whoever keeps the database and the log can do."""
        old = next(d for d in made.disclosures if commit.open_disclosure(d).name == name)
        shown, digest = commit.commit(name, value, random(32))
        digests = [digest if d == commit.digest_of(old) else d for d in entry.read_entry(made.entry).digests]
        return entry.Event(made.kind, made.item, entry.make_entry(made.kind, made.item, digests),
                           tuple(shown if d == old else d for d in made.disclosures))

    def hidden(made: entry.Event, *names: str) -> entry.Event:
        return entry.Event(made.kind, made.item, made.entry, tuple(d for d in made.disclosures if commit.open_disclosure(d).name not in names))

    a, b, r = key("Amal", amal, amal), key("Bruno", bruno, bruno), review("Amal", amal)
    for valid, why, *log in (
            (True, "a key that signs itself", a), (True, "a judgement signed by its reviewer", a, r), (True, "unsigned, in a name without key", a, review("Carla")),
            (True, "unsigned, before the key was known", review("Amal")), (True, "a second key, signed by the first", a, key("Amal", new, new, amal)),
            (True, "a key withdrawn by another person's", a, b, key("Amal", amal, bruno, action="withdrawn", reason="lost")),
            (True, "an erasure signed by two", a, b, event("erase", {"approver_1": "Amal", "approver_2": "Bruno"}, amal, bruno)),
            (True, "a field withheld: its digest is signed all the same", a, hidden(r, "relation")),
            (False, "a field changed", a, changed(r, "relation", "reject")), (False, "the signature gone", a, hidden(r, "signer", "sig")),
            (False, "the signature without its signer", a, hidden(r, "signer")), (False, "another signature", a, changed(r, "sig", "A" * 86)),
            (False, "never signed", a, review("Amal")), (False, "never signed, in letters that look the same", a, review("AMAL ")),
            (False, "an unknown key", a, review("Amal", stranger)), (False, "another person's key", a, b, review("Amal", bruno)),
            (False, "signed for another case", a, review("Amal", amal, in_case="another")), (False, "the same event once more", a, r, r),
            (False, "the public key changed", changed(a, "public_key", stranger.public)), (False, "the name changed", changed(a, "person", "Bruno")),
            (False, "a key signed by another alone", key("Amal", amal, stranger)), (False, "a further key that signs alone", a, key("Amal", stranger, stranger)),
            (False, "a further key signed by another person", a, b, key("Amal", stranger, stranger, bruno)),
            (False, "withdrawn by an unknown key", a, key("Amal", amal, stranger, action="withdrawn", reason="x")),
            (False, "signed by a withdrawn key", a, key("Amal", amal, amal, action="withdrawn", reason="x"), review("Amal", amal)),
            (False, "an erasure signed by one of two", a, b, event("erase", {"approver_1": "Amal", "approver_2": "Bruno"}, amal)),
            (False, "an erasure signed twice by one", a, b, event("erase", {"approver_1": "Amal", "approver_2": "Bruno"}, amal, amal))):
        yield {"case": case, "log": [{"entry": e.entry.decode(), "disclosures": list(e.disclosures)} for e in log], "valid": valid, "why": why}


def case(name: str, input: Any, good: bool, reason: str, **more: Any) -> dict[str, Any]:
    """A case of the files that the other programs of this folder write."""
    return {"name": name, "input": input, "verdict": "good" if good else "bad", "reason": reason, **more}


def save(name: str, cases: Any, folder: Path = HERE) -> None:
    (folder / f"{name}.json").write_text(json.dumps(list(cases) if not isinstance(cases, dict) else cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    made: dict[str, Any] = {"ed25519": list(ed25519()), "tree": trees(), "notes": list(notes()),
                            "commitments": list(commitments()), "entries": list(entries()), "proofs": list(proofs()),
                            "signatures": list(signatures())}
    for name, cases in made.items():
        save(name, cases)


if __name__ == "__main__":
    main()
