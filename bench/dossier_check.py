"""How long a stranger's check takes: `python3 -I verify.py` on made-up dossiers of 1,000 events, signed by witnesses and by people.

    python -m bench.dossier_check

T1 asks for under 30 s offline. Each Python that is at hand is tried; the folder holds nothing but the dossier.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EVENTS = 1_000


def pythons() -> list[str]:
    """This Python and those of pyenv."""
    return [sys.executable, *sorted(str(p) for p in Path.home().glob(".pyenv/versions/3.[89]*/bin/python"))]


def dossier(signed: bool) -> dict[str, bytes]:
    """The files of a dossier of `EVENTS` reviews, each signed by a person or none."""
    from bearwitness.custody import bundle, entry, note, policy, sign, tree, witness
    from bearwitness.custody.entry import LoggedEvent

    seed, origin = hashlib.sha256(b"bench").digest(), "bench.invalid/bw/log"
    vkey, counter = note.make_vkey(origin, note.public_key(seed)), iter(range(10**9))

    def random(count: int) -> bytes:
        return hashlib.sha256(b"bench %d" % next(counter)).digest()[:count]
    key = sign.Key(hashlib.sha256(b"a person").digest())
    made = [entry.make_event("key", {"action": "added", "person": "Amal", "public_key": key.public}, random=random, signers=[key])]
    for n in range(EVENTS - 1):
        made.append(entry.make_event("review", {"judgement": f"j{n}", "left": f"c{n}", "relation": "accept", "reviewer": "Amal" if signed else "Kofi"},
                                     random=random, signers=[key] if signed else []))
    leaves = [tree.leaf_hash(e.entry) for e in made]

    def state() -> str:
        return note.sign(note.checkpoint_text(note.Checkpoint(origin, len(leaves), tree.root_of(leaves))), origin, seed)
    seeds = [hashlib.sha256(b"witness %d" % n).digest() for n in range(3)]
    names = [(f"w{n}.example", witness.make_vkey(f"w{n}.example", note.public_key(s))) for n, s in enumerate(seeds)]
    checkpoint = state()
    text = checkpoint.rpartition("\n\n")[0] + "\n"
    checkpoint += "".join(witness.cosign(text, name, s, 1_741_564_800) for (name, _), s in zip(names, seeds))
    shown = [bundle.show(LoggedEvent(n, e.kind, e.item, e.entry, e.disclosures), tree.inclusion_proof(leaves, n)) for n, e in enumerate(made)]
    record = {"reports": [], "claims": [], "incidents": [],
              "judgements": [{"id": f"j{n}", "left": f"c{n}", "relation": "accept"} for n in range(EVENTS - 1)]}
    files = bundle.make({"index.html": b"<p>made up</p>", "dossier.json": json.dumps(record).encode()}, events=shown, checkpoint=checkpoint, vkey=vkey,
                        label=bundle.Label("Made up", "2026-01-05", "bench", "court"), policy=policy.write_policy(vkey, names, quorum=2))
    seal = entry.make_event("publish", {"manifest_sha256": bundle.manifest_sha256(files)}, random=random)
    leaves.append(tree.leaf_hash(seal.entry))
    last = bundle.show(LoggedEvent(EVENTS, seal.kind, seal.item, seal.entry, seal.disclosures), tree.inclusion_proof(leaves, EVENTS))
    return {**files, **bundle.seal(last, state())}


def main() -> None:
    print(f"{'python':10}{'events':>8}{'signed by people':>18}{'seconds':>9}  told")
    for signed in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            for name, data in dossier(signed).items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            for python in pythons():
                version = subprocess.run([python, "-c", "import sys; print('%d.%d.%d' % sys.version_info[:3])"], capture_output=True, text=True).stdout.strip()
                began = time.perf_counter()
                done = subprocess.run([python, "-I", "verify.py"], cwd=folder, capture_output=True, text=True, env={}, timeout=300)
                seconds = time.perf_counter() - began
                print(f"{version:10}{EVENTS:8}{EVENTS if signed else 1:18}{seconds:9.1f}  {done.stdout.strip()[:60] or 'nothing wrong'}", flush=True)


if __name__ == "__main__":
    main()
