"""Whose signatures a reader asks for: a policy file of C2SP tlog-policy.

    log <vkey>
    witness <name> <vkey>
    group <name> <how many> <name>...
    quorum <name>, or none

One line is ours, a comment to other programs: `# timestamps 1` asks for a token of RFC 3161 as well.
"""

from __future__ import annotations

from collections.abc import Sequence

from bearwitness.custody import verify
from bearwitness.custody.faults import as_verify_error
from bearwitness.errors import UsageError


def write_policy(vkey: str, witnesses: Sequence[tuple[str, str]], *, quorum: int, timestamps: int = 0, words: Sequence[str] = ()) -> str:
    """The text of a policy file.

    Args:
        vkey: the log's public key.
        witnesses: name and public key of each.
        quorum: how many of them must have signed; 0: none is asked for.
        timestamps: how many time-stamps there must be.
        words: comments, such as why none is asked for.

    Raises:
        UsageError: more are asked for than there are, or a name cannot stand in the file.
    """
    names = [name for name, _ in witnesses]
    if quorum > len(names):
        raise UsageError(f"a policy cannot ask for {quorum} of {len(names)} witnesses")
    if len(set(names)) < len(names) or any(name in ("none", "#") or len(name.split()) != 1 for name in names):
        raise UsageError(f"the names of witnesses in a policy are single words, each once: {', '.join(names)}")
    lines = ["# " + " ".join(word.split()) for word in words] + [f"log {vkey}"] + [f"witness {name} {key}" for name, key in witnesses]
    group = "witnesses"
    while group in names:
        group += "-"
    if quorum and len(names) > 1:
        lines.append(f"group {group} {quorum} {' '.join(names)}")
    lines.append(f"quorum {'none' if not quorum else group if len(names) > 1 else names[0]}")
    if timestamps:
        lines.append(f"# timestamps {timestamps}")
    return "\n".join(lines) + "\n"


def check_policy(policy: str, note: str, vkey: str) -> tuple[dict[str, int], bool]:
    """Which witnesses of a policy signed a checkpoint, by name with their times in seconds since 1970, and whether that is enough.

    Raises:
        VerifyError: it is no policy, or a signature in the name of one of its witnesses is wrong.
    """
    with as_verify_error():
        return verify.check_policy(policy, note, vkey)
