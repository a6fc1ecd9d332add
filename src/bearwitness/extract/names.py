"""Who is meant by a noun phrase: names, roles, joint actors, unnamed descriptions.

Names come from the actor table first, from title rules second, from the parser's entity model last: the
model is weak on the actors of war, so its type never overrides the table's.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bearwitness.extract.name_kinds import LAND, SITES, recast
from bearwitness.model import Passage, Who

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bearwitness.extract.page import Page, Unit


@dataclass(frozen=True, slots=True)
class Name:
    """A name seen in the text. `canonical` is the full name the document (or the actor table) gives it."""

    start: int
    end: int
    text: str
    kind: str
    entity_id: str | None = None
    canonical: str | None = None
    source: str = "model"       # table | title | model


ROLE_WORDS = frozenset("""president vice-president minister premier chancellor secretary secretary-general spokesperson
spokesman spokeswoman commander general colonel major captain lieutenant brigadier admiral marshal director chief head
leader chair chairman chairwoman chairperson co-chair co-chairs chairs governor mayor ambassador envoy commissioner rapporteur
coordinator representative delegate official officials officer officers adviser advisor aide deputy member mp senator
lawmaker judge prosecutor lawyer attorney doctor dr. dr professor prof. researcher analyst expert activist journalist
reporter correspondent editor author founder sheikh shaykh imam patriarch bishop archbishop cardinal pope rabbi pastor
father sister king queen prince princess emir sultan crown mr mr. mrs mrs. ms ms. sir lord lady sgt sgt. gen. gen col. col
maj. capt. lt. cpl. rep. sen. gov. pm coach manager ceo co-founder executive undersecretary inspector sergeant corporal
superintendent detective sheriff police-chief speaker legislator deputy-director witness survivor resident eyewitness
nurse surgeon physician paramedic medic teacher farmer driver shopkeeper neighbor neighbour relative worker
volunteer coroner pathologist investigator historian economist professor""".split())
HONORIFICS = frozenset("mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady prof. prof gen. gen col. col maj. capt. lt. sgt. rep. sen. gov.".split())
PRONOUNS_PERSON = frozenset(["he", "she", "him", "her"])
PRONOUNS_GROUP = frozenset(["they", "it", "them", "we", "i", "you"])
RELATIVES = frozenset(["who", "which", "that", "whom"])
_NOT_NAMES = frozenset("""monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december today yesterday tomorrow north south east west northern southern eastern western
allahu akbar""".split())
_MODEL_KINDS = {"PERSON": "person", "ORG": "organisation", "FAC": "facility"}
_PARTICLES = frozenset("al el an as ar at az bin ibn abu abd van von de der da del la le di dos bint umm - ’ '".split())

_TIME_WORDS = _NOT_NAMES - frozenset("north south east west northern southern eastern western allahu akbar".split()) | frozenset(
    "morning evening night afternoon week weekend month year".split())

COMMUNITIES = frozenset("""alawite alawites alawi alawis sunni sunnis shia shiite shiites shi'ite shi'a druze christian christians
muslim muslims kurd kurds kurdish yazidi yazidis yezidi yezidis jew jews jewish ismaili ismailis turkmen turkmens assyrian assyrians
armenian armenians circassian circassians bedouin bedouins rohingya rohingyas hazara hazaras tutsi tutsis hutu hutus uyghur uyghurs
roma tamil tamils masalit fur zaghawa tigrayan tigrayans amhara oromo fulani dogon copts copt coptic hindus hindu sikhs sikh
palestinians""".split())


def who_at(page: Page, unit: Unit, head: int) -> Who:
    """The actor that the noun phrase headed by token `head` stands for, joint ones in `with_`."""
    token = unit.doc[head]
    first = _one_who(page, unit, token)
    others: list[Who] = []
    for joint in _conjuncts(token):
        who = _one_who(page, unit, joint)
        # Two words of one name may be taken for two joint actors.
        if who.passage and not any((w.passage and w.passage.start <= who.passage.start < w.passage.end) or w.name == who.name
                                   for w in (first, *others)):
            others.append(who)
    before = _named_before(page, first)
    if before:
        first, others = before[0], [*before[1:], first, *others]
    return replace(first, with_=tuple(others)) if others else first


def _named_before(page: Page, who: Who) -> list[Who]:
    """"The SOHR and Human Rights Watch": joint actors that the parser folded into one phrase, before its head."""
    if who.passage is None or who.kind == "unnamed" or who.role:
        return []
    inside = [n for n in page.names_in(who.passage.start, who.passage.end) if n.kind in _JOINT]
    main = next((n for n in inside if (n.entity_id, n.canonical or n.text) == (who.entity_id, who.name)), None)
    if main is None:
        return []
    out: list[Who] = []
    last = main
    for n in reversed(inside[: inside.index(main)]):
        if not re.fullmatch(r"\s*(?:,\s*)?(?:and\s+|&\s*)?(?:both\s+)?(?:the\s+)?", page.text[n.end:last.start]) \
                or n.end + 1 >= last.start:
            break
        out.insert(0, Who(n.canonical or n.text, n.kind, None, n.entity_id, page.passage(n.start, n.end)))
        last = n
    return out


_JOINT = frozenset("person organisation outlet armed_group state".split())


def _conjuncts(token: Token) -> list[Token]:
    out = []
    for child in token.children:
        if child.dep_ == "conj" and not _is_clause(child):
            out.append(child)
            out.extend(_conjuncts(child))
    return out


def _is_clause(token: Token) -> bool:
    return any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children)


_TIES = frozenset("affiliated aligned allied associated backed linked loyal led supported controlled commanded financed funded armed".split())
_CUT = frozenset("relcl acl advcl ccomp parataxis conj cc preconj punct".split())


def phrase_tokens(token: Token) -> list[Token]:
    """The noun phrase of a head word without its relative clauses and its joint members, in text order.

    An apposition and short prepositional phrases stay; what a comma sets off ("through his spokesperson")
    does not, unless it is an apposition.
    """
    out = [token]
    for child in token.children:
        if child.dep_ in ("acl", "amod") and child.i > token.i and child.lower_ in _TIES and not _comma_between(token, child):
            out.extend(_tie_tokens(child))      # "factions affiliated with the brigade" is the whole of the name
            continue
        if child.dep_ in _CUT:
            if child.dep_ == "punct" and child.text in "-–’'()[]":
                out.append(child)
            continue
        if child.dep_ == "prep" and child.i > token.i and _comma_between(token, child):
            continue
        if child.dep_ in ("advmod", "mark", "npadvmod") and child.i > token.i + 1:
            continue
        if child.dep_ == "prep" and child.i > token.i and any(c.dep_ == "pcomp" for c in child.children):
            continue        # "accused the army of shelling ...": the deed is no part of the name
        if child.dep_ == "prep" and any(c.dep_ == "pobj" and c.lower_ in _TIME_WORDS for c in child.children):
            continue
        if child.dep_ == "appos":
            out.extend(phrase_tokens(child))
            continue
        if child.dep_ == "prep" and token.dep_ == "pobj" and token.head.dep_ == "agent" and child.lower_ in ("of", "for", "over") and _accused_of(token):
            continue        # "were accused by activists of torture"
        out.extend(phrase_tokens(child) if child.dep_ in ("prep", "pobj", "nmod", "poss", "compound", "amod", "pcomp")
                   else list(child.subtree))
    if token.dep_ == "nsubj":
        # A long title may be parsed as a subject of its own, right before the name.
        for other in token.head.children:
            if other.dep_ == "nsubj" and other.i < token.i and not any((t.is_punct and t.text != "-") or t.dep_ == "cc" for t in
                                                                     token.doc[other.i:token.i] if t not in out):
                out.extend(other.subtree)
    return sorted(set(out), key=lambda t: t.i)


def _accused_of(agent: Token) -> bool:
    return agent.head.head.lower_ in ("accused", "suspected", "blamed", "criticised", "criticized", "condemned")


def _tie_tokens(tie: Token) -> list[Token]:
    """"affiliated with the Northern Brigade": the participle and what it ties to, not the deed that follows."""
    out = [tie]
    for c in tie.children:
        if c.dep_ in ("prep", "agent") and c.lower_ in ("with", "by", "to") and c.i == tie.i + 1:
            out.append(c)
            for obj in c.children:
                if obj.dep_ == "pobj":
                    out.extend(t for t in phrase_tokens(obj) if not _under_for(t, obj))
    return out


def _under_for(token: Token, top: Token) -> bool:
    while token.i != top.i:
        if token.dep_ == "prep" and token.lower_ == "for":
            return True
        token = token.head
    return False


def _comma_between(a: Token, b: Token) -> bool:
    lo, hi = sorted((a.i, b.i))
    return any(t.text == "," for t in a.doc[lo:hi])


def phrase_span(unit: Unit, token: Token) -> tuple[int, int]:
    """Offsets of the noun phrase (see `phrase_tokens`), closing bracket included."""
    tokens = phrase_tokens(token)
    first, last = tokens[0].i, tokens[-1].i
    doc = unit.doc
    while first < last and doc[first].text in ",;:–—-’')]”\"":
        first += 1
    while last > first and (doc[last].text in ",;:–—-(’'[“\"" or doc[last].text in ("'s", "’s")):
        last -= 1
    start, end = unit.char_span(first, last)
    inside = "".join(t.text for t in doc[first:last + 1])
    if last + 1 < len(doc) and doc[last + 1].text.startswith(")") and inside.count("(") > inside.count(")"):
        end = unit.starts[last + 1] + 1
    return start, end


def _one_who(page: Page, unit: Unit, token: Token) -> Who:
    start, end = phrase_span(unit, token)
    at = unit.starts[token.i]
    for n in page.names:
        if n.start <= at < n.end:       # a name that the parser split
            start, end = min(start, n.start), max(end, n.end)
    passage = page.passage(start, end)
    low = token.lower_
    if low in PRONOUNS_PERSON | PRONOUNS_GROUP:
        return Who(passage.exact, "unnamed", None, None, passage)
    names = page.names_in(start, end)
    chosen = _choose(names, unit, token, passage)
    if chosen is None:
        return _described(page, unit, token, passage)
    role = _role(page, passage, chosen, names)
    return Who(chosen.canonical or chosen.text, chosen.kind, role, chosen.entity_id, passage)


def _choose(names: list[Name], unit: Unit, token: Token, passage: Passage) -> Name | None:
    """The name that the whole phrase stands for: its head, or the person in apposition, or nobody."""
    if not names:
        return None
    at = unit.starts[token.i]
    head_name = next((n for n in names if n.start <= at < n.end), None)
    if head_name and head_name.kind == "person":
        return head_name
    appos = [c for c in token.children if c.dep_ == "appos"]
    for child in appos:
        spot = unit.starts[child.i]
        person = next((n for n in names if n.kind == "person" and n.start <= spot < n.end), None)
        if person and (head_name is None or head_name.kind != "person"):
            return person
    # "SOHR Director Rami Abdulrahman": the parser may take the organisation for the head.
    persons = [n for n in names if n.kind == "person"]
    if persons and token.lower_ in ROLE_WORDS:
        inside = [n for n in persons if _same_phrase(page_text=passage, name=n)]
        if inside:
            return inside[-1]
    if head_name:
        if persons and persons[-1].start > head_name.start and not _separate(passage, head_name, persons[-1]):
            return persons[-1]
        return head_name
    return None


def _same_phrase(*, page_text: Passage, name: Name) -> bool:
    """Is a person's name part of a titled phrase rather than of a prepositional one ("spokesman for Ali Ahmad")?"""
    before = page_text.exact[: name.start - page_text.start].lower()
    return not re.search(r"\b(?:for|of|to|from|with|under|by|in|at|near|outside|on)\s+(?:\w+\s+){0,2}$", before)


