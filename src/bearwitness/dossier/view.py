"""What the page shows, worked out from the record: rows of tables, drawings and sentences about limits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from markupsafe import Markup

from bearwitness.dossier import blame_time, chart, maps, repeats_graph, timeline
from bearwitness.dossier.because import rising, said, sentences
from bearwitness.dossier.blame import Matrix, matrix
from bearwitness.dossier.parts import Place
from bearwitness.dossier.passages import fills, marked, merged, sentence, visible, visible_text
from bearwitness.dossier.record import Record, anchor, linked, speaker, together
from bearwitness.dossier.repeats import Origin, lineage
from bearwitness.dossier.words import Words
from bearwitness.model import (
    Claim,
    Event,
    Figure,
    Incident,
    Judgement,
    Passage,
    Report,
    Root,
    Toll,
    Tolls,
    When,
    Where,
)

WIDE, NARROW = 880, 328
DIFFERING = 8     # pairs of different scope that are told beside a scope; `show checks` has more
APART = ("subset", "increment", "place_part", "implausible", "hypothetical")
STANDING = "standing from "   # so weighing begins the sentence that tells why an incident stands as it does
COPIES = ("repeated", "distorted")


@dataclass(frozen=True, slots=True)
class FigureRow:
    words: str
    phrase: str | None
    whom: str | None
    name: str
    via: str | None
    as_of: str
    published: str
    standing: str
    current: bool
    link: str
    claim: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """One population of one harm: its figures, its curve, its standing."""

    title: str
    id: str
    range: str
    best: str | None
    floor: str | None
    standing: str
    because: tuple[Markup, ...]
    agreement: str | None
    rising: Markup | None
    current: tuple[FigureRow, ...]
    rows: tuple[FigureRow, ...]
    apart: tuple[FigureRow, ...]
    repeats: tuple[FigureRow, ...]
    charts: tuple[chart.Chart, ...]
    undated: tuple[FigureRow, ...]
    band_words: str
    roots: int
    differ: tuple[Markup, ...] = ()      # pairs that contradict each other only in appearance

    @property
    def small(self) -> bool:
        """Has it one figure and nothing to compare it with? Then a row in a common table will do."""
        return len(self.rows) + len(self.apart) == 1 and not self.repeats


def figure_words(words: Words, figure: Figure) -> str:
    if figure.number is None and figure.phrase and figure.bound == "vague":
        return f"“{visible_text(figure.phrase)}”"
    return words.quantity(figure.bound, figure.number, figure.low, figure.high)


def figure_row(record: Record, figure: Figure, span: tuple[int | None, int | None] = (None, None)) -> FigureRow:
    """A figure with its standing: current, outside the range of its population, or why it is set aside.

    Args:
        span: the range of its population.
    """
    words = record.words
    said = figure.speakers or (record.publisher(figure.report),)
    key = f"aside.{chart.aside(figure)}"
    if figure.set_aside:
        standing = words(key) if words.has(key) else visible_text(figure.set_aside)
    else:
        standing = words("figure.current") if figure.current else words("figure.earlier")
        if figure.current and _outside(figure, span):
            standing = words("figure.outside")
    return FigureRow(
        figure_words(words, figure), figure.phrase, figure.whom, said[-1], " → ".join(said[:-1]) or None,
        words.short(figure.as_of), words.short(figure.published), standing, figure.current and standing == words("figure.current"), anchor(figure.claim), figure.claim)


def _standing(words: Words, standing: str) -> str:
    key = f"standing.{standing}"
    return words(key) if words.has(key) else standing


def _outside(figure: Figure, span: tuple[int | None, int | None]) -> bool:
    """Does the figure lie wholly beyond the range? Weighing leaves some origins out of it, and says why."""
    low, high = span
    return (high is not None and figure.low is not None and figure.low > high) or \
        (low is not None and figure.high is not None and figure.high < low)


def scope(record: Record, tolls: Tolls, index: str) -> Scope:
    words = record.words
    rows = [(f, figure_row(record, f, tolls.range)) for f in sorted(tolls.figures, key=_by_time)]
    harm = words(f"harm.{tolls.harm}") if words.has(f"harm.{tolls.harm}") else tolls.harm
    whom = words(f"whom.{tolls.whom}") if words.has(f"whom.{tolls.whom}") else visible_text(tolls.whom)
    if tolls.counted != "persons":
        whom = words("counted.other", whom=whom, unit=tolls.counted)

    def label(f: Figure) -> str:
        said = visible_text(f.speakers[-1]) if f.speakers else record.publisher(f.report)
        return f"{figure_words(words, f)}, {said}, {words.iso(f.as_of or f.published)}"

    def state(root: Root) -> str:
        return words("figure.outside") if root.outside else words("root.stale") if root.stale else ""

    drawings = [chart.draw(tolls, width=w, number=words.number, date_label=words.short_day, figure_label=label, state_label=state)
                for w in (WIDE, NARROW)]
    shown = [(f, r) for f, r in rows if chart.aside(f) not in (*APART, *COPIES)]
    return Scope(
        title=words("chart.title", harm=harm, whom=whom), id=f"tolls-{index}",
        range=words.range(*tolls.range), best=words.number(tolls.best) if tolls.best is not None else None,
        floor=words.number(tolls.floor) if tolls.floor is not None else None,
        standing=_standing(words, tolls.standing), because=sentences(record, tolls), agreement=_agreement(words, tolls),
        rising=rising(record, tolls),
        current=tuple(r for f, r in shown if f.current), rows=tuple(r for _, r in shown),
        apart=tuple(r for f, r in rows if chart.aside(f) in APART),
        repeats=tuple(r for f, r in rows if chart.aside(f) in COPIES),
        charts=tuple(d for d in drawings if d),
        undated=tuple(r for f, r in shown if chart.drawn_day(f) is None),
        band_words=words("chart.band", range=words.range(*tolls.range)), roots=len(tolls.roots),
        differ=tuple(said(record, p.reason) for p in tolls.differ_in_scope[:DIFFERING]))


def _agreement(words: Words, tolls: Tolls) -> str | None:
    a = tolls.agreement
    return words("agreement.of", k=a.k, n=a.of, range=words.range(a.low, a.high)) if a is not None and a.k > 1 else None


def _by_time(figure: Figure) -> tuple[str, str, str]:
    return (figure.as_of or figure.published or "9999", figure.published or "9999", figure.claim)


def places(record: Record, incident: Incident) -> list[maps.Place]:
    """Each named place once, with its claims; the incident's own places first."""
    found: dict[tuple, tuple[Where, list[str]]] = {}
    for where, claim in [(w, None) for w in incident.where] + [(w, c.id) for c in _claims(record, incident)
                                                               for w in _wheres(c)]:
        key = (where.place_id or where.name.casefold(), where.precision)
        claims = found.setdefault(key, (where, []))[1]
        if claim and claim not in claims:
            claims.append(claim)
    return [maps.Place(where, tuple(claims)) for where, claims in found.values()]


