"""`add`: preserves originals, and keeps the text that a reader makes of each.

For each item, in order:

1. its bytes are copied into the case while their digests are taken;
2. a reader makes a text of them, or says why it cannot;
3. the originals of a group of items are put in place and synced;
4. in one transaction for a group of items: original, text, report, custody event;
5. the custody events are appended to the log;
6. its line is given to the caller: only now is it acknowledged.

A crash before 4 leaves files that the next command removes; a crash between 4 and 5 leaves events that
the next command appends.

    given      what the person who adds knows
    items      one file, folder's file, address or standard input
    packages   files that hold many reports
    addresses  captures
    batch      a group of items: what waits, and how it is made durable
    pending    a line of the answer, with what must be durable before it
    logged     the custody events of arrivals
    vouching   signatures on what is added
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from bearwitness.capture import sources
from bearwitness.case.intake.batch import MAX_READ_BYTES, Batch
from bearwitness.case.intake.given import Given
from bearwitness.case.intake.items import take
from bearwitness.case.intake.vouching import signers
from bearwitness.store.folder import CaseFolder

__all__ = ["MAX_READ_BYTES", "Given", "add"]


def add(case: CaseFolder, given_sources: Iterable[str], *, given: Given | None = None,
        stdin: BinaryIO | None = None, below: Path | None = None,
        watch: Callable[[list[tuple[str, str]], str], None] | None = None,
        signer_keys: Iterable[str | Path] = ()) -> Iterator[dict[str, Any]]:
    """Preserves files, folders and `*.posts.jsonl` packages; gives one line for each.

    A line says source, member, report, sha256, verdict, warnings, reason, derived and already.

    Args:
        given_sources: paths; folders are walked in sorted order; `-` is standard input.
        stdin: what `-` reads.
        below: the folder that the sources are below of, and are named without.
        watch: told once, when the first file has been parsed, which walls about the parsing process this machine lacks (name, reason),
            and which stand.
        signer_keys: files of public keys that the team knows, for the signatures found on what is added; else those that `[capture] signers`
            of case.toml names (relative to the case).
    """
    batch = Batch(case, given or Given(), watch, signers(signer_keys, case.settings().get("capture", {}), case.path))
    try:
        batch.vouching.check_keys()
        for source in given_sources:
            for item in sources.items(source, case.path, below=below):
                yield from take(batch, item, stdin)
                yield from batch.commit_if_full()
        yield from batch.commit()
    finally:
        batch.parser.close()
        case.objects.forget()
