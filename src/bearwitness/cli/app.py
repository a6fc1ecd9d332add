"""The commands. Each calls the verb of the same name in `bearwitness.case` and prints what it gives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="bearwitness", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    pretty_exceptions_enable=False, context_settings={"help_option_names": ["-h", "--help"]},
    help="From reports of violence to a record: who says what happened to whom, where, when, by whom, how many, "
         "according to whom.\n\nA first record in five commands:\n\n\b\n"
         "  bearwitness new my-case\n"
         "  bearwitness add articles/ --case my-case\n"
         "  bearwitness read --case my-case\n"
         "  bearwitness relate --case my-case\n"
         "  bearwitness show incidents --case my-case")
lists_app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Lists of the dead: add one, show what it holds.")

CaseOption = Annotated[Path | None, typer.Option(
    "--case", metavar="DIR", help="The case. Else BEARWITNESS_CASE, else the nearest parent folder with a case.toml.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines: one object a line.")]


def _version(wanted: bool) -> None:
    if wanted:
        from bearwitness._version import __version__

        typer.echo(f"bearwitness {__version__}")
        raise typer.Exit


@app.callback()
def _common(context: typer.Context, case: CaseOption = None,
            version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                  help="Print the version and end.")] = False) -> None:
    context.obj = case


def _case_path(context: typer.Context, case: Path | None) -> Path | None:
    """The case as named after the verb, else before it."""
    return case or context.find_root().obj


def _open(context: typer.Context, case: Path | None) -> Any:
    from bearwitness.case import open_case

    return open_case(_case_path(context, case))


# --- a case and its reports ---------------------------------------------------------------------------

@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet, or is empty.")],
        title: Annotated[str | None, typer.Option(help="What the case is called. Else the folder's name.")] = None) -> None:
    """Make a case: a folder with its database, its originals and its log.

    Example: bearwitness new coast-2025 --title "Coast, March 2025"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put

    with verbs.new(folder, title=title) as made:
        put(str(made.path))