def _wheres(claim: Claim) -> Iterable[Where]:
    return claim.value.where if isinstance(claim.value, (Toll, Event)) else ()


def _claims(record: Record, incident: Incident) -> list[Claim]:
    return [record.claims[c] for c in incident.claims if c in record.claims]


@dataclass(frozen=True, slots=True)
class EventRow:
    what: str
    when: str
    by: str
    on: str
    name: str
    via: str | None
    link: str


def event_rows(record: Record, incident: Incident) -> tuple[list[EventRow], list[tuple[str, When, str]]]:
    """Rows for the table by date, and bars for the drawing: one for all claims of the same kind and time."""
    found = sorted(((c, c.value) for c in _claims(record, incident) if isinstance(c.value, Event)),
                   key=lambda pair: (pair[1].when.start or "9999", pair[1].when.end or "9999", pair[1].type, pair[0].id))
    rows: list[EventRow] = []
    alike: dict[tuple, list[tuple[Claim, Event]]] = {}
    for claim, e in found:
        who = speaker(record, claim)
        rows.append(EventRow(e.type, record.words.when(e.when), ", ".join(visible_text(w.name) for w in e.perpetrators),
                             ", ".join(visible_text(w.name) for w in e.targets), who.name, who.via, anchor(claim.id)))
        alike.setdefault((e.type, e.when.start, e.when.end), []).append((claim, e))
    return rows, [(own[0][0].id, own[0][1].when, _bar_label(record, own)) for own in alike.values()]


