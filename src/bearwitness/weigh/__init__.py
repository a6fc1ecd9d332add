"""Weighing: lineage, scope, range, agreement, standing, and the attribution matrix."""

from bearwitness.weigh.incident import weigh, weigh_readings
from bearwitness.weigh.table import weigh_table

__all__ = ["weigh", "weigh_readings", "weigh_table"]
