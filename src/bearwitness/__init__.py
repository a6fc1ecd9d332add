"""From reports of violence to a record: who says what happened to whom, where, when, by whom, how many, according to whom.

The public names are the verbs of `bearwitness.case`:

    import bearwitness

    case = bearwitness.new("my-case", title="Coast, March 2025")
    for line in bearwitness.add(case, ["articles"]):
        print(line["verdict"], line["source"])
    for result in bearwitness.read(case):
        print(result.line)
    bearwitness.relate(case)
    bearwitness.weigh(case)
    for incident in bearwitness.show(case, "incidents"):
        print(incident["id"], incident["tolls"])
"""

from __future__ import annotations

from typing import Any

from bearwitness._version import __version__

_VERBS = ("Given", "add", "demo", "export", "judge", "lists_add", "new", "open_case", "publish", "read", "read_files",
          "read_lines", "relate", "show", "snapshot", "undo", "verify", "weigh", "weigh_reads", "weigh_table")

__all__ = ["__version__", *_VERBS]


def __getattr__(name: str) -> Any:
    """Loads a verb when it is first used, so that importing the package costs nothing."""
    if name not in _VERBS:
        raise AttributeError(f"module 'bearwitness' has no attribute {name!r}")
    from bearwitness import case

    return getattr(case, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_VERBS])
