"""One identity for one actor through a document: titles, short forms, acronyms, aliases, surnames.

    "Syrian Observatory for Human Rights (SOHR)" ... "SOHR"           one body
    "Secretary of State Marco Rubio" ... "Rubio"                      one person
    "Ahmed al-Sharaa (al-Julani)" ... "Jolani"                        one person, the text says so

Identity comes from the text's own words and from the actor table, never from likeness alone. Where a surname fits two
people of the document, it stays apart from both.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from bearwitness.resolve import place_words
from bearwitness.resolve.actor_table import ActorTable
from bearwitness.resolve.fold import fold, person_key

__all__ = ["Linked", "NameMention", "NameSpan", "TitledName", "find_titled_names", "link_document", "split_title"]


class NameSpan(Protocol):
    """A name in a text as whoever found it gives it. An `entity_id` it already has (from the table) is kept."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def kind(self) -> str: ...


@dataclass(frozen=True, slots=True)
class NameMention:
    """The plainest NameSpan; `kind` is one of the kinds of `Who`."""

    start: int
    end: int
    kind: str
    entity_id: str | None = None


class Linked(NamedTuple):
    """Who a mention is.

    Attributes:
        entity_id: `actor:...` from the table, else `name:<folded name>`; equal for one actor in the document.
        name: the fullest form of the name in the document, without title.
        kind: the table's kind where the table knows the actor.
    """

    entity_id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class TitledName:
    """A person's name with the title before it: `role` "UK Foreign Secretary", offsets of the name alone."""

    start: int
    end: int
    name_start: int
    name_end: int
    role: str
    name: str


# --- titles ----------------------------------------------------------------------------------------------

_HEADS = (r"President|Vice[- ]President|Premier|Prime Minister|Deputy Prime Minister|Minister|Secretary[- ]General|Secretary of State|"
          r"Secretary|Under-Secretary-General|Undersecretary|Chancellor|Ambassador|Envoy|Representative|Coordinator|Director[- ]General|"
          r"Director|Commissioner|High Commissioner|Rapporteur|Prosecutor|Chairman|Chairwoman|Chairperson|Chair|Co-[Cc]hairs?|Leader|leader|"
          r"Commander|commander|Commander-in-Chief|General|Lt\.? Gen\.?|Maj\.? Gen\.?|Brig\.? Gen\.?|Gen\.|Colonel|Col\.|Lieutenant|Lt\.|"
          r"Major|Maj\.|Captain|Capt\.|Sergeant|Sgt\.|Admiral|Marshal|spokesman|spokeswoman|spokesperson|Spokesman|Spokeswoman|"
          r"Spokesperson|Senator|Sen\.|Congressman|Congresswoman|Rep\.|Governor|Gov\.|Mayor|King|Queen|Prince|Princess|Emir|Sheikh|"
          r"Shaykh|Imam|Ayatollah|Mullah|Pope|Patriarch|Bishop|Archbishop|Father|Sister|Judge|Justice|Professor|Prof\.|Dr\.?|Mr\.?|Mrs\.?|Ms\.?|Sir|"
          r"Lord|Lady|Baroness|Chief|chief|Head|head|Officer|Deputy|MP|MEP|researcher|analyst|director|president|minister|"
          r"activist|journalist|resident|lawyer|doctor|professor|co-chairs?|chairman|secretary[- ]general|envoy|ambassador|governor|mayor")
_BEFORE_HEAD = (r"[A-Z]{2,8}|Foreign|Defen[cs]e|Interior|Health|Justice|Finance|Information|Prime|Deputy|First|Second|Vice|Acting|Interim|interim|"
                r"former|Former|then|Special|Senior|senior|Permanent|Assistant|Associate|Executive|Managing|Regional|Chief|High|General|"
                r"Military|military|Police|Army|army|Security|Middle East|Emergency|Humanitarian|Resident|Attorney|Supreme|Grand|State|"
                r"UN|U\.N\.|EU|US|U\.S\.|UK|NATO|deputy|opposition|party|transitional|caretaker|acting|rebel|militia|group|"
                r"Country|Field|Programme|Program")
_OBJECT = (r"(?:\s+(?:for|of|to|on)\s+(?:the\s+)?(?:Human Rights|Refugees|Foreign Affairs|Defen[cs]e|State|the Interior|Interior|Syria|Iraq|"
           r"Ukraine|Yemen|Sudan|Libya|Gaza|Palestine|Israel|Afghanistan|Myanmar|Humanitarian Affairs|Children and Armed Conflict|"
           r"Genocide|the Prevention of Genocide|Sexual Violence in Conflict|Staff|Police|Security|United Nations|UN))?")
