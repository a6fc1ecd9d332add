"""A custody report: the chain of custody of one exhibit as a person reads it, as HTML or PDF. Pure: a chain in, bytes out.

`hold_back` takes out what an audience may not see; `view` puts the rest into words, in one order for both forms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from typing import Any
from unicodedata import bidirectional

from bearwitness._version import __version__
from bearwitness.custody.chain import Chain, Gap, Handling
from bearwitness.dossier import checks
from bearwitness.dossier.exhibit_words import ExhibitWords
from bearwitness.dossier.passages import visible_text
from bearwitness.errors import PublishRefused
from bearwitness.model import SENSITIVITY, When

BLANK = "_" * 24
_LRM = "\u200e"         # left-to-right mark
_MOST = 4000            # characters of one value; what is cut is told
_PATHS_FOR = ("team", "court")
_PEOPLE_FOR = ("team", "partner", "court")
_COLLECTOR = ("collector", "identity_used", "egress", "context", "consent_ref", "request_head", "response_heads", "browser", "notes")
_DEVICE = ("device_claims", "embedded_metadata")


@dataclass(frozen=True, slots=True)
class Row:
    """A labelled value. `style`: "" our words, said (foreign words, in their own direction), code (digests, times, addresses), missing, fault, good."""

    label: str
    value: str
    style: str = ""

    @property
    def direction(self) -> str:
        """That of the first letter, as `dir=auto` has it; of digits and signs alone ltr."""
        return direction(self.value)


@dataclass(frozen=True, slots=True)
class Step:
    """A handling in words."""

    number: int
    entry: int
    time: str
    title: str
    by: str
    ways: str
    rows: tuple[Row, ...]
    good: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: sentences, then rows, then points, then steps; what is empty is left out."""

    id: str
    title: str
    lead: str = ""
    rows: tuple[Row, ...] = ()
    points: tuple[str, ...] = ()
    overview: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    numbered: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A whole report in one language."""

    language: str
    direction: str
    title: str
    kicker: str
    audience: str
    lead: str
    stands: str
    time: str
    heads: Mapping[str, str]
    sections: tuple[Section, ...]
    foot: str


def render(chain: Chain, *, form: str, audience: str, language: str = "en") -> bytes:
    """A custody report.

    Args:
        form: html or pdf.
        audience: public, team, partner or court.
        language: en or ar.

    Raises:
        PublishRefused: the report is above the level of the audience.
        UsageError: no such audience or language.
        BearwitnessError: a PDF cannot be made here, and why.
    """
    words = ExhibitWords(language, marks=form != "pdf")
    shown = view(hold_back(chain, audience), words)
    if form == "pdf":
        from bearwitness.dossier.exhibit_pdf import pdf

        return pdf(_as_data(shown), title=shown.title, time=chain.log.get("time"))
    from bearwitness.dossier.exhibit_page import html

    return html(shown, words)


def _as_data(shown: View) -> dict[str, Any]:
    """The view as plain objects; each foreign value with its direction."""
    def rows(found: Any) -> Any:
        return [{**asdict(row), "dir": row.direction} for row in found]

    return {**asdict(shown), "sections": [{**asdict(s), "rows": rows(s.rows), "steps": [{**asdict(x), "rows": rows(x.rows)} for x in s.steps]}
                                          for s in shown.sections]}


# --- whom it may show -------------------------------------------------------------------------------

def hold_back(chain: Chain, audience: str) -> Chain:
    """The chain without what this audience may not see; what was taken out is named in it.

    A court and the team see all. A partner gets no paths and nothing that tells of the collector; the public no roles, reasons,
    claims of a device or other reports either.

    Raises:
        PublishRefused: the exhibit's sensitivity is above the level of the audience.
    """
    allowed, level = checks.level(audience), chain.exhibit["sensitivity"]
    if level > allowed:
        raise PublishRefused([f"report {chain.exhibit['id'][:16]}: sensitivity {level} ({SENSITIVITY.get(level, 'unknown')}) is above the level of "
                              f"the audience {audience!r} ({allowed}); lower it with a reason, or make the report for another audience"])
    held: list[str] = []
    if audience not in _PATHS_FOR:
        held += ["paths", "collector"]
        collectors = {step.by for step in chain.handlings if step.kind in ("capture", "import")}
        chain = replace(chain, exhibit={**chain.exhibit, "source": _name(chain.exhibit["source"])},
                        handlings=tuple(_without_paths(step, collectors) for step in chain.handlings),
                        capture=tuple((name, {"withheld": True} if name in _COLLECTOR else value) for name, value in chain.capture))
    if audience not in _PEOPLE_FOR:
        held += ["people", "device", "relations"]
        chain = replace(chain, handlings=tuple(_without_people(step) for step in chain.handlings), device={}, relations=(),
                        capture=tuple((name, {"withheld": True} if name in _DEVICE else value) for name, value in chain.capture))
    kept = tuple(r for r in chain.relations if r["sensitivity"] <= allowed)
    if len(kept) < len(chain.relations) and "relations" not in held:
        held.append("relations")
    return replace(chain, relations=tuple({**r, "source": _name(r["source"]) if "paths" in held else r["source"]} for r in kept),
                   withheld=tuple(held), audience=audience)


def _name(source: str | None) -> str | None:
    return source if source is None or "://" in source or source.startswith("<") else PurePath(source).name or source


def _without_paths(step: Handling, collectors: set[str | None]) -> Handling:
    held = ["to"] if step.event in ("copied_out", "exported") and step.to else []
    facts = tuple((name, value) for name, value in step.facts if name not in ("parsed_in", "faults"))
    by = None if step.by in collectors else step.by     # also where the collector did something else
    return replace(step, from_=_name(step.from_), to=None if held else _name(step.to), facts=facts, by=by,
                   withheld=(*step.withheld, *held, *(["by"] if by != step.by else [])))


def _without_people(step: Handling) -> Handling:
    held = [name for name, value in (("by", step.by), ("reason", step.reason)) if value is not None]
    facts = tuple((name, value) for name, value in step.facts if name not in ("person", "changes", "options", "left", "right", "ground", "what"))
    return replace(step, by=None, reason=None, facts=facts, signed=tuple((key, None) for key, _ in step.signed),
                   withheld=tuple(dict.fromkeys((*step.withheld, *held))))


# --- in words ---------------------------------------------------------------------------------------

def view(chain: Chain, words: ExhibitWords) -> View:
    """The whole report in words."""
    e = chain.exhibit
    steps = tuple(_step(step, words) for step in chain.handlings)
    name = e["title"] or e["member"] or _name(e["source"]) or e["id"]
    sections = [
        Section("exhibit", words("exhibit"), rows=tuple(_exhibit(chain, words))),
        Section("checks", words("checks"), words("checks.lead"), rows=tuple(
            Row(words(f"check.{c.what}"), words("fails", why=c.fault) if c.fault else words("holds") + (f" ({c.value})" if c.what == "proofs" else ""),
                "fault" if c.fault else "good") for c in chain.checks)),
        Section("assurance", words("assurance"), words(f"assurance.{chain.assurance}"), points=(
            words("not.true"), words("not.author"), words("not.others"), words("not.before")), after=()),
        Section("chain", words("chain"), overview=steps),
        Section("gaps", words("gaps"), points=(*(_gap(gap, words) for gap in chain.gaps), words("gap.other"))),
        Section("steps", words("steps"), words("steps.lead"), steps=steps),
        Section("capture", words("capture"), words("capture.lead"), rows=tuple(_record(chain.capture, words))),
        _device(chain, words),
        _copies(chain, words),
        _log(chain, words),
        _withheld(chain, words),
        Section("limits", words("limits"), points=tuple(words(f"limit.{x}") for x in ("unchanged", "omission", "role", "true"))),
        _certificate(chain, words)]
    heads = {key: words(key) for key in ("contents", "skip", "not.shown", "col.no", "col.time", "col.event", "col.by", "col.ways", "col.entry", "none")}
    return View(words.language, words.direction, plain(words("title", name=name)), words("kicker"),
                words("audience", a=words(f"audience.{chain.audience}")) if chain.audience else "", words("lead"),
                words("stands", n=words.number(chain.log["size"])), plain(chain.log.get("time") or words("missing.event")), heads,
                tuple(s for s in sections if s), words("made.by", v=__version__))


def direction(text: str) -> str:
    """rtl when the first letter is of a script that runs so."""
    first = next((kind for c in text if (kind := bidirectional(c)) in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def _inline(text: str, words: ExhibitWords) -> str:
    """A value for the middle of a sentence: between marks that keep digits and signs in their order among Arabic words."""
    return f"{_LRM}{text}{_LRM}" if words.direction == "rtl" and direction(text) == "ltr" else text


def plain(text: Any) -> str:
    """Text with characters that hide or reorder made visible, and cut where it is too long to read; the cut is told."""
    shown = visible_text(str(text).replace("\r\n", "\n").replace("\t", " "))
    return shown if len(shown) <= _MOST else f"{shown[:_MOST]} … [{len(shown) - _MOST}]"


def _time(text: str | None) -> str:
    """A time as it is logged, with a blank for the T."""
    return plain(text).replace("T", " ", 1) if text else ""


def _exhibit(chain: Chain, words: ExhibitWords) -> Iterable[Row]:
    e = chain.exhibit
    yield Row(words("f.id"), e["id"], "code")
    yield Row(words("f.case"), plain(chain.case.get("title")), "said")
    for name in ("title", "publisher", "author"):
        if e[name]:
            yield Row(words(f"f.{name}"), plain(e[name]), "said")
    if e["url"]:
        yield Row(words("f.url"), plain(e["url"]), "code")
    yield Row(words("f.published_at"), words.when(When(**e["published_at"])))
    yield Row(words("f.source"), plain(e["source"]), "code")
    if e["member"]:
        yield Row(words("f.member"), plain(e["member"]), "code")
    yield Row(words("f.collected"), plain(e["captured_at"]), "code")
    yield Row(words("f.media_type"), plain(e["media_type"]), "code")
    yield Row(words("f.size"), words("size", n=words.number(e["size"])))
    yield Row(words("f.sha256"), e["sha256"], "code")
    yield Row(words("f.sha512"), e["sha512"], "code") if e["sha512"] else Row(words("f.sha512"), words("f.sha512.part"), "missing")
    yield Row(words("f.object"), e["object"], "code")
    if e["offset"] is not None:
        yield Row(words("f.span"), words("span", n=words.number(e["length"]), offset=words.number(e["offset"])))
    if e["package_sha256"]:
        yield Row(words("f.package"), e["package_sha256"], "code")
    if e["package_offset"] is not None and e["package_length"] is not None:
        yield Row(words("f.package_span"), words("span", n=words.number(e["package_length"]), offset=words.number(e["package_offset"])))
    yield Row(words("f.sensitivity"), words(f"level.{e['sensitivity']}"))


def _step(step: Handling, words: ExhibitWords) -> Step:
    time = plain(step.time) if step.time else words("missing.event")
    by = plain(step.by) if step.by else words("held") if "by" in step.withheld else words("by.nobody")
    return Step(step.number, step.entry, time, words(f"event.{step.event}") if words.has(f"event.{step.event}") else plain(step.event), by,
                _ways(step, words), tuple(_step_rows(step, words, by)), step.proof is None)


def _step_rows(step: Handling, words: ExhibitWords, by: str) -> Iterable[Row]:
    yield Row(words("col.by"), by, "said" if step.by else "missing")
    for label, value, name in (("col.from", step.from_, "from"), ("col.to", step.to, "to")):
        if name in step.withheld:
            yield Row(words(label), words("held"), "missing")
        elif value is not None:
            told = _way(value, words)
            yield Row(words(label), told, "code" if told == plain(value) else "")
    yield Row(words("col.tool"), plain(step.tool), "code") if step.tool else Row(words("col.tool"), words("missing.event"), "missing")
    if step.reason or "reason" in step.withheld:
        yield Row(words("col.reason"), plain(step.reason) if step.reason else words("held"), "said" if step.reason else "missing")
    for name, value in step.facts:
        yield from _values(plain(words.field(name)), value, words, name)
    for name, value in step.digests:
        yield Row(plain(words.field(name)), plain(value), "code")
    yield _signed(step, words)
    covered = step.covered
    yield Row(words("col.proof"), plain(words("fails", why=step.proof)) if step.proof else words("proof.holds", n=words.number(covered.checkpoint)),
              "fault" if step.proof else "good")
    yield from _outside(step, words)
    for n in step.erased:
        yield Row(words("withheld"), words("erased.by", n=n), "missing")


def _outside(step: Handling, words: ExhibitWords) -> Iterable[Row]:
    witnessed, stamped = step.covered.witnessed, step.covered.stamped
    if witnessed:
        who = ", ".join(_inline(f"{plain(name)} {_time(time)}", words) for name, time in witnessed[1])
        yield Row(words("col.witnessed"), words("witnessed", who=who, n=words.number(witnessed[0])))
    else:
        yield Row(words("col.witnessed"), words("witnessed.not"), "missing")
    if stamped:
        who = ", ".join(_inline(f"{_time(time)} {plain(address)}", words) for time, address in stamped[1])
        yield Row(words("col.stamped"), words("stamped", who=who, n=words.number(stamped[0])))
    else:
        yield Row(words("col.stamped"), words("stamped.not"), "missing")


def _signed(step: Handling, words: ExhibitWords) -> Row:
    if not step.signed:
        return Row(words("col.signed"), words("signed.not"), "missing")
    told = "; ".join(words("signed.by", who=_inline(plain(who), words)) if who else words("signed.key", k=_inline(key, words)) for key, who in step.signed)
    return Row(words("col.signed"), told)


def _ways(step: Handling, words: ExhibitWords) -> str:
    from_, to = ((words("held") if name in step.withheld else _inline(_short(_way(value, words)), words) if value else "")
                 for name, value in (("from", step.from_), ("to", step.to)))
    arrow = "←" if words.direction == "rtl" else "→"
    return f"{from_} {arrow} {to}" if from_ or to else ""


def _short(text: str, most: int = 28) -> str:
    """A long address or path without its middle: the whole of it stands with the step."""
    return text if len(text) <= most else f"{text[:most // 2]}…{text[-most // 2:]}"


def _way(value: str, words: ExhibitWords) -> str:
    code, _, rest = value.partition("> ")
    key = f"way.{code.strip('<>')}"
    if value.startswith("<") and words.has(key):
        return words(key, x=plain(rest)[:16])
    return plain(value)


def _values(label: str, value: Any, words: ExhibitWords, name: str = "") -> Iterable[Row]:
    """A value of a record as rows: a missing one as missing, a list or object as JSON."""
    if value is None:
        yield Row(label, words("missing.event"), "missing")
    elif isinstance(value, Mapping) and set(value) == {"missing"}:
        yield Row(label, words("missing", why=plain(value["missing"])), "missing")
    elif isinstance(value, Mapping) and value.get("withheld") is True:
        yield Row(label, words("held"), "missing")
    elif value in ([], {}, ""):
        yield Row(label, words("none"), "missing")
    elif isinstance(value, bool):
        yield Row(label, words("yes" if value else "no"))
    elif name == "sensitivity" and words.has(f"level.{value}"):
        yield Row(label, words(f"level.{value}"))
    elif name == "audience" and words.has(f"audience.{value}"):
        yield Row(label, words(f"audience.{value}"))
    elif isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
        yield Row(label, "\n".join(plain(item.rstrip()) for item in value), "code")
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _values(f"{label}: {plain(words.field(str(key)))}", inner, words)
    elif isinstance(value, list | tuple) and all(isinstance(item, Mapping) for item in value):
        for n, item in enumerate(value, 1):
            yield from _values(f"{label} {n}", item, words)
    elif isinstance(value, list | tuple):
        yield Row(label, plain(json.dumps(value, ensure_ascii=False)), "code")
    elif isinstance(value, int | float):
        yield Row(label, str(value))
    else:
        yield Row(label, plain(value).rstrip("\n"), "code" if _is_code(str(value)) else "said")


def _is_code(text: str) -> bool:
    """Is it a digest, an address, a name of a tool, and no sentence?"""
    return text.isascii() and (" " not in text.strip() or "\n" in text)


def _record(capture: Sequence[tuple[str, Any]], words: ExhibitWords) -> Iterable[Row]:
    for name, value in capture:
        yield from _values(plain(words.field(name)), value, words, name)


def _gap(gap: Gap, words: ExhibitWords) -> str:
    hours = gap.hours or 0
    length = words("gap.days", n=hours // 24) if hours >= 48 else words("gap.hours", n=hours)
    return words(f"gap.{gap.code}", a=gap.a, b=gap.b, days=length)


def _device(chain: Chain, words: ExhibitWords) -> Section:
    held = "device" in chain.withheld
    rows = tuple(_record(tuple((k, v) for k, v in chain.device.items() if k != "note"), words))
    return Section("device", words("device"), words("device.lead") if rows else words("held") if held else words("device.none"), rows=rows)


def _copies(chain: Chain, words: ExhibitWords) -> Section:
    rows = [Row(words("copies.original"), words("copies.original.text"))]
    rows += [Row(words("copies.derived"), f"{_inline(plain(d['name']), words)}: {words('state.' + d['state'])} ({words('col.entry')} {d['entry']})") for d in chain.derivatives]
    out = [s for s in chain.handlings if s.event == "copied_out"]
    told = "; ".join(", ".join([words("copies.step", n=s.number), _inline(_time(s.time), words), *([_inline(plain(s.by), words)] if s.by else [])]) for s in out)
    rows.append(Row(words("copies.working"), told or words("none"), "" if out else "missing"))
    for each in chain.relations:
        rows.append(Row(words("relations"), plain(f"{each['id'][:16]} {each['source']}" + (f" {each['member']}" if each["member"] else "")), "said"))
    if not chain.relations:
        rows.append(Row(words("relations"), words("held") if "relations" in chain.withheld else words("none"), "missing"))
    return Section("copies", words("copies"), rows=tuple(rows))


def _log(chain: Chain, words: ExhibitWords) -> Section:
    log, steps = chain.log, chain.handlings
    witnessed, stamped = (sum(1 for s in steps if found(s)) for found in (lambda s: s.covered.witnessed, lambda s: s.covered.stamped))
    rows = (Row(words("log.origin"), plain(log["origin"]), "code"), Row(words("log.vkey"), plain(log["vkey"]), "code"),
            Row(words("log.size"), words.number(log["size"])), Row(words("log.root"), log["root"], "code"))
    all_ = witnessed == stamped == len(steps)
    return Section("log", words("log"), words("log.all", k=len(steps)) if all_ else words("log.few", n=witnessed, t=stamped, k=len(steps)), rows=rows)


def _withheld(chain: Chain, words: ExhibitWords) -> Section:
    points = [words("withheld.fields", names=", ".join(words(f"held.{name}") for name in chain.withheld)) if chain.withheld else words("withheld.none")]
    gone = [s for s in chain.handlings if s.kind in ("erase", "redact")]
    for step in gone:
        facts = dict(step.facts)
        what = ", ".join(plain(facts[name]) for name in ("what", "subject") if facts.get(name)) or words("held")
        points.append(words("erased.step", n=step.entry, time=_inline(_time(step.time) or "?", words), what=_inline(what, words)))
    return Section("withheld", words("withheld"), points=(*points, *([] if gone else [words("erased.none")])))


def _certificate(chain: Chain, words: ExhibitWords) -> Section:
    e = chain.exhibit
    own = next((s for s in chain.handlings if s.kind == "capture"), None)
    points = (words("cert.person", b=BLANK),
              words("cert.data", id=_inline(e["id"], words), size=words.number(e["size"]), type=_inline(plain(e["media_type"]), words),
                    time=_inline(_time(e["captured_at"]) + " UTC", words), tool=_inline(plain(own.tool if own and own.tool else BLANK), words),
                    method=_inline(plain(e["method"] or BLANK), words), entry=own.entry if own else BLANK),
              words("cert.process", b=BLANK), words("cert.hash"), words("cert.match", b=BLANK), words("cert.keeping", b=BLANK), words("cert.truth"))
    return Section("certificate", words("cert"), words("cert.lead"), rows=(Row(words("f.sha256"), e["sha256"], "code"),), points=points, numbered=True,
                   after=(words("cert.notice"), words("cert.place", b=BLANK), words("cert.signature", b=BLANK)))
