"""The doors for plugins: readers, exporters and sources found by entry points, our own among them.

    [project.entry-points."bearwitness.readers"]
    docx = "my_package.docx:READER"

An entry point names an object with `name`, `version`, `needs` and one function (see `ReaderPlugin`, `ExporterPlugin`, `SourcePlugin`).
One that cannot be loaded is told of, with the distribution it came from, and stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any, Protocol

from bearwitness.errors import BearwitnessError
from bearwitness.model import Snapshot
from bearwitness.readers.base import ReaderPlugin

READERS = "bearwitness.readers"
EXPORTERS = "bearwitness.exporters"
SOURCES = "bearwitness.sources"
OWN = "bearwitness"


class PluginError(BearwitnessError):
    """A plugin cannot be loaded or does not keep the contract. Names the distribution and what to do."""


class ExporterPlugin(Protocol):
    """What turns a snapshot of a case into the bytes of one file. `binary` says that it is no text."""

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def binary(self) -> bool: ...

    def export(self, snapshot: Snapshot, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Plugins:
    """What one door gave: the plugins that work, and an error for each that does not."""

    found: tuple[Any, ...]
    errors: tuple[PluginError, ...]


def load(group: str) -> Plugins:
    """All plugins of one door: others' before our own, each in the order of its name.

    So a reader that someone installs for PDF is asked before ours. Two plugins of one name from two
    distributions: the first is taken, the second is an error.
    """
    found: dict[str, Any] = {}
    errors = []
    for point in sorted(entry_points(group=group), key=lambda point: (_origin(point) == OWN, point.name, _origin(point))):
        try:
            plugin = _loaded(point, group)
            if plugin.name in found:
                raise PluginError(f"{_who(point)}: another plugin called {plugin.name!r} is installed already; remove one of them")
            found[plugin.name] = plugin
        except PluginError as error:
            errors.append(error)
    return Plugins(tuple(found.values()), tuple(errors))


def readers() -> list[ReaderPlugin]:
    """The readers that work, others' before our own. `load(READERS).errors` tells of those that do not."""
    return list(load(READERS).found)


def exporters() -> list[ExporterPlugin]:
    """The exporters that work, others' before our own. `load(EXPORTERS).errors` tells of those that do not."""
    return list(load(EXPORTERS).found)


def errors() -> list[PluginError]:
    """What is wrong with the installed plugins, for any verb to say before it begins."""
    return [error for group in (READERS, EXPORTERS, SOURCES) for error in load(group).errors]


def _origin(point: EntryPoint) -> str:
    return point.dist.name if point.dist else "unknown"


def _who(point: EntryPoint) -> str:
    version = f" {point.dist.version}" if point.dist else ""
    return f"plugin {point.name!r} of {_origin(point)}{version}"


def _loaded(point: EntryPoint, group: str) -> Any:
    """The object an entry point names, its contract checked.

    Raises:
        PluginError: it cannot be imported, lacks something, or needs a distribution that is not installed.
    """
    try:
        plugin = point.load()
    except (Exception, SystemExit) as error:  # a stranger's module may raise anything while it is imported
        raise PluginError(f"{_who(point)} cannot be loaded ({type(error).__name__}: {error}); upgrade or remove {_origin(point)}") from error
    faults = contract_faults(plugin, group)
    if faults:
        raise PluginError(f"{_who(point)} does not keep the contract of {group}: {'; '.join(faults)}; upgrade or remove {_origin(point)}")
    missing = [need for need in getattr(plugin, "needs", ()) if not _installed(need)]
    if missing:
        raise PluginError(f"{_who(point)} needs {', '.join(missing)}; install it, for example with pip install {' '.join(missing)}")
    return plugin


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def contract_faults(plugin: Any, group: str) -> list[str]:
    """What a plugin lacks to be one of its group, in words; empty when nothing."""
    faults = [f"{field} must be a text" for field in ("name", "version") if not _is_text(getattr(plugin, field, None))]
    if not _are_texts(getattr(plugin, "needs", ())):
        faults.append("needs must be a tuple of distribution names")
    if group == READERS:
        faults += [f"{field} must be a tuple of texts" for field in ("media_types", "suffixes") if not _are_texts(getattr(plugin, field, None))]
        faults += [] if callable(getattr(plugin, "read", None)) else ["read must be a function"]
    if group == EXPORTERS:
        faults += [] if isinstance(getattr(plugin, "binary", None), bool) else ["binary must be true or false"]
        faults += [] if callable(getattr(plugin, "export", None)) else ["export must be a function"]
    if group == SOURCES:
        faults += [f"{field} must be a function" for field in ("takes", "members") if not callable(getattr(plugin, field, None))]
    return faults


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str) and all(_is_text(each) for each in value)
