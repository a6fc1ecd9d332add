"""The sentences that produced the numbers: a code with its values, and the English words for each code.

Whoever writes another language gives templates of its own for the same codes (the dossier does), so that a sentence is made from its
values and never translated as a string.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bearwitness.model import Reason
from bearwitness.weigh.figures import Said, day_text

MOST_NAMED = 40        # roots that are named in one sentence, and sentences of one kind

# Values: whole numbers; texts; figures {bound, number, low, high}; days {day}; claims {claim}; spans {low, high}; reasons {code, values}; lists of those.
# "{roots:; }" joins a list with "; ".
TEMPLATES: dict[str, str] = {
    "standing.no figure": "no figure of this scope states a number",
    "standing.circular": "circular: the sources cite one another, and nothing outside the ring ({root}) is known",
    "standing.single root": "single root: every figure goes back to {root}",
    "standing.single live": "single root: only {root} gives a figure that is not stale",
    "standing.contested": "contested: {a} ({a_figure}) and {b} ({b_figure}) differ by a factor of {factor:.1f}, more than {limit:g}",
    "standing.convergent": "convergent: {k} independent roots within a factor of {factor:.2f}, at least one of them with documentation of its own",
    "standing.supported": "supported: {k} of {of} independent roots agree within 10 %",
    "standing.differing": "differing: {of} independent roots, none within 10 % of another, but less than a factor of {limit:g} apart",
    "standing.weak": "weak: every figure goes back to {root}",
    "standing.weak live": "weak: only {root} gives a figure that is not stale",
    "standing.fair": "fair: {of} independent roots claim harm; whether a belligerent acted near there is no matter of numbers",
    "standing.provisional": "provisional: {root} alone; a second independent source is needed",
    "standing.unnamed": "provisional: no named source",
    "standing.recorded": "recorded: {of} independent roots; the range is what they say",
    "range.two": "range {span}: from {low} ({low_figure}) to {high} ({high_figure})",
    "range.one": "range {span}: both ends from {low} ({low_figure})",
    "range.open": "an open figure reaches to the largest current one, or to 1.5 times itself: {root}, {figure}, to {top}",
    "best": "best {best}: the weighted median of {n} roots ({roots:; })",
    "best.root": "{root} {figure} enters as {point} with weight {weight:.2f}",
    "best.none": "no best: one root only that is not stale, so there is only the claim of {root} ({figure})",
    "floor": "floor {floor}: so many victims of this scope are named in the claims",
    "floor.over": "{root} gives {high} at most, fewer than the {floor} named victims: contradicted by the record",
    "agreement": "{k} of {of} independent roots agree on {span}",
    "agreement.but": "{k} of {of} independent roots agree on {span}; not: {others:, }",
    "agreement.none": "no two independent roots agree within 10 %",
    "root": "{root} ({figure})",
    "stale": "{root} is stale: its figure stood on {day}, and newer ones exist; shown, not counted in the agreement or the best",
    "outside": "{root} ({figure}) is outside the range: {why}",
    "outside.rated": "rated {letter} by a reviewer, worse than {limit}: shown beside the range",
    "outside.two steps": "an unnamed source, passed on twice: shown beside the range",
    "outside.apart": "an unnamed source, apart from all {n} named ones: shown beside the range",
    "ring": "circular reporting: sources that cite one another count as one root, {root}",
    "rising": "still rising: {root} went from {old} ({old_day}) to {new} ({new_day}), {percent:.0f} % more, within 72 hours of {known}",
    "rising.old": "not still rising: the last change, of {root} from {old} to {new} ({new_day}), is more than 72 hours before {known}",
    "rising.slow": "not still rising: the last change, of {root} from {old} ({old_day}) to {new} ({new_day}), took more than 72 hours",
    "rising.little": "not still rising: the last change, of {root} from {old} to {new} ({new_day}), is of {percent:.0f} %, not more than 10 %",
    "rising.down": "not still rising: the last change, of {root} from {old} to {new} ({new_day}), goes down",
    "undated latest": "{claim} carries no date; it is above every dated figure of {root}, and a cumulative count rises, so it is taken as the latest",
    "no as-of day": "the figures of {root} carry no as-of day in the text; the day of publication serves to order them, and for nothing else",
    "incompatible": "incompatible: {a} ({a_figure}) and {b} ({b_figure}) count the same and exclude each other: both cannot be right",
    "sum": "{parts: + } = {sum}: the {n:words} {by} figures of {who} add up to its total ({claim})",
    "sum.none": "{parts: + } = {sum}: the {n:words} {by} figures of {who} added up; no total of its own is stated",
    "sum.over": "{parts: + } = {sum}: the {n:words} {by} figures of {who} add up to {sum}, {off} more than the total of {total} ({claim})",
    "sum.over places": "{parts: + } = {sum}: the {n:words} {by} figures of {who} add up to {sum}, {off} more than the total of {total} ({claim}); the places may overlap",
    "sum.room": "{parts: + } = {sum}: the {n:words} {by} figures of {who} add up to {sum}, which the total of {total} ({claim}) leaves room for",
    "sum.under": "{parts: + } = {sum}: the {n:words} {by} figures of {who} add up to {sum}, {off} fewer than the total of {total} ({claim})",
    "by.place": "place",
    "by.population": "population",
    "by.stated parts": "stated part",
    "source": "{name} of {day}",
    "subset": "{who} gives {figure} {people} ({claim}), more than the {whole_figure} {whole_people} ({whole}) that hold them: one of the two cannot be right",
    "growth": "{before} + {added} = {after}: the total of {who} and those it counted after that make its total of {day} ({claim})",
    "differ": "{left} ({left_figure}) and {right} ({right_figure}) differ in scope and do not contradict each other ({how:; })",
    "differ.in time": "{left} ({left_figure}) and {right} ({right_figure}) stood on different days, and the count may have risen ({how:; })",
    "differ.harm": "harm: {left} / {right}",
    "differ.population": "population: {left} / {right}",
    "differ.place": "place: {left} / {right}",
    "differ.window": "window: {left} / {right}",
    "differ.daily against cumulative": "daily against cumulative: {left} / {right}",
    "differ.as of": "as of: {left} / {right}",
    "own place": "the incident's",
    "no window": "not stated",
    "all so far": "all so far",
    "further dead": "a day's or further dead",
    "counts as": "{claims:, }: \"{words}\" counts as {people}, as the rule set {rules} says",
    "mostly": "{claims:, } say \"mostly civilians\" and are counted as all persons; taking them as civilians would not make two roots agree",
    "mostly.agree": "{claims:, } say \"mostly civilians\" and are counted as all persons; if a reviewer takes them as civilians, "
                    "{k} of {of} independent roots agree on {span}; a rule set with count_as, or a judgement on the claim, can say so",
    "beyond": "{claim} of {who} gives {figure}, more than {most} ({rule} of the rule set {rules}): kept as told, left out of the range",
    "beyond.nobody": "{claim} gives {figure}, more than {most} ({rule} of the rule set {rules}): kept as told, left out of the range",
    "odd day": "{claim} {words}",
    "rules": "by the rule set {rules}",
    "more": "and {n} more in the same way",
}


_SMALL = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


class Sayer(string.Formatter):
    """Makes sentences from codes and values by the templates of one language.

    Args:
        figure, day, span, claim: how the language writes a figure, a day, a range from low to high, a claim.
    """

    def __init__(self, templates: Callable[[str], str], *, figure: Callable[[Mapping[str, Any]], str], day: Callable[[str | None], str],
                 span: Callable[[int | None, int | None], str], claim: Callable[[str], str], name: Callable[[str], str] = str) -> None:
        self._template, self._figure, self._day, self._span, self._claim, self._name = templates, figure, day, span, claim, name

    def say(self, code: str, values: Mapping[str, Any]) -> str:
        return self.vformat(self._template(code), (), values)

    def format_field(self, value: Any, format_spec: str) -> str:
        """A value in words; of a list, the format is what stands between its items."""
        if isinstance(value, (list, tuple)):
            return format_spec.join(self.format_field(item, "") for item in value)
        if isinstance(value, Mapping):
            return self._record(value)
        if isinstance(value, int) and format_spec == "words":
            return _SMALL.get(value, f"{value:,}")
        if isinstance(value, int) and not format_spec:
            return f"{value:,}"
        return self._name(value) if isinstance(value, str) else str(format(value, format_spec))

    def _record(self, value: Mapping[str, Any]) -> str:
        if "code" in value:
            return self.say(value["code"], value["values"])
        if "day" in value:
            return self._day(value["day"])
        if "claim" in value:
            return self._claim(value["claim"])
        return self._figure(value) if "bound" in value else self._span(value["low"], value["high"])


_BOUND_WORDS = {"exact": "", "at_least": "at least ", "more_than": "more than ", "up_to": "up to ", "about": "about "}


def _figure_words(figure: Mapping[str, Any]) -> str:
    number, low, high = figure["number"], figure["low"], figure["high"]
    if number is None:
        return f"{low:,}-{high:,}" if low is not None and high is not None else f"from {low or 0:,}" if high is None else f"up to {high:,}"
    return f"{_BOUND_WORDS.get(figure['bound'], '')}{number:,}"


def _number(x: int | None) -> str:
    return "unknown" if x is None else f"{x:,}"


def _ref(claim: str) -> str:
    return claim if len(claim) <= 16 else f"claim {claim[:8]}"


_ENGLISH = Sayer(TEMPLATES.__getitem__, figure=_figure_words, day=lambda d: d or "undated", claim=_ref,
                 span=lambda low, high: _number(low) if low == high else f"{_number(low)}-{_number(high)}")


def english(reason: Reason) -> str:
    """The sentence in English.

    >>> english(Reason("root", {"root": "Hill Monitor", "figure": {"bound": "at_least", "number": 1225, "low": 1225, "high": None}}))
    'Hill Monitor (at least 1,225)'
    """
    return _ENGLISH.say(reason.code, reason.values)


# --- values -----------------------------------------------------------------------------------------------

def figure(said: Said) -> dict[str, Any]:
    """A figure as a value of a reason."""
    low, high = said.ends
    return {"bound": said.bound, "number": said.number, "low": low, "high": high}


def figure_words(said: Said) -> str:
    """A figure in words: "at least 745", "2,300-2,400".

    >>> figure_words(Said("c", 745, "at_least"))
    'at least 745'
    """
    return _figure_words(figure(said))


def on(said: Said) -> dict[str, Any]:
    """The day of a figure as a value: that of the count by its text, else that of publication."""
    return {"day": said.as_of_text or day_text(said.day)}


def some(reasons: Iterable[Reason]) -> list[Reason]:
    """The first of many, and how many more there are."""
    every = list(reasons)
    return every if len(every) <= MOST_NAMED else [*every[:MOST_NAMED], Reason("more", {"n": len(every) - MOST_NAMED})]


def nested(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Reasons as values of another one."""
    return [{"code": r.code, "values": r.values} for r in reasons]
