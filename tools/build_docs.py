#!/usr/bin/env python3
"""Makes the generated parts of the documentation, so that they cannot say other than the program does.

    python tools/build_docs.py            writes them
    python tools/build_docs.py --check    writes nothing; names what differs and ends 1

A generated part stands between two comment lines:

    <!-- made by tools/build_docs.py: NAME -->
    <!-- end of NAME -->

What the program knows (commands, fields, types, word tables) is read from it. What a field means is written
by hand, in docs/reference/fields.csv, and a field without its line there is an error.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import os
import re
import sys
import tomllib
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FIELDS = DOCS / "reference" / "fields.csv"
PART = re.compile(r"<!-- made by tools/build_docs\.py: (?P<name>[\w-]+) -->\n(?P<body>.*?)<!-- end of (?P=name) -->", re.DOTALL)


# --- the command line ---------------------------------------------------------------------------------

def commands() -> Iterator[tuple[list[str], typing.Any]]:
    """Every command with the words that call it, groups before what is in them."""
    import typer

    from bearwitness.cli.app import app

    def walk(words: list[str], command: typing.Any) -> Iterator[tuple[list[str], typing.Any]]:
        yield words, command
        for name, child in getattr(command, "commands", {}).items():
            yield from walk([*words, name], child)

    yield from walk([], typer.main.get_command(app))


def help_of(words: list[str]) -> str:
    """What `bearwitness WORDS --help` prints, 80 columns wide."""
    import typer

    from bearwitness.cli.app import app

    out = io.StringIO()
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "80"
    try:
        with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
            typer.main.get_command(app).main([*words, "--help"], prog_name="bearwitness", standalone_mode=False)
    finally:
        os.environ.pop("COLUMNS") if before is None else os.environ.update(COLUMNS=before)
    return "\n".join(line.rstrip() for line in out.getvalue().strip().splitlines())


def cli_part() -> str:
    out = []
    for words, _ in commands():
        title = " ".join(["bearwitness", *words])
        out.append(f"## {title}\n\n```text\n{help_of(words)}\n```\n")
    return "\n".join(out)


# --- the records ----------------------------------------------------------------------------------------

def records() -> list[type]:
    """The record classes of `bearwitness.model`, in the order in which they stand there."""
    from bearwitness import model

    found = [each for each in vars(model).values()
             if isinstance(each, type) and dataclasses.is_dataclass(each) and each.__module__ == model.__name__]
    return found


def meanings() -> dict[tuple[str, str], tuple[str, str]]:
    """(record, field) -> (meaning, standard), as `fields.csv` has them. The field `*` is the record itself."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return {(row["record"], row["field"]): (row["meaning"], row["standard"]) for row in csv.DictReader(file)}


def public_name(field: str) -> str:
    """The name in JSON: `with_` is written `with`."""
    return field.rstrip("_")


_PLAIN = {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "Any": "anything"}


def type_words(annotation: str) -> str:
    """A type in words: "str | None" is "text, may be unknown"; "tuple[Who, ...]" is "list of Who".

    >>> type_words("tuple[Where, ...]"), type_words("int | None")
    ('list of Where', 'whole number, may be unknown')
    """
    text = annotation.replace(" ", "")
    if text.endswith("|None"):
        return f"{type_words(text[:-5])}, may be unknown"
    listed = re.fullmatch(r"tuple\[(.*),\.\.\.\]", text)
    if listed:
        return f"list of {type_words(listed[1])}"
    pair = re.fullmatch(r"tuple\[(.*)\]", text)
    if pair:
        return "(" + "; ".join(type_words(part) for part in pair[1].split(",")) + ")"
    return _PLAIN.get(text, text)