_NATION = r"(?:[A-Z][\w'’]+(?:ese|ish|ian|ean|ani|aqi|eli|ench|eek|an|i)|[A-Z][\w'’]+['’]s)"
_PART_OF_NAME = (r"(?:(?:al|el|ash|ad|as|ar|bin|ibn|abu|abd|de|van|von|der|den|la|bint)[ -])?"
                 r"(?:Abu |Abdel[ -]|Abdul[ -]|Abd al-|Mc|O['’])?[A-ZÀ-ÞĞİŞŁŻŹŚČŠŽĀĪŪĒ][\w'’ʿʾ.-]*(?<![.,'’])")
_PERSON = rf"(?P<name>{_PART_OF_NAME}(?:\s+{_PART_OF_NAME}){{0,3}})"
_TITLE = rf"(?P<role>(?:{_NATION}\s+)?(?:(?:{_BEFORE_HEAD})\s+)*(?:{_HEADS})(?:\s+(?:{_HEADS}))*{_OBJECT})"
_TITLED = re.compile(rf"(?<![\w-]){_TITLE},?\s+{_PERSON}")
_TITLE_ONLY = re.compile(rf"{_TITLE},?\s+(?=\S)")
_AND_PERSON = re.compile(rf"\s+and\s+{_PERSON}")     # "Co-chairs A and B"
# Words with a capital that follow a title and are no name ("President of", "Minister Said").
_NO_NAME = frozenset("the he she they it we i said says and for of in on at to from with his her its monday tuesday wednesday thursday "
                     "friday saturday sunday january february march april may june july august september october november december "
                     "ministry office committee council party army forces government united state states human".split())


def split_title(phrase: str) -> tuple[str | None, str]:
    """A noun phrase as (title, name).

    >>> split_title("UK Foreign Secretary David Lammy")
    ('UK Foreign Secretary', 'David Lammy')
    >>> split_title("Rubio")
    (None, 'Rubio')
    """
    m = _TITLE_ONLY.match(phrase)
    if m and _capital(phrase[m.end():]):
        return m["role"], phrase[m.end():]
    return None, phrase


def _capital(name: str) -> bool:
    """Does a name begin here: with a capital, or an article and a capital?"""
    return bool(re.match(r"(?:(?:al|el|ash|bin|ibn|abu)[- ])?[^\W\d_a-z]", name))


def find_titled_names(text: str, start: int = 0, end: int | None = None) -> list[TitledName]:
    """People whom the text introduces with a title, whatever their names look like."""
    out = []
    for m in _TITLED.finditer(text, start, len(text) if end is None else end):
        name = m["name"]
        if fold(name.split()[0]) in _NO_NAME or fold(name) in place_words.demonyms() or "\n" in m[0]:
            continue
        words = name.split()
        while len(words) > 1 and fold(words[-1]) in _NO_NAME:
            words.pop()
        stop = m.start("name") + len(name[:name.rindex(words[-1]) + len(words[-1])])
        stop -= 2 if text[stop - 2:stop] in ("'s", "’s") else 0
        out.append(TitledName(m.start(), stop, m.start("name"), stop, m["role"], text[m.start("name"):stop]))
        second = _AND_PERSON.match(text, stop) if m["role"].endswith("s") else None
        if second:
            out.append(TitledName(second.start("name"), second.end(), second.start("name"), second.end(), m["role"], second["name"]))
    return out


# --- linking ---------------------------------------------------------------------------------------------

@dataclass(slots=True)
class _Name:
    """A distinct written form, with where it stands and which group it belongs to."""

    key: str
    words: tuple[str, ...]
    kind: str
    members: list[int] = field(default_factory=list)
    actor: str | None = None
    group: int = -1


_BODIES = ("organisation", "armed_group", "state", "outlet", "facility")
_ALSO_KNOWN = re.compile(r",?\s*(?:\(|\s)?(?:also|better|formerly|previously|now|commonly|widely)?\s*(?:known|called|named|referred\s+to)?\s*"
                         r"(?:by\s+(?:his|her|its)\s+nom\s+de\s+guerre|as|alias|a\.?k\.?a\.?|nom\s+de\s+guerre|formerly|the)\s*,?\s*[“\"'‘]?", re.I)
_KNOWN_WORD = re.compile(r"known|called|alias|a\.?k\.?a|nom\s+de|formerly|referred", re.I)
_BRACKET_ACRONYM = re.compile(r"\s\(([A-Z][\w.&/-]{1,11})\)")


