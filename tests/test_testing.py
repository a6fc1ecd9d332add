"""The contract checks accept our own readers and catch broken ones."""

import dataclasses
import itertools

import pytest

from bearwitness.model import Snapshot
from bearwitness.plugins import PluginError
from bearwitness.readers import own_readers
from bearwitness.readers.base import Found, Reader, finish
from bearwitness.testing import check_exporter, check_reader

SAMPLES = {"text": {"a.txt": b"The road is closed."}, "html": {"a.html": b"<p>The road is closed.</p>"},
           "post": {"a.posts.jsonl": b'{"id": 1, "text": "The road is closed."}'}}


@pytest.mark.parametrize("reader", own_readers(), ids=lambda reader: reader.name)
def test_our_own_keep_the_contract(reader):
    check_reader(reader, SAMPLES.get(reader.name))


def fine(original):
    return finish(original, Found(text="words"), reader="x@1")


count = itertools.count()
BAD_READERS = [
    (lambda o: "words", "must return a bearwitness.model.Document"),
    (lambda o: 1 / 0, "must raise ReadError only, but raised ZeroDivisionError"),
    (lambda o: dataclasses.replace(fine(o), sha256="0"), "sha256 must be the digest"),
    (lambda o: dataclasses.replace(fine(o), text_sha256="0"), "text_sha256 must be"),
    (lambda o: finish(o, Found(text="words"), reader="x"), "name@version"),
    (lambda o: finish(o, Found(text=f"words {next(count)}"), reader="x@1"), "gave two documents"),
]


@pytest.mark.parametrize(("read", "words"), BAD_READERS)
def test_broken_readers_are_caught(read, words):
    with pytest.raises(PluginError, match=words):
        check_reader(Reader("x", "1", read, media_types=("text/x",)), {"a.x": b"abc"})


@dataclasses.dataclass
class Exporter:
    out: object
    name: str = "x"
    version: str = "1"
    binary: bool = False

    def export(self, snapshot):
        return self.out() if callable(self.out) else self.out


def test_exporters():
    check_exporter(Exporter(b"a,b\n"), Snapshot(title="T"))
    check_exporter(Exporter(b"\xff\xfe", binary=True))
    for out, words in (("text", "must return bytes"), (b"\xff", "must be UTF-8"), (lambda: str(next(count)).encode(), "gave two files")):
        with pytest.raises(PluginError, match=words):
            check_exporter(Exporter(out))