def _bar_label(record: Record, own: list[tuple[Claim, Event]]) -> str:
    """One event with its target; several of one kind and time with their number."""
    first = own[0][1]
    if len(own) > 1:
        return f"{first.type}: {record.words('times', n=len(own))}"
    targets = ", ".join(visible_text(w.name) for w in first.targets)
    return f"{first.type}: {targets}" if targets else first.type


@dataclass(frozen=True, slots=True)
class Word:
    """A label, demand, promise or warning."""

    text: str
    detail: str | None
    name: str
    role: str | None
    via: str | None
    stance: str
    link: str


def word_rows(record: Record, incident: Incident) -> dict[str, list[Word]]:
    """Labels, demands, promises and warnings with their speakers."""
    out: dict[str, list[Word]] = {"label": [], "demand": [], "commitment": [], "warning": [], "victim": []}
    for claim in _claims(record, incident):
        if claim.kind in out:
            out[claim.kind].append(_word(record, claim))
    return out


def _word(record: Record, claim: Claim) -> Word:
    words, v, who = record.words, claim.value, speaker(record, claim)
    text: str | None = getattr(v, {"label": "label", "demand": "action", "commitment": "action", "warning": "of_what",
                                   "victim": "name"}.get(claim.kind, ""), None)
    stance = words(f"stance.{claim.stance}") if words.has(f"stance.{claim.stance}") else claim.stance
    detail = None
    if claim.kind == "label":
        modality = getattr(v, "modality", "")
        stance = words(f"modality.{modality}") if words.has(f"modality.{modality}") else modality
        provision = getattr(v, "provision", None)
        detail = words("article", p=provision) if provision else None
    elif claim.kind == "demand":
        detail = ", ".join(visible_text(together(w)) for w in getattr(v, "of", ())) or None
    hedge = words(f"hedge.{claim.hedge}") if words.has(f"hedge.{claim.hedge}") else claim.hedge
    return Word(text or claim.passage.exact, detail, who.name, who.role, who.via,
                f"{stance} ({hedge})" if hedge else stance, anchor(claim.id))


def denials(record: Record, incident: Incident) -> list[Word]:
    """Denials that the matrix does not hold, because they answer nobody's accusation by name."""
    held = {b.claim for row in incident.blame for b in (*row.by, *row.denied_by)}
    held |= {c.within for c in _claims(record, incident) if c.id in held and c.within}
    return [_word(record, c) for c in _claims(record, incident)
            if c.kind == "statement" and c.stance == "denies" and c.id not in held]


@dataclass(frozen=True, slots=True)
class PassageRow:
    """One claim under the sentence it stands in. `words` is its passage, left out when that is all of the sentence."""

    id: str
    claim: str
    kind: str
    name: str
    role: str | None
    via: str | None
    stance: str
    words: Markup | None
    chars: str
    rule: str


@dataclass(frozen=True, slots=True)
class Group:
    """A sentence with the passages in it marked, and the claims it carries."""

    html: Markup | None
    rows: tuple[PassageRow, ...]


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    report: Report
    title: str
    published: str
    groups: tuple[Group, ...]
    proof: bool
    original: bool


def passage_row(record: Record, claim: Claim, *, whole: bool) -> PassageRow:
    words, who = record.words, speaker(record, claim)
    stance = words(f"stance.{claim.stance}") if words.has(f"stance.{claim.stance}") else claim.stance
    hedge = words(f"hedge.{claim.hedge}") if words.has(f"hedge.{claim.hedge}") else claim.hedge
    return PassageRow(anchor(claim.id), claim.id, words(f"kind.{claim.kind}"), who.name, who.role, who.via,
                      f"{stance} ({hedge})" if hedge else stance, None if whole else visible(claim.passage.exact),
                      words("chars", a=claim.passage.start, b=claim.passage.end), claim.rule)


