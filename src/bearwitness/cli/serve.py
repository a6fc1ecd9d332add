"""`serve`: the workbench in a browser."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bearwitness.cli.app import CaseOption, app, open_named


@app.command()
def serve(context: typer.Context,
          host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen. Anything but this machine itself needs --without-sign-in.")] = "127.0.0.1",
          port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port of the workbench; 0 takes a free one.")] = 0,
          evidence_port: Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port of the evidence, which has an origin of its own; 0 takes a free one.")] = 0,
          no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
          without_sign_in: Annotated[bool, typer.Option("--without-sign-in", help="Listen on a network although the workbench has no sign-in yet: whoever reaches it sees all of the case.")] = False,
          verbose: Annotated[bool, typer.Option("--verbose", help="Log each request on standard error, without addresses, names or words of the evidence.")] = False,
          case: CaseOption = None) -> None:
    """Open the workbench in a browser: reports, text, originals.

    The first line on standard output is its address. Only the account that starts it can open it. An original is shown as a copy in which nothing acts,
    on an origin of its own, and nothing is fetched. Ctrl-C ends it.

    Example: bearwitness serve --case my-case
    """
    from bearwitness.cli.output import note, put
    from bearwitness.errors import UsageError
    from bearwitness.web import peers, running

    if not (host == "localhost" or peers.is_loopback(host)) and not without_sign_in:
        raise UsageError(f"--host {host}: the workbench has no sign-in yet, so whoever reaches that address would see all of the case: leave --host out, "
                         "or say --without-sign-in on a network that you trust")

    def ready(address: str) -> None:
        put(address)
        if not no_open and sys.stdin.isatty() and sys.stdout.isatty():
            typer.launch(address)

    with open_named(context, case, reading=True) as opened:
        running.run(opened, host=host, port=port, evidence_port=evidence_port, verbose=verbose, ready=ready, warn=note)