def _separate(passage: Passage, a: Name, b: Name) -> bool:
    between = passage.exact[a.end - passage.start:b.start - passage.start].lower()
    return bool(re.search(r"\b(?:of|for|from|in|and|with|by|under)\b", between))


def _role(page: Page, passage: Passage, chosen: Name, names: list[Name]) -> str | None:
    """"Director, SOHR" from "SOHR Director Rami Abdulrahman"; the words are the text's own."""
    if chosen.kind != "person":
        return None
    text = passage.exact
    before = text[: chosen.start - passage.start].strip(" ,")
    after = text[chosen.end - passage.start:].strip(" ,")
    after = re.sub(r"^\([^)]*\)\s*,?\s*", "", after)
    raw = before or after
    if not raw or raw.lower() in ("the", "mr", "mr.", "mrs", "ms", "dr", "dr."):
        return None
    raw = re.sub(r"^(?:the|a|an|its|his|her|their)\s+", "", raw, flags=re.I)
    m = re.search(rf"\b(?:{'|'.join(re.escape(w) for w in sorted(_ROLE_LONG, key=len, reverse=True))})\b.*$", raw, re.I)
    if m is None and (len(raw.split()) > 6 or not re.fullmatch(r"[^\d—–]+\w", raw)):
        return None
    if m is None or m.start() == 0:
        return raw.strip(" ,—–-")
    body, title = raw[: m.start()].strip(" ,"), m.group().strip(" ,")
    # Take the adjectives before the title with it: "interim president", "former defence minister".
    words = body.split()
    taken: list[str] = []
    while words and words[-1].islower() and not words[-1].endswith(("'s", "’s")):
        taken.insert(0, words.pop())
    while words and words[-1] in _TITLE_ADJECTIVES:
        taken.insert(0, words.pop())
    title = " ".join([*taken, title])
    body = re.sub(r"(?:’s|'s)$", "", " ".join(words)).strip(" ,")
    return f"{title}, {body}" if body else title


