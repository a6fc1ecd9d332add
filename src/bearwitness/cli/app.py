"""The commands. Each calls the verb of the same name in `bearwitness.case` and prints what it gives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer


class _Grouped(typer.core.TyperGroup):
    """`bearwitness --help`: the commands under headings, in the order in which a case needs them."""

    def list_commands(self, ctx: Any) -> list[str]:
        known = super().list_commands(ctx)
        return [name for names in GROUPS.values() for name in names if name in known] + [n for n in known if not any(n in names for names in GROUPS.values())]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        commands = {name: command for name in self.list_commands(ctx) if (command := self.get_command(ctx, name))}
        width = max(map(len, commands))
        for heading, names in GROUPS.items():
            with formatter.section(heading):
                formatter.write_dl([(name.ljust(width), commands[name].get_short_help_str(200)) for name in names])


GROUPS = {
    "The record": ("new", "add", "lists", "read", "relate", "weigh", "judge", "show", "serve"),
    "For others": ("publish", "export", "copy"),
    "Evidence": ("verify", "key", "log", "backup", "restore", "erase", "redact"),
    "To try it": ("demo",),
}
app = typer.Typer(
    name="bearwitness", cls=_Grouped, no_args_is_help=True, add_completion=False, rich_markup_mode=None,
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
ByOption = Annotated[str | None, typer.Option("--by", metavar="ROLE", help="Who does it, as a role, for the log. Else `collector` under [capture] in case.toml.")]
KeyOption = Annotated[Path | None, typer.Option(
    "--key", metavar="FILE", help="The key file of the person at work, who signs. Else BEARWITNESS_KEY; without one nothing is signed.")]
MANY = 1_000      # incidents; of more than these `relate` shows only what changed
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines: one object a line.")]


def _version(wanted: bool) -> None:
    if wanted:
        from bearwitness._version import __version__

        typer.echo(f"bearwitness {__version__}")
        raise typer.Exit


@app.callback()
def _common(context: typer.Context, case: CaseOption = None, key: KeyOption = None,
            version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True,
                                                  help="Print the version and end.")] = False) -> None:
    context.obj = case


def _case_path(context: typer.Context, case: Path | None) -> Path | None:
    """The case as named after the verb, else before it."""
    return case or context.find_root().obj


def open_named(context: typer.Context, case: Path | None, *, reading: bool = False) -> Any:
    from bearwitness.case import open_case

    return open_case(_case_path(context, case), reading=reading)


def open_signing(context: typer.Context, case: Path | None, key: Path | None, *, reading: bool = False) -> Any:
    """The case, opened for a person who decides: what is recorded is signed by their key, where one is named."""
    from bearwitness.case import keys

    signer = load_key(context, key)
    opened = open_named(context, case, reading=reading)
    if signer is not None:
        try:
            keys.sign_as(opened, signer)
        except BaseException:
            opened.close()
            raise
    return opened


def load_key(context: typer.Context, key: Path | None) -> Any:
    """The key of the person at work; None without one."""
    from bearwitness.case import keys
    from bearwitness.cli.output import note
    from bearwitness.cli.passphrase import ask

    file = key_file(context, key)
    if file is None:
        return None
    loaded = keys.load_key(file, ask(file))
    if keys.open_to_others(file):
        note(f"{file}: other users of this machine may read this key: `chmod 600 {file}`")
    return loaded


def key_file(context: typer.Context, key: Path | None) -> Path | None:
    """The key file as named after the verb, else before it, else by BEARWITNESS_KEY."""
    import os

    named = key or context.find_root().params.get("key") or os.environ.get("BEARWITNESS_KEY")
    return Path(named) if named else None


# --- a case and its reports ---------------------------------------------------------------------------

@app.command()
def new(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that does not exist yet, or is empty.")],
        title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the case is called. Else the folder's name.")] = None) -> None:
    """Make a case: the folder that holds originals, record and log.

    Example: bearwitness new coast-2025 --title "Coast, March 2025"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put

    with verbs.new(folder, title=title) as made:
        put(str(made.path))


