"""The columns in which each kind is shown to a person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bearwitness.cli.output import Column, in_line, note, one_line, put, put_json, put_table, width

_WORTH_SAYING = {"incidents": "there are none yet: run `bearwitness read`, then `bearwitness relate`",
                 "reports": "there are none yet: `bearwitness add FILE...`",
                 "claims": "there are none yet: `bearwitness read`",
                 "tolls": "there are none yet: run `bearwitness relate`, then `bearwitness weigh`",
                 "blame": "there is none yet: run `bearwitness relate`, then `bearwitness weigh`",
                 "outside": "none of that place and week, or every claim is in an incident; before the first `bearwitness relate` there is nothing to tell",
                 "checks": "no figures that add up, exclude each other or differ in scope: run `bearwitness relate` and `bearwitness weigh`, when it is not done",
                 "lineage": "no figure was found to repeat another: run `bearwitness relate` and `bearwitness weigh`, when it is not done",
                 "proposals": "nothing is proposed: every merge and split in question is settled",
                 "lists": "there are none yet: `bearwitness lists add FILE --keeper K --as-of D --includes TEXT`"}


SHOWN = 10      # reports named on one side of a proposal


def put_kind(kind: str, rows: Iterable[dict[str, Any]], *, json: bool, as_known_on: str | None = None) -> None:
    """Prints rows of a kind of `show`: as JSON lines, or in its columns; where there is none, why."""
    none = f"{kind}: nothing of it had been published by {as_known_on}" if as_known_on else f"{kind}: {_WORTH_SAYING.get(kind, 'there are none yet')}"
    if json:
        for row in rows:
            put_json(row)
        return
    if kind == "blame":
        put_blame(rows, none)
    elif (put_proposals(rows) if kind == "proposals" else put_table(in_tree(rows) if kind == "incidents" else rows, COLUMNS[kind])) == 0:
        note(none)


def put_blame(rows: Iterable[dict[str, Any]], none: str) -> None:
    """The matrix for a person: a line for each accusation and denial by day, then what moved."""
    found = list(rows)
    cells = [{**cell, "incident": row["incident"], "accused": row["accused"], side: " > ".join(cell["speakers"]) or "own voice"}
             for row in found for side in ("by", "denied_by") for cell in row[side]]
    if put_table(cells, _BLAME) == 0:
        note(none)
    moved = [(row, move) for row in found for move in row["moves"]]
    if moved:
        put("\nwhat moved")
    for row, move in moved:
        put(f"{row['incident']}  {one_line(row['accused'], 40)}: {one_line(move['words'], 300)}")


def in_tree(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of incidents, each part below the one it lies in, with its depth; else in their order."""
    every = list(rows)
    known = {row["id"]: row for row in every}
    out: list[dict[str, Any]] = []

    def put_below(row: dict[str, Any], depth: int) -> None:
        out.append({**row, "depth": depth})
        for part in row["parts"]:
            if part in known and known[part]["within"] == row["id"]:
                put_below(known[part], depth + 1)

    for row in every:
        if row["within"] not in known:
            put_below(row, 0)
    return out


def put_incident(lines: Iterable[dict[str, Any]]) -> None:
    """One incident for a person: what it is, its figures, in what it lies, its parts with theirs, what is proposed, and why."""
    [row] = lines
    put(f"{row['id']}  {in_line(row['title'] or '')}")
    put(f"when      {day(row['when']) or 'not told'}\nwhere     {in_line(places(row['where'])) or 'not told'}\n"
        f"standing  {row['standing']}\nholds     {len(row['reports'])} reports, {len(row['claims'])} claims")
    if row["within_because"]:
        put(f"within    {in_line(row['within_because'])}")
    for toll in row["tolls"]:
        put(f"toll      {_range_of(toll)}")
    for part in row["tree"]:
        put(f"part      {'  ' * (part['depth'] - 1)}{part['id']}  {in_line(part['title'] or '')}: {'; '.join(map(_range_of, part['tolls'])) or 'no figure'}")
        put(f"          {'  ' * (part['depth'] - 1)}{in_line(part['because'] or '')}")
    for one in row["sums"]:
        put(f"sum       {one['harm']}: {one['verdict']}: {in_line(one['because'])}")
        for share in one["parts"]:
            if share["left_out"]:
                put(f"          without {share['incident']}: {in_line(share['left_out'])}")
    put_proposals({"incident": row["id"], **proposal} for proposal in row["proposals"])
    for words in row["because"]:
        put(f"why       {in_line(words)}")