def groups(record: Record, claims: list[Claim]) -> tuple[Group, ...]:
    """The claims of one report by the sentence they stand in, in text order.

    In a sentence that holds something (a figure, a name) only that is marked; a statement, which is the sentence, is
    marked when it is alone.
    """
    text = record.text_of(claims[0]) if claims else None
    if text is None:
        return (Group(None, tuple(passage_row(record, c, whole=False) for c in claims)),) if claims else ()
    out = []
    for left, right in merged([sentence(text, c.passage, neighbour=False) for c in claims]):
        own = [c for c in claims if left <= c.passage.start < right]
        parts = [c for c in own if c.kind != "statement"] or own
        marks = [(c.passage.start, c.passage.end) for c in parts]
        rows = tuple(passage_row(record, c, whole=fills(text, c.passage, left, right)) for c in own)
        if fills(text, parts[0].passage, left, right):   # all of it is marked: something around it helps to understand it
            left, right = sentence(text, Passage(left, right, text[left:right]))
        out.append(Group(marked(text, marks, left, right), rows))
    return tuple(out)


@dataclass(slots=True)
class IncidentView:
    incident: Incident
    id: str
    title: str
    when: str
    where: str
    standing: str
    scopes: list[Scope]
    matrix: Matrix
    lanes: list[blame_time.Lanes]
    drawn_maps: list[maps.Map]
    places: list[maps.Place]
    unresolved: list[maps.Place]
    events: list[EventRow]
    timelines: list[timeline.Timeline]
    lineage: list[Origin]
    graphs: list[repeats_graph.Graph]
    word_rows: dict[str, list[Word]]
    roots: int
    why: tuple[str | Markup, ...]
    notes: tuple[Markup, ...]
    denials: list[Word]
    place: Place

    @property
    def main(self) -> list[Scope]:
        """The widest population, and others with figures to compare: by several origins, or over time."""
        return [s for i, s in enumerate(self.scopes) if s.current and (i == 0 or len(s.current) > 1 or s.charts)]

    @property
    def large(self) -> list[Scope]:
        return [s for s in self.scopes if not s.small]

    @property
    def small(self) -> list[FigureRow]:
        """The figures of small populations, each with the name of its population."""
        return [replace(r, whom=s.title, id=s.id) for s in self.scopes if s.small for r in (*s.rows, *s.apart)]

    @property
    def others(self) -> list[Scope]:
        """Populations with a single current figure: they need a line, not a block."""
        return [s for s in self.scopes[1:] if len(s.current) == 1 and not s.charts]


def incident_view(record: Record, incident: Incident, place: Place) -> IncidentView:
    words = record.words
    found = places(record, incident)
    drawn = [m for m in (maps.draw(found, width=w, height=h, language=words.language)
                         for w, h in ((WIDE, 560), (NARROW, 360))) if m]
    rows, bars = event_rows(record, incident)
    published = [record.reports[r].published_at.start for r in incident.reports if r in record.reports]
    lines = [t for t in (timeline.draw(bars, published, width=w, date_label=words.short_day) for w in (WIDE, NARROW)) if t]
    roots = {r.root for t in incident.tolls for r in t.roots}
    origins = lineage(record, incident)
    graphs = [g for g in (repeats_graph.draw(origins, width=w) for w in (WIDE, NARROW)) if g]
    named = [w.name for w in incident.where][:4]
    blamed = matrix(record, incident)
    return IncidentView(
        incident=incident, id=f"i-{incident.id}", title=incident.title or _title(words, incident),
        when=words.when(incident.when), where=", ".join(visible_text(n) for n in named) or words("unstated"),
        standing=_standing(words, incident.standing),
        why=_why(record, incident),
        notes=tuple(linked(record, b) for b in incident.because if not b.startswith(STANDING)), denials=denials(record, incident),
        scopes=[scope(record, t, f"{incident.id}-{i}") for i, t in enumerate(incident.tolls)], matrix=blamed,
        lanes=[d for d in (blame_time.draw(blamed, width=w, date_label=words.short_day) for w in (WIDE, NARROW)) if d],
        drawn_maps=drawn, places=[p for p in found if p.on_map], unresolved=[p for p in found if not p.on_map],
        events=rows, timelines=lines, lineage=origins, graphs=graphs, word_rows=word_rows(record, incident),
        roots=len(roots), place=place)


def _why(record: Record, incident: Incident) -> tuple[str | Markup, ...]:
    """The sentence by which the incident stands as it does: that of its main ledger, in the page's language."""
    main = next((t for t in incident.tolls if t.harm == "killed"), incident.tolls[0] if incident.tolls else None)
    if record.words.language != "en" and main is not None and len(main.reasons) == len(main.because) > 0:
        return (said(record, main.reasons[0]),)
    return tuple(b.split(": ", 2)[-1] for b in incident.because if b.startswith(STANDING))


