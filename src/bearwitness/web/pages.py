"""What the pages show, made ready for the templates. Foreign words reach a template as text alone, and leave it escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from bearwitness import case as verbs
from bearwitness.case import viewing
from bearwitness.model import Claim, When, Who
from bearwitness.web import marks
from bearwitness.web.words import Words

PER_PAGE = 50
_ORDER = ("scripts", "handlers", "frames", "forms", "fields", "links", "links_to_files", "pictures_elsewhere", "pictures_broken", "media",
          "drawings", "styles_that_fetch", "what_came_after")


@cache
def file(name: str) -> str:
    """A file of this package: a template or the style."""
    return (resources.files("bearwitness.web") / name).read_text("utf-8")


@cache
def _environment() -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(autoescape=True, undefined=StrictUndefined, loader=FunctionLoader(lambda name: file(f"templates/{name}")),
                       trim_blocks=True, lstrip_blocks=True)
    made.globals.update(safe=viewing.visible, when=when, link=link)
    # What `Viewer.page` gives has been checked tag by tag; nothing else may stand in a page unescaped.
    made.filters.update(inertbody=Markup, inertstyle=Markup)
    return made


def render(template: str, words: Words, **about: Any) -> str:
    return str(_environment().get_template(template).render(t=words, **about))


def link(here: Mapping[str, Any], fragment: str = "", **changed: Any) -> str:
    """The address of this same page with other choices; what is None is left out."""
    return "?" + urlencode({name: value for name, value in {**here, **changed}.items() if value is not None}) + fragment


def when(value: When | None, words: Words) -> str:
    """A date as the record has it: ISO days, an open end as an ellipsis."""
    if value is None or not (value.start or value.end):
        return words("unknown")
    return str(value.start) if value.start == value.end else f"{value.start or '…'} – {value.end or '…'}"


# --- the list ----------------------------------------------------------------------------------------

def reports(case: verbs.CaseFolder, words: Words, *, number: int, search: str, case_title: str) -> str:
    """The list of reports.

    Args:
        number: of the page, from 1.
    """
    number = max(1, number)
    rows, total = viewing.report_list(case, first=(number - 1) * PER_PAGE, count=PER_PAGE, search=search)
    last = max(1, -(-total // PER_PAGE))
    if number > last:
        number = last
        rows, total = viewing.report_list(case, first=(number - 1) * PER_PAGE, count=PER_PAGE, search=search)
    return render("reports.html.j2", words, rows=[(row, assurance(row, words)) for row in rows], total=total, number=number, last=last,
                  search=search, case_title=case_title, here={"q": search or None, "page": number if number > 1 else None})


def assurance(row: Any, words: Words) -> str:
    """What came when it was captured: the content, part of it, the address alone; or how else it came."""
    if row.assurance in ("content", "partial", "address"):
        return words(f"assurance.{row.assurance}")
    if row.method in ("upload", "browser"):
        return words(f"assurance.{row.method}")
    if row.method and row.method.startswith("import:"):
        return words("assurance.import", kind=row.method.removeprefix("import:"))
    return words("assurance.none")


# --- a report ----------------------------------------------------------------------------------------

def report(case: verbs.CaseFolder, words: Words, id_: str, asked: Mapping[str, str], *, frame: Any, case_title: str) -> str:
    """The page of one report.

    Args:
        asked: what the address asks for: `shown`, `addresses`, `page` of a PDF, `from` of the text.
        frame: makes the address of its original: `frame(report id, what, **options)`.
    """
    detail = viewing.report_detail(case, id_)
    about = detail.row.report
    text = detail.text or ""
    start = min(_number(asked.get("from"), 0), max(0, len(text) - 1)) // marks.MOST_CHARS * marks.MOST_CHARS
    end = min(len(text), start + marks.MOST_CHARS)
    here = [(n, claim) for n, claim in enumerate(detail.claims) if start <= claim.passage.start < end or (claim.passage.start < start < claim.passage.end)]
    look = {"shown": "1" if asked.get("shown") == "1" else None, "addresses": "1" if asked.get("addresses") == "1" else None,
            "page": _number(asked.get("page"), 1) if detail.shown_as == "pdf" else None}
    return render(
        "report.html.j2", words, detail=detail, report=about, assured=assurance(detail.row, words), pieces=marks.pieces(text, detail.claims, start, end),
        claims=[(n, claim, claim_words(claim, words), detail.judgements.get(claim.id, ())) for n, claim in here], start=start, end=end,
        chars=len(text), elsewhere=len(detail.claims) - len(here), look=look, most=marks.MOST_CHARS,
        view=frame(about.id, "view", **look, lang=words.language), save=frame(about.id, "original", lang=words.language),
        custody=frame(about.id, "custody", lang=words.language), damage=viewing.damage(case, about.id),
        record=[(name, *_recorded(value)) for name, value in (detail.record or {}).items()], case_title=case_title,
        here={**look, "from": start or None}, warnings=json.loads(detail.stored["warnings"]),
        handlings=[(h.index, h.kind, h.fields.get("time"), h.fields.get("method") or h.fields.get("extractor") or h.fields.get("access"),
                    h.fields.get("tool")) for h in detail.handlings])


def _number(words: str | None, otherwise: int) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 9 else otherwise


def _recorded(value: Any) -> tuple[str, bool]:
    """A field of the capture record as text, and whether it is missing (then the text is the reason)."""
    if isinstance(value, dict) and set(value) == {"missing"}:
        return str(value["missing"]), True
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), False


def claim_words(claim: Claim, words: Words) -> dict[str, str]:
    """Kind, chain of speakers, and how it is said, with the figure where it is a toll."""
    how = words(f"stance.{claim.stance}")
    if claim.hedge != "none":
        how += f", {words(f'hedge.{claim.hedge}')}"
    who = " › ".join(_names(level) for level in claim.speakers) or words("own.voice")
    phrase = getattr(claim.value, "phrase", None) or getattr(claim.value, "label", None) or getattr(claim.value, "act", None) or ""
    return {"kind": words(f"kind.{claim.kind}"), "who": who, "how": how, "phrase": str(phrase)}


def _names(who: Who) -> str:
    return " & ".join([who.name, *(_names(other) for other in who.with_)])


def left_out(copy: viewing.Copy, words: Words) -> list[str]:
    """What an inert copy lacks, in words, the gravest first."""
    counts = copy.about.get("left_out") or {}
    return [words(f"left.{name}", n=counts[name]) for name in _ORDER if counts.get(name)]