def put_proposals(rows: Iterable[dict[str, Any]]) -> int:
    """What is proposed, each with its reason and the commands that settle it, whole; how many there are."""
    found = list(rows)
    for row in found:
        put(f"proposed  {'merge ' + row['incident'] + ' and ' + row['other'] if row['other'] else 'split ' + row['incident']}: {in_line(row['reason'])}")
        for name, side in (("one side", row["left"]), ("the other", row["right"])):
            put(f"          {name}: {', '.join(r[:8] for r in side[:SHOWN])}{f' and {len(side) - SHOWN} more' if len(side) > SHOWN else ''}")
        put(f"          if it is one: {in_line(row['same'])}\n          if it is two: {in_line(row['different'])}")
    return len(found)


def _range_of(toll: dict[str, Any]) -> str:
    return f"{toll['harm']} {interval(*toll['range'])} {in_line(toll['whom'])}"


def put_added(line: dict[str, Any]) -> None:
    """One item of `add` for a person."""
    name = line["source"] if line["member"] is None else f"{line['source']}#{line['member']}"
    state = {"accept": "added", "accept_with_warning": "added", "keep_original_no_derivative": "no text",
             "reject": "refused"}[line["verdict"]]
    if line["already"]:
        state = f"{state}, known" if state != "added" else "known"
    put(f"{state:<9} {(line['report'] or '')[:8]:<8}  {in_line(name)}")
    for warning in line["warnings"]:
        put(f"          warning: {warning['text']}")


def put_custody(lines: Iterable[dict[str, Any]]) -> None:
    """A report's chain of custody for a person: the exhibit, what was checked, each handling, what is not told."""
    rows = iter(lines)
    exhibit = next(rows)
    if "erased" in exhibit:
        _put_erased([exhibit, *rows])
        return
    put(f"report    {exhibit['id']}\nfrom      {in_line(exhibit['source'] + ('#' + exhibit['member'] if exhibit['member'] else ''))}\n"
        f"sha256    {exhibit['sha256']}\nsize      {exhibit['size']} bytes, {in_line(exhibit['media_type'])}\nlies in   {exhibit['object']}\n"
        f"kept is   {_ASSURANCE[exhibit['assurance']]}")
    put()
    put_table(rows, CUSTODY_COLUMNS)
    put()
    for check in exhibit["checks"]:
        put(f"{'FAULT' if check['fault'] else 'holds':<9} {check['what']}{': ' + in_line(check['fault']) if check['fault'] else ''}")
    for gap in exhibit["gaps"]:
        put(f"{'not told':<9} {_GAPS[gap['code']].format(**gap)}")


