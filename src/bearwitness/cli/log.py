"""`bearwitness log`: the case's log shown to the world, and being a witness of others' logs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bearwitness.cli.app import CaseOption, JsonOption, app
from bearwitness.cli.app import open_named as _open

log_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None,
                      help="The case's log: show it, have it witnessed, export it, check it; or be a witness of others' logs.")
witness_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None,
                          help="Be a witness: sign that another's log has grown and never shrunk. No case is needed.")
FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The witness's folder.")]


@log_app.command("show")
def show(context: typer.Context, json: JsonOption = False, case: CaseOption = None) -> None:
    """Show the log's state, its key, and who signed it when.

    Example: bearwitness log show
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put, put_json

    with _open(context, case, reading=True) as opened:
        told = logkeeping.state(opened)
    if json:
        put_json(told)
        return
    put(f"log       {told['origin']}\nentries   {told['size']}\nroot      {told['root']}\nkey       {told['vkey']}")
    for one in told["witnesses"]:
        put(f"witness   {one['name']}: signed up to entry {one['last_signed']}{', ' + one['address'] if one['address'] else ''}")
    for state in told["witnessed"]:
        by = ", ".join(f"{c['name']} at {c['time']}" for c in state["by"]) or "asked, not yet signed"
        put(f"state     {state['size']} entries: {by}")
    for one in told["timestamps"]:
        put(f"time      {one['size']} entries stood at {one['time']}, says {one['address']}")
    for one in told["proofs"]:
        put(f"time      {one['size']} entries: {one['proof']}")
    for one in told["restored"]:
        lost = f"; the details of events {one['lost_first']} to {one['lost_last']} were lost" if one["lost_first"] is not None else ""
        after = f"opened after {one['old_origin']} was closed" if one["epoch"] else "made whole"
        put(f"restored  event {one['index']}, {one['time']}: {after}{lost}: {one['reason']}")
    if (told["timestampers"] or told["calendars"]) and not any(t["size"] == told["size"] for t in [*told["timestamps"], *told["proofs"]]):
        put("the last state has no outside time yet: `bearwitness log stamp`")
    if not told["witnesses"]:
        put("logged, not yet witnessed: `bearwitness log witnesses --add KEY` makes a witness known")


@log_app.command("witnesses")
def witnesses(context: typer.Context,
              add: Annotated[str | None, typer.Option(metavar="KEY|FILE", help="A witness's public key (its witness.vkey), or the file that holds it.")] = None,
              address: Annotated[str | None, typer.Option(metavar="URL", help="Where the witness answers.")] = None,
              json: JsonOption = False, case: CaseOption = None) -> None:
    """List the witnesses that the case knows, or make one known.

    Example: bearwitness log witnesses --add partner.vkey --address https://witness.example
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put, put_json
    from bearwitness.errors import UsageError

    if add is None and address is not None:
        raise UsageError("--address belongs to --add: it is where that witness answers")
    with _open(context, case, reading=add is None) as opened:
        if add is not None:
            logkeeping.add_witness(opened, _text(add), address)
        for one in logkeeping.state(opened)["witnesses"]:
            put_json(one) if json else put(f"{one['name']}  {one['address'] or 'by files'}  signed up to entry {one['last_signed']}")


@log_app.command("request")
def request(context: typer.Context,
            to: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, such as case.witness-request.")],
            witness: Annotated[str | None, typer.Option(metavar="NAME", help="For which witness, when the case knows several.")] = None,
            old: Annotated[int | None, typer.Option(min=0, metavar="N", help="The entries that the witness says it saw last.")] = None,
            case: CaseOption = None) -> None:
    """Write a request to a witness, to be carried to it as a file.

    It holds a checkpoint and hashes, and nothing about the case's content.

    Example: bearwitness log request --to case.witness-request
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    with _open(context, case) as opened:
        to.write_text(logkeeping.request(opened, name=witness, old=old), encoding="utf-8")
    put(str(to))


@log_app.command("reply")
def reply(context: typer.Context,
          file: Annotated[Path, typer.Argument(metavar="FILE", help="What the witness gave back.")], case: CaseOption = None) -> None:
    """Take a witness's reply into the case.

    Example: bearwitness log reply case.witness-reply
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    with _open(context, case) as opened:
        size, found = logkeeping.reply(opened, _read(file).decode("utf-8", "replace"))
    put(f"{size} entries signed by {', '.join(c.name for c in found)}")


@log_app.command("ask")
def ask(context: typer.Context,
        witness: Annotated[str | None, typer.Argument(metavar="NAME", help="One witness; else all that have an address.")] = None,
        json: JsonOption = False, case: CaseOption = None) -> None:
    """Ask witnesses over HTTP to sign the log's last state.

    Example: bearwitness log ask
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import note, put, put_json

    failed = False
    with _open(context, case) as opened:
        for line in logkeeping.ask(opened, name=witness):
            failed |= line["reason"] is not None
            if json:
                put_json(line)
            elif line["reason"] is None:
                put(f"{line['size']} entries signed by {line['witness']} at {line['time']}")
            else:
                note(line["reason"])
    if failed:
        raise typer.Exit(1)


