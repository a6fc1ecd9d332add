"""The contract of plugins as checks that an author can call from a test.

    from bearwitness.testing import check_reader
    def test_contract():
        check_reader(my_reader, {"a.docx": sample_bytes})

Each check returns nothing or raises `PluginError` naming what is broken.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from bearwitness.errors import ReadError
from bearwitness.model import Document, Snapshot
from bearwitness.plugins import EXPORTERS, READERS, ExporterPlugin, PluginError, contract_faults
from bearwitness.readers.base import Original, ReaderPlugin
from bearwitness.readers.sniff import sniff

_HOSTILE = (b"", b"\x00" * 64, b"\xff\xfe\xfd" * 50, bytes(range(256)) * 8, b"<" * 1000, b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\x00" * 40)


def check_reader(plugin: ReaderPlugin, samples: Mapping[str, bytes] | None = None) -> None:
    """Does a reader keep its contract?

    Hostile bytes must give a `ReadError` or a document, and nothing else. Each sample must give the same
    document twice, with the right digests, offsets inside the text, and text that can be written as UTF-8.

    Args:
        samples: file names and bytes that the reader must be able to read.

    Raises:
        PluginError: says which promise is broken.
    """
    _refuse(contract_faults(plugin, READERS), plugin)
    for data in _HOSTILE:
        try:
            document = plugin.read(Original(data=data, name="hostile"))
        except ReadError:
            continue
        except Exception as error:
            raise PluginError(f"{plugin.name}: read must raise ReadError only, but raised {type(error).__name__} on {data[:12]!r}") from error
        _refuse(document_faults(document, data), plugin)
    for name, data in (samples or {}).items():
        original = Original(data=data, name=name, media_type=sniff(data, name))
        document = plugin.read(original)
        _refuse(document_faults(document, data), plugin)
        if plugin.read(original) != document:
            raise PluginError(f"{plugin.name}: reading {name} twice gave two documents; a reader asks no clock and no chance")


def document_faults(document: object, data: bytes) -> list[str]:
    """What is wrong with a document made from some bytes, in words; empty when nothing."""
    if not isinstance(document, Document):
        return ["read must return a bearwitness.model.Document"]
    faults = []
    if document.sha256 != hashlib.sha256(data).hexdigest():
        faults.append("sha256 must be the digest of the bytes as given")
    try:
        if document.text_sha256 != hashlib.sha256(document.text.encode()).hexdigest():
            faults.append("text_sha256 must be the digest of the text's UTF-8")
    except UnicodeEncodeError:
        faults.append("the text holds half of a surrogate pair")
    if not document.text.strip():
        faults.append("a text without words must be a ReadError")
    if "@" not in document.reader:
        faults.append("reader must be name@version")
    for post in document.nested:
        if not 0 <= post.start <= post.body_start < post.body_end <= post.end <= len(document.text):
            faults.append(f"the offsets of the embedded post by {post.account} are not inside the text")
    return faults


def check_exporter(plugin: ExporterPlugin, snapshot: Snapshot | None = None) -> None:
    """Does an exporter keep its contract?

    An empty case and the given snapshot must each give bytes, the same twice; a text format must be UTF-8.

    Raises:
        PluginError: says which promise is broken.
    """
    _refuse(contract_faults(plugin, EXPORTERS), plugin)
    for each in (Snapshot(title="Empty case"), snapshot):
        if each is None:
            continue
        out = plugin.export(each)
        if not isinstance(out, bytes):
            raise PluginError(f"{plugin.name}: export must return bytes, not {type(out).__name__}")
        if plugin.export(each) != out:
            raise PluginError(f"{plugin.name}: exporting {each.title!r} twice gave two files; an exporter asks no clock and no chance")
        if not plugin.binary:
            try:
                out.decode("utf-8")
            except UnicodeDecodeError as error:
                raise PluginError(f"{plugin.name}: a text format must be UTF-8, but byte {error.start} is not") from error


def _refuse(faults: list[str], plugin: object) -> None:
    if faults:
        raise PluginError(f"{getattr(plugin, 'name', plugin)}: {'; '.join(faults)}")