def link_document(text: str, mentions: Sequence[NameSpan], *, table: ActorTable | None = None) -> dict[tuple[int, int], Linked]:
    """Who each mention is, by its span.

    1. Equal names are one. 2. The table's spellings of one actor are one. 3. What the text equates in brackets, by
    "also known as" or by an acronym of the initials is one. 4. A surname or short form goes to the one fuller name
    that it fits. 5. Ids: the table's, else made from the fullest name.

    Args:
        table: the table of the mentions' actor ids, where the user has a larger one; the shipped one by default.
    """
    table = table or _shipped_table()
    spans = [_Span(m.start, m.end, text[m.start:m.end], m.kind, getattr(m, "entity_id", None)) for m in mentions]
    names = _distinct(spans, table)
    groups = _Groups(len(names))
    by_key = {(n.key, _class(n.kind)): i for i, n in enumerate(names)}
    _join_table(names, groups)
    _join_equations(text, spans, names, groups)
    _join_acronyms(text, spans, names, groups, by_key)
    _join_short_forms(names, groups)
    out: dict[tuple[int, int], Linked] = {}
    for members in groups.all():
        linked = _identity([names[i] for i in members], spans, table)
        out.update(((spans[k].start, spans[k].end), linked) for i in members for k in names[i].members)
    return out


@lru_cache(maxsize=1)
def _shipped_table() -> ActorTable:
    return ActorTable.load()


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    name: str
    kind: str
    entity_id: str | None


class _Groups:
    """Union-find over distinct names; the smallest index stands for its group."""

    def __init__(self, n: int):
        self._parent = list(range(n))

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            i = self._parent[i]
        return i

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self._parent[b] = a

    def all(self) -> list[list[int]]:
        out: dict[int, list[int]] = defaultdict(list)
        for i in range(len(self._parent)):
            out[self.find(i)].append(i)
        return list(out.values())


def _class(kind: str) -> str:
    """Persons and the rest never mix; what kind of body something is may be seen differently at two places."""
    return kind if kind in ("person", "community", "vehicle") else "body"


def _distinct(mentions: Sequence[_Span], table: ActorTable) -> list[_Name]:
    out: dict[tuple[str, str], _Name] = {}
    for k, m in enumerate(mentions):
        bare = split_title(m.name)[1] if m.kind == "person" else m.name
        bare = re.sub(r"^[Tt]he\s+|['’]s$", "", bare.strip())
        key = person_key(bare)
        slot = (key, _class(m.kind))
        if slot not in out:
            actor = table.match(bare)
            same = actor and (_class(actor.kind) == _class(m.kind) or m.kind == "unnamed")
            out[slot] = _Name(key, tuple(key.split("-")), m.kind, actor=actor.entity_id if actor and same else None)
        out[slot].actor = out[slot].actor or m.entity_id
        out[slot].members.append(k)
    return list(out.values())


def _join_table(names: list[_Name], groups: _Groups) -> None:
    first: dict[str, int] = {}
    for i, n in enumerate(names):
        if n.actor:
            groups.join(first.setdefault(n.actor, i), i)


def _join_equations(text: str, mentions: Sequence[_Span], names: list[_Name], groups: _Groups) -> None:
    """ "X (Y)" and "X, also known as Y" where Y is a short form, an alias or an acronym of X."""
    owner = {k: i for i, n in enumerate(names) for k in n.members}
    order = sorted(range(len(mentions)), key=lambda k: (mentions[k].start, -mentions[k].end))
    for a, b in pairwise(order):
        x, y = mentions[a], mentions[b]
        if y.start < x.end or _class(x.kind) != _class(y.kind) or owner[a] == owner[b]:
            continue
        between = text[x.end:y.start]
        bracket = between in (" (", " (the ") and text[y.end:y.end + 1] in (")", ",", ";")
        told = len(between) < 45 and _ALSO_KNOWN.fullmatch(between) and _KNOWN_WORD.search(between)
        if told or (bracket and _may_equal(names[owner[a]], names[owner[b]], y.name)):
            _join_unless_apart(names, groups, owner[a], owner[b])


def _may_equal(a: _Name, b: _Name, written: str) -> bool:
    """Brackets also hold parties ("a senator (Labour)") and places of work: bodies must be acronyms of each other."""
    if a.kind == "person":
        return len(b.words) <= 2
    return written.isupper() or written.replace(".", "").isupper() or is_acronym(b.key, a.words) or is_acronym(a.key, b.words)


def _join_unless_apart(names: list[_Name], groups: _Groups, a: int, b: int) -> None:
    """Two names that the table knows as two actors stay two."""
    left = {n.actor for i, n in enumerate(names) if n.actor and groups.find(i) == groups.find(a)}
    right = {n.actor for i, n in enumerate(names) if n.actor and groups.find(i) == groups.find(b)}
    if not (left and right and left != right):
        groups.join(a, b)


