"""A message laid out for the MUC-4 mapping: tokens, noun phrases, entities, dates, places, and what the rules claim of them.

Everything here is plain data made from a page (extract.page) and its reading, so that training and use see the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from bearwitness.extract.casing import is_english
from bearwitness.extract.events_table import parties, table
from bearwitness.extract.muc4_tables import known
from bearwitness.extract.names import ROLE_WORDS
from bearwitness.model import Event, Reading, Toll, When

if TYPE_CHECKING:
    from bearwitness.extract.page import Page

_NP_DEPS = frozenset("nsubj nsubjpass dobj pobj appos conj attr dative oprd poss nmod agent pcomp dep ROOT npadvmod compound amod".split())
_LEFT = frozenset("det amod compound nummod poss nmod quantmod advmod case predet punct".split())
_NUMBERS = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
                                    "eighteen nineteen twenty".split())} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
                                                                            "seventy": 70, "eighty": 80, "ninety": 90, "dozen": 12, "single": 1}
_PRONOUNS = frozenset("""i you he she it we they me him her us them who whom which that this these those what himself herself themselves
itself one another each other others some any all none both many few several such there here""".split())
_DEFINITE = frozenset("the this that these those his her their its".split())
_TOOLS = frozenset("bomb dynamite grenade mortar rifle machinegun rocket".split())     # named also before a noun: "a bomb attack"
_DROP_FIRST = frozenset("a an the this that these those his her their its our my your another other some any several many few all both".split())
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DATELINE = re.compile(r"\b(\d{1,2})\s+(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\s+(\d{2}|\d{4})\b", re.I)


@dataclass(slots=True)
class Token:
    text: str
    low: str
    dep: str
    head: int          # index in View.tokens
    start: int
    end: int
    sent: int
    ent: str


@dataclass(slots=True)
class Mention:
    """A noun phrase: its head token, the tokens first..last of the phrase, its name tokens if it is a name."""

    head: int
    first: int
    last: int
    sent: int
    core: tuple[str, ...]               # upper-case words without article and number
    name: tuple[str, ...] = ()          # upper-case words of the name in it
    title: tuple[str, ...] = ()         # words before the name, or of its apposition
    number: int | None = None
    plural: bool = False
    of: tuple[str, ...] = ()            # "of ..." after it
    rules: tuple[str, ...] = ()         # what the rules say of it: "victim:killed", "perp:bomb"
    shown: str = ""                     # the core as it stands in the text
    definite: bool = False              # begins with "the", "his", "this"


@dataclass(slots=True)
class Entity:
    """Mentions of one thing. `words` is how it is written out."""

    mentions: list[Mention]
    words: tuple[str, ...]
    name: bool

    @property
    def shown(self) -> str:
        """How it is written out."""
        return " ".join(self.words) if self.name else self.mentions[0].shown or " ".join(self.words)


@dataclass(slots=True)
class Spot:
    """A place or a date of the message."""

    start: int
    end: int
    sent: int
    text: str
    value: Any


@dataclass(slots=True)
class View:
    text: str
    day: str | None                     # ISO date of the dateline
    city: str                           # words before the dateline's date
    tokens: list[Token] = field(default_factory=list)
    sents: list[tuple[int, int]] = field(default_factory=list)
    frames: list[list[tuple[int, str]]] = field(default_factory=list)     # by sentence: token, frame
    mentions: list[Mention] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    places: list[Spot] = field(default_factory=list)
    dates: list[Spot] = field(default_factory=list)
    claims: list[tuple[int, str, str]] = field(default_factory=list)      # sentence, kind, stance/hedge tags
    first_body: int = 0                 # first sentence after the dateline
    names: list[tuple[int, int, str]] = field(default_factory=list)       # start, end, kind
    memo: dict[str, Any] = field(default_factory=dict)                    # what was worked out once for this message


def dateline(text: str) -> tuple[str | None, str]:
    """The day a message was sent, and the words before it: "SAN SALVADOR, 9 JAN 90 (DPA) --" gives 1990-01-09."""
    m = _DATELINE.search(text[:200])
    if m is None:
        return None, ""
    month = MONTHS.index(m.group(2).upper()) + 1
    year = int(m.group(3)) + (1900 if len(m.group(3)) == 2 else 0)
    if not 1 <= int(m.group(1)) <= 31:
        return None, ""
    return f"{year:04d}-{month:02d}-{int(m.group(1)):02d}", re.sub(r"\W+", " ", text[:m.start()]).strip().upper()


def message_day(text: str) -> When:
    """The dateline's day as the document's date."""
    day, _ = dateline(text)
    return When(day, day, "day", None, "text") if day else When()


def make_view(page: Page, reading: Reading) -> View:
    """Lay a read message out."""
    day, city = dateline(page.text)
    view = View(page.text, day, city)
    for unit in sorted(page.units, key=lambda u: (u.starts[0] if u.starts else 0)):
        _add_unit(view, unit)
    _frames(view)
    _mentions(view, _name_spans(page))
    _rules(view, reading)
    _entities(view)
    for p in page.places:
        view.places.append(Spot(p.start, p.end, view_sent(view, p.start), p.where.name, (
            p.where.country, p.where.precision, p.where.admin1, p.where.place_id)))
    for d in page.dates:
        view.dates.append(Spot(d.start, d.end, view_sent(view, d.start), page.text[d.start:d.end], (d.when.start, d.when.end, d.when.precision)))
    view.names = [(n.start, n.end, n.kind) for n in page.names]
    head = page.text[:300].find("[Text]")
    mark = page.text[:200].find("--")
    begin = max(head, mark, 0)
    view.first_body = next((t.sent for t in view.tokens if t.start > begin), 0)
    return view


def _add_unit(view: View, unit: Any) -> None:
    base = len(view.tokens)
    doc = unit.doc
    where: dict[int, int] = {}
    for a, b in unit.sents:
        first = len(view.tokens)
        for i in range(a, b):
            if unit.stands_for[i] is not None or doc[i].is_space:
                continue
            where[i] = len(view.tokens)
            t = doc[i]
            view.tokens.append(Token(t.text, t.lower_, t.dep_, i, unit.starts[i], unit.ends[i], len(view.sents), t.ent_type_))
        if len(view.tokens) > first:
            view.sents.append((first, len(view.tokens)))
    for k in range(base, len(view.tokens)):
        tok = view.tokens[k]
        tok.head = where.get(doc[tok.head].head.i, k)


def word_number(word: str) -> int | None:
    """A number in one word or in figures ("six", "1,200", "4-"); None for anything else."""
    if word in _NUMBERS:
        return _NUMBERS[word]
    plain = word.replace(",", "")
    return int(plain) if plain.isdigit() and len(plain) < 7 else None


def view_sent(view: View, offset: int) -> int:
    """The sentence that holds an offset, or the last one before it."""
    best = 0
    for n, (a, _) in enumerate(view.sents):
        if view.tokens[a].start <= offset:
            best = n
    return best


def _frames(view: View) -> None:
    t = table()
    for a, b in view.sents:
        found: list[tuple[int, str]] = []
        for k in range(a, b):
            low = view.tokens[k].low
            frame = t.verbs.get(low) or t.nouns.get(low) or _MORE_FRAMES.get(low)
            if frame:
                found.append((k, frame))
        view.frames.append(found)


_MORE_FRAMES = {w: f for f, ws in {
    "bomb": "explosion explosions explode exploded explodes exploding blast blasts detonated dynamite dynamited bombs bombing bombings bomb blew blown "
            "explosive explosives hurled threw planted placed set",
    "abduct": "kidnapped kidnapping kidnap kidnappings abducted hostage hostages seized held captive ransom disappeared disappearance",
    "arson": "burned burning set fire torched incendiary burnt",
    "loot": "robbed robbery stole stolen assault looted robberies",
    "kill": "died dead death deaths murdered murder assassinated assassination killed killing slain massacre massacred executed murderers",
    "wound": "wounded injured injuries injury wounds",
    "damage": "damaged damage damages destroyed destroying destruction destroy",
    "threat": "threatened threat threats threaten threatening warned",
    "stop": "stoppage strike paralyzed strikes",
    "attempt": "attempt attempted attempts failed unsuccessful unharmed unhurt escaped defused deactivated unsuccessfully foiled thwarted",
    "claim": "claimed responsibility credit communique admitted",
    "blame": "accused blamed suspected attributed allegedly suspects presumed presumably believed apparently",
    "clash": "combat clashes clash ambush battle troops patrol offensive"}.items() for w in ws.split()}


# --- noun phrases ----------------------------------------------------------------------------------

def _is_name_token(t: Token) -> bool:
    return t.text[:1].isupper() and t.text.isascii() is not None and any(c.isalpha() for c in t.text) and (
        not is_english(t.low) or (t.ent in ("PERSON",) and t.low not in ROLE_WORDS)) and t.low not in ("mr", "mrs", "dr", "msgr", "jan", "feb")


def _name_spans(page: Page) -> list[tuple[int, int, tuple[str, ...]]]:
    """Names that the tables and the name rules found: start, end, words without titles."""
    spans = []
    for n in page.names:
        if n.kind in ("unnamed", "community", "state", "outlet") or n.end - n.start < 2:
            continue
        words = re.findall(r"[^\W_][\w'-]*", page.text[n.start:n.end])
        if n.kind == "person":
            while words and words[0].lower() in ROLE_WORDS | {"mr", "mrs", "msgr", "msr", "dr"}:
                words = words[1:]
        while words and words[0].lower() in ("the", "a"):
            words = words[1:]
        if words and (n.source != "model" or n.kind == "person") and any(not is_english(w.lower()) or n.source == "table" for w in words):
            spans.append((n.start, n.end, tuple(w.upper() for w in words)))
    for m in _known_pattern().finditer(page.text):
        spans.append((m.start(), m.end(), tuple(w.upper() for w in re.findall(r"[^\W_][\w'-]*", m.group()))))
    return sorted(spans, key=lambda s: (s[0], -s[1]))


@cache
def _known_pattern() -> re.Pattern[str]:
    rows = sorted((n for k in known() if k.kind == "organisation" for n in (k.name, *k.aliases)), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(r"\s+".join(re.escape(w) for w in n.split()) for n in rows) + r")\b", re.I)


def _mentions(view: View, names: list[tuple[int, int, tuple[str, ...]]]) -> None:
    toks = view.tokens
    children: dict[int, list[int]] = {}
    for k, t in enumerate(toks):
        if t.head != k:
            children.setdefault(t.head, []).append(k)
    for k, t in enumerate(toks):
        if t.dep not in _NP_DEPS or not any(c.isalpha() for c in t.text) or t.low in _PRONOUNS or len(t.low) < 2:
            continue
        if t.dep == "ROOT" and not (t.text[0].isupper() or t.low in parties()):
            continue
        if t.dep in ("compound", "nmod", "amod") and not (t.low in _TOOLS or any(a <= t.start and t.end == b for a, b, _ in names)):
            continue
        if t.dep in ("nmod", "poss", "dep", "npadvmod", "pcomp") and not (_is_name_token(t) or t.low in parties()):
            continue
        if t.low in table().verbs and t.low not in parties() and t.dep in ("conj", "ROOT", "dep", "pcomp"):
            continue
        first = k
        for c in sorted(children.get(k, ()), reverse=True):
            if c < first and toks[c].dep in _LEFT and not (toks[c].dep == "punct" and toks[c].text not in "-\"'"):
                first = min(first, _leftmost(children, c))
        # what belongs to the phrase must stand in one row
        at = k
        while at > first and toks[at - 1].text not in ",;:()[]" and toks[at - 1].sent == t.sent:
            at -= 1
        m = _mention(view, children, at, k)
        for start, end, words in names:
            if start <= t.start and t.end <= end and len(words) >= len(m.name):
                before = [x for x in toks[at:k + 1] if x.end <= start]
                title = tuple(x.text.upper() for x in before if x.low not in _DROP_FIRST and x.text not in "\"'`" and word_number(x.low) is None)
                m.name, m.title = words, title
                break
        view.mentions.append(m)


def _leftmost(children: dict[int, list[int]], k: int) -> int:
    best, stack = k, [k]
    while stack:
        n = stack.pop()
        best = min(best, n)
        stack += [c for c in children.get(n, ()) if c < n]
    return best


def _mention(view: View, children: dict[int, list[int]], first: int, head: int) -> Mention:
    toks = view.tokens
    words = toks[first:head + 1]
    number, plural = None, False
    core: list[str] = []
    core_start = toks[head].start
    for at, w in enumerate(words):
        value = word_number(w.low) if w.dep in ("nummod", "quantmod", "amod", "compound") or w.low[:1].isdigit() else None
        aged = at + 1 < len(words) and words[at + 1].text == "-"      # "12-year-old"
        if value is not None and not core and not aged:
            number = int(value)
            continue
        if not core and (w.low in _DROP_FIRST or w.text in ("\"", "'", "``", "at", "least", "about") or w.dep in ("poss", "case", "quantmod", "advmod", "predet")):
            if w.dep == "poss" and _is_name_token(w):
                continue
            continue
        if not core and w.low in ("least", "approximately", "about", "almost", "nearly", "than", "more", "or", "and", "-", "over", "some"):
            continue
        if not core:
            core_start = w.start
        core.append(w.text.upper())
    plural = (toks[head].low.endswith("s") and not toks[head].low.endswith("ss")) or toks[head].low in ("people", "men", "women", "children", "policemen")
    name: list[str] = []
    k = head
    while k >= first and (_is_name_token(toks[k]) or (name and toks[k].low in ("de", "del", "la", "los", "las", "y", "da", "san") and k > first)):
        name.insert(0, toks[k].text.upper())
        k -= 1
    while name and name[0] in ("DE", "DEL", "LA", "Y", "LOS"):
        name.pop(0)
        k += 1
    title = tuple(w.text.upper() for w in toks[first:k + 1] if w.low not in _DROP_FIRST and w.text not in "\"'`" and word_number(w.low) is None) if name else ()
    of: tuple[str, ...] = ()
    if head + 1 < len(toks) and toks[head + 1].low == "of" and toks[head + 1].sent == toks[head].sent:
        stop = head + 2
        while stop < len(toks) and stop < head + 8 and toks[stop].sent == toks[head].sent and toks[stop].text not in ",.;:()[]\"" and not (
                toks[stop].dep in ("ROOT", "aux", "auxpass", "nsubj", "relcl", "mark", "cc", "prep") and toks[stop].low != "of"):
            stop += 1
        of = tuple(t.text.upper() for t in toks[head + 1:stop])
    shown = " ".join(view.text[core_start:toks[head].end].upper().split())
    return Mention(head, first, head, toks[head].sent, tuple(core) or (toks[head].text.upper(),), tuple(name), title, number, plural, of,
                   (), shown, words[0].low in _DEFINITE)


# --- what the rules claim ---------------------------------------------------------------------------

def _rules(view: View, reading: Reading) -> None:
    by_head: dict[int, list[str]] = {}

    def tag(passage: Any, label: str) -> None:
        if passage is None:
            return
        for m in view.mentions:
            t = view.tokens[m.head]
            if passage.start <= t.start and t.end <= passage.end and (passage.end - passage.start) < 90:
                by_head.setdefault(m.head, []).append(label)

    for c in reading.claims:
        v: Any = c.value
        if c.kind in ("event", "attribution", "toll", "statement"):
            view.claims.append((view_sent(view, c.passage.start), c.kind, f"{c.stance}/{c.hedge}"))
        if isinstance(v, Event):
            kind = v.type.split()[0]
            for w in v.perpetrators:
                tag(w.passage, "perp")
                tag(w.passage, f"perp:{kind}")
            for w in v.targets:
                tag(w.passage, "target")
                tag(w.passage, f"target:{kind}")
            for o in v.objects:
                tag(o.passage, "object")
                if o.effect:
                    tag(o.passage, f"object:{o.effect}")
            for o in v.instruments:
                tag(o.passage, "instrument")
        elif isinstance(v, Toll):
            at = view.text.find(v.phrase, c.passage.start, c.passage.end) if v.phrase else -1
            for m in view.mentions:
                t = view.tokens[m.head]
                if (c.passage.start <= t.start < c.passage.end and v.whom and t.text in v.whom.split()) or (at >= 0 and at <= t.start < at + len(v.phrase or "")):
                    by_head.setdefault(m.head, []).append(f"toll:{v.harm}")
        elif c.kind == "attribution":
            for w in v.accused:
                tag(w.passage, f"accused:{c.stance}")
        elif c.kind == "statement" and c.speakers:
            tag(c.speakers[-1].passage, "speaker")
        elif c.kind == "victim":
            for m in view.mentions:
                if m.name and v.name.upper().endswith(m.name[-1]):
                    by_head.setdefault(m.head, []).append("victim")
    for m in view.mentions:
        m.rules = tuple(sorted(set(by_head.get(m.head, ()))))


# --- entities -----------------------------------------------------------------------------------------

def _entities(view: View) -> None:
    """Names that share their words are one; common nouns written alike (and with the same number) are one."""
    named: list[Entity] = []
    common: dict[tuple[Any, ...], Entity] = {}
    aliases = _alias_table()
    for m in sorted((m for m in view.mentions if m.name), key=lambda m: -len(m.name)):
        full = " ".join(m.name)
        for e in named:
            if _same_name(e.words, m.name) or (aliases.get(" ".join(e.words)) and aliases.get(" ".join(e.words)) == aliases.get(full)):
                e.mentions.append(m)
                break
        else:
            named.append(Entity([m], m.name, True))
    for m in view.mentions:
        if m.name:
            continue
        key = (m.core, m.number)
        longer = _longer(common, m)
        if longer is not None:
            longer.mentions.append(m)
        elif key in common:
            common[key].mentions.append(m)
        else:
            common[key] = Entity([m], m.core, False)
    view.entities = [*named, *common.values()]
    for e in view.entities:
        e.mentions.sort(key=lambda m: m.head)
    view.entities.sort(key=lambda e: e.mentions[0].head)


def _longer(common: dict[tuple[Any, ...], Entity], m: Mention) -> Entity | None:
    """"The substation" after "an electric power substation" is that one, when only one is spoken of."""
    if not m.definite or m.number is not None or len(m.core) > 2:
        return None
    fits = [e for (core, _), e in common.items() if len(core) > len(m.core) and core[-len(m.core):] == m.core]
    return fits[0] if len(fits) == 1 else None


def _same_name(whole: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """"Galan", "Luis Galan" and "Luis Carlos Galan" are one; "Carlos" alone is not (a first name is no name)."""
    if whole == part:
        return True
    small = [w for w in part if w not in ("DE", "LA", "DEL")]
    at = -1
    for w in small:
        if w not in whole:
            return False
        k = whole.index(w)
        if k < at:
            return False
        at = k
    return not (len(small) == 1 and len(whole) > 2 and whole.index(small[0]) == 0)


def _alias_table() -> dict[str, str]:
    return {a.upper(): k.name for k in known() for a in (k.name, *k.aliases)}
