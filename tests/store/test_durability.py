"""Kills, full disks, many writers, forgeries: what was acknowledged is there, and the log is sound.

A writer keeps an original, records its event and appends it to the log, then acknowledges it. The counts here are for
every run of the tests; `make soak` sets BEARWITNESS_SOAK and runs the full ones.
"""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import random
import resource
import signal
import time
from pathlib import Path

from bearwitness import case as verbs
from bearwitness.custody import note, tree, witness
from bearwitness.custody.entry import make_event, read_fields
from bearwitness.custody.proof import verify_proof, write_proof
from bearwitness.errors import BearwitnessError, StoreError
from bearwitness.store import events, reports
from bearwitness.store.folder import open_folder
from bearwitness.store.log import Log

SOAK = bool(os.environ.get("BEARWITNESS_SOAK"))
KILLS = 10_000 if SOAK else 150
FULL_DISKS = 200 if SOAK else 12
WRITERS, EVENTS = (16, 1_000) if SOAK else (4, 12)
FORGERIES = 100_000 if SOAK else 400


def keep_one(case, data: bytes) -> str:
    """Keeps an original and logs it, as `add` does: bytes, database, log."""
    received = case.objects.receive(io.BytesIO(data))
    case.objects.keep(received)
    case.objects.sync()

    def record(connection) -> None:
        reports.add_reports(connection, [], kept=[(received.sha256, received.sha512, received.size)], kept_texts=[])
        events.record(connection, [events.build("import", events.pseudonym(), {
            "sha256": received.sha256, "sha512": received.sha512, "size": received.size, "source": "made up", "method": "test"}, received.sha256)])

    case.write(record)
    case.objects.settle()
    case.complete_log()
    return received.sha256


def write_until_killed(folder: Path, pipe: int, seed: int) -> None:
    made = random.Random(seed)
    with open_folder(folder) as case:
        os.write(pipe, b"ready\n")
        while True:
            digest = keep_one(case, made.randbytes(made.choice((1, 100, 5_000, 70_000))))
            os.write(pipe, digest.encode() + b"\n")


def run_and_kill(folder: Path, seed: int, after: float) -> list[str]:
    """What a writer acknowledged before it was killed, `after` seconds of writing."""
    read, write = os.pipe()
    child = multiprocessing.get_context("fork").Process(target=write_until_killed, args=(folder, write, seed))
    child.start()
    os.close(write)
    try:
        with os.fdopen(read, "rb") as told:
            assert told.readline() == b"ready\n"
            time.sleep(after)
            assert child.pid is not None
            os.kill(child.pid, signal.SIGKILL)
            lines = told.read().split(b"\n")
    finally:
        child.join()
    return [line.decode() for line in lines[:-1]]


def test_nothing_acknowledged_is_lost_by_a_kill(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    verbs.new(folder).close()
    chance = random.Random(5)
    known: set[str] = set()
    for number in range(KILLS):
        known.update(run_and_kill(folder, number, chance.random() * 0.03))
        if number % 100 == 99 or number == KILLS - 1:
            check(folder, known)
            if number % 1_000 == 999:       # a case of its own for each thousand: the check reads all of it
                folder, known = tmp_path / f"case-{number}", set()
                verbs.new(folder).close()


def check(folder: Path, known: set[str]) -> None:
    with open_folder(folder) as case:
        assert known <= case.known_originals(known)
        case.complete_log()
    assert verbs.verify(folder) == []
    for digest in known:
        assert hashlib.sha256(case.objects.path(digest).read_bytes()).hexdigest() == digest


def write_some(folder: Path, seed: int, count: int) -> None:
    made = random.Random(seed)
    with open_folder(folder) as case:
        for _ in range(count):
            keep_one(case, made.randbytes(50))


def test_many_writers_lose_nothing_and_the_log_holds_each_once(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    verbs.new(folder).close()
    fork = multiprocessing.get_context("fork")
    writers = [fork.Process(target=write_some, args=(folder, seed, EVENTS)) for seed in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert Log(folder / "log").size == 1 + WRITERS * EVENTS
    assert verbs.verify(folder) == []


def write_on_a_full_disk(folder: Path, pipe: int, seed: int, most: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    made = random.Random(seed)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        with open_folder(folder) as case:
            for _ in range(20):
                digest = keep_one(case, made.randbytes(3_000))
                os.write(pipe, digest.encode() + b"\n")
    except BearwitnessError as e:
        os.write(pipe, b"told " + str(e).encode()[:200].replace(b"\n", b" ") + b"\n")
        os._exit(0)
    os._exit(0)


def test_a_full_disk_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    verbs.new(folder).close()
    known: set[str] = set()
    chance = random.Random(7)
    told = 0
    for number in range(FULL_DISKS):
        read, write = os.pipe()
        child = multiprocessing.get_context("fork").Process(target=write_on_a_full_disk, args=(folder, write, number, chance.randrange(100, 400_000)))
        child.start()
        os.close(write)
        with os.fdopen(read, "rb") as lines:
            said = lines.read().decode().splitlines()
        child.join()
        assert child.exitcode == 0
        known.update(line for line in said if not line.startswith("told "))
        told += any(line.startswith("told ") for line in said)
    assert told
    check(folder, known)


# --- forgeries ----------------------------------------------------------------------------------------

SEED, WITNESS = b"\x07" * 32, b"\x08" * 32
ORIGIN = "case.invalid/bw/made-up"
VKEY, WKEY = note.make_vkey(ORIGIN, note.public_key(SEED)), witness.make_vkey("w.example", note.public_key(WITNESS))


def forge(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1:]


def test_no_forged_bit_is_accepted() -> None:
    chance = random.Random(11)
    made = [make_event("capture", {"sha256": f"{i:064x}", "source": "made up"}, random=chance.randbytes) for i in range(37)]
    leaves = [tree.leaf_hash(event.entry) for event in made]
    signed = note.sign(note.checkpoint_text(note.Checkpoint(ORIGIN, len(leaves), tree.root_of(leaves))), ORIGIN, SEED)
    cosigned = signed + witness.cosign(signed.rpartition("\n\n")[0] + "\n", "w.example", WITNESS, 1741564800)
    accepted = 0
    for _ in range(FORGERIES):
        index = chance.randrange(len(made))
        event, what = made[index], chance.randrange(4)
        proof = write_proof(index, tree.inclusion_proof(leaves, index), cosigned)
        entry, disclosures = event.entry, event.disclosures
        try:
            if what == 0:
                entry = forge(entry, chance)
            elif what == 1:
                forged = forge(proof.encode(), chance)
                proof = forged.decode()
            elif what == 2:
                changed = list(disclosures)
                spot = chance.randrange(len(changed))
                changed[spot] = forge(changed[spot].encode(), chance).decode("ascii")
                disclosures = tuple(changed)
            else:
                other = forge(cosigned.encode(), chance).decode()
                proof = proof.replace(cosigned, other)
            verify_proof(proof, entry, VKEY)
            read_fields(entry, disclosures)
            if len(witness.cosignatures(proof.partition("\n\n")[2], [WKEY])) != 1:
                raise StoreError("the witness is missing")
        except (BearwitnessError, UnicodeDecodeError):
            continue
        accepted += 1
    assert accepted == 0