@log_app.command("timestampers")
def timestampers(context: typer.Context,
                 add: Annotated[str | None, typer.Option(metavar="URL", help="A time-stamping server (RFC 3161), or an OpenTimestamps calendar.")] = None,
                 root: Annotated[Path | None, typer.Option(metavar="FILE", help="The server's root certificate, in PEM form, by which its answers are judged.")] = None,
                 opentimestamps: Annotated[bool, typer.Option("--opentimestamps", help="The URL is that of a calendar, which promises a Bitcoin block.")] = False,
                 case: CaseOption = None) -> None:
    """List the time-stamping servers and calendars that the case knows, or name one.

    Name two, under different law. They learn a digest, and nothing about the case.

    Examples:

    \b
      bearwitness log timestampers --add https://tsa.example/tsr --root tsa-root.pem
      bearwitness log timestampers --add https://calendar.example --opentimestamps
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put
    from bearwitness.errors import UsageError

    if (root is not None and opentimestamps) or (add is None and (root is not None or opentimestamps)) or (add is not None and not (root or opentimestamps)):
        raise UsageError("--add needs --root FILE (a server's answer is judged by a root certificate that you trust) or --opentimestamps "
                         "(a calendar needs none), not both")
    with _open(context, case, reading=add is None) as opened:
        if add is not None and root is not None:
            logkeeping.add_timestamper(opened, add, _read(root))
        elif add is not None:
            logkeeping.add_calendar(opened, add)
        told = logkeeping.state(opened)
        for address in told["timestampers"]:
            put(address)
        for address in told["calendars"]:
            put(f"{address}  OpenTimestamps")


@log_app.command("stamp")
def stamp(context: typer.Context,
          upgrade: Annotated[bool, typer.Option("--upgrade", help="Ask the calendars whether what they promised is in a Bitcoin block by now. No new stamp is asked for.")] = False,
          header: Annotated[Path | None, typer.Option(metavar="FILE", help="A Bitcoin block's header (80 bytes, or 160 hex digits) from a source that you trust: proofs that lead to that block are checked. Nobody is asked.")] = None,
          json: JsonOption = False, case: CaseOption = None) -> None:
    """Ask the time-stamping servers for a token over the log's last state, and the calendars for a proof.

    One token covers all entries before it. Offline nothing is lost: run it again later. A calendar's proof is pending until it is in a Bitcoin block,
    which takes hours: ask again with --upgrade.

    Examples:

    \b
      bearwitness log stamp
      bearwitness log stamp --upgrade
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import note, put, put_json
    from bearwitness.errors import UsageError, VerifyError

    if upgrade and header is not None:
        raise UsageError("--upgrade asks the calendars and --header asks nobody: one after the other")
    failed = False
    with _open(context, case) as opened:
        if header is not None:
            try:
                for proof in logkeeping.give_header(opened, _read(header)):
                    put_json({"size": proof.size, "file": proof.name, "proof": str(proof)}) if json else put(f"{proof.size} entries: {proof}")
            except VerifyError as e:
                raise VerifyError([f"{header}: {e}"]) from e
            return
        for line in logkeeping.upgrade(opened) if upgrade else logkeeping.stamp(opened):
            failed |= line["reason"] is not None
            if json:
                put_json(line)
            elif line["reason"] is not None:
                note(f"{line['address']}: {line['reason']}")
            elif line.get("proof"):
                put(f"{line['size']} entries: {line['proof']}")
            else:
                put(f"{line['size']} entries stood at {line['time']}, says {line['address']}")
    if failed:
        raise typer.Exit(1)


