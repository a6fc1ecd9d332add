"""What the MUC-4 models look at: each function turns a piece of a View into a set of feature names.

The names are plain words ("nsubjpass<F:kill": subject of a passive verb of killing), so that a weight can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from bearwitness.extract.events_table import parties
from bearwitness.extract.muc4_tables import clusters, known, target_kinds
from bearwitness.extract.muc4_view import Entity, Mention, Spot, View
from bearwitness.extract.names import ROLE_WORDS


@cache
def sides() -> dict[str, str]:
    """Upper-case name -> side, from words/latin_america.csv."""
    return {n.upper(): k.side for k in known() if k.kind == "organisation" for n in (k.name, *k.aliases)}


def frame_at(view: View, k: int) -> str | None:
    return next((f for i, f in view.frames[view.tokens[k].sent] if i == k), None)


def governor(view: View, head: int) -> list[tuple[str, int]]:
    """(relation, token) steps above a noun phrase: over "and" and appositions, prepositions joined to the relation."""
    toks, steps, k = view.tokens, [], head
    for _ in range(6):
        t = toks[k]
        if t.head == k:
            break
        if t.dep in ("conj", "appos", "compound", "nmod"):
            k = t.head
            continue
        if t.dep in ("pobj", "pcomp"):
            prep = toks[t.head]
            if prep.head == t.head:
                steps.append((f"p_{prep.low}", t.head))
                break
            steps.append((f"p_{prep.low}", prep.head))
            k = prep.head
        else:
            steps.append((t.dep, t.head))
            k = t.head
        if len(steps) >= 3:
            break
    return steps


def mention_features(view: View, m: Mention) -> list[str]:
    toks = view.tokens
    head = toks[m.head]
    out: list[str] = []
    steps = governor(view, m.head)
    path = ""
    for n, (rel, k) in enumerate(steps[:3]):
        g = toks[k]
        frame = frame_at(view, k)
        path = f"{path}>{rel}" if path else rel
        out.append(f"g{n}:{path}<{g.low}")
        if frame:
            out.append(f"{path}<F:{frame}")
            out.append(f"any<F:{frame}")
        if n == 0:
            out.append(f"rel:{rel}")
            kids = [t for t in toks[max(0, k - 4):k + 5] if t.head == k and t.dep in ("prt", "dobj", "neg", "auxpass", "prep", "acomp")]
            out += [f"g0k:{rel}<{g.low}_{t.low}" for t in kids]
            out += [f"neg:{rel}" for t in kids if t.dep == "neg"]
    if toks[m.head].dep in ("conj", "appos"):
        out.append(f"dep:{toks[m.head].dep}")
    for k in range(m.head + 1, min(len(toks), m.head + 6)):     # relative and participle clauses behind it
        if toks[k].head == m.head and toks[k].dep in ("acl", "relcl"):
            frame = frame_at(view, k)
            out.append(f"clause:{toks[k].low}")
            if frame:
                voice = "pass" if any(t.head == k and t.dep == "auxpass" for t in toks[max(0, k - 4):k]) or toks[k].dep == "acl" else "act"
                out.append(f"clause:{voice}:{frame}")
    a, b = view.sents[m.sent]
    before, after = toks[max(a, m.first - 2):m.first], toks[m.head + 1:min(b, m.head + 3)]
    out += [f"L:{t.low}" for t in before] + [f"R:{t.low}" for t in after]
    if len(before) == 2:
        out.append(f"LL:{before[0].low}_{before[1].low}")
    if len(after) == 2:
        out.append(f"RR:{after[0].low}_{after[1].low}")
    near = sorted((abs(i - m.head), i < m.head, f) for i, f in view.frames[m.sent])
    for distance, left, f in near[:3]:
        out.append(f"near{'L' if left else 'R'}:{f}:{'c' if distance < 5 else 'f'}")
    kind = kind_of(view, m)
    for f in {f for _, f in view.frames[m.sent]}:
        out.append(f"SF:{f}")
        out.append(f"{kind}&SF:{f}")
    if not view.frames[m.sent]:
        out.append("SF:none")
    out += [f"rule:{r}" for r in m.rules]
    out += [f"{kind}&rule:{r}" for r in m.rules]
    for rel, k in steps[:1]:
        f2 = frame_at(view, k)
        if f2:
            out.append(f"{kind}&{rel}<F:{f2}")
    for sent, what, tags in view.claims:
        if sent == m.sent:
            out.append(f"claim:{what}:{tags}")
    pos = m.sent - view.first_body
    out.append(f"pos:{min(pos, 4) if pos >= 0 else 'head'}" if pos < 10 else "pos:late")
    del head
    return out


def kind_of(view: View, m: Mention) -> str:
    """A coarse kind: name, armed, civilian, state, facility, vehicle ..., other."""
    if m.name:
        side = sides().get(" ".join(m.name))
        if side:
            return f"org-{side}"
        return "name" if len(m.name) > 1 or m.title else "name1"
    low = view.tokens[m.head].low
    found = parties().get(low) or parties().get(low.rstrip("s"))
    return min(found) if found else "other"


def own_features(view: View, e: Entity) -> list[str]:
    """What an entity is by its own words."""
    m = e.mentions[0]
    head = view.tokens[m.head].low
    out = [f"head:{head}", f"kind:{kind_of(view, m)}", f"n:{min(len(e.mentions), 4)}", "bias"]
    out += [f"end:{head[-4:]}"]
    out.append(f"number:{'1' if m.number == 1 else 'few' if m.number and m.number < 10 else 'many' if m.number else 'none'}:{m.plural}")
    for c in parties().get(head, ()):
        out.append(f"class:{c}")
    own = [w.lower() for w in (*m.core, *m.of)] + [w.lower() for x in e.mentions for w in x.title]
    out += [f"lex:{kind}" for w in own for kind in target_kinds().get(w, ())]
    out += [f"lexh:{kind}" for kind in target_kinds().get(head, ())]
    if e.name:
        out.append("named")
        full = " ".join(e.words)
        out.append(f"name:{full}")
        side = next((s for n, s in sides().items() if n == full), "")
        out.append(f"side:{side}")
        for mention in e.mentions:
            out += [f"title:{w.lower()}" for w in mention.title]
            if mention.title and mention.title[-1].lower() in ROLE_WORDS:
                out.append("titled")
            for k in range(mention.head + 1, min(len(view.tokens), mention.head + 12)):
                t = view.tokens[k]
                if t.dep == "appos" and t.head == mention.head:
                    out.append(f"appos:{t.low}")
            out.append(f"ent:{view.tokens[mention.head].ent}")
        place = any(p.start <= view.tokens[m.head].start < p.end for p in view.places)
        out.append(f"place:{place}")
    else:
        out += [f"mod:{w.lower()}" for w in e.words[:-1]]
        out.append(f"core:{' '.join(e.words).lower()}")
        out += [f"of:{w.lower()}" for w in m.of[1:3]]
        det = view.tokens[m.first].low
        if det in ("a", "an", "the", "his", "her", "their", "its", "another", "several", "some", "unidentified", "no", "any", "many", "all"):
            out.append(f"det:{det}")
    return out


def entity_features(view: View, e: Entity) -> set[str]:
    """Own words and the contexts of all mentions."""
    out = set(own_features(view, e)) | cluster_features(view, e)
    kind = kind_of(view, e.mentions[0])
    for m in e.mentions[:8]:
        feats = mention_features(view, m)
        out.update(feats)
        out.update(f"{kind}&{f}" for f in feats if f.startswith(("g0:", "nsubj", "dobj", "p_", "clause")))
    first = e.mentions[0].sent - view.first_body
    out.add(f"first:{min(max(first, -1), 6)}")
    return out


def cluster_features(view: View, e: Entity) -> set[str]:
    """Words by their clusters: the head, the words around it in the phrase, what governs it, the sentence."""
    table, toks = clusters(), view.tokens
    out: set[str] = set()
    head = table.get(toks[e.mentions[0].head].low) if not e.name else None
    if head:
        out |= {f"hc1:{head[0]}", f"hc2:{head[1]}"}
    own = {w.lower() for x in e.mentions for w in (*x.title, *x.of[1:])} | ({w.lower() for w in e.words[:-1]} if not e.name else set())
    out |= {f"mc{n}:{c}" for w in own if w in table for n, c in enumerate(table[w], 1)}
    what = head[0] if head else "name" if len(e.words) > 1 else "name1"
    for m in e.mentions[:8]:
        path = ""
        for rel, k in governor(view, m.head)[:2]:
            path = f"{path}>{rel}" if path else rel
            found = table.get(toks[k].low)
            if found:
                out |= {f"gc1:{path}<{found[0]}", f"gc2:{path}<{found[1]}", f"{what}&{path}<{found[0]}"}
    return out


def sentence_features(view: View, n: int, message: float) -> set[str]:
    """Does a sentence tell of a reportable incident?"""
    a, b = view.sents[n]
    words = [t.low for t in view.tokens[a:b]]
    out = {"bias", f"pos:{min(max(n - view.first_body, -1), 8)}", f"msg:{int(message * 8)}"}
    out |= {f"w:{w}" for w in words if w.isalpha()} | {f"b:{x}_{y}" for x, y in pairwise(words)} | {f"F:{f}" for _, f in view.frames[n]}
    for k, side in ((n - 1, "p"), (n + 1, "n")):
        if 0 <= k < len(view.sents):
            out |= {f"{side}F:{f}" for _, f in view.frames[k]}
    out |= {f"rule:{r}" for m in view.mentions if m.sent == n for r in m.rules}
    return out | {f"c:{what}:{tags}" for s, what, tags in view.claims if s == n}


# --- the message ---------------------------------------------------------------------------------------

def message_features(view: View) -> set[str]:
    words = [t.low for t in view.tokens if t.low.isalpha()]
    out = {f"w:{w}" for w in set(words)}
    for a, b in pairwise(words):
        out.add(f"b:{a}_{b}")
    out |= {f"F:{f}:{min(n, 3)}" for f, n in _counts(f for fs in view.frames for _, f in fs).items()}
    for n, fs in enumerate(view.frames[view.first_body:view.first_body + 3]):
        out |= {f"lead:{f}" for _, f in fs} | ({f"lead{n}:{f}" for _, f in fs})
    out |= {f"place:{p.value[0]}" for p in view.places}
    out.add(f"long:{min(len(words) // 150, 6)}")
    for m in view.mentions:      # who is what to which event word
        kind, low = kind_of(view, m), view.tokens[m.head].low
        early = m.sent - view.first_body < 3
        for rel, k in governor(view, m.head)[:2]:
            f = frame_at(view, k)
            if f:
                out |= {f"{kind}:{rel}<{f}", f"{low}:{rel}<{f}"} | ({f"early:{kind}:{rel}<{f}"} if early else set())
        out |= {f"{kind}:rule:{r}" for r in m.rules}
    head = view.text[:260].upper()
    out |= {f"source:{m}" for m in re.findall(r"\(([A-Z][A-Z0-9 -]+)\)", head)} | {f"mark:{m}" for m in re.findall(r"\[([A-Z]+)", head)}
    return out


def _counts(items: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for i in items:
        found[i] = found.get(i, 0) + 1
    return found


# --- pairs and groups ------------------------------------------------------------------------------------

def pair_features(view: View, a: Entity, b: Entity, roles: tuple[str, str]) -> set[str]:
    """Do two targets belong to one incident?"""
    gap, ma, mb = min(((abs(x.sent - y.sent), x, y) for x in a.mentions for y in b.mentions), key=lambda g: g[0])
    out = {"bias", f"gap:{min(gap, 5)}", f"roles:{min(roles)}-{max(roles)}"}
    first = abs(a.mentions[0].sent - b.mentions[0].sent)
    out |= {f"first:{min(first, 6)}", f"n:{min(len(a.mentions), 3)}{min(len(b.mentions), 3)}"}
    ga, gb = governor(view, ma.head), governor(view, mb.head)
    if ga and gb and gap == 0:
        if ga[0][1] == gb[0][1]:
            out |= {"same-gov", f"same-gov:{ga[0][0]}-{gb[0][0]}"}
        elif {k for _, k in ga} & {k for _, k in gb}:
            out.add("shared-gov")
        if view.tokens[mb.head].head == ma.head or view.tokens[ma.head].head == mb.head:
            out.add("joined")
    fa, fb = _own_frames(view, ma), _own_frames(view, mb)
    if fa and fb:
        out.add("same-frame" if fa & fb else "other-frame")
        out.add(f"fr:{min(fa)}-{min(fb)}")
    elif not fa and not fb:
        out.add("no-frame")
    sa, sb = {f for _, f in view.frames[ma.sent]}, {f for _, f in view.frames[mb.sent]}
    if sa and sb:
        out.add(f"sf-overlap:{round(2 * len(sa & sb) / (len(sa) + len(sb)), 0)}")
    lo, hi = sorted((ma.head, mb.head))
    between = view.tokens[lo:hi]
    out |= {f"between:{t.low}" for t in between if t.low in _BREAKS}
    places = {p.text for p in view.places if p.sent == ma.sent}, {p.text for p in view.places if p.sent == mb.sent}
    if gap and places[0] and places[1]:
        out.add(f"places:{bool(places[0] & places[1])}")
    days = {d.value[0] for d in view.dates if d.sent == ma.sent}, {d.value[0] for d in view.dates if d.sent == mb.sent}
    if gap and days[0] and days[1]:
        out.add(f"days:{bool(days[0] & days[1])}")
    out.add(f"dist:{min((hi - lo) // 8, 8)}")
    pa, pb = _paragraph(view, ma), _paragraph(view, mb)
    out.add(f"par:{min(abs(pa - pb), 4)}")
    return out


_BREAKS = frozenset("""meanwhile another also other later earlier then while and who when previously yesterday addition elsewhere however
similarly after simultaneously second third last month week year ago today same time similar recently reported""".split())


def _paragraph(view: View, m: Mention) -> int:
    return view.text.count("\n\n", 0, view.tokens[m.head].start)


def _own_frames(view: View, m: Mention) -> set[str]:
    return {f for _, k in governor(view, m.head)[:2] for f in [frame_at(view, k)] if f}


def group_features(view: View, targets: Sequence[tuple[Entity, str]], sents: Sequence[int], groups: int) -> set[str]:
    """What a group of targets and its sentences look like."""
    out = {"bias", f"groups:{min(groups, 5)}", f"size:{min(len(targets), 4)}", f"sents:{min(len(sents), 4)}"}
    toks = view.tokens
    for e, role in targets:
        out.add(f"role:{role}")
        for m in e.mentions[:4]:
            for rel, k in governor(view, m.head)[:2]:
                out.add(f"{role}:{rel}<{toks[k].low}")
                f = frame_at(view, k)
                if f:
                    out |= {f"{role}:{rel}<F:{f}", f"{role}<F:{f}", f"tF:{f}"}
            out |= {f"{role}:rule:{r}" for r in m.rules}
        out |= {f"{role}:{f}" for f in own_features(view, e) if f.startswith(("head:", "kind:", "number:", "class:", "title:"))}
    for n in sents:
        a, b = view.sents[n]
        out |= {f"SF:{f}" for _, f in view.frames[n]}
        out |= {f"sw:{t.low}" for t in toks[a:b] if t.low.isalpha() and len(t.low) > 2}
        out |= {f"claim:{tags}" for s, what, tags in view.claims if s == n and what == "event"}
    first = min(sents, default=0) - view.first_body
    out.add(f"first:{min(max(first, -1), 8)}")
    if sents:
        window = range(max(0, min(sents) - 1), min(len(view.sents), max(sents) + 2))
        out |= {f"wF:{f}" for n in window for _, f in view.frames[n]}
    return out


def link_features(view: View, e: Entity, sents: Sequence[int], score: float, rank: int, groups: int, role: str) -> set[str]:
    """Does a doer or an instrument belong to a group that stands in these sentences?"""
    gap = min((abs(m.sent - n) for m in e.mentions for n in sents), default=9)
    first = min((m.sent for m in e.mentions), default=0) - min(sents, default=0)
    out = {"bias", f"gap:{min(gap, 5)}", f"p:{int(score * 10)}", f"rank:{min(rank, 4)}", f"groups:{min(groups, 3)}",
           f"gap:{min(gap, 3)}&p:{int(score * 5)}", f"gap:{min(gap, 3)}&groups:{min(groups, 3)}", f"rank:{min(rank, 3)}&p:{int(score * 5)}",
           f"first:{max(-4, min(first, 4))}", f"n:{min(len(e.mentions), 4)}", f"kind:{kind_of(view, e.mentions[0])}"}
    for m in e.mentions:
        if m.sent in sents:
            out |= {f"in:{f}" for f in mention_features(view, m) if f.startswith(("nsubj", "p_", "rule:", "rel:", "clause"))}
    if role != "INSTR":
        out |= _doer_features(view, e, sents)
    return {f"{role}|{f}" for f in out}


_DOERS = frozenset("""guerrillas guerrilla rebels rebel terrorists terrorist subversives extremists insurgents soldiers troops army military gunmen men man
unidentified unknown individuals persons assassins traffickers drug cartel mafia commandos commando hooded police claimed responsibility front
paramilitary squad squads youths demonstrators students airplanes helicopters bombing""".split())


def _doer_features(view: View, e: Entity, sents: Sequence[int]) -> set[str]:
    """What kind of doer it is beside the words for doers in the sentences of the incident, and how it stands in the whole message."""
    side = sides().get(" ".join(e.words), "") if e.name else kind_of(view, e.mentions[0])
    words = {t.low for n in sents for t in view.tokens[slice(*view.sents[n])]} & _DOERS
    frames = {f for n in sents for _, f in view.frames[n]}
    known_here = [x for x in view.entities if x.name and sides().get(" ".join(x.words))]
    alike = sum(1 for x in known_here if sides().get(" ".join(x.words)) == side)
    return ({f"{side}&w:{w}" for w in words} | {f"{side}&F:{f}" for f in frames}
            | {f"{side}&alone:{min(alike, 3)}", f"side:{side}", f"{side}&head:{view.city}", f"named:{e.name}", f"known:{min(len(known_here), 4)}",
               f"late:{min(e.mentions[0].sent - view.first_body, 6) if e.mentions[0].sent >= view.first_body else 'head'}"})


def spot_features(view: View, s: Spot, sents: Sequence[int], rank: int, groups: int) -> set[str]:
    """Is this the date (place) of a group that stands in these sentences?"""
    gap = min((s.sent - n for n in sents), key=abs, default=9)
    gap_word = f"{max(-4, min(gap, 4))}"
    before = view.text[max(0, s.start - 24):s.start].lower().split()[-2:]
    after = view.text[s.end:s.end + 24].lower().split()[:2]
    out = {"bias", f"gap:{gap_word}", f"rank:{min(rank, 5)}", f"first:{min(s.sent - view.first_body, 5) if s.sent >= view.first_body else 'head'}",
           f"prec:{s.value[2] if isinstance(s.value[2], str) and len(s.value) == 3 else s.value[1]}", f"groups:{min(groups, 3)}",
           f"gap:{gap_word}&groups:{min(groups, 3)}"}
    out |= {f"L:{w}" for w in before} | {f"R:{w}" for w in after}
    if before:
        out.add(f"L1:{before[-1]}&gap:{gap_word}")
    words = " ".join(re.sub(r"\d+", "9", s.text.lower()).split())
    if len(s.value) == 3:
        out |= {f"t:{words}", f"t:{words}&gap:{gap_word}"}
    same = [k for k in range(*view.sents[s.sent]) if view.tokens[k].start >= s.start]
    if same:
        at = same[0]
        fr = sorted((abs(i - at), f) for i, f in view.frames[s.sent])
        out |= {f"near:{f}" for _, f in fr[:2]}
        if fr:
            out.add(f"nd:{min(fr[0][0] // 4, 4)}")
        g = governor(view, at)
        if g:
            out |= {f"gov:{view.tokens[g[0][1]].low}", f"govF:{frame_at(view, g[0][1])}&gap:{gap_word}"}
    else:
        out.add("near:none")
    return out
