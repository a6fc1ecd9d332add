"""Claims and judgements to incidents: reports gathered about one thing that happened."""

from bearwitness.incidents.group import Grouping, group, group_all
from bearwitness.incidents.judged import Judged, anchor_of, apply, fix, in_force, reanchor, settle

__all__ = ["Grouping", "Judged", "anchor_of", "apply", "fix", "group", "group_all", "in_force", "reanchor", "settle"]