@log_app.command("recover")
def recover(context: typer.Context,
            new_epoch: Annotated[bool, typer.Option("--new-epoch", help="Where the log cannot be made whole: close it, and open a new one under its own key.")] = False,
            checkpoint: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A signed checkpoint known from elsewhere: a witnessed state, or a "
                                                                                        "proof of a dossier. May be given more than once.")] = None,
            json: JsonOption = False, case: CaseOption = None) -> None:
    """Mend a log that is not signed on, such as that of a restored backup.

    It is rebuilt when tiles or database still hold all that was signed. Else it says so, and changes nothing: with --new-epoch the
    log is then closed and kept, and a new one begins with a commitment to it. Witnesses have to be given the new log's key.

    Example: bearwitness log recover
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import note, put, put_json

    with _open(context, case, reading=True) as opened:
        told = logkeeping.recover(opened, given=[_read(file).decode("utf-8", "replace") for file in checkpoint or []], new_epoch=new_epoch)
    if json:
        put_json(told)
    else:
        for line in told["why"]:
            note(line)
        for digest in told["recovered"]:
            note(f"recovered/{digest}: an original whose record was lost: add it once more")
        if told["action"] != "epoch":
            put(f"{_RECOVERED[told['action']]}: {told['origin']}, {told['size']} entries")
        elif told["done"]:
            put(f"the old log is closed and kept; a new one is open: {told['origin']}, {told['size']} entries. Give its key (log/log.vkey) to your witnesses")
        else:
            note("the log cannot be made whole. If no newer copy of the case exists anywhere, close it: `bearwitness log recover --new-epoch`")
    if told["action"] == "epoch" and not told["done"]:
        raise typer.Exit(1)


_RECOVERED = {"nothing": "nothing to recover", "rebuild": "the log is whole again", "finish": "the new log is in its place"}


@log_app.command("export")
def export(context: typer.Context, to: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet.")],
           case: CaseOption = None) -> None:
    """Copy the log's public part: commitments, tiles, checkpoint, witnesses' signatures.

    Entries hold commitments only, so nothing about the case's content leaves. Anyone can check the copy with `bearwitness verify DIR`.

    Example: bearwitness log export public-log
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    with _open(context, case, reading=True) as opened:
        put(str(logkeeping.export(opened, to)))


@log_app.command("check")
def check(path: Annotated[Path, typer.Argument(metavar="DIR", help="A log: of a case (my-case/log), or exported.")]) -> None:
    """Check a log: entries, tiles, checkpoint, witnesses' signatures. Silent when all is well.

    Example: bearwitness log check public-log
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put

    faults = verbs.verify(path)
    for fault in faults:
        put(fault)
    if faults:
        raise typer.Exit(1)


# --- being a witness --------------------------------------------------------------------------------

@witness_app.command("new")
def new(folder: FolderArgument,
        name: Annotated[str, typer.Option(metavar="NAME", help="What the witness is called, such as archive.university.example; no blanks.")]) -> None:
    """Make a witness. Its public key is printed: give it to those whose logs you will sign.

    Example: bearwitness log witness new my-witness --name archive.university.example
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    put(logkeeping.new_witness(folder, name))


@witness_app.command("trust")
def trust(folder: FolderArgument,
          key: Annotated[str, typer.Argument(metavar="KEY|FILE", help="The log's public key (its log.vkey), or the file that holds it.")]) -> None:
    """Make a log known to the witness. Get its key from its keeper in person, or by a way you trust.

    Example: bearwitness log witness trust my-witness log.vkey
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    put(logkeeping.trust(folder, _text(key)))


@witness_app.command("sign")
def sign(folder: FolderArgument,
         file: Annotated[Path, typer.Argument(metavar="FILE", help="The request.")],
         to: Annotated[Path, typer.Option(metavar="FILE", help="The reply to write, such as case.witness-reply.")]) -> None:
    """Answer a request that came as a file.

    Example: bearwitness log witness sign my-witness case.witness-request --to case.witness-reply
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    to.write_text(logkeeping.sign(folder, _read(file)), encoding="utf-8")
    put(str(to))


@witness_app.command("serve")
def serve(folder: FolderArgument,
          host: Annotated[str, typer.Option(metavar="HOST", help="The address to listen on.")] = "127.0.0.1",
          port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="0 takes a free one.")] = 0) -> None:
    """Answer requests over HTTP (POST /add-checkpoint) until stopped. The first line printed is the address.

    Example: bearwitness log witness serve my-witness --port 8123
    """
    from bearwitness.case import logkeeping
    from bearwitness.cli.output import put

    server = logkeeping.serve(folder, host, port)
    put(f"http://{host}:{server.server_port}")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


log_app.add_typer(witness_app, name="witness")
app.add_typer(log_app, name="log")


def _read(path: Path) -> bytes:
    from bearwitness.errors import CaseError

    try:
        with path.open("rb") as file:
            return file.read(1 << 20)
    except OSError as e:
        raise CaseError(f"{path}: cannot be read ({e.strerror}): check the name and the permissions") from e


def _text(given: str) -> str:
    """A key as given, or what stands in the file of that name."""
    path: Any = Path(given)
    try:
        is_file = path.is_file()
    except OSError:
        is_file = False
    return (_read(path).decode("utf-8", "replace") if is_file else given).strip()