@app.command()
def add(context: typer.Context,
        sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Files, folders, addresses, packages (WARC, WACZ, ZIP, feeds, exports, *.posts.jsonl), or - for standard input.")],
        publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published them.")] = None,
        published_at: Annotated[str | None, typer.Option(metavar="DATE", help="When they were published, such as 2025-03-09.")] = None,
        url: Annotated[str | None, typer.Option(metavar="ADDRESS", help="The address they were published at.")] = None,
        title: Annotated[str | None, typer.Option(metavar="TEXT", help="Their title.")] = None,
        lang: Annotated[str | None, typer.Option(metavar="CODE", help="Their language, such as en.")] = None,
        sensitivity: Annotated[int | None, typer.Option(
            min=0, max=3, metavar="0-3", help="0 public, 1 team, 2 restricted, 3 strictly confidential. Else 0 for what names its "
                               "publisher or address, and 2 for the rest.")] = None,
        signer_keys: Annotated[list[Path] | None, typer.Option("--signer-keys", metavar="FILE", help="Public keys that the team knows (OpenPGP, SSH, minisign, PEM), for signatures found on what is added; may be repeated. Else [capture] signers of case.toml.")] = None,
        and_read: Annotated[bool, typer.Option("--read", help="Then read all that is not read yet.")] = False,
        verbose: Annotated[bool, typer.Option("--verbose", help="Also say behind which walls the files are parsed.")] = False,
        json: JsonOption = False, case: CaseOption = None) -> None:
    """Preserve originals byte for byte, with their digests, and log it.

    What the options say wins over what is found in the files. Adding the same file again changes nothing. An address is fetched once,
    and nothing that it names; only the public internet is asked.

    Signatures in a file, or beside it (x.sig, x.asc, x.minisig, SHA256SUMS), are checked and told as valid, invalid, of an unknown signer, or
    not checked. They say who vouched for the bytes, not that what the bytes say is true.

    Example: bearwitness add articles/ statement.pdf crawl.wacz https://www.example.org/news
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put_json, telling_when_cut_off
    from bearwitness.cli.progress import Progress
    from bearwitness.cli.reading import answer
    from bearwitness.cli.tables import put_added

    given = verbs.Given(publisher=publisher, published_at=published_at, url=url, title=title, lang=lang,
                        sensitivity=sensitivity)
    for fault in verbs.plugin_faults():
        note(fault)

    def watch(missing: list[tuple[str, str]], walls: str) -> None:
        if missing or verbose:
            lacks = "".join(f"; {name} {why}" for name, why in missing)
            note(f"files are parsed in a process behind {walls.replace(',', ', ')}{lacks}")

    failed = False
    with telling_when_cut_off(), open_named(context, case) as opened, Progress("add") as progress:
        for done, line in enumerate(verbs.add(opened, sources, given=given, watch=watch, signer_keys=signer_keys or []), 1):
            put_json(line) if json else put_added(line)
            if line["verdict"] in ("reject", "keep_original_no_derivative"):
                failed = True
                note(f"{line['source']}: {line['reason']}")
            progress(done, None)
    if and_read:
        with telling_when_cut_off(), open_named(context, case) as opened, Progress("read") as progress:
            failed |= answer(verbs.read(opened, progress=progress), json=json, brief=True)
    if failed:
        raise typer.Exit(1)


@app.command()
def read(context: typer.Context,
         which: Annotated[list[str] | None, typer.Argument(metavar="REPORT|FILE", help="Reports of the case (ids), or files that need no case. Else all reports of the case that are not read yet.")] = None,
         jsonl: Annotated[str | None, typer.Option(metavar="FILE|-", help='Read lines {"id", "text", "published_at", "publisher", "title", "lang"}; answer in JSON, a line each.')] = None,
         text: Annotated[bool, typer.Option("--text", help="Also give the kept text.")] = False,
         published_at: Annotated[str | None, typer.Option(metavar="DATE", help="When the files were published.")] = None,
         publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Who published the files.")] = None,
         exhaustive: Annotated[bool, typer.Option("--exhaustive", help="Let the costly stages look at all of the text.")] = False,
         actors: Annotated[list[str] | None, typer.Option(metavar="FILE.csv", help="A further table of actors; may be repeated. A case's own actors.csv is used without asking.")] = None,
         packs: Annotated[list[str] | None, typer.Option("--packs", metavar="FOLDER", help="A folder of further language packs (xx.toml); may be repeated. A case's own folder languages is used without asking.")] = None,
         jobs: Annotated[int, typer.Option(min=0, max=256, metavar="N", help="Processes; 0 decides by the amount of work.")] = 0,
         explain: Annotated[bool, typer.Option("--explain", help="Show the text with each claim marked and, under it, the claim in words and the rule that made it.")] = False,
         engine: Annotated[str | None, typer.Option(metavar="URL#MODEL", help="Also ask a language model; what it suggests is marked and counts nowhere until somebody accepts it. Nobody is asked unless named here or in case.toml; none turns that off.")] = None,
         format: Annotated[str | None, typer.Option("--format", metavar="muc4", help="Answer in another form, a line a file: muc4 gives MUC-4 templates of attacks in Latin America.")] = None,
         languages: Annotated[bool, typer.Option("--languages", help="List what is read in each language and what is not; reads nothing.")] = False,
         json: JsonOption = False, case: CaseOption = None) -> None:
    """Find the claims: who says what, how many, who did it.

    Each claim keeps its speakers, its stance (denies, confirms, accuses ...), its place and day, and its words.

    On a case the claims are kept; run it again after a break and it goes on where it stopped.

    Examples:

    \b
      bearwitness read article.html --json
      bearwitness read article.html --explain
      bearwitness read --case my-case
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, telling_when_cut_off
    from bearwitness.cli.progress import Progress
    from bearwitness.cli.reading import answer, lines_of, put_languages

    if languages:
        put_languages(verbs.languages(packs or []), json=json)
        return
    given = verbs.Given(publisher=publisher, published_at=published_at)
    shaped: dict[str, Any] = {"format": _read_format(format)} if format else {}
    if shaped and (explain or (jsonl is None and not (which and verbs.names_files(which, _case_path(context, case))))):
        from bearwitness.errors import UsageError

        raise UsageError("--format muc4 reads files or --jsonl lines, and stands without --explain")
    with Progress("read") as progress:
        options: dict[str, Any] = {"text": text or (explain and not json), "exhaustive": exhaustive, "jobs": jobs,
                                   "actors": actors or [], "packs": packs or [], "engine": engine, "progress": progress}
        if jsonl is not None:
            if jsonl == "-":      # who writes to us may wait for each answer before the next line
                options["jobs"] = jobs or 1
            with lines_of(jsonl) as lines:
                failed = answer(verbs.read_lines(lines, given=given, ahead=jsonl != "-", **options, **shaped), json=True)
        elif which and verbs.names_files(which, _case_path(context, case)):
            failed = answer(verbs.read_files(which, given=given, **options, **shaped), json=json or bool(shaped), explain=explain)
        else:
            with telling_when_cut_off(), open_named(context, case) as opened:
                failed = answer(verbs.read(opened, which or None, **options), json=json, brief=True, explain=explain)
            if not progress.done:
                note("read: nothing is waiting to be read: `bearwitness show reports` shows what there is")
    if failed:
        raise typer.Exit(1)


