"""Judgements applied to claims, without overwriting anything.

A rejected claim leaves the derived record, a fix replaces fields of a claim, an acceptance marks it. What a
language model suggested is in the derived record only when a person accepted or fixed it.
A judgement that a later row names in `supersedes` has no effect while that later row stands; an undo
is such a row whose own relation changes nothing ("unsure"). Undo the undo, and the first one counts again.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bearwitness.errors import UsageError
from bearwitness.model import HARMS, Claim, Judgement, Toll, claim_from_json, is_suggestion, to_json

_AGAINST = {"accept": ("reject",), "fix": ("reject",), "reject": ("accept", "fix"), "same": ("different",),
            "different": ("same",), "supports": ("contradicts",), "contradicts": ("supports",)}
RATINGS = ("credibility", "reliability")
ABOUT, LINEAGE = "about", "lineage"       # what a same or different of two figures is about is kept in its changes
_FIXED_FOREVER = ("id", "kind", "report_id", "supersedes", "extractor", "rule")


@dataclass(frozen=True, slots=True)
class Judged:
    """Claims as the people who reviewed them left them, and what was decided.

    `notes` has a sentence for each contradiction, and for each fix that no longer fits its claim, by claim
    or incident id; `standing` are the judgements in force, oldest first.
    """

    claims: tuple[Claim, ...]
    accepted: frozenset[str]
    rejected: frozenset[str]
    fixed: frozenset[str]
    standing: tuple[Judgement, ...]
    notes: tuple[tuple[str, str], ...]

    def notes_on(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The sentences that concern any of these ids, each once."""
        wanted = set(ids)
        return tuple(dict.fromkeys(words for id_, words in self.notes if id_ in wanted))