def _title(words: Words, incident: Incident) -> str:
    place = incident.where[0].name if incident.where else incident.id
    return f"{place}, {words.when(incident.when)}"


def sources(record: Record, incidents: list[Incident], proven: frozenset[str], originals: bool) -> list[Source]:
    """The reports of the incidents by day, each with its passages in text order.

    Args:
        proven: the reports that the log's events in the dossier speak of.
        originals: whether the dossier holds whole originals.
    """
    wanted = {r for i in incidents for r in i.reports} | {c.report_id for c in record.claims.values() if c.report_id}
    by_report: dict[str, list[Claim]] = {}
    for claim in record.claims.values():
        by_report.setdefault(claim.report_id or "", []).append(claim)
    reports = sorted((record.reports[r] for r in wanted if r in record.reports),
                     key=lambda r: (r.published_at.start or "9999", r.source, r.member or "", r.id))
    out = []
    for report in reports:
        claims = sorted(by_report.get(report.id, ()), key=lambda c: (c.passage.start, -c.passage.end, c.kind, c.id))
        title = report.title or report.member or report.source
        out.append(Source(f"r-{report.id[:16]}", report, title, record.words.when(report.published_at),
                          groups(record, claims), report.id in proven, originals))
    return out


SOURCE = "source:"


def _of_source(judgement: Judgement) -> str:
    """What was set about a source, in words: "Hill Monitor: interest = monitor"."""
    return f"{judgement.left.removeprefix(SOURCE)}: {', '.join(f'{name} = {value}' for name, value in judgement.changes)}"


@dataclass(frozen=True, slots=True)
class Judged:
    relation: str
    reviewer: str
    reason: str
    made_at: str
    what: str
    link: str | None


def judged(record: Record, judgements: Iterable[Judgement]) -> list[Judged]:
    out = []
    for j in sorted(judgements, key=lambda j: (j.made_at, j.id)):
        claim = record.claims.get(j.left)
        what = claim.passage.exact if claim else _of_source(j) if j.left.startswith(SOURCE) else j.left
        if j.right:
            other = record.claims.get(j.right)
            what += f" / {other.passage.exact if other else j.right}"
        relation = record.words(f"relation.{j.relation}") if record.words.has(f"relation.{j.relation}") else j.relation
        out.append(Judged(relation, j.reviewer, j.reason, j.made_at, what, anchor(j.left) if claim else None))
    return out


def limits(record: Record, views: list[IncidentView], incidents: list[Incident], judgements: list[Judgement],
           *, proofs: bool) -> list[str]:
    """The limits of this dossier in sentences, counted from its own content."""
    words = record.words
    figures = [f for i in incidents for t in i.tolls for f in t.figures]
    reports = [record.reports[r] for i in incidents for r in i.reports if r in record.reports]
    single = [visible_text(t.whom) for i in incidents for t in i.tolls if len(t.roots) == 1]
    places_all = sum(len(v.places) + len(v.unresolved) for v in views)
    off_map = sum(len(v.unresolved) for v in views)
    checked = {j.left for j in judgements if j.relation in ("accept", "fix", "reject")} & set(record.claims)
    readers = ", ".join(sorted({c.extractor for c in record.claims.values() if c.extractor})) or "?"
    out = [words("limit.undercount"), words("limit.noestimate")]
    if single:
        out.append(words("limit.single", scopes="; ".join(single)))
    out.append(words("limit.machine", x=readers, n=len(checked), k=len(record.claims)))
    for key, n, k in (("limit.asof", sum(1 for f in figures if not f.as_of), len(figures)),
                      ("limit.undated", sum(1 for r in reports if not r.published_at.start), len(reports)),
                      ("limit.places", off_map, places_all)):
        if n:
            out.append(words(key, n=n, k=k))
    out.append(words("limit.selection"))
    if proofs:
        return [*out, words("limit.proof.yes"), words("limit.proof.no"), words("limit.assurance")]
    return [*out, words("limit.noproof"), words("limit.proof.no")]