def _read_format(name: str) -> str:
    from bearwitness.errors import UsageError

    if name != "muc4":
        raise UsageError(f"--format {name} is not known: read knows muc4")
    return name


# --- the record -------------------------------------------------------------------------------------

@app.command()
def relate(context: typer.Context,
           afresh: Annotated[bool, typer.Option("--afresh", help="Gather everything anew, as if all reports had come at once; ids stay.")] = False,
           changed: Annotated[bool, typer.Option("--changed", help="Show only the incidents that are new or changed.")] = False,
           json: JsonOption = False, case: CaseOption = None) -> None:
    """Group the claims of all reports into incidents.

    What came since the last time is compared with what is near it in days, places and names; the rest stays as it was. Of more than a
    thousand incidents only those that are new or changed are shown.

    Examples:

    \b
      bearwitness relate
      bearwitness relate --afresh
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import note
    from bearwitness.cli.tables import put_kind
    from bearwitness.model import to_json

    with open_named(context, case) as opened:
        done, total = verbs.relate_new(opened, afresh=afresh)
        few = total <= MANY
        rows = verbs.show(opened, "incidents") if few and not changed else (to_json(incident) for incident in done)
        put_kind("incidents", rows, json=json)
        if not few or changed:
            note(f"relate: {len(done):,} of {total:,} incidents are new or changed; `bearwitness show incidents` shows all")
        if few and (alone := verbs.figures_outside(opened)):
            note(f"relate: {alone:,} claim{'s' if alone > 1 else ''} with figures fit{'' if alone > 1 else 's'} no incident: `bearwitness show outside`")


@app.command()
def weigh(context: typer.Context,
          incidents: Annotated[list[str] | None, typer.Argument(metavar="INCIDENT", help="Ids of incidents. Else all.")] = None,
          claims: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Weigh a table of claims instead; answers in JSON.")] = None,
          as_known_on: Annotated[str | None, typer.Option(metavar="DATE", help="Leave out what was published later. The answer is given and not kept.")] = None,
          rules: Annotated[str | None, typer.Option(metavar="NAME|FILE", help="Another rule set: standard, airwars, ibc or a TOML file. The answer is given and not kept; "
                                                    "what is kept goes by `[weigh] rules` in case.toml.")] = None,
          reads: Annotated[str | None, typer.Option(metavar="FILE|-", help="Weigh lines of `read --json` instead, each document one incident; answers in JSON.")] = None,
          json: JsonOption = False, case: CaseOption = None) -> None:
    """Weigh the claims of each incident: tolls, ranges, blame.

    Who gives which number, who only repeats whom, how far the sources agree, who blames whom and who denies it.

    Examples:

    \b
      bearwitness weigh
      bearwitness weigh --as-known-on 2025-03-10
      bearwitness weigh --rules airwars
      bearwitness weigh --claims figures.csv --json
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put_json
    from bearwitness.cli.reading import lines_of
    from bearwitness.cli.tables import put_kind
    from bearwitness.model import to_json

    faults: list[str] = []
    if claims is not None:
        for line in verbs.weigh_table(claims, as_known_on=as_known_on, rules=rules, on_fault=faults.append):
            put_json(line)
        _tell(faults)
    elif reads is not None:
        with lines_of(reads) as lines:
            for line in verbs.weigh_reads(lines, rules=rules, on_fault=faults.append):
                put_json(line)
        _tell(faults)
    else:
        with open_named(context, case) as opened:
            weighed = verbs.weigh(opened, incidents or (), rules=rules, as_known_on=as_known_on)
            put_kind("incidents", (to_json(incident) for incident in weighed), json=json)