_TITLE_ADJECTIVES = frozenset("Foreign Defence Defense Interior Prime Deputy Special Vice Interim Acting Former High General Chief Senior "
                              "Permanent Justice Information Health Finance Assistant Under Associate Executive Managing".split())
_ROLE_LONG = sorted(w for w in ROLE_WORDS if w.isalpha() or "-" in w)


def _described(page: Page, unit: Unit, token: Token, passage: Passage) -> Who:
    """An actor without a name, kept as described: "a humanitarian worker in Tartus"."""
    text = passage.exact
    low = token.lower_
    government = _government(page, unit, token, passage)
    if government is not None:
        return government
    kind = "unnamed"
    if low in COMMUNITIES:
        kind = "community"
    elif low in _ARMED:
        kind = "armed_group"
    elif low in ("government", "administration", "regime", "authorities", "ministry", "state", "states", "army", "military"):
        kind = "state"
    return Who(text, kind, None, None, passage)


def _government(page: Page, unit: Unit, token: Token, passage: Passage) -> Who | None:
    """"Ankara said", "the United States condemned": a country or its capital as an actor is its government, not a point."""
    at = unit.starts[token.i]
    for p in page.places:
        if p.start <= at < p.end and p.is_country_or_capital and p.where.country and passage.end - passage.start <= p.end - p.start + 5:
            name = passage.exact.removeprefix("the ").removeprefix("The ")
            return Who(name, "state", None, f"state:{p.where.country}", passage)
    return None


