"""`bearwitness backup` and `bearwitness restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bearwitness.cli.app import CaseOption, JsonOption, app, open_named


@app.command()
def backup(context: typer.Context,
           to: Annotated[Path, typer.Option(metavar="DIR", help="A new folder, best on another disk.")],
           json: JsonOption = False, case: CaseOption = None) -> None:
    """Copy the case to a new folder, while others may go on working.

    Every original is hashed on the way, and the backup holds a list of all digests (sha256sum -c backup.sha256). The log's private key is not copied.

    Example: bearwitness backup --to backup-monday
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put, put_json

    with open_named(context, case) as opened:
        told = verbs.backup(opened, to=to)
    put_json(told) if json else put(f"{told['to']}: {told['files']} files, {told['bytes'] / 1e6:,.1f} MB, {told['entries']} entries of the log")


@app.command()
def restore(source: Annotated[Path, typer.Argument(metavar="BACKUP", help="A folder that `bearwitness backup` made.")],
            to: Annotated[Path, typer.Option(metavar="DIR", help="Where the case is to be: a new folder, or the case itself, which is then put aside.")],
            log_key: Annotated[str | None, typer.Option("--log-key", metavar="KEY|FILE", help="The log's public key (its log.vkey), as you know it from elsewhere.")] = None,
            json: JsonOption = False) -> None:
    """Make a case of a backup, once all of it has been checked.

    Unless the case that it replaces has signed nothing since, a new log is begun: two logs under one key would be a fork. The old one is kept.

    Example: bearwitness restore backup-monday --to my-case
    """
    from bearwitness import case as verbs
    from bearwitness.cli.log import _text
    from bearwitness.cli.output import note, put, put_json

    told = verbs.restore(source, to=to, key=_text(log_key) if log_key else None)
    if json:
        put_json(told)
        return
    if told["aside"]:
        note(f"the former case is kept: {told['aside']}")
    if told["new_log"]:
        note(f"a new log was begun, {told['origin']}: give its key (log/log.vkey) to your witnesses; the old log is kept beside it")
    put(told["case"])