def _tell(faults: list[str]) -> None:
    """Tells each item that failed; the status is 1 when there is one."""
    from bearwitness.cli.output import note

    for fault in faults:
        note(fault)
    if faults:
        raise typer.Exit(1)


@app.command()
def judge(context: typer.Context,
          left: Annotated[str | None, typer.Argument(metavar="LEFT", help="A claim, report, incident or victim record: its id, or the first 8 characters of it.")] = None,
          right: Annotated[str | None, typer.Argument(metavar="RIGHT", help="The other one, for same, different, unsure, supports, contradicts.")] = None,
          relation: Annotated[str | None, typer.Option(metavar="R", help="accept, fix, reject, same, different, unsure, supports or contradicts.")] = None,
          reviewer: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides. Else whose key it is.")] = None,
          reason: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
          changes: Annotated[list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What a fix changes; may be repeated.")] = None,
          undo: Annotated[str | None, typer.Option(metavar="ID", help="Take this judgement back. It stays on record.")] = None,
          key: KeyOption = None, json: JsonOption = False, case: CaseOption = None) -> None:
    """Record what a person decides.

    Nothing is overwritten; the derived record follows. With a key the decision is signed, and --reviewer may be left out.
    Of two figures of one incident, same says that LEFT repeats RIGHT, and different that it does not (show lineage); of other things that they belong together.

    Examples:

    \b
      bearwitness judge 3f2a9c41 --relation reject --reviewer Amal --reason "counts the wounded"
      bearwitness judge 3f2a9c41 --relation fix --set number=803 --reviewer Amal --reason "misread"
      bearwitness judge --undo 77ab01c2 --reviewer Amal --reason "was right after all"
      bearwitness judge 3f2a9c41 --relation accept --key /media/stick/amal.key --reason "as in the film"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put_json
    from bearwitness.cli.tables import put_judgement
    from bearwitness.errors import UsageError

    signed = key_file(context, key) is not None
    if undo is None and not (left and relation and (reviewer or signed) and reason):
        raise UsageError("judge needs LEFT, --relation, --reviewer (or --key) and --reason (or --undo ID)")
    with open_signing(context, case, key) as opened:
        if undo is not None:
            made = verbs.undo(opened, undo, reviewer=reviewer or (None if signed else "not named"), reason=reason or "taken back")
        else:
            made = verbs.judge(opened, left or "", right, relation=relation or "", reviewer=reviewer,
                               reason=reason or "", changes=verbs.parse_set(changes or ()))
    put_json(verbs.plain(made)) if json else put_judgement(verbs.plain(made))


@app.command()
def show(context: typer.Context,
         kind: Annotated[str, typer.Argument(metavar="KIND", help="incidents, outside (what fits no incident), reports, claims, tolls, checks, lineage, blame, actors, places, warnings, labels, judgements, proposals, lists, victims, or one incident, or custody of one report.")],
         which: Annotated[str | None, typer.Argument(metavar="ID", help="Of incident: its id. Of custody: the report's id. The first 8 characters will do. Of custody also event:N, an entry of the log about the report, erased or not.")] = None,
         as_known_on: Annotated[str | None, typer.Option(metavar="DATE", help="Of incidents, tolls, checks, blame and lineage: leave out what was published later.")] = None,
         place: Annotated[str | None, typer.Option(metavar="TEXT", help="Of outside: only claims about this place, division or country.")] = None,
         week: Annotated[str | None, typer.Option(metavar="WEEK", help="Of outside: only claims about this ISO week, such as 2025-W10.")] = None,
         json: JsonOption = False, case: CaseOption = None) -> None:
    """Show what the case holds.

    Outside shows the claims about tolls, events, victims and who did it that are in no incident, by place and week, each with the reason.
    Incident shows one with its parts, their sums checked against it, and the merges and splits that are proposed; proposals shows those of all.
    Custody shows what was done with a report since it was collected, by whom, with its place in the log.

    Examples:

    \b
      bearwitness show tolls
      bearwitness show incident SYR-K3J7QP
      bearwitness show blame --as-known-on 2025-03-10
      bearwitness show outside --place Latakia --week 2025-W10
      bearwitness show custody 3f2a9c41
    """
    from bearwitness import case as verbs
    from bearwitness.cli.tables import put_custody, put_incident, put_kind

    with open_named(context, case, reading=True) as opened:
        if kind == "custody" and not json and as_known_on is None:
            put_custody(verbs.show(opened, kind, which))
        elif kind == "incident" and not json and as_known_on is None:
            put_incident(verbs.show(opened, kind, which))
        else:
            put_kind(kind, verbs.show(opened, kind, which, as_known_on=as_known_on, place=place, week=week), json=json, as_known_on=as_known_on)


# --- lists of the dead --------------------------------------------------------------------------------

@lists_app.command("add")
def lists_add(context: typer.Context,
              file: Annotated[str, typer.Argument(metavar="FILE", help="CSV or spreadsheet: a heading, then one person a row.")],
              keeper: Annotated[str, typer.Option(metavar="K", help="Who keeps the list.")],
              as_of: Annotated[str, typer.Option(metavar="D", help="The day at which it stood, such as 2025-03-31.")],
              includes: Annotated[str, typer.Option(metavar="TEXT", help="Whom it includes, in words.")],
              key: KeyOption = None, json: JsonOption = False, case: CaseOption = None) -> None:
    """Add a list of the dead: each row becomes a record.

    The file is preserved as it is.

    Example: bearwitness lists add dead.csv --keeper "Example Monitor" --as-of 2025-03-31 --includes "civilians"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put, put_json

    with open_signing(context, case, key) as opened:
        made, already = verbs.lists_add(opened, file, keeper=keeper, as_of=as_of, includes=includes)
    if json:
        put_json({"id": made.id, "keeper": made.keeper, "as_of": made.as_of, "includes": made.includes,
                  "source": made.source, "sha256": made.sha256, "rows": made.rows, "already": already})
    else:
        put(f"{'known' if already else 'added'}     {made.id[:8]}  {made.source}: {made.rows} people, "
            f"kept by {made.keeper}, as of {made.as_of}")


@lists_app.command("show")
def lists_show(context: typer.Context,
               which: Annotated[str | None, typer.Argument(metavar="LIST", help="The records of one list: its id or the first 8 characters. Else the lists.")] = None,
               json: JsonOption = False, case: CaseOption = None) -> None:
    """Show the lists, or the records of one of them.

    Example: bearwitness lists show
    """
    from bearwitness import case as verbs
    from bearwitness.cli.tables import put_kind
    from bearwitness.errors import NotFound

    with open_named(context, case, reading=True) as opened:
        if which is None:
            put_kind("lists", verbs.show(opened, "lists"), json=json)
            return
        rows = [row for row in verbs.show(opened, "victims") if row["list_id"].startswith(which)]
        if not rows:
            raise NotFound(f"{which}: there is no such list: `bearwitness lists show` names them")
        put_kind("victims", rows, json=json)


app.add_typer(lists_app, name="lists")


# --- what leaves a case ---------------------------------------------------------------------------------

@app.command()
def export(context: typer.Context,
           format: Annotated[str, typer.Option("--format", metavar="F", help="csv, xlsx, geojson; acled, ucdp, airwars, ibc, plover or sdg1612; what a plugin brings; warc or wacz gives the captures themselves, custody the custody report of one report, loadfile a folder for a review platform.")],
           to: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there (of loadfile: a new folder). Binary formats need it; else standard output.")] = None,
           table: Annotated[str | None, typer.Option(metavar="NAME", help="Of csv: claims (as without it), figures, incidents, blame, outside, reports, judgements or victims.")] = None,
           options: Annotated[list[str] | None, typer.Option("--option", metavar="NAME=VALUE", help="An option of the format, such as features=claims of geojson; may be repeated.")] = None,
           reports: Annotated[list[str] | None, typer.Option("--report", metavar="ID", help="Of warc and wacz: a report whose capture to give; may be repeated. Else all that the audience may see. Of custody: the one report.")] = None,
           incidents: Annotated[list[str] | None, typer.Option("--incident", metavar="ID", help="Of warc and wacz: an incident, for the captures of its reports; may be repeated.")] = None,
           audience: Annotated[str | None, typer.Option(metavar="A", help="Of warc, wacz and custody: public (as without it), team, partner or court. Only a court gets whole files; for others what identifies the collector is left out.")] = None,
           language: Annotated[str | None, typer.Option(metavar="L", help="Of custody: en (as without it) or ar.")] = None,
           by: ByOption = None, key: KeyOption = None, case: CaseOption = None) -> None:
    """Give out the record, the captures or a custody report.

    That it was exported is logged, with the digest of what is given.

    Examples:

    \b
      bearwitness export --format xlsx --to record.xlsx
      bearwitness export --format csv --table figures
      bearwitness export --format wacz --audience court --to captures.wacz
      bearwitness export --format custody --report 3f2a9c41 --audience court --to custody.pdf
      bearwitness export --format loadfile --to for-the-platform
    """

    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put
    from bearwitness.errors import UsageError

    if format in verbs.CAPTURE_FORMATS:
        if table or options or language:
            raise UsageError(f"--table, --option and --language are not for {format}: it takes --report, --incident and --audience")
        _export_captures(context, case, format, to, reports or [], incidents or [], audience or "public", by, key)
        return
    if format == "loadfile":
        if to is None or table or options or reports or incidents or audience or language:
            raise UsageError("loadfile takes --to FOLDER alone: it gives all reports, with whole originals and texts, whatever their sensitivity")
        with open_signing(context, case, key) as opened:
            put(str(verbs.export_loadfile(opened, to=to, by=by)))
        return
    if format == "custody":
        if table or options or incidents:
            raise UsageError("--table, --option and --incident are not for custody: it takes --report, --audience and --language")
        with open_signing(context, case, key, reading=True) as opened:
            _export_custody(opened, to, reports or [], audience=audience or "public", language=language or "en", by=by)
        return
    if reports or incidents or audience or language:
        raise UsageError(f"--report, --incident, --audience and --language are for captures and custody, not for {format}")
    with open_signing(context, case, key, reading=True) as opened:
        if to is None and verbs.formats().get(format):
            raise UsageError(f"{format} is a binary format: say where to write it with --to FILE")
        chosen = {**({"table": table} if table else {}), **verbs.parse_options(options or ())}
        data = verbs.export(opened, format=format, options=chosen, by=by, to=str(to) if to else "standard output", say=note)
    _give_out(data, to)


def _give_out(data: bytes, to: Path | None) -> None:
    """What was exported, into its file or on standard output."""
    import sys

    from bearwitness import case as verbs
    from bearwitness.cli.output import put

    if to is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        verbs.write_file(to, data)
        put(str(to))


def _export_captures(context: typer.Context, case: Path | None, format: str, to: Path | None, reports: list[str], incidents: list[str], audience: str,
                     by: str | None, key: Path | None) -> None:
    """Writes captures; tells on standard error what was left out, and ends 1 when something should have been in it."""
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put
    from bearwitness.errors import UsageError

    if to is None:
        raise UsageError(f"{format} is a binary format: say where to write it with --to FILE")
    with open_signing(context, case, key) as opened:
        given = verbs.export_captures(opened, format=format, to=to, audience=audience, which=reports, incidents=incidents, by=by)
    note(f"{given.records} records of {given.captures} captures and files, for the audience {audience!r}; sha256 {given.sha256}")
    if given.removed:
        note("left out to protect the collector: " + ", ".join(f"{count} x {what}" for what, count in sorted(given.removed.items()) if count))
    put(str(given.path))
    _tell(given.left_out)


def _export_custody(opened: Any, to: Path | None, reports: list[str], *, audience: str, language: str, by: str | None) -> None:
    """Writes a custody report; its form is what the file's name ends in, HTML on standard output."""
    from bearwitness import case as verbs
    from bearwitness.cli.output import note
    from bearwitness.errors import UsageError

    if len(reports) != 1:
        raise UsageError("custody is of one report: name it with --report ID (`bearwitness show reports` lists them)")
    form = to.suffix.lower().removeprefix(".") if to else "html"
    if form not in ("html", "pdf"):
        raise UsageError(f"{to}: a custody report is HTML or PDF: name a file that ends in .html or .pdf")
    data = verbs.export_custody(opened, reports[0], form=form, audience=audience, language=language, by=by,
                                to=str(to) if to else "standard output", say=note)
    _give_out(data, to)


@app.command()
def copy(context: typer.Context,
         report: Annotated[str, typer.Argument(metavar="REPORT", help="The report: its id, or the first 8 characters of it.")],
         to: Annotated[Path, typer.Option(metavar="FILE", help="A file that does not exist yet, outside the case.")],
         reason: Annotated[str, typer.Option(metavar="TEXT", help="What the copy is for.")],
         by: ByOption = None, key: KeyOption = None, json: JsonOption = False, case: CaseOption = None) -> None:
    """Hand out a working copy of an original, and log it.

    The original's digest is checked first. Work on the copy; the original stays as it came.

    Example: bearwitness copy 3f2a9c41 --to photo.jpg --by analyst --reason "place the street"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put, put_json

    with open_signing(context, case, key) as opened:
        made = verbs.copy(opened, report, to=to, by=by, reason=reason)
    if json:
        put_json(made)
    else:
        put(f"{made['to']}  {made['size']} bytes  sha256 {made['sha256']}  log entry {made['entry']}")


@app.command()
def publish(context: typer.Context,
            incidents: Annotated[list[str], typer.Argument(metavar="INCIDENT", help="The incidents to show, in this order.")],
            to: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the dossier.")],
            audience: Annotated[str, typer.Option(metavar="A", help="public, team, partner or court.")],
            language: Annotated[str, typer.Option(metavar="L", help="Of the words around the evidence: en or ar.")] = "en",
            key: KeyOption = None, case: CaseOption = None) -> None:
    """Make a dossier: pages that open from disk, with proofs.

    The folder also holds the record for programs, and verify.py, by which anyone can check it. Nothing is written when a check refuses it; each reason is told.

    Example: bearwitness publish SYR-K3J7QP --to dossier --audience public
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put

    with open_signing(context, case, key) as opened:
        folder = verbs.publish(opened, incidents, to=to, audience=audience, language=language, say=note)
    put(str(folder))


@app.command()
def verify(context: typer.Context, path: Annotated[Path | None, typer.Argument(metavar="PATH", help="A case, a dossier or a log. Else the case.")] = None,
           signers: Annotated[Path | None, typer.Option(metavar="FILE", help="Of a case: a line `KEY NAME` for each person, as they gave it to you themselves. The case's keys are compared with it.")] = None,
           explain: Annotated[bool, typer.Option("--explain", help="Of a case or dossier, also say of each digest of each event: shown, withheld, erased by event N, decoy or unknown.")] = False,
           json: JsonOption = False,
           record: Annotated[bool, typer.Option("--record", help="Also log in the case that it was checked, and what was found.")] = False,
           by: ByOption = None,
           reason: Annotated[str | None, typer.Option(metavar="TEXT", help="With --record: why it was checked.")] = None,
           key: KeyOption = None, case: CaseOption = None) -> None:
    """Check that nothing was changed.

    Silent when all is well, else a line a fault: what was changed, and how.

    Examples:

    \b
      bearwitness verify my-case
      bearwitness verify my-case --signers people.txt
      bearwitness verify my-case --record --by archivist --reason "yearly check"
    """
    from bearwitness import case as verbs
    from bearwitness.cli.output import put
    from bearwitness.cli.tables import put_digests
    from bearwitness.errors import UsageError

    if json and not explain:
        raise UsageError("--json goes with --explain: faults are lines `PLACE: what is wrong`")
    if path is not None and case is not None:
        raise UsageError(f"{path} and --case {case}: name one of them")
    path = path or verbs.case_folder(_case_path(context, case))
    if explain:
        put_digests(verbs.explain(path), json=json)

    if not record and (by or reason):
        raise UsageError("--by and --reason go with --record")
    signer = load_key(context, key) if record else None
    faults = verbs.verify(path, signers=signers, record=record, by=by, reason=reason, key=signer)
    for fault in faults:
        put(fault)
    if faults:
        raise typer.Exit(1)


@app.command()
def demo(to: Annotated[Path | None, typer.Option(metavar="DIR", help="The case's folder. Else one in the temporary folder.")] = None) -> None:
    """Make the sample case and its dossier, by every verb.

    On a terminal the dossier is opened in the browser. The last line printed is the dossier's folder.

    Example: bearwitness demo --to demo-case
    """
    import sys
    import tempfile

    from bearwitness import case as verbs
    from bearwitness.cli.output import note, put

    folder = to or Path(tempfile.mkdtemp(prefix="bearwitness-demo-")) / "case"
    dossier = verbs.demo(folder, say=note)
    note(f"open this in a browser: {dossier / 'index.html'}")
    put(str(dossier))
    if sys.stdin.isatty() and sys.stdout.isatty():
        typer.launch(str(dossier / "index.html"))


from bearwitness.cli import erase as _erase  # noqa: E402, F401 - adds its commands
from bearwitness.cli import keeping as _keeping  # noqa: E402, F401 - adds its commands
from bearwitness.cli import key as _key  # noqa: E402, F401 - adds its commands
from bearwitness.cli import log as _log  # noqa: E402, F401 - adds its commands
from bearwitness.cli import serve as _serve  # noqa: E402, F401