_ARMED = frozenset("factions faction militia militias militants fighters fighter rebels insurgents loyalists gunmen gunman forces force "
                   "troops soldiers army brigade division battalion jihadists extremists paramilitaries guerrillas remnants".split())


# --- finding names ------------------------------------------------------------------------------------

_ADJECTIVAL = re.compile(r"[-‐–](?:based|backed|led|born|affiliated|linked|aligned|supported|allied|occupied|held|controlled|made|"
                         r"sponsored|funded|trained|brokered|mediated)\b", re.I)


def is_adjectival(text: str, end: int) -> bool:
    """Does the name at `end` only qualify another word ("UK-based")?"""
    return bool(_ADJECTIVAL.match(text[end:end + 14]))


def without_places(names: list[Name], places: list[Any]) -> list[Name]:
    """Drop what only the model took for a person or an organisation where the text names a place."""
    spans = sorted((p.start, p.end) for p in places)
    return [n for n in names if n.source != "model" or not _covered(n, spans)]


def _covered(n: Name, spans: list[tuple[int, int]]) -> bool:
    """Does one of the sorted spans hold the whole name?"""
    k = bisect_left(spans, (n.start + 1, 0))
    return any(n.end <= end for _, end in spans[max(0, k - 4):k])


def find_names(page: Page, table: Any) -> list[Name]:
    """Every actor name in the document, not yet linked.

    Args:
        table: resolve.actors.ActorTable, or None.
    """
    found: list[Name] = []
    if table is not None:
        for m in table.find(page.text):
            found.append(Name(m.start, m.end, page.text[m.start:m.end], m.kind, m.entity_id, m.name, "table"))
    taken = _Taken(found)
    for unit in page.units:
        for name in _titled(page, unit):
            if taken.free(name):
                taken.add(name)
                found.append(name)
    for unit in page.units:
        for name in _subjects(page, unit):
            if taken.free(name) and not any(label == "ORG" and text.endswith(name.text) for _, _, label, text in unit.ents):
                taken.add(name)
                found.append(name)
    for unit in page.units:
        for name in _from_model(page, unit):
            if taken.free(name):
                taken.add(name)
                found.append(name)
    found = _surnames(found)
    found.extend(_repeats(page, found, taken))
    found.sort(key=lambda n: (n.start, -n.end))
    return found


