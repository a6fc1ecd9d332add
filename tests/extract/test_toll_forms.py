"""Tolls by form: the table `vectors/tolls/forms.txt`, read sentence by sentence."""

from pathlib import Path

import pytest
from tests.extract.reading_pages import page_of

from bearwitness.extract.tolls import find_tolls

TABLE = Path(__file__).parents[2] / "vectors" / "tolls" / "forms.txt"


def rows():
    """(line number, tolls as written, sentence)."""
    for n, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            tolls, _, text = line.partition(" | ")
            yield n, [] if tolls == "-" else tolls.split("; "), text


def written(draft, hedged):
    """A toll in the table's own words."""
    t = draft.value
    ends = f"{'' if t.low is None else t.low}..{'' if t.high is None else t.high}"
    fewer = t.bound == "up_to" and t.number is not None and t.high == t.number - 1
    shown = {"exact": str(t.number), "at_least": f">={t.number}", "more_than": f">{t.number}", "about": f"~{t.number}", "between": ends,
             "up_to": f"<{t.number}" if fewer else f"<={t.number}", "vague": "?" + ("" if ends == ".." else ends)}[t.bound]
    role = "part " if "part_of" in draft.refs else "was " if "earlier figure" in draft.rule else ""
    return f"{role}{t.harm} {shown}" + (f" hedge:{draft.hedge}" if hedged and draft.hedge else "")


@pytest.mark.parametrize(("line", "expected", "text"), list(rows()), ids=lambda v: v if isinstance(v, str) else "")
def test_form(line, expected, text):
    hedged = any("hedge:" in e for e in expected)
    found = [written(d, hedged) for d in sorted(find_tolls(page_of(text)), key=lambda d: d.at)]
    assert sorted(found) == sorted(expected), f"forms.txt:{line}"


@pytest.mark.parametrize(("text", "cumulative"), [
    ("Mirror Daily said that 43 people were killed.", None), ("The Daily Star said that 43 people were killed.", None), ("USA Today said that 43 people were killed.", None),
    ("The daily toll was 43 people killed.", False), ("Today, 43 people were killed.", False)])
def test_the_name_of_a_newspaper_makes_no_count_of_one_day(text, cumulative):
    [draft] = find_tolls(page_of(text))
    assert draft.value.cumulative is cumulative
