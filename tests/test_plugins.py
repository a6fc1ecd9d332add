"""The doors: our own readers come in by them, a broken plugin is named and stops no other."""

import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from bearwitness import plugins
from bearwitness.plugins import EXPORTERS, READERS, PluginError, contract_faults, load
from bearwitness.readers import own_readers

ROOT = Path(__file__).parents[1]


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Installs a made-up distribution with one module and its entry points on the path."""

    def make(name: str, module: str, code: str, points: str, group: str = READERS):
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{name.replace(chr(45), chr(95))}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[{group}]\n{points}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(tmp_path))

    return make


GOOD = """
from bearwitness.readers.base import Found, Reader, finish
def read(original):
    return finish(original, Found(text=original.data.decode("utf-8", "replace").upper()), reader="shout@1")
READER = Reader("shout", "1", read, media_types=("text/x-shout",), suffixes=(".shout",), needs=("lxml",))
"""


def test_a_plugin_comes_in_by_the_door(install):
    install("shout-reader", "shout_reader", GOOD, "shout = shout_reader:READER")
    loaded = load(READERS)
    assert loaded.found[0].name == plugins.readers()[0].name == "shout"
    assert not [error for error in loaded.errors if "shout" in str(error)]


BROKEN = [
    ("raise RuntimeError('boom')", "bad = bad_reader:READER", "RuntimeError: boom", "fails when imported"),
    ("x = 1", "bad = bad_reader:READER", "AttributeError", "names nothing"),
    ("class READER: name = 'bad'", "bad = bad_reader:READER", "version must be a text", "lacks parts"),
    ("raise SystemExit(3)", "bad = bad_reader:READER", "SystemExit", "ends the program when imported"),
    (GOOD.replace("lxml", "no-such-distribution-xyz"), "bad = bad_reader:READER", "pip install no-such-distribution-xyz", "needs what is not installed"),
]


@pytest.mark.parametrize(("code", "points", "words", "why"), BROKEN)
def test_a_broken_plugin_is_named_and_stops_no_other(install, monkeypatch, code, points, words, why):
    install("bad-reader", "bad_reader", code, points)
    monkeypatch.delitem(__import__("sys").modules, "bad_reader", raising=False)
    install("shout-reader", "shout_reader", GOOD, "shout = shout_reader:READER")
    loaded = load(READERS)
    (error,) = [error for error in loaded.errors if "bad-reader" in str(error)]
    assert isinstance(error, PluginError) and words in str(error), why
    assert "shout" in [plugin.name for plugin in loaded.found]
    assert error.args in [each.args for each in plugins.errors()]


def test_two_plugins_of_one_name(install):
    install("shout-reader", "shout_reader", GOOD, "shout = shout_reader:READER")
    install("shout-again", "shout_again", GOOD, "shout = shout_again:READER")
    loaded = load(READERS)
    assert [plugin.name for plugin in loaded.found].count("shout") == 1
    assert any("remove one of them" in str(error) for error in loaded.errors), loaded


def test_our_own_readers_are_entry_points():
    points = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"][READERS]
    named = {getattr(import_module(point.split(":")[0]), point.split(":")[1]).name for point in points.values()}
    assert {"text", "html", "pdf"} <= named <= {reader.name for reader in own_readers()}


def test_contract_faults_in_words():
    assert contract_faults(own_readers()[0], READERS) == []
    assert contract_faults(object(), EXPORTERS) == ["name must be a text", "version must be a text", "binary must be true or false", "export must be a function"]
