"""The documentation says what the program does: generated parts are fresh, nothing lacks its line, no link is dead."""

from __future__ import annotations

import dataclasses
import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from bearwitness import model, plugins
from bearwitness.custody.entry import KINDS as LOG_KINDS
from bearwitness.dossier.checks import AUDIENCES
from bearwitness.exporters.tables import TABLES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md")),
         *sorted((ROOT / "examples").glob("*/*.md"))]


def _builder() -> Any:
    spec = importlib.util.spec_from_file_location("build_docs", ROOT / "tools" / "build_docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_docs"] = module
    spec.loader.exec_module(module)
    return module


build_docs = _builder()
CODEBOOK = (DOCS / "codebook.md").read_text("utf-8")
CLI = (DOCS / "reference" / "cli.md").read_text("utf-8")
PLUGINS = (DOCS / "plugins.md").read_text("utf-8")


# --- generated parts ------------------------------------------------------------------------------------

def test_generated_parts_are_what_the_program_says():
    stale = [page.relative_to(ROOT).as_posix() for page in build_docs.differing()]
    assert not stale, f"run `make docs`: {', '.join(stale)}"


def test_each_generated_part_has_its_place_once():
    found = [m["name"] for page in build_docs.pages() for m in build_docs.PART.finditer(page.read_text("utf-8"))]
    assert sorted(found) == sorted(build_docs.PARTS)


@pytest.mark.parametrize(("annotation", "words"), [
    ("str", "text"), ("int | None", "whole number, may be unknown"), ("tuple[Where, ...]", "list of Where"), ("When", "When"),
    ("tuple[int | None, int | None]", "(whole number, may be unknown; whole number, may be unknown)"),
    ("tuple[tuple[str, str], ...]", "list of (text; text)"),
])
def test_types_are_told_in_words(annotation: str, words: str):
    assert build_docs.type_words(annotation) == words


# --- nothing lacks its line -----------------------------------------------------------------------------

def test_every_record_and_field_has_its_line_and_no_line_is_left_over():
    wanted = {(r.__name__, build_docs.public_name(f.name)) for r in build_docs.records() for f in dataclasses.fields(r)}
    wanted |= {(r.__name__, "*") for r in build_docs.records()}
    known = build_docs.meanings()
    assert not wanted - set(known), "write these in docs/reference/fields.csv"
    assert not set(known) - wanted, "take these out of docs/reference/fields.csv"
    assert all(meaning.endswith((".", ")")) for meaning, _ in known.values())


def section(heading: str) -> str:
    """What stands under one heading of the codebook, up to the next of its level or above."""
    match = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,3}} |\Z)", CODEBOOK, re.MULTILINE | re.DOTALL)
    assert match, f"the codebook has no heading {heading!r}"
    return match[2]


def entries(heading: str) -> list[str]:
    """The words in the first column of the tables under a heading."""
    return [cell.strip("`") for cell in re.findall(r"^\| ([^|]+?) \|", section(heading), re.MULTILINE)]


VOCABULARIES = [
    ("Kinds of claim", model.CLAIM_KINDS), ("Stances", model.STANCES), ("Hedges", model.HEDGES), ("Forms", model.FORMS),
    ("Harms", model.HARMS), ("Bounds", model.BOUNDS), ("Precision of a date", model.WHEN_PRECISIONS),
    ("Kinds of actor", model.WHO_KINDS), ("Verdicts of people", model.RELATIONS), ("Verdicts of `add`", model.VERDICTS),
    ("Sensitivity", [str(level) for level in model.SENSITIVITY]), ("Events of the log", LOG_KINDS),
    ("Precision of a place", [str(n) for n in range(1, 8)]),
    ("Standing", ["no figure", "circular", "single root", "contested", "convergent", "supported", "differing"]),
]


@pytest.mark.parametrize(("heading", "words"), VOCABULARIES, ids=[heading for heading, _ in VOCABULARIES])
def test_every_word_of_a_vocabulary_has_its_entry(heading: str, words: tuple[str, ...]):
    assert [word for word in words if word not in entries(heading)] == []


def test_hedges_stand_in_the_order_of_precedence():
    assert [word for word in entries("Hedges") if word in model.HEDGES] == list(model.HEDGES)