def _put_erased(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if "erased" in row:
            by = " and ".join(map(in_line, row["approved_by"])) or "people whose names were redacted"
            put(f"erased    {row['time'] or 'at a time that was redacted'}, logged as entry {row['erased']}, approved by {by}\n"
                f"ground    {in_line(row['ground'] or 'redacted')}")
    put("nothing of what it was is kept; these entries of the log were about it:")
    for row in rows:
        if "entry" in row:
            by = f", its fields erased by entry {row['erased_by']}" if row["erased_by"] is not None else ""
            put(f"entry     {row['entry']}  {row['event']}{by}")


def put_judgement(row: dict[str, Any]) -> None:
    words = f"{row['relation']} {row['left'][:12]}" + (f" {row['right'][:12]}" if row["right"] else "")
    put(f"{row['id'][:12]}  {words}  by {row['reviewer']}: {row['reason']}")
    if row["supersedes"]:
        put(f"              in the place of {row['supersedes'][:12]}")


def put_digests(rows: Iterable[dict[str, Any]], *, json: bool) -> None:
    """What became of each digest: a line each with --json, else a line an event."""
    found: dict[tuple[int, str], dict[str, list[str]]] = {}
    for row in rows:
        if json:
            put_json(row)
            continue
        state = f"erased by event {row['erased_by']}" if row["erased_by"] is not None else row["state"]
        found.setdefault((row["event"], row["kind"]), {}).setdefault(state, []).append(row["field"] or "")
    for (event, kind), states in found.items():
        ordered = sorted(states.items(), key=lambda s: (s[0] != "shown", s[0].startswith("decoy"), s[0]))
        put(f"event {event} {kind}: " + "; ".join(
            f"{len(names)} {state}{' (' + ', '.join(sorted(names)) + ')' if all(names) else ''}" for state, names in ordered))


# --- words for values ---------------------------------------------------------------------------------

def names(whos: Iterable[dict[str, Any]], between: str = ", ") -> str:
    return between.join(" & ".join([w["name"], *(x["name"] for x in w.get("with", ()))]) for w in whos)


def places(wheres: Iterable[dict[str, Any]]) -> str:
    return ", ".join(w["name"] for w in wheres)


def day(when: dict[str, Any] | None) -> str:
    if not when or not (when["start"] or when["end"]):
        return ""
    if when["start"] == when["end"]:
        return when["start"]
    return f"{when['start'] or '…'} – {when['end'] or '…'}"


_BOUNDS = {"exact": "", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "about": "about ",
           "between": "", "vague": ""}


def number(toll: dict[str, Any]) -> str:
    """A number with its bound, as the source meant it."""
    if toll["number"] is None:
        low, high = toll["low"], toll["high"]
        if low is None and high is None:
            return "?"
        return f"{'?' if low is None else low}–{'?' if high is None else high}"
    return f"{_BOUNDS[toll['bound']]}{toll['number']}"


def interval(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "?"
    if low == high:
        return str(low)
    return f"{'…' if low is None else low}–{'…' if high is None else high}"


def value_words(claim: dict[str, Any]) -> str:
    """What a claim says, in a few words."""
    v = claim["value"]
    kind = claim["kind"]
    if kind == "toll":
        rest = [v["whom"], places(v["where"]), day(v["when"])]
        return " · ".join([f"{number(v)} {v['harm']}", *(r for r in rest if r)])
    if kind == "event":
        parties = " → ".join(p for p in (names(v["perpetrators"]), names(v["targets"])) if p)
        rest = [parties, places(v["where"]), day(v["when"])]
        return " · ".join([v["type"], *(r for r in rest if r)])
    if kind == "attribution":
        return " · ".join(x for x in (names(v["accused"]), v["act"]) if x)
    if kind == "victim":
        return " · ".join(str(x) for x in (v["name"], v["age"], day(v["when"]), places(v["where"])) if x)
    if kind == "statement":
        return f"to {names(v['addressees'])}" if v["addressees"] else ""
    first = {"label": "label", "demand": "action", "commitment": "action", "warning": "of_what"}[kind]
    of = names(v.get("of") or ()) if kind == "demand" else ""
    return " · ".join(x for x in (v[first], of) if x)


def said_by(claim: dict[str, Any]) -> str:
    chain = names(claim["speakers"], " > ")
    return chain or "(the document)"


def stance(claim: dict[str, Any]) -> str:
    return claim["stance"] if claim["hedge"] == "none" else f"{claim['stance']}, {claim['hedge']}"


CLAIM_COLUMNS: list[Column] = [
    ("at", lambda c: c["passage"]["start"], 7),
    ("kind", lambda c: c["kind"], 11),
    ("who says so", said_by, 36),
    ("stance", stance, 22),
    ("what", value_words, 48),
    ("passage", lambda c: one_line(c["passage"]["exact"], width()), 200),
]


_CLAIMS: list[Column] = [("id", lambda c: c["id"][:8], 8), ("report", lambda c: (c.get("report_id") or "")[:8], 8),
                         *CLAIM_COLUMNS[:-1], ("rule", lambda c: c["rule"], 44), CLAIM_COLUMNS[-1]]


def _figures(tolls: dict[str, Any]) -> str:
    return "; ".join(f"{number(f)} ({' > '.join(f['speakers']) or 'own voice'})" for f in tolls["figures"] if f["current"])


def _agree(tolls: dict[str, Any]) -> str:
    a = tolls["agreement"]
    return f"{a['k']} of {a['of']} on {interval(a['low'], a['high'])}" if a and a["k"] > 1 else ""


def _tolls_of(incident: dict[str, Any]) -> str:
    return "; ".join(f"{t['harm']} {interval(*t['range'])} {t['whom']}" for t in incident["tolls"])


def _dated(cell: dict[str, Any]) -> str:
    """The day of an accusation; one taken from the publication says so."""
    return f"{cell['date'] or 'no day'}{' (published)' if cell['dated_by'] == 'published' else ''}"


def _marks(cell: dict[str, Any]) -> str:
    return ", ".join(word for word, there in (("own side", cell["admission"]), ("accused in turn", cell["counter"])) if there)


_BLAME: list[Column] = [
    ("incident", lambda r: r["incident"], 20), ("accused", lambda r: r["accused"], 36), ("day", _dated, 22),
    ("by", lambda r: r.get("by"), 40), ("denied by", lambda r: r.get("denied_by"), 40), ("interest", lambda r: (r["interest"] or {}).get("words"), 34),
    ("stance", stance, 18), ("part", lambda r: "" if r["degree"] == "unspecified" else r["degree"], 10), ("marks", _marks, 26), ("claim", lambda r: r["claim"][:8], 8)]


_ASSURANCE = {"content": "the content of an address", "partial": "part of the content of an address", "address": "an address, and not its content",
              "file": "a file that was handed in", "member": "a part of a package that was handed in"}
_GAPS = {"before": "what happened before it was collected", "quiet": "anything between entries {a} and {b}, {hours} hours",
         "backwards": "which clock is right: entry {b} has an earlier time than entry {a}", "untimed": "the time of entry {b}",
         "since": "anything since entry {a}, or done outside the program"}


def _outside(row: dict[str, Any]) -> str:
    """Who outside confirmed an entry."""
    covered = row["covered"]
    found = [one["name"] for one in (covered["witnessed"] or {"by": []})["by"]] + [one["time"] for one in (covered["stamped"] or {"by": []})["by"]]
    return ", ".join(found) or "not yet"


CUSTODY_COLUMNS: list[Column] = [
    ("no", lambda r: r["number"], 4), ("entry", lambda r: r["entry"], 7), ("time", lambda r: r["time"], 24),
    ("event", lambda r: r["event"].replace("_", " "), 18), ("by", lambda r: r["by"], 20),
    ("signed", lambda r: ", ".join(s["person"] or s["public_key"][:8] for s in r["signed"]) or "no", 20),
    ("log", lambda r: r["proof"], 24), ("witnessed, stamped", _outside, 30), ("tool", lambda r: r["tool"], 26), ("reason", lambda r: r["reason"], 60)]

COLUMNS: dict[str, list[Column]] = {
    "incidents": [
        ("id", lambda r: f"{'└ ' * r.get('depth', 0)}{r['id']}", 24), ("when", lambda r: day(r["when"]), 24), ("where", lambda r: places(r["where"]), 30),
        ("reports", lambda r: len(r["reports"]), 7), ("claims", lambda r: len(r["claims"]), 7),
        ("standing", lambda r: r["standing"], 28), ("tolls", _tolls_of, 120)],
    "reports": [
        ("id", lambda r: r["id"][:8], 8), ("published", lambda r: day(r["published_at"]), 24),
        ("publisher", lambda r: r["publisher"], 24), ("claims", lambda r: r["claims"], 6),
        ("incident", lambda r: (r["incidents"] or [""])[0], 20),
        ("source", lambda r: r["source"] if r["member"] is None else f"{r['source']}#{r['member']}", 60),
        ("signatures", lambda r: ", ".join(dict.fromkeys(s["verdict"] for s in r["signatures"])), 30),
        ("title", lambda r: r["title"] or r["reason"], 100)],
    "claims": _CLAIMS,
    "tolls": [
        ("incident", lambda r: r["incident"], 20), ("harm", lambda r: r["harm"], 9), ("whom", lambda r: r["whom"], 24),
        ("range", lambda r: interval(*r["range"]), 16), ("best", lambda r: r["best"], 8), ("floor", lambda r: r["floor"], 6),
        ("agree", _agree, 22), ("standing", lambda r: r["standing"] + (", still rising" if r["still_rising"] else ""), 28), ("figures", _figures, 200)],
    "checks": [
        ("incident", lambda r: r["incident"], 20), ("what", lambda r: r["what"], 12), ("holds", lambda r: {True: "yes", False: "no", None: ""}[r["holds"]], 5),
        ("whom", lambda r: r["whom"], 24), ("differs", lambda r: ", ".join(r["differs"]), 24), ("words", lambda r: r["words"], 200)],
    "lineage": [
        ("incident", lambda r: r["incident"], 20), ("claim", lambda r: r["claim"][:12], 12), ("figure", lambda r: r["figure"], 20),
        ("repeats", lambda r: r["parent"][:12] if r["parent_figure"] else r["parent"], 40), ("as", lambda r: r["parent_figure"], 20),
        ("state", lambda r: "suggested" if r["suggested"] else r["state"] if r["by"] is None else f"{r['state']} by {r['by']['reviewer']}", 30),
        ("reason", lambda r: r["reason"], 160)],
    "outside": [
        ("place", lambda r: r["place"], 24), ("week", lambda r: r["week"], 18), ("claim", lambda r: r["claim"]["id"][:8], 8),
        ("kind", lambda r: r["claim"]["kind"], 11), ("what", lambda r: value_words(r["claim"]), 44),
        ("who says so", lambda r: names(r["claim"]["speakers"], " > ") or r["publisher"] or "(the document)", 30),
        ("why outside", lambda r: r["reason"], 100), ("passage", lambda r: one_line(r["claim"]["passage"]["exact"], width()), 200)],
    "blame": _BLAME,
    "actors": [
        ("name", lambda r: r["name"], 44), ("kind", lambda r: r["kind"], 12), ("id", lambda r: r["entity_id"], 28),
        ("named", lambda r: r["mentions"], 6), ("speaks", lambda r: r["speaks"], 6), ("accused", lambda r: r["accused"], 7),
        ("reports", lambda r: len(r["reports"]), 7)],
    "places": [
        ("name", lambda r: r["name"], 32), ("id", lambda r: r["place_id"], 16), ("country", lambda r: r["country"], 7),
        ("region", lambda r: r["admin1"], 24), ("lat", lambda r: r["lat"], 10), ("lon", lambda r: r["lon"], 10),
        ("precision", lambda r: r["precision"], 9), ("named", lambda r: r["mentions"], 6),
        ("reports", lambda r: len(r["reports"]), 7)],
    "warnings": _CLAIMS, "labels": _CLAIMS,
    "judgements": [
        ("id", lambda r: r["id"][:8], 8), ("status", lambda r: r["status"], 10), ("relation", lambda r: r["relation"], 11),
        ("left", lambda r: r["left"][:12], 12), ("right", lambda r: (r["right"] or "")[:12], 12),
        ("reviewer", lambda r: r["reviewer"], 20), ("reason", lambda r: r["reason"], 120)],
    "lists": [
        ("id", lambda r: r["id"][:8], 8), ("keeper", lambda r: r["keeper"], 30), ("as of", lambda r: r["as_of"], 10),
        ("rows", lambda r: r["rows"], 7), ("source", lambda r: r["source"], 40), ("includes", lambda r: r["includes"], 120)],
    "victims": [
        ("id", lambda r: r["id"][:8], 8), ("list", lambda r: r["list_id"][:8], 8), ("row", lambda r: r["row"], 8),
        ("name", lambda r: r["name"] or r["name_original"], 44), ("sex", lambda r: r["sex"], 8),
        ("age", lambda r: r["age"], 6), ("when", lambda r: day(r["when"]), 24), ("where", lambda r: r["where"], 40)],
}