def link_names(text: str, found: list[Name], link: Any) -> list[Name]:
    """Give names that stand for one actor one id and one full name."""
    linked = link(text, found)
    out = []
    for name in found:
        got = linked.get((name.start, name.end)) if isinstance(linked, dict) else None
        if got is None:
            out.append(name)
            continue
        entity_id, canonical, kind = got
        out.append(replace(name, entity_id=entity_id, canonical=canonical or name.canonical, kind=kind or name.kind))
    return out


class _Taken:
    """Which stretches of text already carry a name."""

    def __init__(self, names: list[Name]):
        self.spans = sorted((n.start, n.end) for n in names)      # none inside another

    def free(self, name: Name) -> bool:
        k = bisect_left(self.spans, (name.end, 0))      # the first that begins behind it
        return k == 0 or self.spans[k - 1][1] <= name.start

    def add(self, name: Name) -> None:
        insort(self.spans, (name.start, name.end))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a leading article, a possessive ending, stray marks."""
    while True:
        s = text[start:end]
        m = re.match(r"(?:the|a|an|suspected|alleged)\s+|[\s\"“”'‘’,.;:()\[\]@#—–-]+", s, re.I)
        if m and m.end() < len(s):
            start += m.end()
            continue
        m = re.search(r"(?:'s|’s|[\s\"“”'’,;:()\[\]—–-]+)$", s)
        if m and m.start() > 0:
            end = start + m.start()
            continue
        return start, end


_PLACED = re.compile(r"(?:Near|Around|Outside|Across|Inside) \S")


def _from_model(page: Page, unit: Unit) -> list[Name]:
    out = []
    for first, last, label, words in unit.ents:
        if any(unit.stands_for[i] is not None for i in range(first, last)):
            continue
        kind = _MODEL_KINDS.get(label)
        if label == "NORP" and words.lower() in COMMUNITIES:
            kind = "community"
        if kind is None:
            continue
        start, end = unit.char_span(first, last - 1)
        start, end = _trim(page.text, start, end)
        start, end = _without_title(page.text, start, end) if kind == "person" else (start, end)
        text = page.text[start:end]
        if _PLACED.match(text):
            continue        # "Near Tel Amin, a strike ...": the model takes the head of the sentence into the name of a town
        if kind == "person" and " " not in text and start == unit.line.start:
            continue        # one word at the head of a paragraph is more often a verb than a person
        if _OUTLET_LIKE.search(text) and kind in ("person", "organisation"):
            kind = "outlet"
        if not _looks_like_name(text, kind) or page.text[max(0, start - 13):start].lower() == "secretary of ":
            continue
        if text.lower() in COMMUNITIES:
            kind = "community"
        kind = recast(page.text, start, end, kind)
        if kind is not None:
            out.append(Name(start, end, text, kind))
    return out


_OUTLET_LIKE = re.compile(r"\b(?:News|Times|Post|Press|Tribune|Herald|Gazette|Journal|TV|Television|Radio|Telegraph|Daily|Wire|Broadcasting|Magazine|"
                          r"Newspaper|Chronicle|Courier|Mirror|Weekly|Online|24)$|^(?:Radio|Daily)\b")


def _looks_like_name(text: str, kind: str) -> bool:
    words = text.split()
    if text.count("(") != text.count(")"):
        return False
    if not words or len(text) < 2 or len(words) > 8 or any(c.isdigit() for c in text) or "\n" in text:
        return False
    if all(w.lower().strip(".,") in _NOT_NAMES | ROLE_WORDS for w in words) or not text[0].isupper():
        return False
    return not (kind == "person" and any(w.lower() in ("the", "of", "and") for w in words))


def _without_title(text: str, start: int, end: int) -> tuple[int, int]:
    while True:
        m = re.match(r"(\S+)\s+", text[start:end])
        if not m or m.group(1).lower().strip(",") not in ROLE_WORDS | HONORIFICS:
            return start, end
        start += m.end()


def _titled(page: Page, unit: Unit) -> list[Name]:
    """Capitalised words right after a title are a person: "High Commissioner ... Volker Türk", "spokesperson X Y"."""
    out = []
    doc = unit.doc
    i = 0
    while i < len(doc) - 1:
        word = doc[i].lower_
        if word in ROLE_WORDS and unit.stands_for[i] is None and doc[i].text != "DR":
            j = i + 1
            while j < len(doc) and _name_word(doc, j, unit):
                j += 1
            while j > i + 1 and doc[j - 1].text in ("-", "’", "'", "al", "bin"):
                j -= 1
            size = sum(t.text[0].isupper() for t in doc[i + 1:j])
            if size >= (1 if word in HONORIFICS else 2) and doc[j - 1].lower_ not in LAND | SITES:
                start, end = _trim(page.text, *unit.char_span(i + 1, j - 1))
                start, end = _without_title(page.text, start, end)
                if end - start > 2 and _looks_like_name(page.text[start:end], "person"):
                    out.append(Name(start, end, page.text[start:end], "person", source="title"))
                i = j
                continue
        i += 1
    return out


def _subjects(page: Page, unit: Unit) -> list[Name]:
    """Two capitalised words as the subject of a verb that only people do, where the model saw nothing."""
    out = []
    for token in unit.doc:
        if token.dep_ != "nsubj" or not token.text[0].isupper() or token.ent_type_ or token.lower_ in ROLE_WORDS:
            continue
        first = token.i
        while first > 0 and unit.doc[first - 1].head.i == token.i and unit.doc[first - 1].dep_ == "compound" \
                and unit.doc[first - 1].text[0].isupper() and not unit.doc[first - 1].ent_type_ \
                and unit.doc[first - 1].lower_ not in ROLE_WORDS:
            first -= 1
        if token.i - first == 1 and unit.doc[first - 1].lower_ not in ("the", "a", "an") and first > 0 \
                and token.head.lower_ in _PERSONAL:
            start, end = unit.char_span(first, token.i)
            if _looks_like_name(page.text[start:end], "person"):
                out.append(Name(start, end, page.text[start:end], "person", source="title"))
    return out


_PERSONAL = frozenset("said says told added stated declared warned urged denied vowed reinforced stressed noted explained wrote insisted".split())


def _name_word(doc: Any, j: int, unit: Unit) -> bool:
    token = doc[j]
    if unit.stands_for[j] is not None:
        return False
    if token.lower_ in _PARTICLES:
        return j + 1 < len(doc)
    return token.text[0].isupper() and token.text[0].isalpha() and token.lower_ not in ROLE_WORDS and (
        token.lower_ not in _NOT_NAMES)


def _surnames(found: list[Name]) -> list[Name]:
    """The model may call a bare surname an organisation: where a person of that name stands, it is the person."""
    last_words = {n.text.split()[-1] for n in found if n.kind == "person" and " " in n.text}
    return [replace(n, kind="person") if n.source == "model" and n.kind != "person" and n.text in last_words else n for n in found]


def _standing(text: str, form: str) -> Iterator[int]:
    """Where a name stands as a word or words of its own."""
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        whole = not _is_word(text[at - 1:at]) and not _is_word(text[end:end + 1])
        if whole:
            yield at
        at = text.find(form, end if whole else at + 1)


# A capitalised word right before a surname that is no title: the surname may be part of another name ("Hong Kong").
_IN_A_NAME = re.compile(r"(?<![.!?] )(?<!\w)(?!(?:Mrs?|Ms|Dr|Sir|Lord|Lady|Gen|Col|President|Minister)\b)[A-Z][a-z]+ $|\b(?:in|near|from|at|outside|of) $")


def _is_word(c: str) -> bool:
    return c.isalnum() or c == "_"


def _repeats(page: Page, found: list[Name], taken: _Taken) -> list[Name]:
    """A person's surname, or a name the model saw once, wherever else it stands."""
    out: list[Name] = []
    forms: dict[str, Name] = {}
    for name in found:
        if name.source == "table":
            continue
        forms.setdefault(name.text, name)
        words = name.text.split()
        if name.kind == "person" and len(words) >= 2 and len(words[-1]) > 2 and words[-1][0].isupper():
            forms.setdefault(words[-1], name)
    for form, name in forms.items():
        for start in _standing(page.text, form):
            source = "model" if form != name.text and _IN_A_NAME.search(page.text, max(0, start - 20), start) else name.source
            again = Name(start, start + len(form), form, name.kind, source=source)
            if taken.free(again):
                taken.add(again)
                out.append(again)
    return out
