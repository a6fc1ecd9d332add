"""`bearwitness key`: people's own keys, which sign what they decide."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from bearwitness.cli.app import CaseOption, JsonOption, KeyOption, app, load_key, open_named, open_signing
from bearwitness.cli.passphrase import ask_twice

key_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None,
                      help="People's own keys: make one, make it known to a case, withdraw it. What a person decides is then signed.")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Whose key: the name that stands behind --reviewer.")]


@key_app.command("new")
def new(name: NameArgument,
        to: Annotated[Path, typer.Option(metavar="FILE", help="The key file to make, outside every case.")],
        without_passphrase: Annotated[bool, typer.Option("--without-passphrase", help="Do not ask for one: whoever has the file can sign.")] = False) -> None:
    """Make a key file. No case is needed.

    You are asked for a passphrase; Enter alone leaves the file without one. Only its owner may read the file. Printed: the public key and the
    name. Give that line to those who will check your signatures.

    Example: bearwitness key new Amal --to /media/stick/amal.key
    """
    from bearwitness.case import keys
    from bearwitness.cli.output import put

    keys.may_make(to, name)     # before a passphrase is asked for
    public = keys.new_key(name, to, passphrase=None if without_passphrase else ask_twice(f"passphrase for {to}"))
    put(f"{public} {name.strip()}")


@key_app.command("add")
def add(context: typer.Context, name: NameArgument, key: KeyOption = None,
        earlier: Annotated[Path | None, typer.Option(metavar="FILE", help="A key of the same person that the case knows already: it signs for the new one.")] = None,
        json: JsonOption = False, case: CaseOption = None) -> None:
    """Make a person's key known to the case. From here on each judgement in that name must be signed.

    Needs the key file itself: the person shows that they have it. A name's second key must be signed by its first.

    Example: bearwitness key add Amal --key /media/stick/amal.key
    """
    from bearwitness.case import keys
    from bearwitness.errors import UsageError

    signer = load_key(context, key)
    if signer is None:
        raise UsageError("say which key: --key FILE (`bearwitness key new NAME --to FILE` makes one)")
    with open_named(context, case) as opened:
        made = keys.add_key(opened, name, signer, earlier=load_key(context, earlier) if earlier else None)
        _put([row for row in keys.list_keys(opened) if row["public"] == made.public], json=json)


@key_app.command("withdraw")
def withdraw(context: typer.Context,
             which: Annotated[str, typer.Argument(metavar="KEY", help="The public key, or its first 8 characters, or a name: their key that signs this, or their only one.")],
             reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
             key: KeyOption = None, json: JsonOption = False, case: CaseOption = None) -> None:
    """Withdraw a key: nothing that it signs from here on counts. What it signed before stays.

    Signed by the key itself or, when it was lost or stolen, by another person's key that the case knows. A key cannot come back. A name whose
    last key was withdrawn is closed.

    Example: bearwitness key withdraw Amal --key /media/stick/amal.key --reason "a new stick"
    """
    from bearwitness.case import keys
    from bearwitness.errors import UsageError

    with open_signing(context, case, key) as opened:
        if opened.signer is None:
            raise UsageError("a withdrawal is signed: say with which key, --key FILE")
        gone = keys.withdraw_key(opened, which, by=opened.signer, reason=reason)
        _put([row for row in keys.list_keys(opened) if row["public"] == gone.public], json=json)


@key_app.command("list")
def list_(context: typer.Context, json: JsonOption = False, case: CaseOption = None) -> None:
    """List the keys that the case knows: public key, name, since when, withdrawn when and by whom.

    Example: bearwitness key list
    """
    from bearwitness.case import keys

    with open_named(context, case, reading=True) as opened:
        _put(keys.list_keys(opened), json=json)


def _put(rows: list[dict[str, Any]], *, json: bool) -> None:
    from bearwitness.cli.output import put, put_json

    for row in rows:
        if json:
            put_json(row)
            continue
        gone = f"; withdrawn in event {row['withdrawn']} on {row['withdrawn_time']} by a key of {row['withdrawn_by']}: {row['reason']}" \
            if row["withdrawn"] is not None else ""
        put(f"{row['public']} {row['person']}  since event {row['added']}, {row['time']}{gone}")


app.add_typer(key_app, name="key")
