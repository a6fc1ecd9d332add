"""Write policies.json, cosignatures.json, requests.json, replies.json: `python vectors/custody/make_witnesses.py`."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from make import OTHER, SEED, VKEY, b64, case, flip, save

from bearwitness.custody import note, tree, witness
from bearwitness.custody.note import Checkpoint
from bearwitness.custody.witness import Request, write_request

ORIGIN = "vectors.invalid/bw/log"
NAMES = ("one.example", "two.example", "three.example")
SEEDS = tuple(hashlib.sha256(b"vectors witness " + name.encode()).digest() for name in NAMES)
KEYS = tuple(witness.make_vkey(name, note.public_key(seed)) for name, seed in zip(NAMES, SEEDS))
LEAVES = [tree.leaf_hash(b"entry %d" % n) for n in range(20)]
FORK = [*LEAVES[:12], *(tree.leaf_hash(b"other %d" % n) for n in range(8))]
TIME = 1_741_564_800        # seconds since 1970


def text(size: int, leaves: Sequence[bytes] = LEAVES) -> str:
    return note.checkpoint_text(Checkpoint(ORIGIN, size, tree.root_of(list(leaves[:size]))))


def signed(size: int, *who: int, leaves: Sequence[bytes] = LEAVES, seed: bytes = SEED) -> str:
    """The checkpoint, signed by the log and then by these witnesses."""
    return note.sign(text(size, leaves), ORIGIN, seed) + "".join(line(n, size) for n in who)


def line(who: int, size: int, time: int = TIME) -> str:
    return witness.cosign(text(size), NAMES[who], SEEDS[who], time + who)


# --- policies: tlog-policy --------------------------------------------------------------------------

A, B, C = (f"witness {letter} {{{n}}}\n" for n, letter in enumerate("abc"))
MET: tuple[tuple[str, str, tuple[int, ...], int], ...] = (      # name, policy, who signed, time-stamps at hand
    ("nobody is asked for", "quorum none", (), 0), ("one witness", A + "quorum a", (0,), 0), ("one of two", A + B + "group g any a b\nquorum g", (1,), 0),
    ("both of two", A + B + "group g all a b\nquorum g", (0, 1), 0), ("two of three", A + B + C + "group g 2 a b c\nquorum g", (0, 2), 0),
    ("a group of groups", A + B + C + "group g any a b\ngroup h all g c\nquorum h", (0, 2), 0),
    ("a witness too many in the file", A + B + "quorum a", (0,), 0), ("more signatures than asked for", A + "quorum a", (0, 1, 2), 0),
    ("blanks, tabs, a comment, empty lines", "# ours\n\n \t\n\twitness  a\t{0} \n quorum  a", (0,), 0), ("a witness with an address", "witness a {0} https://one.example/\nquorum a", (0,), 0),
    ("names the log", "log {log}\nquorum none", (), 0), ("names the log with an address", "log {log} https://log.example/\nquorum none", (), 0),
    ("names two logs, one of them this", "log {other}\nlog {log}\nquorum none", (), 0), ("one time-stamp, and one is there", "quorum none\n# timestamps 1", (), 1),
    ("one time-stamp, and two are there", "quorum none\n# timestamps 1", (), 2), ("a comment that only looks like ours", "quorum none\n# timestamps one", (), 0),
    ("another comment", "quorum none\n# two timestamps 2", (), 0))
NOT_MET: tuple[tuple[str, str, tuple[int, ...], int], ...] = (
    ("empty", "", (0,), 0), ("no quorum", A, (0,), 0), ("two quorums", A + "quorum a\nquorum none", (0,), 0), ("quorum with a word too many", A + "quorum a b", (0,), 0),
    ("quorum without a name", A + "quorum", (0,), 0), ("a quorum of an unknown name", A + "quorum b", (0, 1), 0), ("a member of an unknown name", A + "group g any a x\nquorum g", (0,), 0),
    ("a member named only later", "group g any a\n" + A.replace("witness a", "witness b") + "quorum g", (0,), 0), ("an unknown line", "gossip\nquorum none", (), 0),
    ("a witness without a key", "witness a\nquorum a", (0,), 0), ("a key that is none", "witness a one.example+00000000+AAAA\nquorum a", (0,), 0),
    ("a log's key as a witness's", "witness a {log}\nquorum a", (0,), 0), ("another log", "log {other}\nquorum none", (), 0), ("a name twice", A + "witness a {1}\nquorum a", (0, 1), 0),
    ("a key twice", A + "witness b {0}\nquorum a", (0,), 0), ("a witness called none", "witness none {0}\nquorum none", (0,), 0), ("a group called as a witness", A + "group a any a\nquorum a", (0,), 0),
    ("none as a member", "group g any none\nquorum g", (), 0), ("more than there are", A + "group g 2 a\nquorum g", (0,), 0), ("none of them is enough", A + "group g 0 a\nquorum g", (), 0),
    ("less than none", A + "group g -1 a\nquorum g", (), 0), ("no number", A + "group g most a\nquorum g", (0,), 0), ("a number with a part", A + "group g 1.0 a\nquorum g", (0,), 0),
    ("a group of nobody", "group g all\nquorum g", (), 0), ("one member twice", A + "group g 2 a a\nquorum g", (0,), 0), ("a member of two groups", A + "group g any a\ngroup h any a\nquorum h", (0,), 0),
    ("nobody signed", A + "quorum a", (), 0), ("another witness signed", A + "quorum a", (1,), 0), ("one of two where both are asked", A + B + "group g all a b\nquorum g", (0,), 0),
    ("one of three where two are asked", A + B + C + "group g 2 a b c\nquorum g", (2,), 0), ("a time-stamp is asked for and none is there", "quorum none\n# timestamps 1", (), 0),
    ("two time-stamps are asked for and one is there", "quorum none\n# timestamps 2", (), 1))


def policies() -> Iterable[dict[str, Any]]:
    other = note.make_vkey("other.invalid/log", note.public_key(OTHER))
    for good, table in ((True, MET), (False, NOT_MET)):
        for name, rules, who, stamps in table:
            filled = rules.format(*KEYS, log=VKEY, other=other) + "\n"
            signers = ", ".join(NAMES[n] for n in who) or "no witness"
            yield case(name, {"policy": filled, "note": signed(9, *who), "vkey": VKEY, "timestamps": stamps}, good,
                       f"signed by {signers}, {stamps} time-stamps: {'met' if good else 'not met, or no policy'}")


# --- signatures of witnesses: tlog-cosignature ------------------------------------------------------

def cosignatures() -> Iterable[dict[str, Any]]:
    base, name, key = signed(9), NAMES[0], KEYS[0]
    good = line(0, 9)
    raw = _value(good)

    def one(what: str, lines: str, valid: bool, reason: str, vkey: str = key, **more: Any) -> dict[str, Any]:
        return case(what, {"note": base + lines, "vkey": vkey}, valid, reason, **more)

    def with_value(value: bytes) -> str:
        return f"— {name} {b64(value)}\n"
    for time in (0, 1, TIME, 2**33):
        yield one(f"time {time}", line(0, 9, time), True, "signed by the witness", time=time)
    yield one("among others", line(1, 9) + good + line(2, 9), True, "lines of unknown witnesses are passed over", time=TIME)
    yield one("a line of its name by another key", good + with_value(b"\1\2\3\4" + raw[4:]), True, "another key id: another signer, passed over", time=TIME)
    yield one("nobody", "", False, "no line by this witness")
    yield one("another witness", line(1, 9), False, "no line by this witness")
    yield one("wrong key id", with_value(flip(raw[:4]) + raw[4:]), False, "the first four bytes are not the key's id, so it is somebody else's line")
    yield one("wrong time", with_value(raw[:4] + (TIME + 1).to_bytes(8, "big") + raw[12:]), False, "the time is signed, too")
    yield one("wrong byte order of the time", with_value(raw[:4] + raw[4:12][::-1] + raw[12:]), False, "the time is big-endian")
    plain = note.sign(text(9), name, SEEDS[0]).rpartition("\n\n")[2]
    yield one("type of a log", plain, False, "a line of type 0x01 by the same key: its key id is another")
    yield one("type of a log under this key id", with_value(raw[:4] + _value(plain)[4:]), False, "no time, and the bare text signed")
    yield one("bare text signed", with_value(raw[:12] + _value(plain)[4:]), False, "the signature lacks `cosignature/v1` and the time")
    yield one("a key of type 0x01", good, False, "the verifier key is a log's", vkey=note.make_vkey(name, note.public_key(SEEDS[0])))
    yield one("a key whose id does not fit", good, False, "the verifier key's id is another's", vkey="+".join([name, "00000000", key.split("+", 2)[2]]))
    yield one("over another size", line(0, 10), False, "it signed the checkpoint of 10 entries")
    yield one("over another root", witness.cosign(text(9, FORK[::-1]), name, SEEDS[0], TIME), False, "it signed another history of 9 entries")
    yield one("over another origin", witness.cosign(text(9).replace("vectors", "vector5"), name, SEEDS[0], TIME), False, "it signed another log's checkpoint")
    yield one("another key under this key id", with_value(raw[:4] + _value(witness.cosign(text(9), name, SEEDS[1], TIME))[4:]), False, "another private key signed")
    yield one("a byte short", with_value(raw[:-1]), False, "75 bytes, not 76")
    yield one("a byte long", with_value(raw + b"\0"), False, "77 bytes, not 76")
    yield one("key id alone", with_value(raw[:4]), False, "4 bytes, not 76")
    yield one("bad base64", good.replace("=\n", "\n") if "=\n" in good else good[:-3] + "*\n", False, "the value is no base64 with its padding")
    yield one("one bit of the signature", with_value(raw[:12] + flip(raw[12:])), False, "one bit of R changed")
    yield one("twice", good + line(0, 9, TIME + 5), False, "two lines of one witness: which time holds?")
    yield one("a hyphen", good.replace("—", "-"), False, "the line begins with an em dash")
    yield one("no end of line", good[:-1], False, "the last line does not end")


def _value(signature: str) -> bytes:
    return base64.b64decode(signature.split()[2])


# --- what a witness is asked, and answers: tlog-witness ---------------------------------------------

def requests() -> Iterable[dict[str, Any]]:
    def asked(old: int, new: int, *, leaves: Sequence[bytes] = LEAVES, seed: bytes = SEED) -> Request:
        return Request(old, tuple(tree.consistency_proof(list(leaves[:new]), old)), signed(new, leaves=leaves, seed=seed))

    def one(name: str, body: str | bytes, seen: int, status: int, reason: str, *, log: str = VKEY) -> dict[str, Any]:
        data = body if isinstance(body, bytes) else body.encode()
        state = {"size": seen, "root": b64(tree.root_of(LEAVES[:seen]))}
        return case(name, {"body": b64(data), "log": log, "seen": state}, status == 200, reason, status=status)
    for old, new in ((0, 1), (0, 20), (1, 2), (7, 8), (8, 8), (13, 20), (19, 20)):
        yield one(f"{old} to {new}", write_request(asked(old, new)), old, 200, "the log grew, or stayed")
    good = write_request(asked(13, 20))
    first = good.split("\n")[1]
    yield one("unknown log", good, 13, 404, "the witness does not have its key", log=note.make_vkey("other.invalid/log", note.public_key(OTHER)))
    yield one("another key of the log", write_request(asked(13, 20, seed=OTHER)), 13, 403, "not signed by the key that the witness has")
    yield one("not signed", good[:good.index("—")], 13, 403, "no signature")
    yield one("old above new", write_request(Request(21, (), signed(20))), 13, 400, "it speaks of more entries than it shows")
    yield one("another old size", write_request(asked(7, 20)), 13, 409, "the witness last saw 13")
    yield one("an older state", write_request(asked(7, 12)), 13, 409, "the log shrank, or an old copy asks")
    yield one("a fork", write_request(asked(13, 20, leaves=FORK)), 13, 422, "another history before 13")
    yield one("a fork of the same size", write_request(asked(13, 13, leaves=FORK)), 13, 409, "two logs of 13 entries")
    yield one("proof a line short", write_request(Request(13, asked(13, 20).proof[:-1], signed(20))), 13, 422, "the proof does not lead to both roots")
    yield one("proof a line long", write_request(Request(13, (*asked(13, 20).proof, bytes(32)), signed(20))), 13, 422, "the proof does not lead to both roots")
    yield one("proof in the wrong order", write_request(Request(13, asked(13, 20).proof[::-1], signed(20))), 13, 422, "the proof does not lead to both roots")
    yield one("a proof where none belongs", write_request(Request(13, (bytes(32),), signed(13))), 13, 422, "the same size needs no proof")
    for name, body, reason in (
            ("empty", "", "no lines at all"), ("no old size", good.split("\n", 1)[1], "the first line is missing"), ("old without a number", good.replace("old 13", "old"), "no size"),
            ("old below zero", good.replace("old 13", "old -13"), "no size"), ("old with a leading zero", good.replace("old 13", "old 013"), "a size has one spelling"),
            ("old with two blanks", good.replace("old 13", "old  13"), "one blank"), ("old in other letters", good.replace("old 13", "OLD 13"), "the word is `old`"),
            ("old with a plus", good.replace("old 13", "old +13"), "digits alone"), ("no blank line", good.replace("\n\n", "\n", 1).replace("\n\n", "\n", 1), "nothing parts proof and checkpoint"),
            ("carriage returns", good.replace("\n", "\r\n"), "lines end in LF"), ("a proof line that is no base64", good.replace(first, "*" + first[1:]), "an asterisk"),
            ("a proof line without padding", good.replace(first, first.rstrip("=")), "base64 with its padding"), ("a proof line of 31 bytes", good.replace(first, b64(bytes(31))), "hashes have 32 bytes"),
            ("64 proof lines", "old 13\n" + (b64(bytes(32)) + "\n") * 64 + "\n" + signed(20), "at most 63"),
            ("cut off in the proof", good[:60], "it breaks off")):
        yield one(name, body, 13, 400, reason)
    yield one("not UTF-8", good.encode().replace(b"old", b"\xff\xfe\xfd"), 13, 400, "bytes that are no UTF-8")
    yield one("too long", good + "x" * 70_000, 13, 400, "more than 64 KiB")


def replies() -> Iterable[dict[str, Any]]:
    def one(name: str, reply: str, good: bool, reason: str, *, keys: Sequence[str] = KEYS[:2], **more: Any) -> dict[str, Any]:
        return case(name, {"note": signed(9), "reply": reply, "vkeys": list(keys)}, good, reason, **more)
    yield one("one line", line(0, 9), True, "signed by a known witness", names=[NAMES[0]])
    yield one("two lines", line(0, 9) + line(1, 9), True, "two known witnesses in one answer", names=list(NAMES[:2]))
    yield one("no end of line", line(0, 9)[:-1], True, "the end of the line is added", names=[NAMES[0]])
    yield one("empty", "", False, "nothing was signed")
    yield one("unknown witness", line(2, 9), False, "its key is not known")
    yield one("a known and an unknown witness", line(0, 9) + line(2, 9), False, "whose is the second line?")
    yield one("over an older state", line(0, 8), False, "it signed another checkpoint")
    yield one("words", "no, thank you\n", False, "no signature line")
    yield one("a page of HTML", "<html>busy</html>\n", False, "no signature line")
    yield one("cut off", line(0, 9)[:-20], False, "the value is too short")
    yield one("the whole note", signed(9, 0), False, "the answer is signature lines alone")


def main() -> None:
    save("policies", policies())
    save("cosignatures", cosignatures())
    save("requests", requests())
    save("replies", replies())


if __name__ == "__main__":
    main()
