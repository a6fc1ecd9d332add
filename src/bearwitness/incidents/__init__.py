"""Claims and judgements to incidents: reports gathered about one thing that happened."""

from bearwitness.incidents.group import Grouping, group, group_all
from bearwitness.incidents.judged import (
    Judged,
    Standing,
    anchor_of,
    apply,
    fix,
    in_force,
    reanchor,
    settle,
    stand,
)

__all__ = ["Grouping", "Judged", "Standing", "anchor_of", "apply", "fix", "group", "group_all", "in_force", "reanchor", "settle", "stand"]