def is_acronym(short: str, words: Sequence[str]) -> bool:
    """Are these the initials of the words, small words left out or not?

    >>> is_acronym("sohr", ("syrian", "observatory", "for", "human", "rights"))
    True
    """
    if not 2 <= len(short) <= 8 or not short.isalnum() or len(words) < 2:
        return False
    small = ("of", "the", "for", "and", "in", "on", "to", "de", "la", "des", "du")
    return short in ("".join(w[0] for w in words if w), "".join(w[0] for w in words if w and w not in small))


def _join_acronyms(text: str, mentions: Sequence[_Span], names: list[_Name], groups: _Groups,
                   by_key: dict[tuple[str, str], int]) -> None:
    """An acronym goes with the name it stands behind in brackets, else with the only name of those initials."""
    for i, n in enumerate(names):
        for k in n.members if _class(n.kind) == "body" else ():
            m = _BRACKET_ACRONYM.match(text, mentions[k].end)
            short = by_key.get((person_key(m[1]), "body")) if m else None
            if short is not None:
                _join_unless_apart(names, groups, i, short)
    for i, n in enumerate(names):
        if _class(n.kind) != "body" or len(n.words) != 1 or not mentions[n.members[0]].name.strip().isupper():
            continue
        if any(groups.find(j) == groups.find(i) for j in range(len(names)) if j != i):
            continue
        fits = {groups.find(j) for j, o in enumerate(names) if _class(o.kind) == "body" and is_acronym(n.key, o.words)}
        if len(fits) == 1:
            _join_unless_apart(names, groups, fits.pop(), i)


# A short form must not be a word that many bodies share.
_SHARED = frozenset("army forces force party ministry government council committee police group front division brigade union court "
                    "commission agency office movement syrian turkish national democratic united human rights watch people peoples "
                    "islamic state republic general security defence defense health foreign international league".split())


def _join_short_forms(names: list[_Name], groups: _Groups) -> None:
    for i, n in enumerate(names):
        if n.kind == "person":
            fits = _fuller_people(n, i, names, groups)
        elif n.kind in _BODIES and not (len(n.words) == 1 and n.words[0] in _SHARED):
            fits = {groups.find(j) for j, o in enumerate(names) if o.kind in _BODIES and len(o.words) > len(n.words)
                    and _shortened(o.words, n.words)}
        else:
            continue
        fits.discard(groups.find(i))
        if len(fits) == 1:
            _join_unless_apart(names, groups, fits.pop(), i)


def _fuller_people(n: _Name, i: int, names: list[_Name], groups: _Groups) -> set[int]:
    """People whose name ends as this one does ("Rubio": Marco Rubio) or holds all its words in order."""
    out = set()
    for j, o in enumerate(names):
        if j == i or o.kind != "person" or len(o.words) <= len(n.words):
            continue
        surname = o.words[-len(n.words):] == n.words
        inside = len(n.words) > 1 and o.words[-1] == n.words[-1] and _in_order(n.words, o.words)
        if surname or inside:
            out.add(groups.find(j))
    return out


def _in_order(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(word in rest for word in short)


def _shortened(full: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """A piece of the longer name, or its first and last word with some between left out; of its own words, not
    only ones that many bodies share."""
    piece = any(full[k:k + len(short)] == short for k in range(len(full) - len(short) + 1))
    ends = len(short) > 1 and (full[0], full[-1]) == (short[0], short[-1]) and _in_order(short, full)
    own = any(w not in _SHARED for w in short) and (len(short) > 1 or short[0] not in place_words.demonyms())
    return (piece or ends) and own


def _identity(group: list[_Name], mentions: Sequence[_Span], table: ActorTable) -> Linked:
    forms: Counter[str] = Counter()
    for n in group:
        for k in n.members:
            name = split_title(mentions[k].name)[1] if mentions[k].kind == "person" else mentions[k].name
            forms[re.sub(r"^[Tt]he\s+(?=[a-z])|['’]s$", "", name.strip())] += 1
    fullest = max(forms, key=lambda f: (len(person_key(f).split("-")), len(f), -min(
        mentions[k].start for n in group for k in n.members if f in mentions[k].name)))
    actor = next((n.actor for n in group if n.actor), None)
    if actor:
        row = table.actors.get(actor)
        return Linked(actor, fullest, row.kind if row else group[0].kind)
    longest = max(group, key=lambda n: (len(n.words), len(n.key), n.key))
    return Linked(f"name:{longest.key}", fullest, group[0].kind)