def in_force(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that no standing later judgement supersedes, oldest first."""
    ordered = sorted({j.id: j for j in judgements}.values(), key=_age)
    alive: dict[str, bool] = {}
    above: dict[str, list[Judgement]] = {}
    for j in ordered:
        if j.supersedes is not None and j.supersedes != j.id:
            above.setdefault(j.supersedes, []).append(j)
    # Newest first, so that whatever could supersede a row is settled before the row itself.
    for j in reversed(ordered):
        alive[j.id] = not any(alive.get(later.id, False) for later in above.get(j.id, ()) if _age(later) > _age(j))
    return [j for j in ordered if alive[j.id]]


def _age(j: Judgement) -> tuple[str, str]:
    return j.made_at, j.id


def target(j: Judgement) -> tuple[str, ...]:
    """What a judgement is about: one item, or an unordered pair."""
    return (j.left,) if j.right is None else tuple(sorted((j.left, j.right)))


def settle(judgements: Iterable[Judgement]) -> tuple[list[Judgement], list[tuple[str, str]]]:
    """Where standing judgements contradict one another, the later counts and the contradiction is told.

    Returns:
        The judgements that count, oldest first, and (id, sentence) for each contradiction.
    """
    standing = in_force(judgements)
    counted: dict[tuple, Judgement] = {}
    notes: list[tuple[str, str]] = []
    for j in standing:
        if j.relation == "unsure":
            counted[(target(j), j.id)] = j
            continue
        for key, earlier in list(counted.items()):
            if key[0] != target(j) or not _contradict(earlier, j):
                continue
            words = f"{j.reviewer} ({j.made_at[:10]}: {_says(j)}) and {earlier.reviewer} ({earlier.made_at[:10]}: " \
                    f"{_says(earlier)}) contradict each other; the later one counts"
            notes += [(id_, words) for id_ in target(j)]
            del counted[key]
        counted[(target(j), j.id)] = j
    return sorted(counted.values(), key=_age), notes


def _contradict(earlier: Judgement, later: Judgement) -> bool:
    if later.relation in _AGAINST.get(earlier.relation, ()):
        return is_lineage(earlier) == is_lineage(later)
    if earlier.relation == later.relation == "fix":
        old, new = dict(earlier.changes), dict(later.changes)
        return any(new.get(path, value) != value for path, value in old.items())
    return False


def _says(j: Judgement) -> str:
    return f"{j.relation} {', '.join(f'{path} = {value}' for path, value in j.changes)}".strip()


@dataclass(frozen=True, slots=True)
class Standing:
    """Judgements settled once, to be applied to the claims of many incidents."""

    judgements: tuple[Judgement, ...]
    notes: tuple[tuple[str, str], ...]
    alone: Mapping[str, tuple[Judgement, ...]]      # those about one thing, by its id


def stand(judgements: Iterable[Judgement]) -> Standing:
    """The judgements that count, and what is told about those that contradict each other."""
    standing, notes = settle(judgements)
    alone: dict[str, tuple[Judgement, ...]] = {}
    for j in standing:
        if j.right is None:
            alone[j.left] = (*alone.get(j.left, ()), j)
    return Standing(tuple(standing), tuple(notes), alone)


def apply(claims: Sequence[Claim], judgements: Iterable[Judgement] | Standing) -> Judged:
    """The claims that the derived record is made from. The claims given are left as they are."""
    settled = judgements if isinstance(judgements, Standing) else stand(judgements)
    notes = list(settled.notes)
    kept, accepted, rejected, fixed = [], set(), set(), set()
    for claim in claims:
        current: Claim | None = claim
        for j in settled.alone.get(claim.id, ()):
            if j.relation == "reject":
                rejected.add(claim.id)
                current = None
            elif j.relation == "accept":
                accepted.add(claim.id)
            elif j.relation == "fix" and current is not None:
                changes = [pair for pair in j.changes if pair[0] not in RATINGS]      # a rating changes nothing in the claim
                try:
                    current = fix(current, changes)
                    if changes:
                        fixed.add(claim.id)
                except UsageError as err:
                    notes.append((claim.id, f"the fix by {j.reviewer} ({j.made_at[:10]}) no longer fits: {err}"))
        if current is not None and (claim.id in accepted or claim.id in fixed or not is_suggestion(claim)):
            kept.append(current)
    return Judged(tuple(kept), frozenset(accepted), frozenset(rejected - {c.id for c in kept}), frozenset(fixed),
                  settled.judgements, tuple(notes))


def is_lineage(j: Judgement) -> bool:
    """Is a same or different about who repeats whom? Such a judgement was made on two figures of one incident, and says so."""
    return j.relation in ("same", "different") and dict(j.changes).get(ABOUT) == LINEAGE


def lineage_judgements(standing: Iterable[Judgement]) -> list[Judgement]:
    """The judgements about who repeats whom, oldest first."""
    return [j for j in standing if is_lineage(j) and j.right is not None]


def ratings(standing: Iterable[Judgement]) -> dict[str, str]:
    """Source name -> Admiralty letter that people gave it; the latest counts."""
    found: dict[str, str] = {}
    for j in standing:
        letter = dict(j.changes).get("reliability")
        if j.relation == "fix" and j.left.startswith("source:") and letter is not None:
            found[j.left.removeprefix("source:")] = str(letter)
    return found


def interests(standing: Iterable[Judgement]) -> dict[str, Judgement]:
    """Source name -> the judgement by which people declared what it has at stake; the latest counts, and null takes it away."""
    found: dict[str, Judgement] = {}
    for j in standing:
        if j.relation == "fix" and j.left.startswith("source:") and "interest" in dict(j.changes):
            name = j.left.removeprefix("source:")
            found.pop(name, None)
            if dict(j.changes)["interest"] is not None:
                found[name] = j
    return found


def credibilities(standing: Iterable[Judgement]) -> dict[str, int]:
    """Claim id -> Admiralty number (1 confirmed ... 6 cannot be judged) that people gave it; the latest counts."""
    return {j.left: int(number) for j in standing if j.relation == "fix" and j.right is None
            and (number := dict(j.changes).get("credibility")) is not None}


# --- fixes ----------------------------------------------------------------------------------------

def fix(claim: Claim, changes: Iterable[tuple[str, Any]]) -> Claim:
    """The claim with fields replaced; its id stays, because it names what the source says and where.

    Args:
        changes: (path, value); a path is a field ("stance"), or leads into the value ("value.number",
            "value.where.0.name"; "number" is short for the former). Text is read as the field's own type.
            An empty text or null means unknown.

    Raises:
        UsageError: there is no such field, it may not be changed, or the value does not fit it.
    """
    body = to_json(claim, store=True)
    touched = []
    for path, value in changes:
        steps = _steps(claim, body, path)
        _set(body, steps, _typed(claim, steps, value), claim)
        touched.append(steps)
    try:
        changed = claim_from_json({**body, "report_id": claim.report_id, "supersedes": claim.supersedes})
    except (TypeError, KeyError, AttributeError, ValueError, AssertionError) as err:
        raise UsageError(f"a fix of claim {claim.id[:12]} does not fit: {err}") from err
    changed = _ends_follow(changed, touched)
    _check_ends(changed.value)
    return changed


def _steps(claim: Claim, body: Mapping[str, Any], path: str) -> list[str]:
    steps = path.split(".")
    if steps[0] not in body and steps[0] in body["value"]:
        steps = ["value", *steps]
    if steps[0] in _FIXED_FOREVER or steps[0] not in body:
        allowed = sorted({k for k in body if k not in (*_FIXED_FOREVER, "value")} | {f"value.{k}" for k in body["value"]})
        raise UsageError(f"a {claim.kind} claim has no field {path!r} to fix; these can be fixed: {', '.join(allowed)}")
    return steps


def _set(body: Any, steps: Sequence[str], value: Any, claim: Claim) -> None:
    """Sets a nested field; a number as a step is a place in a list."""
    here = body
    for depth, step in enumerate(steps):
        last = depth == len(steps) - 1
        try:
            key: Any = int(step) if isinstance(here, list) else step
            if isinstance(here, dict) and step not in here:
                raise KeyError(step)
            if last:
                here[key] = value
            else:
                here = here[key]
        except (KeyError, IndexError, ValueError, TypeError) as err:
            raise UsageError(f"a {claim.kind} claim has no field {'.'.join(steps)!r} to fix (stopped at {step!r})") from err


MOST = 2**53 - 1      # the largest whole number that every reader of JSON keeps
_WHOLE = ("number", "low", "high", "best", "factor", "age", "rank", "precision", "count")
_WORDS = {"harm": HARMS}


def _typed(claim: Claim, steps: Sequence[str], value: Any) -> Any:
    """Text from a command line as the field's own type: a whole number, a number, yes or no, or text."""
    name = steps[-1]
    if value is None or (isinstance(value, str) and value.strip().lower() in ("", "null", "none", "unknown")):
        return [] if name in ("speakers", "accused", "where", "content") else None
    if name == "precision" and ({"when", "as_of", "said"} & set(steps)):
        return value
    if name in _WHOLE:
        number = _count(value) if isinstance(value, str) else value
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number <= MOST:
            raise UsageError(f"{name} must be a whole number from 0 to {MOST:,}, not {value!r}")
        return number
    if name == "cumulative" and isinstance(value, str):
        return value.strip().lower() in ("true", "yes", "1")
    if name in ("lat", "lon") and isinstance(value, str):
        return float(value)
    if name in _WORDS and value not in _WORDS[name]:
        raise UsageError(f"{name} must be one of {', '.join(_WORDS[name])}, not {value!r}")
    return value


def _count(text: str) -> int | str:
    """Digits, perhaps with commas before each three of them, as a number; anything else as it is."""
    plain = text.strip().replace(",", "") if re.fullmatch(r"\s*\d{1,3}(?:,\d{3})+\s*", text) else text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= 20 else text


def _check_ends(value: Any) -> None:
    """A count whose ends contradict it cannot be weighed."""
    if not isinstance(value, Toll):
        return
    if value.low is not None and value.high is not None and value.low > value.high:
        raise UsageError(f"low would be {value.low} and high {value.high}: set both, the lower end first")
    if value.bound == "exact" and value.number is not None and not (value.low or 0) <= value.number <= (value.high if value.high is not None else value.number):
        raise UsageError(f"number would be {value.number}, and not between low {value.low} and high {value.high}: set all three, or another bound")


def _ends_follow(claim: Claim, touched: Sequence[Sequence[str]]) -> Claim:
    """After a new number or bound the old interval is wrong: exact has both ends at the number, others are
    worked out again by whoever weighs."""
    names = {steps[1] for steps in touched if len(steps) == 2 and steps[0] == "value"}
    value = claim.value
    if not isinstance(value, Toll) or not names & {"number", "bound"} or names & {"low", "high"}:
        return claim
    exact = value.bound == "exact"
    best = value.number if value.bound in ("exact", "about") else None
    ends = value.number if exact else None
    return dataclasses.replace(claim, value=dataclasses.replace(value, low=ends, high=ends, best=best))


# --- anchors: a judgement finds its claim again after a better reading ----------------------------------

def anchor_of(claim: Claim) -> tuple[tuple[str, Any], ...]:
    """What finds this claim again among the claims of a later reading: kind, report and text-quote selector."""
    p = claim.passage
    return (("kind", claim.kind), ("report", claim.report_id), ("exact", p.exact), ("start", p.start),
            ("prefix", p.prefix), ("suffix", p.suffix))


def reanchor(judgements: Iterable[Judgement], claims: Sequence[Claim]) -> tuple[list[Judgement], list[Judgement]]:
    """Judgements on claims that a better reading replaced, moved to the claim that now stands there.

    The same kind, the same report and the same words; of several, the one whose surroundings and place agree best.

    Returns:
        All judgements, moved where that was possible, and those that could not be moved (to be shown, never dropped).
    """
    known = {c.id for c in claims}
    shelves: dict[tuple, list[Claim]] = {}
    for claim in claims:
        shelves.setdefault((claim.kind, claim.report_id, claim.passage.exact), []).append(claim)
    moved, lost = [], []
    for j in judgements:
        anchor = dict(j.anchor)
        if j.left in known or not anchor.get("exact"):
            moved.append(j)
            continue
        found = shelves.get((anchor.get("kind"), anchor.get("report"), anchor.get("exact")), [])
        if not found:
            moved.append(j)
            lost.append(j)
            continue
        best = min(found, key=lambda c: (c.passage.prefix != anchor.get("prefix"), c.passage.suffix != anchor.get("suffix"),
                                         abs(c.passage.start - int(anchor.get("start") or 0)), c.id))
        moved.append(dataclasses.replace(j, left=best.id))
    return moved, lost