def records_part() -> str:
    """A table for each record. Raises KeyError naming a field that has no line in `fields.csv`."""
    known = meanings()
    out = []
    for record in records():
        about, standard = known[record.__name__, "*"]
        out.append(f"### {record.__name__}\n\n{about}" + (f" *From: {standard}.*" if standard else "") + "\n")
        out.append("| field | type | meaning | from |\n|---|---|---|---|")
        for field in dataclasses.fields(record):
            name = public_name(field.name)
            meaning, source = known[record.__name__, name]
            out.append(f"| `{name}` | {_cell(type_words(str(field.type)))} | {_cell(meaning)} | {_cell(source)} |")
        out.append("")
    return "\n".join(out)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# --- the word tables ----------------------------------------------------------------------------------

def acled_part() -> str:
    from bearwitness.extract.event_types import EVENT_TYPE_OF

    kinds: dict[str, list[str]] = {}
    for sub, kind in EVENT_TYPE_OF.items():
        kinds.setdefault(kind, []).append(sub)
    rows = [f"| {kind} | {'; '.join(subs)} |" for kind, subs in kinds.items()]
    return "\n".join([f"{len(kinds)} event types, {len(EVENT_TYPE_OF)} sub-event types.\n", "| `event_type` | `type` |", "|---|---|", *rows, ""])


