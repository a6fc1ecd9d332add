"""Tolls and quotations by form in the languages with a pack: the table `vectors/languages/forms.txt`."""

from pathlib import Path

import pytest
from tests.extract.test_foreign import page_of
from tests.extract.test_toll_forms import written

from bearwitness.extract.foreign import find_foreign, find_foreign_tolls

TABLE = Path(__file__).parents[2] / "vectors" / "languages" / "forms.txt"
MARKS = " «»“”„\"–—."


def rows():
    """(line number, language, what is expected as written, sentence)."""
    code = ""
    for n, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            code = line[3:]
        elif line and not line.startswith("#"):
            expected, _, text = line.partition(" | ")
            yield n, code, expected, text


ROWS = list(rows())


@pytest.mark.parametrize(("line", "code", "expected", "text"), [r for r in ROWS if not r[2].startswith("@")], ids=lambda v: str(v)[:40])
def test_toll(line, code, expected, text):
    drafts = sorted(find_foreign_tolls(page_of(text, code)), key=lambda d: d.at)
    found = [written(d, "hedge:" in expected) for d in drafts]
    assert sorted(found) == sorted([] if expected == "-" else expected.split("; ")), f"forms.txt:{line}"
    assert all(text[d.at:d.at + len(d.original)] == d.original == d.value.phrase for d in drafts)


@pytest.mark.parametrize(("line", "code", "expected", "text"), [r for r in ROWS if r[2].startswith("@")], ids=lambda v: str(v)[:40])
def test_quotation(line, code, expected, text):
    speaker, _, words = expected[1:].partition(" >> ")
    (found,) = find_foreign(page_of(text, code))
    assert found.speakers[-1].name == speaker, f"forms.txt:{line}"
    assert " ".join(p.exact for p in found.content).strip(MARKS) == words.strip(MARKS), f"forms.txt:{line}"
    assert all(text[p.start:p.end] == p.exact for p in found.content)
