"""The installed plugins, loaded once in a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from bearwitness import plugins


@cache
def _door(group: str) -> plugins.Plugins:
    return plugins.load(group)


def readers() -> list[Any]:
    """The readers to choose from, others' before our own; our own when no plugin door works."""
    from bearwitness.readers import own_readers

    return [*_door(plugins.READERS).found] or own_readers()


def exporters() -> dict[str, Any]:
    """The exporters by name."""
    return {exporter.name: exporter for exporter in _door(plugins.EXPORTERS).found}


def packages() -> list[Any]:
    """What takes packages apart: others' before our own."""
    from bearwitness.capture.packages import own_sources

    found = [*_door(plugins.SOURCES).found]
    return found + [own for own in own_sources() if own.name not in {plugin.name for plugin in found}]


def faults(group: str = plugins.READERS) -> list[str]:
    """What is wrong with plugins of one door, a line each."""
    return [str(error) for error in _door(group).errors]