def _csv(name: str) -> list[dict[str, str]]:
    from importlib import resources

    text = resources.files("bearwitness").joinpath(name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def speech_part() -> str:
    rows = _csv("extract/words/speech.csv")
    counts = Counter(row["stance"] for row in rows)
    out = [f"{len(rows)} English verbs.\n", "| stance | verbs | the first of them |", "|---|---|---|"]
    for stance, count in counts.most_common():
        first = ", ".join([row["lemma"] for row in rows if row["stance"] == stance][:6])
        out.append(f"| {stance} | {count} | {first} |")
    from bearwitness.extract.foreign import language_table

    packs = language_table()[1:]
    out.append("\nWords of saying in other languages: " + ", ".join(f"{p['code']} {p['has']['verbs of saying']}" for p in packs) + ".\n")
    return "\n".join(out)


def languages_part() -> str:
    """What each language pack holds, and what it lacks in the words of its file."""
    from bearwitness.extract.foreign import language_table

    packs = language_table()[1:]
    kinds = list(packs[0]["has"])
    out = ["| language | code | " + " | ".join(kinds) + " | harms |", "|---|---|" + "---|" * (len(kinds) + 1)]
    for p in packs:
        harms = "all six" if len(p["harms"]) == 6 else ", ".join(p["harms"])
        out.append(f"| {p['name']} | `{p['code']}` | " + " | ".join(str(p["has"][k]) for k in kinds) + f" | {harms} |")
    for p in packs:
        out += [f"\n**{p['name']} lacks**\n", *(f"- {line}" for line in p["lacks"])]
    return "\n".join([*out, ""])


def actors_part() -> str:
    rows = _csv("data/actors.csv")
    counts = Counter(row["kind"] for row in rows)
    return (f"{len(rows)} actors: " + ", ".join(f"{kind} {n}" for kind, n in counts.most_common()) + ". Columns: "
            + ", ".join(f"`{column}`" for column in rows[0]) + ".\n")


def places_part() -> str:
    rows = _csv("data/places_supplement.csv")
    return f"{len(rows)} places that GeoNames lacks. Columns: " + ", ".join(f"`{column}`" for column in rows[0]) + ".\n"


def vague_part() -> str:
    from bearwitness.extract.numbers import BOUNDS_AFTER, BOUNDS_BEFORE, VAGUE

    out = ["| words | low | high |", "|---|---|---|"]
    out += [f"| {words} | {_end(low)} | {_end(high)} |" for words, (low, high) in VAGUE.items()]
    bounds: dict[str, list[str]] = {}
    for words, bound in {**BOUNDS_BEFORE, **BOUNDS_AFTER}.items():
        bounds.setdefault(bound, []).append(words)
    out += ["", "| bound | words that set it |", "|---|---|"]
    out += [f"| {'up_to, one less' if bound == 'fewer' else bound} | {_cell('; '.join(sorted(words)))} |" for bound, words in bounds.items()]
    return "\n".join([*out, ""])


def _end(number: int | None) -> str:
    return "none" if number is None else f"{number:,}"


def labels_part() -> str:
    from bearwitness.extract.events_table import rows

    out = ["| label | article of the Rome Statute |", "|---|---|"]
    out += [f"| {label.rstrip('?')} | {'none by this name' if article == '-' else article} |" for label, article, _ in rows("labels.txt")]
    return "\n".join([*out, ""])


def risks_part() -> str:
    from bearwitness.extract.events_table import rows

    out = ["| factor | name | words, the first of them |", "|---|---|---|"]
    out += [f"| {number} | {name} | {_cell(', '.join(w.strip().rstrip('!') for w in words.split(';')[:6]))} |"
            for number, name, words in sorted(rows("risks.txt"), key=lambda row: int(row[0]))]
    return "\n".join([*out, ""])


def columns_part() -> str:
    from bearwitness.exporters.tables import TABLES

    out = []
    for table in TABLES:
        out += [f"### Table `{table.name}`\n", f"{table.about[0].upper()}{table.about[1:]}.\n", "| column | meaning |", "|---|---|"]
        out += [f"| `{name}` | {_cell(line)} |" for name, line in table.columns]
        out.append("")
    return "\n".join(out)


def forms_part() -> str:
    from bearwitness.codebooks import CODEBOOKS

    out = []
    for book in CODEBOOKS.values():
        out += [f"### `{book.name}`: {book.edition}\n", "| column | meaning | values |", "|---|---|---|"]
        for column in book.columns:
            values = f"{len(column.choices)} values" if len(column.choices) > 8 else ", ".join(str(c) for c in column.choices) or column.kind
            out.append(f"| `{column.name}` | {_cell(column.about)}{', never empty' if column.needed else ''} | {_cell(values)} |")
        out.append("")
    return "\n".join(out)


def plugins_part() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    out = ["| door | our own | where it is |", "|---|---|---|"]
    for group, points in project["project"]["entry-points"].items():
        out += [f"| `{group}` | {name} | `{target}` |" for name, target in points.items()]
    return "\n".join([*out, ""])


def sensitivity_part() -> str:
    from bearwitness.dossier.checks import AUDIENCES, WITH_ORIGINALS
    from bearwitness.model import SENSITIVITY

    out = ["| audience | shows reports up to | whole originals |", "|---|---|---|"]
    out += [f"| `{name}` | {level} {SENSITIVITY[level]} | {'yes' if name in WITH_ORIGINALS else 'no'} |" for name, level in AUDIENCES.items()]
    return "\n".join([*out, ""])


PARTS: dict[str, Callable[[], str]] = {
    "cli": cli_part, "records": records_part, "acled": acled_part, "speech": speech_part, "languages": languages_part, "actors": actors_part, "places": places_part,
    "vague": vague_part, "labels": labels_part, "risks": risks_part, "columns": columns_part, "forms": forms_part, "plugins": plugins_part, "audiences": sensitivity_part,
}


# --- pages ------------------------------------------------------------------------------------------------

def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]


def rebuilt(text: str) -> str:
    """A page with its generated parts made anew."""
    return PART.sub(lambda m: f"<!-- made by tools/build_docs.py: {m['name']} -->\n{PARTS[m['name']]().rstrip()}\n"
                              f"<!-- end of {m['name']} -->", text)


def differing() -> dict[Path, str]:
    """The pages that say other than the program does, with what they should be."""
    out = {}
    for page in pages():
        old = page.read_text("utf-8")
        new = rebuilt(old)
        if new != old:
            out[page] = new
    return out


def main() -> None:
    pending = differing()
    for page, text in pending.items():
        print(f"docs: {page.relative_to(ROOT)}" + (" differs: run `make docs`" if "--check" in sys.argv else " written"))
        if "--check" not in sys.argv:
            page.write_text(text, "utf-8")
    sys.exit(1 if pending and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()
