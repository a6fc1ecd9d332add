"""What others signed of a log, as a dossier carries it: the checkpoint to lead to, the policy, time-stamps.

A dossier's proofs lead to one checkpoint. The one that enough witnesses signed is preferred to a newer one
that they have not seen yet, so long as it covers the events shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bearwitness.custody import note, witness
from bearwitness.custody.note import Checkpoint
from bearwitness.custody.policy import write_policy
from bearwitness.errors import VerifyError
from bearwitness.store import stamping, witnessing
from bearwitness.store.log import Log


@dataclass(frozen=True, slots=True)
class Standing:
    """A checkpoint with what others say of it.

    `note` is the signed checkpoint, `files` lie in the dossier by path, `lacking` says in words what is not there.
    """

    size: int
    note: str
    policy: str
    files: dict[str, bytes]
    lacking: tuple[str, ...] = ()


def enough(known: int) -> int:
    """How many of the witnesses that a case knows must sign: more than half, so 2 of 3.

    Two sets of more than half always share a witness, so two histories cannot both have enough.
    """
    return known // 2 + 1 if known else 0


def choose(log: Log, least: int) -> Standing:
    """The checkpoint for events whose indexes are all below `least`: one with enough witnesses first, then the newest.

    Raises:
        StoreError: what is kept of witnesses cannot be read.
    """
    known = witnessing.witnesses(log.folder)
    notes = {log.size: log.signed_checkpoint(), **_kept(log)}
    signed = {size: witness.cosignatures(text, [k.vkey for k in known]) for size, text in notes.items() if size >= least}
    quorum = enough(len(known))
    stamped = {size: stamping.good(log.folder, size, note.checkpoint_text(note.open_checkpoint(notes[size], log.vkey))) for size in signed}
    size = max(signed, key=lambda n: (min(len(signed[n]), quorum), bool(stamped[n]), n))
    met = bool(known) and len(signed[size]) >= quorum
    lacking = _lacking(size, log.size, len(known), len(signed[size]), quorum, bool(stamped[size]))
    policy = write_policy(log.vkey, [(k.name, k.vkey) for k in known], quorum=quorum if met else 0,
                          timestamps=1 if met and stamped[size] else 0, words=lacking)
    return Standing(size, notes[size], policy, _files(notes[size], stamped[size]), tuple(lacking))


def _kept(log: Log) -> dict[int, str]:
    """The checkpoints that witnesses were asked to sign, those alone that are states of this log."""
    found: dict[int, str] = {}
    for size, text in witnessing.witnessed(log.folder).items():
        try:
            state: Checkpoint = note.open_checkpoint(text, log.vkey)
        except VerifyError:
            continue        # told by `verify`
        if state.size == size <= log.size and log.range_hash(0, size, log.size) == state.root:
            found[size] = text
    return found


def _lacking(size: int, newest: int, known: int, signed: int, quorum: int, stamped: bool) -> list[str]:
    out = []
    if not known:
        out.append("the case knows no witness: nobody but its keeper vouches for the log")
    elif signed < quorum:
        out.append(f"the checkpoint of {size} entries is signed by {signed} of {known} witnesses, and {quorum} would be enough: have the log "
                   "witnessed and publish again")
    if known and signed >= quorum and size < newest:
        out.append(f"the newest checkpoint, of {newest} entries, is not witnessed; this dossier leads to that of {size}, which is")
    if not stamped:
        out.append(f"there is no time-stamp for the checkpoint of {size} entries")
    return out


def _files(signed: str, stamps: Sequence[tuple[bytes, bytes, str]]) -> dict[str, bytes]:
    """`timestamps/NNN.tsr`, the three lines that it is over beside it, and the root certificate that it is judged by."""
    text = signed.rpartition("\n\n")[0] + "\n"
    made: dict[str, bytes] = {}
    for number, (token, root, _address) in enumerate(stamps):
        made[f"timestamps/{number:03d}.tsr"] = token
        made[f"timestamps/{number:03d}.txt"] = text.encode()
        made[f"timestamps/{number:03d}.pem"] = root
    return made
