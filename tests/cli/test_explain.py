"""`read --explain`: marks that change no character, claims in words, lines that fit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests import case_fakes

from bearwitness import cli
from bearwitness.cli.explain import columns, explained, marked, paragraphs, plain_words, wrapped
from bearwitness.model import CLAIM_KINDS, HEDGES, STANCES

MARK = re.compile("\\[[0-9]+\u00a0|\u00a0[0-9]+\\]")
WHEN = {"start": None, "end": None, "precision": "unknown", "expression": None, "anchor": "none"}
AMAL = {"name": "Amal", "kind": "person", "with": []}
GUARD = {"name": "the Guard", "kind": "armed_group", "with": []}


def claim(start: int, end: int, kind: str = "statement", **fields: Any) -> dict[str, Any]:
    return {"id": f"{kind}{start}-{end}", "kind": kind, "passage": {"start": start, "end": end}, "within": None, "speakers": [AMAL],
            "content": [], "stance": "asserts", "hedge": "none", "value": {"addressees": []}, "rule": "made by hand",
            "extractor": "hand@1", **fields}


def reading(text: str, claims: list[dict[str, Any]], failures: list[dict[str, str]] | None = None) -> dict[str, Any]:
    document = {"source": "a.txt", "title": None, "publisher": None, "published_at": WHEN, "lang": "en", "text": text}
    return {"document": document, "claims": claims, "mentions": [], "failures": failures or []}


# --- marks ----------------------------------------------------------------------------------------------

def shown(text: str, *spans: tuple[int, int]) -> list[str]:
    return [marked(p).replace("\u00a0", "_") for p in paragraphs(text, [claim(*span) for span in spans])]


MARKED = [   # text, passages, what is shown, why
    ("Amal spoke.", [(0, 10)], ["[1_Amal spoke_1]."], "one"),
    ("Amal spoke.", [], ["Amal spoke."], "none"),
    ("a bb c", [(0, 6), (2, 4)], ["[1_a [2_bb_2] c_1]"], "one inside another"),
    ("a bb c", [(0, 4), (2, 6)], ["[1_a [2_bb_1] c_2]"], "two that cross"),
    ("a bb c", [(2, 4), (2, 4)], ["a [1_[2_bb_2]_1] c"], "two at one place"),
    ("a\nb c\n\nd\n", [(0, 5), (7, 8)], ["[1_a", "b c_1]", "[2_d_2]"], "a passage over two paragraphs, an empty line"),
    ("قتل 12 شخصا", [(4, 6)], ["قتل [1_12_1] شخصا"], "right to left: nothing is turned"),
    ("a \u202eb\x1b[2J", [(2, 4)], ["a [1_\\u202eb_1]\\u001b[2J"], "controls are shown, not obeyed"),
]


@pytest.mark.parametrize(("text", "spans", "lines", "why"), MARKED, ids=[row[3] for row in MARKED])
def test_marks(text: str, spans: list, lines: list[str], why: str) -> None:
    assert shown(text, *spans) == lines


@given(st.text(alphabet="ab .\nقت۱é中", min_size=1, max_size=80), st.data())
def test_without_its_marks_the_text_is_what_it_was(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).map(
        lambda s: (min(s[0], s[1] - 1), max(s[0] + 1, s[1]))), max_size=5))
    found = paragraphs(text, [claim(*span) for span in spans])
    assert [MARK.sub("", marked(p)).strip() for p in found] == [p.text.strip("\n ").strip() for p in found]
    if found:
        assert sum(len(p.opens) for p in found) == sum(len(p.closes) for p in found) == len(spans)


# --- words ----------------------------------------------------------------------------------------------

TOLL = {"harm": "killed", "number": 13, "low": 13, "high": None, "bound": "at_least", "whom": "civilians", "counted": "persons",
        "where": [{"name": "Exampleton"}], "when": WHEN, "as_of": {**WHEN, "start": "2025-03-09", "end": "2025-03-09"}, "cumulative": True}
EVENT = {"event_type": "Violence against civilians", "type": "Attack", "perpetrators": [GUARD], "targets": [AMAL],
         "objects": [{"name": "a school"}], "instruments": [{"name": "rockets"}], "where": [], "when": WHEN, "stage": "attempted", "rank": None}
WORDS = [
    (claim(0, 1, content=[{"exact": "it was\nso"}]), "Amal says: it was so"),
    (claim(0, 1, stance="denies", speakers=[GUARD, AMAL], content=[{"exact": "a"}, {"exact": "b"}]),
     "the Guard passes on that Amal denies: a ... b"),
    (claim(0, 1, stance="condemns", hedge="likely"), "Amal condemns (likely)"),
    (claim(0, 1, value={"addressees": [GUARD]}, stance="demands", content=[{"exact": "leave"}]), "Amal demands: (to the Guard) leave"),
    (claim(0, 1, "toll", value=TOLL, speakers=[]),
     "the document itself says: at least 13 killed (civilians), in Exampleton, counted up to 2025-03-09, in all"),
    (claim(0, 1, "toll", value={**TOLL, "counted": "families", "cumulative": None, "where": []}),
     "Amal says: at least 13 families killed (civilians), counted up to 2025-03-09"),
    (claim(0, 1, "event", value=EVENT), "Amal says: Attack (Violence against civilians), by the Guard, against Amal, hitting a school, "
                                        "with rockets, attempted, told as background"),
    (claim(0, 1, "attribution", stance="accuses", value={"accused": [GUARD], "act": "burning houses"}),
     "Amal accuses the Guard: burning houses"),
    (claim(0, 1, "attribution", stance="denies", value={"accused": [GUARD], "act": None}), "Amal denies that the Guard did it"),
    (claim(0, 1, "label", value={"label": "massacre", "provision": "6", "modality": "alleges"}),
     'Amal says: it is called "massacre" (Rome Statute, article 6)'),
    (claim(0, 1, "demand", stance="demands", value={"of": [GUARD], "action": "to leave"}), "Amal demands: the Guard: to leave"),
    (claim(0, 1, "commitment", stance="promises", value={"action": "to help", "when": WHEN}), "Amal promises: to help"),
    (claim(0, 1, "warning", stance="predicts", value={"of_what": "more deaths", "whom": [AMAL], "factor": 3}),
     "Amal predicts: more deaths, against Amal, risk factor 3"),
    (claim(0, 1, "victim", value={"name": "Karim", "age": 0, "sex": "male", "status": None, "when": WHEN, "where": []}),
     "Amal says: Karim, aged 0, male"),
]


@pytest.mark.parametrize(("given_", "words"), WORDS, ids=range(len(WORDS)))
def test_a_claim_in_words(given_: dict, words: str) -> None:
    assert plain_words(given_) == words


def test_every_kind_stance_and_hedge_has_words() -> None:
    assert {row[0]["kind"] for row in WORDS} == set(CLAIM_KINDS)
    for stance in STANCES:
        for hedge in HEDGES:
            assert plain_words(claim(0, 1, stance=stance, hedge=hedge)).startswith("Amal ")


def test_who_is_not_the_usual_reader_is_named_beside_its_rule() -> None:
    lines = list(explained(reading("Amal spoke.", [claim(0, 11), claim(0, 4), claim(5, 10, extractor="llm:tiny@1")]), wide=80))
    assert lines.count("     because: made by hand") == 2 and "     because: made by hand (llm:tiny@1)" in lines


@pytest.mark.parametrize(("modality", "stance", "words"), [
    ("alleges", "asserts", 'Amal says: it is called "massacre"'), ("warns", "predicts", 'Amal predicts: it may be or become "massacre"'),
    ("finds", "asserts", 'Amal says: it is found to be "massacre"'), ("denies", "asserts", 'Amal says: it is not "massacre"'),
    ("denies", "denies", 'Amal denies: it is called "massacre"')])
def test_a_label_by_its_modality(modality: str, stance: str, words: str) -> None:
    assert plain_words(claim(0, 1, "label", stance=stance, value={"label": "massacre", "provision": None, "modality": modality})) == words


@pytest.mark.parametrize(("who", "words"), [
    ({"name": "Doctors", "kind": "unnamed", "with": []}, "Doctors say"), ({**AMAL, "with": [GUARD]}, "say"),
    ({"name": "the press", "kind": "unnamed", "with": []}, "the press says"), ({"name": "Reuters", "kind": "outlet", "with": []}, "Reuters says")])
def test_several_speakers_say(who: dict, words: str) -> None:
    assert words in plain_words(claim(0, 1, speakers=[who])) + ":"


def test_the_rule_the_offsets_and_the_host_stand_under_the_text() -> None:
    outer, inner = claim(0, 11), claim(5, 10, within="statement0-11")
    lines = list(explained(reading("Amal spoke.", [outer, inner]), wide=80))
    assert lines[2].replace("\u00a0", "_") == "[1_Amal [2_spoke_2]._1]"
    assert "  1  statement, 0-11: Amal says" in lines and "  2  statement, 5-10, inside 1: Amal says" in lines
    assert lines.count("     because: made by hand") == 2 and "2 claims, 0 mentions, read by hand@1" in lines


def test_a_suggestion_says_so() -> None:
    lines = list(explained(reading("Amal spoke.", [claim(0, 11, extractor="llm:tiny@abc")]), wide=80))
    assert any("SUGGESTED" in line for line in lines)


def test_what_failed_is_told() -> None:
    assert "not done (read): gone" in list(explained(reading("", [], [{"stage": "read", "reason": "gone"}]), wide=80))
    failed = reading("", [], [{"stage": "read", "reason": "gone"}])
    del failed["document"]["text"]
    assert list(explained(failed, wide=80))


# --- lines ----------------------------------------------------------------------------------------------

@given(st.text(alphabet="ab 中é\u0301ق", max_size=200), st.integers(12, 60))
def test_lines_fit_and_lose_nothing(text: str, wide: int) -> None:
    lines = list(wrapped(text, wide, indent="   "))
    assert all(columns(line) <= wide for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_colour_is_in_the_marks_and_takes_no_room() -> None:
    plain = list(explained(reading("Amal spoke. " * 20, [claim(0, 11)]), wide=60))
    painted = list(explained(reading("Amal spoke. " * 20, [claim(0, 11)]), wide=60, colour=True))
    assert [re.sub("\x1b\\[[0-9]*m", "", line) for line in painted] == plain and "\x1b" not in "".join(plain)
    assert "\x1b[1m[1\x1b[0m" in painted[2]


def test_many_claims_in_a_long_text_take_no_time() -> None:
    text = "Amal spoke here.\n" * 10_000
    claims = [claim(17 * n, 17 * n + 10) for n in range(10_000)]
    assert len(list(explained(reading(text, claims), wide=80))) > 40_000


# --- the command -----------------------------------------------------------------------------------------

def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary) -> None:
    case_fakes.install(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Amal said that 13 people were killed.\n")
    assert cli.run(["read", "a.txt", "--explain"]) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "[1\u00a0Amal said that [2\u00a013 people were killed\u00a02].\u00a01]" in out and "because: fake" in out and "\x1b" not in out
    assert cli.run(["read", "a.txt", "--explain", "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["claims"][0]["rule"] == "fake"


def test_the_command_on_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary) -> None:
    case_fakes.install(monkeypatch)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Amal said that 13 people were killed.\n")
    for command in (["new", "c"], ["add", "a.txt", "--case", "c"], ["read", "--explain", "--case", "c"], ["show", "claims", "--case", "c"]):
        assert cli.run(command) == 0
    out = capfdbinary.readouterr().out.decode()
    assert "because: fake" in out and "rule" in out.splitlines()[-3]