def test_every_kind_of_mention_has_its_entry():
    text = section("Kinds of mention")
    assert [kind for kind in model.MENTION_KINDS if f"`{kind}`" not in text] == []


def test_what_a_standing_can_be_is_what_the_code_gives():
    from bearwitness.dossier.words import MESSAGES

    known = {key.removeprefix("standing.") for key in MESSAGES if key.startswith("standing.")}
    assert known <= set(entries("Standing"))


def test_every_command_and_option_has_its_line():
    for words, command in build_docs.commands():
        assert f"## {' '.join(['bearwitness', *words])}\n" in CLI, words
        for parameter in command.params:
            names = [*parameter.opts, *parameter.secondary_opts] if parameter.param_type_name == "option" else []
            assert all(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", CLI) for name in names), (words, names)
            if names and "--help" not in names:
                assert (parameter.help or "").strip(), f"{' '.join(words)} {names[0]} has no help text"


def test_every_command_and_option_is_named_somewhere_that_people_read():
    """Not only in the generated page: each command has a sentence or an example in a page written by hand."""
    text = "\n".join(page.read_text("utf-8") for page in PAGES if page.name not in ("cli.md", "CHANGELOG.md"))
    verbs = [" ".join(words) for words, command in build_docs.commands() if words and not getattr(command, "commands", {})]
    assert [verb for verb in verbs if f"bearwitness {verb}" not in text] == []


def test_every_setting_has_its_line():
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = set(re.findall(r"\bBEARWITNESS_[A-Z]+\b", code))
    assert [name for name in sorted(settings) if f"| `{name}` |" not in CLI] == []


def test_every_plugin_point_has_its_line():
    for group in (plugins.READERS, plugins.EXPORTERS):
        assert f"`{group}`" in PLUGINS
        for plugin in plugins.load(group).found:
            assert f"| `{group}` | {plugin.name} |" in PLUGINS, plugin.name
    for attribute in ("name", "version", "media_types", "suffixes", "needs", "read", "binary", "export"):
        assert f"| `{attribute}` |" in PLUGINS, attribute


def test_every_audience_and_export_column_has_its_line():
    assert all(f"| `{audience}` |" in CODEBOOK for audience in AUDIENCES)
    for table in TABLES:
        body = section(f"Table `{table.name}`")
        assert [name for name, _ in table.columns if f"| `{name}` |" not in body] == []


def test_every_decision_is_in_the_index():
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    assert [page.name for page in pages if f"({page.name})" not in index] == []
    for page in pages:
        title = page.read_text("utf-8").splitlines()[0].split(". ", 1)[1]
        assert title in index, f"{page.name}: the index has another title"


# --- links and words --------------------------------------------------------------------------------------

def anchors(page: Path) -> set[str]:
    """The anchors that headings of a page give, as code hosts make them."""
    out = set()
    for heading in re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL), re.MULTILINE):
        out.add(re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-"))
    return out


LINKS = [(page, link) for page in PAGES
         for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))]


def test_there_are_links():
    assert len(LINKS) > 40


@pytest.mark.parametrize(("page", "link"), LINKS, ids=[f"{page.relative_to(ROOT)}:{link}" for page, link in LINKS])
def test_no_link_is_dead(page: Path, link: str):
    if re.match(r"[a-z]+:", link):
        assert link.startswith("https://")
        return
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    assert target.exists(), "no such file"
    assert target.is_relative_to(ROOT), "leads out of the project"
    assert not anchor or anchor in anchors(target), "no such heading"


def test_every_page_can_be_reached_from_the_readme():
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        todo += [(page.parent / link.partition("#")[0]).resolve() for of, link in LINKS if of == page and not link.startswith(("https:", "#"))]
    assert [page.relative_to(ROOT).as_posix() for page in DOCS.rglob("*.md") if page not in reached] == []


@pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(ROOT).as_posix() for page in PAGES])
def test_no_page_names_a_path_of_somebodys_machine(page: Path):
    assert not re.search(r"(?<![\w.])/(?:home|root|tmp|work|Users)/", page.read_text("utf-8"))
