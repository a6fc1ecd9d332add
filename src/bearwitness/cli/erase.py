"""`bearwitness erase` and `redact`: the plan first, then the deed, then a receipt."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from bearwitness.cli.app import CaseOption, JsonOption, app, load_key, open_named

ThingArgument = Annotated[list[str], typer.Argument(metavar="THING", help="A report, original (SHA-256), list of the dead or judgement: its id or the first 8 characters; or reviewer:NAME.")]
GroundOption = Annotated[str | None, typer.Option(metavar="TEXT", help="On what ground, in words that name nobody: it is logged.")]
ApprovedOption = Annotated[list[str] | None, typer.Option("--approved-by", metavar="NAME", help="Who approved it; give it twice, for two different people.")]
KeyOption = Annotated[list[Path] | None, typer.Option("--key", metavar="FILE", help="The private key of an approver whose key the case knows; may be repeated.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Only show what would go, what would stay, and what cannot be reached.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask on the terminal before it is done.")]


@app.command()
def erase(context: typer.Context, things: ThingArgument, ground: GroundOption = None, approved_by: ApprovedOption = None, key: KeyOption = None,
          with_package: Annotated[bool, typer.Option("--with-package", help="Also erase packages (WARC, ZIP, a file of posts) that hold the bytes, whole.")] = False,
          leave_shared: Annotated[bool, typer.Option("--leave-shared", help="Leave bytes and texts that another report has as well.")] = False,
          dry_run: DryOption = False, yes: YesOption = False, json: JsonOption = False, case: CaseOption = None) -> None:
    """Erase what must not stay; the log still proves the rest.

    Bytes, text, claims, thumbnails, the fields of its events and the words of judgements on it go from the whole case. The log keeps
    commitments that nobody can open any more, so every earlier proof and dossier stays valid. It cannot be undone. Two people approve it.

    Examples:

    \b
      bearwitness erase 3f2a9c41 --dry-run
      bearwitness erase 3f2a9c41 --ground "consent withdrawn" --approved-by Amal --approved-by Omar
    """
    from bearwitness import case as verbs

    options: dict[str, Any] = {"with_package": with_package, "leave_shared": leave_shared}
    with open_named(context, case, reading=dry_run) as opened:
        _run(context, lambda approval: verbs.erase(opened, things, approval, **options), ground, approved_by, key, dry_run=dry_run, yes=yes, json=json)


@app.command()
def redact(context: typer.Context,
           things: Annotated[list[str], typer.Argument(metavar="THING", help="A report, original (SHA-256), list of the dead or judgement: its id or the first 8 characters; event:N for an event of the log; or reviewer:NAME.")],
           field: Annotated[list[str] | None, typer.Option(metavar="NAME", help="The field: source, member, publisher, url, title, author, lang, published_at; reviewer, reason, changes; keeper, includes; capture.NAME. May be repeated.")] = None,
           ground: GroundOption = None, approved_by: ApprovedOption = None, key: KeyOption = None,
           dry_run: DryOption = False, yes: YesOption = False, json: JsonOption = False, case: CaseOption = None) -> None:
    """Take single fields out, and leave the rest.

    The log commits to the row as it stands without them. Words of an original or its text are not touched by this: erase the report for
    that. Two people approve it.

    Examples:

    \b
      bearwitness redact 3f2a9c41 --field author --field source --ground "asked for it" --approved-by Amal --approved-by Omar
      bearwitness redact reviewer:"A. Name" --field reviewer --ground "left the team" --approved-by Amal --approved-by Omar
    """
    from bearwitness import case as verbs

    with open_named(context, case, reading=dry_run) as opened:
        _run(context, lambda approval: verbs.redact(opened, things, field or [], approval), ground, approved_by, key, dry_run=dry_run, yes=yes, json=json)


def _run(context: typer.Context, verb: Any, ground: str | None, approved_by: list[str] | None, keys: list[Path] | None, *, dry_run: bool, yes: bool, json: bool) -> None:
    """Plan, question on a terminal, deed, receipt."""
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put_json

    if dry_run:
        plan = verb(None)
        put_json(plan) if json else _put(plan)
        for reason in plan["refused"]:
            note(reason)
        if plan["refused"]:
            raise typer.Exit(1)
        return
    approval = verbs.approval(ground or "", approved_by or [], [load_key(context, key) for key in keys or []])
    if not yes and sys.stdin.isatty() and sys.stdout.isatty():
        plan = verb(None)
        if not plan["refused"]:
            _put(plan)
            if not typer.confirm("This cannot be undone. Go on?"):
                raise typer.Abort
    receipt = verb(approval)
    put_json(receipt) if json else _put(receipt)
    for line in receipt["left"]:
        note(line)
    if not receipt["done"]:
        raise typer.Exit(1)


def _put(told: dict[str, Any]) -> None:
    """A plan or a receipt for people."""
    from bearwitness.cli.output import put

    done = "events" in told
    past = {"erase": "erased", "redact": "redacted"}[told["verb"]]
    head = past if done else f"would be {past}"
    put(f"{head}: " + ", ".join(f"{thing['kind']} {thing['id'][:12] if thing['kind'] != 'person' else thing['id']}" for thing in told["things"]))
    for name, number in told["goes"].items():
        if number:
            put(f"  {'gone' if done else 'goes'}      {name}: {number:,}")
    for package in told["packages"]:
        put(f"  {'gone' if done else 'goes'}      package {package[:12]}, whole")
    for change in told["changes"]:
        put(f"  {'changed' if done else 'changes'}   {change['table']} {change['id'][:12]} without its {', '.join(change['fields'])}")
    for dossier in told["dossiers"]:
        put(f"  published dossier for {dossier['audience']}, {dossier['time']} (event {dossier['event']}): shows it; get it back from whoever has it")
    for copy in told["copies"]:
        put(f"  handed out: {copy['to'] or 'to nobody named'}, {copy['time']} (event {copy['event']}): get it back")
    for place, number in _by_folder(told["found_in"]).items():
        put(f"  {'still in' if done else 'also in'}  {place}{f' ({number} files)' if number > 1 else ''}")
    for line in told["stays"]:
        put(f"  stays     {line}")
    for line in told["out_of_reach"]:
        put(f"  cannot be reached: {line}")
    if done:
        put(f"  logged    events {', '.join(map(str, told['events']))}, approved by {' and '.join(told['approved_by'])}: {told['ground']}")
        put(f"  log       {told['log']['size']} entries, root {told['log']['root']}")


def _by_folder(places: list[str]) -> dict[str, int]:
    """Files that hold it; those of one dossier or export folder in one line."""
    found: dict[str, int] = {}
    for place in places:
        top = place.partition("/")[0]
        name = place if top in ("objects", "derived", "log") or "/" not in place else f"{top}/"
        found[name] = found.get(name, 0) + 1
    return found