@app.command()
def add(context: typer.Context,
        sources: Annotated[list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, *.posts.jsonl, or - for standard input.")],
        publisher: Annotated[str | None, typer.Option(help="Who published them.")] = None,
        published_at: Annotated[str | None, typer.Option(help="When they were published, such as 2025-03-09.")] = None,
        url: Annotated[str | None, typer.Option(help="The address they were published at.")] = None,
        title: Annotated[str | None, typer.Option(help="Their title.")] = None,
        lang: Annotated[str | None, typer.Option(help="Their language, such as en.")] = None,
        sensitivity: Annotated[int | None, typer.Option(
            min=0, max=3, help="0 public, 1 team, 2 restricted, 3 strictly confidential. Else 0 for what names its "
                               "publisher or address, and 2 for the rest.")] = None,
        json: JsonOption = False, case: CaseOption = None) -> None:
    """Preserve originals byte for byte, with their digests, and log it.

    What the options say wins over what is found in the files. Adding the same file again changes nothing.

    Example: bearwitness add articles/ statement.pdf accounts.posts.jsonl
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put_json
    from bearwitness.cli.progress import Progress
    from bearwitness.cli.tables import put_added

    given = verbs.Given(publisher=publisher, published_at=published_at, url=url, title=title, lang=lang,
                        sensitivity=sensitivity)
    for fault in verbs.plugin_faults():
        note(fault)
    failed = False
    with _open(context, case) as opened, Progress("add") as progress:
        for done, line in enumerate(verbs.add(opened, sources, given=given), 1):
            put_json(line) if json else put_added(line)
            if line["verdict"] in ("reject", "keep_original_no_derivative"):
                failed = True
                note(f"{line['source']}: {line['reason']}")
            progress(done, None)
    if failed:
        raise typer.Exit(1)


@app.command()
def read(context: typer.Context,
         which: Annotated[list[str] | None, typer.Argument(metavar="[REPORT... or FILE...]", help="Reports of the case, or files that need no case. Else all reports not read yet.")] = None,
         jsonl: Annotated[str | None, typer.Option(metavar="FILE|-", help='Read lines {"id", "text", "published_at", "publisher", "title", "lang"}; answer in JSON, a line each.')] = None,
         text: Annotated[bool, typer.Option("--text", help="Also give the kept text.")] = False,
         published_at: Annotated[str | None, typer.Option(help="When the files were published.")] = None,
         publisher: Annotated[str | None, typer.Option(help="Who published the files.")] = None,
         exhaustive: Annotated[bool, typer.Option("--exhaustive", help="Let the costly stages look at all of the text.")] = False,
         jobs: Annotated[int, typer.Option(min=0, max=256, help="Processes; 0 decides by the amount of work.")] = 0,
         json: JsonOption = False, case: CaseOption = None) -> None:
    """Find the claims: who says what, how many, who did it, who denies it, where and when.

    On a case the claims are kept; run it again after a break and it goes on where it stopped.

    Examples: bearwitness read article.html --json; bearwitness read --case my-case
    """
    from bearwitness import case as verbs
    from bearwitness.cli.progress import Progress
    from bearwitness.cli.reading import answer, lines_of

    given = verbs.Given(publisher=publisher, published_at=published_at)
    with Progress("read") as progress:
        options: dict[str, Any] = {"text": text, "exhaustive": exhaustive, "jobs": jobs, "progress": progress}
        if jsonl is not None:
            with lines_of(jsonl) as lines:
                failed = answer(verbs.read_lines(lines, given=given, **options), json=True)
        elif which and verbs.names_files(which, _case_path(context, case)):
            failed = answer(verbs.read_files(which, given=given, **options), json=json)
        else:
            with _open(context, case) as opened:
                failed = answer(verbs.read(opened, which or None, **options), json=json)
    if failed:
        raise typer.Exit(1)


# --- the record -------------------------------------------------------------------------------------

@app.command()
def relate(context: typer.Context, json: JsonOption = False, case: CaseOption = None) -> None:
    """Group the claims of all reports into incidents.

    Example: bearwitness relate
    """
    from bearwitness import case as verbs
    from bearwitness.cli.tables import put_kind

    with _open(context, case) as opened:
        verbs.relate(opened)
        put_kind("incidents", verbs.show(opened, "incidents"), json=json)


@app.command()
def weigh(context: typer.Context,
          incidents: Annotated[list[str] | None, typer.Argument(metavar="[INCIDENT...]", help="Else all.")] = None,
          json: JsonOption = False, case: CaseOption = None) -> None:
    """Weigh the claims of each incident: tolls by source, ranges, who blames whom, who repeats whom.

    Example: bearwitness weigh
    """
    from bearwitness import case as verbs
    from bearwitness.cli.tables import put_kind

    with _open(context, case) as opened:
        weighed = {incident.id for incident in verbs.weigh(opened, incidents or ())}
        put_kind("incidents", (row for row in verbs.show(opened, "incidents") if row["id"] in weighed), json=json)


@app.command()
def judge(context: typer.Context,
          left: Annotated[str | None, typer.Argument(metavar="LEFT", help="A claim, report, incident or victim record: its id, or the first 8 characters of it.")] = None,
          right: Annotated[str | None, typer.Argument(metavar="[RIGHT]", help="The other one, for same, different, unsure, supports, contradicts.")] = None,
          relation: Annotated[str | None, typer.Option(metavar="R", help="accept, fix, reject, same, different, unsure, supports or contradicts.")] = None,
          reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides.")] = None,
          reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
          changes: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What a fix changes; may be repeated.")] = None,
          undo: Annotated[str | None, typer.Option(metavar="ID", help="Take this judgement back. It stays on record.")] = None,
          json: JsonOption = False, case: CaseOption = None) -> None:
    """Record what a person decides. Nothing is overwritten; the derived record follows.

    Examples:

    \b
      bearwitness judge 3f2a9c41 --relation reject --reviewer Amal --reason "counts the wounded"
      bearwitness judge 3f2a9c41 --relation fix --set number=803 --reviewer Amal --reason "misread"
      bearwitness judge --undo 77ab01c2 --reviewer Amal --reason "was right after all"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put_json
    from bearwitness.cli.tables import put_judgement
    from bearwitness.errors import UsageError

    if undo is None and not (left and relation and reviewer and reason):
        raise UsageError("judge needs LEFT, --relation, --reviewer and --reason (or --undo ID)")
    with _open(context, case) as opened:
        if undo is not None:
            made = verbs.undo(opened, undo, reviewer=reviewer or "not named", reason=reason or "taken back")
        else:
            made = verbs.judge(opened, left or "", right, relation=relation or "", reviewer=reviewer or "",
                               reason=reason or "", changes=verbs.parse_set(changes or ()))
    put_json(verbs.plain(made)) if json else put_judgement(verbs.plain(made))


@app.command()
def show(context: typer.Context,
         kind: Annotated[str, typer.Argument(metavar="KIND", help="incidents, reports, claims, tolls, blame, actors, places, judgements, lists or victims.")],
         json: JsonOption = False, case: CaseOption = None) -> None:
    """Show what the case holds.

    Example: bearwitness show tolls
    """
    from bearwitness import case as verbs
    from bearwitness.cli.tables import put_kind

    with _open(context, case) as opened:
        put_kind(kind, verbs.show(opened, kind), json=json)
