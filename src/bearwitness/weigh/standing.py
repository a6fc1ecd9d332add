"""The standing of a scope by the ladder of a rule set, with the sentence that says why. No probabilities."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bearwitness.model import Reason
from bearwitness.weigh.root import Agreement, RootFigure, apart, factor
from bearwitness.weigh.rules import Rules

Standing = tuple[str, Reason]
_EXTREMES = 200


def standing_of(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> Standing:
    """The word for how the roots inside the range stand to one another."""
    return _LADDERS[rules.ladder](roots, agreement, circular, rules)


def _convergence(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> Standing:
    """convergent, supported, single root, contested, circular or differing."""
    few = _few(roots, circular)
    if few:
        return few
    live = _live(roots)
    middles = [r.middle or 0.0 for r in live]
    ratio = max(middles) / max(min(middles), 1e-9)
    if far := _contest(live, rules):
        return "contested", far
    if agreement.k >= rules.convergent_roots and any(r.direct for r in live) and ratio <= rules.convergent_ratio:
        return "convergent", Reason("standing.convergent", {"k": agreement.k, "factor": ratio})
    if agreement.k >= 2:
        return "supported", Reason("standing.supported", {"k": agreement.k, "of": agreement.of})
    return "differing", Reason("standing.differing", {"of": agreement.of, "limit": rules.contested_ratio})


def _airwars(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> Standing:
    """fair, weak or circular, in the manner of Airwars: by how many sources there are, whatever their figures.

    Their other grades are about who did it, not about numbers: confirmed (a belligerent accepts it), contested (several are named), discounted
    (those killed were fighters). They are told by `export --format airwars`.
    """
    few = _few(roots, circular)
    if few:
        codes = {"standing.single root": "standing.weak", "standing.single live": "standing.weak live"}
        return few if few[1].code not in codes else ("weak", Reason(codes[few[1].code], few[1].values))
    return "fair", Reason("standing.fair", {"of": len(_live(roots))})


def _ibc(roots: Sequence[RootFigure], agreement: Agreement, circular: bool, rules: Rules) -> Standing:
    """recorded or provisional, in the manner of Iraq Body Count: two independent sources, whatever their figures."""
    few = _few(roots, circular)
    if few and few[0] in ("no figure", "circular"):
        return few
    named = [r for r in roots if r.current is not None]
    if len(named) < 2:
        return "provisional", Reason("standing.provisional", {"root": named[0].name}) if named else Reason("standing.unnamed", {})
    return "recorded", Reason("standing.recorded", {"of": len(named)})


_LADDERS: dict[str, Callable[[Sequence[RootFigure], Agreement, bool, Rules], Standing]] = {
    "convergence": _convergence, "airwars": _airwars, "ibc": _ibc}


def _few(roots: Sequence[RootFigure], circular: bool) -> Standing | None:
    """What stands when there are not two live roots to compare."""
    if not roots:
        return "no figure", Reason("standing.no figure", {})
    if circular and len(roots) == 1:
        return "circular", Reason("standing.circular", {"root": roots[0].name})
    if len(roots) == 1:
        return "single root", Reason("standing.single root", {"root": roots[0].name})
    live = _live(roots)
    if len(live) < 2:
        return "single root", Reason("standing.single live", {"root": live[0].name if live else roots[0].name})
    return None


def _live(roots: Sequence[RootFigure]) -> list[RootFigure]:
    return [r for r in roots if not r.stale and r.middle]


def _contest(live: Sequence[RootFigure], rules: Rules) -> Reason | None:
    """The two roots furthest apart, in words, when their bands exclude each other and the ratio is too large."""
    if len(live) > 2 * _EXTREMES:      # the widest pair is among the lowest and the highest
        ordered = sorted(live, key=lambda r: (r.middle or 0.0, r.name, r.key))
        live = [*ordered[:_EXTREMES], *ordered[-_EXTREMES:]]
    far = [(a, b) for i, a in enumerate(live) for b in live[i + 1:] if apart(a, b) and factor(a, b) > rules.contested_ratio]
    if not far:
        return None
    a, b = max(far, key=lambda pair: factor(*pair))
    return Reason("standing.contested", {"a": a.name, "a_figure": a.figure, "b": b.name, "b_figure": b.figure, "factor": factor(a, b),
                                         "limit": rules.contested_ratio})
